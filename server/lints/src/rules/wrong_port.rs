//! GO201: Traefik connects to a port on which the program does not listen.

use routing::model::{Facts, Link, Model, Stack};
use syntax::{Location, TextRange, TextSize};
use traefik::runtime::{RuntimeServer, RuntimeService};

use crate::{Edit, Finding, Fix, Rule, Severity, words};

pub(crate) static RULE: Rule = Rule {
    code: "GO201",
    name: "wrong-port",
    severity: Severity::Error,
    summary: "The port in the label or URL is not the port the program listens on: requests get 502.",
    page: include_str!("../../../../docs/rules/GO201.md"),
};

pub(crate) fn check(model: &Model) -> Vec<Finding> {
    let mut findings = Vec::new();
    for stack in &model.stacks {
        for link in &stack.links {
            let server = stack
                .runtime
                .service(&link.service)
                .and_then(|service| Some((service, service.servers.get(link.server)?)));
            if let Some((service, server)) = server {
                findings.extend(mismatch(model, stack, link, service, server));
            }
        }
    }
    findings
}

fn mismatch(
    model: &Model,
    stack: &Stack,
    link: &Link,
    service: &RuntimeService,
    server: &RuntimeServer,
) -> Option<Finding> {
    let port = routing::links::port(&server.url)?;
    let app = model.apps.get(link.app)?;
    let listens = ports(model, stack, link)?;
    if listens.is_empty() || listens.iter().any(|(listening, _)| *listening == port) {
        return None;
    }
    let (listening, place) = listens[0];
    let location = server.location?;
    let message = format!(
        "Every request for `{}` gets 502 Bad Gateway: Traefik connects to port {port}, but `{}` listens on {listening} ({}).",
        service.name,
        app.name,
        words::place(model, place),
    );
    let mut finding =
        Finding::new(&RULE, location, message).related(format!("`{}` listens here", app.name), place);
    for evidence in &link.evidence {
        finding = finding.related(evidence.text.clone(), evidence.location);
    }
    if let Some(range) = port_range(model, location, port) {
        let edit = Edit::replace(Location::new(location.file, range), listening.to_string());
        finding.fixes.push(Fix::new(format!("Write port {listening}"), false, edit));
        finding.location.range = range;
    }
    Some(if link.certain { finding } else { finding.at_most(Severity::Warning) })
}

/// The ports the linked program listens on, with the places that say so, in its container's environment. `None` where
/// one of them is not known.
fn ports(model: &Model, stack: &Stack, link: &Link) -> Option<Vec<(u16, Location)>> {
    let app = model.apps.get(link.app)?;
    let mut ports = Vec::new();
    for listen in &app.listen {
        let set = listen.variable.as_deref().and_then(|variable| environment(model, stack, link, variable));
        let port = match set {
            Some(value) => value.trim_start_matches(':').parse().ok()?,
            None => listen.port?,
        };
        ports.push((port, listen.location));
    }
    Some(ports)
}

/// The value of `variable` in the container: compose's `environment:` wins over the Dockerfile's `ENV`.
fn environment(model: &Model, stack: &Stack, link: &Link, variable: &str) -> Option<String> {
    let container = link.container.as_ref()?;
    let (_, service) = stack.compose_service(container)?;
    let set = service.environment.iter().find(|(key, _)| key.as_str() == variable);
    if let Some((_, value)) = set {
        return Some(
            value
                .as_ref()
                .filter(|value| value.is_known())
                .map_or_else(String::new, |value| value.as_str().to_owned()),
        );
    }
    let dockerfiles = link
        .evidence
        .iter()
        .filter_map(|evidence| evidence.location)
        .filter_map(|location| model.source(location.file));
    dockerfiles
        .filter_map(|source| match &source.facts {
            Facts::Dockerfile(dockerfile) => dockerfile.env.iter().rev().find(|(key, _)| key == variable),
            _ => None,
        })
        .map(|(_, value)| value.clone())
        .next()
}

/// Where `port` is spelled in the URL or label value at `location`.
fn port_range(model: &Model, location: Location, port: u16) -> Option<TextRange> {
    let text = model.text(location.file).get(std::ops::Range::<usize>::from(location.range))?;
    let digits = port.to_string();
    let at = match text.rfind(&format!(":{digits}")) {
        Some(colon) => colon + 1,
        None if text.trim_matches(['"', '\'']) == digits => text.find(&digits)?,
        None => return None,
    };
    let start = location.range.start() + TextSize::try_from(at).ok()?;
    Some(TextRange::at(start, TextSize::try_from(digits.len()).ok()?))
}
