//! What each framework registers, how it joins, and which route a request gets: one file a framework.

use crate::program::App;

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
