//! How Go prints text in its messages.

/// `%q`: `"a\tb"`.
pub fn quoted(text: &str) -> String {
    quoted_bytes(text.as_bytes())
}

/// `%q` of bytes that may be no UTF-8: `"\xff"`.
pub fn quoted_bytes(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() + 2);
    out.push('"');
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            push_escaped(&mut out, c, '"');
        }
        out.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
    }
    out.push('"');
    out
}

/// `%q` of a character: `'a'`.
pub fn quoted_char(c: char) -> String {
    let mut out = String::from('\'');
    push_escaped(&mut out, c, '\'');
    out.push('\'');
    out
}

/// `%#U`: `U+0040 '@'`; the character itself only where it can be seen.
pub fn code_point(c: char) -> String {
    let number = u32::from(c);
    if is_print(c) { format!("U+{number:04X} '{c}'") } else { format!("U+{number:04X}") }
}

/// strconv.appendEscapedRune
fn push_escaped(out: &mut String, c: char, quote: char) {
    match c {
        '\\' => out.push_str("\\\\"),
        '\u{7}' => out.push_str("\\a"),
        '\u{8}' => out.push_str("\\b"),
        '\u{c}' => out.push_str("\\f"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\u{b}' => out.push_str("\\v"),
        _ if c == quote => {
            out.push('\\');
            out.push(c);
        }
        _ if is_print(c) => out.push(c),
        _ => {
            let number = u32::from(c);
            let escape = match number {
                ..0x20 | 0x7f => format!("\\x{number:02x}"),
                ..0x1_0000 => format!("\\u{number:04x}"),
                _ => format!("\\U{number:08x}"),
            };
            out.push_str(&escape);
        }
    }
}

/// strconv.IsPrint: letters, marks, numbers, punctuation, symbols and the ASCII space. `escape_debug` knows the same
/// characters (of a later Unicode); behind a letter it leaves marks alone, too.
fn is_print(c: char) -> bool {
    match c {
        '"' | '\'' | '\\' => true,
        _ => {
            let text: String = ['a', c].iter().collect();
            text.escape_debug().eq(text.chars())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_quoted_as_go_quotes_it() {
        assert_eq!(quoted("a\"b\\c\n\u{1}\u{7f}é\u{a0}\u{301}'"), r#""a\"b\\c\n\x01\x7fé\u00a0́'""#);
        assert_eq!(quoted_char('\''), r"'\''");
        assert_eq!(code_point('@'), "U+0040 '@'");
        assert_eq!(code_point('\0'), "U+0000");
    }
}
