//! Which server gets a request (pkg/server/service/service.go:150-410, loadbalancer/wrr/wrr.go:204, pkg/tcp and pkg/udp
//! wrr_load_balancer.go). Which of several is next is chance or taking turns, so there is one choice for each.

use syntax::limits;

use crate::dynamic::Protocol;
use crate::request::url::split_host_port;

use super::parts::REFERENCE_DEPTH;
use super::{Runtime, RuntimeServer, RuntimeService};

/// A way that a request may take behind a router.
#[derive(Clone, Debug)]
pub struct Choice<'r> {
    /// The services it goes through, from the router's own down to the load balancer. One of Traefik's own, or one that
    /// has nobody to choose, is the last.
    pub services: Vec<&'r RuntimeService>,
    /// The server; where there is none, Traefik answers 503 (or closes a TCP connection), or does it itself.
    pub server: Option<&'r RuntimeServer>,
}

/// All choices of the service `name`, those that are written first come first.
pub(super) fn choices<'r>(runtime: &'r Runtime, name: &str, protocol: Protocol) -> Vec<Choice<'r>> {
    let mut found = Vec::new();
    let mut walk = Walk { runtime, protocol, path: Vec::new(), found: &mut found };
    walk.service(name);
    found
}

struct Walk<'r, 'f> {
    runtime: &'r Runtime,
    protocol: Protocol,
    path: Vec<&'r RuntimeService>,
    found: &'f mut Vec<Choice<'r>>,
}

impl Walk<'_, '_> {
    fn service(&mut self, name: &str) {
        let Some(service) = self.runtime.service_of(name, self.protocol) else { return };
        if self.path.len() >= REFERENCE_DEPTH || self.found.len() >= limits::CHOICES {
            return;
        }
        self.path.push(service);
        let before = self.found.len();
        for child in children(service) {
            self.service(child);
        }
        // The power of two choices knows no weights (loadbalancer/p2c/p2c.go).
        let weighs = strategy(service) != "p2c";
        // TCP and UDP leave out what is no address (service/tcp/service.go:101).
        let is_address = |url: &str| self.protocol == Protocol::Http || split_host_port(url).is_some();
        let usable = |server: &&RuntimeServer| (server.weight > 0 || !weighs) && is_address(&server.url);
        let servers = service.servers.iter().filter(usable);
        for server in servers.take(limits::CHOICES.saturating_sub(before)) {
            self.found.push(Choice { services: self.path.clone(), server: Some(server) });
        }
        if self.found.len() == before {
            self.found.push(Choice { services: self.path.clone(), server: None });
        }
        self.path.pop();
    }
}

fn strategy(service: &RuntimeService) -> &str {
    let declared = service.declared.as_ref().and_then(|(_, declared)| declared.strategy.as_ref());
    declared.map_or("wrr", syntax::Text::as_str)
}

/// Names of the children that may get a request: of a mirroring the main one (what the others answer nobody sees), of
/// a failover the main one, and the other where the files do not tell that it never gets any.
fn children(service: &RuntimeService) -> Vec<&str> {
    let Some((_, declared)) = &service.declared else { return Vec::new() };
    let kind = declared.types.first().map_or(String::new(), |kind| kind.as_str().to_lowercase());
    let weighted = service.children.iter().zip(&declared.weights);
    let able = weighted.filter(|(_, weight)| **weight > 0).map(|(child, _)| child.name.as_str());
    match kind.as_str() {
        "mirroring" => able.take(1).collect(),
        _ => able.collect(),
    }
}
