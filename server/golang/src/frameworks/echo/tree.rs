//! Echo's tree (v4 router.go:255, v5 router.go:708): how routes are put into it.
//!
//! All methods share one tree. What a parameter takes follows from its shape: one without anything behind it takes all
//! that is left, slashes too.

use super::Version;
use super::path::{self, Part};

/// Index of a node.
pub(super) type NodeId = usize;

/// What stands for all methods in version 5 (`RouteAny`).
pub(super) const ANY: &str = "echo_route_any";

/// The method of a handler for what no route takes (`RouteNotFound`).
pub(super) const NOT_FOUND: &str = "echo_route_not_found";

/// The methods that `Any` of version 4 registers, which are those that `Allow` names first.
pub(super) const METHODS: &[&str] =
    &["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PROPFIND", "PUT", "TRACE", "REPORT"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Static,
    Param,
    Any,
}

/// A handler at a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Endpoint {
    pub(super) number: usize,
    pub(super) params: Vec<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) prefix: Vec<u8>,
    pub(super) parent: Option<NodeId>,
    pub(super) statics: Vec<NodeId>,
    pub(super) param: Option<NodeId>,
    pub(super) any: Option<NodeId>,
    /// How many parameters the route has that was put here last.
    pub(super) params: usize,
    /// Handlers by method, but for the one of `RouteNotFound`.
    pub(super) methods: Vec<(String, Endpoint)>,
    pub(super) not_found: Option<Endpoint>,
}

#[derive(Clone, Debug)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    pub(super) version: Version,
    /// How many parameters a route has at most.
    pub(super) most: usize,
}

/// A handler on its way into the tree.
#[derive(Clone, Copy)]
struct Put<'p> {
    method: &'p str,
    endpoint: &'p Endpoint,
}

impl Node {
    fn new(kind: Kind, prefix: &[u8], parent: Option<NodeId>) -> Self {
        Self {
            kind,
            prefix: prefix.to_vec(),
            parent,
            statics: Vec::new(),
            param: None,
            any: None,
            params: 0,
            methods: Vec::new(),
            not_found: None,
        }
    }

    /// Whether nothing is behind it.
    pub(super) fn is_leaf(&self) -> bool {
        self.statics.is_empty() && self.param.is_none() && self.any.is_none()
    }

    /// Whether a method other than that of `RouteNotFound` has a handler here.
    pub(super) fn is_handler(&self) -> bool {
        !self.methods.is_empty()
    }

    fn put(&mut self, put: Put<'_>) {
        self.params = put.endpoint.params.len();
        let endpoint = put.endpoint.clone();
        if put.method == NOT_FOUND {
            self.not_found = Some(endpoint);
        } else if let Some((_, place)) = self.methods.iter_mut().find(|(method, _)| method == put.method) {
            *place = endpoint;
        } else {
            self.methods.push((put.method.to_owned(), endpoint));
        }
    }
}

impl Tree {
    pub(super) fn new(version: Version) -> Self {
        Self { nodes: vec![Node::new(Kind::Static, b"", None)], version, most: 0 }
    }

    /// The static child of `node` that begins with `first`.
    pub(super) fn static_child(&self, node: NodeId, first: u8) -> Option<NodeId> {
        let begins = |child: &&NodeId| self.nodes[**child].prefix.first() == Some(&first);
        self.nodes[node].statics.iter().find(begins).copied()
    }

    /// Adds a route.
    pub(super) fn add(&mut self, method: &str, pattern: &str, number: usize) {
        let pattern = path::rooted(pattern);
        match self.version {
            Version::Four => self.add_four(method, &pattern, number),
            Version::Five => self.add_five(method, &pattern, number),
        }
    }

    /// `insert` of version 4, which cuts the names out of the path while it goes along.
    fn add_four(&mut self, method: &str, pattern: &str, number: usize) {
        let mut path = pattern.as_bytes().to_vec();
        let mut endpoint = Endpoint { number, params: Vec::new() };
        let mut at = 0;
        while at < path.len() {
            match path[at] {
                b':' if at > 0 && path[at - 1] == b'\\' => {
                    // The colon stands where the backslash was; what follows it is next.
                    path.remove(at - 1);
                    continue;
                }
                b':' => {
                    self.insert(Kind::Static, &path[..at], None, &[]);
                    let end = path[at..].iter().position(|byte| *byte == b'/').map_or(path.len(), |n| at + n);
                    endpoint.params.push(String::from_utf8_lossy(&path[at + 1..end]).into_owned());
                    path.drain(at + 1..end);
                    at += 1;
                    let put = (at == path.len()).then_some(Put { method, endpoint: &endpoint });
                    self.insert(Kind::Param, &path[..at], put, &[]);
                }
                b'*' => {
                    self.insert(Kind::Static, &path[..at], None, &[]);
                    endpoint.params.push("*".to_owned());
                    self.insert(Kind::Any, &path[..=at], Some(Put { method, endpoint: &endpoint }), &[]);
                }
                _ => {}
            }
            at += 1;
        }
        self.insert(Kind::Static, &path, Some(Put { method, endpoint: &endpoint }), &[]);
    }

    /// `Add` of version 5.
    fn add_five(&mut self, method: &str, pattern: &str, number: usize) {
        let parts = path::parts(pattern);
        let params = parts.iter().filter_map(|part| match part {
            Part::Text(_) => None,
            Part::Param(name) => Some(name.clone()),
            Part::Any => Some("*".to_owned()),
        });
        let endpoint = Endpoint { number, params: params.collect() };
        let put = Put { method, endpoint: &endpoint };
        // In the tree a parameter is a `:` at one of these places, for a text may hold one as well.
        let mut markers = Vec::new();
        let mut path = Vec::new();
        let last = parts.len().saturating_sub(1);
        for (place, part) in parts.iter().enumerate() {
            let put = (place == last).then_some(put);
            match part {
                Part::Text(text) => {
                    path.extend_from_slice(text.as_bytes());
                    if put.is_some() {
                        self.insert(Kind::Static, &path, put, &markers);
                    }
                }
                Part::Param(_) => {
                    self.insert(Kind::Static, &path, None, &markers);
                    markers.push(path.len());
                    path.push(b':');
                    self.insert(Kind::Param, &path, put, &markers);
                }
                Part::Any => {
                    self.insert(Kind::Static, &path, None, &markers);
                    path.push(b'*');
                    self.insert(Kind::Any, &path, put, &markers);
                }
            }
        }
    }

    /// `insertNode` (v4 router.go:260), `insert` (v5 router.go:760).
    fn insert(&mut self, kind: Kind, path: &[u8], put: Option<Put<'_>>, markers: &[usize]) {
        if let Some(put) = put {
            self.most = self.most.max(put.endpoint.params.len());
        }
        let (mut at, mut offset) = (0, 0);
        loop {
            let rest = &path[offset..];
            if rest.is_empty() {
                return;
            }
            let prefix = &self.nodes[at].prefix;
            let common = prefix.iter().zip(rest).take_while(|(a, b)| a == b).count();
            if common == 0 {
                self.nodes[at].prefix = rest.to_vec();
                if let Some(put) = put {
                    self.nodes[at].kind = kind;
                    self.nodes[at].put(put);
                }
                return;
            }
            if common < prefix.len() {
                self.split(at, common);
                if common == rest.len() {
                    self.nodes[at].kind = kind;
                } else {
                    let child = self.child(Node::new(kind, &rest[common..], Some(at)), put);
                    self.nodes[at].statics.push(child);
                    return;
                }
            } else if common < rest.len() {
                offset += common;
                let next = path[offset];
                if let Some(child) = self.child_of(at, next, markers.contains(&offset)) {
                    at = child;
                    continue;
                }
                let child = self.child(Node::new(kind, &path[offset..], Some(at)), put);
                let node = &mut self.nodes[at];
                match kind {
                    Kind::Static => node.statics.push(child),
                    Kind::Param => node.param = Some(child),
                    Kind::Any => node.any = Some(child),
                }
                return;
            }
            if let Some(put) = put {
                self.nodes[at].put(put);
            }
            return;
        }
    }

    fn child(&mut self, node: Node, put: Option<Put<'_>>) -> NodeId {
        self.nodes.push(node);
        let child = self.nodes.len() - 1;
        if let Some(put) = put {
            self.nodes[child].put(put);
        }
        child
    }

    /// `findChildWithLabel`
    fn child_of(&self, node: NodeId, first: u8, is_param: bool) -> Option<NodeId> {
        if self.version == Version::Five && is_param {
            return self.nodes[node].param;
        }
        self.static_child(node, first).or_else(|| match first {
            b':' if self.version == Version::Four => self.nodes[node].param,
            b'*' => self.nodes[node].any,
            _ => None,
        })
    }

    /// Splits the text of `at` behind its first `length` bytes.
    fn split(&mut self, at: NodeId, length: usize) {
        let id = self.nodes.len();
        let node = &mut self.nodes[at];
        let rest = node.prefix.split_off(length);
        let fresh = Node::new(Kind::Static, &node.prefix, node.parent);
        let mut inner = std::mem::replace(node, fresh);
        inner.prefix = rest;
        inner.parent = Some(at);
        node.statics.push(id);
        let children = inner.statics.iter().copied().chain(inner.param).chain(inner.any);
        for child in children.collect::<Vec<_>>() {
            self.nodes[child].parent = Some(id);
        }
        self.nodes.push(inner);
    }
}
