//! The address of a container's server (pkg/provider/docker/config.go:235-343, shared.go:189).

use syntax::{Text, TextRange};

use crate::compose::ComposeService;
use crate::dynamic::{Protocol, Server, Service};

/// Fills `service`'s server with the address of `container`; the words are Traefik's.
pub(super) fn fill(service: &mut Service, container: &ComposeService, swarm: bool) -> Result<(), String> {
    let is_balancer = |kind: &Text| kind.as_str().eq_ignore_ascii_case("loadBalancer");
    if !service.types.iter().any(is_balancer) {
        return Err("load-balancer is not defined".to_owned());
    }
    let written = service.servers.first().map(|server| &server.url);
    if service.protocol == Protocol::Http && written.is_some_and(|url| !url.as_str().is_empty()) {
        if service.port.is_some() || service.scheme.is_some() {
            return Err("defining scheme or port is not allowed when URL is defined".to_owned());
        }
        return Ok(());
    }
    let port = match &service.port {
        Some(port) => port.clone(),
        // The tasks of a Swarm service expose no ports (pswarm.go, parseTasks).
        None if swarm => return Err("port is missing".to_owned()),
        None => exposed(container),
    };
    let start = TextRange::empty(port.range().start());
    let mut url = Text::builder(port.range());
    if service.protocol == Protocol::Http {
        match &service.scheme {
            Some(scheme) => url.push_text(scheme),
            None => url.push("http", start),
        }
        url.push("://", start);
    }
    url.push(container.name.as_str(), start);
    url.push(":", start);
    url.push_text(&port);
    let (preserve_path, weight) =
        service.servers.first().map_or((false, 1), |server| (server.preserve_path, server.weight));
    service.servers = vec![Server { url: url.finish(), preserve_path, weight }];
    Ok(())
}

/// The lowest port that the container publishes or exposes. Where compose names none the image may; on the network of
/// the host or of another container the ports are that one's.
fn exposed(container: &ComposeService) -> Text {
    let shares = container.network_mode.as_ref().is_some_and(|mode| {
        let mode = mode.as_str();
        mode == "host" || mode.starts_with("container:") || mode.starts_with("service:")
    });
    let targets = container.ports.iter().map(|port| &port.target);
    let ports: Vec<&Text> = targets.chain(&container.expose).collect();
    let number =
        |text: &Text| text.as_str().split(['/', '-']).next().and_then(|port| port.trim().parse::<u16>().ok());
    let lowest = ports.iter().filter_map(|text| Some((number(text)?, *text))).min_by_key(|(port, _)| *port);
    match lowest {
        Some((port, text)) if !shares && ports.iter().all(|text| text.is_known()) => {
            let mut builder = Text::builder(text.content_range());
            builder.push(&port.to_string(), text.content_range());
            builder.finish()
        }
        _ => {
            let at = TextRange::empty(container.name.range().start());
            let mut builder = Text::builder(at);
            builder.push_unknown("port", at);
            builder.finish()
        }
    }
}
