//! From dotted keys (labels, flags, environment variables) to options (paerser/parser/labels_decode.go).

use rustc_hash::FxHashMap;
use syntax::limits::VALUE_DEPTH;
use syntax::{Problem, Text, TextRange};

use crate::options::go;
use crate::options::node::{Node, Value};

/// One dotted key with its value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting<'a> {
    /// `traefik.http.routers.api.rule`
    pub(crate) key: &'a Text,
    /// Its value; none is the same as an empty one.
    pub(crate) value: Option<&'a Text>,
    /// Key and value.
    pub(crate) range: TextRange,
}

/// The options of those settings whose keys begin like one of `prefixes`, in any case of letters, in paerser's order:
/// that of keys.
///
/// Keys that cannot be split are refused one by one, though Traefik would stop at the first.
pub(crate) fn read<'a>(
    settings: impl Iterator<Item = Setting<'a>>,
    prefixes: &[&str],
) -> (Node, Vec<Problem>) {
    let begins =
        |key: &str, prefix: &&str| key.get(..prefix.len()).is_some_and(|start| go::equal_fold(start, prefix));
    let mut chosen: Vec<Setting> = settings
        .filter(|setting| prefixes.iter().any(|prefix| begins(setting.key.as_str(), prefix)))
        .collect();
    // paerser goes through the keys in this order: it decides which spelling of a name is the first.
    chosen.sort_by(|a, b| a.key.as_str().cmp(b.key.as_str()));

    let mut root = Node::default();
    let mut places = FxHashMap::default();
    let mut problems = Vec::new();
    for setting in chosen {
        match split(setting.key) {
            Ok(parts) => insert(&mut root, &mut places, &parts, &setting),
            Err(problem) => problems.push(problem),
        }
    }
    (root, problems)
}

/// The parts of a key behind its root; an index is a part of its own.
fn split(key: &Text) -> Result<Vec<Text>, Problem> {
    if key.as_str().split('.').count() > VALUE_DEPTH {
        let message = format!("more than {VALUE_DEPTH} parts: not read");
        return Err(Problem::new(key.content_range(), message));
    }
    let mut parts = Vec::new();
    let mut start = 0;
    for (index, part) in key.as_str().split('.').enumerate() {
        let end = start + part.len();
        let range = key.slice(start..end).content_range();
        if index == 0 && part != "traefik" {
            return Err(Problem::new(range, format!("invalid label root {part}")));
        }
        if part.is_empty() {
            return Err(Problem::new(key.content_range(), format!("invalid element: {key}")));
        }
        if part.starts_with('[') {
            let message =
                format!("invalid leading character '[' in field name (bracket is a slice delimiter): {part}");
            return Err(Problem::new(range, message));
        }
        if index > 0 {
            match part.find('[').filter(|_| part.ends_with(']')) {
                Some(bracket) => {
                    parts.push(key.slice(start..start + bracket));
                    parts.push(key.slice(start + bracket..end));
                }
                None => parts.push(key.slice(start..end)),
            }
        }
        start = end + 1;
    }
    Ok(parts)
}

/// Puts `setting` into the tree. `places` holds, by lower-case path, where a node stands in its parent.
fn insert(root: &mut Node, places: &mut FxHashMap<String, usize>, parts: &[Text], setting: &Setting) {
    let mut node = root;
    let mut path = String::new();
    for part in parts {
        path.push('.');
        path.extend(part.as_str().chars().map(go::fold));
        let next = node.children.len();
        let index = *places.entry(path.clone()).or_insert(next);
        if index == next {
            node.children.push(Node { name: part.clone(), range: setting.range, ..Node::default() });
        }
        let Some(child) = node.children.get_mut(index) else { return };
        // Of places with the same spelling the first one in the text is shown.
        if child.name.as_str() == part.as_str() && part.range().start() < child.name.range().start() {
            child.name = part.clone();
        }
        child.mentions.push(part.content_range());
        child.range = child.range.cover(setting.range);
        node = child;
    }
    let nothing = || Text::builder(TextRange::empty(setting.range.end())).finish();
    node.value = Value::Scalar(setting.value.cloned().unwrap_or_else(nothing));
}
