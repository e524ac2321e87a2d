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

use std::sync::{Arc, OnceLock};

use regex::{Regex, RegexBuilder};

use crate::bytes;

/// Bytes of one compiled expression. Go's own bound is larger, and nothing real comes near this one.
const ENGINE_BYTES: usize = 2 * 1024 * 1024;

/// Bytes of all compiled expressions that belong together: a rule may hold thousands.
const ENGINES_BYTES: usize = 16 * 1024 * 1024;

/// A regular expression that Go compiles.
#[derive(Clone, Debug)]
pub struct Regexp {
    inner: Arc<Inner>,
    /// Bytes that the engine may have.
    limit: usize,
}

#[derive(Debug)]
struct Inner {
    source: String,
    parsed: parser::Parsed,
    /// Made when it is first asked for.
    engine: OnceLock<Option<Regex>>,
}

impl Regexp {
    /// Compiles `source`, or says why Go does not: ``error parsing regexp: missing closing ]: `[` ``. Bytes that are no
    /// UTF-8 are kept as [`bytes`] says; Go takes none.
    pub fn compile(source: &str) -> Result<Self, String> {
        let parsed = parser::parse(source);
        if let Some(at) = bytes::first(source)
            && parsed.as_ref().err().is_none_or(|error| !error.stands_before(source, at))
        {
            return Err(bytes::lossy(&error::invalid_utf8(&source[at..])));
        }
        let parsed = parsed.map_err(|error| error.to_string())?;
        let inner = Inner { source: source.to_owned(), parsed, engine: OnceLock::new() };
        Ok(Self { inner: Arc::new(inner), limit: ENGINE_BYTES })
    }

    /// Bounds what this and `others` like it, which all live together, may take.
    pub fn share(&mut self, others: usize) {
        self.limit = ENGINE_BYTES.min(ENGINES_BYTES / (others + 1));
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.inner.source
    }

    /// The same for the `regex` crate and its relatives. Groups keep their numbers; names are in
    /// [`Regexp::group_names`], for Go's names may repeat.
    pub fn pattern(&self) -> &str {
        &self.inner.parsed.pattern
    }

    /// The engine; `None` where nothing can be said of matches: the pattern is too large for it, or asks for surrogates.
    pub fn engine(&self) -> Option<&Regex> {
        let engine = self.inner.engine.get_or_init(|| {
            let engine = || RegexBuilder::new(self.pattern()).size_limit(self.limit).build().ok();
            (!self.inner.parsed.surrogates).then(engine).flatten()
        });
        engine.as_ref()
    }

    /// The names of the capture groups, from group 1 on.
    pub fn group_names(&self) -> &[Option<String>] {
        &self.inner.parsed.groups
    }

    /// Whether it matches anywhere in `subject`, whose bytes that are no UTF-8 are kept as [`bytes`] says: Go sees
    /// U+FFFD there. `None` where there is no engine.
    pub fn is_match(&self, subject: &str) -> Option<bool> {
        self.engine().map(|engine| engine.is_match(&bytes::replaced(subject)))
    }
}

#[cfg(test)]
mod tests;
