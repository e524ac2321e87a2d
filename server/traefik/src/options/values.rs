//! From a YAML or TOML tree to options (paerser/file/raw_node.go).

use syntax::limits::{VALUE_DEPTH, WALK_STEPS};
use syntax::value::{self, Kind, Scalar};
use syntax::{Problem, Text, TextRange};

use crate::last::last_of_each;
use crate::options::node::{Node, Value};
use crate::options::scalar::{Resolved, resolve, resolve_plain};

/// The options under those keys of `root` that are named in `roots`, in any case of letters; the others are not
/// even looked at. Problems are what paerser cannot turn into options.
pub(crate) fn read(root: &value::Node, roots: &[&str]) -> (Node, Vec<Problem>) {
    let mut reader = Reader { steps: 0, problems: Vec::new() };
    let mut node = Node { range: root.range, ..Node::default() };
    let known = |key: &str| roots.iter().any(|name| name.eq_ignore_ascii_case(key));
    for entry in root.all_entries().into_iter().filter(|entry| known(entry.key.as_str())) {
        reader.entry(entry.key.clone(), entry, 1, &mut node.children);
    }
    node.children = last_of_each(node.children, |child| child.name.as_str());
    (node, reader.problems)
}

struct Reader {
    steps: usize,
    problems: Vec<Problem>,
}

impl Reader {
    fn entry(&mut self, name: Text, entry: &value::Entry, depth: usize, into: &mut Vec<Node>) {
        if entry.value.is_null() {
            return;
        }
        let mentions = vec![name.content_range()];
        let mut node = Node { name, range: entry.range, mentions, ..Node::default() };
        if self.fill(&mut node, &entry.value, depth) {
            into.push(node);
        }
    }

    /// Whether there is a value at all.
    fn fill(&mut self, node: &mut Node, value: &value::Node, depth: usize) -> bool {
        self.steps += 1;
        if depth > VALUE_DEPTH || self.steps > WALK_STEPS {
            self.refuse_once(node.mentions.first().copied().unwrap_or(value.range));
            return false;
        }
        match &value.resolved().kind {
            Kind::Null | Kind::Alias(_) => return false,
            Kind::Scalar(scalar) => match resolve(scalar) {
                Resolved::Null => return false,
                Resolved::Time => {
                    let message = format!("field {} uses unsupported type: struct", node.name);
                    self.problems.push(Problem::new(scalar.text.range(), message));
                }
                resolved => node.value = Value::Scalar(simple(scalar, &resolved)),
            },
            Kind::Mapping(_) => self.members(node, value, depth),
            Kind::Sequence(items) => self.list(node, items, depth),
        }
        true
    }

    fn members(&mut self, node: &mut Node, value: &value::Node, depth: usize) {
        let entries = value.resolved().all_entries();
        // yaml.v3 makes maps of texts only where every key is one; numbers as keys lose their value then.
        for entry in entries {
            let name = match key_type(&entry.key).key() {
                None => entry.key.clone(),
                Some(printed) => {
                    let mut builder = Text::builder(entry.key.range());
                    builder.push(printed, entry.key.content_range());
                    builder.finish()
                }
            };
            self.entry(name, entry, depth + 1, &mut node.children);
        }
        // That yaml.v3 refuses double keys is said elsewhere.
        node.children = last_of_each(std::mem::take(&mut node.children), |child| child.name.as_str());
    }

    fn list(&mut self, node: &mut Node, items: &[value::Node], depth: usize) {
        let (mut kind, mut texts) = (0, Vec::new());
        for (index, item) in items.iter().enumerate() {
            match &item.resolved().kind {
                Kind::Mapping(_) => {
                    kind = kind.max(21);
                    let mut child = Node {
                        name: bare(&format!("[{index}]"), item.range),
                        range: item.range,
                        mentions: vec![item.range],
                        ..Node::default()
                    };
                    if self.fill(&mut child, item, depth + 1) {
                        node.children.push(child);
                    }
                }
                Kind::Scalar(scalar) => match resolve(scalar) {
                    Resolved::Null => self.refuse_item(item, "invalid"),
                    Resolved::Time => self.refuse_item(item, "struct"),
                    resolved => {
                        kind = kind.max(resolved.kind(scalar.style));
                        texts.push(simple(scalar, &resolved));
                    }
                },
                Kind::Sequence(_) => self.refuse_item(item, "slice"),
                Kind::Null | Kind::Alias(_) => self.refuse_item(item, "invalid"),
            }
        }
        if !texts.is_empty() {
            node.value = Value::List { kind, items: texts };
        }
    }

    fn refuse_item(&mut self, item: &value::Node, kind: &str) {
        self.problems.push(Problem::new(item.range, format!("unsupported simple value type: {kind}")));
    }

    fn refuse_once(&mut self, range: TextRange) {
        let message = "yaml: document contains excessive aliasing";
        if !self.problems.iter().any(|problem| problem.message == message) {
            self.problems.push(Problem::new(range, message));
        }
    }
}

/// Keys are kept without their style: one that its own quotes do not surround is plain.
fn key_type(key: &Text) -> Resolved {
    if key.range() == key.content_range() { resolve_plain(key.as_str()) } else { Resolved::String }
}

/// The text that paerser makes of a scalar.
fn simple(scalar: &Scalar, resolved: &Resolved) -> Text {
    match resolved.simple() {
        Some(printed) if printed != scalar.text.as_str() => {
            let mut builder = Text::builder(scalar.text.range());
            builder.push(&printed, scalar.text.content_range());
            builder.finish()
        }
        _ => scalar.text.clone(),
    }
}

fn bare(value: &str, range: TextRange) -> Text {
    let mut builder = Text::builder(range);
    builder.push(value, range);
    builder.finish()
}
