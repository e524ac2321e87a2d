//! Maps of anything, such as a plugin's options (paerser/parser/nodes_metadata.go, nodeToRawMap; element_fill.go,
//! fillRawValue).

use serde_json::{Map, Value};
use syntax::{Problem, Text};

use crate::options::go;
use crate::options::node::{Node, Value as Written};
use crate::options::schema::Form;

/// The members of `node`, whatever they are: single values are texts, only the items of a file's lists keep their type.
pub(crate) fn map(node: &Node, form: Form) -> Value {
    let mut entries = Map::new();
    for child in &node.children {
        let mut own = Map::new();
        squash(child, &mut own, true, form);
        // A map is put under its own name, unless it has a member of that name: then its members take its place.
        let is_bare = child.children.is_empty() || is_list(child) || own.contains_key(child.name.as_str());
        if is_bare {
            entries.extend(own);
        } else {
            entries.insert(child.name.as_str().to_owned(), Value::Object(own));
        }
    }
    Value::Object(entries)
}

/// What cannot be read below `node`.
pub(crate) fn problems(node: &Node, form: Form) -> Vec<Problem> {
    match form {
        Form::File => leaves(&node.children).filter_map(mixed_list).collect(),
        Form::Label => {
            let maps = node.children.iter().filter(|child| !is_list(child) && !has_own_name(child));
            maps.flat_map(|child| leaves(&child.children)).filter_map(no_list).collect()
        }
    }
}

/// The nodes below `nodes` that have no members, in order.
fn leaves(nodes: &[Node]) -> impl Iterator<Item = &Node> {
    let mut pending: Vec<&Node> = nodes.iter().rev().collect();
    std::iter::from_fn(move || {
        loop {
            let node = pending.pop()?;
            if node.children.is_empty() {
                return Some(node);
            }
            pending.extend(node.children.iter().rev());
        }
    })
}

/// The items of a file's list are read by the highest kind that is among them.
fn mixed_list(node: &Node) -> Option<Problem> {
    let Written::List { kind, items } = &node.value else { return None };
    items.iter().filter(|item| item.is_known()).find_map(|item| {
        let text = item.as_str();
        let (kind, error) = match kind {
            1 => ("bool", go::parse_bool(text).err()?),
            2 => ("int", go::parse_int(text, 64).err()?),
            6 => ("int64", go::parse_int(text, 64).err()?),
            11 => ("uint", go::parse_uint(text, 64).err()?),
            14 => ("float64", go::parse_float(text).err()?),
            _ => return None,
        };
        Some(Problem::new(item.content_range(), format!("parse {kind}: {text}, {error}")))
    })
}

/// In maps of labels, a value that begins with a comma is taken for a list with the number of its kind.
fn no_list(node: &Node) -> Option<Problem> {
    let text = node.value.text().filter(Text::is_known)?;
    let kind = text.as_str().strip_prefix(',')?.split(',').next()?;
    let why = go::parse_int(kind, 64).err()?.replacen("ParseInt", "Atoi", 1);
    Some(Problem::new(text.content_range(), why))
}

/// Whether a map has a member that is called like the map itself.
fn has_own_name(node: &Node) -> bool {
    node.children.iter().any(|child| child.name.as_str() == node.name.as_str())
}

/// Puts `node` into `members`; at the root its own members. The depth of a tree is bounded.
fn squash(node: &Node, members: &mut Map<String, Value>, is_root: bool, form: Form) {
    let name = node.name.as_str();
    if node.children.is_empty() {
        members.insert(name.to_owned(), value(node, form));
        return;
    }
    if is_list(node) {
        let item = |child: &Node| {
            let mut item = Map::new();
            squash(child, &mut item, false, form);
            item.remove(child.name.as_str()).unwrap_or_default()
        };
        members.insert(name.to_owned(), node.children.iter().map(item).collect());
        return;
    }
    if is_root {
        for child in &node.children {
            squash(child, members, false, form);
        }
    } else if let Value::Object(inner) =
        members.entry(name.to_owned()).or_insert_with(|| Value::Object(Map::new()))
    {
        for child in &node.children {
            squash(child, inner, false, form);
        }
    }
}

fn is_list(node: &Node) -> bool {
    let first = node.children.first().map_or("", |child| child.name.as_str());
    first.starts_with('[') && first.ends_with(']')
}

fn value(node: &Node, form: Form) -> Value {
    match &node.value {
        Written::Empty => "".into(),
        Written::Scalar(text) => text.as_str().into(),
        Written::List { kind, items } if form == Form::File => {
            items.iter().map(|item| typed(*kind, item.as_str())).collect()
        }
        list @ Written::List { .. } => list.text().as_ref().map_or("", |text| text.as_str()).into(),
    }
}

/// An item of a list whose kind, by its number in Go's `reflect`, is `kind`.
fn typed(kind: u8, item: &str) -> Value {
    match kind {
        1 => go::parse_bool(item).ok().into(),
        2 | 6 => go::parse_int(item, 64).ok().into(),
        11 => go::parse_uint(item, 64).ok().into(),
        14 => go::parse_float(item).ok().map(go::format_float).into(),
        _ => item.into(),
    }
}
