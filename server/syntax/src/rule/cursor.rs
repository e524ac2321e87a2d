//! Where Go's parser stands in a text: its tokens, its faults, how it goes on behind one, and what is too much.

use std::collections::BTreeMap;
use std::ops::Range;

use super::expr::{Expr, ExprKind};
use super::scanner::{Fault, Scanned, Scanner};
use super::span;
use super::tokens::Token;
use crate::limits::RULE_DEPTH;

/// Which way a channel type goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Both,
    Send,
    Receive,
}

/// What a channel type was read as.
#[derive(Clone)]
pub(super) struct Channel {
    pub(super) direction: Direction,
    pub(super) arrow: Range<usize>,
}

/// A parser and its place.
pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    scanner: Scanner<'a>,
    pub(super) current: Scanned,
    /// Where the token before the current one ends.
    pub(super) end: usize,
    pub(super) faults: Vec<Fault>,
    depth: usize,
    /// Whether a value is read, in which a single `=` is taken for `==`.
    pub(super) is_value: bool,
    /// Brackets that are open. Negative in the head of a statement, where a `{` starts the body.
    pub(super) level: i32,
    pub(super) operators: usize,
    /// Channel types by where they start: a `<-` before them is theirs.
    pub(super) channels: BTreeMap<usize, Channel>,
    /// Where error recovery last stopped, and how often there.
    sync: (usize, usize),
    pub(super) stopped: bool,
    pub(super) too_large: bool,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut parser = Self {
            text,
            scanner: Scanner::new(text),
            current: Scanned { token: Token::Eof, range: 0..0, inserted: false },
            end: 0,
            faults: Vec::new(),
            depth: 0,
            is_value: true,
            level: 0,
            operators: 0,
            channels: BTreeMap::new(),
            sync: (0, 0),
            stopped: false,
            too_large: false,
        };
        parser.next();
        parser
    }

    pub(super) fn next(&mut self) {
        if self.stopped {
            return;
        }
        self.end = self.current.range.end;
        self.current = self.scanner.scan();
        self.faults.append(&mut self.scanner.faults);
    }

    pub(super) fn token(&self) -> Token {
        self.current.token
    }

    pub(super) fn at(&self, punctuation: &str) -> bool {
        self.current.token.is(punctuation)
    }

    /// What Go reports once a line, and at most eleven times.
    pub(super) fn fault(&mut self, range: Range<usize>, message: String) {
        if self.stopped {
            return;
        }
        let position = self.scanner.positions.position(range.start);
        if self.faults.last().is_some_and(|last| last.position.line == position.line) {
            return;
        }
        if self.faults.len() > 10 {
            self.stop();
            return;
        }
        self.faults.push(Fault { range, position, message });
    }

    /// No more tokens and no more faults: everything comes to its end.
    pub(super) fn stop(&mut self) {
        self.stopped = true;
        let end = self.text.len();
        self.current = Scanned { token: Token::Eof, range: end..end, inserted: false };
    }

    pub(super) fn fault_expected(&mut self, what: &str) {
        let found = match self.current.token {
            _ if self.current.inserted => "newline".to_owned(),
            token if token.is_literal() => {
                let source = &self.text[self.current.range.clone()];
                if source.starts_with('`') { source.replace('\r', "") } else { source.to_owned() }
            }
            token => format!("'{}'", token.text()),
        };
        self.fault(self.current.range.clone(), format!("expected {what}, found {found}"));
    }

    /// The same, about something else than the current token, or the token again: Go tells them apart by their places.
    pub(super) fn fault_expected_at(&mut self, at: Range<usize>, what: &str) {
        if at.start == self.current.range.start {
            self.fault_expected(what);
        } else {
            self.fault(at, format!("expected {what}"));
        }
    }

    pub(super) fn expect(&mut self, token: Token) -> Range<usize> {
        let range = self.current.range.clone();
        if self.current.token != token {
            self.fault_expected(&format!("'{}'", token.text()));
        }
        self.next();
        range
    }

    pub(super) fn expect_punctuation(&mut self, text: &'static str) -> Range<usize> {
        self.expect(Token::Punctuation(text))
    }

    pub(super) fn expect_closing(&mut self, text: &'static str, context: &str) -> Range<usize> {
        if self.current.inserted {
            self.fault(self.current.range.clone(), format!("missing ',' before newline in {context}"));
            self.next();
        }
        self.expect_punctuation(text)
    }

    /// A `;`, which may be missing before a closing bracket.
    pub(super) fn expect_semicolon(&mut self) {
        match self.token() {
            Token::Punctuation(")" | "}") => {}
            Token::Punctuation(";") => self.next(),
            Token::Punctuation(",") => {
                self.fault_expected("';'");
                self.next();
            }
            _ => {
                self.fault_expected("';'");
                self.skip_to(starts_statement);
            }
        }
    }

    pub(super) fn at_comma(&mut self, context: &str, follow: &str) -> bool {
        if self.at(",") {
            return true;
        }
        if self.at(follow) {
            return false;
        }
        let before = if self.current.inserted { " before newline" } else { "" };
        self.fault(self.current.range.clone(), format!("missing ','{before} in {context}"));
        true
    }

    /// Skips tokens up to one that `stop` accepts.
    pub(super) fn skip_to(&mut self, stop: fn(Token) -> bool) {
        while self.token() != Token::Eof {
            if stop(self.token()) {
                let at = self.current.range.start;
                if at == self.sync.0 && self.sync.1 < 10 {
                    self.sync.1 += 1;
                    return;
                }
                if at > self.sync.0 {
                    self.sync = (at, 0);
                    return;
                }
            }
            self.next();
        }
    }

    /// Counts a level of nesting; false where it is one too many.
    pub(super) fn enter(&mut self) -> bool {
        self.depth += 1;
        if self.depth > RULE_DEPTH {
            self.too_large = true;
            self.stop();
        }
        !self.stopped
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    pub(super) fn node(&self, start: usize, kind: ExprKind) -> Expr {
        Expr { range: span(start..self.end.max(start)), kind }
    }

    /// What ends with the bracket that was expected at `closing`.
    pub(super) fn closed(&self, start: usize, closing: &Range<usize>, kind: ExprKind) -> Expr {
        Expr { range: span(start..(closing.start + 1).min(self.text.len()).max(start)), kind }
    }

    /// What is none, up to the current token.
    pub(super) fn bad(&self, start: usize) -> Expr {
        let range = span(start..self.current.range.start.max(start));
        Expr { range, kind: ExprKind::Other("*ast.BadExpr", Vec::new()) }
    }
}

/// What ends where `last` does.
pub(super) fn ending(start: usize, last: &Expr, kind: ExprKind) -> Expr {
    Expr { range: span(start..usize::from(last.range.end()).max(start)), kind }
}

/// Where error recovery finds a statement again.
pub(super) fn starts_statement(token: Token) -> bool {
    let Token::Keyword(text) = token else { return false };
    !matches!(
        text,
        "case"
            | "chan"
            | "default"
            | "else"
            | "func"
            | "import"
            | "interface"
            | "map"
            | "package"
            | "range"
            | "struct"
    )
}

/// Where error recovery finds the end of an expression.
pub(super) fn ends_expression(token: Token) -> bool {
    matches!(token, Token::Punctuation("," | ":" | ";" | ")" | "]" | "}"))
}
