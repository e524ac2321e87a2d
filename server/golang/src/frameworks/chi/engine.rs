//! chi's routers as the look-up of an engine, with the engines of chi that are mounted in it.

use std::sync::Arc;

use super::middleware::Middleware;
use super::router::{Missing, Mounted, RouterId, Routers, Target};
use super::serve::serve;
use super::tree::METHODS;
use crate::frameworks::matcher::{Clash, Found, Matcher, Request};
use crate::frameworks::outcome::{Asked, Outcome};
use crate::frameworks::version::is_before;
use crate::program::{self, ANY, Engine, Framework, Registration};

/// The setting that says whether a handler answers methods that a path has not.
pub(super) const METHOD_NOT_ALLOWED: &str = "MethodNotAllowed";

/// The number of every handler for what no route answers.
const FALLBACK: usize = usize::MAX;

/// Engines in engines.
const MOUNTS: usize = 16;

#[derive(Debug)]
struct Chi {
    routers: Routers,
    root: RouterId,
    /// Engine and registration, by number.
    places: Vec<(usize, usize)>,
    has_own_methods: bool,
}

/// Fills routers from engines.
struct Filler<'e> {
    engines: &'e [Engine],
    routers: Routers,
    places: Vec<(usize, usize)>,
    clashes: Vec<Clash>,
    /// Whether a method is registered that only `chi.RegisterMethod` can have made known.
    has_own_methods: bool,
}

pub(super) fn matcher(engines: &[Engine], index: usize) -> Arc<dyn Matcher> {
    let (filler, root) = fill(engines, index);
    let has_own_methods = filler.has_own_methods;
    Arc::new(Chi { routers: filler.routers, root, places: filler.places, has_own_methods })
}

pub(super) fn clashes(engines: &[Engine], index: usize) -> Vec<Clash> {
    fill(engines, index).0.clashes
}

fn fill(engines: &[Engine], index: usize) -> (Filler<'_>, RouterId) {
    let mut filler = Filler {
        engines,
        routers: Routers::default(),
        places: Vec::new(),
        clashes: Vec::new(),
        has_own_methods: false,
    };
    let root = filler.router(index, 0);
    (filler, root)
}

impl Matcher for Chi {
    fn find(&self, request: &Request<'_>) -> Found {
        if self.has_own_methods && !METHODS.contains(&request.method) {
            return Found::Unknown(format!("whether chi knows the method {}", request.method));
        }
        match serve(&self.routers, self.root, Asked::of(request)) {
            Outcome::Met { number, params } => match self.places.get(number) {
                Some(&(engine, registration)) => {
                    Found::Registration { engine, registration, params, rest: None }
                }
                None => Found::Unknown("a fallback handler answers".to_owned()),
            },
            other => other.found(0),
        }
    }
}

impl Filler<'_> {
    /// The router of an engine; clashes are those of the outermost one.
    fn router(&mut self, index: usize, depth: usize) -> RouterId {
        let router = self.routers.router();
        let Some(engine) = self.engines.get(index) else { return router };
        let mut first = None;
        for (registration, line) in engine.registrations.iter().enumerate() {
            if !line.known {
                continue;
            }
            if line.method != ANY && !METHODS.contains(&line.method.to_uppercase().as_str()) {
                self.has_own_methods = true;
                continue;
            }
            if let Err(message) = self.register(router, index, registration, line, depth) {
                if depth == 0 {
                    let other = matches!(line.target, program::Target::Middleware(_)).then_some(first);
                    self.clashes.push(Clash { registration, other: other.flatten(), message });
                }
            } else if !matches!(line.target, program::Target::Middleware(_)) {
                first.get_or_insert(registration);
            }
        }
        if engine.fallback.is_some() {
            self.routers.missing(router, Missing::Route, FALLBACK);
        }
        if engine.settings.is(METHOD_NOT_ALLOWED) {
            self.routers.missing(router, Missing::Method, FALLBACK);
        }
        router
    }

    fn register(
        &mut self,
        router: RouterId,
        engine: usize,
        registration: usize,
        line: &Registration,
        depth: usize,
    ) -> Result<(), String> {
        let number = self.places.len();
        let mut target = Target::Number(number);
        match &line.target {
            program::Target::Middleware(symbols) => {
                let version = self.engines.get(engine).and_then(|engine| engine.version.as_deref());
                // Before, it led to `//` and the request's host, and then to what not all of its fixes agree on.
                let is_other = is_before(version, [5, 3, 0]);
                let now = |middleware| match middleware {
                    Middleware::RedirectSlashes if is_other => Middleware::OldRedirectSlashes,
                    other => other,
                };
                let middlewares = symbols.iter().filter_map(|symbol| Middleware::of(symbol)).map(now);
                return self.routers.using(router, middlewares.collect());
            }
            program::Target::Routes(_) => {}
            program::Target::Mount { engine: inner, strip } => {
                let is_chi = self.engines.get(*inner).is_some_and(|e| e.framework == Framework::Chi);
                if is_chi && depth < MOUNTS {
                    target = Target::Router(self.router(*inner, depth + 1));
                }
                let strip = strip.iter().filter(|_| is_chi).cloned().map(Middleware::StripPrefix);
                let strip: Vec<Middleware> = strip.collect();
                if !strip.is_empty() {
                    // chi goes by its own path, from which nothing is taken; but the prefix must be there.
                    let part = self.routers.with(router, strip);
                    self.places.push((engine, registration));
                    return self.put(part, line, target, number);
                }
            }
        }
        self.places.push((engine, registration));
        self.put(router, line, target, number)
    }

    fn put(
        &mut self,
        router: RouterId,
        line: &Registration,
        target: Target,
        number: usize,
    ) -> Result<(), String> {
        match (line.prefix, target, line.method.as_str()) {
            (true, Target::Router(inner), _) => {
                self.routers.mount(router, &line.pattern, Mounted::Router(inner))
            }
            (true, ..) => self.routers.mount(router, &line.pattern, Mounted::Number(number)),
            (false, target, ANY) => self.routers.handle(router, &line.pattern, target),
            (false, target, method) => self.routers.method(router, method, &line.pattern, target),
        }
    }
}
