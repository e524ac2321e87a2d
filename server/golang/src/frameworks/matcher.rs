//! The look-up of a framework: what each of them has a type for.

use std::fmt::Debug;
use std::sync::Arc;

use syntax::Location;

use super::{Table, table_of};
use crate::program::{App, Engine};

/// What a framework looks requests up in: made from an engine once, asked often.
pub trait Matcher: Debug + Send + Sync {
    /// What the known registrations answer. Those that are not [`known`](crate::program::Registration::known) are left
    /// out; what they may change is the caller's to say.
    fn find(&self, request: &Request<'_>) -> Found;
}

/// A request as net/http hands it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request<'r> {
    /// `GET`
    pub method: &'r str,
    /// The `Host` header; `None` where it is not known.
    pub host: Option<&'r str>,
    /// Decoded, as `URL.Path`.
    pub path: &'r str,
    /// Go's `URL.RawPath`: the path as it came where decoding loses something, else empty.
    pub raw_path: &'r str,
    /// The request's `X-Forwarded-Prefix`, which Gin puts before the `Location` of its own redirections.
    pub prefix: Option<&'r str>,
    /// The query as it is sent; `None` where it is not known.
    pub query: Option<&'r str>,
    /// Names and values of the other header fields; `None` where they are not known.
    pub headers: Option<&'r [(String, String)]>,
}

impl<'r> Request<'r> {
    /// A request of which only this is known.
    pub fn new(method: &'r str, path: &'r str) -> Self {
        Self { method, host: None, path, raw_path: "", prefix: None, query: None, headers: None }
    }
}

/// What an engine does with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A registration answers.
    Registration {
        /// The engine it is in: the one that was asked, or one that the framework itself looks into from there.
        engine: usize,
        /// Its index in [`Engine::registrations`].
        registration: usize,
        /// Parameters as the handler gets them, in the order of the pattern.
        params: Vec<(String, String)>,
        /// Where it is a mount that leaves only a part of the path to what is mounted: that part, decoded and raw.
        rest: Option<(String, String)>,
    },
    /// The framework redirects.
    Redirect {
        /// 301, 307 …
        status: u16,
        /// `Location`, without the request's query, which stays.
        location: String,
    },
    /// The framework answers by itself: 404, 405, 204 for `OPTIONS`, 400 …
    Status {
        /// The status.
        status: u16,
        /// The methods of the `Allow` header, sorted; empty where there is none.
        allow: Vec<String>,
    },
    /// The files do not tell, for this reason.
    Unknown(String),
}

impl Found {
    /// 404
    pub const NOT_FOUND: Self = Self::Status { status: 404, allow: Vec::new() };
}

/// The look-up of `engines[index]`; `None` for a framework that is not followed into its answers.
pub fn matcher(engines: &[Engine], index: usize) -> Option<Arc<dyn Matcher>> {
    Some((table_of(engines.get(index)?.framework)?.matcher?)(engines, index))
}

/// A registration that makes the framework panic when the program starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Index in [`App::engines`].
    pub engine: usize,
    /// Index in [`Engine::registrations`]: the one that panics.
    pub registration: usize,
    /// Index of the registration it collides with, if it is not wrong by itself.
    pub other: Option<usize>,
    /// The framework's words.
    pub message: String,
    /// The path argument of the registration that panics.
    pub location: Location,
}

/// A registration that a framework refuses: its index, the one in its way, and the framework's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Index in [`Engine::registrations`].
    pub registration: usize,
    /// The one it collides with, if it is not wrong by itself.
    pub other: Option<usize>,
    /// The framework's words.
    pub message: String,
}

/// Registrations at which `engines[index]` panics, in the order of registration.
pub fn clashes(engines: &[Engine], index: usize) -> Vec<Clash> {
    let table = engines.get(index).and_then(|engine| table_of(engine.framework));
    table.map_or_else(Vec::new, |table: &Table| (table.clashes)(engines, index))
}

/// Registrations that make `app` panic at its start, in the order of registration.
pub fn conflicts(app: &App) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    for (engine, filled) in app.engines.iter().enumerate() {
        for Clash { registration, other, message } in clashes(&app.engines, engine) {
            let is_conditional =
                |index: usize| filled.registrations.get(index).is_some_and(|r| r.conditional);
            // Of two registrations under conditions perhaps only one is made.
            if other.is_some_and(|other| is_conditional(registration) || is_conditional(other)) {
                continue;
            }
            if let Some(location) = filled.registrations.get(registration).map(|r| r.path) {
                conflicts.push(Conflict { engine, registration, other, message, location });
            }
        }
    }
    conflicts
}
