//! What one Go file says, from its text alone.
//!
//! Facts hold a file's declarations and function bodies in a compact form of their own ([`tree`]), for a router can
//! flow through any of them. What a handler does with a request is left out: that is most of a program's code.

mod constraints;
mod declarations;
mod expressions;
mod literals;
pub(crate) mod outline;
mod reader;
mod statements;
pub(crate) mod tree;
mod types;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use memchr::memmem;

use outline::Outline;
use tree::{Function, Import, Name, TypeDeclaration, ValueDeclaration};

/// One file's facts. Opaque to other crates; [`crate::program::apps`] reads them.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub(crate) outline: Outline,
    /// Whether only builds with certain tags have it.
    tagged: bool,
    text: Arc<str>,
    /// Made when first asked for: most files of most workspaces have nothing to do with routes.
    declared: OnceLock<Declared>,
}

/// What a file declares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Declared {
    pub(crate) package: Option<Name>,
    /// Whether only builds with certain tags have it.
    pub(crate) tagged: bool,
    pub(crate) imports: Vec<Import>,
    pub(crate) functions: Vec<Function>,
    pub(crate) types: Vec<TypeDeclaration>,
    pub(crate) values: Vec<ValueDeclaration>,
    names: Vec<Box<str>>,
}

impl Declared {
    /// The text of a name.
    pub(crate) fn name(&self, name: Name) -> &str {
        self.names.get(name.0 as usize).map_or("", |text| text)
    }
}

impl Facts {
    /// What the file declares. A text that its reader cannot take declares nothing.
    pub(crate) fn declared(&self) -> &Declared {
        let read = || {
            let tree = syntax::go::parse(&self.text)?;
            let mut declared = reader::Reader::new(&self.text).file(tree.root_node());
            declared.tagged = self.tagged;
            Some(declared)
        };
        self.declared.get_or_init(|| catch_unwind(AssertUnwindSafe(read)).ok().flatten().unwrap_or_default())
    }
}

/// The facts of the Go file at `path` (relative to the workspace's root, with `/`).
///
/// Tests, vendored and example data, and what build constraints take out of every build on Linux say nothing.
/// Generated files keep their declarations, so that handlers in them are found.
pub fn read(path: &str, text: impl Into<Arc<str>>) -> Facts {
    let text = text.into();
    let part = constraints::part(path, &text);
    if part == constraints::Part::Never || !may_matter(text.as_bytes()) {
        return Facts::default();
    }
    let outline = outline::read(&text);
    if outline.package.is_none() {
        return Facts::default();
    }
    let facts = Facts { outline, tagged: part == constraints::Part::Tagged, text, declared: OnceLock::new() };
    if facts.outline.touches {
        facts.declared();
    }
    facts
}

/// Whether the file declares anything but a package.
fn may_matter(text: &[u8]) -> bool {
    ["func", "const", "var", "type", "import"]
        .iter()
        .any(|word| memmem::find(text, word.as_bytes()).is_some())
}
