//! What yaml.v3 refuses in the keys of a mapping when it decodes it into Go maps (`decode.go`, v3.0.1).

use std::collections::HashMap;

use super::line_number;
use crate::limits::PROBLEMS;
use crate::scalar::{Resolved, resolve};
use crate::value::{Entry, Kind, Node, Scalar, Style};
use crate::{Problem, TextRange, TextSize};

/// What a key is; the tree keeps its text only.
#[derive(Debug)]
pub(super) enum Key {
    Plain,
    Quoted,
    Null,
    Alias { of_collection: bool },
    Mapping { in_go: Option<String> },
    Sequence { in_go: Option<String> },
}

impl Key {
    pub(super) fn of(node: &Node) -> Self {
        match &node.kind {
            Kind::Null => Self::Null,
            Kind::Scalar(Scalar { style: Style::Plain, .. }) => Self::Plain,
            Kind::Scalar(_) => Self::Quoted,
            Kind::Alias(target) => {
                let is_collection = |node: &Node| matches!(node.kind, Kind::Mapping(_) | Kind::Sequence(_));
                Self::Alias { of_collection: target.as_deref().is_some_and(is_collection) }
            }
            Kind::Mapping(_) => Self::Mapping { in_go: in_go(node, GO_DEPTH) },
            Kind::Sequence(_) => Self::Sequence { in_go: in_go(node, GO_DEPTH) },
        }
    }

    /// What yaml.v3 compares keys by.
    fn identity<'a>(&self, entry: &'a Entry, source: &'a str) -> (u8, &'a str) {
        let written = &source[entry.key.range()];
        match self {
            Self::Plain | Self::Quoted => (0, entry.key.as_str()),
            Self::Null => (0, written),
            Self::Alias { .. } => (1, written),
            Self::Mapping { .. } => (2, ""),
            Self::Sequence { .. } => (3, ""),
        }
    }
}

/// The problems of a mapping's keys, each with where yaml.v3 is when it finds it: `start` is that of the mapping. The root of a document is decoded into a map of strings.
pub(super) fn problems(
    source: &str,
    entries: &[Entry],
    keys: &[Key],
    start: TextSize,
    is_root: bool,
) -> Vec<(TextSize, Problem)> {
    let double = double(source, entries, keys).into_iter();
    let mut problems: Vec<(TextSize, Problem)> = double.map(|problem| (start, problem)).collect();
    if !problems.is_empty() {
        // Nothing of such a mapping is decoded.
        return problems;
    }
    let mut add = |range: TextRange, message: String| {
        problems.push((range.start(), Problem::new(range, message)));
    };
    for (entry, key) in entries.iter().zip(keys) {
        if matches!(key, Key::Plain) && entry.key.as_str() == "<<" && !can_be_merged(&entry.value) {
            add(entry.range, "map merge requires map or sequence of maps as the value".to_owned());
        }
        let (go_type, in_go) = match key {
            Key::Mapping { in_go } => ("!!map", in_go.as_deref()),
            Key::Sequence { in_go } => ("!!seq", in_go.as_deref()),
            Key::Alias { of_collection: true } if !is_root => ("", None),
            _ => continue,
        };
        let message = match in_go {
            _ if is_root => format!("cannot unmarshal {go_type} into string"),
            Some(value) => format!("invalid map key: {value}"),
            None => "invalid map key".to_owned(),
        };
        add(entry.key.range(), message);
    }
    problems
}

/// Keys defined twice, in yaml.v3's order: each with all that are the same behind it.
fn double(source: &str, entries: &[Entry], keys: &[Key]) -> Vec<Problem> {
    if entries.len() < 2 {
        return Vec::new();
    }
    let mut places: HashMap<(u8, &str), Vec<TextRange>> = HashMap::with_capacity(entries.len());
    let identities: Vec<_> =
        entries.iter().zip(keys).map(|(entry, key)| key.identity(entry, source)).collect();
    for (entry, identity) in entries.iter().zip(&identities) {
        places.entry(*identity).or_default().push(entry.key.range());
    }
    let mut problems = Vec::new();
    for (entry, identity) in entries.iter().zip(&identities) {
        let first = entry.key.range();
        let same = places.get(identity).map_or(&[][..], Vec::as_slice);
        let mut others = same.iter().filter(|other| other.start() > first.start()).peekable();
        if others.peek().is_none() {
            continue;
        }
        let line = line_number(source, first.start());
        let name = identity.1.strip_prefix('*').filter(|_| identity.0 == 1).unwrap_or(identity.1);
        let message = format!("mapping key {} already defined at line {line}", go_quote(name));
        problems.extend(others.map(|other| Problem::new(*other, message.as_str())));
        if problems.len() > PROBLEMS {
            break;
        }
    }
    problems
}

fn can_be_merged(value: &Node) -> bool {
    let is_map = |node: &Node| match &node.kind {
        Kind::Mapping(_) | Kind::Alias(None) => true,
        Kind::Alias(Some(target)) => matches!(target.kind, Kind::Mapping(_)),
        _ => false,
    };
    match &value.kind {
        Kind::Sequence(items) => items.iter().all(is_map),
        _ => is_map(value),
    }
}

/// How deep a key is written out in a message.
const GO_DEPTH: usize = 16;

/// How Go's `%#v` writes what `node` decodes into, where that is certain.
fn in_go(node: &Node, depth: usize) -> Option<String> {
    match &node.kind {
        Kind::Null => Some("interface {}(nil)".to_owned()),
        Kind::Scalar(scalar) => scalar_in_go(scalar),
        Kind::Sequence(items) => {
            let items: Option<Vec<String>> =
                items.iter().map(|item| in_go(item, depth.checked_sub(1)?)).collect();
            Some(format!("[]interface {{}}{{{}}}", items?.join(", ")))
        }
        Kind::Mapping(entries) => {
            let mut written = Vec::new();
            let mut has_texts_only = true;
            for entry in entries {
                let style = if entry.key_is_plain { Style::Plain } else { Style::DoubleQuoted };
                let key = scalar_in_go(&Scalar { text: entry.key.clone(), style, tag: None })?;
                has_texts_only &= key.starts_with('"');
                let value = in_go(&entry.value, depth.checked_sub(1)?)?;
                written.push((entry.key.as_str(), format!("{key}:{value}")));
            }
            // How Go sorts keys of several types is not told here.
            if !has_texts_only && written.len() > 1 {
                return None;
            }
            written.sort();
            let written: Vec<String> = written.into_iter().map(|(_, entry)| entry).collect();
            let key_type = if has_texts_only { "string" } else { "interface {}" };
            Some(format!("map[{key_type}]interface {{}}{{{}}}", written.join(", ")))
        }
        Kind::Alias(_) => None,
    }
}

/// A scalar as Go writes it, unless it is a number with a fraction or a date.
fn scalar_in_go(scalar: &Scalar) -> Option<String> {
    match resolve(scalar) {
        Resolved::String => Some(go_quote(scalar.text.as_str())),
        Resolved::Bool(value) => Some(value.to_string()),
        Resolved::Int(value) => Some(value.to_string()),
        Resolved::Null => Some("interface {}(nil)".to_owned()),
        Resolved::Uint(_) | Resolved::Float(_) | Resolved::Time => None,
    }
}

/// `text` as Go's `%q` writes it.
fn go_quote(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\u{7}' => quoted.push_str("\\a"),
            '\u{8}' => quoted.push_str("\\b"),
            '\u{b}' => quoted.push_str("\\v"),
            '\u{c}' => quoted.push_str("\\f"),
            '\n' | '\r' | '\t' => quoted.extend(c.escape_default()),
            c if c.is_ascii_control() => {
                let digits = [u32::from(c) >> 4, u32::from(c) & 15].map(|d| char::from_digit(d, 16));
                quoted.extend(['\\', 'x'].into_iter().chain(digits.into_iter().flatten()));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
