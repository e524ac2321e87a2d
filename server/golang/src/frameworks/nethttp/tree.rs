//! The tree that `http.ServeMux` finds patterns in (net/http/routing_tree.go): host, method, then segment by segment.

use std::collections::{BTreeMap, BTreeSet};

use super::pattern::{Pattern, unescape};

/// Index of a node.
type NodeId = usize;

/// The root is node 0.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

#[derive(Clone, Debug, Default)]
struct Node {
    /// The number of the pattern that ends here.
    pattern: Option<usize>,
    /// By host, method or text; a slash at the end is the text `/`.
    children: BTreeMap<Vec<u8>, NodeId>,
    /// For any host, any method, or a wildcard for one segment. A text that is empty comes here, too.
    any: Option<NodeId>,
    /// A wildcard for all that is left.
    multi: Option<NodeId>,
}

/// A pattern's number, and what its wildcards stand for. A wildcard that met an empty segment has nothing here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) pattern: usize,
    pub(super) values: Vec<Vec<u8>>,
}

impl Default for Tree {
    fn default() -> Self {
        Self { nodes: vec![Node::default()] }
    }
}

/// What is tried next at a node.
#[derive(Clone, Copy)]
enum Step {
    Text,
    Wildcard,
    Multi,
}

impl Tree {
    /// Adds a pattern, or gives the number of the one that has its place.
    pub(super) fn add(&mut self, pattern: &Pattern, number: usize) -> Result<(), usize> {
        let mut at = self.child(0, pattern.host.as_bytes());
        at = self.child(at, pattern.method.as_bytes());
        for segment in &pattern.segments {
            if segment.multi {
                let leaf = self.node();
                self.nodes[at].multi = Some(leaf);
                at = leaf;
            } else {
                at = self.child(at, if segment.wild { b"" } else { &segment.text });
            }
        }
        match self.nodes[at].pattern {
            Some(other) => Err(other),
            None => {
                self.nodes[at].pattern = Some(number);
                Ok(())
            }
        }
    }

    fn node(&mut self) -> NodeId {
        self.nodes.push(Node::default());
        self.nodes.len() - 1
    }

    fn child(&mut self, at: NodeId, key: &[u8]) -> NodeId {
        if let Some(child) = self.find_child(at, key) {
            return child;
        }
        let child = self.node();
        if key.is_empty() {
            self.nodes[at].any = Some(child);
        } else {
            self.nodes[at].children.insert(key.to_owned(), child);
        }
        child
    }

    fn find_child(&self, at: NodeId, key: &[u8]) -> Option<NodeId> {
        let node = &self.nodes[at];
        if key.is_empty() { node.any } else { node.children.get(key).copied() }
    }

    /// `routingNode.match`: the pattern for a request; `names` says whether the wildcard for all of a pattern has a name.
    pub(super) fn find(
        &self,
        host: &str,
        method: &str,
        path: &[u8],
        names: impl Fn(usize) -> bool,
    ) -> Option<Match> {
        let hosts = (!host.is_empty()).then(|| self.find_child(0, host.as_bytes())).flatten();
        let hosts = [hosts, self.nodes[0].any];
        hosts.into_iter().flatten().find_map(|at| {
            let head = (method == "HEAD").then(|| self.find_child(at, b"GET")).flatten();
            let methods = [self.find_child(at, method.as_bytes()), head, self.nodes[at].any];
            methods.into_iter().flatten().find_map(|at| self.find_path(at, path, &names))
        })
    }

    /// `matchPath`: text before a wildcard before a wildcard for all, going back where that leads nowhere.
    fn find_path(&self, root: NodeId, path: &[u8], names: &impl Fn(usize) -> bool) -> Option<Match> {
        let mut values: Vec<Vec<u8>> = Vec::new();
        let mut open = vec![(root, path, 0, Step::Text)];
        while let Some((at, path, known, step)) = open.pop() {
            values.truncate(known);
            let node = &self.nodes[at];
            if path.is_empty() {
                if let Some(pattern) = node.pattern {
                    return Some(Match { pattern, values });
                }
                continue;
            }
            match step {
                Step::Text => {
                    let (segment, rest) = first_segment(path);
                    open.push((at, path, known, Step::Wildcard));
                    if let Some(child) = self.find_child(at, &segment) {
                        open.push((child, rest, known, Step::Text));
                    }
                }
                Step::Wildcard => {
                    let (segment, rest) = first_segment(path);
                    open.push((at, path, known, Step::Multi));
                    if segment != b"/"
                        && let Some(child) = node.any
                    {
                        values.push(segment);
                        open.push((child, rest, known + 1, Step::Text));
                    }
                }
                Step::Multi => {
                    if let Some(pattern) = node.multi.and_then(|leaf| self.nodes[leaf].pattern) {
                        if names(pattern) {
                            values.push(unescape(&path[1..]));
                        }
                        return Some(Match { pattern, values });
                    }
                }
            }
        }
        None
    }

    /// `matchingMethods`: adds the methods for which a request would have been met.
    pub(super) fn methods(&self, host: &str, path: &[u8], methods: &mut BTreeSet<String>) {
        let hosts = (!host.is_empty()).then(|| self.find_child(0, host.as_bytes())).flatten();
        for at in [hosts, self.nodes[0].any].into_iter().flatten() {
            for (method, child) in &self.nodes[at].children {
                if self.find_path(*child, path, &|_| false).is_some() {
                    methods.insert(String::from_utf8_lossy(method).into_owned());
                }
            }
        }
        if methods.contains("GET") {
            methods.insert("HEAD".to_owned());
        }
    }
}

/// The first segment of a path, unescaped, and what follows. That of `/` is `/` itself.
fn first_segment(path: &[u8]) -> (Vec<u8>, &[u8]) {
    if path == b"/" {
        return (path.to_owned(), &[]);
    }
    let path = &path[1..];
    let end = path.iter().position(|byte| *byte == b'/').unwrap_or(path.len());
    (unescape(&path[..end]), &path[end..])
}
