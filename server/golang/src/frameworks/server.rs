//! What an app answers to a request, through all of its engines.

use std::sync::Arc;

use super::matcher::{Found, Matcher, Request, matcher};
use super::parts::{Part, route_parts};
use super::{table_of, unknown};
use crate::program::{ANY, App, Engine, Registration, Route, Target};

/// What the program answers to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The route with this index in [`App::routes`].
    Route(usize),
    /// The framework redirects by itself, for instance to the path without a trailing slash.
    Redirect {
        /// 301, 307 …
        status: u16,
        /// `Location`, without the request's query, which stays.
        location: String,
    },
    /// No route: 404.
    NotFound,
    /// The path has routes, but not for this method: 405.
    MethodNotAllowed,
    /// The framework answers with this status by itself, for instance 204 to `OPTIONS`.
    Status(u16),
    /// A pattern with an unknown part, or a fallback handler, may answer. The words say what is unseen.
    Unknown(String),
}

/// An answer, and what was seen on the way to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The answer.
    pub answer: Answer,
    /// The parameters of all engines on the way, in the order of the patterns.
    pub params: Vec<(String, String)>,
    /// The methods of the `Allow` header.
    pub allow: Vec<String>,
}

/// How many engines a request may go through.
const MOUNTS: usize = 16;

/// Settings nobody knows the place of that are tried both ways; with more of them nothing is claimed.
const UNSURE: usize = 3;

/// An app, ready to be asked.
#[derive(Clone, Debug)]
pub struct Server<'a> {
    app: &'a App,
    /// The look-ups of all engines, once for each way in which the settings that are not known may be.
    ways: Vec<Vec<Option<Arc<dyn Matcher>>>>,
    /// The settings that are not known.
    unsure: Vec<&'static str>,
    /// Index and parts of each route with an unknown part.
    unknown: Vec<(usize, Vec<Part>)>,
}

/// What `app` answers to `request`. Who asks about many requests makes one [`Server`].
pub fn serve(app: &App, request: &Request<'_>) -> Answer {
    Server::new(app).serve(request)
}

impl<'a> Server<'a> {
    /// Builds what `app`'s frameworks look routes up in.
    pub fn new(app: &'a App) -> Self {
        let routes = app.routes.iter().enumerate().filter(|(_, route)| !route.known);
        let unknown = routes.map(|(index, route)| (index, route_parts(route))).collect();
        let unsure = |engine: &Engine| engine.settings.unsure().collect::<Vec<_>>();
        let mut unsure: Vec<_> = app.engines.iter().flat_map(unsure).collect();
        unsure.sort_unstable();
        unsure.dedup();
        let ways = if unsure.len() > UNSURE { 0 } else { 1_usize << unsure.len() };
        let matchers = |way: usize| {
            let mut engines = std::borrow::Cow::Borrowed(&app.engines);
            for (bit, name) in unsure.iter().enumerate() {
                for engine in engines.to_mut() {
                    if engine.settings.unsure().any(|other| other == *name) {
                        engine.settings.set(name, Some(way & (1 << bit) != 0));
                    }
                }
            }
            (0..engines.len()).map(|index| matcher(&engines, index)).collect()
        };
        let ways = (0..ways).map(matchers).collect();
        Self { app, ways, unsure, unknown }
    }

    /// What the app answers to `request`.
    pub fn serve(&self, request: &Request<'_>) -> Answer {
        self.ask(request).answer
    }

    /// What the app answers to `request`, with what was seen on the way.
    pub fn ask(&self, request: &Request<'_>) -> Reply {
        let mut replies = self.ways.iter().map(|matchers| self.go(matchers, request));
        let first = replies.next();
        let reply = match first {
            Some(first) if replies.all(|other| other == first) => first,
            _ => return unseen(format!("what {} is set to", self.unsure.join(", "))),
        };
        match self.doubt(request, &reply.answer) {
            Some(reason) => unseen(reason),
            None => reply,
        }
    }

    /// The way of a request through the known registrations.
    fn go(&self, matchers: &[Option<Arc<dyn Matcher>>], request: &Request<'_>) -> Reply {
        let (mut engine, mut params) = (0, Vec::new());
        if request.path.contains(char::REPLACEMENT_CHARACTER) {
            return unseen("which bytes the path has".to_owned());
        }
        let (mut path, mut raw_path) = (request.path.to_owned(), request.raw_path.to_owned());
        for _ in 0..MOUNTS {
            let Some(Some(matcher)) = matchers.get(engine) else {
                return unseen("which of its routes this framework takes".to_owned());
            };
            let request = Request { path: &path, raw_path: &raw_path, ..*request };
            let (found, rest) = match matcher.find(&request) {
                Found::Registration { engine, registration, params: more, rest } => {
                    params.extend(more);
                    (self.registration(engine, registration), rest)
                }
                Found::Redirect { status, location } => {
                    return Reply {
                        answer: Answer::Redirect { status, location },
                        params,
                        allow: Vec::new(),
                    };
                }
                Found::Status { status: 404, .. } if self.falls_back(engine) => {
                    return unseen("the fallback handler answers".to_owned());
                }
                Found::Status { status, allow } => {
                    let answer = match status {
                        404 => Answer::NotFound,
                        405 => Answer::MethodNotAllowed,
                        other => Answer::Status(other),
                    };
                    return Reply { answer, params, allow };
                }
                Found::Unknown(reason) => return unseen(reason),
            };
            let Some(found) = found else {
                return unseen("what answers there".to_owned());
            };
            // Who goes by the steps has looked at the conditions.
            if !found.conditions.is_empty() && found.steps.is_empty() {
                return unseen(format!("whether the request has {}", found.conditions.join(", ")));
            }
            match &found.target {
                Target::Routes(routes) => {
                    return match self.of_method(routes, request.method) {
                        Some(route) => Reply { answer: Answer::Route(route), params, allow: Vec::new() },
                        None => unseen(format!("what {} {} answers", found.method, found.pattern)),
                    };
                }
                Target::Middleware(_) => {
                    return unseen(format!("what {} {} answers", found.method, found.pattern));
                }
                Target::Mount { engine: next, strip } => {
                    if let Some((rest, raw)) = rest {
                        (path, raw_path) = (rest, raw);
                    }
                    for prefix in strip {
                        match stripped(prefix, &path, &raw_path) {
                            Some(left) => (path, raw_path) = left,
                            None => return Reply { answer: Answer::NotFound, params, allow: Vec::new() },
                        }
                    }
                    engine = *next;
                }
            }
        }
        unseen("routers are mounted too deep".to_owned())
    }

    fn registration(&self, engine: usize, registration: usize) -> Option<&Registration> {
        self.app.engines.get(engine)?.registrations.get(registration)
    }

    /// The route that stands for a method, of those of one registration.
    fn of_method(&self, routes: &[usize], method: &str) -> Option<usize> {
        let is_for = |wanted: &str| {
            let has = |route: &&usize| self.app.routes.get(**route).is_some_and(|r| r.method == wanted);
            routes.iter().find(has).copied()
        };
        is_for(method).or_else(|| is_for(ANY)).or_else(|| is_for("GET").filter(|_| method == "HEAD"))
    }

    fn falls_back(&self, engine: usize) -> bool {
        self.app.engines.get(engine).is_some_and(|engine| engine.fallback.is_some())
    }

    /// Why `answer`, which the known registrations give, may not be the answer.
    fn doubt(&self, request: &Request<'_>, answer: &Answer) -> Option<String> {
        if matches!(answer, Answer::Unknown(_)) {
            return None;
        }
        let met = match answer {
            Answer::Route(index) => self.app.routes.get(*index),
            _ => None,
        };
        // Nothing goes before a route that is all literal, unless the first one that fits is taken.
        let is_literal =
            |route: &Route| route_parts(route).iter().all(|part| matches!(part, Part::Literal(_)));
        let in_order = |route: &Route| table_of(route.framework).is_some_and(|table| table.in_order);
        if met.is_some_and(|route| !in_order(route) && is_literal(route) && self.app.engines.len() == 1) {
            return None;
        }
        let goes_before = |unknown: &Route| match met {
            Some(route) => self.app.engines.len() > 1 || !in_order(route) || unknown.order < route.order,
            None => true,
        };
        let mut unknown = self.unknown.iter().filter_map(|(index, parts)| {
            let route = self.app.routes.get(*index)?;
            (goes_before(route) && self.takes(route, request, met.is_some())).then_some((route, parts))
        });
        if let Some((route, _)) = unknown.find(|(_, parts)| unknown::may_match(parts, request.path)) {
            return Some(format!("{} {} may answer", route.method, route.pattern));
        }
        if met.is_none() && !self.app.unseen.is_empty() {
            return Some(format!("not all routes are seen: {}", self.app.unseen.join(", ")));
        }
        None
    }

    /// Whether a route that matches the path of `request` would change what is answered, as far as methods go.
    fn takes(&self, route: &Route, request: &Request<'_>, met: bool) -> bool {
        let table = table_of(route.framework);
        let heads =
            request.method == "HEAD" && route.method == "GET" && table.is_none_or(|table| table.heads);
        let not_allowed = || {
            let settings = self.app.engines.iter().find(|engine| engine.framework == route.framework);
            let settings = settings.map(|engine| &engine.settings);
            table.zip(settings).is_none_or(|(table, settings)| (table.not_allowed)(settings))
        };
        route.method == request.method || route.method == ANY || heads || (!met && not_allowed())
    }

    /// A path that the app answers with `route` (of `app.routes`); `None` where none was found, or the pattern is unknown.
    pub fn example_path(&self, route: &Route) -> Option<String> {
        if !route.known {
            return None;
        }
        let parts = route_parts(route);
        EXAMPLES.iter().find_map(|(param, rest)| {
            let words = parts.iter().map(|part| match part {
                Part::Literal(text) => text.as_str(),
                Part::Param(_) => param,
                Part::Placeholder(placeholder) => match &placeholder.example {
                    Some(example) => example.as_str(),
                    None if placeholder.greedy => rest,
                    None => param,
                },
                Part::CatchAll(_) | Part::Unknown(_) => rest,
            });
            let path: String = words.collect();
            let host = route.host.as_deref().unwrap_or(ANY_HOST);
            let request = Request { host: Some(host), ..Request::new(route.example_method(), &path) };
            match self.serve(&request) {
                Answer::Route(index) if self.app.routes.get(index) == Some(route) => Some(path),
                _ => None,
            }
        })
    }
}

/// A path that `app` answers with `route` (of `app.routes`); `None` where none was found, or the pattern is unknown.
pub fn example_path(app: &App, route: &Route) -> Option<String> {
    Server::new(app).example_path(route)
}

/// A host that no program names, for examples of routes that are for any.
const ANY_HOST: &str = "host.invalid";

/// What stands for a parameter and for a catch-all in examples. The first that leads to the route is taken.
const EXAMPLES: &[(&str, &str)] =
    &[("1", "a"), ("a", "a/b"), ("x1", "index.html"), ("example", ""), ("0", "x/y/z")];

fn unseen(reason: String) -> Reply {
    Reply { answer: Answer::Unknown(reason), params: Vec::new(), allow: Vec::new() }
}

/// `http.StripPrefix` (net/http/server.go): path and raw path without `prefix`; `None` is its 404.
fn stripped(prefix: &str, path: &str, raw_path: &str) -> Option<(String, String)> {
    let (short, raw) = (path.strip_prefix(prefix), raw_path.strip_prefix(prefix));
    match (short, raw) {
        (Some(short), Some(raw)) => Some((short.to_owned(), raw.to_owned())),
        (Some(short), None) if raw_path.is_empty() => Some((short.to_owned(), String::new())),
        _ => None,
    }
}
