//! The tokens of a YAML text.

use crate::value::Style;
use crate::{Text, TextRange, TextSize};

#[derive(Clone, Debug)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub range: TextRange,
}

#[derive(Clone, Debug)]
pub(super) enum TokenKind {
    StreamEnd,
    /// `%YAML major.minor`
    Version(u8, u8),
    /// `%TAG handle prefix`
    TagDirective(String, String),
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias(String),
    Anchor(String),
    /// Handle and suffix; an empty handle where the suffix is all.
    Tag(String, String),
    Scalar(Text, Style),
}

impl Token {
    pub(super) fn empty(kind: TokenKind, at: TextSize) -> Self {
        Self { kind, range: TextRange::empty(at) }
    }
}
