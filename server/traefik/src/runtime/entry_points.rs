//! Entry points with those that Traefik adds, and which of them a router without entry points listens on
//! (pkg/config/static/static_config.go:294, cmd/traefik/traefik.go:409).

use std::sync::Arc;

use syntax::{FileId, Location};

use crate::install::{EntryPoint, Feature, Install};
use crate::request::url::split_host_port;

use super::{Inputs, RuntimeEntryPoint};

/// The entry point that Traefik serves its own things on.
pub(super) const INTERNAL: &str = "traefik";

/// All entry points, sorted by name.
pub(super) fn entry_points(inputs: &Inputs) -> Vec<RuntimeEntryPoint> {
    let Some((file, install)) = &inputs.install else { return mentioned(inputs) };
    let mut all: Vec<RuntimeEntryPoint> =
        install.entry_points.iter().map(|entry_point| declared(entry_point, *file, inputs)).collect();
    if all.is_empty() {
        all.push(added("http", ":80", inputs));
    }
    if needs_internal(install) && !all.iter().any(|entry_point| entry_point.name == INTERNAL) {
        all.push(added(INTERNAL, ":8080", inputs));
    }
    let some_default = install.entry_points.iter().any(|entry_point| entry_point.as_default);
    for entry_point in &mut all {
        let flagged = entry_point.declared.as_ref().is_some_and(|(_, declared)| declared.as_default);
        entry_point.default = (flagged || !some_default) && !entry_point.udp && entry_point.name != INTERNAL;
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// Names of the entry points that a router without entry points listens on.
pub(super) fn defaults(all: &[RuntimeEntryPoint]) -> Vec<String> {
    all.iter().filter(|entry_point| entry_point.default).map(|entry_point| entry_point.name.clone()).collect()
}

/// Without static configuration: the names that routers mention. Nothing else is known of them.
fn mentioned(inputs: &Inputs) -> Vec<RuntimeEntryPoint> {
    let routers = inputs.configurations.iter().flat_map(|configuration| &configuration.dynamic.routers);
    let mut names: Vec<&str> = routers
        .flat_map(|router| &router.entry_points)
        .filter(|name| name.is_known())
        .map(syntax::Text::as_str)
        .collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(|name| RuntimeEntryPoint { default: true, ..empty(name, "") }).collect()
}

fn declared(entry_point: &EntryPoint, file: FileId, inputs: &Inputs) -> RuntimeEntryPoint {
    let address = entry_point.address.as_ref().filter(|address| address.is_known());
    let text = address.map_or("", syntax::Text::as_str);
    let location = Location::new(file, entry_point.name.text.content_range());
    RuntimeEntryPoint {
        declared: Some((location, Arc::new(entry_point.clone()))),
        tls: entry_point.tls.is_some(),
        ..with_address(entry_point.name.as_str(), text, inputs)
    }
}

fn added(name: &str, address: &str, inputs: &Inputs) -> RuntimeEntryPoint {
    with_address(name, address, inputs)
}

fn with_address(name: &str, text: &str, inputs: &Inputs) -> RuntimeEntryPoint {
    let (address, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
    let port = split_host_port(address).and_then(|(_, port)| port.parse().ok());
    let hosts = inputs.published.iter().filter(|(_, container)| Some(*container) == port);
    let mut published: Vec<u16> = hosts.map(|(host, _)| *host).collect();
    if published.is_empty() {
        published.extend(port);
    }
    published.sort_unstable();
    RuntimeEntryPoint { port, published, udp: protocol.eq_ignore_ascii_case("udp"), ..empty(name, address) }
}

fn empty(name: &str, address: &str) -> RuntimeEntryPoint {
    RuntimeEntryPoint {
        name: name.to_owned(),
        declared: None,
        address: address.to_owned(),
        port: None,
        published: Vec::new(),
        tls: false,
        default: false,
        udp: false,
        errors: Vec::new(),
    }
}

fn needs_internal(install: &Install) -> bool {
    let routed = |feature: &Feature| {
        let entry_point = feature.entry_point.as_ref().map_or(INTERNAL, syntax::Text::as_str);
        !feature.manual_routing && entry_point == INTERNAL
    };
    install.api.as_ref().is_some_and(|api| api.insecure)
        || [&install.ping, &install.prometheus].into_iter().flatten().any(routed)
        || install.rest == Some(true)
}
