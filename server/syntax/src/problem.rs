use crate::TextRange;

/// What a reader could not take, where, in the words of the reader it mirrors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// UTF-8 bytes of the text that was read.
    pub range: TextRange,
    /// The words of the real reader (yaml.v3, go/parser, paerser …), without a position in them
    /// unless the real one prints it too.
    pub message: String,
}

impl Problem {
    /// A problem at `range`.
    pub fn new(range: TextRange, message: impl Into<String>) -> Self {
        Self { range, message: message.into() }
    }
}
