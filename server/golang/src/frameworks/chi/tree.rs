//! chi's tree (tree.go, chi 5.5.0): how patterns are put into it, in the order of registration.

use std::collections::BTreeMap;

use syntax::regexp::Regexp;

use super::segment::{self, Kind, Segment};

/// Index of a node; 0 is the root.
pub(super) type NodeId = usize;

/// The methods chi knows (tree.go:36).
pub(super) const METHODS: &[&str] =
    &["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE"];

/// What a registration is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verb {
    /// One of [`METHODS`].
    One(&'static str),
    /// All methods.
    All,
}

#[derive(Clone, Debug)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
}

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// The first byte of the pattern from here on.
    pub(super) label: u8,
    pub(super) tail: u8,
    /// The text of a static node, the expression of a regexp node.
    pub(super) prefix: Vec<u8>,
    pub(super) regexp: Option<Regexp>,
    /// By method.
    pub(super) endpoints: BTreeMap<&'static str, Endpoint>,
    /// The router that is mounted here.
    pub(super) router: Option<usize>,
    /// By kind.
    pub(super) children: [Vec<NodeId>; 4],
}

/// What answers a method.
#[derive(Clone, Debug)]
pub(super) struct Endpoint {
    /// Index into the handlers of all routers.
    pub(super) handler: usize,
    pub(super) pattern: String,
    pub(super) keys: Vec<String>,
}

impl Node {
    fn new(kind: Kind, label: u8, tail: u8, prefix: &[u8]) -> Self {
        Self {
            kind,
            label,
            tail,
            prefix: prefix.to_owned(),
            regexp: None,
            endpoints: BTreeMap::new(),
            router: None,
            children: Default::default(),
        }
    }
}

impl Default for Tree {
    fn default() -> Self {
        Self { nodes: vec![Node::new(Kind::Static, 0, 0, b"")] }
    }
}

impl Tree {
    /// `InsertRoute`: gives the node where the pattern ends. What a refused pattern left behind stays.
    pub(super) fn insert(&mut self, verb: Verb, pattern: &str, handler: usize) -> Result<NodeId, String> {
        let mut search = pattern.as_bytes();
        let mut at = 0;
        while let Some(label) = search.first().copied() {
            let segment = if matches!(label, b'{' | b'*') { Some(segment::next(search)?) } else { None };
            let (kind, tail) =
                segment.as_ref().map_or((Kind::Static, 0), |segment| (segment.kind, segment.tail));
            let regexp = segment.as_ref().map_or("", |segment| segment.regexp.as_str());
            let Some(edge) = self.edge(at, kind, label, tail, regexp) else {
                let child = self.node(Node::new(Kind::Static, label, tail, search));
                let end = self.add_child(at, child, search)?;
                self.set(end, verb, handler, pattern)?;
                return Ok(end);
            };
            let parent = std::mem::replace(&mut at, edge);
            if let Some(segment) = segment {
                search = &search[segment.end..];
                continue;
            }
            let common = common(search, &self.nodes[at].prefix);
            if common < self.nodes[at].prefix.len() {
                at = self.split(parent, at, common);
            }
            search = &search[common..];
        }
        self.set(at, verb, handler, pattern)?;
        Ok(at)
    }

    fn node(&mut self, node: Node) -> NodeId {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// Puts a node with the first `length` bytes of `child` between it and `parent`.
    fn split(&mut self, parent: NodeId, child: NodeId, length: usize) -> NodeId {
        let node = &mut self.nodes[child];
        let rest = node.prefix.split_off(length);
        let before = std::mem::replace(&mut node.prefix, rest);
        let (label, tail) = (node.label, node.tail);
        node.label = node.prefix.first().copied().unwrap_or_default();
        let middle = self.node(Node::new(Kind::Static, label, tail, &before));
        for place in &mut self.nodes[parent].children[Kind::Static as usize] {
            if *place == child {
                *place = middle;
            }
        }
        self.nodes[middle].children[Kind::Static as usize].push(child);
        middle
    }

    /// `addChild`: makes nodes of the parts of `search`, the first of them `child`; gives the last one.
    fn add_child(
        &mut self,
        mut parent: NodeId,
        mut child: NodeId,
        mut search: &[u8],
    ) -> Result<NodeId, String> {
        // chi puts the innermost node into its parent first, which makes no difference.
        loop {
            let Segment { kind, regexp, tail, start, end, .. } = segment::next(search)?;
            let mut rest: &[u8] = b"";
            if kind != Kind::Static {
                let node = &mut self.nodes[child];
                if kind == Kind::Regexp {
                    let compiled = Regexp::compile(&regexp);
                    let compiled = compiled
                        .map_err(|_| format!("chi: invalid regexp pattern '{regexp}' in route param"))?;
                    node.prefix = regexp.into_bytes();
                    node.regexp = Some(compiled);
                }
                if start == 0 {
                    node.kind = kind;
                    node.tail = tail;
                    rest = if kind == Kind::CatchAll { b"" } else { &search[end..] };
                } else {
                    node.kind = Kind::Static;
                    search[..start].clone_into(&mut node.prefix);
                    node.regexp = None;
                    rest = &search[start..];
                }
            }
            let next = match rest.first() {
                Some(label) if start == 0 => Some(Node::new(Kind::Static, *label, 0, rest)),
                Some(label) => Some(Node::new(kind, *label, tail, b"")),
                None => None,
            };
            self.attach(parent, child);
            let Some(next) = next else { return Ok(child) };
            parent = child;
            child = self.node(next);
            search = rest;
        }
    }

    /// Puts a child in its place: by label, and of parameters those that end at a `/` last.
    fn attach(&mut self, parent: NodeId, child: NodeId) {
        let kind = self.nodes[child].kind;
        let mut children = std::mem::take(&mut self.nodes[parent].children[kind as usize]);
        children.push(child);
        children.sort_by_key(|child| self.nodes[*child].label);
        if kind != Kind::Static
            && let Some(place) = children.iter().rposition(|child| self.nodes[*child].tail == b'/')
        {
            let last = children.len() - 1;
            children.swap(place, last);
        }
        self.nodes[parent].children[kind as usize] = children;
    }

    fn edge(&self, at: NodeId, kind: Kind, label: u8, tail: u8, regexp: &str) -> Option<NodeId> {
        self.nodes[at].children[kind as usize].iter().copied().find(|child| {
            let child = &self.nodes[*child];
            child.label == label
                && child.tail == tail
                && (kind != Kind::Regexp || child.prefix == regexp.as_bytes())
        })
    }

    /// `setEndpoint`.
    fn set(&mut self, at: NodeId, verb: Verb, handler: usize, pattern: &str) -> Result<(), String> {
        let keys = segment::keys(pattern.as_bytes())?;
        let endpoint = Endpoint { handler, pattern: pattern.to_owned(), keys };
        let methods = METHODS.iter().filter(|method| verb == Verb::All || verb == Verb::One(method));
        for method in methods {
            self.nodes[at].endpoints.insert(method, endpoint.clone());
        }
        Ok(())
    }

    /// `findPattern`: whether chi takes a pattern for one that is mounted already.
    pub(super) fn has(&self, pattern: &str) -> bool {
        let mut pattern = pattern.as_bytes();
        let mut at = 0;
        'down: loop {
            let Some(label) = pattern.first().copied() else { return false };
            for kind in Kind::ALL {
                let Some(child) = self.found_edge(at, kind, label) else { continue };
                let node = &self.nodes[child];
                let length = match kind {
                    Kind::Static => match pattern.strip_prefix(node.prefix.as_slice()) {
                        Some(_) => node.prefix.len(),
                        None => continue,
                    },
                    Kind::Regexp | Kind::Param => {
                        pattern.iter().position(|byte| *byte == b'}').map_or(0, |at| at + 1)
                    }
                    Kind::CatchAll => common(pattern, b"*"),
                };
                pattern = &pattern[length..];
                if pattern.is_empty() {
                    return true;
                }
                at = child;
                continue 'down;
            }
            return false;
        }
    }

    /// `nodes.findEdge`: by halves, so of several parameters the one in the middle.
    pub(super) fn found_edge(&self, at: NodeId, kind: Kind, label: u8) -> Option<NodeId> {
        let children = &self.nodes[at].children[kind as usize];
        if kind == Kind::CatchAll {
            return children.first().copied();
        }
        let (mut low, mut high) = (0, children.len());
        while low < high {
            let middle = low + (high - 1 - low) / 2;
            match label.cmp(&self.nodes[children[middle]].label) {
                std::cmp::Ordering::Greater => low = middle + 1,
                std::cmp::Ordering::Less => high = middle,
                std::cmp::Ordering::Equal => return Some(children[middle]),
            }
        }
        None
    }
}

fn common(one: &[u8], other: &[u8]) -> usize {
    one.iter().zip(other).take_while(|(one, other)| one == other).count()
}
