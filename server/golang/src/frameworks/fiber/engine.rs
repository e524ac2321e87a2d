//! Fiber's apps as the look-up of an engine, with the apps that are mounted in it.

use std::sync::Arc;

use syntax::bytes;

use super::domain::Domain;
use super::serve::{self, Answered, Asked, Reply};
use super::stack::{App, Call, Does, Handler, Id, Line, Stacks};
use super::{Flags, Version};
use crate::frameworks::matcher::{Clash, Found, Matcher, Request};
use crate::frameworks::redirect;
use crate::program::{ANY, Engine, Framework, Registration, Target};

/// What changes matching.
pub(super) const SETTINGS: &[(&str, bool)] = &[
    ("StrictRouting", false),
    ("CaseSensitive", false),
    ("UnescapePath", false),
    ("DisableHeadAutoRegister", false),
    ("GETOnly", false),
    ("SkipUnmatchedRoutes", false),
];

/// Middlewares that answer what they have something for, and give on the rest.
const PERHAPS: &[&str] = &[
    "/middleware/filesystem.",
    "/middleware/static.",
    "/middleware/proxy.",
    "/middleware/monitor.",
    "/middleware/pprof.",
    "/middleware/expvar.",
    "/middleware/favicon.",
    "/middleware/healthcheck.",
    "/middleware/redirect.",
    "/middleware/rewrite.",
    "/middleware/adaptor.",
    "/websocket.",
    "/swagger.",
];

/// Apps in apps.
const MOUNTS: usize = 16;

#[derive(Debug)]
struct Fiber {
    stacks: Stacks,
    flags: Flags,
    version: Version,
    get_only: bool,
    skips_unmatched: bool,
}

pub(super) fn matcher(engines: &[Engine], index: usize) -> Arc<dyn Matcher> {
    let version = engines.get(index).map_or(Version::Two, version);
    let app = app(engines, index, 0);
    let is = |name: &str| engines.get(index).is_some_and(|engine| engine.settings.is(name));
    let (stacks, _) = Stacks::build(&app, version);
    Arc::new(Fiber {
        stacks,
        flags: app.flags,
        version,
        get_only: is("GETOnly"),
        skips_unmatched: is("SkipUnmatchedRoutes"),
    })
}

pub(super) fn clashes(engines: &[Engine], index: usize) -> Vec<Clash> {
    let version = engines.get(index).map_or(Version::Two, version);
    let (_, panics) = Stacks::build(&app(engines, index, 0), version);
    let own = panics.into_iter().filter_map(|panic| Some((panic.at?, panic.message)));
    let own = own.filter(|(at, _)| at.engine == index);
    let mut clashes: Vec<Clash> = own
        .map(|(at, message)| Clash {
            registration: at.number,
            other: None,
            message: message.trim_end().to_owned(),
        })
        .collect();
    // `Get` and `All` make several registrations, of which the first one panics.
    let path =
        |clash: &Clash| engines.get(index)?.registrations.get(clash.registration).map(|line| line.path);
    clashes.dedup_by(|a, b| a.message == b.message && path(a) == path(b));
    clashes
}

/// The minor version of `3.5.0`; where it is not known, the newest.
pub(super) fn minor(version: &str) -> u32 {
    version.split('.').nth(1).and_then(|minor| minor.parse().ok()).unwrap_or(5)
}

fn version(engine: &Engine) -> Version {
    match engine.framework {
        Framework::Fiber3 => Version::Three { minor: minor(engine.version.as_deref().unwrap_or("")) },
        _ => Version::Two,
    }
}

fn app(engines: &[Engine], index: usize, depth: usize) -> App {
    let Some(engine) = engines.get(index) else { return App::default() };
    let flags = Flags {
        strict_routing: engine.settings.is("StrictRouting"),
        case_sensitive: engine.settings.is("CaseSensitive"),
        unescape_path: engine.settings.is("UnescapePath"),
        no_heads: engine.settings.is("DisableHeadAutoRegister"),
    };
    let known = engine.registrations.iter().enumerate().filter(|(_, line)| line.known);
    let lines = known.filter_map(|(number, line)| {
        let (call, does) = call(engines, engine, line, depth)?;
        let domain = line.host.as_deref().map(Domain::parse);
        let (domain, does) = match (domain, &call) {
            (None, _) => (None, does),
            // What is mounted for a host is a copy of what was registered until then.
            (Some(_), Call::Mount(_)) | (Some(Err(_)), _) => (None, Does::Unclear),
            (Some(Ok(domain)), _) => (Some(Arc::new(domain)), does),
        };
        let call = if does == Does::Unclear { Call::Use } else { call };
        let path = match &call {
            Call::Mount(_) if line.pattern.trim_end_matches('/').is_empty() => "/".to_owned(),
            Call::Mount(_) => line.pattern.trim_end_matches('/').to_owned(),
            _ => line.pattern.clone(),
        };
        let handler = Handler { id: Id { engine: index, number }, does, domain };
        Some(Line { call, path, handler })
    });
    App { name: index, lines: lines.collect(), flags }
}

/// The call that a registration was made by; `None` where another one stands for it.
fn call(engines: &[Engine], engine: &Engine, line: &Registration, depth: usize) -> Option<(Call, Does)> {
    let is_use = line.prefix && line.method == ANY;
    match &line.target {
        Target::Middleware(symbols) => {
            let perhaps = symbols.iter().any(|symbol| PERHAPS.iter().any(|part| symbol.contains(part)));
            Some((Call::Use, if perhaps { Does::Files } else { Does::Passes }))
        }
        Target::Mount { engine: inner, strip } => {
            let is_fiber = engines.get(*inner).is_some_and(|inner| inner.framework == engine.framework);
            if is_fiber && strip.is_empty() && is_use && depth < MOUNTS {
                return Some((Call::Mount(app(engines, *inner, depth + 1)), Does::Passes));
            }
            Some((if is_use { Call::Use } else { Call::Route(line.method.clone()) }, Does::Answers))
        }
        Target::Routes(_) if is_use => Some((Call::Use, Does::Answers)),
        Target::Routes(_) if line.prefix => (line.method == "GET").then_some((Call::Static, Does::Files)),
        Target::Routes(_) => Some((Call::Route(line.method.clone()), Does::Answers)),
    }
}

impl Matcher for Fiber {
    fn find(&self, request: &Request<'_>) -> Found {
        if self.get_only && !matches!(request.method, "GET" | "HEAD") {
            return Found::Status { status: 405, allow: Vec::new() };
        }
        let path = redirect::escaped(request.path, request.raw_path);
        // fasthttp takes `//host://x` for a URL with a host.
        if path.starts_with("//") && path.contains("://") {
            return Found::Unknown("which path fasthttp takes it for".to_owned());
        }
        let asked = Asked { method: request.method, host: request.host, path: path.as_bytes() };
        let Answered { reply, files, unsure, host, through } =
            serve::serve(&self.stacks, self.flags, self.version, asked);
        if host {
            return Found::Unknown("which host is asked for".to_owned());
        }
        if unsure {
            return Found::Unknown("what a constraint or a handler of the app takes".to_owned());
        }
        if self.skips_unmatched && !through && (files.is_some() || matches!(reply, Reply::Met { .. })) {
            return Found::Unknown("whether a middleware is asked".to_owned());
        }
        match (reply, files) {
            // Files are served where they are; of a path that no endpoint takes, they tell what becomes.
            (_, Some(id)) if !through => Found::Registration {
                engine: id.engine,
                registration: id.number,
                params: Vec::new(),
                rest: None,
            },
            (Reply::Met { id, params }, _) => {
                let params = params.into_iter().map(|(name, value)| (name, bytes::text(&value)));
                Found::Registration {
                    engine: id.engine,
                    registration: id.number,
                    params: params.collect(),
                    rest: None,
                }
            }
            (Reply::Status { status, allow }, _) => Found::Status { status, allow },
        }
    }
}
