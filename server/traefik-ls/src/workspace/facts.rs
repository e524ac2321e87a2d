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

/// Whether a file of this name may say something: the others are not even opened.
pub fn is_candidate(path: &str) -> bool {
    Facts::is_candidate(path)
}

/// What `text` says.
pub(super) fn read(path: &str, text: &Arc<str>) -> Read {
    let nothing = || Facts::Traefik(Arc::default());
    match catch_unwind(AssertUnwindSafe(|| Facts::read(path, text).unwrap_or_else(nothing))) {
        Ok(facts) => Read { facts, note: None },
        Err(panic) => {
            let note = format!("left out: its reader failed ({})", panic_message(panic.as_ref()));
            Read { facts: nothing(), note: Some(note) }
        }
    }
}

/// What a panic said.
pub(crate) fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_are_told_by_name() {
        for path in [
            "a.yml",
            "deep/compose.YAML",
            "traefik.toml",
            ".env",
            "x/.env.production",
            "a/main.go",
            "go.mod",
            "api/Dockerfile",
        ] {
            assert!(is_candidate(path), "{path}");
        }
        for path in
            ["a.json", "README.md", "yml", "envoy", ".envrc", "x/.yaml/readme", "a/main_test.go", "go.sum"]
        {
            assert!(!is_candidate(path), "{path}");
        }
    }
}
