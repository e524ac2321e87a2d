//! Offsets ↔ positions. What a client sends may be anything: it is clamped, never trusted.

use ropey::{Rope, RopeSlice};
use syntax::{TextRange, TextSize};
use tower_lsp::ls_types::{Position, PositionEncodingKind, Range, TextDocumentContentChangeEvent};

use crate::workspace::{File, LineCol};

/// What the client counts in a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum PositionEncoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what everybody understands.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl PositionEncoding {
    /// The best of those the client offers: first the one that costs us nothing.
    pub(super) fn negotiate(offered: &[PositionEncodingKind]) -> Self {
        let best = [Self::Utf8, Self::Utf32].into_iter().find(|encoding| offered.contains(&encoding.kind()));
        best.unwrap_or_default()
    }

    /// Its name in the protocol.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }
}

/// Where `offset` of `file` is; inside a character it is where that starts, past the end it is the end.
pub(super) fn position(file: &File, offset: TextSize, encoding: PositionEncoding) -> Position {
    let LineCol { line, column } = file.lines().line_col(offset);
    let text = line_text(file, line);
    let before = &text[..text.floor_char_boundary(column as usize)];
    let character = match encoding {
        PositionEncoding::Utf8 => before.len(),
        PositionEncoding::Utf16 => before.encode_utf16().count(),
        PositionEncoding::Utf32 => before.chars().count(),
    };
    Position { line, character: u32::try_from(character).unwrap_or(u32::MAX) }
}

/// The bytes of `range` in positions.
pub(super) fn range(file: &File, range: TextRange, encoding: PositionEncoding) -> Range {
    Range { start: position(file, range.start(), encoding), end: position(file, range.end(), encoding) }
}

/// The byte at `position`: past the end of a line its end, past the last line the end of the text, inside a character
/// its start.
pub(super) fn offset(file: &File, position: Position, encoding: PositionEncoding) -> TextSize {
    let length = file.text().len();
    let offset = match file.lines().bounds(position.line) {
        None => length,
        Some((start, _)) => {
            let text = line_text(file, position.line).trim_end_matches(['\r', '\n']);
            start + column(text, position.character as usize, encoding)
        }
    };
    TextSize::try_from(offset).unwrap_or_default()
}

/// The bytes of `range`; turned round where it ends before it starts.
pub(super) fn text_range(file: &File, range: Range, encoding: PositionEncoding) -> TextRange {
    let (a, b) = (offset(file, range.start, encoding), offset(file, range.end, encoding));
    TextRange::new(a.min(b), a.max(b))
}

/// Applies one `contentChanges` entry.
pub(super) fn apply(rope: &mut Rope, change: &TextDocumentContentChangeEvent, encoding: PositionEncoding) {
    let Some(range) = change.range else {
        *rope = Rope::from_str(&change.text);
        return;
    };
    let (a, b) = (rope_index(rope, range.start, encoding), rope_index(rope, range.end, encoding));
    let start = a.min(b);
    rope.remove(start..a.max(b));
    rope.insert(start, &change.text);
}

/// The character of `rope` at `position`, by the same rules as [`offset`].
fn rope_index(rope: &Rope, position: Position, encoding: PositionEncoding) -> usize {
    let line = position.line as usize;
    if line >= rope.len_lines() {
        return rope.len_chars();
    }
    let text = rope.line(line);
    let character = position.character as usize;
    let column = match encoding {
        PositionEncoding::Utf8 => text.byte_to_char(character.min(text.len_bytes())),
        PositionEncoding::Utf16 => text.utf16_cu_to_char(character.min(text.len_utf16_cu())),
        PositionEncoding::Utf32 => character,
    };
    rope.line_to_char(line) + column.min(text.len_chars() - line_break(text))
}

/// The characters of the line break at the end of `line`.
fn line_break(line: RopeSlice<'_>) -> usize {
    let mut ends = line.chars_at(line.len_chars());
    match (ends.prev(), ends.prev()) {
        (Some('\n'), Some('\r')) => 2,
        (Some('\n' | '\r'), _) => 1,
        _ => 0,
    }
}

/// The text of a line, its break included; empty past the end.
fn line_text(file: &File, line: u32) -> &str {
    let (start, end) = file.lines().bounds(line).unwrap_or_default();
    file.text().get(start..end).unwrap_or_default()
}

/// The byte in `line` where `character` units end.
fn column(line: &str, character: usize, encoding: PositionEncoding) -> usize {
    let width = |c: char| match encoding {
        PositionEncoding::Utf8 => c.len_utf8(),
        PositionEncoding::Utf16 => c.len_utf16(),
        PositionEncoding::Utf32 => 1,
    };
    let mut units = 0;
    for (at, c) in line.char_indices() {
        units += width(c);
        if units > character {
            return at;
        }
    }
    line.len()
}
