//! Middlewares of chi's own that change which route is met (middleware/*.go, chi 5.5.0).

use super::router::Routers;
use super::serve::State;
use crate::frameworks::outcome::Outcome;
use crate::frameworks::redirect;
use crate::path;

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Middleware {
    CleanPath,
    StripSlashes,
    RedirectSlashes,
    /// As it was before 5.3.0: its `Location` is not followed.
    OldRedirectSlashes,
    GetHead,
    /// Takes the format behind the last dot off.
    UrlFormat,
    StripPrefix(String),
    /// Answers on one path.
    Heartbeat(String),
    /// One whose arguments are not known, in words.
    Unseen(String),
}

/// The packages of chi's middlewares.
const PACKAGES: &[&str] = &["github.com/go-chi/chi/v5/middleware.", "github.com/go-chi/chi/middleware."];

impl Middleware {
    /// The one with this symbol; `None` where it changes nothing.
    pub(super) fn of(symbol: &str) -> Option<Self> {
        let own = PACKAGES.iter().find_map(|package| symbol.strip_prefix(package))?;
        let (name, text) = own.split_once("(\"").unwrap_or((own, ""));
        let text = text.strip_suffix("\")").map(str::to_owned);
        Some(match (name, text) {
            ("CleanPath", _) => Self::CleanPath,
            ("StripSlashes", _) => Self::StripSlashes,
            ("RedirectSlashes", _) => Self::RedirectSlashes,
            ("GetHead", _) => Self::GetHead,
            ("URLFormat", _) => Self::UrlFormat,
            ("Heartbeat", Some(path)) => Self::Heartbeat(path),
            ("StripPrefix", Some(prefix)) => Self::StripPrefix(prefix),
            (
                "Heartbeat" | "StripPrefix" | "PathRewrite" | "PageRoute" | "RouteHeaders" | "Maybe" | "New",
                _,
            ) => Self::Unseen(format!("chi's {name}")),
            _ => return None,
        })
    }

    /// What it makes of a request; an outcome where it answers by itself.
    pub(super) fn pass(&self, routers: &Routers, state: &mut State<'_>) -> Option<Outcome> {
        match self {
            Self::CleanPath => {
                if state.route_path.is_empty() {
                    state.route_path = path::clean(state.raw_or_path());
                }
            }
            Self::StripSlashes => {
                if let Some(shorter) = without_slash(state.routed()) {
                    state.route_path = shorter.to_owned();
                }
            }
            Self::RedirectSlashes => {
                without_slash(state.routed())?;
                let slashed = state.routed().replace('\\', "/");
                let location = redirect::rooted(&format!("/{}", slashed.trim_matches('/')));
                return Some(Outcome::Redirect { status: 301, location });
            }
            Self::OldRedirectSlashes => {
                without_slash(state.routed())?;
                return Some(Outcome::Unknown("where RedirectSlashes of this chi leads".to_owned()));
            }
            Self::GetHead => {
                if state.method == "HEAD" {
                    let path =
                        if state.route_path.is_empty() { state.raw_or_path() } else { &state.route_path };
                    let path = path.to_owned();
                    if !routers.has(state.root, "HEAD", &path, &mut state.seen.lost) {
                        "GET".clone_into(&mut state.route_method);
                        state.route_path = path;
                    }
                }
            }
            Self::UrlFormat => {
                let path = state.routed();
                if path.find('.').is_some_and(|at| at > 0) {
                    let base = path.rfind('/').unwrap_or_default();
                    if let Some(at) = path[base..].rfind('.').filter(|at| *at > 0) {
                        state.route_path = path[..base + at].to_owned();
                    }
                }
            }
            Self::StripPrefix(prefix) => {
                let shorter = state.path.strip_prefix(prefix.as_str());
                let shorter_raw = state.raw_path.strip_prefix(prefix.as_str());
                match (shorter, shorter_raw) {
                    _ if prefix.is_empty() => {}
                    (Some(path), _) if state.raw_path.is_empty() => state.path = path.to_owned(),
                    (Some(path), Some(raw)) => {
                        (state.path, state.raw_path) = (path.to_owned(), raw.to_owned());
                    }
                    _ => return Some(Outcome::NOT_FOUND),
                }
            }
            Self::Unseen(words) => return Some(Outcome::Unknown(format!("what {words} makes of requests"))),
            Self::Heartbeat(endpoint) => {
                let is_asked = matches!(state.method, "GET" | "HEAD") && equal_fold(&state.path, endpoint);
                return is_asked.then_some(Outcome::Status { status: 200, allow: Vec::new() });
            }
        }
        None
    }
}

fn without_slash(path: &str) -> Option<&str> {
    path.strip_suffix('/').filter(|shorter| !shorter.is_empty())
}

/// `strings.EqualFold`.
fn equal_fold(one: &str, other: &str) -> bool {
    let same =
        |(a, b): (char, char)| a.to_lowercase().eq(b.to_lowercase()) || a.to_uppercase().eq(b.to_uppercase());
    one.chars().count() == other.chars().count() && one.chars().zip(other.chars()).all(same)
}
