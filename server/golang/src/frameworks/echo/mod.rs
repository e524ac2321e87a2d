//! Echo (github.com/labstack/echo, 4.16 and 5.4): what it registers, how it joins, what it answers.

mod engine;
mod find;
mod path;
mod table;
#[cfg(test)]
mod tests;
mod tree;

pub(super) use table::{FIVE, FOUR};

/// The major version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    Four,
    Five,
}
