//! Which of two patterns is the more specific one, and what net/http says where neither is (pattern.go:228).

use syntax::rule::quote::quoted;

use super::pattern::{Pattern, Segment};

/// What one pattern is to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    /// They match the same requests.
    Equivalent,
    /// It matches all that the other does, and more.
    General,
    /// The other matches all that it does, and more.
    Specific,
    /// No request matches both.
    Disjoint,
    /// Some requests match both, but neither is more specific.
    Overlaps,
}

/// What net/http says of `new` beside `old`, if it takes not both.
pub(super) fn conflict(new: &Pattern, old: &Pattern) -> Option<String> {
    if new.host != old.host {
        return None;
    }
    let (methods, paths) = (of_methods(&new.method, &old.method), of_paths(new, old));
    let (one, other) = (&new.text, &old.text);
    let words = match both(methods, paths) {
        Relation::Equivalent => format!("{one} matches the same requests as {other}"),
        Relation::Overlaps if paths == Relation::Overlaps => format!(
            "{one} and {other} both match some paths, like {}.\nBut neither is more specific than the other.\n{one} \
             matches {}, but {other} doesn't.\n{other} matches {}, but {one} doesn't.",
            shown(&common(new, old)),
            shown(&difference(new, old)),
            shown(&difference(old, new))
        ),
        Relation::Overlaps if methods == Relation::General => {
            format!("{one} matches more methods than {other}, but has a more specific path pattern")
        }
        Relation::Overlaps => {
            format!("{one} matches fewer methods than {other}, but has a more general path pattern")
        }
        Relation::General | Relation::Specific | Relation::Disjoint => return None,
    };
    Some(format!("pattern {} conflicts with pattern {}:\n{words}", quoted(one), quoted(other)))
}

fn of_methods(one: &str, other: &str) -> Relation {
    match (one, other) {
        _ if one == other => Relation::Equivalent,
        ("", _) | ("GET", "HEAD") => Relation::General,
        (_, "") | ("HEAD", "GET") => Relation::Specific,
        _ => Relation::Disjoint,
    }
}

fn of_paths(one: &Pattern, other: &Pattern) -> Relation {
    let (lengths, multis) = ((one.segments.len(), other.segments.len()), (one.is_multi(), other.is_multi()));
    if lengths.0 != lengths.1 && multis == (false, false) {
        return Relation::Disjoint;
    }
    let pairs = one.segments.iter().zip(&other.segments);
    let relation = pairs
        .fold(Relation::Equivalent, |relation, (segment, other)| both(relation, of_segments(segment, other)));
    match lengths.0.cmp(&lengths.1) {
        _ if relation == Relation::Disjoint => relation,
        std::cmp::Ordering::Equal => relation,
        std::cmp::Ordering::Less if multis.0 => both(relation, Relation::General),
        std::cmp::Ordering::Greater if multis.1 => both(relation, Relation::Specific),
        _ => Relation::Disjoint,
    }
}

fn of_segments(one: &Segment, other: &Segment) -> Relation {
    match (one, other) {
        _ if one.multi && other.multi => Relation::Equivalent,
        _ if one.multi => Relation::General,
        _ if other.multi => Relation::Specific,
        _ if one.wild && other.wild => Relation::Equivalent,
        // A wildcard for one segment does not match the slash at the end.
        _ if one.wild => {
            if other.is_slash() {
                Relation::Disjoint
            } else {
                Relation::General
            }
        }
        _ if other.wild => {
            if one.is_slash() {
                Relation::Disjoint
            } else {
                Relation::Specific
            }
        }
        _ if one.text == other.text => Relation::Equivalent,
        _ => Relation::Disjoint,
    }
}

/// `combineRelationships`: of patterns whose parts have these relations.
fn both(one: Relation, other: Relation) -> Relation {
    use Relation::{Disjoint, Equivalent, General, Overlaps, Specific};
    match (one, other) {
        (Equivalent, other) => other,
        (Disjoint, _) | (_, Disjoint) => Disjoint,
        (Overlaps, _) | (General, Specific) | (Specific, General) => Overlaps,
        (one, Equivalent) => one,
        (_, other) => other,
    }
}

/// Go's `%q` of a path.
fn shown(path: &[u8]) -> String {
    quoted(&String::from_utf8_lossy(path))
}

fn write(path: &mut Vec<u8>, segment: &Segment) {
    path.push(b'/');
    if !segment.multi && !segment.is_slash() {
        path.extend(&segment.text);
    }
}

/// What is left of the longer one behind the length of the shorter one.
fn rest<'p>(one: &'p Pattern, other: &'p Pattern) -> &'p [Segment] {
    let length = one.segments.len().min(other.segments.len());
    let longer = if one.segments.len() > length { one } else { other };
    &longer.segments[length..]
}

/// A path that both match.
fn common(one: &Pattern, other: &Pattern) -> Vec<u8> {
    let mut path = Vec::new();
    for (segment, other) in one.segments.iter().zip(&other.segments) {
        write(&mut path, if segment.wild { other } else { segment });
    }
    for segment in rest(one, other) {
        write(&mut path, segment);
    }
    path
}

/// A path that the first matches and the second does not.
fn difference(one: &Pattern, other: &Pattern) -> Vec<u8> {
    let mut path = Vec::new();
    for (segment, second) in one.segments.iter().zip(&other.segments) {
        if segment.multi {
            path.push(b'/');
            // A slash at the end tells them apart, unless the second one ends in `{$}`.
            if !second.multi && second.is_slash() {
                let name: &[u8] = if segment.text.is_empty() { b"x" } else { &segment.text };
                path.extend(name);
            }
            return path;
        }
        write(&mut path, segment);
        if segment.wild && !second.wild && segment.text == second.text {
            path.push(b'x');
        }
    }
    for segment in rest(one, other) {
        write(&mut path, segment);
    }
    path
}
