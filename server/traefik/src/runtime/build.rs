//! The way from declarations to a running Traefik, in Traefik's own order: merge, default entry points, models,
//! TLS options, the tree of routers, then whatever a router leads to is built.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashSet;
use syntax::{FileId, Location};

use crate::dynamic::{Protocol, Server, Service};
use crate::install::Install;
use crate::names::{Provider, provider_of, qualify};
use crate::rule::table::priority;

use super::draft::{Draft, Word};
use super::http::Rules;
use super::internal::Internal;
use super::merge::{Item, Loaded};
use super::parts::{Key, Part, Parts, Seen, Source};
use super::status::State;
use super::{
    Container, Inputs, Runtime, RuntimeMiddleware, RuntimeRouter, RuntimeServer, RuntimeService, Status,
    connection, entry_points, http, internal, merge, models, stream, tls, tree,
};

/// What Traefik makes of it all.
pub fn build(inputs: &Inputs) -> Runtime {
    let install = inputs.install.as_ref().map(|(file, install)| (*file, &**install));
    let mut entry_points = entry_points::entry_points(inputs);
    let mut loaded = merge::load(inputs);
    let internal = install.map_or_else(Internal::default, |(file, install)| {
        internal::internal(install, file, &mut entry_points)
    });
    let internal_services: BTreeSet<&'static str> = internal.services.iter().copied().collect();
    let mut drafts = internal.routers;
    drafts
        .extend(loaded.routers.iter().map(|item| Draft::declared(&item.declared, item.provider, item.file)));
    let defaults = if install.is_some() { entry_points::defaults(&entry_points) } else { Vec::new() };
    models::default_entry_points(&mut drafts, &defaults);
    if let Some((file, install)) = install {
        drafts = models::apply(drafts, install, file, &entry_points);
    }
    drafts = tls::resolve(drafts, install.is_some_and(|(_, install)| install.strict_tls_options));
    let rules = http::rules(drafts.iter());
    for draft in &mut drafts {
        draft.priority = priority(draft.priority, &draft.rule.text, draft.protocol);
    }
    let mut parts = parts(inputs, &mut loaded, internal.middlewares, internal_services);
    let mut tables = Tables::new(drafts);
    let known = install.map(|_| entry_points.as_slice());
    tree::grow(&mut tables.http, &parts.seen);
    http::build(&mut tables.http, &rules, &mut parts, known);
    stream::build_tcp(&mut tables.tcp, &rules, &mut parts, known);
    stream::build_udp(&mut tables.udp, &mut parts, known);
    let tls_hosts = connection::tls_hosts(&tables.http, &parts);
    let routers = tables.finish(&rules, &parts);
    Runtime { entry_points, routers, tls_hosts, ..assemble(inputs, parts, loaded) }
}

/// Routers by table and name. Names that became equal leave one router, as in Traefik's maps.
struct Tables {
    http: BTreeMap<String, Draft>,
    tcp: BTreeMap<String, Draft>,
    udp: BTreeMap<String, Draft>,
}

impl Tables {
    fn new(drafts: Vec<Draft>) -> Self {
        let mut tables = Self { http: BTreeMap::new(), tcp: BTreeMap::new(), udp: BTreeMap::new() };
        for draft in drafts {
            let table = match draft.protocol {
                Protocol::Http => &mut tables.http,
                Protocol::Tcp => &mut tables.tcp,
                Protocol::Udp => &mut tables.udp,
            };
            table.insert(draft.name.clone(), draft);
        }
        tables
    }

    fn finish(self, rules: &Rules, parts: &Parts) -> Vec<RuntimeRouter> {
        let all = [self.http, self.tcp, self.udp];
        let mut routers: Vec<RuntimeRouter> = all
            .into_iter()
            .flat_map(BTreeMap::into_values)
            .map(|draft| finish(draft, rules, parts))
            .collect();
        routers.sort_by(|a, b| (&a.name, a.protocol).cmp(&(&b.name, b.protocol)));
        routers
    }
}

fn finish(draft: Draft, rules: &Rules, parts: &Parts) -> RuntimeRouter {
    let provider = provider_of(&draft.name).to_owned();
    let rule = rules.get(&draft.name);
    let middlewares = draft
        .middlewares
        .iter()
        .map(|word| parts.middleware_reference(word, draft.protocol, &provider))
        .collect();
    let service = draft.service.as_ref().map(|word| parts.service_reference(word, draft.protocol, &provider));
    let found = |word: &Word| super::Reference {
        name: word.text.clone(),
        location: word.location,
        found: !draft.state.errors.iter().any(|error| error.text.contains(&word.text)),
    };
    RuntimeRouter {
        entry_points: draft.using,
        tls: draft.tls.is_some(),
        rule: rule.and_then(|rule| rule.as_ref().ok().cloned()),
        rule_error: rule.and_then(|rule| rule.as_ref().err().cloned()).filter(|_| draft.rule.known),
        syntax: if draft.syntax == "v2" { "v2" } else { "v3" },
        middlewares,
        service,
        parents: draft.parents.iter().map(found).collect(),
        tls_options: draft.tls.map(|tls| tls.resolved),
        denied_characters: draft.denied,
        rule_text: draft.rule.text,
        name: draft.name,
        provider: draft.provider,
        protocol: draft.protocol,
        declared: draft.declared,
        definition: draft.definition,
        priority: draft.priority,
        children: draft.children,
        status: draft.state.status,
        errors: draft.state.errors,
        live: draft.live,
        unknown: draft.unknown,
    }
}

fn parts(
    inputs: &Inputs,
    loaded: &mut Loaded,
    internal: Vec<RuntimeMiddleware>,
    internal_services: BTreeSet<&'static str>,
) -> Parts {
    let install: Option<&Install> = inputs.install.as_ref().map(|(_, install)| &**install);
    let declared = loaded.middlewares.drain(..).map(|item| {
        let at = Location::new(item.file, item.declared.name.text.content_range());
        RuntimeMiddleware {
            name: qualify(item.declared.name.as_str(), item.provider),
            provider: item.provider,
            declared: (at, item.declared),
            status: Status::Enabled,
            errors: Vec::new(),
        }
    });
    let middlewares = internal.into_iter().chain(declared).map(|runtime| {
        let key = (runtime.declared.1.protocol, runtime.name.clone());
        let source = runtime.declared.clone();
        (key, Part { state: State::new(Some(source.0.file)), source, runtime })
    });
    let mut services: BTreeMap<Key, Part<RuntimeService, Option<Source<Service>>>> =
        loaded.services.drain(..).map(service).collect();
    for name in &internal_services {
        let runtime = internal_service(name);
        let part = Part { state: State::new(None), source: None, runtime };
        services.insert((Protocol::Http, part.runtime.name.clone()), part);
    }
    let mut tls_options: BTreeSet<String> = loaded.tls_options.keys().cloned().collect();
    // Declared by two providers it is gone (aggregator.go:164); declared by none it is there.
    match loaded.tls_options.get(tls::DEFAULT).map_or(0, BTreeSet::len) {
        0 | 1 => tls_options.insert(tls::DEFAULT.to_owned()),
        _ => tls_options.remove(tls::DEFAULT),
    };
    let mut transports = std::mem::take(&mut loaded.transports);
    transports.insert("default@internal".to_owned());
    Parts {
        middlewares: middlewares.collect(),
        services,
        transports,
        tls_options,
        internal: internal_services,
        plugins: install.map(|install| install.plugins.iter().map(|name| name.as_str().to_owned()).collect()),
        seen: Seen::new(inputs),
        built_middlewares: FxHashSet::default(),
        built_services: FxHashSet::default(),
    }
}

fn service(item: Item<Service>) -> (Key, Part<RuntimeService, Option<Source<Service>>>) {
    let declared = item.declared;
    let at = Location::new(item.file, declared.name.text.content_range());
    let made = declared.name.mentions.is_empty();
    let own = declared.servers.iter().map(|server| (server, item.file, &item.container));
    let others = item.servers.iter().map(|(server, file, container)| (server, *file, container));
    let runtime = RuntimeService {
        name: qualify(declared.name.as_str(), item.provider),
        provider: item.provider,
        protocol: declared.protocol,
        declared: (!made).then(|| (at, Arc::clone(&declared))),
        definition: Some(at),
        servers: own.chain(others).map(|(s, file, container)| server(s, file, container.as_ref())).collect(),
        children: Vec::new(),
        middlewares: Vec::new(),
        status: Status::Enabled,
        errors: Vec::new(),
    };
    let key = (declared.protocol, runtime.name.clone());
    (key, Part { state: State::new(Some(item.file)), source: Some((at, declared)), runtime })
}

fn server(server: &Server, file: FileId, container: Option<&Container>) -> RuntimeServer {
    RuntimeServer {
        url: server.url.as_str().to_owned(),
        location: Some(Location::new(file, server.url.content_range())),
        preserve_path: server.preserve_path,
        weight: server.weight,
        container: container.cloned(),
    }
}

fn internal_service(name: &str) -> RuntimeService {
    RuntimeService {
        name: qualify(name, Provider::Internal),
        provider: Provider::Internal,
        protocol: Protocol::Http,
        declared: None,
        definition: None,
        servers: Vec::new(),
        children: Vec::new(),
        middlewares: Vec::new(),
        status: Status::Enabled,
        errors: Vec::new(),
    }
}

/// All but what routers and entry points make.
fn assemble(inputs: &Inputs, parts: Parts, loaded: Loaded) -> Runtime {
    let default_tls = parts.tls_options.contains(tls::DEFAULT);
    let references: Vec<_> = parts
        .services
        .values()
        .map(|part| {
            let Some((at, declared)) = &part.source else { return Default::default() };
            let provider = provider_of(&part.runtime.name);
            let children = Word::all(&declared.children, at.file);
            let own = Word::all(&declared.middlewares, at.file);
            (
                children.iter().map(|w| parts.service_reference(w, declared.protocol, provider)).collect(),
                own.iter().map(|w| parts.middleware_reference(w, declared.protocol, provider)).collect(),
            )
        })
        .collect();
    let services = parts.services.into_values().zip(references).map(|(part, (children, middlewares))| {
        let State { status, errors, .. } = part.state;
        RuntimeService { children, middlewares, status, errors, ..part.runtime }
    });
    let middlewares = parts.middlewares.into_values().map(|part| {
        let State { status, errors, .. } = part.state;
        RuntimeMiddleware { status, errors, ..part.runtime }
    });
    let install = inputs.install.as_ref().map(|(_, install)| &**install);
    let precedence = install.map_or(&[][..], |install| &install.precedence);
    let mut runtime = Runtime {
        middlewares: middlewares.collect(),
        services: services.collect(),
        install_known: install.is_some(),
        unseen: inputs.unseen.clone(),
        dropped: loaded.dropped,
        precedence: precedence.iter().map(|name| name.as_str().to_lowercase()).collect(),
        default_tls,
        ..Runtime::default()
    };
    runtime.middlewares.sort_by(|a, b| a.name.cmp(&b.name));
    runtime.services.sort_by(|a, b| (&a.name, a.protocol).cmp(&(&b.name, b.protocol)));
    runtime
}
