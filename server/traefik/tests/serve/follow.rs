//! A request through a run-time state, by the crate's public functions alone.

use traefik::dynamic::{Effect, Protocol};
use traefik::middleware::access::encoded_characters;
use traefik::middleware::around::{Asked, Response, around};
use traefik::middleware::{Outcome, apply};
use traefik::names::Provider;
use traefik::request::entry::enter;
use traefik::request::forward::forward;
use traefik::request::url::Url;
use traefik::request::{Request, routing_path};
use traefik::runtime::{Choice, Connection, Runtime, RuntimeEntryPoint, RuntimeMiddleware, RuntimeRouter};

/// What a request comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    /// Nothing comes back.
    pub(crate) closed: bool,
    pub(crate) status: u64,
    pub(crate) location: String,
    pub(crate) router: String,
    pub(crate) service: String,
    pub(crate) server: String,
    /// Method, target and host.
    pub(crate) sent: String,
    pub(crate) prefix: String,
    /// Another server was asked for an error page, and it is the one that was logged.
    pub(crate) page: bool,
    /// What cannot be told.
    pub(crate) unknown: Option<String>,
}

impl Answer {
    fn status(status: u16) -> Self {
        Self { status: status.into(), ..Self::default() }
    }

    fn closed() -> Self {
        Self { closed: true, ..Self::default() }
    }

    fn by(self, router: &RuntimeRouter) -> Self {
        Self { router: router.name.clone(), ..self }
    }

    /// Whether `recorded` is this. The log does not know the router of what never reaches a router's handler, nor of a
    /// TCP router, and names no server where none is asked.
    pub(crate) fn agrees(&self, recorded: &Self) -> bool {
        let same = |own: &String, theirs: &String| own == theirs || theirs.is_empty();
        let router = same(&self.router, &recorded.router) || self.router.is_empty() && self.unknown.is_some();
        let answer = self.unknown.is_some()
            || (self.closed, self.status, &self.location)
                == (recorded.closed, recorded.status, &recorded.location);
        // A fallback without servers leaves in the log whom the main service asked.
        let nobody = self.status == 503 && self.server.is_empty() && recorded.sent.is_empty();
        let server = self.unknown.is_some()
            || self.page
            || nobody
            || same(&self.service, &recorded.service)
                && (&self.server, &self.sent, &self.prefix)
                    == (&recorded.server, &recorded.sent, &recorded.prefix);
        router && answer && server
    }
}

/// All that may come of it: where the order of routers is left open, or several servers take turns, there are several.
pub(crate) fn follow(runtime: &Runtime, entry_point: &str, request: &Request) -> Vec<Answer> {
    let Some(entry_point) = runtime.entry_point(entry_point) else { return vec![Answer::closed()] };
    if entry_point.udp {
        return runtime
            .datagram(&entry_point.name)
            .map_or(vec![Answer::closed()], |router| stream(runtime, router, request));
    }
    let connections = runtime.connect(&entry_point.name, request);
    let taken = |connection: Connection| match connection {
        Connection::Http(options) => speak(runtime, entry_point, options, request.clone()),
        Connection::Closed => vec![Answer::closed()],
        Connection::Tcp(router) => stream(runtime, router, request),
        Connection::Unknown => vec![unknown("who takes the connection")],
    };
    connections.into_iter().flat_map(taken).collect()
}

fn speak(
    runtime: &Runtime,
    entry_point: &RuntimeEntryPoint,
    handshake: Option<&str>,
    mut request: Request,
) -> Vec<Answer> {
    let declared = entry_point.declared.as_ref().map(|(_, declared)| &**declared);
    match enter(&mut request, declared) {
        Outcome::Next => {}
        Outcome::Respond { status, .. } => return vec![Answer::status(status)],
        Outcome::Unknown(words) => return vec![unknown(&words)],
    }
    let table = runtime.table(&entry_point.name, request.tls);
    route(runtime, &table, handshake, &request)
}

fn unknown(words: &str) -> Answer {
    Answer { unknown: Some(words.to_owned()), ..Answer::default() }
}

/// The servers that a TCP or UDP router leads to.
fn stream(runtime: &Runtime, router: &RuntimeRouter, request: &Request) -> Vec<Answer> {
    let passes = |m: &RuntimeMiddleware| apply(&m.declared.1.effect, &mut request.clone()) == Outcome::Next;
    if !runtime.chain(router).into_iter().all(passes) {
        return vec![Answer::closed().by(router)];
    }
    let service = router.service.as_ref().unwrap();
    let choices = runtime.choices(&service.name, router.protocol);
    let server = |choice: &Choice| match choice.server {
        Some(server) => Answer { server: server.url.clone(), ..Answer::default() },
        None => Answer::closed(),
    };
    choices.iter().map(server).map(|answer| answer.by(router)).collect()
}

fn route(
    runtime: &Runtime,
    table: &[Vec<&RuntimeRouter>],
    handshake: Option<&str>,
    request: &Request,
) -> Vec<Answer> {
    if routing_path(request).is_none() {
        return vec![Answer::status(400)];
    }
    let matches = |router: &&&RuntimeRouter| {
        router.rule.as_ref().is_some_and(|rule| rule.matches(request) == Some(true))
    };
    let Some(group) = table.iter().find(|group| group.iter().any(|router| matches(&router))) else {
        return vec![Answer::status(404)];
    };
    let candidates = group.iter().filter(matches);
    candidates.flat_map(|router| through(runtime, router, handshake, request.clone())).collect()
}

fn through(
    runtime: &Runtime,
    router: &RuntimeRouter,
    handshake: Option<&str>,
    mut request: Request,
) -> Vec<Answer> {
    let request = &mut request;
    if encoded_characters(&router.denied_characters, request) != Outcome::Next {
        return vec![Answer::status(400).by(router)];
    }
    if router.tls && router.tls_options.as_deref() != handshake {
        return vec![Answer::status(421).by(router)];
    }
    if router.children.is_empty() {
        let service = router.service.as_ref().unwrap();
        let choices = runtime.choices(&service.name, Protocol::Http);
        let way = |choice: &Choice| serve(runtime, router, choice, request.clone()).by(router);
        return choices.iter().map(way).collect();
    }
    // What stands below answers: the middlewares above only see the status of one answer at a time.
    let mut reached = None;
    let effects = runtime.own_chain(router).into_iter().map(|m| &m.declared.1.effect);
    let early = around(effects, request, &mut |_, request| {
        reached = Some(request.clone());
        Some(Response { status: 0, headers: Vec::new() })
    });
    let Some(request) = reached else { return vec![answered(early).by(router)] };
    let below = route(runtime, &runtime.below(router), handshake, &request);
    // A page of the router above may stand for what those below answer.
    let pages = runtime.own_chain(router).iter().any(|m| matches!(m.declared.1.effect, Effect::Errors(_)));
    let named = |answer: Answer| if answer.router.is_empty() { answer.by(router) } else { answer };
    below.into_iter().map(named).map(|answer| Answer { page: answer.page || pages, ..answer }).collect()
}

fn answered(response: Result<Response, String>) -> Answer {
    match response {
        Ok(Response { status, headers }) => {
            let location = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("Location"));
            let location = location.map(|(_, value)| value.clone()).unwrap_or_default();
            Answer { location, ..Answer::status(status) }
        }
        Err(words) => unknown(&words),
    }
}

fn serve(runtime: &Runtime, router: &RuntimeRouter, choice: &Choice, mut request: Request) -> Answer {
    let mut asked = Answer::default();
    let mut page = false;
    let chain = runtime.own_chain(router).into_iter().chain(runtime.service_chain(choice));
    let response = around(chain.map(|m| &m.declared.1.effect), &mut request, &mut |who, request| match who {
        Asked::Server => {
            asked = end(choice, request);
            let status = u16::try_from(asked.status).unwrap();
            asked.unknown.is_none().then(|| Response { status, headers: Vec::new() })
        }
        Asked::ErrorPage(_) => {
            page = true;
            Some(Response { status: 200, headers: Vec::new() })
        }
        Asked::Authentication(_) => None,
    });
    let answer = answered(response);
    Answer { status: answer.status, location: answer.location, unknown: answer.unknown, page, ..asked }
}

/// Where a way ends.
fn end(choice: &Choice, request: &Request) -> Answer {
    let Some(service) = choice.services.last() else { return unknown("the service") };
    let named = |answer: Answer| Answer { service: service.name.clone(), ..answer };
    if service.provider == Provider::Internal {
        return named(unknown("what Traefik answers itself"));
    }
    let Some(server) = choice.server else { return Answer::status(503) };
    // It is logged as Go writes it.
    let url = Url::parse(&server.url).map_or_else(|_| server.url.clone(), |url| url.to_string());
    let named = |answer| Answer { server: url.clone(), ..named(answer) };
    let pass_host_header = service.declared.as_ref().is_none_or(|(_, declared)| declared.pass_host_header);
    match forward(request, &server.url, server.preserve_path, pass_host_header) {
        Err(status) => named(Answer::status(status)),
        Ok(sent) => {
            let prefix = request.header_values("X-Forwarded-Prefix").collect::<Vec<_>>().join(",");
            let sent = format!("{} {} {}", sent.method, sent.target, sent.host);
            named(Answer { sent, prefix, ..Answer::status(200) })
        }
    }
}
