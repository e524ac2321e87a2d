//! A place in a YAML text, and what its characters mean to YAML.

use crate::{TextRange, TextSize};

/// Walks over a text. Lines may end with LF, CR, CRLF, NEL, LS or PS.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
    line_start: usize,
    /// A place on this line or before it, and its column.
    measured: (usize, usize),
}

impl<'t> Cursor<'t> {
    /// At the start of `text`, behind its byte order mark.
    pub(super) fn new(text: &'t str) -> Self {
        let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Self { text, at, line_start: at, measured: (at, 0) }
    }

    /// At the same place of another text, which is the same up to here.
    pub(super) fn on<'u>(&self, text: &'u str) -> Cursor<'u> {
        Cursor { text, at: self.at, line_start: self.line_start, measured: self.measured }
    }

    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// UTF-8 bytes before this place.
    pub(super) fn offset(&self) -> TextSize {
        size(self.at)
    }

    /// Where this line starts.
    pub(super) fn line_start(&self) -> TextSize {
        size(self.line_start)
    }

    /// Characters before this place on its line.
    pub(super) fn column(&mut self) -> usize {
        if self.measured.0 < self.line_start {
            self.measured = (self.line_start, 0);
        }
        let (from, column) = self.measured;
        let characters =
            self.text.as_bytes()[from.min(self.at)..self.at].iter().filter(|b| !is_continuation(**b)).count();
        self.measured = (self.at, column + characters);
        self.measured.1
    }

    pub(super) fn is_line_start(&self) -> bool {
        self.at == self.line_start
    }

    /// The byte here; `None` at the end.
    pub(super) fn byte(&self) -> Option<u8> {
        self.byte_at(0)
    }

    /// The byte `ahead` bytes from here.
    pub(super) fn byte_at(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    pub(super) fn is(&self, byte: u8) -> bool {
        self.byte() == Some(byte)
    }

    pub(super) fn is_end(&self) -> bool {
        self.at >= self.text.len()
    }

    pub(super) fn is_space(&self) -> bool {
        self.is(b' ')
    }

    pub(super) fn is_blank(&self) -> bool {
        matches!(self.byte(), Some(b' ' | b'\t'))
    }

    pub(super) fn is_break(&self) -> bool {
        self.break_len(0) > 0
    }

    pub(super) fn is_break_or_end(&self) -> bool {
        self.is_end() || self.is_break()
    }

    /// Whether a blank, a line break or the end is `ahead` bytes from here.
    pub(super) fn is_white_at(&self, ahead: usize) -> bool {
        matches!(self.byte_at(ahead), None | Some(b' ' | b'\t')) || self.break_len(ahead) > 0
    }

    /// Whether `---` or `...` stands alone at the start of this line.
    pub(super) fn is_document_indicator(&self) -> bool {
        let rest = &self.text.as_bytes()[self.at.min(self.text.len())..];
        self.is_line_start() && (rest.starts_with(b"---") || rest.starts_with(b"...")) && self.is_white_at(3)
    }

    /// Goes over one character, which is no line break.
    pub(super) fn skip(&mut self) {
        self.at += self.text.get(self.at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }

    /// Goes over `count` bytes of ASCII.
    pub(super) fn skip_ascii(&mut self, count: usize) {
        self.at = (self.at + count).min(self.text.len());
    }

    pub(super) fn skip_blanks(&mut self) {
        while self.is_blank() {
            self.at += 1;
        }
    }

    /// Goes to the end of the line.
    pub(super) fn skip_line(&mut self) {
        while !self.is_break_or_end() {
            self.skip();
            self.take_while(|byte| !is_white_lead(byte) || matches!(byte, b' ' | b'\t'));
        }
    }

    /// Goes over a line break, if one is here. Gives what it means in a scalar, and where it stands.
    pub(super) fn take_break(&mut self) -> Option<(&'t str, TextRange)> {
        let len = self.break_len(0);
        let range = TextRange::at(self.offset(), size(len));
        let source = self.text.get(self.at..self.at + len).filter(|source| !source.is_empty())?;
        self.at += len;
        self.line_start = self.at;
        // LS and PS stand for themselves, the others for a line feed.
        Some((if len == 3 { source } else { "\n" }, range))
    }

    /// Goes over what satisfies `keep` and gives it.
    pub(super) fn take_while(&mut self, keep: impl Fn(u8) -> bool) -> &'t str {
        let start = self.at;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        self.at += rest.iter().position(|byte| !keep(*byte)).unwrap_or(rest.len());
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn break_len(&self, ahead: usize) -> usize {
        match self.byte_at(ahead) {
            Some(b'\r') if self.byte_at(ahead + 1) == Some(b'\n') => 2,
            Some(b'\n' | b'\r') => 1,
            Some(0xC2) if self.byte_at(ahead + 1) == Some(0x85) => 2,
            Some(0xE2)
                if self.byte_at(ahead + 1) == Some(0x80)
                    && matches!(self.byte_at(ahead + 2), Some(0xA8 | 0xA9)) =>
            {
                3
            }
            _ => 0,
        }
    }
}

/// Whether a blank or a line break may begin with this byte.
pub(super) fn is_white_lead(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0xC2 | 0xE2)
}

/// Characters of anchors, aliases, directives and tag handles.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

pub(super) fn size(offset: usize) -> TextSize {
    TextSize::try_from(offset).unwrap_or(TextSize::new(u32::MAX))
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}
