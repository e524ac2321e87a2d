//! A router on its way from declaration to table (pkg/server/aggregator.go and pkg/server/router work on these).

use std::sync::Arc;

use syntax::{FileId, Location, Text};

use crate::dynamic::{Protocol, Router};
use crate::names::{Provider, qualify};

use super::status::State;

/// A name or value as written, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) location: Option<Location>,
    /// Whether the files tell all of it.
    pub(super) known: bool,
}

impl Word {
    pub(super) fn written(text: &Text, file: FileId) -> Self {
        Self {
            text: text.as_str().to_owned(),
            location: Some(Location::new(file, text.content_range())),
            known: text.is_known(),
        }
    }

    /// A word that Traefik fills in.
    pub(super) fn made(text: impl Into<String>) -> Self {
        Self { text: text.into(), location: None, known: true }
    }

    pub(super) fn all(texts: &[Text], file: FileId) -> Vec<Self> {
        texts.iter().map(|text| Self::written(text, file)).collect()
    }
}

/// A router's TLS.
#[derive(Clone, Debug, Default)]
pub(super) struct Tls {
    /// `options`, as written.
    pub(super) options: Option<Word>,
    /// Qualified name of the options that count.
    pub(super) resolved: String,
    /// Whether another router of the host wants other options, and Traefik is strict.
    pub(super) conflicting: bool,
    /// TCP: not ended here.
    pub(super) passthrough: bool,
}

/// A router on its way.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) provider: Provider,
    pub(super) protocol: Protocol,
    pub(super) declared: Option<(Location, Arc<Router>)>,
    pub(super) definition: Option<Location>,
    pub(super) entry_points: Vec<Word>,
    pub(super) middlewares: Vec<Word>,
    pub(super) service: Option<Word>,
    /// Whether `parentRefs` are set: then it does not listen itself.
    pub(super) below: bool,
    pub(super) parents: Vec<Word>,
    pub(super) children: Vec<String>,
    pub(super) rule: Word,
    /// `ruleSyntax`, "" where unset.
    pub(super) syntax: String,
    pub(super) priority: i64,
    pub(super) priority_at: Option<Location>,
    pub(super) tls: Option<Tls>,
    pub(super) observability: Option<Location>,
    pub(super) default_rule: bool,
    pub(super) denied: Vec<&'static str>,
    pub(super) state: State,
    /// Entry points it listens on that exist.
    pub(super) using: Vec<String>,
    /// Whether it stands in a table: its handler could be built and its rule read.
    pub(super) live: bool,
    pub(super) unknown: Vec<String>,
}

impl Draft {
    /// A router that Traefik makes itself, on provider `internal`.
    pub(super) fn internal(name: &str, rule: &str, priority: i64, service: &str) -> Self {
        Self {
            name: qualify(name, Provider::Internal),
            provider: Provider::Internal,
            protocol: Protocol::Http,
            declared: None,
            definition: None,
            entry_points: Vec::new(),
            middlewares: Vec::new(),
            service: Some(Word::made(qualify(service, Provider::Internal))),
            below: false,
            parents: Vec::new(),
            children: Vec::new(),
            rule: Word::made(rule),
            syntax: "default".to_owned(),
            priority,
            priority_at: None,
            tls: None,
            observability: None,
            default_rule: false,
            denied: Vec::new(),
            state: State::new(None),
            using: Vec::new(),
            live: false,
            unknown: Vec::new(),
        }
    }

    /// A router as written in `file`.
    pub(super) fn declared(router: &Arc<Router>, provider: Provider, file: FileId) -> Self {
        let at = Location::new(file, router.name.text.content_range());
        let location = |range| Location::new(file, range);
        let texts = [&router.rule, &router.service, &router.rule_syntax].into_iter().flatten();
        let lists = router.entry_points.iter().chain(&router.middlewares).chain(&router.parent_refs);
        let options = router.tls.as_ref().and_then(|tls| tls.options.as_ref());
        let mut unknown: Vec<String> =
            texts.chain(lists).chain(options).flat_map(Text::unknown).map(|part| part.name.clone()).collect();
        unknown.sort();
        unknown.dedup();
        let made = router.name.mentions.is_empty();
        Self {
            name: qualify(router.name.as_str(), provider),
            provider,
            protocol: router.protocol,
            declared: (!made).then(|| (at, Arc::clone(router))),
            definition: Some(at),
            entry_points: Word::all(&router.entry_points, file),
            middlewares: Word::all(&router.middlewares, file),
            service: router
                .service
                .as_ref()
                .filter(|s| !s.as_str().is_empty())
                .map(|s| Word::written(s, file)),
            below: !router.parent_refs.is_empty(),
            parents: Word::all(&router.parent_refs, file),
            children: Vec::new(),
            rule: router.rule.as_ref().map_or_else(|| Word::made(""), |rule| Word::written(rule, file)),
            syntax: router.rule_syntax.as_ref().map_or_else(String::new, |s| s.as_str().to_owned()),
            priority: router.priority.as_ref().map_or(0, |priority| priority.value),
            priority_at: router.priority.as_ref().map(|priority| location(priority.range)),
            tls: router.tls.as_ref().map(|tls| Tls {
                options: tls
                    .options
                    .as_ref()
                    .filter(|o| !o.as_str().is_empty())
                    .map(|o| Word::written(o, file)),
                passthrough: tls.passthrough,
                ..Tls::default()
            }),
            observability: router.observability.map(location),
            default_rule: router.default_rule,
            denied: Vec::new(),
            state: State::new(Some(file)),
            using: Vec::new(),
            live: false,
            unknown,
        }
    }

    /// Where its name stands.
    pub(super) fn at(&self) -> Option<Location> {
        self.definition
    }
}
