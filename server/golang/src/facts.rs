//! What one Go file says, from its text alone.

/// One file's facts. Opaque to other crates; [`crate::program::apps`] reads them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {}
