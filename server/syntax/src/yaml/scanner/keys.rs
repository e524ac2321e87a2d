//! Tokens that turn out to be keys by the `:` behind them.

use super::Scanner;
use crate::yaml::cursor::Cursor;
use crate::yaml::event::SyntaxError;
use crate::{TextRange, TextSize};

/// How far a key may reach without `?`, in characters.
const MAX_KEY: usize = 1024;

#[derive(Clone, Copy)]
pub(super) struct PossibleKey {
    pub flow: usize,
    /// It must be a key: nothing else can stand at its column.
    pub required: bool,
    /// Its number among all tokens.
    pub token: usize,
    /// Whether the tokens from it on are held back until it is decided. For an empty pair of brackets yaml.v3
    /// forgets to.
    pub is_awaited: bool,
    pub start: TextSize,
    pub column: usize,
}

impl Scanner<'_> {
    /// Whether a `:` further on would make the next token a key.
    pub(super) fn head_may_be_key(&mut self) -> Result<bool, SyntaxError> {
        let first = self.keys.iter().position(|key| key.is_awaited);
        let Some(index) = first.filter(|index| self.keys[*index].token <= self.taken) else {
            return Ok(false);
        };
        if !self.is_stale(&self.keys[index]) {
            return Ok(true);
        }
        let key = self.keys.remove(index);
        Self::not_required(key.as_ref(), &self.cursor)?;
        Ok(false)
    }

    /// Notes that the token here may be a key.
    pub(super) fn save_key(&mut self) -> Result<(), SyntaxError> {
        if !self.key_allowed {
            return Ok(());
        }
        self.remove_key()?;
        let column = self.cursor.column();
        let token = self.taken + self.tokens.len();
        if let Some(bracket) = self.brackets.last_mut() {
            bracket.key = token;
        }
        self.keys.push_back(PossibleKey {
            flow: self.brackets.len(),
            required: !self.in_flow() && self.indent == column.cast_signed(),
            token,
            is_awaited: true,
            start: self.cursor.offset(),
            column,
        });
        Ok(())
    }

    pub(super) fn remove_key(&mut self) -> Result<(), SyntaxError> {
        let key = self.keys.pop_back_if(|key| key.flow == self.brackets.len());
        Self::not_required(key.as_ref(), &self.cursor)
    }

    pub(super) fn not_required(key: Option<&PossibleKey>, cursor: &Cursor<'_>) -> Result<(), SyntaxError> {
        match key {
            Some(PossibleKey { required: true, start, .. }) => {
                Err(SyntaxError::new("could not find expected ':'", cursor.offset(), Some(*start)))
            }
            _ => Ok(()),
        }
    }

    /// Whether `key` is on another line, or too far back, to be a key.
    pub(super) fn is_stale(&self, key: &PossibleKey) -> bool {
        let here = self.cursor.offset();
        if self.ended || key.start < self.cursor.line_start() {
            return true;
        }
        let bytes = usize::from(here) - usize::from(key.start).min(usize::from(here));
        bytes > MAX_KEY && {
            let between = &self.cursor.text()[TextRange::new(key.start, here)];
            bytes > 4 * MAX_KEY || between.chars().count() > MAX_KEY
        }
    }
}
