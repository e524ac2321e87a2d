//! Traefik's options and how they are decoded: paerser (v0.2.2) with the way back to the text.
//!
//! A YAML or TOML tree ([`values`]), labels, flags or environment variables ([`settings`]) become the same tree of
//! [`Node`]s; [`decode`] holds it against the option table ([`schema`]), says what Traefik would refuse, and leaves
//! the tree that Traefik would fill its structs from. Readers ask that tree by the documented names of options; [`fill`]
//! makes of it what the structs would hold, every option of them.

pub(crate) mod decode;
pub(crate) mod difference;
pub(crate) mod fill;
pub(crate) mod go;
pub(crate) mod node;
mod raw;
pub(crate) mod schema;
pub(crate) mod settings;
pub(crate) mod values;
