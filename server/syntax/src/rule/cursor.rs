//! Where Go's parser stands in a text: its tokens, its faults, how it goes on behind one, and what is too much.

use std::ops::Range;

use super::expr::{Expr, ExprKind};
use super::scanner::{Fault, Scanned, Scanner};
use super::span;
use super::tokens::Token;
use crate::limits::RULE_DEPTH;

/// Where the lines of a text start, as Go's files know it: a break that ends the text starts none.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|&(at, byte)| byte == b'\n' && at + 1 < text.len());
        Self(std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect())
    }

    /// The number, from 1.
    fn line(&self, offset: usize) -> usize {
        self.0.partition_point(|&start| start <= offset)
    }

    /// Line and column, both from 1, the column in bytes.
    pub(super) fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.line(offset);
        let start = self.0.get(line - 1).copied().unwrap_or(0);
        (line, offset - start + 1)
    }
}

/// A parser and its place.
pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) lines: Lines,
    scanner: Scanner<'a>,
    pub(super) current: Scanned,
    /// Where the token before the current one ends.
    pub(super) end: usize,
    pub(super) faults: Vec<Fault>,
    depth: usize,
    pub(super) operators: usize,
    /// Where error recovery last stopped, and how often there.
    sync: (usize, usize),
    pub(super) stopped: bool,
    pub(super) too_large: bool,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut parser = Self {
            text,
            lines: Lines::new(text),
            scanner: Scanner::new(text),
            current: Scanned { token: Token::Eof, range: 0..0, inserted: false },
            end: 0,
            faults: Vec::new(),
            depth: 0,
            operators: 0,
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
        let line = |range: &Range<usize>| self.lines.line(range.start);
        if self.faults.last().is_some_and(|last| line(&last.range) == line(&range)) {
            return;
        }
        if self.faults.len() > 10 {
            self.stop();
            return;
        }
        self.faults.push(Fault { range, message });
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

    pub(super) fn bad(&self, start: usize) -> Expr {
        self.node(start, ExprKind::Other("*ast.BadExpr", Vec::new()))
    }
}
