//! TRK412: Traefik and the container it should reach have no network in common.

use routing::model::{Model, Stack};
use syntax::Location;
use traefik::compose::{ComposeService, Project};
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
    let Some((own_project, own)) = stack.container.as_ref().and_then(|container| find(stack, container))
    else {
        return findings;
    };
    if own.network_mode.is_some() || own.extends {
        return findings;
    }
    let networks = own_project.networks(own);
    let mut servers: Vec<(&str, &Container)> = Vec::new();
    for service in &stack.runtime.services {
        for container in service.servers.iter().filter_map(|server| server.container.as_ref()) {
            if container != stack.container.as_ref().unwrap_or(container)
                && !servers.iter().any(|(_, c)| *c == container)
            {
                servers.push((&service.name, container));
            }
        }
    }
    for (name, container) in servers {
        let Some((project, service)) = find(stack, container) else { continue };
        // A project that nothing connects with this Traefik may belong to another one.
        let connects =
            |service: &ComposeService| project.networks(service).iter().any(|n| networks.contains(n));
        if project.file != own_project.file && !project.compose.services.iter().any(connects) {
            continue;
        }
        let theirs = project.networks(service);
        if service.network_mode.is_some()
            || service.extends
            || theirs.iter().any(|network| networks.contains(network))
        {
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

fn find<'s>(stack: &'s Stack, container: &Container) -> Option<(&'s Project, &'s ComposeService)> {
    let project = stack.projects.iter().find(|project| project.file == container.file)?;
    let service = project.compose.services.iter().find(|s| s.name.as_str() == container.service)?;
    Some((project, service))
}
