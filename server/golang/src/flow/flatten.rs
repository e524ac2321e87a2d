//! From the engines of a program to apps: an engine with all that is mounted in it.

use syntax::limits::GO_ROUTES;

use super::engines::{self, Engine, Entry, Target};
use super::values::EngineId;
use crate::frameworks::{self, Part, may_match};
use crate::program::{self, ANY, Framework, Group, Route};
use crate::words::Words;

/// How deep engines are mounted in each other.
const MOUNTS: usize = 16;

/// Engines of one app; an engine that is mounted twice counts twice.
const ENGINES: usize = 1_000;

/// An engine with all that is mounted in it.
#[derive(Default)]
pub(crate) struct Flat {
    pub(crate) engines: Vec<program::Engine>,
    /// In the order in which they are come to.
    pub(crate) routes: Vec<Route>,
    pub(crate) unseen: Vec<String>,
}

/// What lies between the listener and an engine.
#[derive(Clone, Default)]
struct Way<'e> {
    steps: Vec<Step<'e>>,
    /// Empty is all of them.
    methods: Vec<String>,
    host: Option<Words>,
    conditions: Vec<String>,
    conditional: bool,
    groups: Vec<Group>,
    /// The engines on it.
    through: Vec<EngineId>,
}

/// What is done to a path on the way in.
#[derive(Clone)]
enum Step<'e> {
    /// A registration of the engine `outer`, which leads to an engine of the framework `inner`. With `prefix` it is for
    /// all that begins with `path`.
    Through { outer: &'e Engine, path: Words, prefix: bool, inner: Framework },
    /// A prefix is taken off.
    Strip(Words),
}

/// The app of `root`.
pub(crate) fn flatten(engines: &[Engine], root: EngineId) -> Flat {
    let mut flat = Flat::default();
    flat.add(engines, root, &Way::default());
    flat.sort();
    flat
}

impl Flat {
    /// Adds an engine that is come to on `way`; gives its index.
    fn add<'e>(&mut self, engines: &'e [Engine], id: EngineId, way: &Way<'e>) -> Option<usize> {
        let engine = engines.get(id.0 as usize)?;
        if way.through.contains(&id) || way.through.len() >= MOUNTS || self.engines.len() >= ENGINES {
            self.does_not_see("routers are mounted too deep");
            return None;
        }
        for what in &engine.unseen {
            self.does_not_see(what);
        }
        let index = self.engines.len();
        self.engines.push(program::Engine {
            framework: engine.table.framework,
            version: engine.version.clone(),
            settings: engine.settings.clone(),
            registrations: Vec::new(),
            fallback: engine.fallback,
            part: engine.part,
        });
        for entry in &engine.entries {
            let target = match &entry.target {
                Target::Middleware(symbols) => program::Target::Middleware(symbols.clone()),
                Target::Open => program::Target::Routes(Vec::new()),
                Target::Handler(handler) => {
                    let methods = way.allowed(&entry.methods);
                    let routes = methods.iter().filter_map(|method| {
                        let pattern = way.pattern(engine, entry)?;
                        self.route(engine, entry, method, &pattern, handler, way)
                    });
                    program::Target::Routes(routes.collect())
                }
                Target::Engine(inner, strip) => {
                    let inner = engines::original(engines, *inner);
                    let known = strip.iter().map(|words| words.text().map(str::to_owned)).collect();
                    match (
                        self.add(
                            engines,
                            inner,
                            &way.into(engine, id, entry, strip, engines[inner.0 as usize].table.framework),
                        ),
                        known,
                    ) {
                        (Some(engine), Some(strip)) => program::Target::Mount { engine, strip },
                        _ => program::Target::Routes(Vec::new()),
                    }
                }
            };
            let any = [ANY.to_owned()];
            let methods = if entry.methods.is_empty() { &any[..] } else { &entry.methods };
            let lines = methods.iter().map(|method| program::Registration {
                method: method.clone(),
                host: entry.host.as_ref().map(Words::to_string),
                pattern: entry.pattern.to_string(),
                known: entry.is_known(),
                prefix: entry.prefix,
                conditions: entry.conditions.clone(),
                steps: entry.steps.clone(),
                conditional: entry.conditional,
                target: self.for_method(&target, method),
                path: entry.path,
            });
            let lines: Vec<_> = lines.collect();
            self.engines[index].registrations.extend(lines);
        }
        Some(index)
    }

    /// What a registration of several methods leads to for one of them.
    fn for_method(&self, target: &program::Target, method: &str) -> program::Target {
        match target {
            program::Target::Routes(routes) if method != ANY => {
                let is_for = |route: &&usize| self.routes.get(**route).is_some_and(|r| r.method == method);
                program::Target::Routes(routes.iter().filter(is_for).copied().collect())
            }
            other => other.clone(),
        }
    }

    fn route(
        &mut self,
        engine: &Engine,
        entry: &Entry,
        method: &str,
        pattern: &Words,
        handler: &program::Handler,
        way: &Way<'_>,
    ) -> Option<usize> {
        let index = self.routes.len();
        if index >= GO_ROUTES {
            self.does_not_see("there are more routes than are followed");
            return None;
        }
        let host = entry.host.as_ref().or(way.host.as_ref());
        self.routes.push(Route {
            method: method.to_owned(),
            host: host.map(Words::to_string),
            pattern: pattern.to_string(),
            framework: engine.table.framework,
            known: pattern.is_known() && host.is_none_or(Words::is_known),
            prefix: entry.prefix,
            conditions: way.conditions.iter().chain(&entry.conditions).cloned().collect(),
            handler: handler.clone(),
            registration: entry.registration,
            path: entry.path,
            conditional: way.conditional || entry.conditional,
            groups: way.groups.iter().chain(entry.groups.iter()).cloned().collect(),
            order: u32::try_from(index).unwrap_or(u32::MAX),
        });
        Some(index)
    }

    fn does_not_see(&mut self, what: &str) {
        if !self.unseen.iter().any(|other| other == what) {
            self.unseen.push(what.to_owned());
        }
    }

    /// Sorts the routes by pattern, method and registration.
    fn sort(&mut self) {
        let mut order: Vec<usize> = (0..self.routes.len()).collect();
        order.sort_by(|a, b| {
            let key = |index: &usize| {
                let route = &self.routes[*index];
                (&route.pattern, &route.method, route.registration, route.order)
            };
            key(a).cmp(&key(b))
        });
        let mut places = vec![0; order.len()];
        for (place, index) in order.iter().enumerate() {
            places[*index] = place;
        }
        self.routes.sort_by_key(|route| places[route.order as usize]);
        for line in self.engines.iter_mut().flat_map(|engine| &mut engine.registrations) {
            if let program::Target::Routes(routes) = &mut line.target {
                for route in routes {
                    *route = places[*route];
                }
            }
        }
    }
}

impl Entry {
    fn is_known(&self) -> bool {
        let strips = match &self.target {
            Target::Engine(_, strip) => strip.as_slice(),
            _ => &[],
        };
        self.pattern.is_known()
            && self.host.as_ref().is_none_or(Words::is_known)
            && strips.iter().all(Words::is_known)
    }
}

impl<'e> Way<'e> {
    /// The way through `entry` of `engine` to what it leads to.
    fn into(
        &self,
        engine: &'e Engine,
        id: EngineId,
        entry: &Entry,
        strip: &[Words],
        inner: Framework,
    ) -> Self {
        let mut way = self.clone();
        way.methods = self.allowed(&entry.methods);
        if way.methods.len() == 1 && way.methods[0] == ANY {
            way.methods.clear();
        }
        way.host = entry.host.clone().or(way.host);
        way.conditions.extend(entry.conditions.iter().cloned());
        way.conditional |= entry.conditional;
        way.groups.extend(entry.groups.iter().cloned());
        way.through.push(id);
        let prefix = entry.pattern.clone();
        let takes_off = (engine.table.mount)(&engine.settings, inner, &prefix, &Words::default()).is_some();
        if takes_off || !strip.is_empty() {
            way.groups.push(Group { prefix: prefix.to_string(), path: entry.path });
        }
        way.steps.push(Step::Through { outer: engine, path: prefix, prefix: entry.prefix, inner });
        // A framework that takes its own prefix off goes by a path of its own, which nobody else changes.
        if !takes_off {
            way.steps.extend(strip.iter().cloned().map(Step::Strip));
        }
        way
    }

    /// Which of `methods` come this way; [`ANY`] where all do.
    fn allowed(&self, methods: &[String]) -> Vec<String> {
        match (self.methods.as_slice(), methods) {
            ([], []) => vec![ANY.to_owned()],
            ([], some) | (some, []) => some.to_vec(),
            (outer, inner) => inner.iter().filter(|method| outer.contains(method)).cloned().collect(),
        }
    }

    /// The path of `entry` as the listener sees it; `None` where no request comes to it.
    fn pattern(&self, engine: &Engine, entry: &Entry) -> Option<Words> {
        let mut pattern = entry.pattern.clone();
        for step in self.steps.iter().rev() {
            match step {
                Step::Strip(prefix) => pattern = Words::concat([prefix, &pattern]),
                Step::Through { outer, path, prefix, inner } => {
                    match (outer.table.mount)(&outer.settings, *inner, path, &pattern) {
                        Some(joined) => pattern = joined,
                        None => {
                            let mut outer = frameworks::parts(outer.table.framework, &path.to_string());
                            // A registration without a path is for all of them.
                            if *prefix || path.text() == Some("") {
                                outer.push(Part::CatchAll(String::new()));
                            }
                            let inner = frameworks::parts(engine.table.framework, &pattern.to_string());
                            if !may_meet(&outer, &inner, entry.prefix) {
                                return None;
                            }
                        }
                    }
                }
            }
        }
        Some(pattern)
    }
}

/// Whether a path may match both patterns; `false` is certain. With `prefix` the inner one goes on.
fn may_meet(outer: &[Part], inner: &[Part], prefix: bool) -> bool {
    let literal = |parts: &[Part]| match parts.first() {
        Some(Part::Literal(text)) => text.clone(),
        _ => String::new(),
    };
    let is_whole = |parts: &[Part]| matches!(parts, [] | [Part::Literal(_)]);
    let (before, after) = (literal(outer), literal(inner));
    match (is_whole(outer), is_whole(inner) && !prefix) {
        (_, true) => after.starts_with(&before) || may_match(outer, &after),
        (true, false) if !prefix => may_match(inner, &before),
        _ => before.starts_with(&after) || after.starts_with(&before),
    }
}
