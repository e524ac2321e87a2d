//! What stands before values: directives, tags, anchors; and aliases, which look like anchors.

use super::cursor::{Cursor, is_word};
use super::event::SyntaxError;
use super::token::{Token, TokenKind};
use crate::{TextRange, TextSize};

/// `%YAML 1.1` or `%TAG ! prefix`; the cursor is at the `%`.
pub(super) fn directive(cursor: &mut Cursor<'_>) -> Result<Token, SyntaxError> {
    let start = cursor.offset();
    let fail = |message, cursor: &Cursor<'_>| Err(error(message, cursor, start));
    cursor.skip();
    let name = cursor.take_while(is_word);
    if name.is_empty() {
        return fail("could not find expected directive name", cursor);
    }
    if !cursor.is_white_at(0) {
        return fail("found unexpected non-alphabetical character", cursor);
    }
    let kind = match name {
        "YAML" => version(cursor, start)?,
        "TAG" => tag_directive(cursor, start)?,
        _ => return fail("found unknown directive name", cursor),
    };
    let range = TextRange::new(start, cursor.offset());
    cursor.skip_blanks();
    if cursor.is(b'#') {
        cursor.skip_line();
    }
    if !cursor.is_break_or_end() {
        return fail("did not find expected comment or line break", cursor);
    }
    cursor.take_break();
    Ok(Token { kind, range })
}

fn version(cursor: &mut Cursor<'_>, start: TextSize) -> Result<TokenKind, SyntaxError> {
    cursor.skip_blanks();
    let major = version_number(cursor, start)?;
    if !cursor.is(b'.') {
        return Err(error("did not find expected digit or '.' character", cursor, start));
    }
    cursor.skip();
    Ok(TokenKind::Version(major, version_number(cursor, start)?))
}

fn version_number(cursor: &mut Cursor<'_>, start: TextSize) -> Result<u8, SyntaxError> {
    let digits = cursor.take_while(|byte| byte.is_ascii_digit());
    if digits.is_empty() {
        return Err(error("did not find expected version number", cursor, start));
    }
    digits
        .parse()
        .ok()
        .filter(|_| digits.len() <= 2)
        .ok_or_else(|| error("found extremely long version number", cursor, start))
}

fn tag_directive(cursor: &mut Cursor<'_>, start: TextSize) -> Result<TokenKind, SyntaxError> {
    cursor.skip_blanks();
    let handle = tag_handle(cursor, true, start)?;
    if !cursor.is_blank() {
        return Err(error("did not find expected whitespace", cursor, start));
    }
    cursor.skip_blanks();
    let prefix = tag_uri(cursor, "", start)?;
    if !cursor.is_white_at(0) {
        return Err(error("did not find expected whitespace or line break", cursor, start));
    }
    Ok(TokenKind::TagDirective(handle, prefix))
}

/// `&name` or `*name`.
pub(super) fn anchor(cursor: &mut Cursor<'_>) -> Result<Token, SyntaxError> {
    let start = cursor.offset();
    let is_alias = cursor.is(b'*');
    cursor.skip();
    let name = cursor.take_while(is_word).to_owned();
    let ends = cursor.is_white_at(0)
        || matches!(cursor.byte(), Some(b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`'));
    if name.is_empty() || !ends {
        return Err(error("did not find expected alphabetic or numeric character", cursor, start));
    }
    let kind = if is_alias { TokenKind::Alias(name) } else { TokenKind::Anchor(name) };
    Ok(Token { kind, range: TextRange::new(start, cursor.offset()) })
}

/// `!`, `!suffix`, `!handle!suffix` or `!<uri>`.
pub(super) fn tag(cursor: &mut Cursor<'_>) -> Result<Token, SyntaxError> {
    let start = cursor.offset();
    let (handle, suffix) = if cursor.byte_at(1) == Some(b'<') {
        cursor.skip_ascii(2);
        let uri = tag_uri(cursor, "", start)?;
        if !cursor.is(b'>') {
            return Err(error("did not find the expected '>'", cursor, start));
        }
        cursor.skip();
        (String::new(), uri)
    } else {
        let handle = tag_handle(cursor, false, start)?;
        if handle.len() > 1 && handle.ends_with('!') {
            let suffix = tag_uri(cursor, "", start)?;
            (handle, suffix)
        } else {
            // No handle after all, but the beginning of a suffix.
            let suffix = tag_uri(cursor, &handle, start)?;
            if suffix.is_empty() { (suffix, "!".to_owned()) } else { ("!".to_owned(), suffix) }
        }
    };
    if !cursor.is_white_at(0) {
        return Err(error("did not find expected whitespace or line break", cursor, start));
    }
    Ok(Token { kind: TokenKind::Tag(handle, suffix), range: TextRange::new(start, cursor.offset()) })
}

/// `!`, `!word` or `!word!`; a directive takes no `!word`.
fn tag_handle(cursor: &mut Cursor<'_>, in_directive: bool, start: TextSize) -> Result<String, SyntaxError> {
    if !cursor.is(b'!') {
        return Err(error("did not find expected '!'", cursor, start));
    }
    cursor.skip();
    let word = cursor.take_while(is_word);
    let mut handle = format!("!{word}");
    if cursor.is(b'!') {
        cursor.skip();
        handle.push('!');
    } else if in_directive && !word.is_empty() {
        return Err(error("did not find expected '!'", cursor, start));
    }
    Ok(handle)
}

/// The rest of a tag, with what stands in `head` behind its `!` before it.
fn tag_uri(cursor: &mut Cursor<'_>, head: &str, start: TextSize) -> Result<String, SyntaxError> {
    let mut bytes: Vec<u8> = head.bytes().skip(1).collect();
    let mut found = !head.is_empty();
    loop {
        let plain = cursor.take_while(|byte| is_word(byte) || b";/?:@&=+$,.!~*'()[]".contains(&byte));
        bytes.extend_from_slice(plain.as_bytes());
        found |= !plain.is_empty();
        if !cursor.is(b'%') {
            break;
        }
        uri_escape(cursor, &mut bytes, start)?;
        found = true;
    }
    if !found {
        return Err(error("did not find expected tag URI", cursor, start));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The escaped bytes of one character.
fn uri_escape(cursor: &mut Cursor<'_>, bytes: &mut Vec<u8>, start: TextSize) -> Result<(), SyntaxError> {
    let mut left = None;
    while left != Some(0) {
        let digit = |ahead| cursor.byte_at(ahead).and_then(|b| char::from(b).to_digit(16));
        let (true, Some(high), Some(low)) = (cursor.is(b'%'), digit(1), digit(2)) else {
            return Err(error("did not find URI escaped octet", cursor, start));
        };
        let octet = u8::try_from(high << 4 | low).unwrap_or_default();
        left = Some(match (left, octet) {
            (None, 0x00..=0x7F) => 0,
            (None, 0xC0..=0xDF) => 1,
            (None, 0xE0..=0xEF) => 2,
            (None, 0xF0..=0xF7) => 3,
            (None, _) => return Err(error("found an incorrect leading UTF-8 octet", cursor, start)),
            (Some(left), 0x80..=0xBF) => left - 1,
            (Some(_), _) => return Err(error("found an incorrect trailing UTF-8 octet", cursor, start)),
        });
        bytes.push(octet);
        cursor.skip_ascii(3);
    }
    Ok(())
}

fn error(message: &'static str, cursor: &Cursor<'_>, start: TextSize) -> SyntaxError {
    SyntaxError::new(message, cursor.offset(), Some(start))
}
