//! A trace for people: one step a line, the verdict last.

use routing::trace::{By, Candidate, Step, Trace};
use traefik::request::bytes;

use super::Explanation;
use crate::cli::places::Places;
use crate::cli::table::Table;

/// More routers than this that do not match are counted, not listed.
const SHOWN_CANDIDATES: usize = 12;

/// The whole trace.
pub(super) fn render(explanation: &Explanation<'_>, places: Places<'_>) -> String {
    let Explanation { url, request, stack, trace, .. } = explanation;
    let mut table = Table::default();
    let mut step = |name: &str, words: String| table.row([name.to_owned(), words]);
    let tls = if request.tls { ", TLS" } else { "" };
    let of = if explanation.model.stacks.len() > 1 { format!(" of {}", stack.name) } else { String::new() };
    let address =
        stack.runtime.entry_point(&trace.entry_point).map(|entry_point| format!(" {}", entry_point.address));
    step("entry point", format!("{}{}{tls}{of}", trace.entry_point, address.unwrap_or_default()));
    let routing_path = bytes::lossy(&trace.routing_path);
    if routing_path != explanation.path() && !routing_path.is_empty() {
        step("path", format!("{routing_path} for the rules"));
    }
    for words in tried(trace) {
        step("tried", words);
    }
    match &trace.router {
        Some(router) => step("router", explanation.router(router)),
        None => step("router", "none matches".to_owned()),
    }
    for middleware in &trace.middlewares {
        step("middleware", middleware_words(middleware));
    }
    if let Some(service) = &trace.service {
        let server = trace.server.as_ref().map(|server| format!(", {server}"));
        step("service", format!("{service}{}", server.unwrap_or_default()));
    }
    if let Some(upstream) = &trace.upstream {
        let target = bytes::lossy(&upstream.target);
        step("sent on", format!("{} {target}, Host: {}", upstream.method, upstream.host));
    }
    if let Some(app) = explanation.app() {
        step("program", format!("{} ({})", app.name, app.framework.as_str()));
        let route = explanation.route().map(|route| {
            let place = route.handler.declaration.unwrap_or(route.registration);
            let handler = format!("{} at {}", route.handler.symbol, places.line(place));
            format!("{} {}, {handler}", route.method, route.pattern)
        });
        step("route", route.unwrap_or_else(|| "none matches".to_owned()));
    }
    step("answer", answer(trace));
    for words in &trace.unknown {
        step("not seen", words.clone());
    }
    format!("{} {url}\n\n{}\n{}\n", request.method, table.render("  "), trace.verdict)
}

/// The routers that were asked before the one that takes the request, or all if none does.
fn tried(trace: &Trace) -> Vec<String> {
    let winner = trace.router.as_deref();
    let before = trace.candidates.iter().take_while(|candidate| Some(candidate.router.as_str()) != winner);
    let before: Vec<&Candidate> = before.collect();
    let mut words: Vec<String> = before.iter().take(SHOWN_CANDIDATES).map(|c| candidate_words(c)).collect();
    if let Some(more) = before.len().checked_sub(SHOWN_CANDIDATES).filter(|more| *more > 0) {
        words.push(format!("{more} more, which do not match"));
    }
    words
}

fn candidate_words(candidate: &Candidate) -> String {
    let Candidate { router, priority, failed, .. } = candidate;
    match failed {
        Some(failed) => format!("{router}, priority {priority}: {failed} does not match"),
        None => format!("{router}, priority {priority}"),
    }
}

fn middleware_words(step: &Step) -> String {
    let (before, after) = (bytes::lossy(&step.before), bytes::lossy(&step.after));
    let does = match &step.responds {
        Some((status, Some(location))) => format!(": answers {status}, Location: {location}"),
        Some((status, None)) => format!(": answers {status}"),
        None if before != after => format!(": {before} → {after}"),
        None => String::new(),
    };
    format!("{} ({}){does}", step.name, step.kind)
}

fn answer(trace: &Trace) -> String {
    let status = trace.status.map(|status| status.to_string());
    let who = match trace.by {
        By::Traefik => "by Traefik",
        By::Middleware => "by a middleware",
        By::App => "by the program",
        By::Unknown => return status.unwrap_or_else(|| "unknown".to_owned()),
    };
    let location = trace.location.as_ref().map(|location| format!(", Location: {location}"));
    let words: Vec<&str> = status.as_deref().into_iter().chain([who]).collect();
    words.join(" ") + &location.unwrap_or_default()
}
