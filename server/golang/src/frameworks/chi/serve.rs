//! What a chi router answers (`routeHTTP`, mux.go:450).

use super::find::{self, Seen};
use super::middleware::Middleware;
use super::router::{Fallback, Mounted, RouterId, Routers, Target, next_path};
use super::tree::METHODS;
use crate::frameworks::outcome::{Asked, Outcome};

/// Routers in routers that a request goes through.
const MOUNTS: usize = 64;

/// A request on its way.
pub(super) struct State<'r> {
    pub(super) method: &'r str,
    pub(super) path: String,
    pub(super) raw_path: String,
    /// chi's own path and method, once something has set them.
    pub(super) route_path: String,
    pub(super) route_method: String,
    /// The router that was asked first.
    pub(super) root: RouterId,
    pub(super) seen: Seen,
    keys: Vec<String>,
    values: Vec<String>,
}

impl State<'_> {
    pub(super) fn raw_or_path(&self) -> &str {
        if self.raw_path.is_empty() { &self.path } else { &self.raw_path }
    }

    /// chi's path, else the decoded one.
    pub(super) fn routed(&self) -> &str {
        if self.route_path.is_empty() { &self.path } else { &self.route_path }
    }
}

/// What `router` answers.
pub(super) fn serve(routers: &Routers, router: RouterId, asked: Asked<'_>) -> Outcome {
    let mut state = State {
        method: asked.method,
        path: asked.path.to_owned(),
        raw_path: asked.raw_path.to_owned(),
        route_path: String::new(),
        route_method: String::new(),
        root: router,
        seen: Seen::default(),
        keys: Vec::new(),
        values: Vec::new(),
    };
    let outcome = go(routers, router, &mut state);
    if state.seen.lost { Outcome::Unknown("which of its routes chi finds".to_owned()) } else { outcome }
}

fn go(routers: &Routers, mut at: RouterId, state: &mut State<'_>) -> Outcome {
    for _ in 0..MOUNTS {
        let router = &routers.all[at];
        if !router.is_built {
            return fall_back(routers, router.not_found.as_ref(), state, Outcome::NOT_FOUND);
        }
        if let Some(outcome) = pass(routers, router.passes(), state) {
            return outcome;
        }
        let mut path = state.route_path.clone();
        if path.is_empty() {
            path = state.raw_or_path().to_owned();
        }
        if path.is_empty() {
            "/".clone_into(&mut path);
        }
        if state.route_method.is_empty() {
            state.method.clone_into(&mut state.route_method);
        }
        if !METHODS.contains(&state.route_method.as_str()) {
            let allow = Vec::new();
            let own = Outcome::Status { status: 405, allow };
            return fall_back(routers, router.not_allowed.as_ref(), state, own);
        }
        let tree = &routers.trees[router.tree];
        let Some((_, endpoint)) = find::find(tree, &state.route_method, &path, &mut state.seen) else {
            if !state.seen.not_allowed {
                return fall_back(routers, router.not_found.as_ref(), state, Outcome::NOT_FOUND);
            }
            let allow = state.seen.allowed.iter().map(|method| (*method).to_owned()).collect();
            let own = Outcome::Status { status: 405, allow };
            return fall_back(routers, router.not_allowed.as_ref(), state, own);
        };
        state.keys.extend(state.seen.keys.iter().cloned());
        state.values.extend(state.seen.values.iter().cloned());
        let handler = &routers.handlers[endpoint.handler];
        if let Some(outcome) = pass(routers, &handler.middlewares, state) {
            return outcome;
        }
        let mounted = match handler.target {
            Target::Number(number) => return met(number, state),
            Target::Router(inner) => {
                at = inner;
                continue;
            }
            Target::Mount(mounted) => mounted,
        };
        state.route_path = next_path(&state.seen);
        if let Some(last) = state.keys.len().checked_sub(1)
            && state.keys[last] == "*"
            && let Some(value) = state.values.get_mut(last)
        {
            value.clear();
        }
        match mounted {
            Mounted::Number(number) => return met(number, state),
            Mounted::Router(inner) => at = inner,
        }
    }
    Outcome::Unknown("routers are mounted too deep".to_owned())
}

fn met(number: usize, state: &State<'_>) -> Outcome {
    Outcome::Met { number, params: state.keys.iter().cloned().zip(state.values.iter().cloned()).collect() }
}

fn fall_back(routers: &Routers, fallback: Option<&Fallback>, state: &mut State<'_>, own: Outcome) -> Outcome {
    let Some(fallback) = fallback else { return own };
    pass(routers, &fallback.middlewares, state).unwrap_or_else(|| met(fallback.number, state))
}

fn pass(routers: &Routers, middlewares: &[Middleware], state: &mut State<'_>) -> Option<Outcome> {
    middlewares.iter().find_map(|middleware| middleware.pass(routers, state))
}
