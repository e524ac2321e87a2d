//! Routers and routes for programs. The names are a promise: fields may be added, none taken away or changed.

use golang::program::{App, Route};
use routing::model::{Model, Stack};
use serde::Serialize;
use traefik::runtime::RuntimeRouter;

use super::Selection;
use crate::cli::places::{HandlerOut, Places, Point};

#[derive(Serialize)]
struct Report<'a> {
    stacks: Vec<StackOut<'a>>,
    apps: Vec<AppOut<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StackOut<'a> {
    name: &'a str,
    r#static: Vec<&'a str>,
    entry_points: Vec<EntryPointOut<'a>>,
    routers: Vec<RouterOut<'a>>,
}

#[derive(Serialize)]
struct EntryPointOut<'a> {
    name: &'a str,
    address: &'a str,
    tls: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RouterOut<'a> {
    name: &'a str,
    protocol: &'a str,
    status: &'a str,
    errors: Vec<&'a str>,
    entry_points: &'a [String],
    tls: bool,
    rule: &'a str,
    syntax: &'a str,
    priority: i64,
    middlewares: Vec<&'a str>,
    service: Option<&'a str>,
    servers: Vec<&'a str>,
    definition: Option<Point<'a>>,
    reaches: Vec<ReachesOut<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReachesOut<'a> {
    app: &'a str,
    method: &'a str,
    pattern: &'a str,
    handler: &'a str,
    public_path: String,
}

#[derive(Serialize)]
struct AppOut<'a> {
    name: &'a str,
    framework: &'a str,
    main: Option<&'a str>,
    listen: Vec<&'a str>,
    routes: Vec<RouteOut<'a>>,
}

#[derive(Serialize)]
struct RouteOut<'a> {
    method: &'a str,
    pattern: &'a str,
    host: Option<&'a str>,
    handler: HandlerOut<'a>,
    conditional: bool,
    registration: Line<'a>,
}

#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    line: u32,
}

/// `{"stacks": […], "apps": […]}`
pub(super) fn render(
    selection: &Selection<'_>,
    model: &Model,
    places: Places<'_>,
) -> serde_json::Result<String> {
    let stacks = selection.stacks.iter().map(|(stack, routers)| stack_out(model, stack, routers, places));
    let apps = selection.apps.iter().map(|app| app_out(app, places));
    let mut text = serde_json::to_string_pretty(&Report { stacks: stacks.collect(), apps: apps.collect() })?;
    text.push('\n');
    Ok(text)
}

fn stack_out<'a>(
    model: &'a Model,
    stack: &'a Stack,
    routers: &[&'a RuntimeRouter],
    places: Places<'a>,
) -> StackOut<'a> {
    let entry_points = stack.runtime.entry_points.iter();
    StackOut {
        name: &stack.name,
        r#static: stack.install.iter().map(|file| places.path(*file)).collect(),
        entry_points: entry_points
            .map(|e| EntryPointOut { name: &e.name, address: &e.address, tls: e.tls })
            .collect(),
        routers: routers.iter().map(|router| router_out(model, stack, router, places)).collect(),
    }
}

fn router_out<'a>(
    model: &'a Model,
    stack: &'a Stack,
    router: &'a RuntimeRouter,
    places: Places<'a>,
) -> RouterOut<'a> {
    let service = router.service.as_ref().map(|reference| reference.name.as_str());
    RouterOut {
        name: &router.name,
        protocol: router.protocol.as_str(),
        status: router.status.as_str(),
        errors: router.errors.iter().map(|error| error.text.as_str()).collect(),
        entry_points: &router.entry_points,
        tls: router.tls,
        rule: &router.rule_text,
        syntax: router.syntax,
        priority: router.priority,
        middlewares: router.middlewares.iter().map(|reference| reference.name.as_str()).collect(),
        service,
        servers: service.map(|service| super::servers(stack, service)).unwrap_or_default(),
        definition: router.definition.map(|location| places.point(location)),
        reaches: reaches(model, stack, router),
    }
}

fn reaches<'a>(model: &'a Model, stack: &Stack, router: &RuntimeRouter) -> Vec<ReachesOut<'a>> {
    let reached = routing::reach::reach(model, stack, &router.name).routes.into_iter();
    reached
        .filter_map(|reached| {
            let app = model.apps.get(reached.app)?;
            let route = app.routes.get(reached.route)?;
            Some(ReachesOut {
                app: &app.name,
                method: &route.method,
                pattern: &route.pattern,
                handler: &route.handler.symbol,
                public_path: reached.public_path,
            })
        })
        .collect()
}

fn app_out<'a>(app: &'a App, places: Places<'a>) -> AppOut<'a> {
    AppOut {
        name: &app.name,
        framework: app.framework.as_str(),
        main: app.main.as_deref(),
        listen: app.listen.iter().map(|listen| listen.address.as_str()).collect(),
        routes: app.routes.iter().map(|route| route_out(route, places)).collect(),
    }
}

fn route_out<'a>(route: &'a Route, places: Places<'a>) -> RouteOut<'a> {
    let Point { file, start } = places.point(route.registration);
    RouteOut {
        method: &route.method,
        pattern: &route.pattern,
        host: None,
        handler: places.handler(&route.handler),
        conditional: route.conditional,
        registration: Line { file, line: start.line },
    }
}
