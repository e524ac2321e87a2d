//! Who takes a connection before anything of HTTP is read: TCP routers, or the HTTP routers behind a TLS handshake with
//! the options of one host (pkg/server/router/tcp/router.go:101-242,262-300, manager.go:118-200).

use std::collections::BTreeMap;

use crate::dynamic::Protocol;
use crate::request::Request;
use crate::rule::table::{self, Winner};
use crate::rule::{Rule, RuleSyntax, default_priority, domains};

use super::draft::Draft;
use super::http::tls_exists;
use super::parts::Parts;
use super::{Runtime, RuntimeRouter, tls};

/// What becomes of a connection.
#[derive(Clone, Copy, Debug)]
pub enum Connection<'r> {
    /// It reaches the HTTP routers. With TLS, the handshake was made with these options.
    Http(Option<&'r str>),
    /// A TCP router takes it.
    Tcp(&'r RuntimeRouter),
    /// It is closed in the handshake: its host's TLS options do not exist.
    Closed,
    /// A rule holds something that is not known here.
    Unknown,
}

/// A host that chooses TLS options on an entry point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsHost {
    /// The entry point.
    pub entry_point: String,
    /// A host, `*.` and a domain, or `*` for all others.
    pub host: String,
    /// Qualified name of the options; `None` where they do not exist and handshakes fail.
    pub options: Option<String>,
}

/// The hosts that choose TLS options, of all HTTP routers with TLS that listen.
pub(super) fn tls_hosts(drafts: &BTreeMap<String, Draft>, parts: &Parts) -> Vec<TlsHost> {
    let mut hosts: BTreeMap<(String, String), Option<String>> = BTreeMap::new();
    for draft in drafts.values() {
        let Some(own) = &draft.tls else { continue };
        let Ok(names) = domains(&draft.rule.text, Protocol::Http) else { continue };
        let exists = |options: &str| tls_exists(parts, options).then(|| options.to_owned());
        for entry_point in &draft.using {
            let mut add = |host: &str, options: Option<String>| {
                hosts.insert((entry_point.clone(), host.to_owned()), options);
            };
            if names.is_empty() {
                add("*", exists(tls::DEFAULT));
            }
            if !own.conflicting {
                for host in &names {
                    add(host, exists(&own.resolved));
                }
            }
        }
    }
    hosts.into_iter().map(|((entry_point, host), options)| TlsHost { entry_point, host, options }).collect()
}

/// Who takes the connection that `request` comes by on `entry_point`: several where Traefik leaves it open.
pub(super) fn connect<'r>(runtime: &'r Runtime, entry_point: &str, request: &Request) -> Vec<Connection<'r>> {
    let on = |router: &&RuntimeRouter| {
        router.protocol == Protocol::Tcp && router.entry_points.iter().any(|name| name == entry_point)
    };
    let listening: Vec<&RuntimeRouter> = runtime.routers.iter().filter(on).collect();
    let of = |tls: bool| {
        let routers = listening.iter().copied().filter(|router| router.tls == tls && takes(router)).collect();
        runtime.in_order(routers)
    };
    let (clear, secure) = (of(false), of(true));
    let mut hosts: Vec<&'r TlsHost> =
        runtime.tls_hosts.iter().filter(|host| host.entry_point == entry_point).collect();
    // The longest rule comes first; that of all hosts last.
    hosts.sort_by_key(|host| (host.host == "*", std::cmp::Reverse(host.host.len())));
    let early = request.tls && secure.is_empty() && hosts.is_empty();
    if !request.tls || early {
        let without_name = Request { sni: None, alpn: Some(Vec::new()), ..request.clone() };
        return candidates(&clear, &without_name, |router| match router {
            Some(router) => Connection::Tcp(router),
            None if early => default(runtime),
            None => Connection::Http(None),
        });
    }
    hosts.retain(|host| selects(&host.host, request));
    // Of `x.b.io` and `*.b.io` either may come first: their rules are equally long, and come in the order of a map.
    let best = hosts.first().map(|host| host.host.len());
    let equal: Vec<_> =
        hosts.iter().copied().filter(|host| Some(host.host.len()) == best).map(Some).collect();
    let equal = if equal.is_empty() { vec![None] } else { equal };
    let taken = |host: Option<&'r TlsHost>| {
        candidates(&secure, request, |router| {
            let catch_all =
                router.is_some_and(|router| default_priority(&router.rule_text, Protocol::Tcp) == -1);
            match (host, router) {
                (Some(host), _) if host.host != "*" => handshake(host),
                (_, Some(router)) if !catch_all => tcp(router),
                (Some(host), _) => handshake(host),
                (None, Some(router)) => tcp(router),
                (None, None) => default(runtime),
            }
        })
    };
    equal.into_iter().flat_map(taken).collect()
}

/// Whether a TCP router stands in the table: also one whose TLS options are missing, to close its connections.
fn takes(router: &RuntimeRouter) -> bool {
    router.live || (is_broken(router) && router.rule.is_some())
}

fn is_broken(router: &RuntimeRouter) -> bool {
    router.errors.iter().any(|error| error.text.starts_with("unknown TLS options:"))
}

fn tcp(router: &RuntimeRouter) -> Connection<'_> {
    if is_broken(router) { Connection::Closed } else { Connection::Tcp(router) }
}

fn handshake(host: &TlsHost) -> Connection<'_> {
    host.options.as_deref().map_or(Connection::Closed, |options| Connection::Http(Some(options)))
}

fn default(runtime: &Runtime) -> Connection<'_> {
    if runtime.default_tls { Connection::Http(Some(tls::DEFAULT)) } else { Connection::Closed }
}

/// What becomes of the connection, for each router of `table` that may take it.
fn candidates<'r>(
    table: &[Vec<&'r RuntimeRouter>],
    request: &Request,
    outcome: impl Fn(Option<&'r RuntimeRouter>) -> Connection<'r>,
) -> Vec<Connection<'r>> {
    match table::winner(table, |router| router.rule.as_deref(), request) {
        Winner::None => vec![outcome(None)],
        Winner::One(router) => vec![outcome(Some(router))],
        Winner::Either(routers) => routers.into_iter().map(|router| outcome(Some(router))).collect(),
        Winner::Unknown => vec![Connection::Unknown],
    }
}

/// ``HostSNI(`host`)``
fn selects(host: &str, request: &Request) -> bool {
    let rule = Rule::compile(&format!("HostSNI(`{host}`)"), Protocol::Tcp, RuleSyntax::V3);
    rule.is_ok_and(|rule| rule.matches(request) == Some(true))
}
