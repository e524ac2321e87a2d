//! Services and routers that the provider adds and links (pkg/provider/docker/config.go:45-105,
//! pkg/provider/configuration.go).

use syntax::rule::quote::quoted;
use syntax::{Problem, Text, TextRange};

use crate::compose::{ComposeService, Project};
use crate::docker::default_rule;
use crate::docker::labels::{Labels, project_name};
use crate::docker::server;
use crate::docker::template::normalize;
use crate::dynamic::{Dynamic, Name, Protocol, Router, Service};
use crate::install::DockerProvider;

/// Adds what the container lacks and links its routers. An error is what makes Traefik skip it.
pub(super) fn link(
    dynamic: &mut Dynamic,
    project: &Project,
    container: &ComposeService,
    provider: &DockerProvider,
    labels: &Labels,
) -> Result<(), Vec<Problem>> {
    let name = auto_name(project, container, provider.swarm);
    let has = |dynamic: &Dynamic, protocol| {
        dynamic.routers.iter().any(|router| router.protocol == protocol)
            || dynamic.services.iter().any(|service| service.protocol == protocol)
    };
    let has_http =
        has(dynamic, Protocol::Http) || dynamic.middlewares.iter().any(|m| m.protocol == Protocol::Http);
    let others: Vec<Protocol> =
        [Protocol::Tcp, Protocol::Udp].into_iter().filter(|protocol| has(dynamic, *protocol)).collect();
    let only_others = !others.is_empty() && !has_http;
    let protocols = others.into_iter().chain((!only_others).then_some(Protocol::Http));

    let mut problems = Vec::new();
    for protocol in protocols {
        if !dynamic.services.iter().any(|service| service.protocol == protocol) {
            dynamic.services.push(auto_service(&name, container, protocol));
        }
        for service in dynamic.services.iter_mut().filter(|service| service.protocol == protocol) {
            if let Err(words) = server::fill(service, container, provider.swarm) {
                let range = service.name.mentions.first().copied().unwrap_or(service.name.range);
                let message = format!("service {} error: {words}", quoted(service.name.as_str()));
                problems.push(Problem::new(range, message));
            }
        }
        if protocol == Protocol::Http {
            add_rules(dynamic, project, container, provider, labels, &name);
        }
        link_routers(dynamic, protocol);
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// The name of what the provider adds (shared.go:209): compose names no container alike in two projects.
fn auto_name(project: &Project, container: &ComposeService, swarm: bool) -> Text {
    let nowhere = TextRange::empty(container.name.range().start());
    let mut builder = Text::builder(nowhere);
    if swarm {
        // `docker stack deploy` is given the stack's name.
        builder.push_unknown("stack", nowhere);
        builder.push("-", nowhere);
        builder.push(&normalize(container.name.as_str()), nowhere);
    } else if project.name_known {
        builder.push(&normalize(&format!("{}_{}", container.name, project.name)), nowhere);
    } else {
        builder.push(&normalize(container.name.as_str()), nowhere);
        builder.push("-", nowhere);
        builder.push_text(&project_name(project));
    }
    builder.finish()
}

fn auto_service(name: &Text, container: &ComposeService, protocol: Protocol) -> Service {
    Service {
        name: unwritten(name, container),
        protocol,
        types: vec![default_type(container)],
        servers: Vec::new(),
        port: None,
        scheme: None,
        pass_host_header: true,
        servers_transport: None,
        children: Vec::new(),
        weights: Vec::new(),
        middlewares: Vec::new(),
        health_check: false,
        on_status: false,
        settings: Vec::new(),
        strategy: None,
        fault: None,
    }
}

fn default_type(container: &ComposeService) -> Text {
    let nowhere = TextRange::empty(container.name.range().start());
    let mut builder = Text::builder(nowhere);
    builder.push("loadBalancer", nowhere);
    builder.finish()
}

fn unwritten(name: &Text, container: &ComposeService) -> Name {
    Name { text: name.clone(), mentions: Vec::new(), range: container.name.range() }
}

/// Adds the router that a container without any gets, and the default rule to those without one.
fn add_rules(
    dynamic: &mut Dynamic,
    project: &Project,
    container: &ComposeService,
    provider: &DockerProvider,
    labels: &Labels,
    name: &Text,
) {
    let is_http = |router: &Router| router.protocol == Protocol::Http;
    let services = dynamic.services.iter().filter(|service| service.protocol == Protocol::Http).count();
    if !dynamic.routers.iter().any(is_http) && services < 2 {
        dynamic.routers.push(Router {
            name: unwritten(name, container),
            protocol: Protocol::Http,
            rule: None,
            rule_syntax: None,
            entry_points: Vec::new(),
            middlewares: Vec::new(),
            service: None,
            priority: None,
            tls: None,
            parent_refs: Vec::new(),
            observability: None,
            default_rule: false,
        });
    }
    if dynamic.routers.iter().any(|router| is_http(router) && router.rule.is_none()) {
        let rule = default_rule::of(provider, project, container, name, labels);
        drop_or(dynamic, |router| {
            if !is_http(router) || router.rule.is_some() {
                return Ok(());
            }
            router.rule.clone_from(&rule);
            router.default_rule = true;
            if rule.is_some() { Ok(()) } else { Err("Undefined rule".to_owned()) }
        });
    }
}

/// Links the routers of one table that name no service to the container's only one.
fn link_routers(dynamic: &mut Dynamic, protocol: Protocol) {
    let services: Vec<Text> = dynamic
        .services
        .iter()
        .filter(|service| service.protocol == protocol)
        .map(|service| service.name.text.clone())
        .collect();
    drop_or(dynamic, |router| {
        if router.protocol != protocol {
            return Ok(());
        }
        if protocol == Protocol::Tcp && router.rule.is_none() {
            return Err("Empty rule".to_owned());
        }
        if router.service.is_some() {
            return Ok(());
        }
        match services.as_slice() {
            [service] => {
                router.service = Some(service.placed(TextRange::empty(router.name.range.start())));
                Ok(())
            }
            services => {
                let names: Vec<String> = services.iter().map(|name| quoted(name.as_str())).collect();
                Err(format!(
                    "Router {} cannot be linked automatically with multiple Services: [{}]",
                    router.name.as_str(),
                    names.join(" ")
                ))
            }
        }
    });
}

/// Drops the routers that `keep` refuses, with its words.
fn drop_or(dynamic: &mut Dynamic, mut keep: impl FnMut(&mut Router) -> Result<(), String>) {
    for mut router in std::mem::take(&mut dynamic.routers) {
        match keep(&mut router) {
            Ok(()) => dynamic.routers.push(router),
            Err(words) => {
                let range = router.name.mentions.first().copied().unwrap_or(router.name.range);
                dynamic.dropped.push((router, Problem::new(range, words)));
            }
        }
    }
}
