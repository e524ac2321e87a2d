//! What refers to the thing under the cursor.

use routing::model::Model;
use syntax::Location;

use crate::Place;

/// All places that refer to what stands at `place`, over all providers; for a handler or a Go registration the routers
/// that reach it. With `declaration`, its own places too. Sorted.
pub fn references(model: &Model, place: Place, declaration: bool) -> Vec<Location> {
    let _ = (model, place, declaration);
    Vec::new()
}
