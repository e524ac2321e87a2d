//! What `http.ServeMux` answers (net/http/server.go, Go 1.26).

use std::collections::BTreeSet;

use super::host::without_port;
use super::index::Index;
use super::pattern::{Pattern, parse};
use super::relation::conflict;
use super::tree::{Match, Tree};
use crate::frameworks::outcome::{Asked, Outcome, Refused};
use crate::frameworks::redirect;
use crate::path::canonical;

/// The status of the mux's redirections since Go 1.26. Before it was 301.
pub(super) const REDIRECT: u16 = 307;

/// A mux with its patterns.
#[derive(Clone, Debug, Default)]
pub(super) struct Mux {
    patterns: Vec<Registered>,
    tree: Tree,
    index: Index,
}

#[derive(Clone, Debug)]
struct Registered {
    pattern: Pattern,
    number: usize,
}

impl Mux {
    /// Registers `pattern` under `number` (`registerErr`, server.go).
    pub(super) fn handle(&mut self, pattern: &str, number: usize) -> Result<(), Refused> {
        let refuse = |other: Option<usize>, message| Refused { number, other, message };
        let pattern = parse(pattern).map_err(|message| refuse(None, message))?;
        let place = self.patterns.len();
        for other in self.index.candidates(&pattern) {
            let other = &self.patterns[other];
            if let Some(message) = conflict(&pattern, &other.pattern) {
                return Err(refuse(Some(other.number), message));
            }
        }
        if let Err(other) = self.tree.add(&pattern, place) {
            return Err(refuse(Some(self.patterns[other].number), "non-nil leaf fields".to_owned()));
        }
        self.index.add(&pattern, place);
        self.patterns.push(Registered { pattern, number });
        Ok(())
    }

    /// `findHandler`.
    pub(super) fn find(&self, asked: Asked<'_>) -> Outcome {
        let Asked { method, path, .. } = asked;
        let escaped = redirect::escaped(path, asked.raw_path);
        if method == "CONNECT" {
            // A URL that is a path has no host of its own.
            if let (_, true) = self.match_or_redirect("", method, &escaped) {
                return slash(path);
            }
            return match self.match_path(asked.host.unwrap_or(""), method, &escaped) {
                Some(found) => self.met(&found),
                None => self.not_met("", &escaped),
            };
        }
        let host = without_port(asked.host.unwrap_or(""));
        let cleaned = canonical(&escaped);
        let (found, redirects) = self.match_or_redirect(host, method, &cleaned);
        if redirects {
            return slash(path);
        }
        if cleaned != escaped {
            // What is escaped already is taken for a path, and escaped once more.
            return Outcome::Redirect { status: REDIRECT, location: redirect::location(&cleaned, "") };
        }
        match found {
            Some(found) => self.met(&found),
            None => self.not_met(host, &cleaned),
        }
    }

    fn met(&self, found: &Match) -> Outcome {
        let Registered { pattern, number } = &self.patterns[found.pattern];
        let values = found.values.iter().map(|value| String::from_utf8_lossy(value).into_owned());
        Outcome::Met { number: *number, params: pattern.names().zip(values).collect() }
    }

    fn match_path(&self, host: &str, method: &str, path: &str) -> Option<Match> {
        let is_named = |pattern: usize| {
            self.patterns[pattern].pattern.segments.last().is_some_and(|last| !last.text.is_empty())
        };
        self.tree.find(host, method, path.as_bytes(), is_named)
    }

    /// `matchOrRedirect`: the match, and whether a slash is put behind the path instead.
    fn match_or_redirect(&self, host: &str, method: &str, path: &str) -> (Option<Match>, bool) {
        let found = self.match_path(host, method, path);
        if self.is_exact(found.as_ref(), path) || path.ends_with('/') || path.is_empty() {
            return (found, false);
        }
        let slashed = format!("{path}/");
        let redirects = self.is_exact(self.match_path(host, method, &slashed).as_ref(), &slashed);
        (found, redirects)
    }

    /// `exactMatch`: no wildcard for all that is left has met anything.
    fn is_exact(&self, found: Option<&Match>, path: &str) -> bool {
        let Some(found) = found else { return false };
        let pattern = &self.patterns[found.pattern].pattern;
        if !pattern.is_multi() {
            return true;
        }
        (path.is_empty() || path.ends_with('/')) && pattern.segments.len() == path.matches('/').count()
    }

    /// 405 where another method would have been met, else 404.
    fn not_met(&self, host: &str, path: &str) -> Outcome {
        let mut methods = BTreeSet::new();
        self.tree.methods(host, path.as_bytes(), &mut methods);
        if !path.ends_with('/') {
            self.tree.methods(host, format!("{path}/").as_bytes(), &mut methods);
        }
        if methods.is_empty() {
            return Outcome::NOT_FOUND;
        }
        Outcome::Status { status: 405, allow: methods.into_iter().collect() }
    }
}

/// The redirection to the path with a slash behind it.
fn slash(path: &str) -> Outcome {
    let location = redirect::location(&format!("{}/", canonical(path)), "");
    Outcome::Redirect { status: REDIRECT, location }
}
