//! Gin's radix trees (tree.go): how routes are put into them.
//!
//! What a look-up recommends by its trailing-slash hint follows from the shape of the tree, not from the routes alone, so
//! a tree is built as Gin builds it, in the order of registration.

/// Index into the nodes of all trees.
pub(super) type NodeId = usize;

/// One tree for each method, in the order in which the methods were registered first.
#[derive(Clone, Debug, Default)]
pub(super) struct Trees {
    nodes: Vec<Node>,
    pub(super) roots: Vec<(String, NodeId)>,
}

#[derive(Clone, Debug)]
pub(super) struct Node {
    /// The bytes of the edge that leads here: text, `:name`, or for a catch-all `/*name`.
    pub(super) path: Vec<u8>,
    pub(super) kind: Kind,
    /// The first byte of each child that is no wildcard, in the order of `children`.
    pub(super) indices: Vec<u8>,
    /// A wildcard child is the last one.
    pub(super) children: Vec<NodeId>,
    pub(super) has_wildcard: bool,
    /// How many routes run through here: busy children come first.
    priority: u32,
    pub(super) route: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Static,
    Root,
    Param,
    CatchAll,
}

/// Why a route cannot be added: Gin's words, and a route that is in its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) message: String,
    pub(super) other: Option<usize>,
}

/// The first wildcard of a path: its place, its text, and whether it is the only one in its segment.
struct Wildcard<'p> {
    at: usize,
    text: &'p [u8],
    alone: bool,
}

impl Node {
    fn new(kind: Kind) -> Self {
        Self {
            path: Vec::new(),
            kind,
            indices: Vec::new(),
            children: Vec::new(),
            has_wildcard: false,
            priority: 0,
            route: None,
        }
    }
}

impl Trees {
    /// The root of the tree for `method`, if a route has that method.
    pub(super) fn root(&self, method: &str) -> Option<NodeId> {
        self.roots.iter().find(|(other, _)| other == method).map(|(_, root)| *root)
    }

    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }

    fn add_node(&mut self, node: Node) -> NodeId {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// `addChild` (tree.go:81): a wildcard child stays the last.
    fn add_child(&mut self, parent: NodeId, child: NodeId) {
        let parent = &mut self.nodes[parent];
        let end = parent.children.len();
        let at = if parent.has_wildcard { end.saturating_sub(1) } else { end };
        parent.children.insert(at, child);
    }

    /// `incrementChildPrio` (tree.go:120): the child at `at` has one more route; gives its new place.
    fn promote(&mut self, parent: NodeId, at: usize) -> usize {
        let child = self.nodes[parent].children[at];
        self.nodes[child].priority += 1;
        let priority = self.nodes[child].priority;
        let before = &self.nodes[parent].children[..at];
        let busier = before.iter().rev().take_while(|other| self.nodes[**other].priority < priority).count();
        let place = at - busier;
        let parent = &mut self.nodes[parent];
        parent.children[place..=at].rotate_right(1);
        if let Some(indices) = parent.indices.get_mut(place..=at) {
            indices.rotate_right(1);
        }
        place
    }

    /// `addRoute` (tree.go:146). What a refused route left behind stays, but then Gin has stopped.
    pub(super) fn add(&mut self, method: &str, pattern: &str, route: usize) -> Result<(), Refusal> {
        if method.is_empty() || !method.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(Refusal { message: format!("http method {method} is not valid"), other: None });
        }
        let full = pattern.as_bytes();
        let mut path = full;
        let mut at = self.root(method).unwrap_or_else(|| {
            let root = self.add_node(Node::new(Kind::Static));
            self.roots.push((method.to_owned(), root));
            root
        });
        self.nodes[at].priority += 1;
        if self.nodes[at].path.is_empty() && self.nodes[at].children.is_empty() {
            self.insert(at, path, full, route)?;
            self.nodes[at].kind = Kind::Root;
            return Ok(());
        }
        loop {
            let common = path.iter().zip(&self.nodes[at].path).take_while(|(a, b)| a == b).count();
            if common < self.nodes[at].path.len() {
                self.split(at, common);
            }
            if common == path.len() {
                break;
            }
            path = &path[common..];
            let first = path[0];
            let node = &self.nodes[at];
            if node.kind == Kind::Param && first == b'/' && node.children.len() == 1 {
                at = node.children[0];
                self.nodes[at].priority += 1;
                continue;
            }
            if let Some(place) = node.indices.iter().position(|index| *index == first) {
                let place = self.promote(at, place);
                at = self.nodes[at].children[place];
                continue;
            }
            if first != b':' && first != b'*' && node.kind != Kind::CatchAll {
                let child = self.add_node(Node::new(Kind::Static));
                self.nodes[at].indices.push(first);
                self.add_child(at, child);
                let last = self.nodes[at].indices.len() - 1;
                self.promote(at, last);
                at = child;
            } else if node.has_wildcard {
                at = node.children[node.children.len() - 1];
                self.nodes[at].priority += 1;
                if self.same_wildcard(at, path) {
                    continue;
                }
                return Err(self.wildcard_conflict(at, path, full));
            }
            return self.insert(at, path, full, route);
        }
        if let Some(other) = self.nodes[at].route {
            let message = format!("handlers are already registered for path '{pattern}'");
            return Err(Refusal { message, other: Some(other) });
        }
        self.nodes[at].route = Some(route);
        Ok(())
    }

    /// Splits the edge to `at` behind its first `length` bytes.
    fn split(&mut self, at: NodeId, length: usize) {
        let node = &mut self.nodes[at];
        let rest = node.path.split_off(length);
        let index = rest.first().copied();
        let child = Node {
            path: rest,
            kind: Kind::Static,
            indices: std::mem::take(&mut node.indices),
            children: std::mem::take(&mut node.children),
            has_wildcard: std::mem::take(&mut node.has_wildcard),
            priority: node.priority.saturating_sub(1),
            route: node.route.take(),
        };
        let child = self.add_node(child);
        self.nodes[at].children = vec![child];
        self.nodes[at].indices = index.into_iter().collect();
    }

    /// Whether `path` goes on with the very wildcard of the node `at`.
    fn same_wildcard(&self, at: NodeId, path: &[u8]) -> bool {
        let node = self.node(at);
        let Some(rest) = path.strip_prefix(node.path.as_slice()) else {
            return false;
        };
        node.kind != Kind::CatchAll && (rest.is_empty() || rest[0] == b'/')
    }

    fn wildcard_conflict(&self, at: NodeId, path: &[u8], full: &[u8]) -> Refusal {
        let node = self.node(at);
        let segment = if node.kind == Kind::CatchAll { path } else { until_slash(path) };
        let place = full.windows(segment.len().max(1)).position(|window| window == segment).unwrap_or(0);
        let prefix = [&full[..place], &node.path].concat();
        let message = format!(
            "'{}' in new path '{}' conflicts with existing wildcard '{}' in existing prefix '{}'",
            text(segment),
            text(full),
            text(&node.path),
            text(&prefix)
        );
        Refusal { message, other: self.any_route(at) }
    }

    /// Some route at or below `at`.
    fn any_route(&self, at: NodeId) -> Option<usize> {
        let mut open = vec![at];
        while let Some(at) = open.pop() {
            let node = self.node(at);
            if node.route.is_some() {
                return node.route;
            }
            open.extend(node.children.iter().rev());
        }
        None
    }

    /// `insertChild` (tree.go:293): `path` below the node `at`, which holds no text yet.
    fn insert(&mut self, mut at: NodeId, mut path: &[u8], full: &[u8], route: usize) -> Result<(), Refusal> {
        let refuse = |message: String| Err(Refusal { message, other: None });
        while let Some(wildcard) = find_wildcard(path)? {
            let Wildcard { at: place, text: name, alone } = wildcard;
            if !alone {
                let (name, full) = (text(name), text(full));
                return refuse(format!(
                    "only one wildcard per path segment is allowed, has: '{name}' in path '{full}'"
                ));
            }
            if name.len() < 2 {
                let full = text(full);
                return refuse(format!("wildcards must be named with a non-empty name in path '{full}'"));
            }
            if name[0] == b':' {
                if place > 0 {
                    self.nodes[at].path = path[..place].to_vec();
                    path = &path[place..];
                }
                let param = Node { path: name.to_vec(), priority: 1, ..Node::new(Kind::Param) };
                let param = self.add_node(param);
                self.add_child(at, param);
                self.nodes[at].has_wildcard = true;
                at = param;
                if name.len() == path.len() {
                    self.nodes[at].route = Some(route);
                    return Ok(());
                }
                path = &path[name.len()..];
                let next = self.add_node(Node { priority: 1, ..Node::new(Kind::Static) });
                self.add_child(at, next);
                at = next;
                continue;
            }
            return self.insert_catch_all(at, path, full, place + name.len() == path.len(), place, route);
        }
        self.nodes[at].path = path.to_vec();
        self.nodes[at].route = Some(route);
        Ok(())
    }

    /// The catch-all part of `insertChild`, whose `*` is at `place` of `path`.
    fn insert_catch_all(
        &mut self,
        at: NodeId,
        path: &[u8],
        full: &[u8],
        is_last: bool,
        place: usize,
        route: usize,
    ) -> Result<(), Refusal> {
        if !is_last {
            let message =
                format!("catch-all routes are only allowed at the end of the path in path '{}'", text(full));
            return Err(Refusal { message, other: None });
        }
        if self.node(at).path.last() == Some(&b'/') {
            let node = self.node(at);
            let first = node.children.first().map_or(&[][..], |child| until_slash(&self.nodes[*child].path));
            let (prefix, segment) = (text(&node.path), text(first));
            let message = format!(
                "catch-all wildcard '{}' in new path '{}' conflicts with existing path segment '{segment}' in \
                 existing prefix '{prefix}{segment}'",
                text(path),
                text(full)
            );
            return Err(Refusal { message, other: self.any_route(at) });
        }
        let Some(slash) = place.checked_sub(1).filter(|slash| path[*slash] == b'/') else {
            let message = format!("no / before catch-all in path '{}'", text(full));
            return Err(Refusal { message, other: None });
        };
        self.nodes[at].path = path[..slash].to_vec();
        let outer = self.add_node(Node { has_wildcard: true, priority: 1, ..Node::new(Kind::CatchAll) });
        self.add_child(at, outer);
        self.nodes[at].indices = vec![b'/'];
        let inner = Node {
            path: path[slash..].to_vec(),
            priority: 1,
            route: Some(route),
            ..Node::new(Kind::CatchAll)
        };
        let inner = self.add_node(inner);
        self.nodes[outer].children = vec![inner];
        Ok(())
    }

    /// `updateRouteTree` (gin.go:504): before it serves, Gin takes the backslash off escaped colons.
    pub(super) fn unescape(&mut self) {
        for node in &mut self.nodes {
            while let Some(at) = node.path.windows(2).position(|pair| pair == b"\\:") {
                node.path.remove(at);
            }
            for index in &mut node.indices {
                if *index == b'\\' {
                    *index = b':';
                }
            }
        }
    }
}

/// `findWildcard` (tree.go:258).
fn find_wildcard(path: &[u8]) -> Result<Option<Wildcard<'_>>, Refusal> {
    let mut escaped = false;
    for (at, &byte) in path.iter().enumerate() {
        if escaped {
            if byte != b':' {
                let message = format!("invalid escape string in path '{}'", text(path));
                return Err(Refusal { message, other: None });
            }
            escaped = false;
        } else if byte == b'\\' {
            escaped = true;
        } else if byte == b':' || byte == b'*' {
            let name = until_slash(&path[at..]);
            let alone = !name[1..].iter().any(|byte| matches!(byte, b':' | b'*'));
            return Ok(Some(Wildcard { at, text: name, alone }));
        }
    }
    Ok(None)
}

fn until_slash(path: &[u8]) -> &[u8] {
    path.split(|byte| *byte == b'/').next().unwrap_or(path)
}

fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}
