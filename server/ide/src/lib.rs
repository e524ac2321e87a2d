//! What an editor shows: one file a feature, plain data out, byte offsets only.
//!
//! Every feature is a function of a linked [`Model`](routing::model::Model) and a [`Place`]; none reads a file or
//! knows the protocol. Findings come from [`lints::check`] as they are.

pub mod definition;
pub mod hover;
pub mod references;
pub mod symbols;

mod handlers;
mod occurrences;

use syntax::{FileId, Location, TextRange, TextSize};

/// A cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// UTF-8 bytes from its start.
    pub offset: TextSize,
}

impl Place {
    /// Whether `location` holds the cursor; a cursor behind the last byte counts.
    fn is_in(self, location: Location) -> bool {
        location.file == self.file && location.range.contains_inclusive(self.offset)
    }
}

/// Somewhere to go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What the cursor stands on, to be underlined.
    pub origin: TextRange,
    /// The name there: what the cursor jumps to.
    pub focus: Location,
    /// All of the declaration, which holds `focus`.
    pub full: TextRange,
}

#[cfg(test)]
mod tests;
