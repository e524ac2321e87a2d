//! What one Go file says, from its text alone.
//!
//! Facts hold a file's declarations and function bodies in a compact form of their own ([`tree`]), for a router can
//! flow through any of them. What a handler does with a request is left out: that is most of a program's code.

mod constraints;
mod declarations;
mod expressions;
mod literals;
mod reader;
mod statements;
pub(crate) mod tree;
mod types;

use memchr::memmem;

use tree::{Function, Import, Name, TypeDeclaration, ValueDeclaration};

/// One file's facts. Opaque to other crates; [`crate::program::apps`] reads them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub(crate) package: Option<Name>,
    /// Whether only builds with certain tags have it.
    pub(crate) tagged: bool,
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
/// Tests, vendored and example data, and what build constraints take out of every build on Linux say nothing.
/// Generated files keep their declarations, so that handlers in them are found.
pub fn read(path: &str, text: &str) -> Facts {
    let part = constraints::part(path, text);
    if part == constraints::Part::Never || !may_matter(text.as_bytes()) {
        return Facts::default();
    }
    let Some(tree) = syntax::go::parse(text) else {
        return Facts::default();
    };
    let mut facts = reader::Reader::new(text).file(tree.root_node());
    facts.tagged = part == constraints::Part::Tagged;
    facts
}

/// Whether the file declares anything but a package.
fn may_matter(text: &[u8]) -> bool {
    ["func", "const", "var", "type", "import"]
        .iter()
        .any(|word| memmem::find(text, word.as_bytes()).is_some())
}
