//! One option as written (paerser/parser/node.go).

use syntax::{Text, TextRange};

use crate::dynamic::{Name, Ranged};
use crate::options::go;

/// One option as written, with its members.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Node {
    /// Its name as first spelled.
    pub(crate) name: Text,
    /// The documented spelling, where it is an option and not a name that the user chose.
    pub(crate) option: &'static str,
    /// Its own value.
    pub(crate) value: Value,
    /// Its members: in paerser's order, after [`crate::options::decode`] in that of the text.
    pub(crate) children: Vec<Node>,
    /// From its name to its last value; of labels, from the first to the last.
    pub(crate) range: TextRange,
    /// Every place that spells its name.
    pub(crate) mentions: Vec<TextRange>,
}

/// The value of a [`Node`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Value {
    /// None, or an empty collection.
    #[default]
    Empty,
    /// One value, as text.
    Scalar(Text),
    /// A list in a file. `kind` is the number of the items' kind in Go's `reflect`, which shows in messages.
    List { kind: u8, items: Vec<Text> },
}

/// What paerser puts between the items of a list (paerser/file/file.go:12).
const SEPARATOR: char = '║';

impl Value {
    /// The value of a scalar in a file. One that is written as paerser keeps lists is a list.
    pub(crate) fn read(text: Text) -> Self {
        let mut parts = text.as_str().strip_prefix(SEPARATOR).map(|rest| rest.splitn(2, SEPARATOR));
        let mut part = || parts.as_mut().and_then(Iterator::next);
        match (part().and_then(|kind| kind.parse().ok()), part()) {
            (Some(kind), Some(items)) => {
                let items = text.slice(text.as_str().len() - items.len()..text.as_str().len());
                Self::List { kind, items: vec![items] }
            }
            _ => Self::Scalar(text),
        }
    }

    /// The text that paerser keeps for it.
    pub(crate) fn text(&self) -> Option<Text> {
        match self {
            Self::Empty => None,
            Self::Scalar(text) => Some(text.clone()),
            Self::List { kind, items } => {
                let (first, last) = (items.first()?, items.last()?);
                let mut builder = Text::builder(first.range().cover(last.range()));
                builder.push(&format!("{SEPARATOR}{kind}"), TextRange::empty(first.range().start()));
                for item in items {
                    builder.push(&SEPARATOR.to_string(), TextRange::empty(item.range().start()));
                    builder.push_text(item);
                }
                Some(builder.finish())
            }
        }
    }

    /// Whether nothing is written, or an empty text.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Scalar(text) => text.as_str().is_empty(),
            Self::List { items, .. } => items.is_empty(),
        }
    }

    /// The items of a list of single values: a text is split at commas (paerser/parser/element_fill.go:133-165).
    pub(crate) fn items(&self) -> Vec<Text> {
        match self {
            Self::Empty => Vec::new(),
            Self::Scalar(text) if text.as_str().is_empty() => Vec::new(),
            Self::Scalar(text) => text.split(','),
            Self::List { items, .. } => items.iter().flat_map(|item| item.split(SEPARATOR)).collect(),
        }
    }
}

/// Asked with documented option names, after [`crate::options::decode`].
impl Node {
    /// The member called `option`. Where a file spells it in several cases, the one that Traefik fills in last.
    pub(crate) fn get(&self, option: &'static str) -> Option<&Self> {
        self.all(option).max_by(|a, b| a.name.as_str().cmp(b.name.as_str()))
    }

    /// All members called `option`.
    pub(crate) fn all(&self, option: &'static str) -> impl Iterator<Item = &Self> {
        self.children.iter().filter(move |child| child.option == option)
    }

    /// The entries of the map `option`.
    pub(crate) fn map(&self, option: &'static str) -> impl Iterator<Item = &Self> {
        self.all(option).flat_map(|node| &node.children)
    }

    /// The text of `option`; `None` where it is missing or empty, which is the same to Traefik.
    pub(crate) fn text(&self, option: &'static str) -> Option<Text> {
        self.get(option)?.value.text().filter(|text| !text.as_str().is_empty())
    }

    /// The text of `option`, also an empty one, which takes the place of a default.
    pub(crate) fn written(&self, option: &'static str) -> Option<Text> {
        let node = self.get(option)?;
        Some(node.value.text().unwrap_or_else(|| Text::builder(node.name_range()).finish()))
    }

    /// The items of the list `option`.
    pub(crate) fn list(&self, option: &'static str) -> Vec<Text> {
        self.get(option).map(|node| node.value.items()).unwrap_or_default()
    }

    /// The value of the switch `option`, where one is written that Go reads.
    pub(crate) fn bool(&self, option: &'static str) -> Option<bool> {
        go::parse_bool(self.text(option)?.as_str()).ok()
    }

    /// The number `option`, where one is written that Go reads.
    pub(crate) fn int(&self, option: &'static str) -> Option<Ranged<i64>> {
        let text = self.text(option)?;
        let value = go::parse_int(text.as_str(), 64).ok()?;
        Some(Ranged { value, range: text.content_range() })
    }

    /// Puts members and mentions in the order of the text.
    pub(crate) fn sort(&mut self) {
        let mut pending = vec![self];
        while let Some(node) = pending.pop() {
            for child in &mut node.children {
                child.mentions.sort_by_key(|range| range.start());
                child.mentions.dedup();
            }
            node.children.sort_by_key(|child| child.range.start());
            pending.extend(&mut node.children);
        }
    }

    /// The place of its name: the first of its mentions.
    pub(crate) fn name_range(&self) -> TextRange {
        self.mentions.first().copied().unwrap_or_else(|| self.name.content_range())
    }

    /// This node as the declaration of a router, middleware, service or entry point.
    pub(crate) fn declared(&self) -> Name {
        Name { text: self.name.clone(), mentions: self.mentions.clone(), range: self.range }
    }

    /// All that is set in it but for the members called one of `left_out`: one line each, sorted, wherever and in
    /// whatever case it is written. What is written as it is by default is not set.
    pub(crate) fn content(&self, left_out: &[&str]) -> Vec<String> {
        let mut lines = Vec::new();
        for child in self.children.iter().filter(|child| !left_out.contains(&child.option)) {
            child.list_content("", left_out, &mut lines);
        }
        lines.sort();
        lines.dedup();
        lines
    }

    fn list_content(&self, above: &str, left_out: &[&str], lines: &mut Vec<String>) {
        let name = if self.option.is_empty() { self.name.as_str() } else { self.option };
        let path = format!("{above}.{name}");
        for child in self.children.iter().filter(|child| !left_out.contains(&child.option)) {
            child.list_content(&path, left_out, lines);
        }
        if !self.children.is_empty() {
            return;
        }
        let value = self.value.text().map_or_else(String::new, |text| text.as_str().to_owned());
        let default = match self.option {
            "passHostHeader" => go::parse_bool(&value) == Ok(true),
            "strategy" => value == "wrr",
            _ => go::parse_bool(&value) == Ok(false) || value == "0",
        };
        if !default {
            lines.push(format!("{path}={value}"));
        }
    }

    /// The entries of a map of texts; those of nested maps get dotted names (element_fill.go, fillRecursively).
    pub(crate) fn pairs(&self) -> Vec<(Text, Text)> {
        let mut pairs = Vec::new();
        for child in &self.children {
            child.flatten(&child.name, &mut pairs);
        }
        pairs
    }

    fn flatten(&self, name: &Text, pairs: &mut Vec<(Text, Text)>) {
        if self.children.is_empty() {
            let nothing = || Text::builder(TextRange::empty(self.range.end())).finish();
            pairs.push((name.clone(), self.value.text().unwrap_or_else(nothing)));
        }
        for child in &self.children {
            let mut builder = Text::builder(name.range().cover(child.name.range()));
            builder.push_text(name);
            builder.push(".", TextRange::empty(name.range().end()));
            builder.push_text(&child.name);
            child.flatten(&builder.finish(), pairs);
        }
    }
}
