//! The steps of a request, each told as it is taken.

use golang::frameworks::{self, Answer};
use traefik::dynamic::Protocol;
use traefik::names::Provider;
use traefik::request::{self, Request};
use traefik::rule::Verdict;
use traefik::rule::table::ask;
use traefik::runtime::{Choice, Connection, RuntimeMiddleware, RuntimeRouter};

use crate::model::{Link, Model, Stack};
use crate::walk::{self, Front};

use super::{By, Candidate, Trace, Upstream, chances};

/// Follows `request` to its end.
pub(super) fn follow(model: &Model, stack: &Stack, entry_point: &str, request: Request) -> Trace {
    let mut tracer = Tracer { model, stack, trace: blank(entry_point) };
    tracer.follow(request);
    tracer.trace
}

fn blank(entry_point: &str) -> Trace {
    Trace {
        entry_point: entry_point.to_owned(),
        routing_path: String::new(),
        candidates: Vec::new(),
        router: None,
        middlewares: Vec::new(),
        service: None,
        server: None,
        upstream: None,
        app: None,
        route: None,
        status: None,
        location: None,
        by: By::Unknown,
        certain: false,
        unknown: Vec::new(),
        verdict: String::new(),
    }
}

struct Tracer<'a> {
    model: &'a Model,
    stack: &'a Stack,
    trace: Trace,
}

impl<'a> Tracer<'a> {
    fn follow(&mut self, mut request: Request) {
        self.trace.unknown.extend(self.stack.runtime.unseen.iter().cloned());
        if let Some(refusal) = self.stack.stopped.first() {
            let why = refusal.problem.message.clone();
            self.trace.unknown.push(format!("Traefik refuses its static configuration ({why})"));
            return self.end(
                By::Unknown,
                None,
                None,
                format!("Nobody answers: Traefik does not start ({why})."),
            );
        }
        for refusal in &self.stack.refused {
            self.trace.unknown.push(format!(
                "Traefik refuses `{}` ({}): of its file provider it loads nothing, or keeps what it had",
                self.model.path(refusal.file),
                refusal.problem.message,
            ));
        }
        let stack = self.stack;
        let connections = stack.runtime.connect(&self.trace.entry_point, &request);
        self.trace.unknown.extend(chances::connections(&connections));
        let handshake = match connections.first().copied().unwrap_or(Connection::Unknown) {
            Connection::Http(options) => options,
            Connection::Tcp(router) => return self.stream(router, &mut request),
            Connection::Closed => {
                let verdict = "Traefik closes the connection in the TLS handshake: the TLS options of its host do not exist.";
                return self.end(By::Traefik, None, None, verdict.to_owned());
            }
            Connection::Unknown => {
                self.trace.unknown.push("who takes the connection".to_owned());
                None
            }
        };
        match walk::enter(self.stack, &self.trace.entry_point, &mut request) {
            Front::Next(routing_path) => self.trace.routing_path = routing_path,
            Front::Unknown(what) => {
                self.trace.unknown.push(what);
                self.end(
                    By::Unknown,
                    None,
                    None,
                    "What the entry point does with it, the files do not tell.".into(),
                );
                return;
            }
            Front::Respond(status) => {
                self.end(
                    By::Traefik,
                    Some(status),
                    None,
                    format!("Traefik answers {status} before any router sees the request."),
                );
                return;
            }
        }
        let table = walk::table(self.stack, &self.trace.entry_point, request.tls);
        let Some(mut router) = self.route(&table, &request) else {
            self.unmatched(&request);
            return;
        };
        for _ in 0..walk::SERVICE_DEPTH {
            if !self.lets_in(router, handshake, &request)
                || !self.passes(router, stack.runtime.own_chain(router), &mut request)
            {
                return;
            }
            if router.children.is_empty() {
                break;
            }
            // A router with routers below it routes again, by the path as it is now (pkg/server/router/router.go:468).
            match request::routing_path(&request) {
                Some(path) => self.trace.routing_path = path,
                None => {
                    return self.end(
                        By::Traefik,
                        Some(400),
                        None,
                        "Traefik answers 400: its path has a broken escape.".into(),
                    );
                }
            }
            let name = router.name.clone();
            let Some(child) = self.route(&self.stack.runtime.below(router), &request) else {
                let verdict = format!("`{name}` takes it, but none of the routers below it matches: 404.");
                return self.end(By::Traefik, Some(404), None, verdict);
            };
            router = child;
        }
        let Some(service) = &router.service else {
            let verdict = format!("`{}` takes it, but leads to no service.", router.name);
            return self.end(By::Traefik, Some(404), None, verdict);
        };
        self.serve(router, &service.name, request);
    }

    /// A connection that `router` takes whole.
    fn stream(&mut self, router: &RuntimeRouter, request: &mut Request) {
        let name = &router.name;
        self.trace.router = Some(name.clone());
        let passage = walk::pass(self.stack.runtime.chain(router), request, walk::Sender::AsIs);
        let closing = passage.steps.last().filter(|step| step.responds.is_some());
        let closing = closing.map(|step| step.name.clone());
        self.trace.unknown.extend(passage.unknown);
        if let Some(middleware) = closing {
            let verdict = format!(
                "The TCP router `{name}` takes the connection, and its middleware `{middleware}` closes it."
            );
            return self.end(By::Middleware, None, None, verdict);
        }
        self.trace.service = router.service.as_ref().map(|service| service.name.clone());
        self.trace.unknown.push(format!("what answers behind the TCP router `{name}`"));
        let verdict = format!("The TCP router `{name}` takes the connection; no HTTP router sees it.");
        self.end(By::Unknown, None, None, verdict);
    }

    /// What the entry point looks at once `router` has matched; `false` where it refuses the request.
    fn lets_in(&mut self, router: &RuntimeRouter, handshake: Option<&str>, request: &Request) -> bool {
        let name = &router.name;
        if walk::denied(router, request) {
            let verdict = format!(
                "`{name}` takes it, but its entry point refuses an encoded character in the path: 400."
            );
            self.end(By::Traefik, Some(400), None, verdict);
            return false;
        }
        // pkg/middlewares/snicheck/snicheck.go:26
        let options = router.tls_options.as_deref();
        if handshake.is_some() && options.is_some() && options != handshake {
            let verdict =
                format!("`{name}` takes it, but its TLS options are not those of the handshake: 421.");
            self.end(By::Traefik, Some(421), None, verdict);
            return false;
        }
        true
    }

    /// Sends the request through middlewares of `router` or of its services; `false` where one of them answers.
    fn passes(
        &mut self,
        router: &RuntimeRouter,
        chain: Vec<&RuntimeMiddleware>,
        request: &mut Request,
    ) -> bool {
        let passage = walk::pass(chain, request, walk::Sender::AsIs);
        let last = passage.steps.last();
        let answering = last.map(|step| step.name.clone()).unwrap_or_default();
        let answer = last.and_then(|step| step.responds.clone());
        self.trace.middlewares.extend(passage.steps);
        self.trace.unknown.extend(passage.unknown);
        let Some((status, location)) = passage.responds else { return true };
        if let (Some(page), Some((answer, _))) = (passage.page, answer) {
            let name = &router.name;
            let verdict = format!(
                "`{name}` takes it, its middleware `{answering}` answers {answer}, and `{page}` has its service show a \
                 page with {status} instead."
            );
            self.end(By::Middleware, Some(status), location, verdict);
            return false;
        }
        let to = location.as_ref().map(|location| format!(" to {location}")).unwrap_or_default();
        let name = &router.name;
        let verdict = format!("`{name}` takes it, and its middleware `{answering}` answers {status}{to}.");
        self.end(By::Middleware, Some(status), location, verdict);
        false
    }

    /// The router that takes `request`, in Traefik's order (pkg/muxer/http/mux.go:48-62, 216-219).
    fn route(&mut self, table: &[Vec<&'a RuntimeRouter>], request: &Request) -> Option<&'a RuntimeRouter> {
        let mut winner: Option<&RuntimeRouter> = None;
        for (router, verdict) in ask(table, |router| router.rule.as_deref(), request) {
            let matched = matches!(verdict, Some(Verdict::Matches));
            let mut failed = None;
            match verdict {
                Some(Verdict::Matches) => {}
                Some(Verdict::Fails(matcher)) => failed = Some(matcher.source(&router.rule_text)),
                Some(Verdict::Unknown(matcher)) => {
                    let matcher = matcher.source(&router.rule_text);
                    self.trace
                        .unknown
                        .push(format!("whether `{matcher}` in the rule of `{}` matches", router.name));
                }
                None => self.trace.unknown.push(format!("whether the rule of `{}` matches", router.name)),
            }
            self.trace.candidates.push(Candidate {
                router: router.name.clone(),
                priority: router.priority,
                matched,
                failed,
            });
            match winner {
                _ if !matched => {}
                None => winner = Some(router),
                Some(first) => self.trace.unknown.push(format!(
                    "`{}` matches too, with the same priority {} as `{}`: which of them answers may change at each reload",
                    router.name, router.priority, first.name,
                )),
            }
        }
        if let Some(winner) = winner {
            self.trace.router = Some(winner.name.clone());
        }
        winner
    }

    fn unmatched(&mut self, request: &Request) {
        let scheme = if request.tls { "https" } else { "http" };
        let entry_point = self.trace.entry_point.clone();
        let tried = self.trace.candidates.len();
        let why = match tried {
            0 => format!("no router listens for {scheme} on entry point `{entry_point}`"),
            1 => format!("the one router for {scheme} on entry point `{entry_point}` does not match"),
            _ => format!("none of the {tried} routers for {scheme} on entry point `{entry_point}` matches"),
        };
        if self.stack.runtime.entry_point(&entry_point).is_none() {
            self.end(By::Unknown, None, None, format!("There is no entry point `{entry_point}`."));
            return;
        }
        self.end(By::Traefik, Some(404), None, format!("Traefik answers 404: {why}."));
    }

    /// From the service to the program's handler.
    fn serve(&mut self, router: &RuntimeRouter, service: &str, mut request: Request) {
        let choices = self.stack.runtime.choices(service, Protocol::Http);
        let name = &router.name;
        let Some(((choice, others), service)) =
            choices.split_first().and_then(|split| Some((split, *split.0.services.last()?)))
        else {
            let verdict = format!("`{name}` takes it, but its service `{service}` does not exist.");
            return self.end(By::Traefik, Some(404), None, verdict);
        };
        self.trace.unknown.extend(chances::children(choice, others));
        if !self.passes(router, self.stack.runtime.service_chain(choice), &mut request) {
            return;
        }
        self.trace.service = Some(service.name.clone());
        if service.provider == Provider::Internal {
            let verdict = format!("`{name}` takes it; Traefik's own `{}` answers.", service.name);
            return self.end(By::Traefik, walk::internal_status(service), None, verdict);
        }
        let Some(server) = choice.server else {
            let verdict =
                format!("`{name}` takes it, but `{}` has no server: Traefik answers 503.", service.name);
            return self.end(By::Traefik, Some(503), None, verdict);
        };
        self.trace.server = Some(server.url.clone());
        let sent = walk::upstream(service, server, &request);
        let same_service =
            |other: &&Choice<'_>| other.services.last().is_some_and(|s| s.name == service.name);
        let differs = others
            .iter()
            .filter(same_service)
            .filter_map(|other| other.server)
            .any(|other| walk::upstream(service, other, &request) != sent);
        if differs {
            let words = format!("which server of `{}` is chosen: they get different requests", service.name);
            self.trace.unknown.push(words);
        }
        let upstream = match sent {
            Ok(upstream) => upstream,
            Err(status) => {
                let verdict =
                    format!("`{name}` takes it, but Traefik cannot send it to {}: {status}.", server.url);
                return self.end(By::Traefik, Some(status), None, verdict);
            }
        };
        let position = service.servers.iter().position(|other| other == server);
        let links: Vec<&Link> = self.stack.links_of(&service.name).collect();
        let Some(link) = links.iter().find(|link| Some(link.server) == position) else {
            let verdict =
                format!("`{name}` takes it; {} gets {} {}.", server.url, upstream.method, upstream.target);
            self.trace.upstream = Some(upstream);
            self.trace.unknown.push(format!("what answers at {}", server.url));
            self.end(By::Unknown, None, None, verdict);
            return;
        };
        if links.iter().any(|other| other.app != link.app) {
            self.trace
                .unknown
                .push(format!("which server of `{}` is chosen: not all are the same program", service.name));
        }
        self.answer(name, link, upstream, &request);
    }

    fn answer(&mut self, router: &str, link: &Link, upstream: Upstream, request: &Request) {
        let app = &self.model.apps[link.app];
        self.trace.app = Some(link.app);
        if !link.certain {
            let why: Vec<&str> = link.evidence.iter().map(|evidence| evidence.text.as_str()).collect();
            self.trace.unknown.push(format!(
                "whether `{}` is what answers there (seen: {})",
                app.name,
                why.join("; ")
            ));
        }
        let prefix = walk::forwarded_prefix(request);
        let answer = frameworks::serve(
            app,
            &frameworks::Request {
                method: &upstream.method,
                host: Some(&upstream.host),
                path: &upstream.path,
                raw_path: &upstream.raw_path,
                prefix,
                query: Some(&upstream.query),
                headers: Some(&upstream.headers),
            },
        );
        let arrives = format!("{} {}", upstream.method, upstream.target);
        self.trace.upstream = Some(upstream);
        match answer {
            Answer::Route(index) => {
                self.trace.route = app.routes.get(index).map(|_| index);
                let handler =
                    app.routes.get(index).map(|route| route.handler.symbol.clone()).unwrap_or_default();
                self.end(
                    By::App,
                    None,
                    None,
                    format!("`{router}` takes it; `{}` gets {arrives} and `{handler}` answers.", app.name),
                );
            }
            Answer::Redirect { status, location } => {
                let verdict = format!(
                    "`{router}` takes it; `{}` gets {arrives} and redirects to {location} ({status}).",
                    app.name
                );
                self.end(By::App, Some(status), Some(location), verdict);
            }
            Answer::NotFound => {
                self.end(
                    By::App,
                    Some(404),
                    None,
                    format!(
                        "`{router}` takes it, but `{}` gets {arrives} and has no such route: 404.",
                        app.name
                    ),
                );
            }
            Answer::MethodNotAllowed => {
                self.end(By::App, Some(405), None, format!("`{router}` takes it, but `{}` gets {arrives} and has that path for other methods only: 405.", app.name));
            }
            Answer::Status(status) => {
                let verdict = format!(
                    "`{router}` takes it; `{}` gets {arrives} and answers {status} by itself.",
                    app.name
                );
                self.end(By::App, Some(status), None, verdict);
            }
            Answer::Unknown(what) => {
                self.trace.unknown.push(what);
                self.end(By::App, None, None, format!("`{router}` takes it; `{}` gets {arrives}; which handler answers, the files do not tell.", app.name));
            }
        }
    }

    fn end(&mut self, by: By, status: Option<u16>, location: Option<String>, verdict: String) {
        self.trace.by = by;
        self.trace.status = status;
        self.trace.location = location;
        self.trace.verdict = verdict;
    }
}
