//! Gin's look-up that ignores case (`findCaseInsensitivePath`, tree.go:676), for `RedirectFixedPath`.

use super::tree::{Kind, NodeId, Trees};

/// Nodes on one way down the tree.
const DEPTH: usize = 256;

/// The path as it is registered; also with or without a slash at its end.
pub(super) fn find(trees: &Trees, root: NodeId, path: &str) -> Option<String> {
    let mut found = Vec::with_capacity(path.len() + 1);
    let search = Search { trees };
    search.below(root, path.as_bytes(), &mut found, Rune::default(), DEPTH).then_some(())?;
    String::from_utf8(found).ok()
}

/// The bytes of a character that the path so far has not come to.
#[derive(Clone, Copy, Default)]
struct Rune([u8; 4]);

impl Rune {
    fn of(letter: char) -> Self {
        let mut bytes = [0; 4];
        letter.encode_utf8(&mut bytes);
        Self(bytes)
    }

    fn behind(self, count: usize) -> Self {
        let mut bytes = [0; 4];
        for (to, from) in bytes.iter_mut().zip(self.0.iter().skip(count)) {
            *to = *from;
        }
        Self(bytes)
    }
}

struct Search<'t> {
    trees: &'t Trees,
}

impl Search<'_> {
    /// Looks for `path` at the node `at`; `found` grows by what is registered. Where nothing is found it is as before.
    fn below(&self, at: NodeId, path: &[u8], found: &mut Vec<u8>, rune: Rune, depth: usize) -> bool {
        let length = found.len();
        let is_found = self.walk(at, path, found, rune, depth);
        if !is_found {
            found.truncate(length);
        }
        is_found
    }

    fn walk(
        &self,
        mut at: NodeId,
        mut path: &[u8],
        found: &mut Vec<u8>,
        mut rune: Rune,
        depth: usize,
    ) -> bool {
        let Some(depth) = depth.checked_sub(1) else {
            return false;
        };
        // Set where a child is entered by its first byte, which was compared already.
        let mut node = self.trees.node(at);
        while path.len() >= node.path.len()
            && (node.path.is_empty() || equal_fold(&path[1..node.path.len()], &node.path[1..]))
        {
            let before = path;
            let length = node.path.len();
            path = &path[length..];
            found.extend_from_slice(&node.path);
            if path.is_empty() {
                if node.route.is_some() {
                    return true;
                }
                let slash = node.indices.iter().position(|index| *index == b'/');
                let slash = slash.map(|place| self.trees.node(node.children[place]));
                let is_route = slash.is_some_and(|child| {
                    let inner = child.children.first().map(|inner| self.trees.node(*inner));
                    (child.path.len() == 1 && child.route.is_some())
                        || (child.kind == Kind::CatchAll && inner.is_some_and(|inner| inner.route.is_some()))
                });
                if is_route {
                    found.push(b'/');
                }
                return is_route;
            }
            if !node.has_wildcard || !node.indices.is_empty() {
                rune = rune.behind(length);
                let child = |byte: u8| {
                    let place = node.indices.iter().position(|index| *index == byte);
                    place.and_then(|place| node.children.get(place).copied())
                };
                if rune.0[0] != 0 {
                    if let Some(child) = child(rune.0[0])
                        && self.below(child, path, found, rune, depth)
                    {
                        return true;
                    }
                } else {
                    let (letter, offset) = next_letter(before, length);
                    let lower = letter.to_lowercase().next().unwrap_or(letter);
                    rune = Rune::of(lower).behind(offset);
                    if let Some(child) = child(rune.0[0])
                        && self.below(child, path, found, rune, depth)
                    {
                        return true;
                    }
                    let mut upper = letter.to_uppercase();
                    let upper = upper.next().filter(|_| upper.next().is_none()).unwrap_or(letter);
                    if upper != lower {
                        rune = Rune::of(upper).behind(offset);
                        if let Some(child) = child(rune.0[0])
                            && self.below(child, path, found, rune, depth)
                        {
                            return true;
                        }
                    }
                }
                if !node.has_wildcard {
                    return path == b"/" && node.route.is_some();
                }
            }
            let Some(&child) = node.children.last() else {
                return false;
            };
            at = child;
            node = self.trees.node(at);
            if node.kind != Kind::Param {
                found.extend_from_slice(path);
                return true;
            }
            let end = path.iter().position(|byte| *byte == b'/').unwrap_or(path.len());
            found.extend_from_slice(&path[..end]);
            if end < path.len() {
                let Some(&next) = node.children.first() else {
                    return path.len() == end + 1;
                };
                path = &path[end..];
                node = self.trees.node(next);
                continue;
            }
            if node.route.is_some() {
                return true;
            }
            let only = match node.children.as_slice() {
                [only] => self.trees.node(*only),
                _ => return false,
            };
            let is_route = only.path == b"/" && only.route.is_some();
            if is_route {
                found.push(b'/');
            }
            return is_route;
        }
        if path == b"/" {
            return true;
        }
        let is_route = path.len() + 1 == node.path.len()
            && node.path.last() == Some(&b'/')
            && !path.is_empty()
            && equal_fold(&path[1..], &node.path[1..path.len()])
            && node.route.is_some();
        if is_route {
            found.extend_from_slice(&node.path);
        }
        is_route
    }
}

/// The character of `path` at `length`, or that `length` lies in, and how far back it begins.
fn next_letter(path: &[u8], length: usize) -> (char, usize) {
    for offset in 0..length.min(3) {
        let start = length - offset;
        if path.get(start).is_some_and(|byte| byte & 0xC0 != 0x80) {
            let end = path.len().min(start + 4);
            let letter = match std::str::from_utf8(&path[start..end]) {
                Ok(text) => text.chars().next(),
                Err(error) => std::str::from_utf8(&path[start..start + error.valid_up_to()])
                    .ok()
                    .and_then(|text| text.chars().next()),
            };
            return (letter.unwrap_or(char::REPLACEMENT_CHARACTER), offset);
        }
    }
    ('\0', length.min(3))
}

/// `strings.EqualFold`.
fn equal_fold(a: &[u8], b: &[u8]) -> bool {
    let same = |a: char, b: char| {
        a == b || a.to_lowercase().eq(b.to_lowercase()) || a.to_uppercase().eq(b.to_uppercase())
    };
    let (mut a, mut b) = (letters(a), letters(b));
    loop {
        match (a.next(), b.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if same(a, b) => {}
            _ => return false,
        }
    }
}

/// The characters of `bytes`; each byte of what is no UTF-8 counts as one.
fn letters(bytes: &[u8]) -> impl Iterator<Item = char> {
    bytes.utf8_chunks().flat_map(|chunk| {
        let invalid = chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER);
        chunk.valid().chars().chain(invalid)
    })
}
