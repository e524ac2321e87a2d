//! What happens to one request.

mod chances;
mod tracer;

use traefik::request::Request;
pub use traefik::request::forward::Forwarded as Upstream;

use crate::model::{Model, Stack};

/// The way of one request, step by step; what the command line prints for `explain`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The entry point it came in by.
    pub entry_point: String,
    /// The path that rules see.
    pub routing_path: String,
    /// Routers in the order Traefik tries them, down to the one that takes the request (and its equals).
    pub candidates: Vec<Candidate>,
    /// The router that takes it.
    pub router: Option<String>,
    /// What each middleware did, in order; ends at the one that answers.
    pub middlewares: Vec<Step>,
    /// The service, down to the load balancer.
    pub service: Option<String>,
    /// The server's URL as configured.
    pub server: Option<String>,
    /// What the server gets.
    pub upstream: Option<Upstream>,
    /// Index in [`Model::apps`].
    pub app: Option<usize>,
    /// Index in the app's routes.
    pub route: Option<usize>,
    /// The status, where it can be told.
    pub status: Option<u16>,
    /// `Location` of a redirection.
    pub location: Option<String>,
    /// Who answers.
    pub by: By,
    /// Whether the files tell all of this.
    pub certain: bool,
    /// What was not seen, or left open.
    pub unknown: Vec<String>,
    /// One sentence.
    pub verdict: String,
}

/// One router that was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// `api@file`
    pub router: String,
    /// As Traefik computes it.
    pub priority: i64,
    /// Whether its rule matches.
    pub matched: bool,
    /// The first matcher that does not: its source text.
    pub failed: Option<String>,
}

/// One middleware on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// `strip@file`
    pub name: String,
    /// `stripPrefix`
    pub kind: String,
    /// The path (escaped) before it.
    pub before: String,
    /// The path (escaped) after it.
    pub after: String,
    /// Status and location, where it answers.
    pub responds: Option<(u16, Option<String>)>,
}

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Traefik itself: no router, no server, a bad request.
    Traefik,
    /// A middleware.
    Middleware,
    /// The program behind the service.
    App,
    /// The files do not tell.
    Unknown,
}

impl By {
    /// As in the command line's JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Traefik => "traefik",
            Self::Middleware => "middleware",
            Self::App => "app",
            Self::Unknown => "unknown",
        }
    }
}

/// Follows `request`, which came in by `entry_point` (a name in `stack`).
pub fn trace(model: &Model, stack: &Stack, entry_point: &str, request: &Request) -> Trace {
    let mut trace = tracer::follow(model, stack, entry_point, request.clone());
    trace.unknown.dedup();
    trace.certain = trace.unknown.is_empty();
    trace
}
