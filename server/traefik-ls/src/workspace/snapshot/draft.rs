//! The next state, in the making.

use std::sync::Arc;

use syntax::FileId;

use super::Snapshot;
use crate::settings::{self, SETTINGS_FILE, Settings};
use crate::workspace::file::{File, Origin};
use crate::workspace::walk::Text;

/// A snapshot in the making.
#[derive(Debug)]
pub(in crate::workspace) struct Draft {
    pub(super) next: Snapshot,
    pub(super) change: Change,
}

/// How much of the old state a new one makes untrue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Change {
    None,
    /// Stamps and versions: what was made of the texts still holds.
    Marks,
    /// A text or a setting.
    Content,
}

impl Draft {
    /// What the disk says; beneath the editor's text where the editor shows the file.
    pub(in crate::workspace) fn put_disk(&mut self, id: FileId, disk: Arc<File>) {
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
    pub(in crate::workspace) fn put_open(&mut self, id: FileId, path: &str, text: Arc<str>, version: i32) {
        let before = self.slot(id).clone();
        let beneath = before.as_ref().and_then(File::disk).cloned();
        let origin = Origin::Open { version, beneath };
        let file = match before {
            Some(file) if file.text() == &*text => file.with_origin(origin),
            _ => File::new(path.to_owned(), Text { content: text, note: None }, origin),
        };
        self.put(id, Some(file));
    }

    pub(in crate::workspace) fn close(&mut self, id: FileId) {
        let Some(file) = self.slot(id).clone() else { return };
        self.put(id, file.disk().cloned());
    }

    pub(in crate::workspace) fn remove_disk(&mut self, id: FileId) {
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

    pub(in crate::workspace) fn set_walk_notes(&mut self, notes: Vec<(Option<String>, String)>) {
        if *self.next.walk_notes != notes {
            self.next.walk_notes = Arc::new(notes);
            self.change = self.change.max(Change::Marks);
        }
    }

    pub(in crate::workspace) fn set_client_settings(&mut self, settings: Settings) {
        if *self.next.client_settings != settings {
            self.next.client_settings = Arc::new(settings);
            self.read_settings();
        }
    }

    /// The new state, if it differs from the old one, and whether it says anything else.
    pub(in crate::workspace) fn finish(mut self) -> Option<(Snapshot, bool)> {
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
