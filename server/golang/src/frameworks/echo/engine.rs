//! Echo's routers, and an engine's registrations in them.

use std::sync::Arc;

use percent_encoding::percent_decode;
use syntax::bytes;

use super::Version;
use super::find::{self, Found as Walked};
use super::path;
use super::tree::{ANY, NOT_FOUND, Tree};
use crate::frameworks::matcher::{Clash, Found, Matcher, Request};
use crate::frameworks::outcome::{Asked, Outcome};
use crate::program::{self, Engine, Framework, Registration, Target};

/// What changes matching. `Pre` is a middleware before the look-up, which may ask for another path.
pub(super) const SETTINGS: &[(&str, bool)] = &[(PRE, false)];
pub(super) const PRE: &str = "Pre";

/// Settings of version 5's router.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flags {
    /// `AutoHandleHEAD`
    pub(super) heads: bool,
    /// `UseEscapedPathForMatching`, which takes the decoded path.
    pub(super) decoded: bool,
    /// `UnescapePathParamValues`
    pub(super) unescapes: bool,
}

/// The router of an Echo, and those of single hosts.
#[derive(Clone, Debug)]
pub(super) struct Echo {
    pub(super) version: Version,
    flags: Flags,
    tree: Tree,
    hosts: Vec<(String, Tree)>,
}

impl Echo {
    pub(super) fn new(version: Version, flags: Flags) -> Self {
        Self { version, flags, tree: Tree::new(version), hosts: Vec::new() }
    }

    /// A router for a host, in place of the one that there was.
    pub(super) fn host(&mut self, host: &str) {
        self.hosts.retain(|(other, _)| other != host);
        self.hosts.push((host.to_owned(), Tree::new(self.version)));
    }

    pub(super) fn add(&mut self, host: Option<&str>, method: &str, pattern: &str, number: usize) {
        let tree = match host {
            None => &mut self.tree,
            Some(host) => match self.hosts.iter_mut().find(|(other, _)| other == host) {
                Some((_, tree)) => tree,
                None => return,
            },
        };
        tree.add(method, pattern, number);
    }

    /// How many parameters a route of any host has at most.
    fn room(&self) -> usize {
        self.hosts.iter().map(|(_, tree)| tree.most).fold(self.tree.most, usize::max)
    }

    pub(super) fn find(&self, asked: &Asked<'_>) -> Outcome {
        if asked.host.is_none() && !self.hosts.is_empty() {
            return Outcome::Unknown("which host is asked for".to_owned());
        }
        let own = self.hosts.iter().find(|(host, _)| Some(host.as_str()) == asked.host);
        let tree = own.map_or(&self.tree, |(_, tree)| tree);
        let raw = !asked.raw_path.is_empty() && !self.flags.decoded;
        let path = bytes::bytes(if raw { asked.raw_path } else { asked.path });
        let unescapes = raw && self.flags.unescapes;
        match find::find(tree, asked.method, &path, self.flags.heads, self.room()) {
            Walked::Endpoint { number, params } => {
                let value = |value: Vec<u8>| {
                    let is_sound = !unescapes || is_escaped(&value);
                    bytes::text(&if unescapes && is_sound { percent_decode(&value).collect() } else { value })
                };
                let params = params.into_iter().map(|(name, text)| (name, value(text)));
                Outcome::Met { number, params: params.collect() }
            }
            Walked::NotAllowed(allow) => {
                Outcome::Status { status: if asked.method == "OPTIONS" { 204 } else { 405 }, allow }
            }
            Walked::Nothing => Outcome::NOT_FOUND,
            Walked::Lost => Outcome::Unknown("which of its routes Echo finds".to_owned()),
        }
    }
}

/// Whether `url.PathUnescape` takes it.
fn is_escaped(value: &[u8]) -> bool {
    let digits = |rest: &[u8]| rest.len() > 1 && rest[0].is_ascii_hexdigit() && rest[1].is_ascii_hexdigit();
    value.iter().enumerate().all(|(at, byte)| *byte != b'%' || digits(&value[at + 1..]))
}

/// The number of the handler of a group that only says 404.
const SILENT: usize = usize::MAX;

#[derive(Debug)]
struct Matched {
    engine: usize,
    echo: Echo,
    /// Whether something may ask for another path before the look-up.
    pre: bool,
    /// Whether a router for a host has middlewares, which may be for its own router or for the one of all hosts.
    hosted: bool,
}

pub(super) fn matcher(engines: &[Engine], index: usize) -> Arc<dyn Matcher> {
    let mut echo = Echo::new(Version::Four, Flags::default());
    let mut pre = false;
    if let Some(engine) = engines.get(index) {
        if engine.framework == Framework::Echo5 {
            echo = Echo::new(Version::Five, Flags::default());
        }
        pre = engine.settings.is(PRE);
        for (number, line) in engine.registrations.iter().enumerate().filter(|(_, line)| line.known) {
            register(&mut echo, number, line);
        }
    }
    let lines = engines.get(index).into_iter().flat_map(|engine| &engine.registrations);
    let mut hosted = lines.filter(|line| line.host.is_some() && matches!(line.target, Target::Middleware(_)));
    Arc::new(Matched { engine: index, echo, pre, hosted: hosted.next().is_some() })
}

fn register(echo: &mut Echo, number: usize, line: &Registration) {
    if let Some(host) = &line.host
        && !echo.hosts.iter().any(|(other, _)| other == host)
    {
        echo.host(host);
    }
    let host = line.host.as_deref();
    match &line.target {
        // A group with middlewares has handlers for what it has no route for, so that these run.
        Target::Middleware(_) => {
            echo.add(None, NOT_FOUND, &line.pattern, SILENT);
            echo.add(None, NOT_FOUND, &format!("{}/*", line.pattern), SILENT);
        }
        Target::Routes(_) | Target::Mount { .. } => {
            let methods = match line.method.as_str() {
                program::ANY => ANY,
                method => method,
            };
            echo.add(host, methods, &line.pattern, number);
        }
    }
}

/// Echo takes what is registered twice: the last one answers. Nothing is refused.
pub(super) fn clashes(_: &[Engine], _: usize) -> Vec<Clash> {
    Vec::new()
}

impl Matcher for Matched {
    fn find(&self, request: &Request<'_>) -> Found {
        if self.pre {
            return Found::Unknown("what a middleware makes of the path before the look-up".to_owned());
        }
        if self.hosted {
            return Found::Unknown("which router has the middlewares for a host".to_owned());
        }
        match self.echo.find(&Asked::of(request)) {
            Outcome::Met { number: SILENT, .. } => Found::NOT_FOUND,
            other => other.found(self.engine),
        }
    }
}

/// The pattern as Echo has it.
pub(super) fn written(pattern: &str) -> String {
    path::rooted(pattern)
}
