//! Go's scanner with its errors and its inserted semicolons (go/scanner/scanner.go, Go 1.26).

use std::ops::Range;

use super::number;
use super::positions::{Position, Positions};
use super::quote::{code_point, quoted_char};
use super::tokens::{Token, keyword, operator};

const BOM: char = '\u{feff}';

/// A token and the bytes it covers.
#[derive(Clone, Debug)]
pub(super) struct Scanned {
    pub(super) token: Token,
    pub(super) range: Range<usize>,
    /// A semicolon that a line break or the end stands for.
    pub(super) inserted: bool,
}

/// A fault, where Go reports it (`range.start`) and what it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) range: Range<usize>,
    /// What directives that were read by then make of the range's start.
    pub(super) position: Position,
    pub(super) message: String,
}

/// Scans `text` token by token; one character is read ahead, for its faults are reported then.
pub(super) struct Scanner<'a> {
    text: &'a str,
    /// The character at `offset`; `None` at the end.
    current: Option<char>,
    offset: usize,
    /// Where the next character starts.
    ahead: usize,
    insert_semicolon: bool,
    /// The first line break in a comment that must be taken for a semicolon.
    line_break: Option<usize>,
    pub(super) positions: Positions,
    /// Faults met so far and not yet taken.
    pub(super) faults: Vec<Fault>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut scanner = Self {
            text,
            current: Some(' '),
            offset: 0,
            ahead: 0,
            insert_semicolon: false,
            line_break: None,
            positions: Positions::new(text),
            faults: Vec::new(),
        };
        scanner.advance();
        if scanner.current == Some(BOM) {
            scanner.advance();
        }
        scanner
    }

    /// The next token. Comments are none.
    pub(super) fn scan(&mut self) -> Scanned {
        loop {
            if let Some(at) = self.line_break.take() {
                return semicolon(at);
            }
            self.skip_white_space();
            let start = self.offset;
            // A line break is only met here where it means something.
            if self.insert_semicolon && matches!(self.current, None | Some('\n')) {
                self.insert_semicolon = false;
                self.advance();
                return semicolon(start);
            }
            let Some(character) = self.current else {
                return Scanned { token: Token::Eof, range: start..start, inserted: false };
            };
            if let Some(token) = self.token(character, start) {
                self.insert_semicolon &= token == Token::Illegal;
                self.insert_semicolon |= token.ends_statement();
                return Scanned { token, range: start..self.offset, inserted: false };
            }
        }
    }

    /// The token that `character` starts; `None` for a comment.
    fn token(&mut self, character: char, start: usize) -> Option<Token> {
        if is_letter(character) {
            self.skip_while(|c| is_letter(c) || is_digit(c));
            return Some(keyword(&self.text[start..self.offset]).unwrap_or(Token::Identifier));
        }
        let digit_ahead = || self.rest().starts_with(|c: char| c.is_ascii_digit());
        if character.is_ascii_digit() || character == '.' && digit_ahead() {
            return Some(number::scan(self));
        }
        self.advance();
        Some(match character {
            '"' => self.string(start),
            '\'' => self.rune(start),
            '`' => self.raw_string(start),
            '/' if matches!(self.current, Some('/' | '*')) => {
                self.comment(start);
                return None;
            }
            _ => {
                let Some(token) = operator(&self.text[start..]) else {
                    self.illegal(character, start);
                    return Some(Token::Illegal);
                };
                while self.offset < start + token.text().len() {
                    self.advance();
                }
                token
            }
        })
    }

    pub(super) fn current(&self) -> Option<char> {
        self.current
    }

    pub(super) fn offset(&self) -> usize {
        self.offset
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// What follows the current character.
    fn rest(&self) -> &'a str {
        &self.text[self.ahead..]
    }

    /// Reads the next character.
    pub(super) fn advance(&mut self) {
        self.offset = self.ahead;
        self.current = self.rest().chars().next();
        let Some(character) = self.current else { return };
        self.ahead += character.len_utf8();
        let range = self.offset..self.ahead;
        if character == '\0' {
            self.fault(range, "illegal character NUL");
        } else if character == BOM && self.offset > 0 {
            self.fault(range, "illegal byte order mark");
        }
    }

    pub(super) fn skip_while(&mut self, mut accept: impl FnMut(char) -> bool) {
        while self.current.is_some_and(&mut accept) {
            self.advance();
        }
    }

    pub(super) fn fault(&mut self, range: Range<usize>, message: impl Into<String>) {
        let position = self.positions.position(range.start);
        self.faults.push(Fault { range, position, message: message.into() });
    }

    /// A fault at the current character.
    pub(super) fn fault_here(&mut self, message: impl Into<String>) {
        self.fault(self.offset..self.ahead, message);
    }

    fn skip_white_space(&mut self) {
        let line_breaks = !self.insert_semicolon;
        self.skip_while(|c| matches!(c, ' ' | '\t' | '\r') || c == '\n' && line_breaks);
    }

    /// A comment; the first `/` is read. One that spans lines is a semicolon where a line break would be.
    fn comment(&mut self, start: usize) {
        if self.current == Some('/') {
            self.skip_while(|c| c != '\n');
            if self.positions.starts_line(start) {
                let text = &self.text[start..self.offset];
                let behind = self.offset + usize::from(self.current.is_some());
                self.directive(text.strip_suffix('\r').unwrap_or(text), start, behind);
            }
            return;
        }
        self.advance();
        let mut first_line_break = None;
        loop {
            let Some(character) = self.current else {
                self.fault(start..self.offset, "comment not terminated");
                break;
            };
            if character == '\n' && first_line_break.is_none() {
                first_line_break = Some(self.offset);
            }
            self.advance();
            if character == '*' && self.current == Some('/') {
                self.advance();
                let text = &self.text[start..self.offset - 2];
                self.directive(text, start, self.offset);
                break;
            }
        }
        if self.insert_semicolon && first_line_break.is_some() {
            self.line_break = first_line_break;
            self.insert_semicolon = false;
        }
    }

    /// What a comment from `start` on says about the positions from `behind` on.
    fn directive(&mut self, comment: &str, start: usize, behind: usize) {
        let Some(text) = comment.get(2..).and_then(|text| text.strip_prefix("line ")) else { return };
        if let Some((at, message)) = self.positions.direct(text, start + 7, behind) {
            self.fault(at..start + comment.len(), message);
        }
    }

    fn raw_string(&mut self, start: usize) -> Token {
        self.skip_while(|c| c != '`');
        if self.current.is_none() {
            self.fault(start..self.offset, "raw string literal not terminated");
        } else {
            self.advance();
        }
        Token::String
    }

    fn string(&mut self, start: usize) -> Token {
        loop {
            match self.current {
                None | Some('\n') => {
                    self.fault(start..self.offset, "string literal not terminated");
                    break;
                }
                Some(character) => {
                    self.advance();
                    match character {
                        '"' => break,
                        '\\' => {
                            self.escape('"');
                        }
                        _ => {}
                    }
                }
            }
        }
        Token::String
    }

    fn rune(&mut self, start: usize) -> Token {
        let mut valid = true;
        let mut count = 0;
        loop {
            match self.current {
                None | Some('\n') => {
                    if valid {
                        self.fault(start..self.offset, "rune literal not terminated");
                        valid = false;
                    }
                    break;
                }
                Some(character) => {
                    self.advance();
                    if character == '\'' {
                        break;
                    }
                    count += 1;
                    if character == '\\' && !self.escape('\'') {
                        valid = false;
                    }
                }
            }
        }
        if valid && count != 1 {
            self.fault(start..self.offset, "illegal rune literal");
        }
        Token::Char
    }

    /// An escape; its `\` is read. Stops at the character at fault.
    fn escape(&mut self, quote: char) -> bool {
        let start = self.offset;
        let (digits, base, max) = match self.current {
            Some(c) if matches!(c, 'a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' | '\\') || c == quote => {
                self.advance();
                return true;
            }
            Some('0'..='7') => (3, 8, 255),
            Some(c @ ('x' | 'u' | 'U')) => {
                self.advance();
                match c {
                    'x' => (2, 16, 255),
                    'u' => (4, 16, u32::from(char::MAX)),
                    _ => (8, 16, u32::from(char::MAX)),
                }
            }
            current => {
                let message = match current {
                    Some(_) => "unknown escape sequence",
                    None => "escape sequence not terminated",
                };
                self.fault(start..self.ahead, message);
                return false;
            }
        };
        let mut value = 0u32;
        for _ in 0..digits {
            let Some(digit) = self.current.and_then(|c| c.to_digit(base)) else {
                match self.current {
                    Some(c) => {
                        self.fault_here(format!("illegal character {} in escape sequence", code_point(c)));
                    }
                    None => self.fault_here("escape sequence not terminated"),
                }
                return false;
            };
            value = value.wrapping_mul(base).wrapping_add(digit);
            self.advance();
        }
        if value > max || (0xd800..0xe000).contains(&value) {
            self.fault(start..self.offset, "escape sequence is invalid Unicode code point");
            return false;
        }
        true
    }

    fn illegal(&mut self, character: char, start: usize) {
        let range = start..start + character.len_utf8();
        match character {
            // Reported when it was read.
            BOM => {}
            '“' | '”' => {
                let quote = quoted_char(character);
                self.fault(range, format!("curly quotation mark {quote} (use neutral '\"')"));
            }
            _ => self.fault(range, format!("illegal character {}", code_point(character))),
        }
    }
}

fn semicolon(at: usize) -> Scanned {
    Scanned { token: Token::Punctuation(";"), range: at..at, inserted: true }
}

/// Go's letters: `_` and Unicode letters. Letter-like numbers and marks are told apart as far as `char` can.
pub(super) fn is_letter(c: char) -> bool {
    c == '_' || c.is_ascii_alphabetic() || !c.is_ascii() && c.is_alphabetic()
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || !c.is_ascii() && c.is_numeric()
}
