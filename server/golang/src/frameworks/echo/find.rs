//! Which route Echo finds (`Find`, v4 router.go:531; `Route`, v5 router.go:1050): a walk down the tree that goes back to
//! the next best branch where a way ends. Text goes before parameters, and these before `*`.

use super::Version;
use super::tree::{ANY, Endpoint, Kind, METHODS, NOT_FOUND, NodeId, Tree};

/// Steps of one walk. Real trees need a few for each byte of the path.
const STEPS: usize = 100_000;

/// What is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A handler, with its parameters.
    Endpoint {
        number: usize,
        params: Vec<(String, Vec<u8>)>,
    },
    /// The path has other methods, which are these.
    NotAllowed(Vec<String>),
    Nothing,
    /// The walk was too long, or Echo itself fails: it has no room for the value of a parameter.
    Lost,
}

struct Walk<'t> {
    tree: &'t Tree,
    method: &'t str,
    heads: bool,
    path: &'t [u8],
    at: Option<NodeId>,
    /// Where the rest of the path begins.
    index: usize,
    /// How many parameters have a value.
    param: usize,
    values: Vec<Vec<u8>>,
    /// A value had no room.
    fails: bool,
    /// The first node that has the path, but not the method.
    best: Option<NodeId>,
}

/// What comes next.
enum Next<'t> {
    /// Enters the node at which the walk stands.
    Enter,
    Param,
    Any,
    /// The next place where the value of the parameter at hand may end.
    Verb,
    Stop(Option<&'t Endpoint>),
    /// Version 4 forgets then that the path has other methods.
    Forget,
}

/// Looks `path` up; with `heads` a route for GET takes HEAD. There is room for so many values as `room` says.
pub(super) fn find(tree: &Tree, method: &str, path: &[u8], heads: bool, room: usize) -> Found {
    let mut walk = Walk {
        tree,
        method,
        heads,
        path,
        at: Some(0),
        index: 0,
        param: 0,
        values: vec![Vec::new(); room],
        fails: false,
        best: None,
    };
    let mut next = Next::Enter;
    for _ in 0..STEPS {
        next = match next {
            Next::Enter => walk.enter(),
            Next::Param => walk.param(),
            Next::Any => walk.any(),
            Next::Verb => walk.verb(),
            _ if walk.fails => return Found::Lost,
            Next::Stop(endpoint) => return walk.found(endpoint),
            Next::Forget => return Found::Nothing,
        };
    }
    Found::Lost
}

impl<'t> Walk<'t> {
    fn enter(&mut self) -> Next<'t> {
        let Some(at) = self.at else { return Next::Stop(None) };
        let node = &self.tree.nodes[at];
        if node.kind == Kind::Static {
            if !self.path[self.index..].starts_with(&node.prefix) {
                return match (self.back(true), self.tree.version) {
                    (None, Version::Four) => Next::Forget,
                    (Some(Kind::Param), _) => Next::Param,
                    _ => Next::Stop(None),
                };
            }
            self.index += node.prefix.len();
        }
        if self.index == self.path.len() {
            if node.is_handler() {
                self.best.get_or_insert(at);
                if let Some(endpoint) = self.endpoint(at) {
                    return Next::Stop(Some(endpoint));
                }
            } else if let Some(endpoint) = &node.not_found {
                return Next::Stop(Some(endpoint));
            }
        } else if let Some(child) = self.tree.static_child(at, self.path[self.index]) {
            self.at = Some(child);
            return Next::Enter;
        }
        Next::Param
    }

    fn param(&mut self) -> Next<'t> {
        let Some(at) = self.at else { return Next::Stop(None) };
        let rest = &self.path[self.index..];
        let Some(child) = self.tree.nodes[at].param.filter(|_| !rest.is_empty()) else {
            return Next::Any;
        };
        self.at = Some(child);
        let length = if self.tree.nodes[child].is_leaf() {
            rest.len()
        } else if self.has_verbs(child) {
            self.verb_end(child, rest, 0)
        } else {
            memchr::memchr(b'/', rest).unwrap_or(rest.len())
        };
        let value = rest[..length].to_vec();
        self.set(self.param, value);
        self.param += 1;
        self.index += length;
        Next::Enter
    }

    fn any(&mut self) -> Next<'t> {
        let Some(at) = self.at else { return Next::Stop(None) };
        if let Some(child) = self.tree.nodes[at].any {
            self.at = Some(child);
            let node = &self.tree.nodes[child];
            self.set(node.params.saturating_sub(1), self.path[self.index..].to_vec());
            self.param += 1;
            self.index = self.path.len();
            if let Some(endpoint) = self.endpoint(child) {
                return Next::Stop(Some(endpoint));
            }
            self.best.get_or_insert(child);
            if let Some(endpoint) = &node.not_found {
                return Next::Stop(Some(endpoint));
            }
        }
        loop {
            let back = self.back(false);
            let Some(at) = self.at.filter(|_| back.is_some()) else {
                return Next::Stop(None);
            };
            match back {
                Some(Kind::Param) if self.has_verbs(at) && self.path.get(self.index) == Some(&b':') => {
                    return Next::Verb;
                }
                Some(Kind::Param) => return Next::Param,
                Some(Kind::Any) => return Next::Any,
                _ if self.has_more_verbs() => {}
                _ => return Next::Stop(None),
            }
        }
    }

    /// `backtrackToNextNodeKind`: goes to the parent; gives the kind of child to look at there. `None` above the root.
    fn back(&mut self, from_static: bool) -> Option<Kind> {
        let previous = &self.tree.nodes[self.at?];
        self.at = previous.parent;
        let next = match previous.kind {
            Kind::Any => Kind::Static,
            Kind::Static => Kind::Param,
            Kind::Param => Kind::Any,
        };
        if !from_static {
            if previous.kind == Kind::Static {
                self.index -= previous.prefix.len().min(self.index);
            } else {
                self.param = self.param.saturating_sub(1);
                if let Some(value) = self.values.get_mut(self.param) {
                    self.index -= value.len().min(self.index);
                    value.clear();
                }
            }
        }
        self.at.map(|_| next)
    }

    /// Whether a text that begins with a colon may end the value of a parameter: `/:name\:verb` in version 5.
    fn has_verbs(&self, node: NodeId) -> bool {
        self.tree.version == Version::Five
            && self.tree.nodes[node].kind == Kind::Param
            && self.tree.static_child(node, b':').is_some()
    }

    /// `inlineVerbSplit`: where the value may end, from `from` on.
    fn verb_end(&self, node: NodeId, rest: &[u8], from: usize) -> usize {
        let verb = self.tree.static_child(node, b':').map(|child| self.tree.nodes[child].prefix.as_slice());
        for at in from..rest.len() {
            match rest[at] {
                b'/' if self.tree.nodes[node].statics.len() == 1 => return rest.len(),
                b'/' => return at,
                b':' if at > 0 && verb.is_some_and(|verb| rest[at..].starts_with(verb)) => return at,
                _ => {}
            }
        }
        rest.len()
    }

    /// `hasPendingInlineVerbSplit`: whether a value on the way could still end elsewhere.
    fn has_more_verbs(&self) -> bool {
        let (mut index, mut param, mut at) = (self.index, self.param, self.at);
        while let Some(id) = at {
            let node = &self.tree.nodes[id];
            if self.has_verbs(id) && self.path.get(index) == Some(&b':') {
                return true;
            }
            if node.kind == Kind::Static {
                index -= node.prefix.len().min(index);
            } else {
                param = param.saturating_sub(1);
                index -= self.values.get(param).map_or(0, Vec::len).min(index);
            }
            at = node.parent;
        }
        false
    }

    fn verb(&mut self) -> Next<'t> {
        let (Some(at), Some(place)) = (self.at, self.param.checked_sub(1)) else {
            return Next::Stop(None);
        };
        let length = self.values.get(place).map_or(0, Vec::len);
        let start = self.index - length.min(self.index);
        let length = self.verb_end(at, &self.path[start..], length + 1);
        self.index = start + length;
        self.set(place, self.path[start..self.index].to_vec());
        Next::Enter
    }

    fn set(&mut self, place: usize, value: Vec<u8>) {
        match self.values.get_mut(place) {
            Some(room) => *room = value,
            None => self.fails = true,
        }
    }

    /// The handler at a node for the method.
    fn endpoint(&self, node: NodeId) -> Option<&'t Endpoint> {
        let node = &self.tree.nodes[node];
        let of =
            |wanted: &str| node.methods.iter().find(|(method, _)| method == wanted).map(|(_, found)| found);
        let own = match self.method {
            NOT_FOUND if self.tree.version == Version::Four => None,
            NOT_FOUND => node.not_found.as_ref(),
            "HEAD" if self.heads => of("HEAD").or_else(|| of("GET")),
            method => of(method),
        };
        own.or_else(|| of(ANY).filter(|_| self.tree.version == Version::Five))
    }

    fn found(&self, endpoint: Option<&Endpoint>) -> Found {
        let best = self.best.map(|best| &self.tree.nodes[best]);
        let last = self.at.map(|at| &self.tree.nodes[at]);
        let (endpoint, node) = match (endpoint, best) {
            (Some(endpoint), _) => (endpoint, last),
            (None, None) => return Found::Nothing,
            (None, Some(best)) => match &best.not_found {
                Some(endpoint) => (endpoint, Some(best)),
                None if best.is_handler() => return Found::NotAllowed(self.allow(best.methods.iter())),
                None => return Found::Nothing,
            },
        };
        let value = |place: usize| self.values.get(place).cloned().unwrap_or_default();
        let count = match self.tree.version {
            Version::Four => endpoint.params.len(),
            Version::Five => node.map_or(0, |node| node.params).min(endpoint.params.len()),
        };
        let params = endpoint.params.iter().take(count).enumerate();
        Found::Endpoint {
            number: endpoint.number,
            params: params.map(|(place, name)| (name.clone(), value(place))).collect(),
        }
    }

    /// The `Allow` header, sorted.
    fn allow<'m>(&self, methods: impl Iterator<Item = &'m (String, Endpoint)>) -> Vec<String> {
        let mut allow = vec!["OPTIONS".to_owned()];
        for (method, _) in methods {
            if method == ANY && self.tree.version == Version::Five {
                allow.extend(METHODS.iter().map(|method| (*method).to_owned()));
                allow.push("QUERY".to_owned());
            } else {
                allow.push(method.clone());
            }
        }
        allow.sort_unstable();
        allow.dedup();
        allow
    }
}
