//! One state of a workspace.

mod draft;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use dashmap::DashMap;
use lints::Finding;
use routing::model::{self, Model, Source};
use syntax::{FileId, Problem, TextRange};

use draft::Change;
pub(super) use draft::Draft;

use super::checks;
use super::facts::panic_message;
use super::file::{File, Stamp};
use super::lines::Lines;
use crate::settings::{self, SETTINGS_FILE, Settings};

/// All files as they were at one moment. What follows from them is made when first asked for, once.
#[derive(Debug)]
pub struct Snapshot {
    ids: Arc<DashMap<String, FileId>>,
    /// The name of the root folder.
    root: Arc<str>,
    /// By number; a gap is a file that is no more.
    files: Vec<Option<Arc<File>>>,
    walk_notes: Arc<Vec<(Option<String>, String)>>,
    client_settings: Arc<Settings>,
    settings: Arc<settings::Read>,
    /// The model that was made last, for [`model::link`] to take over what still holds.
    previous: Option<Arc<Model>>,
    model: OnceLock<Made<Model>>,
    findings: OnceLock<Made<Vec<Finding>>>,
}

/// Something that was made, or is empty because its making failed.
#[derive(Clone, Debug)]
struct Made<T> {
    value: Arc<T>,
    note: Option<String>,
}

/// Something the user should know that is no finding: a file that cannot be read, a setting that is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The file's path, relative to the root.
    pub path: Option<String>,
    /// What in it.
    pub range: Option<TextRange>,
    /// What is wrong, and what to do.
    pub message: String,
}

impl Snapshot {
    pub(super) fn empty(ids: Arc<DashMap<String, FileId>>, root: &str) -> Self {
        Self {
            ids,
            root: Arc::from(root),
            files: Vec::new(),
            walk_notes: Arc::default(),
            client_settings: Arc::default(),
            settings: Arc::default(),
            previous: None,
            model: OnceLock::new(),
            findings: OnceLock::new(),
        }
    }

    /// The files, by number.
    pub fn files(&self) -> impl Iterator<Item = &Arc<File>> {
        self.files.iter().flatten()
    }

    /// The files with their numbers.
    pub fn numbered(&self) -> impl Iterator<Item = (FileId, &Arc<File>)> {
        (0..).zip(&self.files).filter_map(|(number, file)| Some((FileId(number), file.as_ref()?)))
    }

    /// The number of the file at `path` (relative to the root, with `/`).
    pub fn id(&self, path: &str) -> Option<FileId> {
        let id = *self.ids.get(path)?;
        self.file(id).map(|_| id)
    }

    /// The file with this number.
    pub fn file(&self, id: FileId) -> Option<&Arc<File>> {
        self.files.get(id.0 as usize)?.as_ref()
    }

    /// Its path, relative to the root, with `/`.
    pub fn path(&self, id: FileId) -> Option<&str> {
        self.file(id).map(|file| file.path())
    }

    /// Its text.
    pub fn text(&self, id: FileId) -> Option<&str> {
        self.file(id).map(|file| file.text())
    }

    /// Its lines.
    pub fn lines(&self, id: FileId) -> Option<&Lines> {
        self.file(id).map(|file| file.lines())
    }

    /// What the settings say.
    pub fn settings(&self) -> &Settings {
        &self.settings.settings
    }

    /// What the settings file says that is not understood; it is left out.
    pub fn settings_problems(&self) -> &[Problem] {
        &self.settings.problems
    }

    /// What follows from all files.
    pub fn model(&self) -> Arc<Model> {
        Arc::clone(&self.made_model().value)
    }

    /// What is wrong, as the settings want it, sorted by path, range, code.
    pub fn findings(&self) -> Arc<Vec<Finding>> {
        Arc::clone(&self.made_findings().value)
    }

    /// What could not be read or made.
    pub fn notes(&self) -> Vec<Note> {
        let mut notes: Vec<Note> = self
            .settings
            .problems
            .iter()
            .map(|problem| Note {
                path: Some(SETTINGS_FILE.to_owned()),
                range: Some(problem.range),
                message: problem.message.clone(),
            })
            .collect();
        let plain = |path: Option<&str>, message: &str| Note {
            path: path.map(str::to_owned),
            range: None,
            message: message.to_owned(),
        };
        notes.extend(self.walk_notes.iter().map(|(path, message)| plain(path.as_deref(), message)));
        for file in self.files() {
            notes.extend(file.notes().map(|message| plain(Some(file.path()), message)));
        }
        let made = [&self.made_model().note, &self.made_findings().note];
        notes.extend(made.into_iter().flatten().map(|message| plain(None, message)));
        notes
    }

    /// Whether the last walk saw `path`.
    pub fn is_on_disk(&self, path: &str) -> bool {
        self.on_disk(path).is_some()
    }

    /// The state of the disk that `path` was last read in.
    pub(super) fn on_disk(&self, path: &str) -> Option<Stamp> {
        let id = *self.ids.get(path)?;
        self.file(id)?.stamp()
    }

    /// The next state, to be changed.
    pub(super) fn edit(&self) -> Draft {
        Draft {
            change: Change::None,
            next: Self {
                ids: Arc::clone(&self.ids),
                root: Arc::clone(&self.root),
                files: self.files.clone(),
                walk_notes: Arc::clone(&self.walk_notes),
                client_settings: Arc::clone(&self.client_settings),
                settings: Arc::clone(&self.settings),
                previous: self.previous.clone(),
                model: self.model.clone(),
                findings: self.findings.clone(),
            },
        }
    }

    fn made_model(&self) -> &Made<Model> {
        self.model.get_or_init(|| {
            let sources = self.numbered().map(|(id, file)| Source {
                file: id,
                path: file.path().to_owned(),
                text: file.shared_text(),
                facts: file.facts().clone(),
            });
            let sources = sources.collect();
            guarded("linking the files", || {
                let mut settings = self.settings.settings.routing.clone();
                settings.root = self.root.to_string();
                model::link(sources, &settings, self.previous.as_deref())
            })
        })
    }

    fn made_findings(&self) -> &Made<Vec<Finding>> {
        self.findings.get_or_init(|| {
            let model = self.model();
            guarded("checking the files", || checks::check(&model, &self.settings.settings))
        })
    }
}

/// A panic here costs one state of the workspace: it is empty, and the next one is made afresh.
fn guarded<T: Default>(what: &str, make: impl FnOnce() -> T) -> Made<T> {
    match catch_unwind(AssertUnwindSafe(make)) {
        Ok(value) => Made { value: Arc::new(value), note: None },
        Err(panic) => {
            let note = format!("{what} failed: {}", panic_message(panic.as_ref()));
            Made { value: Arc::default(), note: Some(note) }
        }
    }
}
