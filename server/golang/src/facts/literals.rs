//! What Go's string and number literals stand for.

/// The value of an interpreted (`"…"`) or raw (`` `…` ``) string literal, quotes included in `literal`.
pub(super) fn unquote(literal: &str) -> String {
    let inner = |quote: char| {
        let rest = literal.strip_prefix(quote)?;
        Some(rest.strip_suffix(quote).unwrap_or(rest))
    };
    if let Some(raw) = inner('`') {
        return raw.replace('\r', "");
    }
    let text = inner('"').unwrap_or(literal);
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        rest = escape(&rest[at + 1..], &mut bytes);
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Decodes the escape that starts `text` (behind its backslash) into `bytes` and gives what follows it.
fn escape<'a>(text: &'a str, bytes: &mut Vec<u8>) -> &'a str {
    let Some(letter) = text.chars().next() else {
        return "";
    };
    let rest = &text[letter.len_utf8()..];
    let simple = match letter {
        'a' => 7,
        'b' => 8,
        'f' => 12,
        'n' => b'\n',
        'r' => b'\r',
        't' => b'\t',
        'v' => 11,
        'x' => return number(rest, 2, 16, bytes),
        'u' => return number(rest, 4, 16, bytes),
        'U' => return number(rest, 8, 16, bytes),
        '0'..='7' => return number(text, 3, 8, bytes),
        other => {
            bytes.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes());
            return rest;
        }
    };
    bytes.push(simple);
    rest
}

/// Decodes a numeric escape of `digits` digits: a byte where it has two or three, else a character.
fn number<'a>(text: &'a str, digits: usize, radix: u32, bytes: &mut Vec<u8>) -> &'a str {
    let Some(number) = text.get(..digits).and_then(|number| u32::from_str_radix(number, radix).ok()) else {
        return text;
    };
    if digits <= 3 {
        bytes.push(u8::try_from(number).unwrap_or(u8::MAX));
    } else if let Some(letter) = char::from_u32(number) {
        bytes.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
    }
    &text[digits..]
}

/// The value of an integer literal.
pub(super) fn integer(literal: &str) -> Option<i64> {
    let digits = literal.replace('_', "").to_ascii_lowercase();
    let (radix, digits) = match digits.get(..2) {
        Some("0x") => (16, &digits[2..]),
        Some("0b") => (2, &digits[2..]),
        Some("0o") => (8, &digits[2..]),
        _ if digits.len() > 1 && digits.starts_with('0') => (8, &digits[1..]),
        _ => (10, digits.as_str()),
    };
    i64::from_str_radix(digits, radix).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_decoded_as_go_does() {
        let cases = [
            (r#""/users""#, "/users"),
            (r#""\/a""#, "/a"),
            (r#""a\tb\x41\u00e9\101\\""#, "a\tbA\u{e9}A\\"),
            ("`raw\\n`", "raw\\n"),
            (r#""\:lit""#, ":lit"),
        ];
        for (literal, value) in cases {
            assert_eq!(unquote(literal), value, "{literal}");
        }
    }

    #[test]
    fn integers_are_decoded_in_every_base() {
        let cases = [("8080", 8080), ("0x1F", 31), ("0b101", 5), ("0o17", 15), ("017", 15), ("8_080", 8080)];
        for (literal, value) in cases {
            assert_eq!(integer(literal), Some(value), "{literal}");
        }
    }
}
