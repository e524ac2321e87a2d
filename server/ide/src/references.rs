//! What refers to the thing under the cursor.

use routing::model::Model;
use syntax::Location;

use crate::{Place, handlers, occurrences};

/// All places that refer to what stands at `place`, over all providers; for a handler or a Go registration the routers
/// that reach it. With `declaration`, its own places too. Sorted.
pub fn references(model: &Model, place: Place, declaration: bool) -> Vec<Location> {
    let mut found = Vec::new();
    for stack in model.stacks_of(place.file) {
        let all = occurrences::of(stack);
        for here in all.iter().filter(|occurrence| place.is_in(occurrence.location)) {
            let same = all.iter().filter(|other| other.symbol == here.symbol);
            found.extend(
                same.filter(|other| declaration || other.declares.is_none()).map(|other| other.location),
            );
        }
    }
    found.extend(of_routes(model, place, declaration));
    found.sort();
    found.dedup();
    found
}

/// The routers that reach the routes at `place`; from a handler its registrations, too.
fn of_routes(model: &Model, place: Place, declaration: bool) -> Vec<Location> {
    let mut found = Vec::new();
    let mut routes = handlers::registrations(model, place);
    let handled = handlers::handled(model, place);
    found.extend(handled.iter().map(|&(app, route)| model.apps[app].routes[route].registration));
    if declaration {
        found.extend(routes.iter().map(|&(app, route)| model.apps[app].routes[route].registration));
    }
    routes.extend(handled);
    let mut apps: Vec<usize> = routes.iter().map(|(app, _)| *app).collect();
    apps.sort_unstable();
    apps.dedup();
    for app in apps {
        for public in handlers::public(model, app) {
            if routes.contains(&(app, public.reached.route)) {
                found.extend(public.stack.runtime.router(public.router).and_then(|router| router.definition));
            }
        }
    }
    found
}
