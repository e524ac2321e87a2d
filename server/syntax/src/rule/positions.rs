//! Where Go says that a byte stands: line and column, or what a line directive (`//line x:7`) makes of them
//! (go/token/position.go, go/scanner updateLineInfo, Go 1.26).

use std::fmt;

/// A place as Go reports it. In Go's order of errors.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position {
    /// From a directive; else "".
    file: String,
    pub(super) line: i64,
    /// From 1, in bytes; 0 where a directive leaves it open.
    column: i64,
}

/// Where the lines of a text start and what its directives say.
pub(super) struct Positions {
    starts: Vec<usize>,
    size: usize,
    directives: Vec<Directive>,
}

/// From `offset` on, lines are counted anew.
struct Directive {
    offset: usize,
    file: String,
    line: i64,
    column: i64,
}

/// The largest line and column that a directive may name.
const LARGEST: i64 = 1 << 30;

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            let colon = if self.file.is_empty() { "" } else { ":" };
            write!(f, "{colon}{}", self.line)?;
            if self.column != 0 {
                write!(f, ":{}", self.column)?;
            }
        } else if self.file.is_empty() {
            f.write_str("-")?;
        }
        Ok(())
    }
}

impl Position {
    /// Whether an error begins with it: a directive may count from a negative line (go/scanner Error.Error).
    pub(super) fn is_said(&self) -> bool {
        !self.file.is_empty() || self.line > 0
    }
}

impl Positions {
    pub(super) fn new(text: &str) -> Self {
        // A break that ends the text starts no line.
        let breaks = text.bytes().enumerate().filter(|&(at, byte)| byte == b'\n' && at + 1 < text.len());
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        Self { starts, size: text.len(), directives: Vec::new() }
    }

    /// The line that `offset` is in, from 0, and where it starts.
    fn line(&self, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|&start| start <= offset).saturating_sub(1);
        (line, self.starts.get(line).copied().unwrap_or(0))
    }

    /// Whether a line starts at `offset`.
    pub(super) fn starts_line(&self, offset: usize) -> bool {
        self.starts.binary_search(&offset).is_ok()
    }

    pub(super) fn position(&self, offset: usize) -> Position {
        let number = |value: usize| i64::try_from(value).unwrap_or(i64::MAX);
        let offset = offset.min(self.size);
        let (line, start) = self.line(offset);
        let plain =
            Position { file: String::new(), line: number(line) + 1, column: number(offset - start) + 1 };
        let before = self.directives.partition_point(|directive| directive.offset <= offset);
        let Some(directive) = before.checked_sub(1).and_then(|at| self.directives.get(at)) else {
            return plain;
        };
        let distance = number(line - self.line(directive.offset).0);
        Position {
            file: directive.file.clone(),
            line: directive.line + distance,
            column: match (directive.column, distance) {
                (0, _) => 0,
                (column, 0) => column + number(offset - directive.offset),
                _ => plain.column,
            },
        }
    }

    /// Reads what follows `line ` in a comment, at `offset`. It counts from `next` on. Gives the fault that Go reports.
    pub(super) fn direct(&mut self, text: &str, offset: usize, next: usize) -> Option<(usize, String)> {
        let (mut name, mut last, number) = trailing_number(text)?;
        let Some(mut line) = number else {
            return Some((offset + last, format!("invalid line number: {}", &text[last..])));
        };
        let mut column = 0;
        let mut end = text.len();
        let with_column = trailing_number(name).and_then(|(name, at, number)| Some((name, at, number?)));
        if let Some((before, at, value)) = with_column {
            (line, column) = (value, line);
            if column == 0 || column > LARGEST {
                return Some((offset + last, format!("invalid column number: {}", &text[last..])));
            }
            end = last - 1;
            (name, last) = (before, at);
        }
        if line == 0 || line > LARGEST {
            return Some((offset + last, format!("invalid line number: {}", &text[last..end])));
        }
        let file = match name {
            "" if with_column.is_some() => self.position(offset).file,
            "" => String::new(),
            name => clean(name),
        };
        let is_new = self.directives.last().is_none_or(|directive| directive.offset < next);
        if is_new && next < self.size {
            self.directives.push(Directive { offset: next, file, line, column });
        }
        None
    }
}

/// What stands before the last `:`, where it goes on behind, and the number that is there.
fn trailing_number(text: &str) -> Option<(&str, usize, Option<i64>)> {
    let (before, digits) = text.rsplit_once(':')?;
    let number = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u64>().ok()).flatten();
    // Go makes a signed number of it, whatever it is.
    Some((before, before.len() + 1, number.map(u64::cast_signed)))
}

/// filepath.Clean
fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    match (rooted, parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => parts.join("/"),
    }
}
