//! Where the thing under the cursor is defined, and what implements it.

use routing::model::{Model, Stack};
use routing::reach;
use syntax::{Location, TextRange};

use crate::occurrences::{self, Kind, Occurrence};
use crate::{Place, Target, handlers};

/// Where the name at `place` is defined, in whichever provider; for a Go registration its handler; for a router or a
/// service the handlers behind it. Sorted by location.
pub fn definition(model: &Model, place: Place) -> Vec<Target> {
    let mut targets = Vec::new();
    for stack in model.stacks_of(place.file) {
        let all = occurrences::of(stack);
        for here in all.iter().filter(|occurrence| place.is_in(occurrence.location)) {
            if here.declares.is_some() {
                targets.extend(behind(model, stack, here));
            } else {
                targets.extend(declarations(&all, here));
            }
        }
    }
    targets.extend(registered(model, place));
    sorted(targets)
}

/// The Go handlers that answer for the router, service, middleware or registration at `place`.
pub fn implementation(model: &Model, place: Place) -> Vec<Target> {
    let mut targets = Vec::new();
    for stack in model.stacks_of(place.file) {
        for here in occurrences::of(stack).iter().filter(|occurrence| place.is_in(occurrence.location)) {
            targets.extend(behind(model, stack, here));
        }
        targets.extend(behind_rule(model, stack, place));
    }
    targets.extend(registered(model, place));
    sorted(targets)
}

/// The declarations of the symbol at `here`; in labels only the first mention of each.
fn declarations(all: &[Occurrence], here: &Occurrence) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for other in all.iter().filter(|other| other.symbol == here.symbol) {
        let Some(full) = other.declares else { continue };
        if targets.iter().any(|target| target.focus.file == other.location.file && target.full == full) {
            continue;
        }
        targets.push(Target { origin: here.location.range, focus: other.location, full });
    }
    targets
}

/// The handlers behind the symbol at `here`.
fn behind(model: &Model, stack: &Stack, here: &Occurrence) -> Vec<Target> {
    let routers = |test: &dyn Fn(&traefik::runtime::RuntimeRouter) -> bool| -> Vec<(usize, usize)> {
        let matching = stack.runtime.routers.iter().filter(|router| test(router));
        matching
            .flat_map(|router| reach::reach(model, stack, &router.name).routes)
            .map(|r| (r.app, r.route))
            .collect()
    };
    let name = here.symbol.name.as_str();
    let routes = match here.symbol.kind {
        Kind::Router => routers(&|router| router.authored_name() == name),
        Kind::Middleware => routers(&|router| stack.runtime.chain(router).iter().any(|m| m.name == name)),
        Kind::EntryPoint => Vec::new(),
        Kind::Service => stack
            .links_of(name)
            .flat_map(|link| (0..model.apps[link.app].routes.len()).map(|route| (link.app, route)))
            .collect(),
    };
    targets(model, here.location.range, &routes)
}

/// The handlers behind the router whose rule holds `place`.
fn behind_rule(model: &Model, stack: &Stack, place: Place) -> Vec<Target> {
    let mut all = Vec::new();
    for router in &stack.runtime.routers {
        let Some((at, declared)) = &router.declared else { continue };
        let Some(rule) =
            declared.rule.as_ref().filter(|rule| place.is_in(Location::new(at.file, rule.range())))
        else {
            continue;
        };
        let reach = reach::reach(model, stack, &router.name);
        let routes: Vec<(usize, usize)> =
            reach.routes.iter().map(|reached| (reached.app, reached.route)).collect();
        all.extend(targets(model, rule.content_range(), &routes));
    }
    all
}

fn targets(model: &Model, origin: TextRange, routes: &[(usize, usize)]) -> Vec<Target> {
    let target = |&(app, route): &(usize, usize)| {
        let focus = handlers::place(&model.apps[app].routes[route].handler);
        Target { origin, focus, full: focus.range }
    };
    routes.iter().map(target).collect()
}

/// The handlers of the registrations at `place`. On a name inside the handler argument another server knows better.
fn registered(model: &Model, place: Place) -> Vec<Target> {
    let found = handlers::registrations(model, place);
    let Some(&(app, route)) = found.first() else { return Vec::new() };
    targets(model, model.apps[app].routes[route].registration.range, &found)
}

fn sorted(mut targets: Vec<Target>) -> Vec<Target> {
    targets.sort_by_key(|target| (target.focus, target.origin.start()));
    targets.dedup_by_key(|target| target.focus);
    targets
}
