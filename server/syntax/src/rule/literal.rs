//! What a literal says (strconv.Unquote), with the way back to its bytes in the rule.

use std::ops::Range;

use super::expr::{Literal, LiteralKind};
use super::span;
use super::tokens::Token;
use crate::Text;

/// The literal at `range` of `rule`. One that is not closed reaches to its end.
pub(super) fn read(rule: &str, range: Range<usize>, token: Token) -> Literal {
    let source = &rule[range.clone()];
    let kind = match token {
        Token::Integer => LiteralKind::Integer,
        Token::Float => LiteralKind::Float,
        Token::Imaginary => LiteralKind::Imaginary,
        Token::Char => LiteralKind::Rune,
        _ if source.starts_with('`') => LiteralKind::Raw,
        _ => LiteralKind::Interpreted,
    };
    match kind {
        LiteralKind::Raw => raw(source, range),
        LiteralKind::Interpreted => interpreted(source, range),
        _ => Literal { kind, text: Text::plain(source, span(range)), bytes: None },
    }
}

/// The bytes between the quotes, if the second one is there.
fn content(source: &str, quote: char) -> Range<usize> {
    let end = if source.len() > 1 && source.ends_with(quote) { source.len() - 1 } else { source.len() };
    1.min(end)..end
}

/// Everything but carriage returns.
fn raw(source: &str, range: Range<usize>) -> Literal {
    let mut text = Text::builder(span(range.clone()));
    let content = content(source, '`');
    let mut at = range.start + content.start;
    for piece in source[content].split_inclusive('\r') {
        let kept = piece.trim_end_matches('\r');
        text.push(kept, span(at..at + kept.len()));
        at += piece.len();
    }
    Literal { kind: LiteralKind::Raw, text: text.finish(), bytes: None }
}

/// With Go's escapes decoded. An escape that is none stays as it is.
fn interpreted(source: &str, range: Range<usize>) -> Literal {
    let mut text = Text::builder(span(range.clone()));
    let content = if is_closed(source) { content(source, '"') } else { 1..source.len() };
    let mut bytes = Vec::with_capacity(content.len());
    let mut at = content.start;
    while at < content.end {
        let rest = &source[at..content.end];
        let plain = rest.find('\\').unwrap_or(rest.len());
        if plain > 0 {
            bytes.extend(rest[..plain].bytes());
            text.push(&rest[..plain], span(range.start + at..range.start + at + plain));
            at += plain;
            continue;
        }
        let (value, length) = escape(rest).unwrap_or_else(|| {
            let length = rest.chars().take(2).map(char::len_utf8).sum();
            (Decoded::Text(rest[..length].to_owned()), length)
        });
        let (value, length) = match value {
            Decoded::Text(value) => {
                bytes.extend(value.bytes());
                (value, length)
            }
            Decoded::Byte(_) => {
                let (run, length) = byte_run(rest);
                bytes.extend(&run);
                (lossy(&run), length)
            }
        };
        text.push(&value, span(range.start + at..range.start + at + length));
        at += length;
    }
    let bytes = std::str::from_utf8(&bytes).is_err().then_some(bytes);
    Literal { kind: LiteralKind::Interpreted, text: text.finish(), bytes }
}

/// Each byte that is no UTF-8 reads `\u{fffd}`, as Go reads it.
fn lossy(bytes: &[u8]) -> String {
    let chunks = bytes.utf8_chunks();
    chunks.flat_map(|chunk| chunk.valid().chars().chain(chunk.invalid().iter().map(|_| '\u{fffd}'))).collect()
}

/// Whether the last quote closes the literal, and is not one that an escape spells.
fn is_closed(source: &str) -> bool {
    let mut characters = source.chars().skip(1);
    while let Some(c) = characters.next() {
        match c {
            '"' => return true,
            '\\' => {
                characters.next();
            }
            _ => {}
        }
    }
    false
}

enum Decoded {
    Text(String),
    /// A byte, part of a character or of none.
    Byte(u8),
}

/// The escape that `source` starts with, and its length.
fn escape(source: &str) -> Option<(Decoded, usize)> {
    let mark = source.as_bytes().get(1).copied()?;
    let digits = |start: usize, count: usize, base: u32| {
        let digits = source.get(start..start + count)?;
        let valid = digits.chars().all(|c| c.is_digit(base));
        valid.then(|| u32::from_str_radix(digits, base).ok()).flatten()
    };
    let simple = |value: &str| Some((Decoded::Text(value.to_owned()), 2));
    let character =
        |value: u32, length: usize| Some((Decoded::Text(char::from_u32(value)?.to_string()), length));
    match mark {
        b'a' => simple("\u{7}"),
        b'b' => simple("\u{8}"),
        b'f' => simple("\u{c}"),
        b'n' => simple("\n"),
        b'r' => simple("\r"),
        b't' => simple("\t"),
        b'v' => simple("\u{b}"),
        b'\\' => simple("\\"),
        b'"' => simple("\""),
        b'0'..=b'7' => Some((Decoded::Byte(u8::try_from(digits(1, 3, 8)?).ok()?), 4)),
        b'x' => Some((Decoded::Byte(u8::try_from(digits(2, 2, 16)?).ok()?), 4)),
        b'u' => character(digits(2, 4, 16)?, 6),
        b'U' => character(digits(2, 8, 16)?, 10),
        _ => None,
    }
}

/// The bytes that escapes in a row spell: together they may be characters.
fn byte_run(source: &str) -> (Vec<u8>, usize) {
    let mut bytes = Vec::new();
    let mut length = 0;
    while let Some((Decoded::Byte(byte), step)) =
        source.get(length..).filter(|rest| rest.starts_with('\\')).and_then(escape)
    {
        bytes.push(byte);
        length += step;
    }
    (bytes, length)
}
