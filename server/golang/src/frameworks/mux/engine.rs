//! Routers of gorilla/mux as the look-up of an engine, with the engines that are subrouters of it.

use std::sync::Arc;

use super::router::{Matcher as Narrows, Route, RouterId, Routers};
use super::serve::serve;
use super::template::Kind;
use crate::frameworks::matcher::{Clash, Found, Matcher, Request};
use crate::frameworks::outcome::{Asked, Outcome};
use crate::frameworks::version::is_before;
use crate::program::{ANY, Engine, Registration, Step, Target};

/// The settings of a router.
pub(super) const SETTINGS: &[(&str, bool)] = &[
    ("StrictSlash", false),
    ("SkipClean", false),
    ("UseEncodedPath", false),
    ("NotFoundHandler", false),
    ("MethodNotAllowedHandler", false),
];

/// The number of every handler for what no route answers.
const FALLBACK: usize = usize::MAX;

/// Subrouters in subrouters.
const DEPTH: usize = 16;

#[derive(Debug)]
struct Mux {
    routers: Routers,
    root: RouterId,
    /// Engine and registration, by number.
    places: Vec<(usize, usize)>,
}

/// Fills routers from engines.
struct Filler<'e> {
    engines: &'e [Engine],
    routers: Routers,
    places: Vec<(usize, usize)>,
    clashes: Vec<Clash>,
}

pub(super) fn matcher(engines: &[Engine], index: usize) -> Arc<dyn Matcher> {
    let (filler, root) = filled(engines, index);
    Arc::new(Mux { routers: filler.routers, root, places: filler.places })
}

/// Those of a subrouter are told for itself alone, with the paths above it left out of the words.
pub(super) fn clashes(engines: &[Engine], index: usize) -> Vec<Clash> {
    filled(engines, index).0.clashes
}

fn filled(engines: &[Engine], index: usize) -> (Filler<'_>, RouterId) {
    let mut filler = Filler { engines, routers: Routers::default(), places: Vec::new(), clashes: Vec::new() };
    let version = engines.get(index).and_then(|engine| engine.version.as_deref());
    filler.routers.remembers_methods = is_before(version, [1, 8, 1]);
    let root = filler.routers.router();
    filler.fill(root, index, 0);
    (filler, root)
}

impl Matcher for Mux {
    fn find(&self, request: &Request<'_>) -> Found {
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
    fn fill(&mut self, router: RouterId, index: usize, depth: usize) {
        let Some(engine) = self.engines.get(index) else { return };
        let shared = &mut self.routers.all[router].shared;
        shared.strict_slash = engine.settings.is("StrictSlash");
        shared.skip_clean = engine.settings.is("SkipClean");
        shared.use_encoded_path = engine.settings.is("UseEncodedPath");
        for (registration, line) in engine.registrations.iter().enumerate() {
            if !line.known || matches!(line.target, Target::Middleware(_)) {
                continue;
            }
            let mut route = self.routers.route(router);
            if let Err(message) = narrow(&mut route, line) {
                if depth == 0 {
                    self.clashes.push(Clash { registration, other: None, message });
                }
                continue;
            }
            match line.target {
                Target::Mount { engine: inner, .. } if self.is_part(inner) => {
                    if depth < DEPTH {
                        let inner_router = self.routers.subrouter(&mut route);
                        self.fill(inner_router, inner, depth + 1);
                    }
                }
                _ => {
                    route.handler(self.places.len());
                    self.places.push((index, registration));
                }
            }
            self.routers.add(router, route);
        }
        let router = &mut self.routers.all[router];
        router.not_found = engine.settings.is("NotFoundHandler").then_some(FALLBACK);
        router.not_allowed = engine.settings.is("MethodNotAllowedHandler").then_some(FALLBACK);
    }

    fn is_part(&self, engine: usize) -> bool {
        self.engines.get(engine).is_some_and(|engine| engine.part)
    }
}

/// Narrows a route in the order of the calls.
fn narrow(route: &mut Route, line: &Registration) -> Result<(), String> {
    for step in &line.steps {
        match step {
            Step::Path(template) => route.template(template, Kind::Path)?,
            Step::Prefix(template) => route.template(template, Kind::Prefix)?,
            Step::Host(template) => route.template(template, Kind::Host)?,
            Step::Methods if line.method == ANY => {}
            Step::Methods => route.matcher(Narrows::Methods(vec![line.method.clone()])),
            Step::Other(name, arguments) => other(route, name, arguments)?,
        }
    }
    Ok(())
}

fn other(route: &mut Route, name: &str, arguments: &[Option<String>]) -> Result<(), String> {
    let known: Option<Vec<&str>> = arguments.iter().map(Option::as_deref).collect();
    match (name, known) {
        ("BuildOnly", _) => route.build_only = true,
        ("Queries", Some(pairs)) => route.queries(&pairs)?,
        ("Headers", Some(pairs)) => route.headers(&pairs, false),
        ("HeadersRegexp", Some(pairs)) => route.headers(&pairs, true),
        ("Schemes", Some(schemes)) => {
            route.matcher(Narrows::Schemes(schemes.iter().map(|scheme| scheme.to_lowercase()).collect()));
        }
        _ => route.matcher(Narrows::Other(format!("what {name} asks for"))),
    }
    Ok(())
}
