//! What a provider makes of all its files or containers: one set of names
//! (pkg/provider/merge.go, pkg/provider/file/file.go:228, 3.7.13).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use syntax::{FileId, Location};

use crate::dynamic::{Middleware, Name, Protocol, Router, Server, Service};
use crate::names::{Provider, qualify};

use super::{Configuration, Container, Dropped, Inputs, Kind, Why, same};

/// What all providers declare.
#[derive(Default)]
pub(super) struct Loaded {
    pub(super) routers: Vec<Item<Router>>,
    pub(super) middlewares: Vec<Item<Middleware>>,
    pub(super) services: Vec<Item<Service>>,
    /// Qualified names.
    pub(super) transports: BTreeSet<String>,
    /// Qualified names, but `default` as it is, with the providers that declare it.
    pub(super) tls_options: BTreeMap<String, BTreeSet<Provider>>,
    pub(super) dropped: Vec<Dropped>,
}

/// A declaration that is taken.
pub(super) struct Item<T> {
    pub(super) provider: Provider,
    pub(super) file: FileId,
    pub(super) declared: Arc<T>,
    /// The container whose labels it comes from.
    pub(super) container: Option<Container>,
    /// Servers that other containers add to the service.
    pub(super) servers: Vec<(Server, FileId, Option<Container>)>,
}

/// A kind of declaration that can be merged.
pub(super) trait Mergeable: Clone {
    const KIND: Kind;
    fn name(&self) -> &Name;
    fn protocol(&self) -> Protocol;
    fn content(&self) -> same::Content;
    fn servers(&self) -> &[Server] {
        &[]
    }
}

impl Mergeable for Router {
    const KIND: Kind = Kind::Router;
    fn name(&self) -> &Name {
        &self.name
    }
    fn protocol(&self) -> Protocol {
        self.protocol
    }
    fn content(&self) -> same::Content {
        same::router(self)
    }
}

impl Mergeable for Middleware {
    const KIND: Kind = Kind::Middleware;
    fn name(&self) -> &Name {
        &self.name
    }
    fn protocol(&self) -> Protocol {
        self.protocol
    }
    fn content(&self) -> same::Content {
        same::middleware(self)
    }
}

impl Mergeable for Service {
    const KIND: Kind = Kind::Service;
    fn name(&self) -> &Name {
        &self.name
    }
    fn protocol(&self) -> Protocol {
        self.protocol
    }
    fn content(&self) -> same::Content {
        same::service(self)
    }
    fn servers(&self) -> &[Server] {
        &self.servers
    }
}

/// Merges the configurations of each provider.
pub(super) fn load(inputs: &Inputs) -> Loaded {
    let mut loaded = Loaded::default();
    let mut routers = Names::default();
    let mut middlewares = Names::default();
    let mut services = Names::default();
    for configuration in &inputs.configurations {
        if let Some(by) = refused_by(configuration, inputs) {
            refuse(configuration, by, &mut loaded.dropped);
            continue;
        }
        let dynamic = &configuration.dynamic;
        dynamic.routers.iter().for_each(|router| routers.add(router, configuration));
        dynamic.middlewares.iter().for_each(|middleware| middlewares.add(middleware, configuration));
        dynamic.services.iter().for_each(|service| services.add(service, configuration));
        for name in &dynamic.servers_transports {
            loaded.transports.insert(qualify(name.as_str(), configuration.provider));
        }
        for name in &dynamic.tls_options {
            let name = match name.as_str() {
                super::tls::DEFAULT => super::tls::DEFAULT.to_owned(),
                other => qualify(other, configuration.provider),
            };
            loaded.tls_options.entry(name).or_default().insert(configuration.provider);
        }
    }
    loaded.routers = routers.finish(&mut loaded.dropped);
    loaded.middlewares = middlewares.finish(&mut loaded.dropped);
    loaded.services = services.finish(&mut loaded.dropped);
    loaded.dropped.sort_by(|a, b| (&a.name, a.kind, &a.locations).cmp(&(&b.name, b.kind, &b.locations)));
    loaded
}

/// The file for whose sake nothing of `configuration` is taken. One bad file takes all of its directory down; where
/// no static configuration says that the files are loaded together, only itself. A bad container is skipped alone.
fn refused_by(configuration: &Configuration, inputs: &Inputs) -> Option<FileId> {
    let is_refused = |c: &&Configuration| c.broken || !c.dynamic.refused.is_empty();
    if inputs.tolerant {
        return None;
    }
    let together = configuration.provider == Provider::File && inputs.install.is_some();
    let mut others = inputs.configurations.iter().filter(|c| together && c.provider == Provider::File);
    Some(configuration).filter(is_refused).or_else(|| others.find(is_refused)).map(|c| c.file)
}

fn refuse(configuration: &Configuration, by: FileId, dropped: &mut Vec<Dropped>) {
    let mut drop = |kind, name: &Name, protocol| {
        dropped.push(Dropped {
            name: qualify(name.as_str(), configuration.provider),
            kind,
            protocol,
            locations: vec![Location::new(configuration.file, name.text.content_range())],
            why: Why::Refused(by),
        });
    };
    let dynamic = &configuration.dynamic;
    dynamic.routers.iter().for_each(|r| drop(Kind::Router, &r.name, r.protocol));
    dynamic.middlewares.iter().for_each(|m| drop(Kind::Middleware, &m.name, m.protocol));
    dynamic.services.iter().for_each(|s| drop(Kind::Service, &s.name, s.protocol));
}

/// The names of one kind, by provider and table.
struct Names<T> {
    entries: BTreeMap<(Provider, Protocol, String), Entry<T>>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { entries: BTreeMap::new() }
    }
}

struct Entry<T> {
    item: Item<T>,
    content: same::Content,
    /// Where it is declared, first one first.
    locations: Vec<Location>,
    conflict: bool,
}

impl<T: Mergeable> Names<T> {
    fn add(&mut self, declared: &T, configuration: &Configuration) {
        let name = declared.name();
        let provider = configuration.provider;
        let location = Location::new(configuration.file, name.text.content_range());
        let key = (provider, declared.protocol(), name.as_str().to_owned());
        let Some(entry) = self.entries.get_mut(&key) else {
            let item = Item {
                provider,
                file: configuration.file,
                declared: Arc::new(declared.clone()),
                container: configuration.container.clone(),
                servers: Vec::new(),
            };
            let content = declared.content();
            self.entries.insert(key, Entry { item, content, locations: vec![location], conflict: false });
            return;
        };
        entry.locations.push(location);
        if provider == Provider::File {
            return;
        }
        if entry.content != declared.content() {
            entry.conflict = true;
            return;
        }
        for server in declared.servers() {
            let own = entry.item.declared.servers().iter().any(|own| same_server(own, server))
                && entry.item.container == configuration.container;
            if !own {
                let container = configuration.container.clone();
                entry.item.servers.push((server.clone(), configuration.file, container));
            }
        }
    }

    fn finish(self, dropped: &mut Vec<Dropped>) -> Vec<Item<T>> {
        let mut items = Vec::new();
        for ((provider, protocol, name), entry) in self.entries {
            let name = qualify(&name, provider);
            if entry.conflict {
                dropped.push(Dropped {
                    name,
                    kind: T::KIND,
                    protocol,
                    locations: entry.locations,
                    why: Why::Conflict,
                });
                continue;
            }
            if let (Provider::File, [first, others @ ..]) = (provider, entry.locations.as_slice()) {
                dropped.extend(others.iter().map(|&other| Dropped {
                    name: name.clone(),
                    kind: T::KIND,
                    protocol,
                    locations: vec![other],
                    why: Why::Duplicate(*first),
                }));
            }
            items.push(entry.item);
        }
        items
    }
}

fn same_server(a: &Server, b: &Server) -> bool {
    a.url.as_str() == b.url.as_str()
}
