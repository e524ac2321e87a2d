//! The one ranged value tree for YAML and TOML.
//!
//! A tree is made once per text. Aliases share their anchor's node ([`Arc`]), so an alias bomb costs nothing
//! until somebody walks it; walkers count their steps (see [`crate::limits::WALK_STEPS`]).

use std::fmt;
use std::sync::Arc;

use crate::limits::MERGED_ENTRIES;
use crate::{Problem, Text, TextRange};

/// What a YAML or TOML text holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parse {
    /// The roots of its documents, in order; TOML has one. Empty where the text is.
    pub documents: Vec<Node>,
    /// Why the real reader would refuse the text, in its words. The tree was then read from a mended text of the
    /// same length, so that its ranges hold.
    pub problems: Vec<Problem>,
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The bytes of the value: a scalar with its quotes, a collection from its first to its last byte.
    /// For a missing value (`key:` and nothing behind) the empty range where it would stand.
    pub range: TextRange,
    /// What it is.
    pub kind: Kind,
}

/// What a value is.
#[derive(Clone, Eq)]
pub enum Kind {
    /// Nothing, `~` or `null`.
    Null,
    /// Anything else that is not a collection; what it means is for the reader to say.
    Scalar(Scalar),
    /// A list.
    Sequence(Vec<Node>),
    /// A map, in the order of the text; keys may be double.
    Mapping(Vec<Entry>),
    /// `*name`; the node is shared with the anchor. `None` where no anchor of this name stands before.
    Alias(Option<Arc<Node>>),
}

/// One `key: value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key. Only scalars are of use; others are kept with an empty text.
    pub key: Text,
    /// Whether the key is a plain scalar of YAML, which may be something else than a text.
    pub key_is_plain: bool,
    /// From the key's first byte to the value's last.
    pub range: TextRange,
    /// The value.
    pub value: Node,
}

/// A scalar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The decoded value with its way back.
    pub text: Text,
    /// How it is written.
    pub style: Style,
    /// What YAML's tag before it, if there is one, makes of it.
    pub tag: Option<Tag>,
}

/// What a tag says that a scalar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// `!!null`
    Null,
    /// `!!bool`
    Bool,
    /// `!!int`
    Int,
    /// `!!float`
    Float,
    /// `!!timestamp`
    Time,
    /// `!!str`, and every tag that yaml.v3 does not know.
    Text,
}

impl Tag {
    /// As yaml.v3 prints it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Null => "!!null",
            Self::Bool => "!!bool",
            Self::Int => "!!int",
            Self::Float => "!!float",
            Self::Time => "!!timestamp",
            Self::Text => "!!str",
        }
    }
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes: may also be a number, a boolean, a date.
    Plain,
    /// `'…'`
    SingleQuoted,
    /// `"…"`
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
    /// A TOML number, boolean or date: certainly not a string.
    Bare,
}

impl Node {
    /// This node, or the one its alias stands for.
    pub fn resolved(&self) -> &Self {
        match &self.kind {
            Kind::Alias(Some(target)) => target.resolved(),
            _ => self,
        }
    }

    /// The entries, if this is a mapping; merge keys (`<<`) are entries like others.
    pub fn entries(&self) -> &[Entry] {
        match &self.resolved().kind {
            Kind::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The items, if this is a sequence.
    pub fn items(&self) -> &[Self] {
        match &self.resolved().kind {
            Kind::Sequence(items) => items,
            _ => &[],
        }
    }

    /// The scalar's text, if this is one.
    pub fn text(&self) -> Option<&Text> {
        self.scalar().map(|scalar| &scalar.text)
    }

    /// The scalar, if this is one.
    pub fn scalar(&self) -> Option<&Scalar> {
        match &self.resolved().kind {
            Kind::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// Whether nothing stands here.
    pub fn is_null(&self) -> bool {
        matches!(self.resolved().kind, Kind::Null)
    }

    /// The value under `key`: exactly spelled, the last one if double, looking through merge keys.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// Like [`Node::get`], with the key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        let entries = self.entries();
        let own = entries.iter().rev().find(|entry| entry.key.as_str() == key);
        own.or_else(|| {
            let has_merge = entries.iter().any(Entry::is_merge);
            has_merge.then(|| self.all_entries().into_iter().rfind(|entry| entry.key.as_str() == key))?
        })
    }

    /// Like [`Node::get`], ignoring the case of ASCII letters, as Traefik's decoder does for option names.
    pub fn get_ignore_case(&self, key: &str) -> Option<&Self> {
        self.all_entries()
            .into_iter()
            .rfind(|entry| entry.key.as_str().eq_ignore_ascii_case(key))
            .map(|entry| &entry.value)
    }

    /// The entries with those of merge keys before the node's own; of double keys the later ones win.
    ///
    /// Merged maps may merge others; beyond [`MERGED_ENTRIES`] no more are looked at.
    pub fn all_entries(&self) -> Vec<&Entry> {
        let mut all = Vec::new();
        self.collect_entries(&mut all, &mut MERGED_ENTRIES.clone());
        all
    }

    /// Adds the entries, the weakest first. The depth of a tree is bounded, aliases followed.
    fn collect_entries<'a>(&'a self, all: &mut Vec<&'a Entry>, left: &mut usize) {
        // Of several merged maps the first wins, so it goes last among them.
        for source in self.entries().iter().filter(|entry| entry.is_merge()).flat_map(Entry::merged).rev() {
            let Some(less) = left.checked_sub(1 + source.entries().len()) else { return };
            *left = less;
            source.collect_entries(all, left);
        }
        all.extend(self.entries().iter().filter(|entry| !entry.is_merge()));
    }
}

impl Entry {
    /// Whether this is YAML's `<<`.
    pub fn is_merge(&self) -> bool {
        self.key_is_plain && self.key.as_str() == "<<"
    }

    /// The maps that a merge key names.
    fn merged(&self) -> Vec<&Node> {
        match &self.value.resolved().kind {
            Kind::Sequence(items) => items.iter().collect(),
            _ => vec![&self.value],
        }
    }
}

/// Aliases are equal where they name the same place: their target is compared where it stands, once.
impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Scalar(one), Self::Scalar(two)) => one == two,
            (Self::Sequence(one), Self::Sequence(two)) => one == two,
            (Self::Mapping(one), Self::Mapping(two)) => one == two,
            (Self::Alias(one), Self::Alias(two)) => {
                let place = |target: &Option<Arc<Node>>| target.as_ref().map(|node| node.range);
                place(one) == place(two)
            }
            _ => false,
        }
    }
}

/// Aliases show the place of their target only: an alias bomb is as short as its text.
impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("Null"),
            Self::Scalar(scalar) => scalar.fmt(f),
            Self::Sequence(items) => f.debug_list().entries(items).finish(),
            Self::Mapping(entries) => f.debug_list().entries(entries).finish(),
            Self::Alias(target) => write!(f, "Alias({:?})", target.as_ref().map(|node| node.range)),
        }
    }
}
