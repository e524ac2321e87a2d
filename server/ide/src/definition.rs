//! Where the thing under the cursor is defined, and what implements it.

use routing::model::Model;

use crate::{Place, Target};

/// Where the name at `place` is defined, in whichever provider; for a Go registration its handler; for a router or a
/// service the handlers behind it. Sorted by location.
pub fn definition(model: &Model, place: Place) -> Vec<Target> {
    let _ = (model, place);
    Vec::new()
}

/// The Go handlers that answer for the router, service, middleware chain or registration at `place`.
pub fn implementation(model: &Model, place: Place) -> Vec<Target> {
    let _ = (model, place);
    Vec::new()
}
