//! net/http's `ServeMux`.

mod host;
mod index;
mod mux;
mod old;
mod pattern;
mod relation;
#[cfg(test)]
mod tests;
mod tree;
