//! One state of a workspace.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use dashmap::DashMap;
use lints::Finding;
use routing::model::{self, Model, Source};
use syntax::{FileId, Problem, TextRange};

use super::checks;
use super::facts::panic_message;
use super::file::{File, Origin, Stamp};
use super::lines::Lines;
use super::walk::Text;
use crate::settings::{self, SETTINGS_FILE, Settings};

/// All files as they were at one moment. What follows from them is made when first asked for, once.
#[derive(Debug)]
pub struct Snapshot {
    ids: Arc<DashMap<String, FileId>>,
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
    pub(super) fn empty(ids: Arc<DashMap<String, FileId>>) -> Self {
        Self {
            ids,
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
                model::link(sources, &self.settings.settings.routing, self.previous.as_deref())
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

/// A snapshot in the making.
#[derive(Debug)]
pub(super) struct Draft {
    next: Snapshot,
    change: Change,
}

/// How much of the old state a new one makes untrue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    None,
    /// Stamps and versions: what was made of the texts still holds.
    Marks,
    /// A text or a setting.
    Content,
}

impl Draft {
    /// What the disk says; beneath the editor's text where the editor shows the file.
    pub(super) fn put_disk(&mut self, id: FileId, disk: Arc<File>) {
        let before = self.slot(id).clone();
        // The same text is the same facts: only the stamp is new.
        let disk = match &before {
            Some(file) if file.text() == disk.text() => file.with_origin(disk.origin().clone()),
            _ => disk,
        };
        let file = match before.as_ref().map(|file| (file, file.origin())) {
            Some((file, Origin::Open { version, .. })) => {
                file.with_origin(Origin::Open { version: *version, beneath: Some(disk) })
            }
            _ => disk,
        };
        self.put(id, Some(file));
    }

    /// What the editor shows.
    pub(super) fn put_open(&mut self, id: FileId, path: &str, text: Arc<str>, version: i32) {
        let before = self.slot(id).clone();
        let beneath = before.as_ref().and_then(File::disk).cloned();
        let origin = Origin::Open { version, beneath };
        let file = match before {
            Some(file) if file.text() == &*text => file.with_origin(origin),
            _ => File::new(path.to_owned(), Text { content: text, note: None }, origin),
        };
        self.put(id, Some(file));
    }

    pub(super) fn close(&mut self, id: FileId) {
        let Some(file) = self.slot(id).clone() else { return };
        self.put(id, file.disk().cloned());
    }

    pub(super) fn remove_disk(&mut self, id: FileId) {
        let file = match self.slot(id) {
            None => return,
            Some(file) => match file.origin() {
                Origin::Disk(_) => None,
                Origin::Open { version, .. } => {
                    Some(file.with_origin(Origin::Open { version: *version, beneath: None }))
                }
            },
        };
        self.put(id, file);
    }

    pub(super) fn set_walk_notes(&mut self, notes: Vec<(Option<String>, String)>) {
        if *self.next.walk_notes != notes {
            self.next.walk_notes = Arc::new(notes);
            self.change = self.change.max(Change::Marks);
        }
    }

    pub(super) fn set_client_settings(&mut self, settings: Settings) {
        if *self.next.client_settings != settings {
            self.next.client_settings = Arc::new(settings);
            self.read_settings();
        }
    }

    /// The new state, if it differs from the old one, and whether it says anything else.
    pub(super) fn finish(mut self) -> Option<(Snapshot, bool)> {
        if self.change == Change::Content {
            if let Some(made) = self.next.model.take() {
                self.next.previous = Some(made.value);
            }
            self.next.findings.take();
        }
        (self.change != Change::None).then_some((self.next, self.change == Change::Content))
    }

    fn slot(&mut self, id: FileId) -> &mut Option<Arc<File>> {
        let index = id.0 as usize;
        if self.next.files.len() <= index {
            self.next.files.resize(index + 1, None);
        }
        &mut self.next.files[index]
    }

    fn put(&mut self, id: FileId, file: Option<Arc<File>>) {
        let slot = self.slot(id);
        let is_settings = [&file, slot].into_iter().flatten().any(|file| file.path() == SETTINGS_FILE);
        let same = match (&file, &*slot) {
            (Some(new), Some(old)) => new.has_text_of(old),
            (new, old) => new.is_none() && old.is_none(),
        };
        *slot = file;
        self.change = self.change.max(if same { Change::Marks } else { Change::Content });
        if is_settings && !same {
            self.read_settings();
        }
    }

    fn read_settings(&mut self) {
        let id = self.next.ids.get(SETTINGS_FILE).map(|id| *id);
        let text = id.and_then(|id| self.next.text(id)).unwrap_or_default();
        self.next.settings = Arc::new(settings::read(text, &self.next.client_settings));
        self.change = Change::Content;
    }
}
