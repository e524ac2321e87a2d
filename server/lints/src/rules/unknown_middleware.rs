//! TRK201: a router or a chain refers to a middleware that does not exist.

use routing::model::{Model, Stack};
use syntax::Location;
use traefik::dynamic::{Effect, Protocol};
use traefik::names;
use traefik::runtime::RuntimeRouter;

use super::references::{self, Known};
use crate::{Finding, Rule, Severity, words};

pub(crate) static RULE: Rule = Rule {
    code: "TRK201",
    name: "unknown-middleware",
    severity: Severity::Error,
    summary: "A router refers to a middleware that does not exist; Traefik drops the router.",
    page: include_str!("../../../../docs/rules/TRK201.md"),
};

pub(crate) fn check(model: &Model) -> Vec<Finding> {
    model.stacks.iter().flat_map(|stack| in_stack(model, stack)).collect()
}

fn in_stack(model: &Model, stack: &Stack) -> Vec<Finding> {
    let mut findings = Vec::new();
    let known: Vec<Known<'_>> = stack
        .runtime
        .middlewares
        .iter()
        .map(|m| Known {
            name: &m.name,
            location: Some(Location::new(m.declared.0.file, m.declared.1.name.text.content_range())),
        })
        .collect();
    let mut report = |name: &str, location: Location, users: &[String]| {
        let message = format!(
            "Requests for {} get 404, or whatever other router matches them: middleware `{name}` does not exist, so \
             Traefik drops the {}.",
            words::list(users),
            if users.len() == 1 { "router" } else { "routers" },
        );
        findings.extend(references::complete(
            model,
            stack,
            Finding::new(&RULE, location, message),
            name,
            &known,
        ));
    };
    for router in stack.runtime.routers.iter().filter(|router| router.protocol != Protocol::Udp) {
        for reference in router.middlewares.iter().filter(|reference| !reference.found) {
            if let Some(location) = reference.location {
                report(&reference.name, location, &[router.authored_name()]);
            }
        }
    }
    for middleware in &stack.runtime.middlewares {
        let (place, declared) = &middleware.declared;
        let Effect::Chain { middlewares } = &declared.effect else { continue };
        let users = users(stack, &middleware.name);
        for child in middlewares.iter().filter(|child| child.is_known() && !users.is_empty()) {
            let name = names::qualify(child.as_str(), middleware.provider);
            if stack.runtime.middleware(&name).is_none() {
                report(&name, Location::new(place.file, child.content_range()), &users);
            }
        }
    }
    findings
}

/// The routers whose chain holds the middleware `name`.
fn users(stack: &Stack, name: &str) -> Vec<String> {
    let mut users: Vec<String> = stack
        .runtime
        .routers
        .iter()
        .filter(|router| {
            router.middlewares.iter().any(|reference| reference.name == name)
                || stack.runtime.chain(router).iter().any(|middleware| middleware.name == name)
        })
        .map(RuntimeRouter::authored_name)
        .collect();
    users.sort();
    users.dedup();
    users
}
