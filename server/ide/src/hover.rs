//! What stands under the cursor, in words.

use routing::model::Model;
use syntax::TextRange;

use crate::Place;

/// A hover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub range: TextRange,
    /// Markdown.
    pub markdown: String,
}

/// What to show at `place`; `None` where nothing of ours stands.
pub fn hover(model: &Model, place: Place) -> Option<Hover> {
    let _ = (model, place);
    None
}
