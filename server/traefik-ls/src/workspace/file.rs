use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use routing::model::Facts;

use super::facts;
use super::lines::Lines;
use super::walk::Text;

/// One text with what follows from it alone, made when first asked for. Immutable: a changed text is a new `File`.
#[derive(Debug)]
pub struct File {
    path: String,
    text: Arc<str>,
    origin: Origin,
    /// Why the text is not what the disk holds, byte for byte.
    note: Option<String>,
    lines: OnceLock<Lines>,
    facts: OnceLock<facts::Read>,
}

/// Where a text comes from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// From the disk.
    Disk(Stamp),
    /// From the editor.
    Open {
        /// The document's version, as the editor counts.
        version: i32,
        /// What the disk said last.
        beneath: Option<Arc<File>>,
    },
}

/// What tells one state of a file on the disk from another without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Time of the last change, where the file system keeps it.
    pub modified: Option<SystemTime>,
    /// Bytes.
    pub length: u64,
}

impl File {
    pub(super) fn new(path: String, text: Text, origin: Origin) -> Arc<Self> {
        let (lines, facts) = (OnceLock::new(), OnceLock::new());
        Arc::new(Self { path, text: text.content, origin, note: text.note, lines, facts })
    }

    /// A file that is on no disk.
    #[cfg(test)]
    pub(crate) fn from_text(path: &str, text: &str) -> Arc<Self> {
        let origin = Origin::Open { version: 1, beneath: None };
        Self::new(path.to_owned(), Text { content: text.into(), note: None }, origin)
    }

    /// This file with another origin, and with the facts that are already made.
    pub(super) fn with_origin(&self, origin: Origin) -> Arc<Self> {
        Arc::new(Self {
            path: self.path.clone(),
            text: Arc::clone(&self.text),
            origin,
            note: self.note.clone(),
            lines: self.lines.clone(),
            facts: self.facts.clone(),
        })
    }

    /// Its path, relative to the root, with `/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its text, shared.
    pub(super) fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// Where the text comes from.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The editor's version, where the editor shows it.
    pub fn version(&self) -> Option<i32> {
        match self.origin {
            Origin::Disk(_) => None,
            Origin::Open { version, .. } => Some(version),
        }
    }

    /// Whether it shares its text, and so its facts, with `other`.
    pub fn has_text_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.text, &other.text)
    }

    /// Where its lines are.
    pub fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::new(&self.text))
    }

    /// What it says.
    pub fn facts(&self) -> &Facts {
        &self.read().facts
    }

    /// What went wrong while it was read.
    pub(super) fn notes(&self) -> impl Iterator<Item = &str> {
        self.note.as_deref().into_iter().chain(self.read().note.as_deref())
    }

    /// What the disk says, as far as it is known.
    pub(super) fn disk(self: &Arc<Self>) -> Option<&Arc<Self>> {
        match &self.origin {
            Origin::Disk(_) => Some(self),
            Origin::Open { beneath, .. } => beneath.as_ref(),
        }
    }

    /// The state of the disk that it, or what is beneath it, was read from.
    pub(super) fn stamp(&self) -> Option<Stamp> {
        match &self.origin {
            Origin::Disk(stamp) => Some(*stamp),
            Origin::Open { beneath, .. } => beneath.as_ref()?.stamp(),
        }
    }

    fn read(&self) -> &facts::Read {
        self.facts.get_or_init(|| facts::read(&self.path, &self.text))
    }
}
