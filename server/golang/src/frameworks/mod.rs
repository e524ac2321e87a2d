//! What each framework registers, how it joins, and which route a request gets: one file a framework.

mod gin;
mod nethttp;
mod outcome;
mod redirect;
#[cfg(test)]
mod replay;
pub(crate) mod table;
mod unknown;

use syntax::Location;

use crate::program::{App, Framework, Route};
use table::Table;

/// All frameworks.
static TABLES: &[&Table] = &[&gin::TABLE];

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
    /// A pattern with an unknown part, or a fallback handler, may answer. The words say what is unseen.
    Unknown(String),
}

/// What `app` answers to `method` on `path` (decoded, as `URL.Path`; `raw_path` is Go's `URL.RawPath`).
/// `prefix` is the request's `X-Forwarded-Prefix`, which Gin puts before the `Location` of its own redirections.
///
/// Who asks about many requests makes one [`Server`].
pub fn serve(app: &App, method: &str, path: &str, raw_path: &str, prefix: Option<&str>) -> Answer {
    Server::new(app).serve(method, path, raw_path, prefix)
}

/// An app, ready to be asked.
#[derive(Clone, Debug)]
pub struct Server<'a> {
    app: &'a App,
    known: gin::Server,
    /// Index and parts of each route with an unknown part.
    unknown: Vec<(usize, Vec<Part>)>,
}

impl<'a> Server<'a> {
    /// Builds what `app`'s framework looks routes up in.
    pub fn new(app: &'a App) -> Self {
        let routes = app.routes.iter().enumerate().filter(|(_, route)| !route.known);
        let unknown = routes.map(|(index, route)| (index, parts(app.framework, &route.pattern))).collect();
        let known = match app.framework {
            Framework::Gin => gin::Server::new(app),
        };
        Self { app, known, unknown }
    }

    /// As [`serve`].
    pub fn serve(&self, method: &str, path: &str, raw_path: &str, prefix: Option<&str>) -> Answer {
        let answer = self.known.serve(method, path, raw_path, prefix);
        // Nothing goes before a route that is all literal.
        if let Answer::Route(index) = answer
            && let Some(route) = self.app.routes.get(index)
            && parts(self.app.framework, &route.pattern).iter().all(|part| matches!(part, Part::Literal(_)))
        {
            return answer;
        }
        let mut unknown = self.unknown.iter().map(|(index, parts)| (&self.app.routes[*index], parts));
        let meets = |route: &Route| {
            route.method == method
                || (self.app.settings.handle_method_not_allowed && answer == Answer::NotFound)
        };
        if let Some((route, _)) =
            unknown.find(|(route, parts)| meets(route) && unknown::may_match(parts, path))
        {
            return Answer::Unknown(format!("{} {} may answer", route.method, route.pattern));
        }
        match answer {
            Answer::Route(_) => answer,
            _ if !self.app.unseen.is_empty() => {
                Answer::Unknown(format!("not all routes are seen: {}", self.app.unseen.join(", ")))
            }
            Answer::NotFound if self.app.fallback.is_some() => {
                Answer::Unknown("the fallback handler answers".to_owned())
            }
            other => other,
        }
    }
}

/// A part of a pattern, whatever the framework writes it like. Literals hold their slashes: `/users/:id/x` is
/// `Literal("/users/")`, `Param("id")`, `Literal("/x")`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// These bytes.
    Literal(String),
    /// One or more bytes up to the next `/`.
    Param(String),
    /// Anything, also nothing, also slashes.
    CatchAll(String),
    /// What the files do not tell: `cfg.Prefix`. Anything at all.
    Unknown(String),
}

/// The parts of a pattern of `framework`.
pub fn parts(framework: Framework, pattern: &str) -> Vec<Part> {
    let known = match framework {
        Framework::Gin => gin::parts,
    };
    let mut parts = Vec::new();
    let mut rest = pattern;
    while let Some((before, (name, after))) =
        rest.split_once('⟨').and_then(|(before, rest)| Some((before, rest.split_once('⟩')?)))
    {
        parts.extend(known(before));
        parts.push(Part::Unknown(name.to_owned()));
        rest = after;
    }
    parts.extend(known(rest));
    parts
}

/// A path that `app` answers with `route` (of `app.routes`); `None` where none was found, or the pattern is unknown.
pub fn example_path(app: &App, route: &Route) -> Option<String> {
    Server::new(app).example_path(route)
}

/// What stands for a parameter and for a catch-all in examples. The first that leads to the route is taken.
const EXAMPLES: &[(&str, &str)] =
    &[("1", "a"), ("a", "a/b"), ("x1", "index.html"), ("example", ""), ("0", "x/y/z")];

impl Server<'_> {
    /// As [`example_path`].
    pub fn example_path(&self, route: &Route) -> Option<String> {
        if !route.known {
            return None;
        }
        let parts = parts(self.app.framework, &route.pattern);
        EXAMPLES.iter().find_map(|(param, rest)| {
            let words = parts.iter().map(|part| match part {
                Part::Literal(text) => text.as_str(),
                Part::Param(_) => param,
                Part::CatchAll(_) | Part::Unknown(_) => rest,
            });
            let path: String = words.collect();
            match self.serve(&route.method, &path, "", None) {
                Answer::Route(index) if self.app.routes.get(index) == Some(route) => Some(path),
                _ => None,
            }
        })
    }
}

/// A registration that makes the framework panic when the program starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Index in [`App::routes`]: the registration that panics.
    pub route: usize,
    /// Index of the registration it collides with, if it is not wrong by itself.
    pub other: Option<usize>,
    /// The framework's words.
    pub message: String,
    /// The path argument of the registration that panics.
    pub location: Location,
}

/// Registrations that make `app` panic at its start, in the order of registration.
pub fn conflicts(app: &App) -> Vec<Conflict> {
    match app.framework {
        Framework::Gin => gin::conflicts(app),
    }
}

/// The framework whose package is `path`.
pub(crate) fn by_import(path: &str) -> Option<&'static Table> {
    TABLES.iter().copied().find(|table| table.import == path)
}

/// Whether a value of type `path.name` is one request, as a handler gets it.
pub(crate) fn is_request(path: &str, name: &str) -> bool {
    (path, name) == ("net/http", "ResponseWriter")
        || by_import(path).is_some_and(|table| table.requests.contains(&name))
}

/// The name that a package is used by where its import gives none.
pub(crate) fn package_name(path: &str) -> &str {
    let last = last_element(path);
    // gopkg.in/yaml.v3, github.com/mattn/go-isatty
    let last = last.split_once(".v").map_or(last, |(name, _)| name);
    last.strip_prefix("go-").unwrap_or(last)
}

/// The last element of an import path that is no major version.
pub(crate) fn last_element(path: &str) -> &str {
    let is_version = |element: &str| {
        element
            .strip_prefix('v')
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    let mut elements = path.rsplit('/');
    let last = elements.next().unwrap_or(path);
    if is_version(last) { elements.next().unwrap_or(last) } else { last }
}

/// The value of a method constant of net/http: `http.MethodGet`.
pub(crate) fn method_constant(path: &str, name: &str) -> Option<&'static str> {
    if path != "net/http" {
        return None;
    }
    Some(match name {
        "MethodGet" => "GET",
        "MethodHead" => "HEAD",
        "MethodPost" => "POST",
        "MethodPut" => "PUT",
        "MethodPatch" => "PATCH",
        "MethodDelete" => "DELETE",
        "MethodConnect" => "CONNECT",
        "MethodOptions" => "OPTIONS",
        "MethodTrace" => "TRACE",
        _ => return None,
    })
}
