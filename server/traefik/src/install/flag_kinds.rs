//! How flags take their values, as far as paerser knows it (paerser/flag/flagtype.go, v0.2.2).

use std::sync::LazyLock;

use regex::RegexSet;
use rustc_hash::FxHashMap;

use crate::options::schema::{Leaf, STATIC, Schema, Shape, StructId};

/// How a flag takes its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Alone it is `true`.
    Switch,
    /// Several are joined.
    List,
    /// The next word is its value.
    Value,
    /// [`Kind::Switch`] or [`Kind::List`], by chance.
    Either,
}

/// What paerser takes the flag `name` for. It finds options below a name that the user chose by patterns that fit any
/// part of it, and takes the first that fits, in Go's random order.
pub(super) fn kind(name: &str) -> Kind {
    let name = name.to_lowercase();
    if let Some(kind) = KINDS.exact.get(&name) {
        return *kind;
    }
    let mut fitting = KINDS.patterns.matches(&name).into_iter().filter_map(|at| KINDS.of_patterns.get(at));
    match fitting.next() {
        None => Kind::Value,
        Some(first) if fitting.all(|kind| kind == first) => *first,
        Some(_) => Kind::Either,
    }
}

struct Kinds {
    exact: FxHashMap<String, Kind>,
    patterns: RegexSet,
    of_patterns: Vec<Kind>,
}

static KINDS: LazyLock<Kinds> = LazyLock::new(|| {
    let mut named = Vec::new();
    walk(Schema::ROOT, "", &mut named);
    let (patterns, exact): (Vec<_>, Vec<_>) = named.into_iter().partition(|(name, _)| name.contains(ANY));
    let expressions = patterns.iter().map(|(name, _)| name.replace('.', r"\.").replace(ANY, "[^.]+"));
    Kinds {
        exact: exact.into_iter().collect(),
        // They come from our own table, and a test reads it.
        patterns: RegexSet::new(expressions).unwrap_or_else(|_| RegexSet::empty()),
        of_patterns: patterns.into_iter().map(|(_, kind)| kind).collect(),
    }
});

/// Stands for a name that the user chooses; no option is called so.
const ANY: char = '*';

/// The depth of this recursion is the table's.
fn walk(id: StructId, above: &str, named: &mut Vec<(String, Kind)>) {
    for field in STATIC.fields(id) {
        let mut name = format!("{above}{}", field.name.to_lowercase());
        let mut shape = &field.shape;
        let mut is_pointer = field.is_pointer();
        while let Shape::Map(element) = shape {
            name.extend(['.', ANY]);
            is_pointer = field.go_element().starts_with('*');
            shape = element;
        }
        match shape {
            Shape::Leaf(Leaf::Bool) => named.push((name, Kind::Switch)),
            Shape::List(_) => named.push((name, Kind::List)),
            Shape::Struct(id) => {
                if is_pointer {
                    named.push((name.clone(), Kind::Switch));
                }
                name.push('.');
                walk(*id, &name, named);
            }
            Shape::Leaf(_) | Shape::Map(_) | Shape::Raw => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        assert!(!KINDS.patterns.is_empty());
        for (name, expected) in [
            ("api", Kind::Switch),
            ("API.Dashboard", Kind::Switch),
            ("providers.docker.endpoint", Kind::Value),
            ("providers.precedence", Kind::List),
            ("entryPoints.web", Kind::Switch),
            ("entryPoints.web.address", Kind::Switch),
            ("entryPoints.web.http.middlewares", Kind::Either),
            ("certificatesResolvers.le", Kind::Value),
            ("certificatesResolvers.le.acme.email", Kind::Switch),
            ("experimental.plugins.p.moduleName", Kind::Value),
        ] {
            assert_eq!(kind(name), expected, "{name}");
        }
    }
}
