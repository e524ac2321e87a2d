//! What Traefik declares itself, on provider `internal` (pkg/provider/traefik/internal.go).

use std::sync::Arc;

use syntax::{FileId, Location, Text, TextRange};

use crate::dynamic::{Effect, Middleware, Name, Protocol};
use crate::install::{EntryPoint, Feature, Install, Redirection};
use crate::names::{Provider, normalize, qualify};
use crate::request::url::split_host_port;

use super::draft::{Draft, Word};
use super::entry_points::INTERNAL;
use super::status::RuntimeError;
use super::{RuntimeEntryPoint, RuntimeMiddleware, Status};

/// Routers, middlewares and services of the provider.
#[derive(Default)]
pub(super) struct Internal {
    pub(super) routers: Vec<Draft>,
    pub(super) middlewares: Vec<RuntimeMiddleware>,
    /// Names without provider.
    pub(super) services: Vec<&'static str>,
}

const CHALLENGE: &str = "PathPrefix(`/.well-known/acme-challenge/`)";

/// Reads them off the static configuration. What a redirection lacks is noted on its entry point.
pub(super) fn internal(install: &Install, file: FileId, entry_points: &mut [RuntimeEntryPoint]) -> Internal {
    let mut internal = Internal { services: vec!["noop"], ..Internal::default() };
    api(install, file, &mut internal);
    feature("ping", "PathPrefix(`/ping`)", install.ping.as_ref(), file, &mut internal);
    feature("prometheus", "PathPrefix(`/metrics`)", install.prometheus.as_ref(), file, &mut internal);
    if let Some(insecure) = install.rest {
        internal.services.push("rest");
        if insecure {
            internal.routers.push(on_internal("rest", "PathPrefix(`/api/providers`)", i64::MAX, "rest"));
        }
    }
    challenges(install, file, &mut internal);
    for entry_point in &install.entry_points {
        let Some(redirection) = &entry_point.redirection else { continue };
        match redirect(entry_point, redirection, file, entry_points) {
            Ok((router, middleware)) => {
                internal.routers.push(router);
                internal.middlewares.push(middleware);
            }
            Err(error) => {
                let name = entry_point.name.as_str();
                if let Some(own) = entry_points.iter_mut().find(|own| own.name == name) {
                    own.errors.push(error);
                }
            }
        }
    }
    internal
}

fn on_internal(name: &str, rule: &str, priority: i64, service: &str) -> Draft {
    Draft { entry_points: vec![Word::made(INTERNAL)], ..Draft::internal(name, rule, priority, service) }
}

fn api(install: &Install, file: FileId, internal: &mut Internal) {
    let Some(api) = &install.api else { return };
    internal.services.push("api");
    if api.dashboard {
        internal.services.push("dashboard");
    }
    if !api.insecure {
        return;
    }
    internal.routers.push(on_internal("api", "PathPrefix(`/api`)", i64::MAX - 1, "api"));
    if api.debug {
        internal.routers.push(on_internal("debug", "PathPrefix(`/debug`)", i64::MAX - 1, "api"));
    }
    if api.dashboard {
        let mut router = on_internal("dashboard", "PathPrefix(`/`)", i64::MAX - 2, "dashboard");
        router.middlewares =
            ["dashboard_redirect@internal", "dashboard_stripprefix@internal"].map(Word::made).into();
        internal.routers.push(router);
        let at = Location::new(file, TextRange::default());
        let text = |value| Some(made(value, at.range));
        let redirect = Effect::RedirectRegex {
            regex: text(r"^(http:\/\/(\[[\w:.]+\]|[\w\._-]+)(:\d+)?)\/$"),
            replacement: text("${1}/dashboard/"),
            permanent: true,
        };
        let prefixes = ["/dashboard/", "/dashboard"].map(|prefix| made(prefix, at.range)).into();
        let strip = Effect::StripPrefix { prefixes, force_slash: false };
        internal.middlewares.push(middleware("dashboard_redirect", "redirectRegex", redirect, at));
        internal.middlewares.push(middleware("dashboard_stripprefix", "stripPrefix", strip, at));
    }
}

/// `ping` and `prometheus`: a service, and a router unless it is routed by hand.
fn feature(name: &'static str, rule: &str, feature: Option<&Feature>, file: FileId, internal: &mut Internal) {
    let Some(feature) = feature else { return };
    internal.services.push(name);
    if feature.manual_routing {
        return;
    }
    let entry_point =
        feature.entry_point.as_ref().map_or_else(|| Word::made(INTERNAL), |text| Word::written(text, file));
    internal.routers.push(Draft {
        entry_points: vec![entry_point],
        definition: Some(Location::new(file, feature.range)),
        ..Draft::internal(name, rule, i64::MAX, name)
    });
}

/// HTTP challenges: one router before all others, and one of ordinary priority for entry points that let
/// challenges by.
fn challenges(install: &Install, file: FileId, internal: &mut Internal) {
    let by_pass = |name: &str| {
        install.entry_points.iter().any(|e| e.name.as_str() == name && e.options.allow_acme_bypass)
    };
    let (mut first, mut ordinary): (Vec<Word>, Vec<Word>) = (Vec::new(), Vec::new());
    for entry_point in install.http_challenges.iter().filter(|text| !text.as_str().is_empty()) {
        let list = if by_pass(entry_point.as_str()) { &mut ordinary } else { &mut first };
        if !list.iter().any(|word| word.text == entry_point.as_str()) {
            list.push(Word::written(entry_point, file));
        }
    }
    if first.is_empty() && ordinary.is_empty() {
        return;
    }
    internal.services.push("acme-http");
    if !first.is_empty() {
        let router = Draft::internal("acme-http", CHALLENGE, i64::MAX, "acme-http");
        internal.routers.push(Draft { entry_points: first, ..router });
    }
    if !ordinary.is_empty() {
        let router = Draft::internal("acme-http-bypass", CHALLENGE, 0, "acme-http");
        internal.routers.push(Draft { entry_points: ordinary, syntax: String::new(), ..router });
    }
}

/// The router and the middleware of an entry point's redirection.
fn redirect(
    entry_point: &EntryPoint,
    redirection: &Redirection,
    file: FileId,
    entry_points: &[RuntimeEntryPoint],
) -> Result<(Draft, RuntimeMiddleware), RuntimeError> {
    let to = redirection.to.as_ref().filter(|to| !to.as_str().is_empty());
    let Some(to) = to else {
        let text = "Unable to create redirection: the entry point or the port is missing".to_owned();
        return Err(RuntimeError { text, range: Some(redirection.range) });
    };
    let port = redirect_port(to.as_str(), entry_points).ok_or_else(|| RuntimeError {
        text: format!("'to' entry point field references a non-existing entry point: {to}"),
        range: Some(to.content_range()),
    })?;
    let name = normalize(&format!("{}-to-{to}", entry_point.name.as_str()));
    let middleware_name = format!("redirect-{name}");
    let rule = if entry_point.options.allow_acme_bypass {
        format!("HostRegexp(`^.+$`) && !{CHALLENGE}")
    } else {
        "HostRegexp(`^.+$`)".to_owned()
    };
    let at = Location::new(file, redirection.range);
    let priority = redirection.priority.as_ref().map_or(i64::MAX - 1, |priority| priority.value);
    let router = Draft {
        definition: Some(at),
        entry_points: vec![Word::made(entry_point.name.as_str())],
        middlewares: vec![Word::made(middleware_name.as_str())],
        unknown: to.unknown().iter().map(|part| part.name.clone()).collect(),
        ..Draft::internal(&name, &rule, priority, "noop")
    };
    let effect = Effect::RedirectScheme {
        scheme: redirection.scheme.clone().or_else(|| Some(made("https", redirection.range))),
        port: Some(made(&port, redirection.range)),
        permanent: redirection.permanent,
    };
    Ok((router, middleware(&middleware_name, "redirectScheme", effect, at)))
}

/// `:port` as it is, else the port that the entry point listens on (which need not be the one it is published as).
fn redirect_port(to: &str, entry_points: &[RuntimeEntryPoint]) -> Option<String> {
    if let Some(port) = to.strip_prefix(':')
        && !port.is_empty()
        && port.bytes().all(|b| b.is_ascii_digit())
    {
        return Some(port.to_owned());
    }
    let target = entry_points.iter().find(|entry_point| entry_point.name == to)?;
    Some(split_host_port(&target.address).map_or("", |(_, port)| port).to_owned())
}

fn middleware(name: &str, kind: &'static str, effect: Effect, at: Location) -> RuntimeMiddleware {
    let text = made(name, at.range);
    let declared = Middleware {
        name: Name { text, mentions: Vec::new(), range: at.range },
        protocol: Protocol::Http,
        types: vec![made(kind, at.range)],
        kind,
        effect,
        plugins: Vec::new(),
        fault: None,
    };
    RuntimeMiddleware {
        name: qualify(name, Provider::Internal),
        provider: Provider::Internal,
        declared: (at, Arc::new(declared)),
        status: Status::Enabled,
        errors: Vec::new(),
    }
}

/// A text that is written nowhere, shown at `range`.
fn made(value: &str, range: TextRange) -> Text {
    let mut builder = Text::builder(range);
    builder.push(value, range);
    builder.finish()
}
