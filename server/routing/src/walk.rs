//! The steps of a request's way, each as Traefik takes it. [`crate::trace`] tells them, [`crate::reach`] tries them.

use traefik::dynamic::Effect;
use traefik::middleware::{self, Outcome, access, errors};
use traefik::names::Provider;
use traefik::request::forward::forward;
use traefik::request::{self, Request};
use traefik::runtime::{RuntimeMiddleware, RuntimeRouter, RuntimeServer, RuntimeService};

use crate::model::Stack;
use crate::trace::{Step, Upstream};

/// How deep services may lie in services.
pub(crate) const SERVICE_DEPTH: usize = 16;

/// What the entry point does before routing.
pub(crate) enum Front {
    /// The request is routed; this is the path that rules see.
    Next(String),
    /// It is answered at once.
    Respond(u16),
    /// What happens cannot be told; the words say what is unseen.
    Unknown(String),
}

/// The entry point's own steps (pkg/server/server_entrypoint_tcp.go:620-688).
pub(crate) fn enter(stack: &Stack, entry_point: &str, request: &mut Request) -> Front {
    let declared =
        stack.runtime.entry_point(entry_point).and_then(|entry_point| entry_point.declared.as_ref());
    match request::entry::enter(request, declared.map(|(_, entry_point)| &**entry_point)) {
        Outcome::Next => request::routing_path(request).map_or(Front::Respond(400), Front::Next),
        Outcome::Respond { status, .. } => Front::Respond(status),
        Outcome::Unknown(what) => Front::Unknown(what),
    }
}

/// The routers of one entry point's table in the order Traefik tries them, without those it refuses to load. Where it
/// leaves the order open, they are in one group.
pub(crate) fn table<'s>(stack: &'s Stack, entry_point: &str, tls: bool) -> Vec<Vec<&'s RuntimeRouter>> {
    let mut groups = stack.runtime.table(entry_point, tls);
    if !stack.refused.is_empty() {
        for group in &mut groups {
            group.retain(|router| router.provider != Provider::File);
        }
    }
    groups
}

/// What a router's middlewares made of a request.
#[derive(Default)]
pub(crate) struct Passage {
    pub(crate) steps: Vec<Step>,
    /// Status and location that the client gets, where one of them answers.
    pub(crate) responds: Option<(u16, Option<String>)>,
    /// The middleware of error pages that puts a page in place of the answer.
    pub(crate) page: Option<String>,
    /// What cannot be told from the files.
    pub(crate) unknown: Vec<String>,
}

/// Whether a request is let in where that hangs on who sends it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sender {
    /// As the request is: without credentials it is refused.
    AsIs,
    /// Somebody who may pass: what is asked is where such a request goes.
    Welcome,
}

/// Whether the entry point of `router` refuses an escape in the path, once the router has matched
/// (pkg/server/router/deny.go).
pub(crate) fn denied(router: &RuntimeRouter, request: &Request) -> bool {
    access::encoded_characters(&router.denied_characters, request) != Outcome::Next
}

/// Sends `request` through `chain`. Where a middleware's doing is unknown it is taken to let the request pass as it is.
pub(crate) fn pass(chain: Vec<&RuntimeMiddleware>, request: &mut Request, sender: Sender) -> Passage {
    let mut passage = Passage::default();
    let mut pages = Vec::new();
    for middleware in chain {
        let (_, declared) = &middleware.declared;
        if let Effect::Errors(own) = &declared.effect {
            pages.push((&middleware.name, own));
        }
        let guard =
            matches!(declared.effect, Effect::Auth(_) | Effect::ForwardAuth(_) | Effect::IpAllowList { .. });
        if guard && sender == Sender::Welcome {
            continue;
        }
        // Without it Traefik takes the router out, and another one may answer.
        if matches!(&declared.effect, Effect::Auth(auth) if auth.users_file) {
            passage.unknown.push(format!("`{}`: whether its `usersFile` can be read", middleware.name));
        }
        let before = request.escaped_path();
        let outcome = middleware::apply(&declared.effect, request);
        let mut step = Step {
            name: middleware.name.clone(),
            kind: declared.kind.to_owned(),
            before,
            after: request.escaped_path(),
            responds: None,
        };
        match outcome {
            Outcome::Next => {}
            Outcome::Respond { status, location, .. } => {
                step.responds = Some((status, location.clone()));
                passage.responds = Some((status, location));
            }
            Outcome::Unknown(what) => passage.unknown.push(format!("`{}`: {what}", middleware.name)),
        }
        passage.steps.push(step);
        if passage.responds.is_some() {
            break;
        }
    }
    for (name, pages) in pages.into_iter().rev() {
        let Some((status, _)) = passage.responds else { break };
        match errors::caught(pages, status) {
            Ok(None) => {}
            Ok(Some(shown)) => {
                passage.responds = Some((shown, None));
                passage.page = Some(name.clone());
            }
            Err(_) => passage.unknown.push(format!("`{name}`: whether it has a page for {status}")),
        }
    }
    passage
}

/// What `server` gets of `request`. An error is the status that Traefik answers instead.
pub(crate) fn upstream(
    service: &RuntimeService,
    server: &RuntimeServer,
    request: &Request,
) -> Result<Upstream, u16> {
    let declared = service.declared.as_ref().map(|(_, service)| service);
    let pass_host = declared.is_none_or(|service| service.pass_host_header);
    // What is not known of the address does not change what is sent there.
    let url = if server.url.contains('\u{27e8}') { "http://unknown" } else { &server.url };
    forward(request, url, server.preserve_path, pass_host)
}

/// The status with which one of Traefik's own services answers, where it is always the same.
pub(crate) fn internal_status(service: &RuntimeService) -> Option<u16> {
    match service.name.split('@').next() {
        Some("noop") => Some(418),
        Some("ping") => Some(200),
        _ => None,
    }
}

/// The prefix that middlewares took off the request, as Gin sees it in `X-Forwarded-Prefix`.
pub(crate) fn forwarded_prefix(request: &Request) -> Option<&str> {
    Some(request.header("X-Forwarded-Prefix")).filter(|prefix| !prefix.is_empty())
}
