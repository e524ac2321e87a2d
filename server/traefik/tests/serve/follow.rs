//! A request through a run-time state, by the crate's public functions alone.

use traefik::dynamic::Protocol;
use traefik::middleware::access::encoded_characters;
use traefik::middleware::{Outcome, apply};
use traefik::names::Provider;
use traefik::request::entry::enter;
use traefik::request::forward::forward;
use traefik::request::{Request, routing_path};
use traefik::runtime::{Choice, Connection, Runtime, RuntimeRouter};

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
        let fits = same(&self.router, &recorded.router) && same(&self.service, &recorded.service);
        match &self.unknown {
            Some(_) => fits,
            None => {
                fits && (self.closed, self.status) == (recorded.closed, recorded.status)
                    && self.location == recorded.location
                    && (&self.server, &self.sent, &self.prefix)
                        == (&recorded.server, &recorded.sent, &recorded.prefix)
            }
        }
    }
}

/// All that may come of it: where the order of routers is left open, or several servers take turns, there are several.
pub(crate) fn follow(runtime: &Runtime, entry_point: &str, request: &mut Request) -> Vec<Answer> {
    let Some(entry_point) = runtime.entry_point(entry_point) else { return vec![Answer::closed()] };
    if entry_point.udp {
        return runtime
            .datagram(&entry_point.name)
            .map_or(vec![Answer::closed()], |router| stream(runtime, router));
    }
    let declared = entry_point.declared.as_ref().map(|(_, declared)| &**declared);
    let handshake = match runtime.connect(&entry_point.name, request) {
        Connection::Http(options) => options,
        Connection::Closed => return vec![Answer::closed()],
        Connection::Tcp(router) => return stream(runtime, router),
        Connection::Unknown => return vec![unknown("who takes the connection")],
    };
    if let Some(answer) = answered(enter(request, declared)) {
        return vec![answer];
    }
    let table = runtime.table(&entry_point.name, request.tls);
    route(runtime, &table, handshake, request)
}

fn unknown(words: &str) -> Answer {
    Answer { unknown: Some(words.to_owned()), ..Answer::default() }
}

/// The servers that a TCP or UDP router leads to.
fn stream(runtime: &Runtime, router: &RuntimeRouter) -> Vec<Answer> {
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
    let own = runtime.own_chain(router);
    if let Some(answer) = own.iter().find_map(|m| answered(apply(&m.declared.1.effect, request))) {
        return vec![answer.by(router)];
    }
    if router.children.is_empty() {
        let service = router.service.as_ref().unwrap();
        let choices = runtime.choices(&service.name, Protocol::Http);
        return choices.iter().map(|choice| serve(runtime, choice, request.clone()).by(router)).collect();
    }
    let below = route(runtime, &runtime.below(router), handshake, request);
    let named = |answer: Answer| if answer.router.is_empty() { answer.by(router) } else { answer };
    below.into_iter().map(named).collect()
}

fn answered(outcome: Outcome) -> Option<Answer> {
    match outcome {
        Outcome::Next => None,
        Outcome::Respond { status, location, .. } => {
            Some(Answer { location: location.unwrap_or_default(), ..Answer::status(status) })
        }
        Outcome::Unknown(words) => Some(unknown(&words)),
    }
}

fn serve(runtime: &Runtime, choice: &Choice, mut request: Request) -> Answer {
    let request = &mut request;
    let chain = runtime.service_chain(choice);
    if let Some(answer) = chain.iter().find_map(|m| answered(apply(&m.declared.1.effect, request))) {
        return answer;
    }
    let Some(service) = choice.services.last() else { return unknown("the service") };
    let named = |answer: Answer| Answer { service: service.name.clone(), ..answer };
    if service.provider == Provider::Internal {
        return named(unknown("what Traefik answers itself"));
    }
    let Some(server) = choice.server else { return Answer { service: String::new(), ..Answer::status(503) } };
    let named = |answer| Answer { server: server.url.clone(), ..named(answer) };
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
