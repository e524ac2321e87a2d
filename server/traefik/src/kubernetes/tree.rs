//! From a YAML tree to the fields of an object, as the API server holds them: names count exactly, what is null is not
//! there.

use syntax::limits::{VALUE_DEPTH, WALK_STEPS};
use syntax::value::{self, Kind, Style};
use syntax::{Text, TextRange};

use crate::dynamic::Ranged;
use crate::last::last_of_each;
use crate::options::go;
use crate::options::node::{Node, Value};

/// The fields of `root`. Aliases are followed; beyond [`WALK_STEPS`] the rest is left out.
pub(super) fn read(root: &value::Node) -> Node {
    let mut node = Node { range: root.range, ..Node::default() };
    Reader { alias_steps: 0 }.fill(&mut node, root, 0, false);
    node
}

/// The recursion ends at [`VALUE_DEPTH`].
struct Reader {
    alias_steps: usize,
}

impl Reader {
    /// Whether there is a value.
    fn fill(&mut self, node: &mut Node, value: &value::Node, depth: usize, aliased: bool) -> bool {
        let aliased = aliased || matches!(value.kind, Kind::Alias(_));
        self.alias_steps += usize::from(aliased);
        if depth > VALUE_DEPTH || self.alias_steps > WALK_STEPS {
            return false;
        }
        match &value.resolved().kind {
            Kind::Null | Kind::Alias(_) => return false,
            Kind::Scalar(scalar) => {
                if scalar.style == Style::Plain && is_null(scalar.text.as_str()) {
                    return false;
                }
                node.value = Value::Scalar(scalar.text.clone());
            }
            Kind::Mapping(_) => {
                let entries = value.resolved().all_entries().into_iter();
                let children = entries
                    .filter_map(|entry| {
                        let mentions = vec![entry.key.content_range()];
                        let name = entry.key.clone();
                        let mut child = Node { name, range: entry.range, mentions, ..Node::default() };
                        self.fill(&mut child, &entry.value, depth + 1, aliased).then_some(child)
                    })
                    .collect();
                node.children = last_of_each(children, |child| child.name.as_str());
            }
            Kind::Sequence(items) => self.list(node, items, depth, aliased),
        }
        true
    }

    fn list(&mut self, node: &mut Node, items: &[value::Node], depth: usize, aliased: bool) {
        let mut texts = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let name = Text::plain(format!("[{index}]"), item.range);
            let mut child = Node { name, range: item.range, ..Node::default() };
            if !self.fill(&mut child, item, depth + 1, aliased) {
                continue;
            }
            match child.value {
                Value::Scalar(text) => texts.push(text),
                Value::Empty | Value::List { .. } => node.children.push(child),
            }
        }
        // The number is of no use here: nothing is said in paerser's words.
        node.value = Value::List { kind: 0, items: texts };
    }
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// Asked with exact names.
impl Node {
    /// The field `name`.
    pub(super) fn field(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name.as_str() == name)
    }

    /// The value of the field `name`, where it is one; an empty one is none.
    pub(super) fn text_at(&self, name: &str) -> Option<Text> {
        match &self.field(name)?.value {
            Value::Scalar(text) if !text.as_str().is_empty() => Some(text.clone()),
            _ => None,
        }
    }

    /// The values of the list `name`.
    pub(super) fn texts_at(&self, name: &str) -> Vec<Text> {
        match self.field(name).map(|node| &node.value) {
            Some(Value::List { items, .. }) => items.clone(),
            _ => Vec::new(),
        }
    }

    /// The objects of the list `name`.
    pub(super) fn items_at(&self, name: &str) -> &[Self] {
        self.field(name).map_or(&[], |node| &node.children)
    }

    /// The number `name`.
    pub(super) fn int_at(&self, name: &str) -> Option<Ranged<i64>> {
        let text = self.text_at(name)?;
        let value = go::parse_int(text.as_str(), 64).ok()?;
        Some(Ranged { value, range: text.content_range() })
    }

    /// The switch `name`.
    pub(super) fn bool_at(&self, name: &str) -> Option<bool> {
        match self.text_at(name)?.as_str().to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "y" => Some(true),
            "false" | "no" | "off" | "n" => Some(false),
            _ => None,
        }
    }

    /// The entries of the map `name` whose values are texts.
    pub(super) fn pairs_at(&self, name: &str) -> Vec<(Text, Text)> {
        let entries = self.field(name).map_or(&[][..], |node| &node.children);
        let text = |entry: &Self| match &entry.value {
            Value::Scalar(text) => Some((entry.name.clone(), text.clone())),
            _ => None,
        };
        entries.iter().filter_map(text).collect()
    }

    /// Where its value stands, else its name.
    pub(super) fn place(&self) -> TextRange {
        match &self.value {
            Value::Scalar(text) => text.content_range(),
            _ => self.name_range(),
        }
    }
}

/// Whether a value is a number in JSON, not a text that looks like one.
pub(super) fn is_number(text: &Text) -> bool {
    text.range() == text.content_range() && go::parse_int(text.as_str(), 64).is_ok()
}
