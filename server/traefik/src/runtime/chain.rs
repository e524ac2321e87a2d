//! Which middlewares a request really passes.

use rustc_hash::FxHashSet;

use crate::dynamic::{Effect, Protocol};
use crate::names::{provider_of, qualify_in};

use super::parts::REFERENCE_DEPTH;
use super::{Reference, Runtime, RuntimeMiddleware, RuntimeRouter, RuntimeService};

/// Middlewares of `router` with its chains expanded, then those of its service.
pub(super) fn expand<'r>(runtime: &'r Runtime, router: &RuntimeRouter) -> Vec<&'r RuntimeMiddleware> {
    let service =
        router.service.as_ref().and_then(|service| runtime.service_of(&service.name, router.protocol));
    let of_service = service.map_or(&[][..], |service| &service.middlewares);
    follow(runtime, router.protocol, router.middlewares.iter().chain(of_service))
}

/// Middlewares of `router` alone.
pub(super) fn own<'r>(runtime: &'r Runtime, router: &RuntimeRouter) -> Vec<&'r RuntimeMiddleware> {
    follow(runtime, router.protocol, router.middlewares.iter())
}

/// Middlewares of services that lead to each other.
pub(super) fn of_services<'r>(
    runtime: &'r Runtime,
    services: &[&RuntimeService],
) -> Vec<&'r RuntimeMiddleware> {
    follow(runtime, Protocol::Http, services.iter().flat_map(|service| &service.middlewares))
}

fn follow<'r, 'n>(
    runtime: &'r Runtime,
    protocol: Protocol,
    names: impl Iterator<Item = &'n Reference>,
) -> Vec<&'r RuntimeMiddleware> {
    let mut walk = Walk { runtime, protocol, found: Vec::new(), open: FxHashSet::default() };
    for reference in names {
        if !walk.pass(&reference.name) {
            break;
        }
    }
    walk.found
}

struct Walk<'r> {
    runtime: &'r Runtime,
    protocol: Protocol,
    found: Vec<&'r RuntimeMiddleware>,
    /// Chains that are being expanded.
    open: FxHashSet<&'r str>,
}

impl Walk<'_> {
    /// Whether all of `name` could be followed.
    fn pass(&mut self, name: &str) -> bool {
        let Some(middleware) = self.runtime.middleware_of(name, self.protocol) else { return false };
        let Effect::Chain { middlewares } = &middleware.declared.1.effect else {
            self.found.push(middleware);
            return self.found.len() < syntax::limits::CHAIN;
        };
        if self.open.len() >= REFERENCE_DEPTH || !self.open.insert(&middleware.name) {
            return false;
        }
        let provider = provider_of(&middleware.name);
        let whole = middlewares.iter().all(|inner| self.pass(&qualify_in(inner.as_str(), provider)));
        self.open.remove(middleware.name.as_str());
        whole
    }
}
