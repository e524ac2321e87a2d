//! The files of one folder and what follows from them.
//!
//! A [`Workspace`] is where files come in: from a walk, from an editor, from a watcher. What is asked is asked of a
//! [`Snapshot`]: immutable, cheap to take, complete. Each change makes a new snapshot that shares all files, and with
//! them all facts, that did not change.
//!
//! ```text
//! walk │ update │ reload │ remove ─▶ Workspace ─ snapshot() ─▶ Snapshot ─▶ model(), findings(), text(file)
//! ```

mod checks;
mod facts;
mod file;
mod lines;
mod snapshot;
mod walk;

use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use dashmap::DashMap;
use rayon::prelude::*;
use syntax::FileId;

use crate::settings::Settings;
pub use facts::is_candidate;
pub(crate) use facts::panic_message;
pub use file::{File, Origin, Stamp};
pub use lines::{LineCol, Lines};
pub use snapshot::{Note, Snapshot};
pub use walk::Depth;

/// What a thread needs that reads or links: both recurse (to a bounded depth) over syntax trees.
pub const STACK_BYTES: usize = 8 * 1024 * 1024;

/// Gives the threads that read files their stack. To be called once, before the first workspace.
pub fn prepare_threads() {
    // Where threads cannot be had with more stack, those there are must do.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(STACK_BYTES).build_global();
}

/// One folder. Shared between threads; every method may be called from any of them.
#[derive(Debug)]
pub struct Workspace {
    root: PathBuf,
    /// The root without symbolic links: some clients name files so.
    real: PathBuf,
    depth: Depth,
    /// Every path that ever was, with `/`, relative to the root: a file that comes back gets its old number.
    ids: Arc<DashMap<String, FileId>>,
    current: RwLock<Arc<Snapshot>>,
    /// Held by whoever makes the next snapshot, so that no change is lost between reading and replacing `current`.
    writer: Mutex<()>,
}

impl Workspace {
    /// A workspace that has read nothing yet.
    pub fn new(root: impl Into<PathBuf>, depth: Depth) -> Self {
        let ids = Arc::new(DashMap::new());
        let root = root.into();
        let real = root.canonicalize().unwrap_or_else(|_| root.clone());
        let name = real.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let current = RwLock::new(Arc::new(Snapshot::empty(Arc::clone(&ids), &name)));
        Self { root, real, depth, ids, current, writer: Mutex::new(()) }
    }

    /// Reads the folder `root` and all below it.
    pub fn open(root: &Path) -> io::Result<Self> {
        let root = root.canonicalize()?;
        if !root.is_dir() {
            return Err(io::Error::new(io::ErrorKind::NotADirectory, "not a folder"));
        }
        let workspace = Self::new(root, Depth::All);
        workspace.refresh();
        Ok(workspace)
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// How things stand.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Brings the workspace to what the disk says: new, changed and vanished files. Files are told apart by time and
    /// length, so that nothing is read twice. Says whether anything changed.
    pub fn refresh(&self) -> bool {
        let before = self.snapshot();
        let seen = walk::walk(&self.root, self.depth);
        let read: Vec<Arc<File>> = seen
            .found
            .par_iter()
            .filter(|found| before.on_disk(&found.path).is_none_or(|stamp| stamp != found.stamp))
            .map(|found| (found, walk::read(&self.root.join(&found.path))))
            .map(|(found, text)| File::new(found.path.clone(), text, Origin::Disk(found.stamp)))
            .collect();
        // Facts are the expensive part and depend on one file each: here they are made in parallel.
        read.par_iter().for_each(|file| {
            file.facts();
        });

        let lock = self.write();
        let current = self.snapshot();
        let mut next = current.edit();
        for file in read {
            next.put_disk(self.id(file.path()), file);
        }
        for file in before.files().filter(|file| file.stamp().is_some()) {
            if seen.found.binary_search_by(|found| found.path.as_str().cmp(file.path())).is_err() {
                next.remove_disk(self.id(file.path()));
            }
        }
        next.set_walk_notes(seen.notes);
        self.replace(&lock, next)
    }

    /// What the editor shows for `path`; it counts until [`close`](Self::close), whatever the disk says.
    pub fn update(&self, path: &str, text: impl Into<Arc<str>>, version: i32) {
        let lock = self.write();
        let mut next = self.snapshot().edit();
        next.put_open(self.id(path), path, text.into(), version);
        self.replace(&lock, next);
    }

    /// The editor shows `path` no more: what the disk said last counts again.
    pub fn close(&self, path: &str) {
        let lock = self.write();
        let mut next = self.snapshot().edit();
        next.close(self.id(path));
        self.replace(&lock, next);
    }

    /// Reads `path`, which the disk had before, again, whatever its time says. Says whether anything changed.
    pub fn reload(&self, path: &str) -> bool {
        let file = walk::stamp(&self.root.join(path)).map(|stamp| {
            let text = walk::read(&self.root.join(path));
            File::new(path.to_owned(), text, Origin::Disk(stamp))
        });
        let lock = self.write();
        let mut next = self.snapshot().edit();
        match file {
            Some(file) => next.put_disk(self.id(path), file),
            None => next.remove_disk(self.id(path)),
        }
        self.replace(&lock, next)
    }

    /// The disk has `path` no more. Says whether anything changed.
    pub fn remove(&self, path: &str) -> bool {
        let lock = self.write();
        let mut next = self.snapshot().edit();
        next.remove_disk(self.id(path));
        self.replace(&lock, next)
    }

    /// What the client's settings say; `traefik-ls.toml` wins over them. Says whether anything changed.
    pub fn configure(&self, client: Settings) -> bool {
        let lock = self.write();
        let mut next = self.snapshot().edit();
        next.set_client_settings(client);
        self.replace(&lock, next)
    }

    /// `path`, relative to the root, with `/`; `None` where it is outside.
    pub fn relative(&self, path: &Path) -> Option<String> {
        let inside = path.strip_prefix(&self.root).or_else(|_| path.strip_prefix(&self.real)).ok()?;
        let parts = inside.components().map(|part| match part {
            Component::Normal(name) => name.to_str(),
            _ => None,
        });
        let parts: Option<Vec<&str>> = parts.collect();
        parts.filter(|parts| !parts.is_empty()).map(|parts| parts.join("/"))
    }

    /// Whether a walk would go as far as `path` (relative, with `/`), were it not for ignore files.
    pub fn reaches(&self, path: &str) -> bool {
        walk::reaches(self.depth, path)
    }

    /// Where `path` (relative, with `/`) is on the disk.
    pub fn absolute(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    fn write(&self) -> MutexGuard<'_, ()> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn replace(&self, _lock: &MutexGuard<'_, ()>, next: snapshot::Draft) -> bool {
        let Some((next, content)) = next.finish() else { return false };
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
        content
    }

    fn id(&self, path: &str) -> FileId {
        if let Some(id) = self.ids.get(path) {
            return *id;
        }
        // Only a writer gets here, so that the count is the next free number.
        let next = FileId(u32::try_from(self.ids.len()).unwrap_or(u32::MAX));
        *self.ids.entry(path.to_owned()).or_insert(next)
    }
}

#[cfg(test)]
mod tests;
