//! YAML: strict first (whether yaml.v3 would take it, and its words), tolerant second.

mod event;
mod mend;
mod strict;
mod tree;

use crate::limits::FILE_BYTES;
use crate::value::Parse;
use crate::{Problem, TextRange};

/// Reads `text`. Never fails; what yaml.v3 would refuse is in [`Parse::problems`].
pub fn parse(text: &str) -> Parse {
    if text.len() > FILE_BYTES {
        let message = format!("larger than {} MiB: not read", FILE_BYTES >> 20);
        return Parse { documents: Vec::new(), problems: vec![Problem::new(TextRange::default(), message)] };
    }
    match strict::read(text) {
        Ok(parse) => parse,
        Err(error) => mend::read(text, &error),
    }
}

#[cfg(test)]
mod tests;
