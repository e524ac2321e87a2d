//! `.env` files as compose reads them.
//!
//! Mirrors compose-go v2 `dotenv/parser.go`, except that a line it would stop at is passed over.

use std::collections::HashMap;

use crate::interpolation::interpolate;
use crate::{Text, TextRange, TextSize};

/// The variables of `text`, in order; of double ones the last counts.
///
/// Names without a value are inherited from the environment, which the file does not tell: they are left out,
/// and so are values that refer to such a name.
pub fn parse(text: &str) -> Vec<(String, String)> {
    let mut variables = Variables::default();
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    while let Some(statement) = statement_start(rest) {
        rest = match name(statement) {
            None => statement.split_once('\n').map_or("", |(_, next)| next),
            Some((_, Behind::Nothing(next))) => next,
            Some((name, Behind::Value(text))) => {
                let (value, next) = value(text, &variables);
                if !name.is_empty() && !name.contains(' ') {
                    variables.set(name, value);
                }
                next
            }
        };
    }
    variables.all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// What was read so far; a value that the file does not tell is `None`.
#[derive(Default)]
struct Variables {
    all: Vec<(String, Option<String>)>,
    positions: HashMap<String, usize>,
}

impl Variables {
    fn get(&self, name: &str) -> Option<String> {
        self.positions.get(name).and_then(|at| self.all[*at].1.clone())
    }

    fn set(&mut self, name: &str, value: Option<String>) {
        let next = self.all.len();
        let at = *self.positions.entry(name.to_owned()).or_insert(next);
        if at == next {
            self.all.push((name.to_owned(), value));
        } else {
            self.all[at].1 = value;
        }
    }
}

/// What follows a name.
enum Behind<'a> {
    Value(&'a str),
    Nothing(&'a str),
}

/// The text from the next thing that is neither white space nor a comment.
fn statement_start(mut text: &str) -> Option<&str> {
    loop {
        text = text.trim_start();
        if !text.starts_with('#') {
            return (!text.is_empty()).then_some(text);
        }
        text = text.split_once('\n')?.1;
    }
}

/// The name at the start of `statement`, and what is behind its `=`, `:` or line. `None` if it is no name.
fn name(statement: &str) -> Option<(&str, Behind<'_>)> {
    let statement = match statement.strip_prefix("export") {
        Some(exported) if exported.starts_with(char::is_whitespace) => exported.trim_start_matches(is_blank),
        _ => statement,
    };
    for (at, c) in statement.char_indices() {
        let behind = &statement[at + c.len_utf8()..];
        let name = statement[..at].trim_end();
        match c {
            '=' | ':' => return Some((name, Behind::Value(behind.trim_start_matches(is_blank)))),
            '\n' => return Some((name, Behind::Nothing(behind))),
            '_' | '.' | '-' | '[' | ']' => {}
            c if is_blank(c) || c.is_alphanumeric() => {}
            _ => return None,
        }
    }
    Some(("", Behind::Nothing("")))
}

/// The value at the start of `text`, if the file tells it, and the text behind it.
fn value<'a>(text: &'a str, known: &Variables) -> (Option<String>, &'a str) {
    let Some(quote @ ('"' | '\'')) = text.chars().next() else {
        let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
        let value = line.split_once(" #").map_or(line, |(value, _)| value).trim_end();
        return (expand(value, known), rest);
    };
    let mut content = String::new();
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if c == quote && !escaped {
            let value = if quote == '"' { expand(&unescape(&content), known) } else { Some(content) };
            return (value, &text[at + 1..]);
        }
        if c == '\\' && !escaped {
            escaped = true;
            continue;
        }
        if escaped && c != quote {
            content.push('\\');
        }
        escaped = false;
        content.push(c);
    }
    // The quote never closes: compose refuses the file here.
    (None, text.split_once('\n').map_or("", |(_, next)| next))
}

/// `value` with its variables filled from those before; `None` if one of them is not known.
fn expand(value: &str, known: &Variables) -> Option<String> {
    let raw = Text::plain(value, TextRange::up_to(TextSize::of(value)));
    let (text, problems) = interpolate(&raw, &|name| known.get(name));
    (problems.is_empty() && text.is_known()).then(|| text.as_str().to_owned())
}

/// The escapes of a double-quoted value; `\$` becomes `$$`, which interpolation turns into `$`.
fn unescape(content: &str) -> String {
    let mut out = String::with_capacity(content.len());
    let mut rest = content;
    while let Some((before, behind)) = rest.split_once('\\') {
        out.push_str(before);
        let escape = behind.bytes().next();
        let simple = match escape {
            Some(b'a') => "\u{7}",
            Some(b'b') => "\u{8}",
            Some(b'f') => "\u{c}",
            Some(b'n') => "\n",
            Some(b'r') => "\r",
            Some(b't') => "\t",
            Some(b'v') => "\u{b}",
            Some(b'$') => "$$",
            Some(b'"') => "\"",
            Some(b'\\') => "\\",
            _ => "",
        };
        if !simple.is_empty() {
            out.push_str(simple);
            rest = &behind[1..];
        } else if let Some(octal) = octal(behind) {
            out.push(octal);
            rest = &behind[4..];
        } else {
            out.push('\\');
            rest = behind;
        }
    }
    out.push_str(rest);
    out
}

/// `0` and three octal digits.
fn octal(text: &str) -> Option<char> {
    let digits = text.strip_prefix('0')?.get(..3)?;
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    u8::from_str_radix(digits, 8).ok().map(char::from)
}

/// White space that does not end a line.
fn is_blank(c: char) -> bool {
    matches!(c, '\t' | '\u{b}' | '\u{c}' | '\r' | ' ' | '\u{85}' | '\u{a0}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = parse(text);
        let found: Vec<(&str, &str)> = found.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn plain_values() {
        check(
            "A=1\nB = two words \r\n\n# note\nC=a#b # note\nD=\n",
            &[("A", "1"), ("B", "two words"), ("C", "a#b"), ("D", "")],
        );
        check("export A=1\nB: yaml\nC=x", &[("A", "1"), ("B", "yaml"), ("C", "x")]);
        check("\u{feff}A=1", &[("A", "1")]);
    }

    #[test]
    fn quoted_values() {
        check(r#"A="x # y" # note"#, &[("A", "x # y")]);
        check("A='$B \\n'\n", &[("A", "$B \\n")]);
        check("A=\"a\\nb\\\"\\$c\\0101\\x\"\n", &[("A", "a\nb\"$cA\\x")]);
        check("A=\"two\nlines\"\nB=1", &[("A", "two\nlines"), ("B", "1")]);
        check(r"A='it\'s'", &[("A", "it's")]);
    }

    #[test]
    fn variables_before_are_filled_in() {
        check("A=x\nB=$A.${A:-y}.${C:-z}\n", &[("A", "x"), ("B", "x.x.z")]);
    }

    #[test]
    fn what_the_file_does_not_tell_is_left_out() {
        check("A\nB=1\n", &[("B", "1")]);
        check("A=$HOME/x\n", &[]);
        check("A=1\nA=$HOME\n", &[]);
    }

    #[test]
    fn a_broken_line_is_passed_over() {
        check("A B=1\n<<<\nC=\"open\nD=2\n", &[("D", "2")]);
        check("=x\nA=1", &[("A", "1")]);
    }
}
