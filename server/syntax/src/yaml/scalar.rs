//! Scalars, decoded, with the way back. Mirrors the scalar scanners of yaml.v3 (`scannerc.go`, v3.0.1).

use super::cursor::{Cursor, is_white_lead, size};
use super::event::SyntaxError;
use crate::text::TextBuilder;
use crate::{Text, TextRange, TextSize};

/// A plain scalar inside a block of `indent` columns (-1 for none). Gives also whether it went beyond its last
/// line, looking for more.
pub(super) fn plain(
    cursor: &mut Cursor<'_>,
    indent: isize,
    in_flow: bool,
) -> Result<(Text, bool), SyntaxError> {
    let start = cursor.offset();
    let mut content = Content::new(start);
    let mut end = start;
    let mut fold = Fold::default();
    let is_dedented = |cursor: &mut Cursor<'_>| cursor.column().cast_signed() < indent + 1;
    loop {
        if cursor.is_document_indicator() || cursor.is(b'#') {
            break;
        }
        while !cursor.is_white_at(0) {
            let ends = match cursor.byte() {
                Some(b':') => cursor.is_white_at(1),
                Some(b',' | b'?' | b'[' | b']' | b'{' | b'}') => in_flow,
                _ => false,
            };
            if ends {
                break;
            }
            if fold.is_some() {
                content.fold(cursor, end, &mut fold);
            }
            cursor.skip();
            cursor.take_while(|byte| !is_white_lead(byte) && !b":,?[]{}".contains(&byte));
            end = cursor.offset();
        }
        if cursor.is_end() || !cursor.is_white_at(0) {
            break;
        }
        while cursor.is_blank() || cursor.is_break() {
            if let Some((value, _)) = cursor.take_break() {
                fold.push(value);
            } else if fold.is_some() && cursor.is(b'\t') && is_dedented(cursor) {
                return Err(SyntaxError::new(
                    "found a tab character that violates indentation",
                    cursor.offset(),
                    Some(start),
                ));
            } else {
                cursor.skip();
            }
        }
        if !in_flow && is_dedented(cursor) {
            break;
        }
    }
    let text = content.finish(cursor.text(), TextRange::new(start, end), end);
    Ok((text, fold.is_some()))
}

/// A scalar in quotes; the cursor is at the first.
pub(super) fn quoted(cursor: &mut Cursor<'_>) -> Result<Text, SyntaxError> {
    let start = cursor.offset();
    let fail = |message, at| SyntaxError::new(message, at, Some(start));
    let quote = cursor.byte().unwrap_or(b'"');
    cursor.skip();
    let mut content = Content::new(cursor.offset());
    loop {
        if cursor.is_document_indicator() {
            return Err(fail("found unexpected document indicator", cursor.offset()));
        }
        if cursor.is_end() {
            return Err(fail("found unexpected end of stream", cursor.offset()));
        }
        let mut fold = Fold::default();
        while !cursor.is_white_at(0) {
            let at = cursor.offset();
            if cursor.is(b'\'') && quote == b'\'' && cursor.byte_at(1) == Some(b'\'') {
                cursor.skip_ascii(2);
                content.replace(cursor, at, "'");
            } else if cursor.is(quote) {
                break;
            } else if cursor.is(b'\\') && quote == b'"' {
                cursor.skip();
                if cursor.take_break().is_some() {
                    // The line break is escaped: nothing of it remains.
                    content.replace(cursor, at, "");
                    fold.escape();
                    break;
                }
                let mut buffer = [0; 4];
                let character = escape(cursor).map_err(|(message, at)| fail(message, at))?;
                content.replace(cursor, at, character.encode_utf8(&mut buffer));
            } else {
                cursor.skip();
                cursor.take_while(|byte| !is_white_lead(byte) && byte != quote && byte != b'\\');
            }
        }
        if cursor.is(quote) {
            break;
        }
        let end = cursor.offset();
        while cursor.is_blank() || cursor.is_break() {
            match cursor.take_break() {
                Some((value, _)) => fold.push(value),
                None => cursor.skip(),
            }
        }
        if fold.is_some() {
            content.fold(cursor, end, &mut fold);
        }
    }
    let end = cursor.offset();
    cursor.skip();
    Ok(content.finish(cursor.text(), TextRange::new(start, cursor.offset()), end))
}

/// The character that an escape stands for; the cursor is behind its backslash.
fn escape(cursor: &mut Cursor<'_>) -> Result<char, (&'static str, TextSize)> {
    let digits = match cursor.byte() {
        Some(b'x') => 2,
        Some(b'u') => 4,
        Some(b'U') => 8,
        simple => {
            let character = match simple {
                Some(b'0') => '\0',
                Some(b'a') => '\u{7}',
                Some(b'b') => '\u{8}',
                Some(b't' | b'\t') => '\t',
                Some(b'n') => '\n',
                Some(b'v') => '\u{b}',
                Some(b'f') => '\u{c}',
                Some(b'r') => '\r',
                Some(b'e') => '\u{1b}',
                Some(byte @ (b' ' | b'"' | b'\'' | b'\\')) => char::from(byte),
                Some(b'N') => '\u{85}',
                Some(b'_') => '\u{a0}',
                Some(b'L') => '\u{2028}',
                Some(b'P') => '\u{2029}',
                _ => return Err(("found unknown escape character", cursor.offset() - TextSize::new(1))),
            };
            cursor.skip();
            return Ok(character);
        }
    };
    cursor.skip();
    let at = cursor.offset();
    let mut code = 0;
    for ahead in 0..digits {
        let digit = cursor.byte_at(ahead).and_then(|byte| char::from(byte).to_digit(16));
        let digit = digit.ok_or(("did not find expected hexdecimal number", at))?;
        code = (code << 4) | digit;
    }
    cursor.skip_ascii(digits);
    char::from_u32(code).ok_or(("found invalid Unicode character escape code", at))
}

/// A scalar behind `|` or `>` inside a block of `indent` columns (-1 for none); the cursor is at the indicator.
pub(super) fn block(cursor: &mut Cursor<'_>, indent: isize) -> Result<Text, SyntaxError> {
    let start = cursor.offset();
    let fail = |message, at| SyntaxError::new(message, at, Some(start));
    let folded = cursor.is(b'>');
    cursor.skip();
    let (chomping, increment) = header(cursor).map_err(|message| fail(message, cursor.offset()))?;
    let mut end = cursor.offset();
    cursor.skip_blanks();
    if cursor.is(b'#') {
        cursor.skip_line();
    }
    if !cursor.is_break_or_end() {
        return Err(fail("did not find expected comment or line break", cursor.offset()));
    }
    cursor.take_break();

    let mut builder = Text::builder(TextRange::empty(start));
    let mut columns = increment.map(|increment| indent.max(0).unsigned_abs() + increment);
    let mut empty = empty_lines(cursor, &mut columns, indent).map_err(|at| fail(TAB_INDENT, at))?;
    let columns = columns.unwrap_or(1);
    // The break behind the last line of text, and whether that line began with a blank.
    let mut pending: Option<(&str, TextRange)> = None;
    let mut was_blank = false;
    while cursor.column() == columns && !cursor.is_end() {
        let is_blank = cursor.is_blank();
        if let Some((value, range)) = pending.take() {
            let folds = folded && value == "\n" && !was_blank && !is_blank;
            match (folds, empty.is_empty()) {
                (true, true) => builder.push_for(" ", range),
                (true, false) => {}
                (false, _) => builder.push(value, range),
            }
        }
        for (value, range) in empty.drain(..) {
            builder.push(value, range);
        }
        was_blank = is_blank;
        let line = cursor.offset();
        cursor.skip_line();
        end = cursor.offset();
        push_source(&mut builder, cursor.text(), TextRange::new(line, end));
        pending = cursor.take_break();
        empty = empty_lines(cursor, &mut Some(columns), indent).map_err(|at| fail(TAB_INDENT, at))?;
    }
    let tail = match chomping {
        Chomping::Strip => Vec::new(),
        Chomping::Clip => pending.into_iter().collect(),
        Chomping::Keep => pending.into_iter().chain(empty).collect(),
    };
    for (value, range) in tail {
        builder.push(value, range);
    }
    Ok(builder.finish_at(TextRange::new(start, end)))
}

const TAB_INDENT: &str = "found a tab character where an indentation space is expected";

#[derive(Clone, Copy)]
enum Chomping {
    Strip,
    Clip,
    Keep,
}

/// The indicators behind `|` or `>`, in either order.
fn header(cursor: &mut Cursor<'_>) -> Result<(Chomping, Option<usize>), &'static str> {
    let mut chomping = None;
    let mut increment = None;
    for _ in 0..2 {
        match cursor.byte() {
            Some(b'+') if chomping.is_none() => chomping = Some(Chomping::Keep),
            Some(b'-') if chomping.is_none() => chomping = Some(Chomping::Strip),
            Some(b'0') if increment.is_none() => return Err("found an indentation indicator equal to 0"),
            Some(digit @ b'1'..=b'9') if increment.is_none() => increment = Some(usize::from(digit - b'0')),
            _ => break,
        }
        cursor.skip();
    }
    Ok((chomping.unwrap_or(Chomping::Clip), increment))
}

/// Goes over empty lines and the indentation of the line behind them, and gives the breaks. Where `columns` is
/// not known, the deepest of these lines tells it. An error is the place of a tab.
fn empty_lines<'t>(
    cursor: &mut Cursor<'t>,
    columns: &mut Option<usize>,
    indent: isize,
) -> Result<Vec<(&'t str, TextRange)>, TextSize> {
    let mut breaks = Vec::new();
    let mut deepest = 0;
    loop {
        while cursor.is_space() && columns.is_none_or(|columns| cursor.column() < columns) {
            cursor.skip();
        }
        deepest = deepest.max(cursor.column());
        if cursor.is(b'\t') && columns.is_none_or(|columns| cursor.column() < columns) {
            return Err(cursor.offset());
        }
        match cursor.take_break() {
            Some(line_break) => breaks.push(line_break),
            None => break,
        }
    }
    columns.get_or_insert_with(|| deepest.max((indent + 1).max(1).unsigned_abs()));
    Ok(breaks)
}

/// The decoded text so far, and the source behind it that stands for itself.
struct Content {
    /// None as long as all stands for itself.
    builder: Option<TextBuilder>,
    copied: TextSize,
}

impl Content {
    fn new(start: TextSize) -> Self {
        Self { builder: None, copied: start }
    }

    /// What stands between `start` and the cursor means `value`.
    fn replace(&mut self, cursor: &Cursor<'_>, start: TextSize, value: &str) {
        let builder = self.builder.get_or_insert_with(|| Text::builder(TextRange::empty(start)));
        push_source(builder, cursor.text(), TextRange::new(self.copied, start));
        builder.push_for(value, TextRange::new(start, cursor.offset()));
        self.copied = cursor.offset();
    }

    /// The white space between `end` and the cursor is folded.
    fn fold(&mut self, cursor: &Cursor<'_>, end: TextSize, fold: &mut Fold<'_>) {
        self.replace(cursor, end, &fold.take());
    }

    fn finish(self, source: &str, range: TextRange, end: TextSize) -> Text {
        let rest = TextRange::new(self.copied.min(end), end);
        let Some(mut builder) = self.builder else { return Text::within(&source[rest], rest, range) };
        push_source(&mut builder, source, rest);
        builder.finish_at(range)
    }
}

/// Line breaks met in a row.
#[derive(Default)]
struct Fold<'t> {
    /// The first; empty if it was escaped.
    first: Option<&'t str>,
    others: String,
}

impl<'t> Fold<'t> {
    fn is_some(&self) -> bool {
        self.first.is_some()
    }

    fn push(&mut self, value: &'t str) {
        match self.first {
            None => self.first = Some(value),
            Some(_) => self.others.push_str(value),
        }
    }

    fn escape(&mut self) {
        self.first = Some("");
    }

    /// What they mean: one break a space, several one less.
    fn take(&mut self) -> String {
        let others = std::mem::take(&mut self.others);
        match self.first.take() {
            Some("\n") if others.is_empty() => " ".to_owned(),
            Some("\n") | None => others,
            Some(first) => format!("{first}{others}"),
        }
    }
}

fn push_source(builder: &mut TextBuilder, source: &str, range: TextRange) {
    let range = TextRange::new(range.start(), range.end().min(size(source.len())));
    builder.push(&source[range], range);
}
