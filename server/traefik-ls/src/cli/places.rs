//! Where things stand, as people and programs read it: path, line and column.

use std::sync::Arc;

use golang::program::Handler;
use serde::Serialize;
use syntax::{FileId, Location, TextSize};

use crate::workspace::{File, Snapshot};

/// Places in the files of a snapshot.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places<'a> {
    snapshot: &'a Snapshot,
}

/// A position, as in the JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Position {
    /// From 1.
    pub(super) line: u32,
    /// From 1, in UTF-8 bytes.
    pub(super) column: u32,
}

/// Where something starts, as in the JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Point<'a> {
    /// Relative to the root, with `/`.
    pub(super) file: &'a str,
    /// Its first byte.
    #[serde(flatten)]
    pub(super) start: Position,
}

/// A range of a file, as in the JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Span<'a> {
    /// Relative to the root, with `/`.
    pub(super) file: &'a str,
    /// Its first byte.
    pub(super) start: Position,
    /// The byte behind its last.
    pub(super) end: Position,
}

/// A handler, as in the JSON; file and line are null where it is declared outside the workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct HandlerOut<'a> {
    symbol: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
}

impl<'a> Places<'a> {
    /// Places in the files of `snapshot`.
    pub(super) fn new(snapshot: &'a Snapshot) -> Self {
        Self { snapshot }
    }

    /// The file, unless it has gone.
    pub(super) fn file(self, file: FileId) -> Option<&'a Arc<File>> {
        self.snapshot.file(file)
    }

    /// The path of `file`, relative to the root, with `/`.
    pub(super) fn path(self, file: FileId) -> &'a str {
        self.snapshot.path(file).unwrap_or_default()
    }

    /// The position of a byte of `file`; past the end it is the end.
    pub(super) fn position(self, file: FileId, offset: TextSize) -> Position {
        let at = self.snapshot.lines(file).map(|lines| lines.line_col(offset));
        at.map_or(Position { line: 1, column: 1 }, |at| Position { line: at.line + 1, column: at.column + 1 })
    }

    /// Where `location` starts.
    pub(super) fn point(self, location: Location) -> Point<'a> {
        Point { file: self.path(location.file), start: self.position(location.file, location.range.start()) }
    }

    /// Where `location` starts and ends.
    pub(super) fn span(self, location: Location) -> Span<'a> {
        let Point { file, start } = self.point(location);
        Span { file, start, end: self.position(location.file, location.range.end()) }
    }

    /// Symbol and place of a handler.
    pub(super) fn handler(self, handler: &'a Handler) -> HandlerOut<'a> {
        let declared = handler.declaration.map(|location| self.point(location));
        let (file, line) = declared.map(|at| (at.file, at.start.line)).unzip();
        HandlerOut { symbol: &handler.symbol, file, line }
    }

    /// Where `location` starts, for people: `path:line`.
    pub(super) fn line(self, location: Location) -> String {
        let Point { file, start } = self.point(location);
        format!("{file}:{}", start.line)
    }
}
