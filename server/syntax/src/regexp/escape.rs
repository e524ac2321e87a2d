//! What stands for a character, a class or a count; and how the `regex` crate wants to have it.

use std::fmt::Write;

use super::class;
use super::error::{
    Error, INVALID_ESCAPE, INVALID_RANGE, MISSING_BRACKET, TRAILING_BACKSLASH, error, first, read,
};

/// `\d`, `\pL`, `\p{^Greek}` and their like: the inside of a bracketed class.
pub(super) fn named_class(text: &str) -> Result<Option<(String, &str)>, Error> {
    let Some(escaped) = text.strip_prefix('\\') else { return Ok(None) };
    let (Some(mark), rest) = first(escaped) else { return Ok(None) };
    if let Some(class) = class::perl(mark) {
        return Ok(Some((class.to_owned(), rest)));
    }
    if mark != 'p' && mark != 'P' {
        return Ok(None);
    }
    let (name, rest) = match first(rest) {
        (Some('{'), inside) => match inside.split_once('}') {
            Some(split) => split,
            None => return error(INVALID_RANGE, text),
        },
        (_, after) => (read(rest, after), after),
    };
    let (name, caret) = match name.strip_prefix('^') {
        Some(name) => (name, true),
        None => (name, false),
    };
    match class::unicode(name, (mark == 'P') != caret) {
        Some(class) => Ok(Some((class, rest))),
        None => error(INVALID_RANGE, read(text, rest)),
    }
}

/// A character of a class, escaped or not. `class` is the whole class.
pub(super) fn class_character<'a>(text: &'a str, class: &str) -> Result<(u32, &'a str), Error> {
    match first(text) {
        (None, _) => error(MISSING_BRACKET, class),
        (Some('\\'), _) => character_escape(text),
        (Some(c), rest) => Ok((u32::from(c), rest)),
    }
}

/// An escape that stands for one character, by its number.
pub(super) fn character_escape(text: &str) -> Result<(u32, &str), Error> {
    let (mark, mut rest) = first(&text[1..]);
    let Some(mark) = mark else { return error(TRAILING_BACKSLASH, "") };
    match mark {
        '0'..='7' if mark == '0' || rest.starts_with(|c| matches!(c, '0'..='7')) => {
            let mut value = mark.to_digit(8).unwrap_or(0);
            for _ in 0..2 {
                let (Some(digit), after) = first(rest) else { break };
                let Some(digit) = digit.to_digit(8) else { break };
                value = value * 8 + digit;
                rest = after;
            }
            return Ok((value, rest));
        }
        'x' => {
            let (value, after) = hexadecimal(rest);
            rest = after;
            if let Some(value) = value {
                return Ok((value, rest));
            }
        }
        'a' => return Ok((0x7, rest)),
        'f' => return Ok((0xc, rest)),
        'n' => return Ok((0xa, rest)),
        'r' => return Ok((0xd, rest)),
        't' => return Ok((0x9, rest)),
        'v' => return Ok((0xb, rest)),
        _ if mark.is_ascii() && !mark.is_ascii_alphanumeric() => return Ok((u32::from(mark), rest)),
        _ => {}
    }
    error(INVALID_ESCAPE, read(text, rest))
}

/// The number behind `\x`, where it is one, and what follows what was read.
fn hexadecimal(text: &str) -> (Option<u32>, &str) {
    let (mark, mut rest) = first(text);
    if mark != Some('{') {
        let high = mark.and_then(|c| c.to_digit(16));
        if mark.is_none() {
            return (None, rest);
        }
        let (low, rest) = first(rest);
        let low = low.and_then(|c| c.to_digit(16));
        return (high.zip(low).map(|(high, low)| high * 16 + low), rest);
    }
    let mut value = None;
    while let (Some(c), after) = first(rest) {
        rest = after;
        if c == '}' {
            return (value, rest);
        }
        let digit = c.to_digit(16);
        value = digit.map(|digit| value.unwrap_or(0) * 16 + digit).filter(|&v| v <= u32::from(char::MAX));
        if value.is_none() {
            break;
        }
    }
    (None, rest)
}

/// `{2}`, `{2,}`, `{2,5}`: the counts, `None` where one is too large to tell, and what follows.
#[expect(clippy::type_complexity, reason = "used once, beside it")]
pub(super) fn counts(text: &str) -> Option<(Option<(u64, Option<u64>)>, &str)> {
    let (min, rest) = integer(text.strip_prefix('{')?)?;
    let (max, rest) = match rest.strip_prefix(',') {
        None => (min.map(Some), rest),
        Some(rest) if rest.starts_with('}') => (Some(None), rest),
        Some(rest) => {
            let (max, rest) = integer(rest)?;
            (max.map(Some), rest)
        }
    };
    Some((min.zip(max), rest.strip_prefix('}')?))
}

/// Decimal digits without a leading zero; `None` inside where they are too many.
fn integer(text: &str) -> Option<(Option<u64>, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    if digits.is_empty() || digits.len() > 1 && digits.starts_with('0') {
        return None;
    }
    Some((digits.parse().ok().filter(|&value| value < 1_000_000_000), rest))
}

pub(super) fn push_character(out: &mut String, c: char) {
    if c.is_ascii_alphanumeric() || !c.is_ascii() {
        out.push(c);
    } else {
        push_number(out, u32::from(c));
    }
}

fn push_number(out: &mut String, number: u32) {
    // Writing to a string cannot fail.
    let _ = write!(out, "\\x{{{number:X}}}");
}

/// A range without its surrogates, of which no text has any.
pub(super) fn push_range(out: &mut String, low: u32, high: u32) {
    for (low, high) in [(low, high.min(0xd7ff)), (low.max(0xe000), high)] {
        if low <= high {
            push_number(out, low);
            out.push('-');
            push_number(out, high);
        }
    }
}
