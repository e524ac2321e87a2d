//! The stack of a parser that does not recurse: the parts read so far, and what Go knows about their size.

/// What Go allows at most (regexp/syntax maxHeight, maxSize).
const HEIGHT: usize = 1000;
const SIZE: u64 = (128 << 20) / 40;

/// A part of an expression.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// Where it starts in the pattern that is made.
    pub(super) start: usize,
    /// The most copies that counted repetitions in it ask for.
    pub(super) copies: u64,
    size: u64,
    height: usize,
}

impl Part {
    /// A character, a class, an anchor.
    pub(super) fn atom(start: usize) -> Self {
        Self { start, copies: 1, size: 1, height: 1 }
    }

    /// The part `self` repeated.
    pub(super) fn repeated(self, min: u64, max: Option<u64>) -> Self {
        let size = match max {
            None if min == 0 => self.size + 2,
            None => min.saturating_mul(self.size) + 1,
            Some(max) => max.saturating_mul(self.size) + max.saturating_sub(min),
        };
        Self { size: size.max(1), height: self.height + 1, ..self }
    }

    /// Parts in a row, or as alternatives.
    pub(super) fn joined(start: usize, parts: &[Self], alternatives: bool) -> Self {
        let bars = if alternatives { parts.len().saturating_sub(1) } else { 0 };
        let size = parts.iter().map(|part| part.size).sum::<u64>() + bars as u64;
        let height = parts.iter().map(|part| part.height).max().unwrap_or(0);
        Self {
            start,
            copies: parts.iter().map(|part| part.copies).max().unwrap_or(1),
            size: size.max(1),
            height: if parts.len() == 1 { height } else { height + 1 },
        }
    }

    /// The part `self` as a capture group.
    pub(super) fn captured(self, start: usize) -> Self {
        Self { start, size: self.size + 2, height: self.height + 1, ..self }
    }

    pub(super) fn is_too_high(self) -> bool {
        self.height > HEIGHT
    }

    pub(super) fn is_too_large(self) -> bool {
        self.size > SIZE
    }
}
