//! Fiber (github.com/gofiber/fiber, 2.52 and 3.5): what it registers, how it joins and mounts, what it answers.

mod constraint;
mod domain;
mod engine;
mod path;
mod pattern;
mod serve;
mod stack;
mod table;
#[cfg(test)]
mod tests;

pub(super) use table::{THREE, TWO};

/// What differs between the versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    Two,
    /// 3.`minor`
    Three {
        minor: u32,
    },
}

/// The settings of an app that change matching.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Flags {
    strict_routing: bool,
    case_sensitive: bool,
    unescape_path: bool,
    /// `DisableHeadAutoRegister`
    no_heads: bool,
}
