//! Which routes a router leads to, and which public URLs lead to a route.

use crate::model::{Model, Stack};

/// A route behind a router, with the way there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Index in [`Model::apps`].
    pub app: usize,
    /// Index in the app's routes.
    pub route: usize,
    /// What a client asks for: `/api/users/:id`, with the route's own parameters.
    pub public_path: String,
    /// What the program gets: `/users/:id`.
    pub effective_path: String,
    /// A whole URL to try: `http://shop.example.com/api/users/1`.
    pub example: String,
    /// Whether the middlewares could be carried exactly; else it was sampled.
    pub exact: bool,
}

/// What a router leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// The routes, sorted by public path, method.
    pub routes: Vec<Reached>,
    /// Apps that are linked to the router's service, by index.
    pub apps: Vec<usize>,
    /// Whether all was seen: then "no route" is proven.
    pub complete: bool,
}

/// Which routes `router` (its runtime name) leads to, behind the programs of its service.
pub fn reach(model: &Model, stack: &Stack, router: &str) -> Reach {
    let _ = (model, stack, router);
    Reach::default()
}
