//! TRK412: Traefik and the container it should reach have no network in common.

use std::collections::BTreeMap;

use routing::model::{Model, Stack};
use syntax::Location;
use traefik::runtime::Container;

use crate::{Finding, Rule, Severity, words};

pub(crate) static RULE: Rule = Rule {
    code: "TRK412",
    name: "no-shared-network",
    severity: Severity::Error,
    summary: "Traefik and the container have no network in common: requests end in 504.",
    page: include_str!("../../../../docs/rules/TRK412.md"),
};

pub(crate) fn check(model: &Model) -> Vec<Finding> {
    model.stacks.iter().flat_map(in_stack).collect()
}

fn in_stack(stack: &Stack) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(own_container) = &stack.container else { return findings };
    let Some((own_project, own)) = stack.compose_service(own_container) else { return findings };
    if own.network_mode.is_some() || own.extends {
        return findings;
    }
    let networks = own_project.networks(own);
    let shares = |theirs: &[String]| theirs.iter().any(|network| networks.contains(network));
    // The services that lead to a container, one for each.
    let mut reached: BTreeMap<&Container, &str> = BTreeMap::new();
    for service in &stack.runtime.services {
        for container in service.servers.iter().filter_map(|server| server.container.as_ref()) {
            reached.entry(container).or_insert(&service.name);
        }
    }
    let services = stack.projects.iter().flat_map(|project| {
        // A project that nothing connects with this Traefik may belong to another one.
        let mut all = project.compose.services.iter();
        let ours = project.file == own_project.file || all.any(|service| shares(&project.networks(service)));
        project.compose.services.iter().filter(move |_| ours).map(move |service| (project, service))
    });
    for (project, service) in services {
        let container = Container { file: project.file, service: service.name.as_str().to_owned() };
        let Some(name) = reached.get(&container).filter(|_| container != *own_container) else { continue };
        let theirs = project.networks(service);
        if service.network_mode.is_some() || service.extends || shares(&theirs) {
            continue;
        }
        let message = format!(
            "Every request for `{name}` ends in 504 Gateway Timeout: Traefik (`{}`) is on {}, `{}` on {}, and no network \
             connects them. Give both one in common.",
            own.name,
            words::list(&networks),
            service.name,
            words::list(&theirs),
        );
        let location = service.networks.first().unwrap_or(&service.name);
        findings.push(
            Finding::new(&RULE, Location::new(project.file, location.content_range()), message)
                .related("Traefik runs here", Location::new(own_project.file, own.name.content_range())),
        );
    }
    findings
}
