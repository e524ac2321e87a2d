//! What `http.ServeMux` answered before Go 1.22, and does for modules that say so (net/http/servemux121.go).

use std::collections::BTreeMap;

use super::host::without_port;
use crate::frameworks::outcome::{Asked, Outcome, Refused};
use crate::frameworks::redirect;
use crate::path::canonical;

/// A mux: patterns are a path, or a host with a path, and match by text.
#[derive(Clone, Debug, Default)]
pub(super) struct Mux {
    patterns: BTreeMap<String, usize>,
    /// Those that end in a slash, longest first.
    folders: Vec<(String, usize)>,
    has_hosts: bool,
}

impl Mux {
    /// Registers `pattern` under `number`.
    pub(super) fn handle(&mut self, pattern: &str, number: usize) -> Result<(), Refused> {
        let refuse = |other, message| Err(Refused { number, other, message });
        if pattern.is_empty() {
            return refuse(None, "http: invalid pattern".to_owned());
        }
        if let Some(other) = self.patterns.get(pattern) {
            return refuse(Some(*other), format!("http: multiple registrations for {pattern}"));
        }
        self.patterns.insert(pattern.to_owned(), number);
        if pattern.ends_with('/') {
            let place = self.folders.partition_point(|(other, _)| other.len() >= pattern.len());
            self.folders.insert(place, (pattern.to_owned(), number));
        }
        self.has_hosts |= !pattern.starts_with('/');
        Ok(())
    }

    /// `findHandler`.
    pub(super) fn find(&self, asked: Asked<'_>) -> Outcome {
        let Asked { method, path, .. } = asked;
        if method == "CONNECT" {
            // A URL that is a path has no host of its own.
            if self.wants_slash("", path) {
                return redirect(&format!("{path}/"));
            }
            return self.handler(asked.host.unwrap_or(""), path);
        }
        let host = without_port(asked.host.unwrap_or(""));
        let cleaned = canonical(path);
        if self.wants_slash(host, &cleaned) {
            return redirect(&format!("{cleaned}/"));
        }
        if cleaned != path {
            return redirect(&cleaned);
        }
        self.handler(host, path)
    }

    fn handler(&self, host: &str, path: &str) -> Outcome {
        let with_host = self.has_hosts.then(|| self.find_path(&format!("{host}{path}"))).flatten();
        match with_host.or_else(|| self.find_path(path)) {
            Some(number) => Outcome::Met { number, params: Vec::new() },
            None => Outcome::NOT_FOUND,
        }
    }

    fn find_path(&self, path: &str) -> Option<usize> {
        let folder = || self.folders.iter().find(|(folder, _)| path.starts_with(folder.as_str()));
        self.patterns.get(path).or_else(|| folder().map(|(_, number)| number)).copied()
    }

    /// Whether only the path with a slash behind it is registered.
    fn wants_slash(&self, host: &str, path: &str) -> bool {
        let both = [path.to_owned(), format!("{host}{path}")];
        !path.is_empty()
            && !path.ends_with('/')
            && !both.iter().any(|path| self.patterns.contains_key(path))
            && both.iter().any(|path| self.patterns.contains_key(&format!("{path}/")))
    }
}

fn redirect(path: &str) -> Outcome {
    Outcome::Redirect { status: 301, location: redirect::location(path, "") }
}
