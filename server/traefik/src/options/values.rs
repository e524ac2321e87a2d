//! From a YAML or TOML tree to options (paerser/file/raw_node.go).

use syntax::limits::{VALUE_DEPTH, WALK_STEPS};
use syntax::scalar::{Resolved, resolve, resolve_plain};
use syntax::value::{self, Kind, Scalar};
use syntax::{Problem, Text, TextRange};

use crate::last::last_of_each;
use crate::options::go;
use crate::options::node::{Node, Value};

/// The options under those keys of `root` that are named in `roots`, in any case of letters; the others are not
/// even looked at. Problems are what paerser cannot turn into options. All of it is in paerser's order: that of names.
pub(crate) fn read(root: &value::Node, roots: &[&str]) -> (Node, Vec<Problem>) {
    let mut reader = Reader { alias_steps: 0, problems: Vec::new() };
    let known = |key: &str| roots.iter().any(|name| go::equal_fold(name, key));
    let entries = root.all_entries().into_iter().filter(|entry| known(entry.key.as_str()));
    let children = reader.entries(entries.map(|entry| (entry.key.clone(), entry)).collect(), 1, false);
    (Node { range: root.range, children, ..Node::default() }, reader.problems)
}

/// The recursion ends at [`VALUE_DEPTH`]. What aliases add to the text is bounded by [`WALK_STEPS`]; beyond it the
/// rest is left out, for the YAML reader has refused such a text already.
struct Reader {
    alias_steps: usize,
    problems: Vec<Problem>,
}

impl Reader {
    /// The nodes of a map's entries, of which those before others of the same name do not count.
    fn entries(&mut self, named: Vec<(Text, &value::Entry)>, depth: usize, aliased: bool) -> Vec<Node> {
        // That yaml.v3 refuses double keys of one map is said by the YAML reader.
        let mut named = last_of_each(named, |(name, _)| name.as_str());
        named.sort_by(|(a, _), (b, _)| a.as_str().cmp(b.as_str()));
        named.into_iter().filter_map(|(name, entry)| self.entry(name, entry, depth, aliased)).collect()
    }

    fn entry(&mut self, name: Text, entry: &value::Entry, depth: usize, aliased: bool) -> Option<Node> {
        let mentions = vec![name.content_range()];
        let mut node = Node { name, range: entry.range, mentions, ..Node::default() };
        self.fill(&mut node, &entry.value, depth, aliased).then_some(node)
    }

    /// Whether there is a value at all.
    fn fill(&mut self, node: &mut Node, value: &value::Node, depth: usize, aliased: bool) -> bool {
        let aliased = aliased || matches!(value.kind, Kind::Alias(_));
        self.alias_steps += usize::from(aliased);
        if depth > VALUE_DEPTH || aliased && self.alias_steps > WALK_STEPS {
            return false;
        }
        match &value.resolved().kind {
            Kind::Null | Kind::Alias(_) => return false,
            Kind::Scalar(scalar) => match resolve(scalar) {
                Resolved::Null => return false,
                Resolved::Time => {
                    let message = format!("field {} uses unsupported type: struct", node.name);
                    self.problems.push(Problem::new(scalar.text.range(), message));
                    return false;
                }
                resolved => node.value = Value::read(simple(scalar, &resolved)),
            },
            Kind::Mapping(_) => self.members(node, value, depth, aliased),
            Kind::Sequence(items) => self.list(node, items, depth, aliased),
        }
        true
    }

    fn members(&mut self, node: &mut Node, value: &value::Node, depth: usize, aliased: bool) {
        // yaml.v3 makes maps of texts only where every key of their own is one; numbers as keys lose their value then.
        let own = value.entries().iter().filter(|entry| !entry.is_merge());
        let is_of_texts = own.map(key_type).all(|key| key == Resolved::String);
        let mut named = Vec::new();
        for entry in value.resolved().all_entries() {
            let key = key_type(entry);
            let name = match key.key().filter(|_| !is_of_texts) {
                // paerser passes over what is under a null.
                None if key == Resolved::Null => continue,
                None => entry.key.clone(),
                Some(printed) => {
                    let mut builder = Text::builder(entry.key.range());
                    builder.push(printed, entry.key.content_range());
                    builder.finish()
                }
            };
            named.push((name, entry));
        }
        node.children = self.entries(named, depth + 1, aliased);
    }

    fn list(&mut self, node: &mut Node, items: &[value::Node], depth: usize, aliased: bool) {
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
                    if self.fill(&mut child, item, depth + 1, aliased) {
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
}

fn key_type(entry: &value::Entry) -> Resolved {
    if entry.key_is_plain { resolve_plain(entry.key.as_str()) } else { Resolved::String }
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
