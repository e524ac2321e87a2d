//! What patterns are made of, whatever a framework writes them like.

use super::table_of;
use crate::program::{Framework, Route};

/// A part of a pattern. Literals hold their slashes: `/users/:id/x` is `Literal("/users/")`, `Param("id")`,
/// `Literal("/x")`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// These bytes.
    Literal(String),
    /// One or more bytes up to the next `/`.
    Param(String),
    /// Anything, also nothing, also slashes.
    CatchAll(String),
    /// A parameter that takes more or less than that.
    Placeholder(Placeholder),
    /// What the files do not tell: `cfg.Prefix`. Anything at all.
    Unknown(String),
}

/// A parameter with a condition, an optional one, or one that may go on behind a `/` but must not be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// Its name; empty where it has none.
    pub name: String,
    /// As written: `:id<int>?`, `{id:[0-9]+}`.
    pub source: String,
    /// Whether it may be empty.
    pub optional: bool,
    /// Whether it may hold slashes.
    pub greedy: bool,
    /// What its value must meet, in the framework's words: `int`, `[0-9]+`.
    pub constraint: Option<String>,
    /// A value that it takes, where one is known.
    pub example: Option<String>,
}

/// The parts of a pattern of `framework`.
pub fn parts(framework: Framework, pattern: &str) -> Vec<Part> {
    let known = |pattern: &str| match table_of(framework) {
        Some(table) => (table.parts)(pattern),
        None => vec![Part::Literal(pattern.to_owned())],
    };
    let mut parts = Vec::new();
    let mut rest = pattern;
    while let Some((before, (name, after))) =
        rest.split_once('⟨').and_then(|(before, rest)| Some((before, rest.split_once('⟩')?)))
    {
        if !before.is_empty() {
            parts.extend(known(before));
        }
        parts.push(Part::Unknown(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() || parts.is_empty() {
        parts.extend(known(rest));
    }
    parts
}

/// The parts of the paths that come to `route`.
pub fn route_parts(route: &Route) -> Vec<Part> {
    let mut parts = parts(route.framework, &route.pattern);
    if route.prefix && !matches!(parts.last(), Some(Part::CatchAll(_))) {
        parts.push(Part::CatchAll(String::new()));
    }
    parts
}
