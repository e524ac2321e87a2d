//! A router: where it listens, its place in the order, its way, and the table of public paths.

use std::fmt::Write as _;

use routing::model::{Model, Stack};
use routing::reach::{self, Reach};
use traefik::dynamic::Protocol;
use traefik::runtime::{RuntimeRouter, Status};

use super::code;

/// Rows of the table of paths; the rest is counted.
const ROWS: usize = 20;

pub(super) fn describe(model: &Model, stack: &Stack, router: &RuntimeRouter) -> String {
    let mut text = format!("**Router** {}", code(&router.name));
    if router.status != Status::Enabled {
        let _ = write!(text, " ({})", router.status.as_str());
    }
    for error in &router.errors {
        let _ = write!(text, "\n\n⚠ {}", code(&error.text));
    }
    let _ = write!(text, "\n\n{}", listens(stack, router));
    let _ = write!(text, "\n\n{}", priority(router));
    let _ = write!(text, "\n\n{}", way(stack, router));
    if router.protocol == Protocol::Http {
        let reach = reach::reach(model, stack, &router.name);
        if let Some(table) = table(model, &reach) {
            let _ = write!(text, "\n\n{table}");
        }
    }
    if let Some(unseen) = stack.runtime.unseen.first() {
        let _ = write!(text, "\n\n_Not seen: {unseen}._");
    }
    text
}

fn listens(stack: &Stack, router: &RuntimeRouter) -> String {
    if router.entry_points.is_empty() {
        return if router.parents.is_empty() {
            "Listens nowhere that is known.".to_owned()
        } else {
            let parents: Vec<String> = router.parents.iter().map(|parent| code(&parent.name)).collect();
            format!("Gets what {} lets through.", parents.join(", "))
        };
    }
    let scheme = match (router.protocol, router.tls) {
        (Protocol::Http, true) => "https",
        (Protocol::Http, false) => "http",
        (Protocol::Tcp, true) => "TCP with TLS",
        (Protocol::Tcp, false) => "TCP",
        (Protocol::Udp, _) => "UDP",
    };
    let entry_points: Vec<String> = router
        .entry_points
        .iter()
        .map(|name| match stack.runtime.entry_point(name) {
            Some(entry_point) if !entry_point.address.is_empty() => {
                let published: Vec<String> = entry_point.published.iter().map(u16::to_string).collect();
                let own = entry_point.port.map(|port| port.to_string());
                let published = if published.is_empty() || own.as_ref() == published.first() {
                    String::new()
                } else {
                    format!(", published as {}", published.join(", "))
                };
                format!("{} ({}{published})", code(name), code(&entry_point.address))
            }
            _ => code(name),
        })
        .collect();
    format!("Listens for **{scheme}** on {}.", entry_points.join(", "))
}

fn priority(router: &RuntimeRouter) -> String {
    let set =
        router.declared.as_ref().and_then(|(_, declared)| declared.priority.as_ref()).map_or(0, |p| p.value);
    let why = if set == 0 { "the rule's length in bytes" } else { "as written" };
    format!("Priority **{}** ({why}); higher ones are tried first.", router.priority)
}

/// Middlewares, service and servers.
fn way(stack: &Stack, router: &RuntimeRouter) -> String {
    let mut steps: Vec<String> = Vec::new();
    for middleware in stack.runtime.chain(router) {
        steps.push(format!("{} _{}_", code(&middleware.name), middleware.declared.1.kind));
    }
    for missing in router.middlewares.iter().filter(|reference| !reference.found) {
        steps.push(format!("{} (does not exist)", code(&missing.name)));
    }
    if let Some(service) = &router.service {
        let missing = if service.found { "" } else { " (does not exist)" };
        steps.push(format!("service {}{missing}", code(&service.name)));
        let servers = stack.runtime.service(&service.name).map(|service| &service.servers);
        let urls: Vec<String> = servers.into_iter().flatten().map(|server| code(&server.url)).collect();
        if !urls.is_empty() {
            steps.push(urls.join(", "));
        }
    } else if !router.children.is_empty() {
        let children: Vec<String> = router.children.iter().map(|child| code(child)).collect();
        steps.push(format!("routers {}", children.join(", ")));
    }
    steps.join(" → ")
}

/// *public path → effective path → handler*.
fn table(model: &Model, reach: &Reach) -> Option<String> {
    if reach.apps.is_empty() {
        return None;
    }
    if reach.routes.is_empty() && reach.answered {
        return None;
    }
    if reach.routes.is_empty() {
        let apps: Vec<String> = reach.apps.iter().map(|app| code(&model.apps[*app].name)).collect();
        let how =
            if reach.complete { "meets none of the routes of" } else { "is not seen to meet a route of" };
        return Some(format!("What it lets through {how} {}.", apps.join(", ")));
    }
    let mut text = String::from("| public path | effective path | handler |\n|---|---|---|");
    for reached in reach.routes.iter().take(ROWS) {
        let route = &model.apps[reached.app].routes[reached.route];
        let note = if reached.doubled { " (prefix twice)" } else { "" };
        let _ = write!(
            text,
            "\n| {}{note} | {} | {} |",
            code(&format!("{} {}", route.method, reached.public_path)),
            code(&reached.effective_path),
            code(&route.handler.symbol),
        );
    }
    if reach.routes.len() > ROWS {
        let _ = write!(text, "\n\n… and {} more.", reach.routes.len() - ROWS);
    }
    if let Some(first) = reach.routes.first() {
        let method = &model.apps[first.app].routes[first.route].method;
        let method = if method == "GET" { String::new() } else { format!("-X {method} ") };
        let _ = write!(text, "\n\nTry `curl {method}{}`", first.example);
    }
    Some(text)
}
