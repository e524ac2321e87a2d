//! What a Go program would register, and what its framework would answer. This crate knows no Traefik.
//!
//! - [`facts`]: one file's text → its declarations, calls and constants.
//! - [`program`]: the facts of all files → the [`App`](program::App)s: routes, listen addresses.
//! - `flow` follows a program's values on its facts, from `main` to where it listens: that is how a router that went
//!   through parameters, fields and packages still knows its prefix. It knows no framework.
//! - [`frameworks`]: what each framework registers, how it joins, and which route a request gets.

pub mod facts;
mod flow;
pub mod frameworks;
mod path;
pub mod program;
mod words;
