//! Routers and routes for people.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use golang::program::{App, Route};
use routing::model::{Model, Stack};
use routing::reach::{Reach, reach};
use traefik::runtime::{RuntimeRouter, Status};

use super::Selection;
use crate::cli::places::Places;
use crate::cli::table::Table;

/// Every router with the routes behind it, then the routes that no router leads to.
pub(super) fn render(selection: &Selection<'_>, model: &Model, places: Places<'_>) -> String {
    if selection.stacks.is_empty() && selection.apps.is_empty() {
        return "Neither Traefik configuration nor a Go program that registers routes was found.\n"
            .to_owned();
    }
    let mut text = String::new();
    let mut reached = BTreeSet::new();
    for (stack, routers) in &selection.stacks {
        text.push_str(&stack_head(stack, places));
        for router in routers {
            let reach = reach(model, stack, &router.name);
            text.push_str(&router_block(router, stack, &reach, model, places));
            // Nobody means a path that repeats the prefix: what only such a path leads to is as good as lost.
            let meant = reach.routes.iter().filter(|reached| !reached.doubled);
            reached.extend(meant.map(|reached| (reached.app, reached.route)));
        }
        text.push('\n');
    }
    for app in &selection.apps {
        text.push_str(&app_block(app, model, &reached, places));
    }
    text
}

fn stack_head(stack: &Stack, places: Places<'_>) -> String {
    let install: Vec<&str> = stack.install.iter().map(|file| places.path(*file)).collect();
    let source =
        if install.is_empty() { "no static configuration seen".to_owned() } else { install.join(", ") };
    let entry_points = stack.runtime.entry_points.iter().map(|entry_point| {
        let tls = if entry_point.tls { " (TLS)" } else { "" };
        format!("{} {}{tls}", entry_point.name, entry_point.address)
    });
    let entry_points: Vec<String> = entry_points.collect();
    let mut text = format!("Traefik {} ({source})\n", stack.name);
    if !entry_points.is_empty() {
        let _ = writeln!(text, "entry points: {}", entry_points.join(", "));
    }
    text
}

fn router_block(
    router: &RuntimeRouter,
    stack: &Stack,
    reach: &Reach,
    model: &Model,
    places: Places<'_>,
) -> String {
    let mut text = format!("\n  {}", router.name);
    if router.status != Status::Enabled {
        let _ = write!(text, " [{}]", router.status.as_str());
    }
    let tls = if router.tls { " with TLS" } else { "" };
    let entry_points =
        if router.entry_points.is_empty() { "-".to_owned() } else { router.entry_points.join(", ") };
    let protocol = router.protocol.as_str();
    let _ = write!(text, "  {protocol} on {entry_points}{tls}, priority {}", router.priority);
    if let Some(definition) = router.definition {
        let _ = write!(text, "  {}", places.line(definition));
    }
    let _ = writeln!(text, "\n    {}", router.rule_text.replace(['\n', '\r'], " "));
    for error in &router.errors {
        let _ = writeln!(text, "    error: {}", error.text);
    }
    let chain = router.middlewares.iter().chain(&router.service).map(|reference| {
        let missing = if reference.found { "" } else { " (missing)" };
        format!("{}{missing}", reference.name)
    });
    let mut chain: Vec<String> = chain.collect();
    let servers =
        router.service.as_ref().map(|service| super::servers(stack, &service.name)).unwrap_or_default();
    if !servers.is_empty() {
        chain.push(servers.join(", "));
    }
    if !chain.is_empty() {
        let _ = writeln!(text, "    → {}", chain.join(" → "));
    }
    text.push_str(&reached_rows(reach, model, places));
    text
}

/// One row for all methods that share path and handler.
fn reached_rows(reach: &Reach, model: &Model, places: Places<'_>) -> String {
    let mut rows: BTreeMap<(&str, &str, &str, String), Vec<&str>> = BTreeMap::new();
    for reached in &reach.routes {
        let Some(route) = model.apps.get(reached.app).and_then(|app| app.routes.get(reached.route)) else {
            continue;
        };
        let (symbol, mut place) = handler(route, places);
        if reached.doubled {
            place.push_str("  (the prefix twice)");
        }
        let key = (reached.public_path.as_str(), reached.effective_path.as_str(), symbol, place);
        rows.entry(key).or_default().push(&route.method);
    }
    let mut table = Table::default();
    for ((public, effective, symbol, place), methods) in rows {
        table.row([methods.join(","), public.to_owned(), format!("→ {effective}"), symbol.to_owned(), place]);
    }
    let mut text = table.render("      ");
    if text.is_empty() && !reach.apps.is_empty() {
        let apps = reach.apps.iter().filter_map(|app| model.apps.get(*app)).map(|app| app.name.as_str());
        let apps = apps.collect::<Vec<_>>().join(", ");
        let sure = if reach.answered {
            "a middleware answers before a route"
        } else if reach.complete {
            "meets no route"
        } else {
            "meets no route that was seen"
        };
        let _ = writeln!(text, "      {sure} of {apps}");
    }
    text
}

fn app_block(app: &App, model: &Model, reached: &BTreeSet<(usize, usize)>, places: Places<'_>) -> String {
    let index = model.apps.iter().position(|other| std::ptr::eq(other, app));
    let is_reached = |route: usize| index.is_some_and(|index| reached.contains(&(index, route)));
    let listen: Vec<&str> = app.listen.iter().map(|listen| listen.address.as_str()).collect();
    let listen = if listen.is_empty() { "an unknown address".to_owned() } else { listen.join(", ") };
    let name = if app.name.is_empty() { "." } else { &app.name };
    let mut text = format!("Program {name} ({}) listens on {listen}\n", app.framework.as_str());
    let mut rows: BTreeMap<(&str, &str, String), Vec<&str>> = BTreeMap::new();
    for (_, route) in app.routes.iter().enumerate().filter(|(index, _)| !is_reached(*index)) {
        let (symbol, place) = handler(route, places);
        rows.entry((&route.pattern, symbol, place)).or_default().push(&route.method);
    }
    let mut table = Table::default();
    for ((pattern, symbol, place), methods) in rows {
        table.row([methods.join(","), pattern.to_owned(), symbol.to_owned(), place]);
    }
    let unreached = table.render("      ");
    if unreached.is_empty() {
        let _ = writeln!(text, "  {} routes, a router leads to each\n", app.routes.len());
    } else {
        let _ = writeln!(text, "  no router shown leads to\n{unreached}");
    }
    text
}

/// Symbol and place of the route's handler; of one outside the workspace the place of the registration.
fn handler<'a>(route: &'a Route, places: Places<'_>) -> (&'a str, String) {
    let place = route.handler.declaration.unwrap_or(route.registration);
    (&route.handler.symbol, places.line(place))
}
