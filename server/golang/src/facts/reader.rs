//! The walk over the syntax tree: what all of its parts share.

use rustc_hash::FxHashMap;
use syntax::limits::GO_DEPTH;
use syntax::{TextRange, TextSize};
use tree_sitter::Node;

use super::Declared;
use super::literals::unquote;
use super::tree::Name;
use crate::frameworks;

/// Characters of an expression's source that stand for it where its value is unknown.
const SHORTENED: usize = 48;

/// Reads one file; the other modules of this folder add what each kind of node becomes.
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) facts: Declared,
    known: FxHashMap<&'t str, Name>,
    /// What the function body that is being read mentions.
    pub(super) mentions: Vec<Name>,
    /// Whether that body calls a framework's constructor.
    pub(super) makes: bool,
    /// The function that is being read.
    pub(super) function_name: &'t str,
    /// Whether a tool wrote the file.
    pub(super) is_generated: bool,
    depth: usize,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut header = text.lines().take_while(|line| !line.starts_with("package "));
        let is_generated =
            header.any(|line| line.starts_with("// Code generated ") && line.ends_with(" DO NOT EDIT."));
        Self {
            text,
            facts: Declared::default(),
            known: FxHashMap::default(),
            mentions: Vec::new(),
            makes: false,
            function_name: "",
            is_generated,
            depth: 0,
        }
    }

    pub(super) fn source(&self, node: Node<'_>) -> &'t str {
        self.text.get(node.byte_range()).unwrap_or("")
    }

    /// The name that `node` spells.
    pub(super) fn name(&mut self, node: Node<'_>) -> Name {
        self.intern(self.source(node))
    }

    pub(super) fn intern(&mut self, text: &'t str) -> Name {
        if let Some(&name) = self.known.get(text) {
            return name;
        }
        let name = self.add(text.into());
        self.known.insert(text, name);
        name
    }

    /// The value of a string literal.
    pub(super) fn string(&mut self, node: Node<'_>) -> Name {
        let literal = self.source(node);
        let plain = literal.len() >= 2 && !literal.contains(['\\', '\r']);
        match literal.get(1..literal.len().saturating_sub(1)) {
            Some(inner) if plain => self.intern(inner),
            _ => self.add(unquote(literal).into()),
        }
    }

    /// The source of `node` on one line and not too long.
    pub(super) fn shortened(&mut self, node: Node<'_>) -> Name {
        let source = self.source(node);
        if source.len() <= SHORTENED && !source.contains(['\n', '\t']) {
            return self.intern(source);
        }
        let line: Vec<&str> = source.split_whitespace().take(SHORTENED).collect();
        let line = line.join(" ");
        let mut short: String = line.chars().take(SHORTENED).collect();
        if short.len() < line.len() {
            short.push('…');
        }
        self.add(short.into())
    }

    fn add(&mut self, text: Box<str>) -> Name {
        let name = Name(u32::try_from(self.facts.names.len()).unwrap_or(u32::MAX));
        self.facts.names.push(text);
        name
    }

    /// The import path that `package` stands for, as far as the file alone tells.
    pub(super) fn import_path(&self, package: &str) -> Option<&str> {
        let import = self.facts.imports.iter().find(|import| match import.alias {
            Some(alias) => self.facts.name(alias) == package,
            None => frameworks::package_name(self.facts.name(import.path)) == package,
        })?;
        Some(self.facts.name(import.path))
    }

    /// Runs `read` one level deeper; beyond [`GO_DEPTH`] nothing is read.
    pub(super) fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= GO_DEPTH {
            return None;
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        Some(result)
    }
}

/// The named children of `node`, without comments.
pub(super) fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|child| child.kind() != "comment").collect()
}

/// The named children in the field `field`.
pub(super) fn fields<'t>(node: Node<'t>, field: &str) -> Vec<Node<'t>> {
    let mut cursor = node.walk();
    node.children_by_field_name(field, &mut cursor).filter(Node::is_named).collect()
}

pub(super) fn range(node: Node<'_>) -> TextRange {
    TextRange::new(offset(node.start_byte()), offset(node.end_byte()))
}

pub(super) fn start(node: Node<'_>) -> TextSize {
    offset(node.start_byte())
}

fn offset(byte: usize) -> TextSize {
    TextSize::try_from(byte).unwrap_or(TextSize::new(u32::MAX))
}
