//! The folders of a session, and which one a document belongs to.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use dashmap::DashMap;
use tokio::sync::watch;
use tower_lsp::ls_types::{Uri, WorkspaceFolder, WorkspaceFoldersChangeEvent};

use super::documents;
use super::files::Job;
use super::session::Session;
use crate::workspace::{Depth, Workspace, is_candidate};

/// A folder with a model of its own: files of two folders never meet.
#[derive(Debug)]
pub(super) struct Folder {
    pub(super) workspace: Workspace,
    pub(super) kind: Kind,
    /// What the client calls its open documents, by path.
    pub(super) names: DashMap<String, Uri>,
    ready: watch::Sender<bool>,
}

/// Where a folder comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The client opened it.
    Given,
    /// It holds a document that was opened outside of all given folders: its files, but none below.
    Loose,
    /// A document without a file, alone.
    Nameless,
}

/// All folders.
#[derive(Debug, Default)]
pub(super) struct Folders {
    /// As given, in order; those inside another one are read with that.
    given: RwLock<Vec<PathBuf>>,
    list: RwLock<Vec<Arc<Folder>>>,
}

impl Folder {
    fn new(root: PathBuf, kind: Kind) -> Arc<Self> {
        let depth = match kind {
            Kind::Given => Depth::All,
            Kind::Loose => Depth::Flat,
            Kind::Nameless => Depth::Nothing,
        };
        Arc::new(Self {
            workspace: Workspace::new(root, depth),
            kind,
            names: DashMap::new(),
            ready: watch::Sender::new(kind == Kind::Nameless),
        })
    }

    /// Whether it was read.
    pub(super) fn is_ready(&self) -> bool {
        *self.ready.borrow()
    }

    /// It was read.
    pub(super) fn set_ready(&self) {
        self.ready.send_replace(true);
    }

    /// Returns when it was read.
    pub(super) async fn ready(&self) {
        // The sender is ours: it cannot be gone.
        let _ = self.ready.subscribe().wait_for(|ready| *ready).await;
    }

    /// What the client calls the file at `path`.
    pub(super) fn uri(&self, path: &str) -> Option<Uri> {
        let name = self.names.get(path).map(|name| name.clone());
        name.or_else(|| Uri::from_file_path(self.workspace.absolute(path)))
    }
}

impl Folders {
    /// All there are, the given ones first.
    pub(super) fn all(&self) -> Vec<Arc<Folder>> {
        self.list.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The folder of `uri` and its path there, if `uri` is a file that may say something in a folder we have.
    pub(super) fn home(&self, uri: &Uri) -> Option<(Arc<Folder>, String)> {
        let path = file_path(uri)?;
        self.all().into_iter().find_map(|folder| {
            let inside = folder.workspace.relative(&path)?;
            (folder.workspace.reaches(&inside) && is_candidate(&inside)).then_some((folder, inside))
        })
    }

    /// As [`home`](Self::home), with a new folder where there is none yet. `language` stands for the file name's
    /// extension where a document has no file.
    pub(super) fn make_home(&self, uri: &Uri, language: &str) -> Option<(Arc<Folder>, String)> {
        if let Some(home) = self.home(uri) {
            return Some(home);
        }
        let (folder, path) = match file_path(uri) {
            Some(path) => {
                let name = path.file_name()?.to_str()?.to_owned();
                (Folder::new(path.parent()?.to_owned(), Kind::Loose), name)
            }
            None if is_scheme(uri, "untitled") => {
                let name = uri.path().as_str().rsplit('/').next().unwrap_or_default();
                (Folder::new(PathBuf::new(), Kind::Nameless), format!("{name}{}", extension(language)?))
            }
            None => return None,
        };
        if !is_candidate(&path) || self.is_given(&folder.workspace.absolute(&path)) {
            return None;
        }
        self.list.write().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&folder));
        Some((folder, path))
    }

    /// Adds and removes folders that the client opened and closed. Gives those that are new.
    pub(super) fn change(&self, added: Vec<PathBuf>, removed: &[PathBuf]) -> Vec<Arc<Folder>> {
        let mut given = self.given.write().unwrap_or_else(PoisonError::into_inner);
        given.retain(|root| !removed.contains(root));
        for root in added {
            if !given.contains(&root) {
                given.push(root);
            }
        }
        let is_inner = |root: &Path| given.iter().any(|other| other != root && root.starts_with(other));
        let roots: Vec<&PathBuf> = given.iter().filter(|root| !is_inner(root)).collect();

        let mut list = self.list.write().unwrap_or_else(PoisonError::into_inner);
        let old = std::mem::take(&mut *list);
        let (old, others): (Vec<_>, Vec<_>) = old.into_iter().partition(|folder| folder.kind == Kind::Given);
        let mut new = Vec::new();
        for root in roots {
            let kept = old.iter().find(|folder| folder.workspace.root() == root).cloned();
            list.push(kept.unwrap_or_else(|| {
                let folder = Folder::new(root.clone(), Kind::Given);
                new.push(Arc::clone(&folder));
                folder
            }));
        }
        list.extend(others);
        new
    }

    /// Forgets `folder`.
    pub(super) fn forget(&self, folder: &Arc<Folder>) {
        self.list.write().unwrap_or_else(PoisonError::into_inner).retain(|other| !Arc::ptr_eq(other, folder));
    }

    /// Whether a given folder holds `path`, wanted or not.
    fn is_given(&self, path: &Path) -> bool {
        self.all()
            .iter()
            .any(|folder| folder.kind == Kind::Given && folder.workspace.relative(path).is_some())
    }
}

/// `workspace/didChangeWorkspaceFolders`
pub(super) fn changed(session: &Arc<Session>, event: &WorkspaceFoldersChangeEvent) {
    let named = |folders: &[WorkspaceFolder]| roots(folders.iter().map(|folder| &folder.uri));
    for folder in session.folders.change(named(&event.added), &named(&event.removed)) {
        folder.workspace.configure((*session.client_settings()).clone());
        if session.is_started() {
            session.read(Job::Index(folder));
        }
    }
    documents::move_all(session);
    session.changed.notify_one();
}

/// The roots of folders that the client names.
pub(super) fn roots<'a>(uris: impl IntoIterator<Item = &'a Uri>) -> Vec<PathBuf> {
    uris.into_iter().filter_map(file_path).collect()
}

/// The path of a `file:` URI. Only Windows has paths on other machines.
pub(super) fn file_path(uri: &Uri) -> Option<PathBuf> {
    let host = uri.authority().map_or("", |authority| authority.host());
    let is_here = cfg!(windows) || host.is_empty() || host.eq_ignore_ascii_case("localhost");
    if !is_scheme(uri, "file") || !is_here {
        return None;
    }
    uri.to_file_path().map(Cow::into_owned).filter(|path| path.is_absolute())
}

fn is_scheme(uri: &Uri, scheme: &str) -> bool {
    uri.scheme().as_str().eq_ignore_ascii_case(scheme)
}

/// A document that has no file is told by its language: there is nothing else.
fn extension(language: &str) -> Option<&'static str> {
    match language {
        "toml" => Some(".toml"),
        "go" => Some(".go"),
        "dockercompose" => Some(".yml"),
        _ if language == "yaml" || language.starts_with("yaml.") => Some(".yml"),
        _ => None,
    }
}
