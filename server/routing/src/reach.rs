//! Which routes a router leads to, and which public URLs lead to a route.
//!
//! For every route the paths a client could ask for are made from the literal parts of the router's rule and of its
//! middlewares, and each is sent along the way a request takes. So every claim has a witness. That nothing else is
//! reached is claimed only where the rule and all middlewares are literal and all of the program was seen.

mod candidates;
mod witness;

use golang::frameworks::{self, Answer};
use golang::program::App;
use traefik::dynamic::Protocol;
use traefik::request::Request;
use traefik::runtime::{RuntimeRouter, RuntimeServer, RuntimeService, Status};

use crate::model::{Link, Model, Stack};
use crate::walk;

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
    /// Whether the path repeats a prefix that is taken off on the way (`/api/api/users`): it works, and nobody means
    /// it.
    pub doubled: bool,
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
    /// Whether a middleware answers requests here itself, as a redirection does.
    pub answered: bool,
    /// A request that its sender would expect to reach a route, and that does not.
    pub missed: Option<Missed>,
}

/// A request that misses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    /// Index in [`Model::apps`].
    pub app: usize,
    /// Index in the app's routes: the route it was meant for.
    pub route: usize,
    /// `GET`
    pub method: String,
    /// What the client asks for.
    pub public_path: String,
    /// What the program gets.
    pub effective_path: String,
    /// A whole URL to try.
    pub example: String,
}

/// Which routes `router` (its runtime name) leads to, behind the programs of its service.
pub fn reach(model: &Model, stack: &Stack, router: &str) -> Reach {
    let mut reach = Reach::default();
    let Some(router) = stack.runtime.router(router) else { return reach };
    if router.protocol != Protocol::Http || router.status == Status::Disabled {
        return reach;
    }
    let (services, all_known) = balancers(stack, router);
    if services.iter().all(|service| stack.links_of(&service.name).next().is_none()) {
        // Most routers lead to no program that is known, and the way there is not for nothing.
        return reach;
    }
    let nowhere = String::new();
    let entry_points =
        if router.entry_points.is_empty() { std::slice::from_ref(&nowhere) } else { &router.entry_points };
    let ways: Vec<Way<'_>> =
        entry_points.iter().map(|entry_point| Way::new(stack, router, entry_point)).collect();
    let mut all_linked = !services.is_empty() && all_known;
    for service in services {
        let links: Vec<&Link> = stack.links_of(&service.name).collect();
        all_linked &= !service.servers.is_empty()
            && (0..service.servers.len()).all(|i| links.iter().any(|l| l.server == i));
        for link in links {
            if reach.apps.contains(&link.app) {
                continue;
            }
            reach.apps.push(link.app);
            if let Some(server) = service.servers.get(link.server) {
                let app = &model.apps[link.app];
                let framework = frameworks::Server::new(app);
                let behind = Behind { app, framework, link, service, server };
                for way in &ways {
                    way.explore(&behind, &mut reach);
                }
            }
        }
    }
    let seen = |app: &usize| complete(&model.apps[*app]);
    reach.complete = all_linked
        && ways.iter().all(|way| way.literal && !way.open.get())
        && stack.runtime.unseen.is_empty()
        && reach.apps.iter().all(seen);
    // Stable: of several entry points the first one's example is kept.
    reach.routes.sort_by(|a, b| {
        let method = |reached: &Reached| &model.apps[reached.app].routes[reached.route].method;
        (&a.public_path, method(a), a.route).cmp(&(&b.public_path, method(b), b.route))
    });
    reach.routes.dedup_by(|a, b| a.app == b.app && a.route == b.route && a.public_path == b.public_path);
    reach
}

/// Requests that the rule of `router` lets through, one for each of its alternatives, with an example for everything
/// that a rule can ask for.
pub fn examples(router: &RuntimeRouter, tls: bool) -> Vec<Request> {
    let Some(rule) = &router.rule else { return Vec::new() };
    let (openings, _) = witness::openings(rule);
    let requests = openings.iter().filter_map(|opening| {
        let path = opening.paths.iter().max_by_key(|path| path.len()).map_or("/", String::as_str);
        opening.request(opening.method.as_deref().unwrap_or("GET"), path, tls)
    });
    requests.filter(|request| rule.matches(request) == Some(true)).collect()
}

/// Whether every route of the program is seen, with its whole path, and nothing answers for the rest.
fn complete(app: &App) -> bool {
    app.unseen.is_empty() && app.fallback.is_none() && app.routes.iter().all(|route| route.known)
}

/// The load balancers a router may lead to, and whether all of them exist.
fn balancers<'s>(stack: &'s Stack, router: &RuntimeRouter) -> (Vec<&'s RuntimeService>, bool) {
    let mut found: Vec<&RuntimeService> = Vec::new();
    let mut known = true;
    let mut queue: Vec<(String, usize)> =
        router.service.iter().map(|service| (service.name.clone(), 0)).collect();
    while let Some((name, depth)) = queue.pop() {
        match stack.runtime.service(&name) {
            Some(service) if service.children.is_empty() => {
                if !found.iter().any(|other| other.name == service.name) {
                    found.push(service);
                }
            }
            Some(service) if depth < walk::SERVICE_DEPTH => {
                queue.extend(service.children.iter().map(|child| (child.name.clone(), depth + 1)));
            }
            _ => known = false,
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    (found, known)
}

/// What stands at the end of the way: a server and the program that is linked to it.
struct Behind<'a> {
    app: &'a App,
    framework: frameworks::Server<'a>,
    link: &'a Link,
    service: &'a RuntimeService,
    server: &'a RuntimeServer,
}

/// The way behind one router, from one of its entry points.
struct Way<'a> {
    stack: &'a Stack,
    router: &'a RuntimeRouter,
    entry_point: &'a str,
    /// The routers that Traefik tries before this one.
    before: Vec<&'a RuntimeRouter>,
    /// Requests that the rule lets through, one for each of its alternatives.
    openings: Vec<witness::Opening>,
    parts: candidates::Parts,
    /// Whether rule and middlewares are literal, so that the candidates are all there are.
    literal: bool,
    /// Whether some candidate got an answer that is neither a route nor a plain "no such route".
    open: std::cell::Cell<bool>,
}

impl<'a> Way<'a> {
    fn new(stack: &'a Stack, router: &'a RuntimeRouter, entry_point: &'a str) -> Self {
        let (openings, exhaustive) =
            router.rule.as_ref().map_or((Vec::new(), false), |rule| witness::openings(rule));
        let table = walk::table(stack, entry_point, router.tls);
        let rest = table.split(|group| group.iter().any(|other| other.name == router.name));
        let before = rest.take(1).flatten().flatten().copied().collect();
        let chain = stack.runtime.chain(router);
        let parts = candidates::Parts::of(chain.iter().map(|middleware| &middleware.declared.1.effect));
        let literal = exhaustive && parts.literal && router.unknown.is_empty();
        Self {
            stack,
            router,
            entry_point,
            before,
            openings,
            parts,
            literal,
            open: std::cell::Cell::new(false),
        }
    }

    /// Tries all candidates for all routes of `app`.
    fn explore(&self, behind: &Behind<'_>, reach: &mut Reach) {
        for (index, route) in behind.app.routes.iter().enumerate() {
            // Of a route that asks for what no example has, nothing is proven.
            if behind.framework.example_path(route).is_none() {
                self.open.set(true);
            }
            for opening in &self.openings {
                for candidate in candidates::of(behind, route, opening, &self.parts) {
                    self.attempt(behind, index, opening, &candidate, reach);
                }
            }
        }
    }

    fn attempt(
        &self,
        behind: &Behind<'_>,
        index: usize,
        opening: &witness::Opening,
        candidate: &candidates::Candidate,
        reach: &mut Reach,
    ) {
        let route = &behind.app.routes[index];
        let Some(mut request) = opening.request(route.example_method(), &candidate.example, self.router.tls)
        else {
            return;
        };
        let url = self.url(opening, &candidate.example);
        let walk::Front::Next(_) = walk::enter(self.stack, self.entry_point, &mut request) else { return };
        match self.router.rule.as_ref().and_then(|rule| rule.matches(&request)) {
            Some(true) => {}
            Some(false) => return,
            // An unseen host or header may well match: shown, but nothing is proven by it.
            None => self.open.set(true),
        }
        if self.taken(&request) {
            self.open.set(true);
            return;
        }
        let chain = self.stack.runtime.chain(self.router);
        if walk::denied(self.router, &request)
            || walk::pass(chain, &mut request, walk::Sender::Welcome).responds.is_some()
        {
            // A chain that answers itself, such as a redirection, has nothing behind it to miss.
            self.open.set(true);
            reach.answered = true;
            return;
        }
        let Ok(upstream) = walk::upstream(behind.service, behind.server, &request) else { return };
        let prefix = walk::forwarded_prefix(&request);
        // What else a route asks for is not known of who will come.
        let asked = frameworks::Request {
            host: Some(&upstream.host),
            raw_path: &upstream.raw_path,
            prefix,
            ..frameworks::Request::new(&upstream.method, &upstream.path)
        };
        match behind.framework.serve(&asked) {
            Answer::Route(found)
                if behind
                    .app
                    .routes
                    .get(found)
                    .is_some_and(|other| other.pattern == route.pattern && other.method == route.method) =>
            {
                reach.routes.push(Reached {
                    app: behind.link.app,
                    route: index,
                    public_path: candidate.public.clone(),
                    effective_path: route.pattern.clone(),
                    example: url,
                    exact: self.parts.literal,
                    doubled: candidate.doubled,
                });
            }
            Answer::NotFound if candidate.public == route.pattern && reach.missed.is_none() => {
                reach.missed = Some(Missed {
                    app: behind.link.app,
                    route: index,
                    method: route.method.clone(),
                    public_path: candidate.example.clone(),
                    effective_path: upstream.path,
                    example: url,
                });
            }
            Answer::Route(_) | Answer::NotFound => {}
            Answer::MethodNotAllowed | Answer::Status(_) | Answer::Redirect { .. } | Answer::Unknown(_) => {
                self.open.set(true);
            }
        }
    }

    /// Whether another router takes `request` first.
    fn taken(&self, request: &Request) -> bool {
        self.before
            .iter()
            .any(|other| other.rule.as_ref().and_then(|rule| rule.matches(request)) == Some(true))
    }

    fn url(&self, opening: &witness::Opening, path: &str) -> String {
        let entry_point = self.stack.runtime.entry_point(self.entry_point);
        let port =
            entry_point.and_then(|entry_point| entry_point.published.first().copied().or(entry_point.port));
        let scheme = if self.router.tls { "https" } else { "http" };
        let usual = if self.router.tls { 443 } else { 80 };
        let port = port.filter(|port| *port != usual).map(|port| format!(":{port}")).unwrap_or_default();
        format!("{scheme}://{}{port}{path}", opening.host())
    }
}
