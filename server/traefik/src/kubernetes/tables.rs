//! What a provider emits: one table a kind, in which a name that is given twice is overridden
//! (`addToConfig`, pkg/provider/kubernetes/crd/kubernetes.go:1524).

use std::collections::{BTreeMap, BTreeSet};

use syntax::rule::quote::quoted;
use syntax::{FileId, Problem, Text, TextRange};

use crate::dynamic::{Dynamic, Middleware, Name, Protocol, Router, Service};
use crate::kubernetes::Emitted;
use crate::kubernetes::cluster::Placed;

/// Where something comes from: its file, and the number of its object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    pub(super) file: FileId,
    object: usize,
}

/// All tables.
#[derive(Default)]
pub(super) struct Tables {
    pub(super) routers: Table<Router>,
    pub(super) services: Table<Service>,
    pub(super) middlewares: Table<Middleware>,
    transports: Vec<(FileId, Text)>,
    tls_options: Vec<(FileId, Text)>,
    skipped: Vec<(FileId, Problem)>,
    /// Why the provider stops, and with it all that it would emit.
    pub(super) stopped: Option<(FileId, Problem)>,
    objects: usize,
}

/// One table.
pub(super) struct Table<T> {
    entries: BTreeMap<(Protocol, String), (Origin, T)>,
    /// Names that two objects give to different things: which of them counts is left to chance.
    undecided: BTreeSet<String>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { entries: BTreeMap::new(), undecided: BTreeSet::new() }
    }
}

/// What a table can hold.
pub(super) trait Entry {
    const KIND: &'static str;
    fn name(&self) -> &Name;
    fn protocol(&self) -> Protocol;
    /// All that it says, without places.
    fn content(&self) -> Vec<String>;
}

impl<T: Entry> Table<T> {
    pub(super) fn get_mut(&mut self, protocol: Protocol, name: &str) -> Option<&mut T> {
        self.entries.get_mut(&(protocol, name.to_owned())).map(|(_, entry)| entry)
    }

    /// Puts `entry` in, and what was there out; the problem is that of the latter.
    fn put(&mut self, origin: Origin, entry: T) -> Option<(FileId, Problem)> {
        let key = (entry.protocol(), entry.name().as_str().to_owned());
        let content = entry.content();
        let name = entry.name().as_str().to_owned();
        let (before, old) = self.entries.insert(key, (origin, entry))?;
        if old.content() == content {
            return None;
        }
        if before.object != origin.object {
            self.undecided.insert(name.clone());
        }
        let words = format!(
            "Name collision: {} {} is defined more than once, the previous definition will be overridden",
            T::KIND,
            quoted(&name)
        );
        Some((before.file, Problem::new(old.name().text.content_range(), words)))
    }
}

impl Tables {
    /// Begins with the next object.
    pub(super) fn origin(&mut self, placed: Placed<'_>) -> Origin {
        self.objects += 1;
        Origin { file: placed.file, object: self.objects }
    }

    pub(super) fn put_router(&mut self, origin: Origin, router: Router) {
        self.skipped.extend(self.routers.put(origin, router));
    }

    pub(super) fn put_service(&mut self, origin: Origin, service: Service) {
        // Many routes lead to one Service; that the last of them decides is no news for the others.
        self.services.put(origin, service);
    }

    pub(super) fn put_middleware(&mut self, origin: Origin, middleware: Middleware) {
        self.skipped.extend(self.middlewares.put(origin, middleware));
    }

    pub(super) fn put_transport(&mut self, origin: Origin, name: Text) {
        self.transports.push((origin.file, name));
    }

    pub(super) fn put_tls_options(&mut self, origin: Origin, name: Text) {
        self.tls_options.push((origin.file, name));
    }

    /// Which definition of these routers and services counts is left to chance.
    pub(super) fn undecide(&mut self, names: &[&str]) {
        self.routers.undecided.extend(names.iter().map(|name| (*name).to_owned()));
    }

    /// What is written at `range` is skipped.
    pub(super) fn skip(&mut self, origin: Origin, range: TextRange, words: impl Into<String>) {
        self.skipped.push((origin.file, Problem::new(range, words)));
    }

    /// The tables, a file each.
    pub(super) fn finish(self) -> Emitted {
        let mut files: BTreeMap<FileId, Dynamic> = BTreeMap::new();
        let mut undecided = BTreeSet::new();
        let names = [self.routers.undecided, self.services.undecided, self.middlewares.undecided];
        undecided.extend(names.into_iter().flatten());
        for (_, (origin, router)) in self.routers.entries {
            files.entry(origin.file).or_default().routers.push(router);
        }
        for (_, (origin, service)) in self.services.entries {
            files.entry(origin.file).or_default().services.push(service);
        }
        for (_, (origin, middleware)) in self.middlewares.entries {
            files.entry(origin.file).or_default().middlewares.push(middleware);
        }
        for (file, name) in self.transports {
            files.entry(file).or_default().servers_transports.push(name);
        }
        for (file, name) in self.tls_options {
            files.entry(file).or_default().tls_options.push(name);
        }
        if self.stopped.is_some() {
            files.clear();
        }
        for (file, problem) in self.skipped {
            files.entry(file).or_default().skipped.push(problem);
        }
        for dynamic in files.values_mut() {
            dynamic.skipped.sort_by_key(|problem| (problem.range.start(), problem.range.end()));
        }
        Emitted {
            configurations: files.into_iter().collect(),
            undecided: undecided.into_iter().collect(),
            stopped: self.stopped,
        }
    }
}

fn all(texts: &[Text]) -> String {
    texts.iter().map(Text::as_str).collect::<Vec<_>>().join("\n")
}

fn one(text: Option<&Text>) -> String {
    text.map_or_else(String::new, |text| text.as_str().to_owned())
}

impl Entry for Router {
    const KIND: &'static str = "router";
    fn name(&self) -> &Name {
        &self.name
    }
    fn protocol(&self) -> Protocol {
        self.protocol
    }
    fn content(&self) -> Vec<String> {
        let tls = self.tls.as_ref();
        vec![
            one(self.rule.as_ref()),
            one(self.rule_syntax.as_ref()),
            all(&self.entry_points),
            all(&self.middlewares),
            one(self.service.as_ref()),
            self.priority.as_ref().map_or(0, |priority| priority.value).to_string(),
            tls.map_or_else(String::new, |tls| {
                format!(
                    "{} {} {}",
                    one(tls.options.as_ref()),
                    one(tls.cert_resolver.as_ref()),
                    tls.passthrough
                )
            }),
            tls.is_some().to_string(),
            all(&self.parent_refs),
        ]
    }
}

impl Entry for Service {
    const KIND: &'static str = "service";
    fn name(&self) -> &Name {
        &self.name
    }
    fn protocol(&self) -> Protocol {
        self.protocol
    }
    fn content(&self) -> Vec<String> {
        let urls: Vec<Text> = self.servers.iter().map(|server| server.url.clone()).collect();
        vec![
            all(&self.types),
            all(&urls),
            self.pass_host_header.to_string(),
            one(self.servers_transport.as_ref()),
            all(&self.children),
            format!("{:?}", self.weights),
            all(&self.middlewares),
            self.health_check.to_string(),
            one(self.strategy.as_ref()),
        ]
    }
}

impl Entry for Middleware {
    const KIND: &'static str = "middleware";
    fn name(&self) -> &Name {
        &self.name
    }
    fn protocol(&self) -> Protocol {
        self.protocol
    }
    fn content(&self) -> Vec<String> {
        // Two objects under one name are hardly ever the same.
        vec![format!("{:?}", self.name.range)]
    }
}
