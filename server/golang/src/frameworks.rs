//! What each framework registers, how it joins, and which route a request gets: one file a framework.

use crate::program::{App, Framework, Route};
use syntax::Location;

/// What the program answers to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The route with this index in [`App::routes`].
    Route(usize),
    /// The framework redirects by itself, for instance to the path without a trailing slash.
    Redirect {
        /// 301, 307 …
        status: u16,
        /// `Location`
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
pub fn serve(app: &App, method: &str, path: &str, raw_path: &str, prefix: Option<&str>) -> Answer {
    let _ = (app, method, path, raw_path, prefix);
    Answer::NotFound
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
    let _ = framework;
    vec![Part::Literal(pattern.to_owned())]
}

/// A path that `app` answers with `route` (of `app.routes`); `None` where none was found, or the pattern is unknown.
pub fn example_path(app: &App, route: &Route) -> Option<String> {
    let _ = app;
    route.known.then(|| route.pattern.clone())
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
    let _ = app;
    Vec::new()
}
