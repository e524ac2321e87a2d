//! Engines as their program fills them: what a framework looks requests up in.

use syntax::Location;

use super::Framework;

/// One router of an app: registrations in the framework's own words, as its own list of routes would have them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engine {
    /// The framework.
    pub framework: Framework,
    /// The framework's version as `go.mod` requires it (`v1.12.0`); for net/http the module's `go` line (`1.26`).
    pub version: Option<String>,
    /// What changes matching.
    pub settings: Settings,
    /// All registrations, in the order in which they are made.
    pub registrations: Vec<Registration>,
    /// Whether a handler answers what no registration does (`NoRoute`).
    pub fallback: Option<Location>,
    /// Whether it is a part of the engine that it is mounted in (gorilla's `Subrouter`), which goes on with its own
    /// registrations where nothing in here fits.
    pub part: bool,
}

/// A line of an engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// `GET`, or [`ANY`].
    pub method: String,
    /// The host it is for, in the framework's host language; `None` is any.
    pub host: Option<String>,
    /// The path in the framework's language, the prefixes of its groups included; unknown parts as `⟨expression⟩`.
    pub pattern: String,
    /// Whether method, host and pattern hold no unknown part.
    pub known: bool,
    /// Whether the pattern stands for all paths that begin with it (`Use`, `PathPrefix`, `Mount`).
    pub prefix: bool,
    /// What else a request must have, as written: `Queries("page", "{n}")`.
    pub conditions: Vec<String>,
    /// How it is narrowed, in the order of the calls, where a framework does so step by step and its look-up goes by
    /// that order; empty where method and path are registered at once.
    pub steps: Vec<Step>,
    /// Whether it is made under a condition.
    pub conditional: bool,
    /// What it leads to.
    pub target: Target,
    /// Where its path is written.
    pub path: Location,
}

/// One call that narrows a registration. Texts are as written; unknown parts as `⟨expression⟩`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// To [`Registration::method`].
    Methods,
    /// To a path.
    Path(String),
    /// To all paths that begin with this one.
    Prefix(String),
    /// To a host.
    Host(String),
    /// By something else: the name of the method, and the arguments that are known texts.
    Other(String, Vec<Option<String>>),
}

/// What a registration leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A handler; the routes of the app that stand for it (indices into [`App::routes`](super::App::routes)): one for
    /// each method that comes to it from outside. None where there is no handler or no request can come to it.
    Routes(Vec<usize>),
    /// Another engine of the app (index into [`App::engines`](super::App::engines)).
    Mount {
        /// Which.
        engine: usize,
        /// Prefixes that `http.StripPrefix` takes off on the way, in this order; each must be there.
        strip: Vec<String>,
    },
    /// Middlewares, by their symbols: `github.com/go-chi/chi/v5/middleware.StripSlashes`, and what they are made with
    /// where that is one text: `….Heartbeat("/ping")`. They run for what the pattern stands for and answer nothing by
    /// themselves, as far as is known.
    Middleware(Vec<String>),
}

/// The method of a registration that is for all of them.
pub const ANY: &str = "*";

/// Switches that change matching, by the names that the framework gives them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings(Vec<(&'static str, Option<bool>)>);

impl Settings {
    /// These defaults.
    pub(crate) fn new(defaults: &[(&'static str, bool)]) -> Self {
        Self(defaults.iter().map(|(name, value)| (*name, Some(*value))).collect())
    }

    /// Whether `name` is on. What only a run could tell counts as off; [`Settings::unsure`] has it.
    pub fn is(&self, name: &str) -> bool {
        self.0.iter().any(|(other, value)| *other == name && *value == Some(true))
    }

    /// Turns `name` on or off; `None` where only a run could tell. A name that the framework does not have is left out.
    pub fn set(&mut self, name: &str, value: Option<bool>) {
        if let Some((_, place)) = self.0.iter_mut().find(|(other, _)| *other == name) {
            *place = value;
        }
    }

    /// The switches of which only a run could tell the place.
    pub fn unsure(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().filter(|(_, value)| value.is_none()).map(|(name, _)| *name)
    }

    /// All switches with their places.
    pub fn all(&self) -> &[(&'static str, Option<bool>)] {
        &self.0
    }
}
