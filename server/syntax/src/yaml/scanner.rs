//! A YAML text into tokens.
//!
//! Mirrors the scanner of yaml.v3 (`scannerc.go`, v3.0.1), which differs from libyaml in escapes, in flow
//! scalars, in comments behind tabs and in how far it looks ahead, and so in the error it meets first.

mod keys;

use std::collections::VecDeque;

use keys::PossibleKey;

use super::cursor::Cursor;
use super::event::SyntaxError;
use super::token::{Token, TokenKind};
use super::{directive, scalar};
use crate::value::Style;
use crate::{Text, TextRange, TextSize};

/// Nesting at which yaml.v3 gives up.
const MAX_DEPTH: usize = 10_000;

/// yaml.v3 keeps this many tokens at hand, and so meets an error in them before one the parser would find.
const LOOK_AHEAD: usize = 3;

pub(super) struct Scanner<'t> {
    cursor: Cursor<'t>,
    /// Columns of the innermost block, -1 for none, and those around it.
    indent: isize,
    indents: Vec<isize>,
    /// Brackets that have not closed.
    brackets: Vec<Bracket>,
    /// Tokens that will be keys if a `:` follows, at most one for each level of brackets.
    keys: VecDeque<PossibleKey>,
    /// Whether a token here may be a key.
    key_allowed: bool,
    tokens: VecDeque<Token>,
    /// How many tokens were taken from the queue.
    taken: usize,
    /// Whether the end of the text was met.
    ended: bool,
    /// Where the last quotes opened that closed on another line.
    quotes: Option<TextSize>,
}

#[derive(Clone, Copy)]
struct Bracket {
    start: TextSize,
    /// The last token in it that might have been a key; at first the bracket itself.
    key: usize,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            cursor: Cursor::new(text),
            indent: -1,
            indents: Vec::new(),
            brackets: Vec::new(),
            keys: VecDeque::new(),
            key_allowed: true,
            tokens: VecDeque::new(),
            taken: 0,
            ended: false,
            quotes: None,
        }
    }

    /// The same on another text, which is the same up to [`Scanner::offset`].
    pub(super) fn on<'u>(&self, text: &'u str) -> Scanner<'u> {
        Scanner {
            cursor: self.cursor.on(text),
            indent: self.indent,
            indents: self.indents.clone(),
            brackets: self.brackets.clone(),
            keys: self.keys.clone(),
            key_allowed: self.key_allowed,
            tokens: self.tokens.clone(),
            taken: self.taken,
            ended: self.ended,
            quotes: self.quotes,
        }
    }

    fn in_flow(&self) -> bool {
        !self.brackets.is_empty()
    }

    /// Where the outermost open bracket is.
    pub(super) fn bracket(&self) -> Option<TextSize> {
        self.brackets.first().map(|bracket| bracket.start)
    }

    /// How far the text was looked at, except for what ends a token.
    pub(super) fn offset(&self) -> TextSize {
        self.cursor.offset()
    }

    /// Where the last quotes opened that closed on another line.
    pub(super) fn quotes(&self) -> Option<TextSize> {
        self.quotes
    }

    /// The next token. There is always one: the last is repeated.
    pub(super) fn peek(&mut self) -> Result<&Token, SyntaxError> {
        while self.tokens.len() < LOOK_AHEAD || self.head_may_be_key()? {
            self.fetch()?;
        }
        Ok(&self.tokens[0])
    }

    /// Takes the next token.
    pub(super) fn next(&mut self) -> Result<Token, SyntaxError> {
        self.peek()?;
        self.taken += 1;
        let end = Token::empty(TokenKind::StreamEnd, self.cursor.offset());
        Ok(self.tokens.pop_front().unwrap_or(end))
    }

    fn fetch(&mut self) -> Result<(), SyntaxError> {
        self.skip_to_token();
        if !self.in_flow() {
            let column = self.cursor.column().cast_signed();
            self.unroll(column);
        }
        if self.cursor.is_end() {
            self.ended = true;
            self.unroll_all()?;
            self.push(TokenKind::StreamEnd, self.cursor.offset());
            return Ok(());
        }
        if self.cursor.is_line_start() && self.cursor.is(b'%') {
            self.unroll_all()?;
            let token = directive::directive(&mut self.cursor)?;
            self.tokens.push_back(token);
            return Ok(());
        }
        if self.cursor.is_document_indicator() {
            let start = self.cursor.offset();
            let kind = if self.cursor.is(b'-') { TokenKind::DocumentStart } else { TokenKind::DocumentEnd };
            self.unroll_all()?;
            self.cursor.skip_ascii(3);
            self.push(kind, start);
            return Ok(());
        }
        let ends_on_its_line = self.token()?;
        let is_entry = self.tokens.back().is_some_and(|token| matches!(token.kind, TokenKind::BlockEntry));
        if ends_on_its_line && !is_entry {
            self.skip_comment();
        }
        Ok(())
    }

    /// Scans the token here. Gives whether the cursor is still on the token's last line.
    fn token(&mut self) -> Result<bool, SyntaxError> {
        let in_flow = self.in_flow();
        let Some(byte) = self.cursor.byte() else { return Ok(true) };
        let before_white = self.cursor.is_white_at(1);
        match byte {
            b'[' => self.flow_start(TokenKind::FlowSequenceStart)?,
            b'{' => self.flow_start(TokenKind::FlowMappingStart)?,
            b']' => self.flow_end(TokenKind::FlowSequenceEnd)?,
            b'}' => self.flow_end(TokenKind::FlowMappingEnd)?,
            b',' => {
                self.remove_key()?;
                self.key_allowed = true;
                self.indicator(TokenKind::FlowEntry);
            }
            b'-' if before_white => self.block_entry()?,
            b'?' if in_flow || before_white => self.key()?,
            b':' if in_flow || before_white => self.value()?,
            b'*' | b'&' => {
                self.save_key()?;
                self.key_allowed = false;
                let token = directive::anchor(&mut self.cursor)?;
                self.tokens.push_back(token);
            }
            b'!' => {
                self.save_key()?;
                self.key_allowed = false;
                let token = directive::tag(&mut self.cursor)?;
                self.tokens.push_back(token);
            }
            b'|' | b'>' if !in_flow => {
                self.remove_key()?;
                self.key_allowed = true;
                let text = scalar::block(&mut self.cursor, self.indent)?;
                let style = if byte == b'|' { Style::Literal } else { Style::Folded };
                self.scalar(text, style);
                return Ok(false);
            }
            b'\'' | b'"' => {
                self.save_key()?;
                self.key_allowed = false;
                let text = scalar::quoted(&mut self.cursor)?;
                if text.range().start() < self.cursor.line_start() {
                    self.quotes = Some(text.range().start());
                }
                let style = if byte == b'"' { Style::DoubleQuoted } else { Style::SingleQuoted };
                self.scalar(text, style);
            }
            _ if self.may_start_plain(byte) => {
                self.save_key()?;
                self.key_allowed = false;
                let (text, went_beyond) = scalar::plain(&mut self.cursor, self.indent, in_flow)?;
                self.key_allowed |= went_beyond;
                self.scalar(text, Style::Plain);
                return Ok(!went_beyond);
            }
            _ => {
                let at = self.cursor.offset();
                let message = "found character that cannot start any token";
                return Err(SyntaxError::new(message, at, Some(at)));
            }
        }
        Ok(true)
    }

    fn may_start_plain(&self, byte: u8) -> bool {
        match byte {
            b'-' => !matches!(self.cursor.byte_at(1), Some(b' ' | b'\t')),
            b'?' | b':' => !self.in_flow() && !self.cursor.is_white_at(1),
            b' ' | b'\t' | b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>'
            | b'\'' | b'"' | b'%' | b'@' | b'`' => false,
            _ => !self.cursor.is_break_or_end(),
        }
    }

    fn push(&mut self, kind: TokenKind, start: TextSize) {
        self.tokens.push_back(Token { kind, range: TextRange::new(start, self.cursor.offset()) });
    }

    fn scalar(&mut self, text: Text, style: Style) {
        self.tokens.push_back(Token { range: text.range(), kind: TokenKind::Scalar(text, style) });
    }

    /// A token of one character.
    fn indicator(&mut self, kind: TokenKind) {
        let start = self.cursor.offset();
        self.cursor.skip();
        self.push(kind, start);
    }

    fn flow_start(&mut self, kind: TokenKind) -> Result<(), SyntaxError> {
        self.save_key()?;
        self.brackets.push(Bracket { start: self.cursor.offset(), key: self.taken + self.tokens.len() });
        self.within_depth(self.brackets.len())?;
        self.key_allowed = true;
        self.indicator(kind);
        Ok(())
    }

    fn flow_end(&mut self, kind: TokenKind) -> Result<(), SyntaxError> {
        self.remove_key()?;
        if let Some(bracket) = self.brackets.pop()
            && let Some(key) = self.keys.iter_mut().rfind(|key| key.token == bracket.key)
        {
            key.is_awaited = false;
        }
        self.key_allowed = false;
        self.indicator(kind);
        Ok(())
    }

    fn block_entry(&mut self) -> Result<(), SyntaxError> {
        if !self.in_flow() {
            self.new_block_allowed("block sequence entries are not allowed in this context")?;
            self.roll(TokenKind::BlockSequenceStart)?;
        }
        self.remove_key()?;
        self.key_allowed = true;
        self.indicator(TokenKind::BlockEntry);
        Ok(())
    }

    fn key(&mut self) -> Result<(), SyntaxError> {
        if !self.in_flow() {
            self.new_block_allowed("mapping keys are not allowed in this context")?;
            self.roll(TokenKind::BlockMappingStart)?;
        }
        self.remove_key()?;
        self.key_allowed = !self.in_flow();
        self.indicator(TokenKind::Key);
        Ok(())
    }

    fn value(&mut self) -> Result<(), SyntaxError> {
        let key = self.keys.pop_back_if(|key| key.flow == self.brackets.len());
        if let Some(key) = &key
            && !self.is_stale(key)
        {
            let token = Token::empty(TokenKind::Key, key.start);
            self.insert(key.token, token);
            let token = Token::empty(TokenKind::BlockMappingStart, key.start);
            self.roll_at(key.column, key.token, token)?;
            self.key_allowed = false;
        } else {
            Self::not_required(key.as_ref(), &self.cursor)?;
            if !self.in_flow() {
                self.new_block_allowed("mapping values are not allowed in this context")?;
                self.roll(TokenKind::BlockMappingStart)?;
            }
            self.key_allowed = !self.in_flow();
        }
        self.indicator(TokenKind::Value);
        Ok(())
    }

    fn new_block_allowed(&self, message: &'static str) -> Result<(), SyntaxError> {
        if self.key_allowed {
            return Ok(());
        }
        Err(SyntaxError::new(message, self.cursor.offset(), None))
    }

    fn within_depth(&self, depth: usize) -> Result<(), SyntaxError> {
        if depth <= MAX_DEPTH {
            return Ok(());
        }
        let at = self.cursor.offset();
        Err(SyntaxError::new("exceeded max depth of 10000", at, Some(at)))
    }

    /// Begins a block here if it would be deeper than the current one.
    fn roll(&mut self, kind: TokenKind) -> Result<(), SyntaxError> {
        let column = self.cursor.column();
        let token = Token::empty(kind, self.cursor.offset());
        self.roll_at(column, usize::MAX, token)
    }

    /// Begins a block at `column` if it would be deeper; `token` gets the given number.
    fn roll_at(&mut self, column: usize, number: usize, token: Token) -> Result<(), SyntaxError> {
        if self.in_flow() || self.indent >= column.cast_signed() {
            return Ok(());
        }
        self.indents.push(self.indent);
        self.indent = column.cast_signed();
        self.within_depth(self.indents.len())?;
        self.insert(number, token);
        Ok(())
    }

    fn insert(&mut self, number: usize, token: Token) {
        // Where yaml.v3 has let the place go by, the end will do.
        let index = number.checked_sub(self.taken).map_or(self.tokens.len(), |at| at.min(self.tokens.len()));
        self.tokens.insert(index, token);
    }

    /// Ends the blocks that are deeper than `column`.
    fn unroll(&mut self, column: isize) {
        while self.indent > column {
            self.push(TokenKind::BlockEnd, self.cursor.offset());
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }

    fn unroll_all(&mut self) -> Result<(), SyntaxError> {
        if !self.in_flow() {
            self.unroll(-1);
        }
        self.remove_key()?;
        self.key_allowed = false;
        Ok(())
    }

    /// Goes over blanks, line breaks and comments.
    fn skip_to_token(&mut self) {
        loop {
            let tabs = self.in_flow() || !self.key_allowed;
            while self.cursor.is_space() || tabs && self.cursor.is(b'\t') {
                self.cursor.skip();
            }
            if self.cursor.is(b'#') {
                self.skip_comments();
            }
            if self.cursor.take_break().is_none() {
                break;
            }
            if !self.in_flow() {
                self.key_allowed = true;
            }
        }
    }

    /// Goes over a comment behind a token on its line.
    fn skip_comment(&mut self) {
        let mut ahead = self.cursor.clone();
        ahead.skip_blanks();
        if ahead.is(b'#') {
            ahead.skip_line();
            self.cursor = ahead;
        }
    }

    /// Goes over a comment and those below it, which unlike tokens may stand behind tabs.
    fn skip_comments(&mut self) {
        while self.cursor.is(b'#') {
            self.cursor.skip_line();
            let mut ahead = self.cursor.clone();
            while ahead.is_blank() || ahead.is_break() {
                if ahead.take_break().is_none() {
                    ahead.skip();
                }
            }
            if ahead.is(b'#') {
                self.cursor = ahead;
            }
        }
    }
}
