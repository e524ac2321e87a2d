//! What stands in brackets.

use super::{Parser, Place, State};
use crate::yaml::event::{Event, SyntaxError};
use crate::yaml::token::TokenKind;

impl Parser<'_> {
    pub(super) fn flow_sequence(&mut self, first: bool) -> Result<Event, SyntaxError> {
        self.enter(first)?;
        if !matches!(self.peek()?, TokenKind::FlowSequenceEnd) {
            if !first {
                self.flow_entry("did not find expected ',' or ']'")?;
            }
            match self.peek()? {
                TokenKind::Key => {
                    let token = self.next()?;
                    self.state = State::FlowPairKey;
                    return Ok(Event::Start { anchor: None, mapping: true, start: token.range.start() });
                }
                TokenKind::FlowSequenceEnd => {}
                _ => return self.node_then(State::FlowSequence { first: false }, Place::Flow),
            }
        }
        let token = self.next()?;
        Ok(self.leave(Some(token.range.end())))
    }

    pub(super) fn flow_mapping_key(&mut self, first: bool) -> Result<Event, SyntaxError> {
        self.enter(first)?;
        if !matches!(self.peek()?, TokenKind::FlowMappingEnd) {
            if !first {
                self.flow_entry("did not find expected ',' or '}'")?;
            }
            match self.peek()? {
                TokenKind::Key => {
                    self.next()?;
                    return match self.peek()? {
                        TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowMappingEnd => {
                            Ok(self.empty(State::FlowMappingValue))
                        }
                        _ => self.node_then(State::FlowMappingValue, Place::Flow),
                    };
                }
                TokenKind::FlowMappingEnd => {}
                _ => return self.node_then(State::FlowMappingNoValue, Place::Flow),
            }
        }
        let token = self.next()?;
        Ok(self.leave(Some(token.range.end())))
    }

    /// The comma between two items.
    pub(super) fn flow_entry(&mut self, message: &'static str) -> Result<(), SyntaxError> {
        if !matches!(self.peek()?, TokenKind::FlowEntry) {
            let context = self.open.last().copied();
            return self.fail(message, context);
        }
        self.next()?;
        Ok(())
    }

    /// The value of a pair in brackets, if there is one before what `ends` it.
    pub(super) fn flow_value(
        &mut self,
        after: State,
        ends: fn(&TokenKind) -> bool,
    ) -> Result<Event, SyntaxError> {
        if matches!(self.peek()?, TokenKind::Value) {
            self.next()?;
            if !ends(self.peek()?) {
                return self.node_then(after, Place::Flow);
            }
        }
        Ok(self.empty(after))
    }
}
