//! What Traefik v3 would load, and what it would do with a request. This crate knows no Go.
//!
//! - [`facts`]: one file's text → what it declares and refers to ([`dynamic`], [`install`], [`compose`],
//!   [`kubernetes`]).
//! - [`runtime`]: the declarations of all providers of one running Traefik → routers, middlewares and services
//!   with the status and the errors that Traefik's API would show.
//! - [`decoded`]: a configuration with every option, as Traefik's structs hold it.
//! - [`rule`], [`middleware`], [`request`], [`regexp`]: what one rule or one middleware does to one request.
//!
//! Everything mirrors Traefik [`VERSION`]; sources are cited as `pkg/…:line`.

pub mod compose;
pub mod decoded;
pub mod docker;
pub mod dynamic;
pub mod facts;
pub mod install;
pub mod kubernetes;
mod last;
pub mod middleware;
pub mod names;
mod options;
pub mod request;
pub mod rule;
pub mod runtime;

pub use syntax::regexp;

/// The Traefik version this crate mirrors: the one that the conformance module requires and the option tables come
/// from.
pub const VERSION: &str = options::schema::VERSION;
