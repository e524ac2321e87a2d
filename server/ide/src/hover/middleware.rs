//! A middleware: what it does to the path of the requests that come here.

use std::fmt::Write as _;

use routing::model::{Model, Stack};
use routing::reach;
use routing::trace::{self, Step};
use traefik::dynamic::Effect;
use traefik::names;
use traefik::request::Request;
use traefik::runtime::{RuntimeRouter, Status};

use super::code;
use crate::occurrences::Occurrence;

/// Routers for which an example is shown.
const EXAMPLES: usize = 6;

pub(super) fn describe(model: &Model, stack: &Stack, here: &Occurrence) -> String {
    let name = here.symbol.name.as_str();
    let Some(middleware) = stack.runtime.middleware(name) else {
        return format!("There is no middleware {}.", code(name));
    };
    let declared = &middleware.declared.1;
    let kinds: Vec<String> = declared.types.iter().map(|kind| format!("_{kind}_")).collect();
    let mut text = format!("**Middleware** {} {}", code(name), kinds.join(", "));
    if middleware.status != Status::Enabled {
        let _ = write!(text, " ({})", middleware.status.as_str());
    }
    for error in &middleware.errors {
        let _ = write!(text, "\n\n⚠ {}", code(&error.text));
    }
    let members = members(stack, name);
    if members.len() > 1 {
        let members: Vec<String> = members[1..].iter().map(|member| code(member)).collect();
        let _ = write!(text, " of {}", members.join(", "));
    }
    // At a reference its own router matters; at the declaration all that use it.
    let passes = |router: &&RuntimeRouter| {
        let chain = stack.runtime.chain(router);
        chain.iter().any(|middleware| members.contains(&middleware.name))
            && (members.len() == 1 || router.middlewares.iter().any(|reference| reference.name == name))
    };
    let users: Vec<&RuntimeRouter> = match &here.router {
        Some(router) => stack.runtime.router(router).into_iter().collect(),
        None => stack.runtime.routers.iter().filter(passes).collect(),
    };
    if users.is_empty() {
        text.push_str("\n\nNo router passes it.");
    }
    for router in users.iter().take(EXAMPLES) {
        if let Some(line) = example(model, stack, router, &members) {
            let _ = write!(text, "\n\n- {line}");
        }
    }
    if users.len() > EXAMPLES {
        let _ = write!(text, "\n\n… and {} more routers.", users.len() - EXAMPLES);
    }
    text
}

/// What it does to a request of `router`, a real one where the program behind it is known.
fn example(model: &Model, stack: &Stack, router: &RuntimeRouter, names: &[String]) -> Option<String> {
    let entry_point = router.entry_points.first()?;
    let reach = reach::reach(model, stack, &router.name);
    let meant = reach.routes.iter().find(|reached| !reached.doubled);
    let reached =
        meant.map(|reached| (&model.apps[reached.app].routes[reached.route].method, &reached.example));
    let missed = reach.missed.as_ref().map(|missed| (&missed.method, &missed.example));
    let request = reached
        .or(missed)
        .and_then(|(method, url)| Request::from_url(method, url).ok())
        .or_else(|| reach::examples(router, router.tls).into_iter().next());
    let request = request?;
    let trace = trace::trace(model, stack, entry_point, &request);
    if trace.router.as_deref() != Some(router.name.as_str()) {
        return None;
    }
    let own: Vec<&Step> = trace.middlewares.iter().filter(|step| names.contains(&step.name)).collect();
    let (first, last) = (own.first()?, own.last()?);
    let (asked, router) = (code(&format!("{} {}", request.method, first.before)), code(&router.name));
    Some(match &last.responds {
        Some((status, Some(location))) => {
            format!("{router}: {asked} is answered {status} to {}", code(location))
        }
        Some((status, None)) => format!("{router}: {asked} is answered {status}"),
        None if first.before == last.after => format!("{router}: {asked} keeps its path"),
        None => format!("{router}: {asked} → {}", code(shown(&last.after))),
    })
}

/// The middleware itself, or those that a chain stands for.
fn members(stack: &Stack, name: &str) -> Vec<String> {
    let mut members = vec![name.to_owned()];
    let mut next = 0;
    while let Some(middleware) = members.get(next).and_then(|name| stack.runtime.middleware(name)) {
        if let Effect::Chain { middlewares } = &middleware.declared.1.effect {
            for child in middlewares.iter().filter(|child| child.is_known()) {
                let child = names::qualify(child.as_str(), middleware.provider);
                if !members.contains(&child) {
                    members.push(child);
                }
            }
        }
        next += 1;
    }
    members
}

/// An empty path is one that the server gets as `/`.
fn shown(path: &str) -> &str {
    if path.is_empty() { "/" } else { path }
}
