//! Every place of a stack where a name stands, declared or referred to: what jumps, references and symbols are made of.

use routing::model::Stack;
use syntax::{FileId, Location, Text, TextRange};
use traefik::dynamic::{Effect, Name, Protocol};
use traefik::names::{self, Provider};
use traefik::runtime::Reference;

/// What a name can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    EntryPoint,
    Router,
    Middleware,
    Service,
}

/// A thing with a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Symbol {
    pub(crate) kind: Kind,
    /// HTTP for entry points, which serve all.
    pub(crate) protocol: Protocol,
    /// `api@file`; an entry point's bare name.
    pub(crate) name: String,
}

/// One place where a symbol stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Occurrence {
    pub(crate) symbol: Symbol,
    pub(crate) location: Location,
    /// All of the declaration, where this is one.
    pub(crate) declares: Option<TextRange>,
    /// The router that refers to it, by its runtime name.
    pub(crate) router: Option<String>,
}

/// All occurrences in `stack`, sorted by place, then symbol.
pub(crate) fn of(stack: &Stack) -> Vec<Occurrence> {
    let mut all = Collector { all: Vec::new() };
    entry_points(stack, &mut all);
    routers(stack, &mut all);
    middlewares(stack, &mut all);
    services(stack, &mut all);
    let mut all = all.all;
    all.sort_by(|a, b| (a.location, &a.symbol).cmp(&(b.location, &b.symbol)));
    // The parts of a router that Traefik splits say the same.
    all.dedup_by(|a, b| a.location == b.location && a.symbol == b.symbol);
    all
}

struct Collector {
    all: Vec<Occurrence>,
}

impl Collector {
    fn declare(&mut self, symbol: &Symbol, file: FileId, name: &Name, router: Option<&str>) {
        for mention in &name.mentions {
            self.all.push(Occurrence {
                symbol: symbol.clone(),
                location: Location::new(file, *mention),
                declares: Some(name.range),
                router: router.map(str::to_owned),
            });
        }
    }

    fn refer(&mut self, kind: Kind, protocol: Protocol, reference: &Reference, router: Option<&str>) {
        let Some(location) = reference.location else { return };
        let symbol = Symbol { kind, protocol, name: reference.name.clone() };
        self.all.push(Occurrence { symbol, location, declares: None, router: router.map(str::to_owned) });
    }

    fn refer_text(&mut self, symbol: Symbol, file: FileId, text: &Text, router: Option<&str>) {
        let location = Location::new(file, text.content_range());
        self.all.push(Occurrence { symbol, location, declares: None, router: router.map(str::to_owned) });
    }
}

fn entry_point(name: &str) -> Symbol {
    Symbol { kind: Kind::EntryPoint, protocol: Protocol::Http, name: name.to_owned() }
}

fn entry_points(stack: &Stack, all: &mut Collector) {
    for (place, declared) in
        stack.runtime.entry_points.iter().filter_map(|entry_point| entry_point.declared.as_ref())
    {
        all.declare(&entry_point(declared.name.as_str()), place.file, &declared.name, None);
        let to = declared.redirection.iter().filter_map(|redirection| redirection.to.as_ref());
        for to in to.filter(|to| !to.as_str().starts_with(':')) {
            all.refer_text(entry_point(to.as_str()), place.file, to, None);
        }
    }
}

fn routers(stack: &Stack, all: &mut Collector) {
    for router in &stack.runtime.routers {
        let runtime_name = Some(router.name.as_str());
        for reference in &router.middlewares {
            all.refer(Kind::Middleware, router.protocol, reference, runtime_name);
        }
        if let Some(reference) = &router.service {
            all.refer(Kind::Service, router.protocol, reference, runtime_name);
        }
        for reference in &router.parents {
            all.refer(Kind::Router, router.protocol, reference, runtime_name);
        }
        let Some((place, declared)) = &router.declared else { continue };
        let symbol = Symbol { kind: Kind::Router, protocol: router.protocol, name: router.authored_name() };
        all.declare(&symbol, place.file, &declared.name, runtime_name);
        for name in declared.entry_points.iter().filter(|name| name.is_known()) {
            all.refer_text(entry_point(name.as_str()), place.file, name, runtime_name);
        }
    }
}

fn middlewares(stack: &Stack, all: &mut Collector) {
    for middleware in &stack.runtime.middlewares {
        let (place, declared) = &middleware.declared;
        let symbol =
            Symbol { kind: Kind::Middleware, protocol: declared.protocol, name: middleware.name.clone() };
        all.declare(&symbol, place.file, &declared.name, None);
        match &declared.effect {
            Effect::Chain { middlewares } => {
                for child in middlewares.iter().filter(|child| child.is_known()) {
                    let name = names::qualify(child.as_str(), middleware.provider);
                    all.refer_text(Symbol { name, ..symbol.clone() }, place.file, child, None);
                }
            }
            Effect::Errors(pages) => {
                let Some(service) = pages.service.as_ref().filter(|service| service.is_known()) else {
                    continue;
                };
                let name = names::qualify(service.as_str(), middleware.provider);
                let symbol = Symbol { kind: Kind::Service, name, ..symbol.clone() };
                all.refer_text(symbol, place.file, service, None);
            }
            _ => {}
        }
    }
}

fn services(stack: &Stack, all: &mut Collector) {
    for service in stack.runtime.services.iter().filter(|service| service.provider != Provider::Internal) {
        for child in &service.children {
            all.refer(Kind::Service, service.protocol, child, None);
        }
        let Some((place, declared)) = &service.declared else { continue };
        let symbol = Symbol { kind: Kind::Service, protocol: service.protocol, name: service.name.clone() };
        all.declare(&symbol, place.file, &declared.name, None);
        for middleware in declared.middlewares.iter().filter(|middleware| middleware.is_known()) {
            let name = names::qualify(middleware.as_str(), service.provider);
            all.refer_text(
                Symbol { kind: Kind::Middleware, name, ..symbol.clone() },
                place.file,
                middleware,
                None,
            );
        }
    }
}
