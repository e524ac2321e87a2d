//! A trace for programs. The names are a promise: fields may be added, none taken away or changed.

use routing::trace::{By, Candidate, Step, Trace, Upstream};
use serde::Serialize;
use traefik::request::bytes;

use super::Explanation;
use crate::cli::places::{HandlerOut, Places};

#[derive(Serialize)]
struct Out<'a> {
    request: RequestOut<'a>,
    stack: &'a str,
    candidates: Vec<CandidateOut<'a>>,
    router: Option<&'a str>,
    middlewares: Vec<StepOut<'a>>,
    service: Option<&'a str>,
    server: Option<&'a str>,
    upstream: Option<UpstreamOut<'a>>,
    app: Option<&'a str>,
    route: Option<RouteOut<'a>>,
    handler: Option<HandlerOut<'a>>,
    status: Option<u16>,
    location: Option<&'a str>,
    by: &'a str,
    certain: bool,
    unknown: &'a [String],
    verdict: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RequestOut<'a> {
    method: &'a str,
    url: &'a str,
    entry_point: &'a str,
    tls: bool,
    host: &'a str,
    path: &'a str,
    routing_path: String,
}

#[derive(Serialize)]
struct CandidateOut<'a> {
    router: &'a str,
    priority: i64,
    matched: bool,
    failed: Option<&'a str>,
}

#[derive(Serialize)]
struct StepOut<'a> {
    name: &'a str,
    r#type: &'a str,
    before: String,
    after: String,
    responds: Option<RespondsOut<'a>>,
}

#[derive(Serialize)]
struct RespondsOut<'a> {
    status: u16,
    location: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UpstreamOut<'a> {
    method: &'a str,
    target: String,
    path: String,
    raw_path: String,
    query: &'a str,
    host: &'a str,
}

#[derive(Serialize)]
struct RouteOut<'a> {
    method: &'a str,
    pattern: &'a str,
}

/// The whole trace.
pub(super) fn render(explanation: &Explanation<'_>, places: Places<'_>) -> serde_json::Result<String> {
    let Explanation { url, request, stack, trace, .. } = explanation;
    let app = explanation.app();
    let route = explanation.route();
    let out = Out {
        request: RequestOut {
            method: &request.method,
            url,
            entry_point: &trace.entry_point,
            tls: request.tls,
            host: &request.host,
            path: explanation.path(),
            routing_path: bytes::lossy(&trace.routing_path),
        },
        stack: &stack.name,
        candidates: trace.candidates.iter().map(candidate).collect(),
        router: trace.router.as_deref(),
        middlewares: trace.middlewares.iter().map(step).collect(),
        service: trace.service.as_deref(),
        server: trace.server.as_deref(),
        upstream: trace.upstream.as_ref().map(upstream),
        app: app.map(|app| app.name.as_str()),
        route: route.map(|route| RouteOut { method: &route.method, pattern: &route.pattern }),
        handler: route.map(|route| places.handler(&route.handler)),
        status: trace.status,
        location: trace.location.as_deref(),
        by: by(trace),
        certain: trace.certain,
        unknown: &trace.unknown,
        verdict: &trace.verdict,
    };
    let mut text = serde_json::to_string_pretty(&out)?;
    text.push('\n');
    Ok(text)
}

fn candidate(candidate: &Candidate) -> CandidateOut<'_> {
    CandidateOut {
        router: &candidate.router,
        priority: candidate.priority,
        matched: candidate.matched,
        failed: candidate.failed.as_deref(),
    }
}

fn step(step: &Step) -> StepOut<'_> {
    let responds = step.responds.as_ref();
    StepOut {
        name: &step.name,
        r#type: &step.kind,
        before: bytes::lossy(&step.before),
        after: bytes::lossy(&step.after),
        responds: responds
            .map(|(status, location)| RespondsOut { status: *status, location: location.as_deref() }),
    }
}

fn upstream(upstream: &Upstream) -> UpstreamOut<'_> {
    UpstreamOut {
        method: &upstream.method,
        target: bytes::lossy(&upstream.target),
        path: bytes::lossy(&upstream.path),
        raw_path: bytes::lossy(&upstream.raw_path),
        query: &upstream.query,
        host: &upstream.host,
    }
}

fn by(trace: &Trace) -> &'static str {
    match trace.by {
        By::Traefik => "traefik",
        By::Middleware => "middleware",
        By::App => "app",
        By::Unknown => "unknown",
    }
}
