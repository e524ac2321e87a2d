//! TRK306: a router and its entry point disagree on TLS.
//!
//! Traefik keeps two tables for each entry point, one for TLS connections and one for clear ones
//! (pkg/config/runtime/runtime_http.go:21-24). Which of them an entry point's clients use, its port tells, or a
//! redirection that leads to it.

use routing::model::{Model, Stack};
use routing::reach;
use syntax::Location;
use traefik::dynamic::Protocol;
use traefik::names::Provider;
use traefik::runtime::{RuntimeEntryPoint, RuntimeRouter, Status};

use crate::{Finding, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "TRK306",
    name: "tls-mismatch",
    severity: Severity::Error,
    summary: "A router without TLS on an entry point for https, or the reverse: its requests get 404.",
    page: include_str!("../../../../docs/rules/TRK306.md"),
};

pub(crate) fn check(model: &Model) -> Vec<Finding> {
    let known = model.stacks.iter().filter(|stack| stack.runtime.install_known);
    known.flat_map(in_stack).collect()
}

fn in_stack(stack: &Stack) -> Vec<Finding> {
    let mut findings = Vec::new();
    let authored = |router: &&RuntimeRouter| {
        router.protocol == Protocol::Http
            && router.provider != Provider::Internal
            && router.status != Status::Disabled
    };
    for router in stack.runtime.routers.iter().filter(authored) {
        let Some((place, declared)) = &router.declared else { continue };
        let agrees = |router: &RuntimeRouter, name: &str| {
            let expected =
                stack.runtime.entry_point(name).and_then(|entry_point| expects_tls(stack, entry_point));
            expected.is_none_or(|tls| tls == router.tls)
        };
        // A router that Traefik split is judged part by part; its other parts agree or not on their own.
        let is_part = |other: &&RuntimeRouter| other.declared.as_ref().is_some_and(|(at, _)| at == place);
        let some_agree = || {
            let mut parts = stack.runtime.routers.iter().filter(is_part);
            parts.any(|part| part.entry_points.iter().any(|name| agrees(part, name)))
        };
        for name in router.entry_points.iter().filter(|name| !agrees(router, name)) {
            let Some(entry_point) = stack.runtime.entry_point(name) else { continue };
            let written = declared.entry_points.iter().find(|written| written.as_str() == name);
            if (written.is_none() && some_agree()) || answered_otherwise(stack, router, entry_point) {
                continue;
            }
            let label = router.authored_name();
            let port = entry_point
                .published
                .first()
                .copied()
                .or(entry_point.port)
                .map(|port| format!(":{port}"))
                .unwrap_or_default();
            let message = if router.tls {
                format!(
                    "Every http:// request to `{label}` on `{name}` ({port}) gets 404: with `tls` the router answers only TLS \
                     connections. Take `tls` away, or listen on an entry point for https.",
                )
            } else {
                format!(
                    "Every https:// request to `{label}` on `{name}` ({port}) gets 404: without `tls` the router answers only \
                     clear connections. Give it `tls`, or the entry point `http.tls`.",
                )
            };
            let range = match (written, &declared.tls) {
                (_, Some(tls)) if router.tls => tls.range,
                (Some(written), _) => written.content_range(),
                _ => declared.name.text.content_range(),
            };
            let mut finding = Finding::new(&RULE, Location::new(place.file, range), message);
            if let Some((at, entry_point)) = &entry_point.declared {
                let location = Location::new(at.file, entry_point.name.text.content_range());
                finding = finding.related(format!("entry point `{name}` is declared here"), location);
            }
            // Where the router also answers elsewhere as its author wants, this part may not matter to him.
            let certain = !some_agree() && stack.runtime.unseen.is_empty();
            findings.push(if certain { finding } else { finding.at_most(Severity::Warning) });
        }
    }
    findings
}

/// Whether clients speak TLS to this entry point; `None` where its port does not tell.
fn expects_tls(stack: &Stack, entry_point: &RuntimeEntryPoint) -> Option<bool> {
    let ports = || entry_point.published.iter().copied().chain(entry_point.port);
    let redirected_to =
        stack.runtime.entry_points.iter().filter_map(|other| other.declared.as_ref()).any(|(_, other)| {
            let Some(redirection) = &other.redirection else { return false };
            let to = redirection.to.as_ref().is_some_and(|to| to.as_str() == entry_point.name);
            to && redirection.scheme.as_ref().is_none_or(|scheme| scheme.as_str() == "https")
        });
    if redirected_to || ports().any(|port| port == 443) {
        Some(true)
    } else if ports().any(|port| port == 80) {
        Some(false)
    } else {
        None
    }
}

/// Whether some other router answers the requests that this one misses, a redirection for instance.
fn answered_otherwise(stack: &Stack, router: &RuntimeRouter, entry_point: &RuntimeEntryPoint) -> bool {
    let examples = reach::examples(router, !router.tls);
    let table = stack.runtime.table(&entry_point.name, !router.tls);
    let answered = |request: &traefik::request::Request| {
        table
            .iter()
            .flatten()
            .any(|other| other.rule.as_ref().and_then(|rule| rule.matches(request)) != Some(false))
    };
    !examples.is_empty() && examples.iter().all(answered)
}
