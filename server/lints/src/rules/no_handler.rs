//! GO101: what a router lets through meets none of the routes of the program behind it.

use golang::program::{App, Group};
use routing::model::{Model, Stack};
use routing::reach::{self, Reach};
use syntax::Location;
use traefik::dynamic::{Effect, Protocol};
use traefik::names::Provider;
use traefik::runtime::{RuntimeMiddleware, RuntimeRouter, Status};

use crate::{Edit, Finding, Fix, Rule, Severity, words};

pub(crate) static RULE: Rule = Rule {
    code: "GO101",
    name: "no-handler",
    severity: Severity::Error,
    summary: "No request that the router lets through meets a route of the program: each ends in the program's 404.",
    page: include_str!("../../../../docs/rules/GO101.md"),
};

pub(crate) fn check(model: &Model) -> Vec<Finding> {
    let mut findings = Vec::new();
    for stack in &model.stacks {
        for router in &stack.runtime.routers {
            let authored = router.protocol == Protocol::Http && router.provider != Provider::Internal;
            if authored && router.status != Status::Disabled {
                findings.extend(finding(model, stack, router));
            }
        }
    }
    findings
}

fn finding(model: &Model, stack: &Stack, router: &RuntimeRouter) -> Option<Finding> {
    let (place, declared) = router.declared.as_ref()?;
    let reach = reach::reach(model, stack, &router.name);
    let nothing = reach.routes.iter().all(|reached| reached.doubled);
    let [app_index] = reach.apps[..] else { return None };
    let app = &model.apps[app_index];
    if !reach.complete || !nothing || app.routes.is_empty() {
        return None;
    }
    let label = router.authored_name();
    let strip = stripping(stack, router);
    let (reason, range) = reason(&reach, app, strip);
    // What works by repeating the prefix is not meant, but it works.
    let all = if reach.routes.is_empty() { "" } else { " that does not repeat the prefix" };
    let message = format!("Every request through `{label}`{all} ends in the program's 404: {reason}");
    let range = range.map_or_else(
        || declared.rule.as_ref().map_or(declared.name.text.content_range(), syntax::Text::content_range),
        |location| location.range,
    );
    let mut finding = Finding::new(&RULE, Location::new(place.file, range), message);
    if let Some((_, strip)) = &strip {
        let at = Location::new(strip.declared.0.file, strip.declared.1.name.text.content_range());
        finding = finding.related(format!("`{}` takes the prefix off", strip.name), at);
    }
    if let Some(route) = app.routes.first() {
        finding = finding.related(
            format!("`{}` registers `{} {}`", app.name, route.method, route.pattern),
            route.registration,
        );
    }
    let links: Vec<_> = stack.links.iter().filter(|link| link.app == app_index).collect();
    for evidence in links.iter().take(1).flat_map(|link| &link.evidence) {
        finding = finding.related(evidence.text.clone(), evidence.location);
    }
    finding.fixes = fixes(model, router, app, strip.as_ref());
    let certain = links.iter().all(|link| link.certain);
    Some(if certain { finding } else { finding.at_most(Severity::Warning) })
}

type Strip<'s> = (Option<Location>, &'s RuntimeMiddleware);

/// The middleware that takes a literal prefix off, with the place where the router names it.
fn stripping<'s>(stack: &'s Stack, router: &RuntimeRouter) -> Option<Strip<'s>> {
    let middleware = stack
        .runtime
        .chain(router)
        .into_iter()
        .find(|middleware| matches!(middleware.declared.1.effect, Effect::StripPrefix { .. }))?;
    let reference = router.middlewares.iter().find(|reference| reference.name == middleware.name);
    Some((reference.and_then(|reference| reference.location), middleware))
}

/// Why nothing is met, and the part of the router at fault where there is one.
fn reason(reach: &Reach, app: &App, strip: Option<Strip<'_>>) -> (String, Option<Location>) {
    let known = known_routes(app);
    let arrives = reach.missed.as_ref().map(|missed| (missed, &app.routes[missed.route]));
    match (arrives, strip) {
        (Some((missed, route)), Some((reference, strip))) if missed.public_path != missed.effective_path => (
            format!(
                "`{} {}` arrives as `{}`, because `{}` takes the prefix off, but `{}` registers it with the prefix (`{}`). \
                 Take the middleware off the router, or the prefix off the program's group.",
                missed.method, missed.public_path, missed.effective_path, strip.name, app.name, route.pattern,
            ),
            reference,
        ),
        _ => (
            format!(
                "`{}` registers {known}, and no path that the rule lets through arrives as one of them. Strip or add the \
                 prefix by a middleware, or register the routes under it.",
                app.name,
            ),
            None,
        ),
    }
}

fn known_routes(app: &App) -> String {
    const SHOWN: usize = 3;
    let mut patterns: Vec<&str> = app.routes.iter().map(|route| route.pattern.as_str()).collect();
    patterns.sort_unstable();
    patterns.dedup();
    let rest = patterns.len().saturating_sub(SHOWN);
    patterns.truncate(SHOWN);
    let shown = words::list(&patterns);
    if rest == 0 { shown } else { format!("{shown} and {rest} more") }
}

/// Both ways to mend it: the router's side, and the program's.
fn fixes(model: &Model, router: &RuntimeRouter, app: &App, strip: Option<&Strip<'_>>) -> Vec<Fix> {
    let mut fixes = Vec::new();
    let Some((reference, strip)) = strip else { return fixes };
    // A middleware that comes from the entry point or a chain is not the router's to drop.
    let own = reference.filter(|at| router.declared.as_ref().is_some_and(|(place, _)| place.file == at.file));
    if let Some(at) = own {
        let title = format!("Take `{}` off the router", strip.name);
        fixes.push(Fix::new(title, false, Edit::remove_item(model, at)));
    }
    if let Effect::StripPrefix { prefixes, .. } = &strip.declared.1.effect
        && let Some(group) = common_group(app)
        && prefixes.iter().any(|prefix| prefix.as_str().trim_matches('/') == group.prefix.trim_matches('/'))
    {
        let title = format!("Register the routes of `Group(\"{}\")` without the prefix", group.prefix);
        fixes.push(Fix::new(title, false, Edit::replace(group.path, "\"\"")));
    }
    fixes
}

/// The outermost group, if all routes lie in one and the same.
fn common_group(app: &App) -> Option<&Group> {
    let first = app.routes.first()?.groups.first()?;
    app.routes.iter().all(|route| route.groups.first() == Some(first)).then_some(first)
}
