//! Go's strings are bytes, ours are Unicode. A path may hold any byte (`%FF`), so bytes that are no UTF-8 are kept as
//! characters of the last private plane, one each: what goes in comes out again.

use std::borrow::Cow;

/// The character that stands for byte 0 is never used; that for byte `b` is `FIRST + b`.
const FIRST: u32 = 0x10_FF00;

/// The text of `bytes`; [`bytes`] gives them back.
pub fn text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            // Such a character would read as a byte on the way back, so it goes as its own bytes.
            if u32::from(c) >= FIRST {
                let mut buffer = [0; 4];
                text.extend(c.encode_utf8(&mut buffer).bytes().filter_map(stand_in));
            } else {
                text.push(c);
            }
        }
        text.extend(chunk.invalid().iter().copied().filter_map(stand_in));
    }
    text
}

/// The bytes that `text` stands for.
pub fn bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        match u32::from(c).checked_sub(FIRST).and_then(|byte| u8::try_from(byte).ok()) {
            Some(byte) => bytes.push(byte),
            None => bytes.extend(c.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
    bytes
}

/// Where the first byte stands that is no UTF-8.
pub fn first(text: &str) -> Option<usize> {
    text.find(|c| u32::from(c) >= FIRST)
}

/// `text` for people: what is no UTF-8 reads `�`.
pub fn lossy(text: &str) -> String {
    replaced(text).into_owned()
}

/// The same, without a copy where nothing is to replace.
pub fn replaced(text: &str) -> Cow<'_, str> {
    if first(text).is_none() {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if u32::from(c) >= FIRST { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// `text` as Go prints it with `%q`: bytes that are no UTF-8 as `\xff`.
pub fn quoted(text: &str) -> String {
    crate::rule::quote::quoted_bytes(&bytes(text))
}

fn stand_in(byte: u8) -> Option<char> {
    char::from_u32(FIRST + u32::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_comes_back() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(bytes(&text(&all)), all);
        assert_eq!(bytes(&text("é/\u{10FFFE}".as_bytes())), "é/\u{10FFFE}".as_bytes());
        assert_eq!(text("/é".as_bytes()), "/é");
        assert_eq!(lossy(&text(b"/\xff")), "/\u{FFFD}");
    }
}
