//! The built program, driven as an editor and a shell would drive it.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "these are tests")]

mod agreement;
mod editor;
mod explain;
mod program;

mod load;
mod protocol;
mod robustness;
mod shell;
mod transcripts;
mod workspaces;
