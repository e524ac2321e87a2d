//! The Go side: which registration or handler stands at a place, and which handlers stand behind a router.

use golang::program::{App, Handler, Route};
use routing::model::{Model, Stack};
use routing::reach::{self, Reached};
use syntax::Location;

use crate::Place;

/// A registration at a place: indices of the app and of its route. One line with several ways in is several routes.
pub(crate) fn registrations(model: &Model, place: Place) -> Vec<(usize, usize)> {
    routes(model)
        .filter(|(_, _, route)| place.is_in(route.registration))
        .map(|(app, route, _)| (app, route))
        .collect()
}

/// The routes whose handler is declared at `place`.
pub(crate) fn handled(model: &Model, place: Place) -> Vec<(usize, usize)> {
    let is = |handler: &Handler| handler.declaration.is_some_and(|location| place.is_in(location));
    routes(model).filter(|(_, _, route)| is(&route.handler)).map(|(app, route, _)| (app, route)).collect()
}

fn routes(model: &Model) -> impl Iterator<Item = (usize, usize, &Route)> {
    let routes = |(index, app): (usize, &'_ App)| (index, app.routes.len());
    model.apps.iter().enumerate().map(routes).flat_map(move |(app, count)| {
        (0..count).map(move |route| (app, route, &model.apps[app].routes[route]))
    })
}

/// Where a handler is declared, else where it is named.
pub(crate) fn place(handler: &Handler) -> Location {
    handler.declaration.unwrap_or(handler.argument)
}

/// A route as it can be reached from outside.
pub(crate) struct Public<'m> {
    pub(crate) stack: &'m Stack,
    /// The router's runtime name.
    pub(crate) router: &'m str,
    pub(crate) reached: Reached,
}

/// All ways from outside to the routes of `app` (an index), by stack, router, public path.
pub(crate) fn public(model: &Model, app: usize) -> Vec<Public<'_>> {
    let mut all = Vec::new();
    for stack in model.stacks.iter().filter(|stack| stack.links.iter().any(|link| link.app == app)) {
        for router in &stack.runtime.routers {
            let reach = reach::reach(model, stack, &router.name);
            let ours = reach.routes.into_iter().filter(|reached| reached.app == app);
            all.extend(ours.map(|reached| Public { stack, router: &router.name, reached }));
        }
    }
    all
}
