//! Go's regular expressions (regexp, Go 1.26): read as Go reads them, refused in Go's words, and run by the `regex`
//! crate on a pattern that means the same there.
//!
//! Both engines are of one family (leftmost-first, linear time). What differs is spelled out while reading: `\d`, `\w`,
//! `\s` and `\b` are ASCII, `$` is the very end, flags travel with each part, `\Q…\E`, `\z`, `\C`, names of classes.

mod class;
mod error;
mod escape;
mod items;
mod parser;

use std::sync::Arc;

use regex::Regex;

use crate::request::bytes;

/// A regular expression that Go compiles.
#[derive(Clone, Debug)]
pub struct Regexp {
    source: Arc<str>,
    pattern: Arc<str>,
    groups: Vec<Option<String>>,
    engine: Option<Regex>,
}

impl Regexp {
    /// Compiles `source`, or says why Go does not: ``error parsing regexp: missing closing ]: `[` ``.
    pub fn compile(source: &str) -> Result<Self, String> {
        let parsed = parser::parse(source).map_err(|error| error.to_string())?;
        let engine = (!parsed.surrogates).then(|| Regex::new(&parsed.pattern).ok()).flatten();
        Ok(Self { source: source.into(), pattern: parsed.pattern.into(), groups: parsed.groups, engine })
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// The same for the `regex` crate and its relatives. Groups keep their numbers; names are in
    /// [`Regexp::group_names`], for Go's names may repeat.
    pub fn pattern(&self) -> &str {
        &self.pattern
    }

    /// The engine; `None` where nothing can be said of matches: the pattern is too large for it, or asks for surrogates.
    pub fn engine(&self) -> Option<&Regex> {
        self.engine.as_ref()
    }

    /// The names of the capture groups, from group 1 on.
    pub fn group_names(&self) -> &[Option<String>] {
        &self.groups
    }

    /// Whether it matches anywhere in `subject`, whose bytes that are no UTF-8 are kept as [`bytes`] says: Go sees
    /// U+FFFD there. `None` where there is no engine.
    pub fn is_match(&self, subject: &str) -> Option<bool> {
        self.engine.as_ref().map(|engine| engine.is_match(&bytes::lossy(subject)))
    }
}

#[cfg(test)]
mod tests;
