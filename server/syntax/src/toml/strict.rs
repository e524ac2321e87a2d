//! Whether BurntSushi/toml, which Traefik reads with, takes a text for TOML, and its words where it does not
//! (lex.go, parse.go, v1.6.0).
//!
//! This mirrors its lexer, state by state, with the checks that its parser makes of single values; keys defined twice
//! are found where the tree is made.

use super::number;
use crate::rule::quote::{quoted, quoted_char};
use crate::{Problem, TextRange, TextSize};

/// What BurntSushi/toml stops at, if it does.
pub(super) fn problem(text: &str) -> Option<Problem> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lexer = Lexer { text, pos: start, start, width: 0, states: Vec::new() };
    lexer.run().err().map(|message| Problem::new(lexer.range(), message))
}

/// Where the lexer is. What it returns to is on a stack, so that nothing recurses.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Top,
    TopEnd,
    TableStart,
    TableNameStart,
    TableNameEnd,
    ArrayTableEnd,
    KeyStart,
    KeyNameStart,
    KeyEnd,
    Value,
    ArrayValue,
    ArrayValueEnd,
    InlineValue,
    InlineValueEnd,
    End,
}

struct Lexer<'t> {
    text: &'t str,
    pos: usize,
    /// Where the item begins that is being read.
    start: usize,
    /// The length of the character read last; none at the end.
    width: usize,
    states: Vec<State>,
}

type Step = Result<State, String>;

impl<'t> Lexer<'t> {
    fn run(&mut self) -> Result<(), String> {
        let mut state = State::Top;
        while state != State::End {
            state = self.step(state)?;
        }
        Ok(())
    }

    /// The character read last, or before the end the last one.
    fn range(&self) -> TextRange {
        let size = |offset: usize| TextSize::try_from(offset).unwrap_or(TextSize::new(u32::MAX));
        let before = self.text[..self.pos].chars().next_back().map_or(0, char::len_utf8);
        let len = if self.width > 0 { self.width } else { before };
        TextRange::at(size(self.pos - len), size(len))
    }

    fn next(&mut self) -> Result<Option<char>, String> {
        let rest = &self.text[self.pos..];
        let Some(c) = rest.chars().next() else {
            self.width = 0;
            return Ok(None);
        };
        let is_control = c.is_ascii_control() && !matches!(c, '\t' | '\r' | '\n');
        if is_control || c == '\r' && !rest.starts_with("\r\n") {
            self.width = 0;
            self.pos += c.len_utf8();
            return Err(format!("TOML files cannot contain control characters: '0x{:02x}'", u32::from(c)));
        }
        self.width = c.len_utf8();
        self.pos += self.width;
        Ok(Some(c))
    }

    fn backup(&mut self) {
        self.pos -= std::mem::take(&mut self.width);
    }

    fn peek(&mut self) -> Result<Option<char>, String> {
        let c = self.next()?;
        self.backup();
        Ok(c)
    }

    fn skip_blanks(&mut self) -> Result<(), String> {
        while matches!(self.next()?, Some(' ' | '\t')) {}
        self.backup();
        Ok(())
    }

    /// Reads on while `fits`.
    fn take_while(&mut self, fits: impl Fn(char) -> bool) -> Result<(), String> {
        while self.next()?.is_some_and(&fits) {}
        self.backup();
        Ok(())
    }

    fn current(&self) -> &'t str {
        &self.text[self.start..self.pos]
    }

    fn pop(&mut self) -> State {
        self.states.pop().unwrap_or(State::End)
    }

    fn comment(&mut self) -> Result<(), String> {
        self.take_while(|c| !matches!(c, '\n' | '\r'))
    }

    fn step(&mut self, state: State) -> Step {
        match state {
            State::End => Ok(State::End),
            State::Top => match self.next()? {
                Some(' ' | '\t' | '\n' | '\r') => Ok(State::Top),
                Some('#') => self.comment().map(|()| State::Top),
                Some('[') => Ok(State::TableStart),
                None => Ok(State::End),
                Some(_) => {
                    self.backup();
                    self.states.push(State::TopEnd);
                    Ok(State::KeyStart)
                }
            },
            State::TopEnd => match self.next()? {
                Some('#') => self.comment().map(|()| State::Top),
                Some(' ' | '\t') => Ok(State::TopEnd),
                Some('\n' | '\r') => Ok(State::Top),
                None => Ok(State::End),
                Some(c) => Err(format!(
                    "expected a top-level item to end with a newline, comment, or EOF, but got {} instead",
                    quoted_char(c)
                )),
            },
            State::TableStart => {
                let array = self.peek()? == Some('[');
                if array {
                    self.next()?;
                }
                self.states.push(if array { State::ArrayTableEnd } else { State::TopEnd });
                Ok(State::TableNameStart)
            }
            State::TableNameStart => self.table_name(),
            State::TableNameEnd => {
                self.skip_blanks()?;
                match self.next()? {
                    Some('.') => Ok(State::TableNameStart),
                    Some(']') => Ok(self.pop()),
                    c => {
                        Err(format!("expected '.' or ']' to end table name, but got {} instead", or_zero(c)))
                    }
                }
            }
            State::ArrayTableEnd => match self.next()? {
                Some(']') => Ok(State::TopEnd),
                c => Err(format!(
                    "expected end of table array name delimiter ']', but got {} instead",
                    or_zero(c)
                )),
            },
            State::KeyStart => {
                self.skip_blanks()?;
                match self.peek()? {
                    Some('=') | None => Err("unexpected '=': key name appears blank".to_owned()),
                    Some('.') => Err("unexpected '.': keys cannot start with a '.'".to_owned()),
                    Some(_) => Ok(State::KeyNameStart),
                }
            }
            State::KeyNameStart => {
                self.skip_blanks()?;
                match self.peek()? {
                    Some('=') | None => Err("unexpected '='".to_owned()),
                    Some('.') => Err("unexpected '.'".to_owned()),
                    Some(_) => self.name(State::KeyEnd),
                }
            }
            State::KeyEnd => {
                self.skip_blanks()?;
                match self.next()? {
                    None => Err("unexpected EOF; expected key separator '='".to_owned()),
                    Some('.') => Ok(State::KeyNameStart),
                    Some('=') => Ok(State::Value),
                    Some(c) => Err(format!("expected '.' or '=', but got {} instead", quoted_char(c))),
                }
            }
            State::Value => self.value(),
            State::ArrayValue | State::ArrayValueEnd => self.array(state),
            State::InlineValue | State::InlineValueEnd => self.inline(state),
        }
    }

    fn table_name(&mut self) -> Step {
        self.skip_blanks()?;
        match self.peek()? {
            Some(']') | None => Err("unexpected end of table name (table names cannot be empty)".to_owned()),
            Some('.') => Err("unexpected table separator (table names cannot be empty)".to_owned()),
            Some(_) => self.name(State::TableNameEnd),
        }
    }

    /// One part of a key; behind it comes `after`.
    fn name(&mut self, after: State) -> Step {
        self.start = self.pos;
        match self.peek()? {
            Some('"') => {
                self.next()?;
                self.string()?;
            }
            Some('\'') => {
                self.next()?;
                self.raw_string()?;
            }
            _ => self.take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))?,
        }
        Ok(after)
    }

    fn array(&mut self, state: State) -> Step {
        match (state, self.next()?) {
            (_, Some(' ' | '\t' | '\n' | '\r')) => Ok(state),
            (_, Some('#')) => self.comment().map(|()| state),
            (_, Some(']')) => Ok(self.pop()),
            (State::ArrayValue, Some(',')) => Err("unexpected comma".to_owned()),
            (State::ArrayValue, _) => {
                self.backup();
                self.states.push(State::ArrayValueEnd);
                Ok(State::Value)
            }
            (_, Some(',')) => Ok(State::ArrayValue),
            (_, c) => Err(format!("expected a comma (',') or array terminator (']'), but got {}", or_end(c))),
        }
    }

    fn inline(&mut self, state: State) -> Step {
        match (state, self.next()?) {
            (_, Some(' ' | '\t' | '\n' | '\r')) => Ok(state),
            (_, Some('#')) => self.comment().map(|()| state),
            (_, Some('}')) => Ok(self.pop()),
            (State::InlineValue, Some(',')) => Err("unexpected comma".to_owned()),
            (State::InlineValue, _) => {
                self.backup();
                self.states.push(State::InlineValueEnd);
                Ok(State::KeyStart)
            }
            (_, Some(',')) => {
                self.skip_blanks()?;
                let ends = self.peek()? == Some('}');
                Ok(if ends { State::InlineValueEnd } else { State::InlineValue })
            }
            (_, c) => Err(format!(
                "expected a comma or an inline table terminator '}}', but got {} instead",
                or_end(c)
            )),
        }
    }

    fn value(&mut self) -> Step {
        self.skip_blanks()?;
        self.start = self.pos;
        let c = self.next()?;
        match c {
            Some('0'..='9') => {
                self.backup();
                self.number_or_date()?;
            }
            Some('[') => return Ok(State::ArrayValue),
            Some('{') => return Ok(State::InlineValue),
            Some('"') if self.text[self.pos..].starts_with("\"\"") => {
                self.pos += 2;
                self.multiline_string()?;
            }
            Some('"') => self.string()?,
            Some('\'') if self.text[self.pos..].starts_with("''") => {
                self.pos += 2;
                self.multiline_raw_string()?;
            }
            Some('\'') => self.raw_string()?,
            Some('.') => return Err("floats must start with a digit, not '.'".to_owned()),
            Some('-' | '+') => self.signed()?,
            Some('i' | 'n') if self.is_inf_or_nan() => {}
            Some(c) if c.is_alphabetic() => {
                self.take_while(char::is_alphabetic)?;
                let word = self.current();
                if !matches!(word, "true" | "false") {
                    return Err(format!("expected value but found {} instead", quoted(word)));
                }
            }
            Some(c) => return Err(format!("expected value but found {} instead", quoted_char(c))),
            None => return Err("unexpected EOF; expected value".to_owned()),
        }
        Ok(self.pop())
    }

    /// Whether an `i` or `n` begins one of these. Where it does not, a letter that fitted is lost for the message, as in
    /// the original.
    fn is_inf_or_nan(&mut self) -> bool {
        for (first, second) in [('n', 'f'), ('a', 'n')] {
            if self.text[self.pos..].starts_with(first) {
                self.pos += 1;
                if self.text[self.pos..].starts_with(second) {
                    self.pos += 1;
                    return true;
                }
                self.start += 1;
            }
        }
        false
    }

    fn string(&mut self) -> Result<(), String> {
        loop {
            match self.next()? {
                None => return Err("unexpected EOF; expected '\"'".to_owned()),
                Some('\n' | '\r') => return Err("strings cannot contain newlines".to_owned()),
                Some('\\') => self.escape(false)?,
                Some('"') => return Ok(()),
                Some(_) => {}
            }
        }
    }

    fn raw_string(&mut self) -> Result<(), String> {
        loop {
            match self.next()? {
                None => return Err("unexpected EOF; expected \"'\"".to_owned()),
                Some('\n' | '\r') => return Err("strings cannot contain newlines".to_owned()),
                Some('\'') => return Ok(()),
                Some(_) => {}
            }
        }
    }

    fn multiline_string(&mut self) -> Result<(), String> {
        let start = self.pos;
        loop {
            match self.next()? {
                None => return Err("unexpected EOF; expected '\"\"\"'".to_owned()),
                Some('\\') => self.escape(true)?,
                Some('"') if self.closes(start, '"')? => return Ok(()),
                Some(_) => {}
            }
        }
    }

    fn multiline_raw_string(&mut self) -> Result<(), String> {
        let start = self.pos;
        loop {
            match self.next()? {
                None => return Err("unexpected EOF; expected \"'''\"".to_owned()),
                Some('\'') if self.closes(start, '\'')? => return Ok(()),
                Some(_) => {}
            }
        }
    }

    /// Whether the quote just read is the first of the three that close the string which begins at `start`. Up to two
    /// may stand before those.
    fn closes(&mut self, start: usize, quote: char) -> Result<bool, String> {
        let is_next = |count: usize| {
            self.text[self.pos..].bytes().take(count).filter(|b| char::from(*b) == quote).count() == count
        };
        if !is_next(2) {
            return Ok(false);
        }
        if !is_next(3) {
            self.pos += 2;
            return Ok(true);
        }
        let so_far = &self.text[start..self.pos + 2];
        let five = String::from(quote).repeat(5);
        let is_escaped = quote == '"' && so_far.ends_with("\\\"\"\"\"\"");
        if so_far.ends_with(&five) && !is_escaped {
            let around = if quote == '"' { '\'' } else { '"' };
            return Err(format!("unexpected {around}{quote}{five}{around}"));
        }
        Ok(false)
    }

    /// Behind a backslash.
    fn escape(&mut self, multiline: bool) -> Result<(), String> {
        let blanks = self.text[self.pos..].trim_start_matches([' ', '\t', '\r']);
        if multiline && blanks.starts_with('\n') {
            return Ok(());
        }
        match self.next()? {
            Some('e' | 'b' | 't' | 'n' | 'f' | 'r' | '"' | '\\') => Ok(()),
            Some(c @ (' ' | '\t')) => Err(format!("invalid escape: '\\{c}'")),
            Some('x') => self.code_point('x', 2, "two"),
            Some('u') => self.code_point('u', 4, "four"),
            Some('U') => self.code_point('U', 8, "eight"),
            c => Err(format!("invalid escape in string '\\{}'", c.unwrap_or('\0'))),
        }
    }

    fn code_point(&mut self, letter: char, digits: usize, words: &str) -> Result<(), String> {
        let start = self.pos;
        for _ in 0..digits {
            if !self.next()?.is_some_and(|c| c.is_ascii_hexdigit()) {
                let found = quoted(self.text[self.start..self.pos].trim_start_matches(['"', '\'']));
                return Err(format!(
                    "expected {words} hexadecimal digits after '\\{letter}', but got {found} instead"
                ));
            }
        }
        let digits = &self.text[start..self.pos];
        let is_valid = u32::from_str_radix(digits, 16).is_ok_and(|code| char::from_u32(code).is_some());
        if is_valid { Ok(()) } else { Err(format!("Escaped character '\\u{digits}' is not valid UTF-8.")) }
    }

    fn signed(&mut self) -> Result<(), String> {
        match self.next()? {
            Some(first @ ('i' | 'n')) => {
                for expected in if first == 'i' { ['n', 'f'] } else { ['a', 'n'] } {
                    if self.next()? != Some(expected) {
                        self.backup();
                        return Err(format!("invalid float: '{}'", self.current()));
                    }
                }
                Ok(())
            }
            Some('.') => Err("floats must start with a digit, not '.'".to_owned()),
            Some(c @ '0'..='9') => {
                if c == '0'
                    && let Some(base @ ('b' | 'o' | 'x')) = self.peek()?
                {
                    let current = self.current();
                    return Err(format!("cannot use sign with non-decimal numbers: '{current}{base}'"));
                }
                self.decimal()
            }
            c => Err(format!("expected a digit but got {}", or_zero(c))),
        }
    }

    fn decimal(&mut self) -> Result<(), String> {
        self.take_while(|c| c.is_ascii_digit() || c == '_')?;
        match self.peek()? {
            Some('.' | 'e' | 'E') => self.float(),
            _ => number::integer(self.current()),
        }
    }

    fn float(&mut self) -> Result<(), String> {
        self.take_while(|c| c.is_ascii_digit() || matches!(c, '_' | '.' | '-' | '+' | 'e' | 'E'))?;
        number::float(self.current())
    }

    fn number_or_date(&mut self) -> Result<(), String> {
        if self.next()? == Some('0')
            && let Some(base @ ('b' | 'o' | 'x')) = self.peek()?
        {
            return self.based(base);
        }
        // A date begins with two digits at least.
        self.take_while(|c| c.is_ascii_digit())?;
        let digits = self.pos - self.start;
        match self.peek()? {
            Some('-' | ':') if digits > 1 || !self.current().starts_with('0') => {
                let fits = |c: char| {
                    c.is_ascii_digit() || matches!(c, '-' | ':' | 'T' | 't' | ' ' | '.' | 'Z' | 'z' | '+')
                };
                self.take_while(fits)?;
                number::date(self.current().trim())
            }
            _ => self.decimal(),
        }
    }

    fn based(&mut self, base: char) -> Result<(), String> {
        self.next()?;
        let (radix, what) = match base {
            'b' => (2, "not a binary number"),
            'o' => (8, "not an octal number"),
            _ => (16, "not a hexadecimal number"),
        };
        let first = self.peek()?;
        if !first.is_some_and(|c| c.is_digit(radix)) {
            return Err(format!("{what}: '{}{}'", self.current(), first.unwrap_or('\0')));
        }
        self.take_while(|c| c.is_digit(radix) || c == '_')?;
        number::integer(self.current())
    }
}

/// The end of the text is a zero in Go's messages.
fn or_zero(c: Option<char>) -> String {
    quoted_char(c.unwrap_or('\0'))
}

fn or_end(c: Option<char>) -> String {
    c.map_or_else(|| "end of file".to_owned(), |c| format!("'{c}'"))
}
