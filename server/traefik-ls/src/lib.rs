//! The program: files, settings, the language server, the command line.
//!
//! [`workspace`] turns a folder into a linked model; [`lsp`] and [`cli`] are two fronts of it.

pub mod cli;
pub mod lsp;
pub mod settings;
pub mod workspace;
