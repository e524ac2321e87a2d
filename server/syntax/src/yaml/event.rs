//! What a YAML text is made of, piece by piece.

use crate::value::Node;
use crate::{TextRange, TextSize};

/// One piece of a YAML text, in the order of the text.
#[derive(Debug)]
pub(super) enum Event {
    /// A document begins; all until the next one is its content.
    Document,
    /// A scalar or nothing.
    Leaf { anchor: Option<String>, node: Node },
    /// `*name`.
    Alias { name: String, range: TextRange },
    /// A sequence or mapping begins at `start`.
    Start { anchor: Option<String>, mapping: bool, start: TextSize },
    /// The innermost collection ends; behind its bracket if it has one, else behind its last child.
    End { bracket: Option<TextSize> },
}

/// Why a text is not YAML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SyntaxError {
    /// yaml.v3's words.
    pub message: &'static str,
    /// Where the reader stopped.
    pub at: TextSize,
    /// Where what it was reading began.
    pub context: Option<TextSize>,
    /// Where the last quotes opened that closed on another line only: perhaps they were meant to close sooner.
    pub quotes: Option<TextSize>,
    /// Where the outermost bracket opened that has not closed.
    pub bracket: Option<TextSize>,
}

impl SyntaxError {
    pub(super) fn new(message: &'static str, at: TextSize, context: Option<TextSize>) -> Self {
        Self { message, at, context, quotes: None, bracket: None }
    }

    /// Whether the context is a block that something does not fit into.
    pub(super) fn is_in_block(&self) -> bool {
        matches!(self.message, "did not find expected key" | "did not find expected '-' indicator")
    }
}
