//! Events into the value tree.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::event::Event;
use super::keys::{self, Key};
use crate::limits::VALUE_DEPTH;
use crate::scalar::{resolve, resolve_tagged};
use crate::value::{Entry, Kind, Node, Scalar, Style, Tag};
use crate::{Problem, Text, TextRange, TextSize};

/// Puts a tree together. It never recurses, and no tree gets deeper than [`VALUE_DEPTH`], aliases followed.
pub(super) struct Builder<'t> {
    source: &'t str,
    documents: Vec<Node>,
    /// What yaml.v3 refuses as soon as it meets it.
    unknown_anchors: Vec<Problem>,
    /// What yaml.v3 refuses when it decodes the tree.
    problems: Vec<(TextSize, Problem)>,
    open: Vec<Open>,
    anchors: HashMap<String, Anchor>,
    /// Anchored nodes that stand in no other anchored node, in order.
    shared: Vec<Arc<Node>>,
    has_aliases: bool,
    has_odd_keys: bool,
    /// Whether this is behind the first document. yaml.v3 reads no further, so nothing is wrong there.
    is_further: bool,
    /// Collections begun inside one that was too deep to be kept.
    skipped: usize,
}

/// What a builder comes to.
pub(super) struct Tree {
    pub documents: Vec<Node>,
    pub unknown_anchors: Vec<Problem>,
    /// Each with where it is when it finds it.
    pub problems: Vec<(TextSize, Problem)>,
    pub has_aliases: bool,
    /// Whether there is more behind the first document.
    pub is_further: bool,
    /// Whether a mapping or sequence is a key.
    pub has_odd_keys: bool,
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
    Mapping {
        entries: Vec<Entry>,
        keys: Vec<Key>,
        /// The key whose value comes next.
        key: Option<Node>,
    },
}

struct Anchor {
    /// `None` while the anchored collection is still open.
    node: Option<Arc<Node>>,
    height: usize,
}

impl<'t> Builder<'t> {
    pub(super) fn new(source: &'t str) -> Self {
        Self {
            source,
            documents: Vec::new(),
            unknown_anchors: Vec::new(),
            problems: Vec::new(),
            open: Vec::new(),
            anchors: HashMap::new(),
            shared: Vec::new(),
            has_aliases: false,
            has_odd_keys: false,
            is_further: false,
            skipped: 0,
        }
    }

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
            Event::Document => self.is_further |= !self.documents.is_empty(),
            Event::Leaf { anchor, node } => {
                if let Some(scalar) = node.scalar()
                    && let Some(message) =
                        scalar.tag.and_then(|tag| resolve_tagged(tag, scalar.text.as_str()).err())
                {
                    self.problem(node.range, message);
                }
                self.remember(anchor, &node, 0);
                self.add(node, 0);
            }
            Event::Alias { name, range } => self.alias(&name, range),
            Event::Start { anchor, mapping, start } => self.start(anchor, mapping, start),
            Event::End { bracket } => self.end(bracket),
        }
    }

    /// Whether a document is complete.
    pub(super) fn has_document(&self) -> bool {
        !self.documents.is_empty()
    }

    /// The tree; collections still open are closed where their last child ends.
    pub(super) fn finish(mut self) -> Tree {
        while !self.open.is_empty() {
            self.end(None);
        }
        let Self { documents, unknown_anchors, problems, has_aliases, is_further, has_odd_keys, .. } = self;
        Tree { documents, unknown_anchors, problems, has_aliases, is_further, has_odd_keys }
    }

    fn too_deep(&mut self, range: TextRange) {
        self.problem(range, format!("nested deeper than {VALUE_DEPTH} levels: not read further"));
    }

    fn problem(&mut self, range: TextRange, message: String) {
        if !self.is_further {
            self.problems.push((range.start(), Problem::new(range, message)));
        }
    }

    fn start(&mut self, anchor: Option<String>, mapping: bool, start: TextSize) {
        if self.open.len() >= VALUE_DEPTH {
            let range = TextRange::at(start, 1.into());
            self.too_deep(range);
            self.skipped = 1;
            self.add(Node { range, kind: Kind::Null }, 0);
            return;
        }
        if let Some(name) = &anchor {
            self.anchors.insert(name.clone(), Anchor { node: None, height: 0 });
        }
        let content = if mapping {
            Content::Mapping { entries: Vec::new(), keys: Vec::new(), key: None }
        } else {
            Content::Sequence(Vec::new())
        };
        self.open.push(Open { anchor, start, end: start, height: 0, content });
    }

    fn end(&mut self, bracket: Option<TextSize>) {
        let Some(mut open) = self.open.pop() else { return };
        let kind = match open.content {
            Content::Sequence(mut items) => {
                items.shrink_to_fit();
                Kind::Sequence(items)
            }
            Content::Mapping { mut entries, mut keys, key } => {
                if let Some(key) = key {
                    let value = Node { range: TextRange::empty(key.range.end()), kind: Kind::Null };
                    keys.push(Key::of(&key));
                    entries.push(entry(self.source, key, value));
                }
                let is_root = self.open.is_empty();
                let is_odd = |key: &Key| matches!(key, Key::Mapping { .. } | Key::Sequence { .. });
                self.has_odd_keys |= keys.iter().any(is_odd);
                let mut found = keys::problems(self.source, &entries, &keys, open.start, is_root);
                // A key that is itself a mapping is read first, and yaml.v3 stops at what is wrong in it.
                found.retain(|(_, outer)| {
                    let holds = |(_, inner): &(TextSize, Problem)| outer.range.contains_range(inner.range);
                    !self.is_further && !self.problems.iter().any(holds)
                });
                // Nothing of a mapping with double keys is decoded.
                if found.first().is_some_and(|(_, problem)| problem.message.starts_with("mapping key ")) {
                    let whole = TextRange::new(open.start, bracket.unwrap_or(open.end).max(open.start));
                    self.problems.retain(|(_, inner)| !whole.contains_range(inner.range));
                }
                self.problems.append(&mut found);
                self.forget_overridden(&entries);
                entries.shrink_to_fit();
                Kind::Mapping(entries)
            }
        };
        open.end = bracket.unwrap_or(open.end).max(open.start);
        let node = Node { range: TextRange::new(open.start, open.end), kind };
        self.remember(open.anchor, &node, open.height);
        self.add(node, open.height);
    }

    /// Of what is merged from a map in this place, yaml.v3 does not read what the map itself has.
    fn forget_overridden(&mut self, entries: &[Entry]) {
        if self.problems.is_empty() || !entries.iter().any(Entry::is_merge) {
            return;
        }
        let own: HashSet<&str> = entries.iter().filter(|e| !e.is_merge()).map(|e| e.key.as_str()).collect();
        for source in entries.iter().filter(|entry| entry.is_merge()) {
            let Kind::Mapping(merged) = &source.value.kind else { continue };
            let overridden = merged.iter().filter(|entry| own.contains(entry.key.as_str()));
            let values: Vec<TextRange> = overridden.map(|entry| entry.value.range).collect();
            let is_read = |problem: &Problem| !values.iter().any(|value| value.contains_range(problem.range));
            self.problems.retain(|(_, problem)| is_read(problem));
        }
    }

    fn alias(&mut self, name: &str, range: TextRange) {
        self.has_aliases = true;
        let mut target = None;
        let mut height = 0;
        match self.anchors.get(name) {
            None if self.is_further => {}
            None => {
                let message = format!("unknown anchor '{name}' referenced");
                self.unknown_anchors.push(Problem::new(range, message));
            }
            Some(Anchor { node: None, .. }) => {
                self.problem(range, format!("anchor '{name}' value contains itself"));
            }
            Some(anchor) if self.open.len() + anchor.height >= VALUE_DEPTH => self.too_deep(range),
            Some(anchor) => {
                target.clone_from(&anchor.node);
                height = anchor.height;
            }
        }
        self.add(Node { range, kind: Kind::Alias(target) }, height);
    }

    /// Keeps an anchored node for its aliases. Anchored nodes inside it are shared with it, so that every node
    /// is copied once at most.
    fn remember(&mut self, anchor: Option<String>, node: &Node, height: usize) {
        let Some(name) = anchor else { return };
        let first_inside = self.shared.partition_point(|shared| shared.range.start() < node.range.start());
        let mut inside = self.shared.split_off(first_inside).into_iter().peekable();
        let node = Arc::new(copy(node, &mut inside));
        self.shared.push(Arc::clone(&node));
        self.anchors.insert(name, Anchor { node: Some(node), height });
    }

    /// Hands a finished node to the collection it stands in.
    fn add(&mut self, node: Node, height: usize) {
        let Some(open) = self.open.last_mut() else {
            if self.documents.is_empty() {
                self.problems.extend(no_map(self.source, &node).map(|problem| (node.range.start(), problem)));
            }
            self.documents.push(node);
            return;
        };
        open.height = open.height.max(height + 1);
        open.end = open.end.max(node.range.end());
        match &mut open.content {
            Content::Sequence(items) => items.push(node),
            Content::Mapping { entries, keys, key } => match key.take() {
                None => *key = Some(node),
                Some(name) => {
                    keys.push(Key::of(&name));
                    entries.push(entry(self.source, name, node));
                }
            },
        }
    }
}

/// What yaml.v3 says of a root that is no map, which all of our readers want it to be.
fn no_map(source: &str, root: &Node) -> Option<Problem> {
    let what = match &root.kind {
        Kind::Sequence(_) => "!!seq".to_owned(),
        Kind::Scalar(scalar) => {
            let text = scalar.text.as_str();
            let shown = if text.len() > 10 {
                // Go cuts bytes; a character that is cut is no text.
                format!("{}...", String::from_utf8_lossy(&text.as_bytes()[..7]))
            } else {
                text.to_owned()
            };
            // A tag that yaml.v3 does not know is told as it is written.
            let before = source[..root.range.start().into()].split_whitespace().next_back();
            let tag = before.filter(|word| word.starts_with('!') && scalar.tag == Some(Tag::Text));
            format!("{} `{shown}`", tag.unwrap_or_else(|| resolve(scalar).tag().name()))
        }
        _ => return None,
    };
    Some(Problem::new(root.range, format!("cannot unmarshal {what} into map[string]interface {{}}")))
}

type Inside = std::iter::Peekable<std::vec::IntoIter<Arc<Node>>>;

/// A copy of `node` in which those of `inside` are aliases. The depth of a tree is bounded, see [`Builder`].
fn copy(node: &Node, inside: &mut Inside) -> Node {
    let kind = match &node.kind {
        Kind::Sequence(items) => {
            Kind::Sequence(items.iter().map(|item| copy_or_share(item, inside)).collect())
        }
        Kind::Mapping(entries) => {
            let copy = |e: &Entry| Entry {
                key: e.key.clone(),
                key_is_plain: e.key_is_plain,
                range: e.range,
                value: copy_or_share(&e.value, inside),
            };
            Kind::Mapping(entries.iter().map(copy).collect())
        }
        leaf => leaf.clone(),
    };
    Node { range: node.range, kind }
}

fn copy_or_share(node: &Node, inside: &mut Inside) -> Node {
    // Anchored keys are passed over: keys are no nodes in the tree.
    while inside.next_if(|shared| shared.range.start() < node.range.start()).is_some() {}
    match inside.next_if(|shared| shared.range == node.range) {
        Some(shared) => Node { range: node.range, kind: Kind::Alias(Some(shared)) },
        None => copy(node, inside),
    }
}

fn entry(source: &str, key: Node, value: Node) -> Entry {
    let range = key.range.cover(value.range);
    let is_plain = |scalar: &Scalar| scalar.style == Style::Plain && scalar.tag.is_none();
    let (text, key_is_plain) = match key.kind {
        Kind::Scalar(scalar) => {
            let is_plain = is_plain(&scalar);
            (scalar.text, is_plain)
        }
        Kind::Null => (Text::plain(&source[key.range], key.range), true),
        Kind::Alias(Some(target)) => {
            let mut text = Text::builder(key.range);
            text.push(target.text().map_or("", Text::as_str), key.range);
            (text.finish(), target.scalar().is_some_and(is_plain))
        }
        _ => (Text::builder(key.range).finish(), false),
    };
    Entry { key: text, key_is_plain, range, value }
}
