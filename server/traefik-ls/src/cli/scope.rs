//! Which workspace a command is about, and which part of it.

use std::env;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Failure;
use super::places::Position;
use crate::settings::SETTINGS_FILE;
use crate::workspace::{Note, Snapshot, Workspace};

/// A workspace as it was read, and the part of it that was asked for.
pub(super) struct Scope {
    /// The workspace.
    pub(super) snapshot: Arc<Snapshot>,
    /// Files and folders, relative to the root, with `/`; empty is all of it.
    only: Vec<String>,
}

impl Scope {
    /// Reads the workspace in `root`. Without it, a single folder among `paths` is the workspace, else it is the current
    /// folder; other `paths` restrict the answer to themselves. What could not be read goes to standard error.
    pub(super) fn open(root: Option<&Path>, paths: &[PathBuf]) -> Result<Self, Failure> {
        let (root, paths) = match (root, paths) {
            (Some(root), paths) => (root.to_owned(), paths),
            (None, [folder]) if folder.is_dir() => (folder.clone(), [].as_slice()),
            (None, paths) => (current_folder()?, paths),
        };
        let unread = |error: &io::Error| {
            Failure(format!("cannot read the workspace {}: {}", root.display(), reason(error)))
        };
        let workspace = Workspace::open(&root).map_err(|error| unread(&error))?;
        let only = paths.iter().map(|path| relative(workspace.root(), path)).collect::<Result<_, _>>()?;
        let scope = Self { snapshot: workspace.snapshot(), only };
        scope.report_notes()?;
        Ok(scope)
    }

    /// Whether `path` (relative to the root, with `/`) is in the part that was asked for.
    pub(super) fn holds(&self, path: &str) -> bool {
        let below = |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        self.only.is_empty() || self.only.iter().any(|only| only.is_empty() || only == path || below(only))
    }

    /// Whether only a part was asked for.
    pub(super) fn is_restricted(&self) -> bool {
        !self.only.is_empty()
    }

    /// A setting that is not understood is a failure: who sets something relies on it. All else is only said.
    fn report_notes(&self) -> Result<(), Failure> {
        let notes = self.snapshot.notes();
        let (settings, others): (Vec<&Note>, Vec<&Note>) = notes
            .iter()
            .partition(|note| note.range.is_some() && note.path.as_deref() == Some(SETTINGS_FILE));
        for note in others {
            // Nobody is left to hear that standard error is gone.
            let _ = writeln!(io::stderr(), "traefik-ls: {}", self.words(note));
        }
        match settings.split_first() {
            None => Ok(()),
            Some((first, rest)) => {
                let rest = rest.iter().map(|note| format!("\n            {}", self.words(note)));
                Err(Failure(self.words(first) + &rest.collect::<String>()))
            }
        }
    }

    fn words(&self, note: &Note) -> String {
        let Some(path) = &note.path else { return note.message.clone() };
        let at = note.range.zip(self.snapshot.id(path)).map(|(range, file)| {
            let Position { line, column } =
                super::places::Places::new(&self.snapshot).position(file, range.start());
            format!(":{line}:{column}")
        });
        format!("{path}{}: {}", at.unwrap_or_default(), note.message)
    }
}

fn current_folder() -> Result<PathBuf, Failure> {
    env::current_dir().map_err(|error| Failure(format!("there is no current folder: {}", reason(&error))))
}

/// `path` relative to `root`, with `/`.
fn relative(root: &Path, path: &Path) -> Result<String, Failure> {
    let shown = path.display();
    let whole =
        path.canonicalize().map_err(|error| Failure(format!("cannot read {shown}: {}", reason(&error))))?;
    let Ok(inner) = whole.strip_prefix(root) else {
        let root = root.display();
        return Err(Failure(format!("{shown} is not in the workspace {root}; name its folder with --root")));
    };
    let parts = inner.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    Ok(parts.collect::<Vec<_>>().join("/"))
}

/// The system's words, without its number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split_once(" (os error").map_or(text.clone(), |(words, _)| words.to_owned())
}
