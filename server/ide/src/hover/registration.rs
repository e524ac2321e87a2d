//! A Go registration: its whole path, its handler, and the URLs that lead to it.

use std::fmt::Write as _;

use routing::model::Model;

use super::{Hover, code};
use crate::{Place, handlers};

/// Routes and URLs that are shown; the rest is counted.
const LINES: usize = 12;

pub(super) fn hover(model: &Model, place: Place) -> Option<Hover> {
    let registered = handlers::registrations(model, place);
    let (routes, range) = match registered.first() {
        Some(&(app, route)) => {
            let range = model.apps[app].routes[route].registration.range;
            (registered, range)
        }
        None => {
            let handled = handlers::handled(model, place);
            let &(app, route) = handled.first()?;
            let range = model.apps[app].routes[route].handler.declaration?.range;
            (handled, range)
        }
    };
    let mut text = String::new();
    for &(app, route) in routes.iter().take(LINES) {
        let (app, route) = (&model.apps[app], &model.apps[app].routes[route]);
        let conditional = if route.conditional { " (registered under a condition)" } else { "" };
        let _ = write!(
            text,
            "**{}** in {} {}, handled by {}{conditional}\n\n",
            code(&format!("{} {}", route.method, route.pattern)),
            app.framework.as_str(),
            code(&app.name),
            code(&route.handler.symbol),
        );
    }
    if routes.len() > LINES {
        let _ = write!(text, "… and {} more.\n\n", routes.len() - LINES);
    }
    let urls = urls(model, &routes);
    if urls.is_empty() {
        text.push_str(if linked(model, &routes) {
            "No router reaches it."
        } else {
            "No Traefik service is known to lead to this program."
        });
    } else {
        text.push_str("Public URLs:\n");
        for url in urls.iter().take(LINES) {
            let _ = write!(text, "\n- {url}");
        }
        if urls.len() > LINES {
            let _ = write!(text, "\n\n… and {} more.", urls.len() - LINES);
        }
    }
    Some(Hover { range, markdown: text.trim_end().to_owned() })
}

/// One line a way in, the meant ones first.
fn urls(model: &Model, routes: &[(usize, usize)]) -> Vec<String> {
    let mut apps: Vec<usize> = routes.iter().map(|(app, _)| *app).collect();
    apps.sort_unstable();
    apps.dedup();
    let mut lines = Vec::new();
    for app in apps {
        for public in handlers::public(model, app) {
            if routes.contains(&(app, public.reached.route)) {
                let doubled = if public.reached.doubled { " (prefix twice)" } else { "" };
                let method = &model.apps[app].routes[public.reached.route].method;
                let line =
                    format!("`{method} {}` through {}{doubled}", public.reached.example, code(public.router));
                lines.push((public.reached.doubled, line));
            }
        }
    }
    lines.sort();
    lines.dedup();
    lines.into_iter().map(|(_, line)| line).collect()
}

fn linked(model: &Model, routes: &[(usize, usize)]) -> bool {
    let links = model.stacks.iter().flat_map(|stack| &stack.links);
    links.into_iter().any(|link| routes.iter().any(|(app, _)| *app == link.app))
}
