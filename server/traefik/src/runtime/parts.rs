//! Everything a router can refer to, while routers are built.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashSet;
use syntax::{FileId, Location};

use crate::dynamic::{Middleware, Protocol, Service};
use crate::install::Install;
use crate::names::{provider_of, qualify_in};

use super::draft::Word;
use super::status::State;
use super::{Inputs, Reference, RuntimeMiddleware, RuntimeService};

/// How deep middlewares and services may refer to each other. Nothing real comes near; below it nothing is claimed.
pub(super) const REFERENCE_DEPTH: usize = 100;

/// A middleware or service with its declaration, and what it has gone through.
pub(super) struct Part<T, D> {
    pub(super) runtime: T,
    pub(super) source: D,
    pub(super) state: State,
}

/// A declaration and where its name stands.
pub(super) type Source<D> = (Location, Arc<D>);

/// The key of a part: names of different tables are different names.
pub(super) type Key = (Protocol, String);

/// All that can be referred to.
pub(super) struct Parts {
    pub(super) middlewares: BTreeMap<Key, Part<RuntimeMiddleware, Source<Middleware>>>,
    /// Those of Traefik itself have no source.
    pub(super) services: BTreeMap<Key, Part<RuntimeService, Option<Source<Service>>>>,
    /// Qualified names of servers transports.
    pub(super) transports: BTreeSet<String>,
    /// Qualified names of TLS options, `default` among them unless it is gone.
    pub(super) tls_options: BTreeSet<String>,
    /// Names of the internal services that are on.
    pub(super) internal: BTreeSet<&'static str>,
    /// The plugins that are on, where that is known.
    pub(super) plugins: Option<BTreeSet<String>>,
    pub(super) seen: Seen,
    /// Middlewares that have been built: whoever is built once is built always.
    pub(super) built_middlewares: FxHashSet<Key>,
    /// Services likewise.
    pub(super) built_services: FxHashSet<Key>,
}

/// Where a name is looked up from.
#[derive(Clone)]
pub(super) struct Scope {
    /// The provider of whoever refers.
    pub(super) provider: String,
    /// What is being built, outermost first: `middleware:a@file`.
    pub(super) stack: Vec<String>,
    /// The file of whoever refers.
    pub(super) file: Option<FileId>,
}

impl Scope {
    /// The scope of a router.
    pub(super) fn of_router(name: &str) -> Self {
        Self { provider: provider_of(name).to_owned(), stack: Vec::new(), file: None }
    }

    pub(super) fn qualify(&self, name: &str) -> String {
        qualify_in(name, &self.provider)
    }

    /// The scope inside the part `name`.
    pub(super) fn inside(&self, step: String, name: &str, file: Option<FileId>) -> Self {
        let mut stack = self.stack.clone();
        stack.push(step);
        Self { provider: provider_of(name).to_owned(), stack, file }
    }
}

impl Parts {
    /// What `word` refers to, written inside `provider`.
    pub(super) fn middleware_reference(&self, word: &Word, protocol: Protocol, provider: &str) -> Reference {
        let name = qualify_in(&word.text, provider);
        let found = self.middlewares.contains_key(&(protocol, name.clone()));
        self.reference(name, word, found)
    }

    /// Likewise.
    pub(super) fn service_reference(&self, word: &Word, protocol: Protocol, provider: &str) -> Reference {
        let name = qualify_in(&word.text, provider);
        let internal = name.strip_suffix("@internal").filter(|_| protocol == Protocol::Http);
        let found = match internal {
            Some(own) => self.internal.contains(own),
            None => self.services.contains_key(&(protocol, name.clone())),
        };
        self.reference(name, word, found)
    }

    fn reference(&self, name: String, word: &Word, found: bool) -> Reference {
        let found = found || !word.known || !self.seen.provider(provider_of(&name));
        Reference { name, location: word.location, found }
    }
}

/// Which providers were seen wholly: of others nothing can be said not to exist.
pub(super) struct Seen {
    install_known: bool,
    /// Words behind the `@` of providers that are read here and have something.
    read: BTreeSet<&'static str>,
    /// Names of providers that are on but not read, in lower case.
    others: Vec<String>,
    /// Whether something of what is read was not seen.
    gaps: bool,
}

impl Seen {
    pub(super) fn new(inputs: &Inputs) -> Self {
        let install: Option<&Install> = inputs.install.as_ref().map(|(_, install)| &**install);
        let names = install.map_or(&[][..], |install| &install.other_providers);
        let others: Vec<String> = names.iter().map(|name| name.as_str().to_lowercase()).collect();
        Self {
            install_known: install.is_some(),
            read: inputs.configurations.iter().map(|c| c.provider.as_str()).collect(),
            gaps: inputs.unseen.iter().any(|words| !others.contains(&words.to_lowercase())),
            others,
        }
    }

    /// Whether all that `provider` declares was seen.
    pub(super) fn provider(&self, provider: &str) -> bool {
        match provider {
            "internal" => self.install_known,
            "file" | "docker" | "swarm" => !self.gaps && (self.install_known || self.read.contains(provider)),
            other => self.install_known && !self.others.iter().any(|name| covers(name, other)),
        }
    }
}

/// Whether the provider called `option` in the static configuration is, or may be, the one behind `@word`.
fn covers(option: &str, word: &str) -> bool {
    let name = match option {
        "kubernetesingress" => "kubernetes",
        "plugin" => return word.starts_with("plugin-"),
        other => other,
    };
    word == name || word.strip_prefix(name).is_some_and(|rest| rest.starts_with('-'))
}

/// Where a text of `file` stands.
pub(super) fn at(file: Option<FileId>, text: &syntax::Text) -> Option<Location> {
    file.map(|file| Location::new(file, text.content_range()))
}
