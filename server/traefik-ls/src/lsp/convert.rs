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

#[cfg(test)]
mod tests {
    use super::*;

    const ENCODINGS: [PositionEncoding; 3] =
        [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32];

    /// Numbers that look random and are the same every time.
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, limit: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(self.0 >> 33).unwrap() % limit
        }

        fn text(&mut self) -> String {
            const PIECES: [&str; 9] = ["a", "é", "世", "🦀", "\n", "\r\n", "\r", "\u{2028}", " "];
            (0..self.below(12)).map(|_| PIECES[self.below(PIECES.len())]).collect()
        }

        fn position(&mut self) -> Position {
            let near = |at: usize| u32::try_from(at).unwrap();
            let character = if self.below(20) == 0 { u32::MAX } else { near(self.below(9)) };
            let line = if self.below(20) == 0 { u32::MAX } else { near(self.below(6)) };
            Position { line, character }
        }
    }

    #[test]
    fn a_rope_and_a_file_agree_on_every_position() {
        let mut numbers = Numbers(1);
        for _ in 0..20_000 {
            let text = numbers.text();
            let (rope, file) = (Rope::from_str(&text), File::from_text("a.yml", &text));
            let position = numbers.position();
            for encoding in ENCODINGS {
                let at = usize::from(offset(&file, position, encoding));
                assert_eq!(
                    rope.char_to_byte(rope_index(&rope, position, encoding)),
                    at,
                    "{text:?} {position:?} {encoding:?}"
                );
            }
        }
    }

    #[test]
    fn the_way_there_and_back() {
        let mut numbers = Numbers(2);
        for _ in 0..2_000 {
            let text = numbers.text();
            let file = File::from_text("a.yml", &text);
            for (at, _) in text.char_indices() {
                // Between the two halves of a line break there is no position.
                if text.as_bytes()[..at].ends_with(b"\r") && text.as_bytes()[at] == b'\n' {
                    continue;
                }
                let at = TextSize::try_from(at).unwrap();
                for encoding in ENCODINGS {
                    assert_eq!(offset(&file, position(&file, at, encoding), encoding), at, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn changes_at_any_place_do_what_they_do_to_a_string() {
        let mut numbers = Numbers(3);
        for _ in 0..5_000 {
            let before = numbers.text();
            let (start, end, text) = (numbers.position(), numbers.position(), numbers.text());
            for encoding in ENCODINGS {
                let file = File::from_text("a.yml", &before);
                let range = text_range(&file, Range { start, end }, encoding);
                let mut expected = before.clone();
                expected.replace_range(usize::from(range.start())..usize::from(range.end()), &text);
                let mut rope = Rope::from_str(&before);
                let change = TextDocumentContentChangeEvent {
                    range: Some(Range { start, end }),
                    range_length: None,
                    text: text.clone(),
                };
                apply(&mut rope, &change, encoding);
                assert_eq!(rope.to_string(), expected);
            }
        }
    }
}
