//! Go files through tree-sitter-go, guarded.

use tree_sitter::{Parser, Tree};

use crate::limits::GO_FILE_BYTES;

/// The tree of `text`; errors in it are local. `None` where the text is over [`GO_FILE_BYTES`].
pub fn parse(text: &str) -> Option<Tree> {
    if text.len() > GO_FILE_BYTES {
        return None;
    }
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_go::LANGUAGE.into()).ok()?;
    parser.parse(text, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_local() {
        let tree = parse("package a\nfunc f() { r.GET(\"/x\", }\nfunc g() {}\n").expect("a tree");
        assert!(tree.root_node().has_error());
        assert!(tree.root_node().to_sexp().contains("(function_declaration name: (identifier)"));
    }

    #[test]
    fn too_much_is_refused() {
        assert!(parse(&" ".repeat(GO_FILE_BYTES + 1)).is_none());
    }
}
