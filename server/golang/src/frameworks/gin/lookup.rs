//! Which route of Gin's trees a path meets.

use super::tree::{Kind, NodeId, Trees};

/// What the tree says of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lookup {
    /// The route's number.
    pub(super) route: Option<usize>,
    /// Whether the path with (or without) a slash at its end is worth a redirection.
    pub(super) slash: bool,
}

/// Static ways that were taken where a wildcard was possible too: the path there, and the node.
pub(super) type Skipped<'p> = Vec<(&'p [u8], NodeId)>;

impl Trees {
    /// `getValue` (tree.go:418).
    ///
    /// Ways that were not taken stay in `skipped` for the look-ups that follow in other trees, as Gin has it: one of
    /// those may go back into this tree.
    pub(super) fn find<'p>(&self, root: NodeId, path: &'p str, skipped: &mut Skipped<'p>) -> Lookup {
        let mut path = path.as_bytes();
        let mut at = root;
        // Such a way is not tried a second time.
        let mut wildcard_only = false;
        let nothing = |slash| Lookup { route: None, slash };
        loop {
            let node = self.node(at);
            let whole = path;
            if let Some(rest) = path.strip_prefix(node.path.as_slice()).filter(|rest| !rest.is_empty()) {
                path = rest;
                let child = node.indices.iter().position(|index| *index == path[0]);
                if let (Some(place), false) = (child, wildcard_only) {
                    if node.has_wildcard {
                        skipped.push((whole, at));
                    }
                    at = node.children[place];
                    continue;
                }
                wildcard_only = false;
                if !node.has_wildcard {
                    if path != b"/"
                        && let Some((back, node)) = roll_back(skipped, path)
                    {
                        (path, at, wildcard_only) = (back, node, true);
                        continue;
                    }
                    return nothing(path == b"/" && node.route.is_some());
                }
                let Some(&child) = node.children.last() else {
                    return nothing(false);
                };
                let node = self.node(child);
                if node.kind != Kind::Param {
                    return Lookup { route: node.route, slash: false };
                }
                let end = path.iter().position(|byte| *byte == b'/').unwrap_or(path.len());
                if end < path.len() {
                    let Some(&next) = node.children.first() else {
                        return nothing(path.len() == end + 1);
                    };
                    path = &path[end..];
                    at = next;
                    continue;
                }
                if node.route.is_some() {
                    return Lookup { route: node.route, slash: false };
                }
                let slash = match node.children.as_slice() {
                    [only] => {
                        let only = self.node(*only);
                        (only.path == b"/" && only.route.is_some())
                            || (only.path.is_empty() && only.indices == b"/")
                    }
                    _ => false,
                };
                return nothing(slash);
            }
            if path == node.path {
                if node.route.is_none()
                    && path != b"/"
                    && let Some((back, node)) = roll_back(skipped, path)
                {
                    (path, at, wildcard_only) = (back, node, true);
                    continue;
                }
                if node.route.is_some() {
                    return Lookup { route: node.route, slash: false };
                }
                if path == b"/"
                    && ((node.has_wildcard && node.kind != Kind::Root) || node.kind == Kind::Static)
                {
                    return nothing(true);
                }
                let slash = node.indices.iter().position(|index| *index == b'/').is_some_and(|place| {
                    let child = self.node(node.children[place]);
                    let inner = child.children.first().map(|inner| self.node(*inner));
                    (child.path.len() == 1 && child.route.is_some())
                        || (child.kind == Kind::CatchAll && inner.is_some_and(|inner| inner.route.is_some()))
                });
                return nothing(slash);
            }
            let slash = path == b"/"
                || (node.path.len() == path.len() + 1
                    && node.path.last() == Some(&b'/')
                    && node.path.starts_with(path)
                    && node.route.is_some());
            if !slash
                && path != b"/"
                && let Some((back, node)) = roll_back(skipped, path)
            {
                (path, at, wildcard_only) = (back, node, true);
                continue;
            }
            return nothing(slash);
        }
    }
}

/// The last static way that was taken instead of a wildcard and that `path` is the end of.
fn roll_back<'p>(skipped: &mut Skipped<'p>, path: &[u8]) -> Option<(&'p [u8], NodeId)> {
    while let Some((before, node)) = skipped.pop() {
        if before.ends_with(path) {
            return Some((before, node));
        }
    }
    None
}
