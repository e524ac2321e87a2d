//! Events into the value tree, and what yaml.v3 refuses once the syntax is right.

use std::collections::HashMap;
use std::sync::Arc;

use super::event::Event;
use crate::limits::VALUE_DEPTH;
use crate::value::{Entry, Kind, Node, Parse};
use crate::{Problem, Text, TextRange, TextSize};

/// Puts a tree together. It never recurses, and no tree gets deeper than [`VALUE_DEPTH`], aliases followed.
#[derive(Default)]
pub(super) struct Builder {
    parse: Parse,
    open: Vec<Open>,
    anchors: HashMap<String, Anchor>,
    /// Collections begun inside one that was too deep to be kept.
    skipped: usize,
}

/// A collection whose end has not been met.
struct Open {
    anchor: Option<String>,
    start: TextSize,
    end: TextSize,
    /// How many levels lie beneath, aliases followed.
    height: usize,
    content: Content,
}

enum Content {
    Sequence(Vec<Node>),
    Mapping { entries: Vec<Entry>, key: Option<Node> },
}

struct Anchor {
    /// `None` while the anchored collection is still open.
    node: Option<Arc<Node>>,
    height: usize,
}

impl Builder {
    pub(super) fn push(&mut self, event: Event) {
        if self.skipped > 0 {
            match event {
                Event::Start { .. } => self.skipped += 1,
                Event::End { .. } => self.skipped -= 1,
                _ => {}
            }
            return;
        }
        match event {
            Event::DocumentStart | Event::DocumentEnd => {}
            Event::Leaf { anchor, node } => {
                self.remember(anchor, &node, 0);
                self.add(node, 0);
            }
            Event::Alias { name, range } => self.alias(&name, range),
            Event::Start { anchor, mapping, start } => self.start(anchor, mapping, start),
            Event::End { bracket } => self.end(bracket),
        }
    }

    /// The tree; collections still open are closed where their last child ends.
    pub(super) fn finish(mut self) -> Parse {
        while !self.open.is_empty() {
            self.end(None);
        }
        self.parse
    }

    fn problem(&mut self, range: TextRange, message: impl Into<String>) {
        self.parse.problems.push(Problem::new(range, message));
    }

    fn start(&mut self, anchor: Option<String>, mapping: bool, start: TextSize) {
        if self.open.len() >= VALUE_DEPTH {
            let range = TextRange::at(start, 1.into());
            self.problem(range, format!("nested deeper than {VALUE_DEPTH} levels: not read"));
            self.skipped = 1;
            self.add(Node { range, kind: Kind::Null }, 0);
            return;
        }
        if let Some(name) = &anchor {
            self.anchors.insert(name.clone(), Anchor { node: None, height: 0 });
        }
        let content = if mapping {
            Content::Mapping { entries: Vec::new(), key: None }
        } else {
            Content::Sequence(Vec::new())
        };
        self.open.push(Open { anchor, start, end: start, height: 0, content });
    }

    fn end(&mut self, bracket: Option<TextSize>) {
        let Some(open) = self.open.pop() else { return };
        let kind = match open.content {
            Content::Sequence(items) => Kind::Sequence(items),
            Content::Mapping { mut entries, key } => {
                if let Some(key) = key {
                    let end = key.range.end();
                    let value = Node { range: TextRange::empty(end), kind: Kind::Null };
                    entries.push(entry(key, value));
                }
                Kind::Mapping(entries)
            }
        };
        let end = bracket.unwrap_or(open.end).max(open.start);
        let node = Node { range: TextRange::new(open.start, end), kind };
        self.remember(open.anchor, &node, open.height);
        self.add(node, open.height);
    }

    fn alias(&mut self, name: &str, range: TextRange) {
        let (target, height) = match self.anchors.get(name) {
            None => {
                self.problem(range, format!("unknown anchor '{name}' referenced"));
                (None, 0)
            }
            Some(Anchor { node: None, .. }) => {
                self.problem(range, format!("anchor '{name}' value contains itself"));
                (None, 0)
            }
            Some(Anchor { height, .. }) if self.open.len() + height >= VALUE_DEPTH => {
                self.problem(range, format!("nested deeper than {VALUE_DEPTH} levels: not read"));
                (None, 0)
            }
            Some(Anchor { node, height }) => (node.clone(), *height),
        };
        self.add(Node { range, kind: Kind::Alias(target) }, height);
    }

    fn remember(&mut self, anchor: Option<String>, node: &Node, height: usize) {
        if let Some(name) = anchor {
            self.anchors.insert(name, Anchor { node: Some(Arc::new(node.clone())), height });
        }
    }

    /// Hands a finished node to the collection it stands in.
    fn add(&mut self, node: Node, height: usize) {
        let Some(open) = self.open.last_mut() else {
            self.parse.documents.push(node);
            return;
        };
        open.height = open.height.max(height + 1);
        open.end = open.end.max(node.range.end());
        match &mut open.content {
            Content::Sequence(items) => items.push(node),
            Content::Mapping { entries, key } => match key.take() {
                None => *key = Some(node),
                Some(name) => entries.push(entry(name, node)),
            },
        }
    }
}

fn entry(key: Node, value: Node) -> Entry {
    let range = key.range.cover(value.range);
    let text = match key.kind {
        Kind::Scalar(scalar) => scalar.text,
        Kind::Alias(Some(target)) => {
            let mut text = Text::builder(key.range);
            text.push(target.text().map_or("", Text::as_str), key.range);
            text.finish()
        }
        _ => Text::builder(key.range).finish(),
    };
    Entry { key: text, range, value }
}
