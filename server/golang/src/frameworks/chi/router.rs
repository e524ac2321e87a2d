//! Routers of chi (mux.go, chi 5.5.0): how they are filled and mounted in each other.

use super::find::{self, Seen};
use super::middleware::Middleware;
use super::tree::{METHODS, Tree, Verb};

/// Index of a router.
pub(super) type RouterId = usize;

/// Routers in routers; the first is the outermost.
#[derive(Clone, Debug, Default)]
pub(super) struct Routers {
    pub(super) all: Vec<Router>,
    pub(super) trees: Vec<Tree>,
    pub(super) handlers: Vec<Handler>,
}

#[derive(Clone, Debug)]
pub(super) struct Router {
    pub(super) tree: usize,
    /// The router that it is a part of (`With`, `Group`): it puts its routes into that one's tree.
    parent: Option<RouterId>,
    middlewares: Vec<Middleware>,
    pub(super) not_found: Option<Fallback>,
    pub(super) not_allowed: Option<Fallback>,
    /// Whether something was registered: without that it only answers 404.
    pub(super) is_built: bool,
    /// What was registered, to make the tree anew.
    done: Vec<Done>,
}

/// A handler behind the middlewares of the part of a router that it was registered on.
#[derive(Clone, Debug)]
pub(super) struct Handler {
    pub(super) middlewares: Vec<Middleware>,
    pub(super) target: Target,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The registration with this number.
    Number(usize),
    /// What is mounted: a router, or the handler of a registration.
    Mount(Mounted),
    /// A router that is registered as a handler like any other: it goes on with the path as it is.
    Router(RouterId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mounted {
    Router(RouterId),
    Number(usize),
}

/// A handler for what no route answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fallback {
    pub(super) number: usize,
    pub(super) middlewares: Vec<Middleware>,
}

#[derive(Clone, Debug)]
struct Done {
    verb: Verb,
    pattern: String,
    handler: usize,
    router: Option<RouterId>,
}

/// Which of the two fallbacks of a router.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    Route,
    Method,
}

impl Router {
    /// The middlewares before its routes are looked up; those of a part of a router stand before each handler.
    pub(super) fn passes(&self) -> &[Middleware] {
        if self.parent.is_some() { &[] } else { &self.middlewares }
    }

    fn fallback(&mut self, missing: Missing) -> &mut Option<Fallback> {
        match missing {
            Missing::Route => &mut self.not_found,
            Missing::Method => &mut self.not_allowed,
        }
    }
}

impl Routers {
    /// `NewRouter`.
    pub(super) fn router(&mut self) -> RouterId {
        self.trees.push(Tree::default());
        self.all.push(Router {
            tree: self.trees.len() - 1,
            parent: None,
            middlewares: Vec::new(),
            not_found: None,
            not_allowed: None,
            is_built: false,
            done: Vec::new(),
        });
        self.all.len() - 1
    }

    /// `Use`.
    pub(super) fn using(&mut self, router: RouterId, middlewares: Vec<Middleware>) -> Result<(), String> {
        let router = &mut self.all[router];
        if router.is_built {
            return Err("chi: all middlewares must be defined before routes on a mux".to_owned());
        }
        router.middlewares.extend(middlewares);
        Ok(())
    }

    /// `With`, and `Group` without middlewares: a part of the router.
    pub(super) fn with(&mut self, router: RouterId, middlewares: Vec<Middleware>) -> RouterId {
        let parent = &mut self.all[router];
        let is_inline = parent.parent.is_some();
        parent.is_built |= !is_inline;
        let mut all = if is_inline { parent.middlewares.clone() } else { Vec::new() };
        all.extend(middlewares);
        let part = Router {
            tree: parent.tree,
            parent: Some(router),
            middlewares: all,
            not_found: parent.not_found.clone(),
            not_allowed: parent.not_allowed.clone(),
            is_built: false,
            done: Vec::new(),
        };
        self.all.push(part);
        self.all.len() - 1
    }

    /// `Method`; `method` in whatever case.
    pub(super) fn method(
        &mut self,
        router: RouterId,
        method: &str,
        pattern: &str,
        target: Target,
    ) -> Result<(), String> {
        let upper = method.to_uppercase();
        let Some(known) = METHODS.iter().copied().find(|known| *known == upper) else {
            return Err(format!("chi: '{method}' http method is not supported."));
        };
        self.put(router, Verb::One(known), pattern, target, None)
    }

    /// `Handle`: for all methods, or the one that stands before the path.
    pub(super) fn handle(&mut self, router: RouterId, pattern: &str, target: Target) -> Result<(), String> {
        const BLANKS: [char; 2] = [' ', '\t'];
        match pattern.split_once(BLANKS) {
            Some((method, path)) => self.method(router, method, path.trim_start_matches(BLANKS), target),
            None => self.put(router, Verb::All, pattern, target, None),
        }
    }

    /// `Mount`.
    pub(super) fn mount(&mut self, router: RouterId, pattern: &str, mounted: Mounted) -> Result<(), String> {
        let tree = self.all[router].tree;
        if ["*", "/*"].iter().any(|rest| self.trees[tree].has(&format!("{pattern}{rest}"))) {
            return Err(format!("chi: attempting to Mount() a handler on an existing path, '{pattern}'"));
        }
        let inner = match mounted {
            Mounted::Router(inner) => Some(inner),
            Mounted::Number(_) => None,
        };
        if let Some(inner) = inner {
            if self.all[inner].tree == tree {
                return Err(format!("chi: attempting to Mount() a router onto itself on '{pattern}'"));
            }
            for missing in [Missing::Route, Missing::Method] {
                let ours = self.all[router].fallback(missing).clone();
                if let (Some(ours), None) = (ours, self.all[inner].fallback(missing)) {
                    self.fall_back(inner, missing, &ours);
                }
            }
        }
        let target = Target::Mount(mounted);
        let mut pattern = pattern.to_owned();
        if !pattern.ends_with('/') {
            self.put(router, Verb::All, &pattern, target, None)?;
            pattern.push('/');
            self.put(router, Verb::All, &pattern, target, None)?;
        }
        pattern.push('*');
        self.put(router, Verb::All, &pattern, target, inner)
    }

    /// `NotFound` and `MethodNotAllowed`.
    pub(super) fn missing(&mut self, router: RouterId, missing: Missing, number: usize) {
        self.fall_back(router, missing, &Fallback { number, middlewares: Vec::new() });
    }

    fn fall_back(&mut self, router: RouterId, missing: Missing, fallback: &Fallback) {
        // Routers to tell, each with what it is told.
        let mut open = vec![(router, fallback.clone())];
        while let Some((router, mut fallback)) = open.pop() {
            let mut told = router;
            if let Some(parent) = self.all[router].parent {
                told = parent;
                let middlewares = self.all[router].middlewares.iter().cloned();
                fallback.middlewares = middlewares.chain(fallback.middlewares).collect();
            }
            *self.all[told].fallback(missing) = Some(fallback.clone());
            let nodes = &self.trees[self.all[told].tree].nodes;
            let mounted: Vec<RouterId> = nodes.iter().filter_map(|node| node.router).collect();
            let deaf = mounted.into_iter().filter(|inner| self.all[*inner].fallback(missing).is_none());
            let deaf: Vec<RouterId> = deaf.collect();
            open.extend(deaf.into_iter().map(|inner| (inner, fallback.clone())));
        }
    }

    /// `handle`: puts a registration into the tree.
    fn put(
        &mut self,
        router: RouterId,
        verb: Verb,
        pattern: &str,
        target: Target,
        inner: Option<RouterId>,
    ) -> Result<(), String> {
        if !pattern.starts_with('/') {
            return Err(format!("chi: routing pattern must begin with '/' in '{pattern}'"));
        }
        let place = &mut self.all[router];
        place.is_built = true;
        let tree = place.tree;
        let middlewares = if place.parent.is_some() { place.middlewares.clone() } else { Vec::new() };
        let handler = self.handlers.len();
        self.handlers.push(Handler { middlewares, target });
        let done = Done { verb, pattern: pattern.to_owned(), handler, router: inner };
        let owner = self.owner(router);
        if let Err(message) = insert(&mut self.trees[tree], &done) {
            // The program ends here. Whoever looks at the routes before it must not see what is half done.
            let mut anew = Tree::default();
            for done in &self.all[owner].done {
                insert(&mut anew, done).ok();
            }
            self.trees[tree] = anew;
            return Err(message);
        }
        self.all[owner].done.push(done);
        Ok(())
    }

    /// The router whose tree a part of it fills.
    fn owner(&self, mut router: RouterId) -> RouterId {
        while let Some(parent) = self.all[router].parent {
            router = parent;
        }
        router
    }

    /// `Match`: whether a router has a route, without regard to middlewares.
    pub(super) fn has(&self, router: RouterId, method: &str, path: &str, lost: &mut bool) -> bool {
        let mut seen = Seen::default();
        let (mut router, mut path) = (router, path.to_owned());
        // Each router is mounted in one that was made before, or at least not in itself.
        for _ in 0..=self.all.len() {
            let tree = &self.trees[self.all[router].tree];
            let found = find::find(tree, method, &path, &mut seen);
            *lost |= seen.lost;
            let Some((at, endpoint)) = found else { return false };
            match tree.nodes[at].router {
                Some(inner) => {
                    path = next_path(&seen);
                    router = inner;
                }
                None => return !endpoint.pattern.is_empty(),
            }
        }
        *lost = true;
        false
    }
}

fn insert(tree: &mut Tree, done: &Done) -> Result<(), String> {
    let at = tree.insert(done.verb, &done.pattern, done.handler)?;
    if done.router.is_some() {
        tree.nodes[at].router = done.router;
    }
    Ok(())
}

/// `nextRoutePath`: what a mounted router gets.
pub(super) fn next_path(seen: &Seen) -> String {
    let last = seen.keys.len().checked_sub(1);
    let rest = last.filter(|last| seen.keys[*last] == "*").and_then(|last| seen.values.get(last));
    format!("/{}", rest.map_or("", String::as_str))
}
