//! Text in, ranged trees out. This crate knows no meaning.
//!
//! Every range is a UTF-8 byte range of the text that was given ([`TextRange`], half open).
//! A parse never fails: it gives a tree, as good as can be had, and the problems met on the way.

pub mod bytes;
pub mod dotenv;
pub mod go;
pub mod interpolation;
pub mod limits;
mod location;
mod problem;
#[cfg(test)]
mod properties;
pub mod regexp;
pub mod rule;
pub mod scalar;
#[cfg(test)]
mod testing;
mod text;
pub mod toml;
pub mod value;
pub mod yaml;

pub use location::{FileId, Location};
pub use problem::Problem;
pub use text::{Text, TextBuilder, Unknown};
pub use text_size::{TextRange, TextSize};
