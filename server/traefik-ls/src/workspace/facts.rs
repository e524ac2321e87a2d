//! Which reader takes which file, and a guard around it: a panic costs one file, never the program.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use routing::model::Facts;

/// What a reader made of one text.
#[derive(Clone, Debug)]
pub(super) struct Read {
    pub(super) facts: Facts,
    pub(super) note: Option<String>,
}

/// The readers there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    Traefik,
}

/// Whether a file of this name may say something: the others are not even opened.
pub fn is_candidate(path: &str) -> bool {
    reader(path).is_some()
}

/// What `text` says.
pub(super) fn read(path: &str, text: &str) -> Read {
    let reader = reader(path).unwrap_or(Reader::Traefik);
    match catch_unwind(AssertUnwindSafe(|| reader.read(path, text))) {
        Ok(facts) => Read { facts, note: None },
        Err(panic) => {
            let note = format!("left out: its reader failed ({})", panic_message(panic.as_ref()));
            Read { facts: reader.nothing(), note: Some(note) }
        }
    }
}

/// What a panic said.
pub(crate) fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

impl Reader {
    fn read(self, path: &str, text: &str) -> Facts {
        match self {
            Self::Traefik => Facts::Traefik(Arc::new(traefik::facts::read(path, text))),
        }
    }

    fn nothing(self) -> Facts {
        match self {
            Self::Traefik => Facts::Traefik(Arc::default()),
        }
    }
}

fn reader(path: &str) -> Option<Reader> {
    let name = path.rsplit('/').next().unwrap_or(path);
    if name == ".env" || name.starts_with(".env.") {
        return Some(Reader::Traefik);
    }
    let (_, extension) = name.rsplit_once('.')?;
    match extension.to_ascii_lowercase().as_str() {
        "yml" | "yaml" | "toml" => Some(Reader::Traefik),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_are_told_by_name() {
        for path in ["a.yml", "deep/compose.YAML", "traefik.toml", ".env", "x/.env.production"] {
            assert!(is_candidate(path), "{path}");
        }
        for path in ["a.json", "README.md", "yml", "envoy", ".envrc", "x/.yaml/readme"] {
            assert!(!is_candidate(path), "{path}");
        }
    }
}
