//! How chi finds a pattern for a path (`findRoute`, tree.go:390). Where a parameter leads nowhere it is tried once more
//! without a value; that is chi's, too.

use std::collections::BTreeSet;

use super::segment::Kind;
use super::tree::{Endpoint, NodeId, Tree};

/// Steps of one look-up, which may go back exponentially often; nothing real comes near.
const STEPS: usize = 20_000;

/// Nodes on one way down the tree.
const DEPTH: usize = 500;

/// What a look-up of a request leaves behind, through all routers that it comes to.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// Values and names of the last router.
    pub(super) values: Vec<String>,
    pub(super) keys: Vec<String>,
    /// Whether some path had routes for other methods, and for which.
    pub(super) not_allowed: bool,
    pub(super) allowed: BTreeSet<&'static str>,
    /// Whether chi would have gone on where we gave up.
    pub(super) lost: bool,
    steps: usize,
}

/// The node for a path, if its method has a handler there.
pub(super) fn find<'t>(
    tree: &'t Tree,
    method: &str,
    path: &str,
    seen: &mut Seen,
) -> Option<(NodeId, &'t Endpoint)> {
    seen.values.clear();
    seen.keys.clear();
    let at = Search { tree, method }.below(0, path.as_bytes(), seen, 0)?;
    let endpoint = tree.nodes[at].endpoints.get(method)?;
    Some((at, endpoint))
}

struct Search<'t> {
    tree: &'t Tree,
    method: &'t str,
}

impl Search<'_> {
    fn below(&self, at: NodeId, search: &[u8], seen: &mut Seen, depth: usize) -> Option<NodeId> {
        seen.steps += 1;
        if seen.steps > STEPS || depth > DEPTH {
            seen.lost = true;
            return None;
        }
        for kind in Kind::ALL {
            let children = &self.tree.nodes[at].children[kind as usize];
            let Some(last) = children.last().copied() else { continue };
            let (child, rest) = match kind {
                Kind::Static => {
                    let label = search.first().copied().unwrap_or_default();
                    let Some(child) = self.tree.found_edge(at, kind, label) else { continue };
                    let Some(rest) = search.strip_prefix(self.tree.nodes[child].prefix.as_slice()) else {
                        continue;
                    };
                    (child, rest)
                }
                Kind::Regexp | Kind::Param => {
                    if search.is_empty() {
                        continue;
                    }
                    for &child in children {
                        if let Some(found) = self.parameter(child, search, seen, depth) {
                            return Some(found);
                        }
                    }
                    seen.values.push(String::new());
                    (last, search)
                }
                Kind::CatchAll => {
                    seen.values.push(String::from_utf8_lossy(search).into_owned());
                    (children[0], &[][..])
                }
            };
            if rest.is_empty() && self.ends(child, seen) {
                return Some(child);
            }
            if let Some(found) = self.below(child, rest, seen, depth + 1) {
                return Some(found);
            }
            if self.tree.nodes[child].kind != Kind::Static {
                seen.values.pop();
            }
        }
        None
    }

    /// Whether the parameter `child` takes what stands before its tail, and the rest leads to a handler.
    fn parameter(&self, child: NodeId, search: &[u8], seen: &mut Seen, depth: usize) -> Option<NodeId> {
        let node = &self.tree.nodes[child];
        let end = match search.iter().position(|byte| *byte == node.tail) {
            Some(0) if node.kind == Kind::Regexp => return None,
            Some(end) => end,
            None if node.tail == b'/' => search.len(),
            None => return None,
        };
        let (value, rest) = search.split_at(end);
        let value = String::from_utf8_lossy(value);
        match &node.regexp {
            Some(regexp) => match regexp.is_match(&value) {
                Some(true) => {}
                Some(false) => return None,
                None => {
                    seen.lost = true;
                    return None;
                }
            },
            None if value.contains('/') => return None,
            None => {}
        }
        let before = seen.values.len();
        seen.values.push(value.into_owned());
        if rest.is_empty() && self.ends(child, seen) {
            return Some(child);
        }
        let found = self.below(child, rest, seen, depth + 1);
        if found.is_none() {
            seen.values.truncate(before);
        }
        found
    }

    /// Whether `at`, where the path ends, has a handler for the method.
    fn ends(&self, at: NodeId, seen: &mut Seen) -> bool {
        let endpoints = &self.tree.nodes[at].endpoints;
        if let Some(endpoint) = endpoints.get(self.method) {
            seen.keys.extend(endpoint.keys.iter().cloned());
            return true;
        }
        if !endpoints.is_empty() {
            seen.allowed.extend(endpoints.keys());
            seen.not_allowed = true;
        }
        false
    }
}
