//! One running Traefik: what it makes of the declarations of all its providers, with the status and the errors that
//! its API would show (pkg/config/runtime, pkg/server/aggregator.go, pkg/server/router, 3.7.13).

use std::sync::Arc;

use syntax::Location;

use crate::dynamic::{Middleware, Protocol, Router, Service};
use crate::install::EntryPoint;
use crate::names::Provider;
use crate::request::Request;
use crate::rule::table::{self, Place};
use crate::rule::{Rule, RuleError};

pub use balance::Choice;
pub use build::build;
pub use connection::{Connection, TlsHost};
pub use status::{RuntimeError, Status};

mod balance;
mod build;
mod chain;
mod connection;
mod draft;
mod entry_points;
mod http;
mod internal;
mod merge;
mod middlewares;
mod models;
mod parts;
mod same;
mod services;
mod status;
mod stream;
#[cfg(test)]
mod tests;
mod tls;
mod tree;
mod updates;

/// A running Traefik. All lists are sorted by name.
#[derive(Clone, Debug, Default)]
pub struct Runtime {
    /// Entry points, with the ones Traefik adds (`http`, `traefik`).
    pub entry_points: Vec<RuntimeEntryPoint>,
    /// Routers of all protocols, internal ones included, split by entry point as the API shows them.
    pub routers: Vec<RuntimeRouter>,
    /// Middlewares.
    pub middlewares: Vec<RuntimeMiddleware>,
    /// Services.
    pub services: Vec<RuntimeService>,
    /// Whether the static configuration was seen; without it, entry points and providers are not known.
    pub install_known: bool,
    /// What was not seen and might declare more: providers that are on but not read, templated files …
    pub unseen: Vec<String>,
    /// What is declared but Traefik does not take, sorted by name.
    pub dropped: Vec<Dropped>,
    /// `providers.precedence` in lower case, strongest first.
    pub precedence: Vec<String>,
    /// Hosts that choose TLS options, by entry point and host.
    pub tls_hosts: Vec<TlsHost>,
    /// Whether the default TLS options exist: not where two providers declare them.
    pub default_tls: bool,
}

/// A declaration that Traefik does not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// Qualified: `api@docker`.
    pub name: String,
    /// What it would be.
    pub kind: Kind,
    /// Its table.
    pub protocol: Protocol,
    /// Its name where it is declared, one place a declaration, in the order they are loaded.
    pub locations: Vec<Location>,
    /// Why Traefik does not take it.
    pub why: Why,
}

/// What a name can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A router.
    Router,
    /// A middleware.
    Middleware,
    /// A service.
    Service,
}

/// Why Traefik does not take a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// Containers declare it differently: none of them counts (pkg/provider/merge.go:163).
    Conflict,
    /// An earlier file of the directory declares it, at this place.
    Duplicate(Location),
    /// Its file, or another file of its directory (this one), is refused.
    Refused(syntax::FileId),
}

/// An entry point at run time.
#[derive(Clone, Debug)]
pub struct RuntimeEntryPoint {
    /// Its name.
    pub name: String,
    /// Where it is declared; `None` for those that Traefik adds.
    pub declared: Option<(Location, Arc<EntryPoint>)>,
    /// `:443`
    pub address: String,
    /// The port of `address`.
    pub port: Option<u16>,
    /// Ports of the host that lead to it (compose `ports:`); the own port where nothing is published or known.
    pub published: Vec<u16>,
    /// Whether routers get TLS from it (`http.tls`).
    pub tls: bool,
    /// Whether a router without entry points listens here.
    pub default: bool,
    /// Whether it takes UDP; then no HTTP or TCP router listens here.
    pub udp: bool,
    /// What Traefik logs about it when it starts: a redirection that leads nowhere.
    pub errors: Vec<RuntimeError>,
}

/// A router at run time.
#[derive(Clone, Debug)]
pub struct RuntimeRouter {
    /// `api@file`, `websecure-api@file`, `web-to-websecure@internal`.
    pub name: String,
    /// Its provider.
    pub provider: Provider,
    /// Its table.
    pub protocol: Protocol,
    /// The declaration and its file; `None` for internal routers and for those made from a default rule.
    pub declared: Option<(Location, Arc<Router>)>,
    /// The place to show for it: the declaration's name, else what made it (the redirection, the container).
    pub definition: Option<Location>,
    /// Entry points it listens on that exist.
    pub entry_points: Vec<String>,
    /// Whether it answers TLS (then only TLS) or clear connections (then only these).
    pub tls: bool,
    /// The rule's text.
    pub rule_text: String,
    /// The rule, where it parses.
    pub rule: Option<Arc<Rule>>,
    /// Why it does not, also where another error keeps Traefik from looking at the rule.
    pub rule_error: Option<RuleError>,
    /// `v3` or `v2`.
    pub syntax: &'static str,
    /// As Traefik computes it: the rule's length in bytes where none is set.
    pub priority: i64,
    /// In order, the entry point's before its own.
    pub middlewares: Vec<Reference>,
    /// The service it leads to.
    pub service: Option<Reference>,
    /// Routers above it (`parentRefs`); empty for one that listens itself.
    pub parents: Vec<Reference>,
    /// Names of the routers below it.
    pub children: Vec<String>,
    /// Qualified name of the TLS options that count; `None` where it is not TLS.
    pub tls_options: Option<String>,
    /// Escapes in a path that its entry point refuses (`http.encodedCharacters`), once this router has matched.
    pub denied_characters: Vec<&'static str>,
    /// As the API shows it.
    pub status: Status,
    /// Error texts as the API shows them.
    pub errors: Vec<RuntimeError>,
    /// Whether requests get to it: its handler could be built and its rule read. A router with a service and routers
    /// below it is `disabled`, yet Traefik sends requests to those below.
    pub live: bool,
    /// What in it the files do not tell (`${DOMAIN}`): the answer for it is not certain.
    pub unknown: Vec<String>,
}

impl RuntimeRouter {
    /// The name its author gave it, with its provider: `api@file`, whatever Traefik splits it into.
    pub fn authored_name(&self) -> String {
        match &self.declared {
            Some((_, declared)) => crate::names::qualify(declared.name.as_str(), self.provider),
            None => self.name.clone(),
        }
    }
}

/// A name that refers to something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// As looked up: `strip@file`.
    pub name: String,
    /// Where it is written; `None` where Traefik fills it in.
    pub location: Option<Location>,
    /// Whether it exists, or may exist where it was not seen.
    pub found: bool,
}

/// A middleware at run time.
#[derive(Clone, Debug)]
pub struct RuntimeMiddleware {
    /// `strip@file`
    pub name: String,
    /// Its provider.
    pub provider: Provider,
    /// The declaration and its file.
    pub declared: (Location, Arc<Middleware>),
    /// As the API shows it.
    pub status: Status,
    /// Error texts.
    pub errors: Vec<RuntimeError>,
}

/// A service at run time.
#[derive(Clone, Debug)]
pub struct RuntimeService {
    /// `web@docker`, `api@internal`.
    pub name: String,
    /// Its provider.
    pub provider: Provider,
    /// Its table.
    pub protocol: Protocol,
    /// The declaration and its file; `None` for internal services and those made for a container without labels.
    pub declared: Option<(Location, Arc<Service>)>,
    /// The place to show for it.
    pub definition: Option<Location>,
    /// Its servers.
    pub servers: Vec<RuntimeServer>,
    /// Children of a service of services, as looked up, also those that get nothing.
    pub children: Vec<Reference>,
    /// Middlewares of the service itself (3.7), as looked up.
    pub middlewares: Vec<Reference>,
    /// As the API shows it.
    pub status: Status,
    /// Error texts.
    pub errors: Vec<RuntimeError>,
}

/// A server at run time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuntimeServer {
    /// `http://api:8080`. A container's address is given by its service's name, which Docker resolves to it.
    pub url: String,
    /// Where the URL or the port is written.
    pub location: Option<Location>,
    /// The path of `url` is put before the request's.
    pub preserve_path: bool,
    /// Its weight; where that is not positive it gets nothing.
    pub weight: i64,
    /// The container this server was made from: file of the compose project and service name.
    pub container: Option<Container>,
}

/// A container: a service of a compose file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Container {
    /// The compose file's id.
    pub file: syntax::FileId,
    /// The service's key.
    pub service: String,
}

/// What one running Traefik is made from.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The static configuration that is in force, and its file.
    pub install: Option<(syntax::FileId, Arc<crate::install::Install>)>,
    /// Ports of the host and the container's ports they lead to (compose `ports:` of the Traefik service).
    pub published: Vec<(u16, u16)>,
    /// What the providers load, in the order they load it.
    pub configurations: Vec<Configuration>,
    /// What is known to be unseen.
    pub unseen: Vec<String>,
    /// Whether what Traefik would refuse as a whole is taken as far as it can be read. That is what an editor wants
    /// while somebody types; what would really happen needs `false`.
    pub tolerant: bool,
}

/// The configuration that one file or one container gives.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// Its provider.
    pub provider: Provider,
    /// Where it is written.
    pub file: syntax::FileId,
    /// What is declared.
    pub dynamic: Arc<crate::dynamic::Dynamic>,
    /// The container whose labels it comes from.
    pub container: Option<Container>,
    /// Whether its text is no YAML or TOML: Traefik refuses it, whatever `dynamic` could be read from it.
    pub broken: bool,
}

impl Runtime {
    /// The router of this runtime name (`api@file`).
    pub fn router(&self, name: &str) -> Option<&RuntimeRouter> {
        named(&self.routers, name, |router| &router.name).first()
    }

    /// The middleware of this qualified name.
    pub fn middleware(&self, name: &str) -> Option<&RuntimeMiddleware> {
        named(&self.middlewares, name, |middleware| &middleware.name).first()
    }

    /// The service of this qualified name.
    pub fn service(&self, name: &str) -> Option<&RuntimeService> {
        named(&self.services, name, |service| &service.name).first()
    }

    /// The middleware of this qualified name in the table of `protocol`.
    pub fn middleware_of(&self, name: &str, protocol: Protocol) -> Option<&RuntimeMiddleware> {
        let all = named(&self.middlewares, name, |middleware| &middleware.name);
        all.iter().find(|middleware| middleware.declared.1.protocol == protocol)
    }

    /// The service of this qualified name in the table of `protocol`.
    pub fn service_of(&self, name: &str, protocol: Protocol) -> Option<&RuntimeService> {
        let all = named(&self.services, name, |service| &service.name);
        all.iter().find(|service| service.protocol == protocol)
    }

    /// The entry point of this name.
    pub fn entry_point(&self, name: &str) -> Option<&RuntimeEntryPoint> {
        self.entry_points.iter().find(|entry_point| entry_point.name == name)
    }

    /// The routers that listen on `entry_point`, clear or TLS (without static configuration also those that name no
    /// entry point), in the order Traefik tries them. Where the order of some
    /// is left open (equal priority and provider rank) they are in one group.
    pub fn table(&self, entry_point: &str, tls: bool) -> Vec<Vec<&RuntimeRouter>> {
        let listens = |router: &&RuntimeRouter| {
            router.protocol == Protocol::Http
                && router.live
                && router.parents.is_empty()
                && router.tls == tls
                && (router.entry_points.iter().any(|name| name == entry_point)
                    || (router.entry_points.is_empty() && !self.install_known))
        };
        self.in_order(self.routers.iter().filter(listens).collect())
    }

    /// The routers below `router`, in the order Traefik tries them, grouped like [`Runtime::table`].
    pub fn below(&self, router: &RuntimeRouter) -> Vec<Vec<&RuntimeRouter>> {
        let children = router.children.iter().filter_map(|name| self.router(name));
        // They are collected in the order of a map, too (pkg/server/router/router.go:96-108).
        self.in_order(children.filter(|child| child.live).collect())
    }

    fn in_order<'a>(&self, routers: Vec<&'a RuntimeRouter>) -> Vec<Vec<&'a RuntimeRouter>> {
        table::in_order(routers, |router| {
            Place::new(router.priority, router.provider.as_str(), &self.precedence)
        })
    }

    /// Who takes the connection that `request` comes by on `entry_point`: several where routers of TCP are equal. A
    /// router of HTTP whose `tls_options` are not those of the handshake answers 421
    /// (pkg/middlewares/snicheck/snicheck.go:26).
    pub fn connect(&self, entry_point: &str, request: &Request) -> Vec<Connection<'_>> {
        connection::connect(self, entry_point, request)
    }

    /// The router that takes the datagrams of a UDP entry point: of several the last one by name
    /// (pkg/server/router/udp/router.go:79).
    pub fn datagram(&self, entry_point: &str) -> Option<&RuntimeRouter> {
        let listens = |router: &&RuntimeRouter| {
            router.protocol == Protocol::Udp
                && router.live
                && router.entry_points.iter().any(|name| name == entry_point)
        };
        self.routers.iter().rfind(listens)
    }

    /// All ways that a request to the service `name` of `protocol` may take; none where there is no such service.
    pub fn choices(&self, name: &str, protocol: Protocol) -> Vec<Choice<'_>> {
        balance::choices(self, name, protocol)
    }

    /// The middlewares of the router alone, chains expanded.
    pub fn own_chain(&self, router: &RuntimeRouter) -> Vec<&RuntimeMiddleware> {
        chain::own(self, router)
    }

    /// The middlewares that a request passes behind those of its router, on one of its ways.
    pub fn service_chain(&self, choice: &Choice<'_>) -> Vec<&RuntimeMiddleware> {
        chain::of_services(self, &choice.services)
    }

    /// The middlewares that a request to `router` really passes, chains expanded, service-level ones last.
    /// Names that do not exist, and chains that lead to themselves, end the list.
    pub fn chain(&self, router: &RuntimeRouter) -> Vec<&RuntimeMiddleware> {
        chain::expand(self, router)
    }
}

/// Those of `sorted` that are called `name`: there are thousands of routers in some places.
fn named<'a, T>(sorted: &'a [T], name: &str, of: impl Fn(&T) -> &str) -> &'a [T] {
    let from = sorted.partition_point(|item| of(item) < name);
    let count = sorted[from..].partition_point(|item| of(item) == name);
    &sorted[from..from + count]
}
