//! Finding and reading files.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder, WalkState};
use syntax::limits::{FILE_BYTES, WALK_ENTRIES, WORKSPACE_FILES};

use super::facts::is_candidate;
use super::file::Stamp;

/// Folders that hold others' files, whatever the ignore files say.
const SKIPPED: [&str; 4] = [".git", "node_modules", "vendor", "target"];

/// How far a walk goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// All folders below the root.
    All,
    /// The files of the root itself.
    Flat,
    /// Nothing on the disk: documents without a file.
    Nothing,
}

/// What a walk saw.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Files that may say something, sorted by path.
    pub(super) found: Vec<Found>,
    /// What could not be entered, sorted.
    pub(super) notes: Vec<(Option<String>, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Relative to the root, with `/`.
    pub(super) path: String,
    pub(super) stamp: Stamp,
}

/// A text as it could be had.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) content: Arc<str>,
    pub(super) note: Option<String>,
}

/// Every file below `root` that may say something and that no ignore file hides.
pub(super) fn walk(root: &Path, depth: Depth) -> Seen {
    if depth == Depth::Nothing {
        return Seen::default();
    }
    let seen = Mutex::new(Seen::default());
    let entries = AtomicUsize::new(0);
    let mut builder = WalkBuilder::new(root);
    builder
        .hidden(false)
        .require_git(false)
        // Ignore files above the root count inside a repository only: one in the home folder is not meant for us.
        .parents(root.ancestors().any(|folder| folder.join(".git").exists()))
        .max_depth((depth == Depth::Flat).then_some(1))
        .filter_entry(|entry| entry.depth() == 0 || is_wanted(entry));
    builder.build_parallel().run(|| {
        Box::new(|entry| {
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            if entries.fetch_add(1, Ordering::Relaxed) > WALK_ENTRIES {
                return WalkState::Quit;
            }
            match entry {
                Ok(entry) => seen.found.extend(found(root, &entry)),
                Err(error) => seen.notes.push((None, error.to_string())),
            }
            WalkState::Continue
        })
    });
    let mut seen = seen.into_inner().unwrap_or_else(PoisonError::into_inner);
    add_dotenv(root, &mut seen.found);
    seen.found.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    seen.found.dedup_by(|a, b| a.path == b.path);
    if entries.into_inner() > WALK_ENTRIES {
        let note = format!("there are more than {WALK_ENTRIES} files and folders: the rest is left out");
        seen.notes.push((None, note));
    }
    if seen.found.len() > WORKSPACE_FILES {
        seen.found.truncate(WORKSPACE_FILES);
        let note =
            format!("there are more than {WORKSPACE_FILES} files that may matter: the rest is left out");
        seen.notes.push((None, note));
    }
    seen.notes.sort_unstable();
    seen
}

/// Whether a walk goes as far as `path`, were it not for ignore files.
pub(super) fn reaches(depth: Depth, path: &str) -> bool {
    match path.rsplit_once('/') {
        None => depth != Depth::Nothing,
        Some((folders, _)) => depth == Depth::All && folders.split('/').all(|name| !SKIPPED.contains(&name)),
    }
}

/// The state of a regular file (or a link to one) on the disk.
pub(super) fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    Some(Stamp { modified: metadata.modified().ok(), length: metadata.len() })
}

/// The text of a file. What cannot be read is empty and says why.
pub(super) fn read(path: &Path) -> Text {
    let nothing = |note: String| Text { content: Arc::from(""), note: Some(note) };
    match fs::metadata(path) {
        Ok(metadata) if metadata.len() > FILE_BYTES as u64 => {
            return nothing(format!("left out: larger than {} MiB", FILE_BYTES / (1024 * 1024)));
        }
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => return nothing("left out: not a regular file".to_owned()),
        Err(error) => return nothing(format!("left out: cannot be read: {}", words(&error))),
    }
    match fs::read(path) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Text { content: text.into(), note: None },
            Err(error) => Text {
                content: String::from_utf8_lossy(error.as_bytes()).into(),
                note: Some("is not UTF-8: each byte that is not stands for U+FFFD".to_owned()),
            },
        },
        Err(error) => nothing(format!("left out: cannot be read: {}", words(&error))),
    }
}

/// Compose reads the `.env` beside its file, and nearly everybody keeps that file out of git.
fn add_dotenv(root: &Path, found: &mut Vec<Found>) {
    let is_yaml = |path: &str| path.ends_with(".yml") || path.ends_with(".yaml");
    let mut folders: Vec<String> = found
        .iter()
        .filter(|file| is_yaml(&file.path))
        .map(|file| file.path.rfind('/').map_or(String::new(), |at| file.path[..=at].to_owned()))
        .collect();
    folders.sort_unstable();
    folders.dedup();
    for folder in folders {
        let path = format!("{folder}.env");
        found.extend(stamp(&root.join(&path)).map(|stamp| Found { path, stamp }));
    }
}

fn is_wanted(entry: &DirEntry) -> bool {
    let Some(name) = entry.file_name().to_str() else { return false };
    if entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return !name.starts_with('.') && !SKIPPED.contains(&name);
    }
    is_candidate(name)
}

fn found(root: &Path, entry: &DirEntry) -> Option<Found> {
    let kind = entry.file_type()?;
    if kind.is_dir() || entry.depth() == 0 {
        return None;
    }
    let path = entry.path().strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = path.components().map(|part| part.as_os_str().to_str()).collect();
    Some(Found { path: parts?.join("/"), stamp: stamp(entry.path())? })
}

/// An error without the number that differs between systems.
fn words(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}
