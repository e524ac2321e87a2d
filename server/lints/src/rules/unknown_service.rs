//! TRK203: a router, or a service of services, refers to a service that does not exist.

use routing::model::{Model, Stack};
use traefik::dynamic::Protocol;
use traefik::names::Provider;
use traefik::runtime::Reference;

use super::references::{self, Known};
use crate::{Finding, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "TRK203",
    name: "unknown-service",
    severity: Severity::Error,
    summary: "A router refers to a service that does not exist; Traefik drops the router.",
    page: include_str!("../../../../docs/rules/TRK203.md"),
};

pub(crate) fn check(model: &Model) -> Vec<Finding> {
    model.stacks.iter().flat_map(|stack| in_stack(model, stack)).collect()
}

fn in_stack(model: &Model, stack: &Stack) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut report = |reference: &Reference, protocol: Protocol, message: String| {
        let Some(location) = reference.location else { return };
        let known: Vec<Known<'_>> = stack
            .runtime
            .services
            .iter()
            .filter(|service| service.protocol == protocol && service.provider != Provider::Internal)
            .map(|service| Known { name: &service.name, location: service.definition })
            .collect();
        let finding = Finding::new(&RULE, location, message);
        findings.extend(references::complete(model, stack, finding, &reference.name, &known));
    };
    for router in &stack.runtime.routers {
        if let Some(reference) = router.service.as_ref().filter(|reference| !reference.found) {
            let why = match reference.name.strip_suffix("@internal") {
                Some(name) => format!("Traefik has no service `{name}@internal`, or it is not switched on"),
                None => format!("service `{}` does not exist", reference.name),
            };
            let message = format!(
                "Requests for `{}` get 404, or whatever other router matches them: {why}, so Traefik drops the router.",
                router.authored_name(),
            );
            report(reference, router.protocol, message);
        }
    }
    for service in &stack.runtime.services {
        for child in service.children.iter().filter(|child| !child.found) {
            let message = format!(
                "Requests for the routers of `{}` get 404: its child service `{}` does not exist, so Traefik drops them.",
                service.name, child.name,
            );
            report(child, service.protocol, message);
        }
    }
    findings
}
