//! Go's parser of regular expressions (regexp/syntax/parse.go, Perl flags), which writes what it reads as a pattern for
//! the `regex` crate. It keeps its own stack: depth costs no recursion.

use super::class;
use super::error::{
    Error, INVALID_COUNT, INVALID_ESCAPE, INVALID_NAME, INVALID_PERL, INVALID_RANGE, MISSING_ARGUMENT,
    MISSING_PAREN, NESTED_REPEAT, TOO_DEEP, TOO_LARGE, UNEXPECTED_PAREN, error, first, read,
};
use super::escape::{character_escape, class_character, counts, named_class, push_character, push_range};
use super::items::Part;

/// What came out of an expression.
#[derive(Debug)]
pub(super) struct Parsed {
    /// The pattern for the `regex` crate.
    pub(super) pattern: String,
    /// The names of the capture groups.
    pub(super) groups: Vec<Option<String>>,
    /// Whether it asks for surrogates, which are in no text. Go's matchers disagree about them.
    pub(super) surrogates: bool,
}

/// The most copies that counted repetitions, one in the other, may ask for.
pub(super) const COPIES: u64 = 1000;

#[derive(Clone, Copy, Default)]
struct Flags {
    fold_case: bool,
    multi_line: bool,
    dot_all: bool,
    ungreedy: bool,
}

/// A group that is open: its alternatives so far, and the parts in a row of the current one.
struct Group {
    start: usize,
    capture: bool,
    flags: Flags,
    alternatives: Vec<Part>,
    parts: Vec<Part>,
    /// Where the current alternative starts.
    row: usize,
}

/// `(?:`, `(`, `(?P<name>`
#[derive(Clone, Copy)]
enum GroupKind<'a> {
    Plain,
    Capture,
    Named(&'a str),
}

struct Parser<'a> {
    whole: &'a str,
    out: String,
    flags: Flags,
    open: Vec<Group>,
    group: Group,
    groups: Vec<Option<String>>,
    surrogates: bool,
}

/// Parses `source`.
pub(super) fn parse(source: &str) -> Result<Parsed, Error> {
    let flags = Flags::default();
    let group =
        Group { start: 0, capture: false, flags, alternatives: Vec::new(), parts: Vec::new(), row: 0 };
    let mut parser = Parser {
        whole: source,
        out: String::new(),
        flags,
        open: Vec::new(),
        group,
        groups: Vec::new(),
        surrogates: false,
    };
    let mut rest = source;
    // The repetition that was just read: another one may not follow.
    let mut last_repeat = None;
    while let (Some(c), after) = first(rest) {
        let mut repeat = None;
        rest = match c {
            '(' if rest.starts_with("(?") => parser.perl_group(rest)?,
            '(' => {
                parser.open_group(GroupKind::Capture);
                after
            }
            '|' => {
                parser.end_row()?;
                parser.out.push('|');
                parser.group.row = parser.out.len();
                after
            }
            ')' => {
                parser.close_group()?;
                after
            }
            '^' => {
                parser.atom(if parser.flags.multi_line { "(?m:^)" } else { r"\A" })?;
                after
            }
            '$' => {
                parser.atom(if parser.flags.multi_line { "(?m:$)" } else { r"\z" })?;
                after
            }
            '.' => {
                parser.atom(if parser.flags.dot_all { "(?s:.)" } else { r"[^\n]" })?;
                after
            }
            '[' => parser.class(rest)?,
            '*' | '+' | '?' => {
                let (min, max) = match c {
                    '*' => (0, None),
                    '+' => (1, None),
                    _ => (0, Some(1)),
                };
                repeat = Some(rest);
                parser.repeat(&c.to_string(), (min, max), rest, after, last_repeat)?
            }
            '{' => match counts(rest) {
                None => {
                    parser.literal('{')?;
                    after
                }
                Some((counts, after)) => {
                    let expression = read(rest, after);
                    let Some((min, max)) = counts else { return error(INVALID_COUNT, expression) };
                    if min > COPIES || max.is_some_and(|max| max > COPIES || min > max) {
                        return error(INVALID_COUNT, expression);
                    }
                    repeat = Some(rest);
                    parser.repeat(expression, (min, max), rest, after, last_repeat)?
                }
            },
            '\\' => parser.escape(rest)?,
            _ => {
                parser.literal(c)?;
                after
            }
        };
        last_repeat = repeat;
    }
    parser.end_row()?;
    if !parser.open.is_empty() {
        return error(MISSING_PAREN, source);
    }
    Ok(Parsed { pattern: parser.out, groups: parser.groups, surrogates: parser.surrogates })
}

impl Parser<'_> {
    // --- parts

    fn push(&mut self, part: Part) -> Result<(), Error> {
        self.check(part)?;
        self.group.parts.push(part);
        Ok(())
    }

    fn check(&self, part: Part) -> Result<(), Error> {
        if part.is_too_large() {
            return error(TOO_LARGE, self.whole);
        }
        if part.is_too_high() { error(TOO_DEEP, self.whole) } else { Ok(()) }
    }

    fn atom(&mut self, pattern: &str) -> Result<(), Error> {
        let start = self.out.len();
        self.out.push_str(pattern);
        self.push(Part::atom(start))
    }

    fn literal(&mut self, c: char) -> Result<(), Error> {
        self.code_point(u32::from(c))
    }

    /// A character by its number.
    fn code_point(&mut self, number: u32) -> Result<(), Error> {
        let Some(c) = char::from_u32(number) else {
            self.surrogates = true;
            return self.atom(r"[^\s\S]");
        };
        let mut pattern = String::new();
        if self.flags.fold_case {
            pattern.push_str("(?i:");
        }
        push_character(&mut pattern, c);
        if self.flags.fold_case {
            pattern.push(')');
        }
        self.atom(&pattern)
    }

    /// Repeats the last part. `rest` starts at the operator, `after` behind it.
    fn repeat<'a>(
        &mut self,
        operator: &str,
        (min, max): (u64, Option<u64>),
        rest: &'a str,
        after: &'a str,
        last: Option<&'a str>,
    ) -> Result<&'a str, Error> {
        let (lazy, after) = match after.strip_prefix('?') {
            Some(after) => (!self.flags.ungreedy, after),
            None => (self.flags.ungreedy, after),
        };
        if let Some(last) = last {
            return error(NESTED_REPEAT, read(last, after));
        }
        let Some(part) = self.group.parts.pop() else {
            return error(MISSING_ARGUMENT, read(rest, after));
        };
        let mut repeated = part.repeated(min, max);
        let counted = operator.starts_with('{');
        if counted && max != Some(0) {
            repeated.copies = part.copies.saturating_mul(max.unwrap_or(min).max(1));
        } else if counted {
            repeated.copies = 1;
        }
        self.check(repeated)?;
        if counted && (min >= 2 || max.is_some_and(|max| max >= 2)) && repeated.copies > COPIES {
            return error(INVALID_COUNT, read(rest, after));
        }
        // A group keeps a repetition of a repetition from being read as something else.
        self.out.insert_str(part.start, "(?:");
        self.out.push(')');
        self.out.push_str(operator);
        if lazy {
            self.out.push('?');
        }
        self.group.parts.push(repeated);
        Ok(after)
    }

    // --- groups

    fn open_group(&mut self, kind: GroupKind<'_>) {
        let start = self.out.len();
        let name = match kind {
            GroupKind::Plain => {
                self.out.push_str("(?:");
                None
            }
            GroupKind::Capture => Some(None),
            GroupKind::Named(name) => Some(Some(name.to_owned())),
        };
        let capture = name.is_some();
        if let Some(name) = name {
            self.groups.push(name);
            self.out.push('(');
        }
        let group = Group {
            start,
            capture,
            flags: self.flags,
            alternatives: Vec::new(),
            parts: Vec::new(),
            row: self.out.len(),
        };
        self.open.push(std::mem::replace(&mut self.group, group));
    }

    /// Ends an alternative.
    fn end_row(&mut self) -> Result<(), Error> {
        let row = Part::joined(self.group.row, &self.group.parts, false);
        self.check(row)?;
        self.group.parts.clear();
        self.group.alternatives.push(row);
        Ok(())
    }

    fn close_group(&mut self) -> Result<(), Error> {
        self.end_row()?;
        let Some(outer) = self.open.pop() else { return error(UNEXPECTED_PAREN, self.whole) };
        let group = std::mem::replace(&mut self.group, outer);
        self.out.push(')');
        self.flags = group.flags;
        let whole = Part::joined(group.start, &group.alternatives, true);
        self.push(if group.capture { whole.captured(group.start) } else { whole })
    }

    /// `(?P<name>`, `(?<name>`, `(?i)`, `(?i:` and their like.
    fn perl_group<'a>(&mut self, text: &'a str) -> Result<&'a str, Error> {
        let named = match text {
            _ if text.len() > 4 && text.starts_with("(?P<") => Some(4),
            _ if text.len() > 3 && text.starts_with("(?<") => Some(3),
            _ => None,
        };
        if let Some(start) = named {
            let Some(end) = text.find('>') else { return error(INVALID_NAME, text) };
            let name = &text[start..end];
            if name.is_empty() || !name.chars().all(|c| c == '_' || c.is_ascii_alphanumeric()) {
                return error(INVALID_NAME, &text[..=end]);
            }
            self.open_group(GroupKind::Named(name));
            return Ok(&text[end + 1..]);
        }
        let mut flags = self.flags;
        let mut value = true;
        let mut saw_flag = false;
        let mut rest = &text[2..];
        while let (Some(c), after) = first(rest) {
            rest = after;
            match c {
                'i' => flags.fold_case = value,
                'm' => flags.multi_line = value,
                's' => flags.dot_all = value,
                'U' => flags.ungreedy = value,
                '-' if value => {
                    value = false;
                    saw_flag = false;
                    continue;
                }
                ':' | ')' if value || saw_flag => {
                    if c == ':' {
                        self.open_group(GroupKind::Plain);
                    }
                    self.flags = flags;
                    return Ok(rest);
                }
                _ => break,
            }
            saw_flag = true;
        }
        error(INVALID_PERL, read(text, rest))
    }

    // --- escapes and classes

    /// An escape outside of a class.
    fn escape<'a>(&mut self, text: &'a str) -> Result<&'a str, Error> {
        let (mark, rest) = first(&text[1..]);
        match mark {
            Some('A') => self.atom(r"\A")?,
            Some('b') => self.atom(r"(?-u:\b)")?,
            Some('B') => self.atom(r"(?-u:\B)")?,
            Some('z') => self.atom(r"\z")?,
            Some('C') => return error(INVALID_ESCAPE, read(text, rest)),
            Some('Q') => {
                let (literal, rest) = rest.split_once(r"\E").unwrap_or((rest, ""));
                for c in literal.chars() {
                    self.literal(c)?;
                }
                return Ok(rest);
            }
            _ => {
                if let Some((class, rest)) = named_class(text)? {
                    self.bracketed(&class)?;
                    return Ok(rest);
                }
                let (number, rest) = character_escape(text)?;
                self.code_point(number)?;
                return Ok(rest);
            }
        }
        Ok(rest)
    }

    fn bracketed(&mut self, inside: &str) -> Result<(), Error> {
        let pattern = if self.flags.fold_case { format!("(?i:[{inside}])") } else { format!("[{inside}]") };
        self.atom(&pattern)
    }

    /// A class from its `[` on.
    fn class<'a>(&mut self, text: &'a str) -> Result<&'a str, Error> {
        let mut rest = &text[1..];
        let mut inside = String::new();
        if let Some(after) = rest.strip_prefix('^') {
            inside.push('^');
            rest = after;
        }
        let empty = inside.len();
        let mut is_first = true;
        while is_first || !rest.starts_with(']') {
            is_first = false;
            if let Some((name, after)) = rest.strip_prefix("[:").and_then(|name| name.split_once(":]")) {
                let class = read(rest, after);
                if !class::is_posix(name) {
                    return error(INVALID_RANGE, class);
                }
                inside.push_str(class);
                rest = after;
                continue;
            }
            if let Some((class, after)) = named_class(rest)? {
                inside.push_str(&class);
                rest = after;
                continue;
            }
            let range = rest;
            let (low, after) = class_character(rest, text)?;
            rest = after;
            let mut high = low;
            if rest.len() >= 2 && rest.starts_with('-') && !rest[1..].starts_with(']') {
                let (character, after) = class_character(&rest[1..], text)?;
                high = character;
                rest = after;
                if high < low {
                    return error(INVALID_RANGE, read(range, rest));
                }
            }
            push_range(&mut inside, low, high);
        }
        if inside.len() == empty {
            self.surrogates = true;
            inside.push_str(r"[^\x{0}-\x{10FFFF}]");
        }
        self.bracketed(&inside)?;
        Ok(&rest[1..])
    }
}
