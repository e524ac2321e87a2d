//! Where a request goes. The only place where Traefik and Go meet.
//!
//! [`model::link`] joins the facts of all files to a [`model::Model`]; [`trace`] follows one request through it,
//! [`reach`] says which routes a router leads to, and the other way round.

pub mod dockerfile;
pub mod links;
pub mod model;
mod paths;
pub mod reach;
mod stacks;
pub mod trace;
mod walk;

#[cfg(test)]
mod tests;
