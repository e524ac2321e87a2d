//! What one Go file says, from its text alone.
//!
//! Facts hold a file's declarations and function bodies in a compact form of their own ([`tree`]), for a router can
//! flow through any of them. What a handler does with a request is left out: that is most of a program's code.

mod declarations;
mod expressions;
mod literals;
mod reader;
mod statements;
pub(crate) mod tree;
mod types;

#[cfg(test)]
mod tests;

use memchr::memmem;

use tree::{Function, Import, Name, TypeDeclaration, ValueDeclaration};

/// One file's facts. Opaque to other crates; [`crate::program::apps`] reads them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub(crate) package: Option<Name>,
    pub(crate) imports: Vec<Import>,
    pub(crate) functions: Vec<Function>,
    pub(crate) types: Vec<TypeDeclaration>,
    pub(crate) values: Vec<ValueDeclaration>,
    names: Vec<Box<str>>,
}

impl Facts {
    /// The text of a name.
    pub(crate) fn name(&self, name: Name) -> &str {
        self.names.get(name.0 as usize).map_or("", |text| text)
    }
}

/// The facts of the Go file at `path` (relative to the workspace's root, with `/`).
///
/// Tests, vendored and example data, and what `//go:build ignore` takes out of every build say nothing.
/// Generated files keep their declarations, so that handlers in them are found.
pub fn read(path: &str, text: &str) -> Facts {
    if is_outside(path) || is_ignored(text) || !may_matter(text.as_bytes()) {
        return Facts::default();
    }
    let Some(tree) = syntax::go::parse(text) else {
        return Facts::default();
    };
    reader::Reader::new(text).file(tree.root_node())
}

/// Whether the go command takes `path` for no part of a program, or for a test.
fn is_outside(path: &str) -> bool {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let hidden = |name: &str| name.starts_with('_') || (name.starts_with('.') && name.len() > 1);
    file.ends_with("_test.go")
        || hidden(file)
        || folders.split('/').any(|folder| matches!(folder, "vendor" | "testdata") || hidden(folder))
}

/// Whether a `//go:build ignore` line stands before the package clause.
fn is_ignored(text: &str) -> bool {
    let header = text.lines().take_while(|line| !line.starts_with("package "));
    header.into_iter().any(|line| {
        let constraint = line.strip_prefix("//go:build ").or_else(|| line.strip_prefix("// +build "));
        constraint.is_some_and(|words| words.trim() == "ignore")
    })
}

/// Whether the file declares anything but a package.
fn may_matter(text: &[u8]) -> bool {
    ["func", "const", "var", "type", "import"]
        .iter()
        .any(|word| memmem::find(text, word.as_bytes()).is_some())
}
