//! What matchers ask of a request.

use super::query;
use crate::regexp::Regexp;
use crate::request::url::split_host_port;
use crate::request::{Request, routing_path};

use super::address::Network;

/// A matcher's question.
#[derive(Clone, Debug)]
pub(super) enum Test {
    /// Yes, whatever comes.
    Always,
    /// An argument has an unseen part.
    Unknown,
    /// v3's `Host`: an expression in lower case.
    Host(String),
    /// v2's `Host`: any of these, in lower case.
    Hosts(Vec<String>),
    /// v3's `HostRegexp`, on the canonical host.
    HostRegexp(Regexp),
    /// v2's `HostRegexp`, on the host as sent.
    HostTemplates(Vec<Regexp>),
    Path(String),
    PathPrefix(String),
    /// v3's `PathRegexp`, and the paths of v2: any of these.
    PathRegexps(Vec<Regexp>),
    Method(Vec<String>),
    /// All of these: a name, and a value that one field of the name has.
    Headers(Vec<(String, String)>),
    HeaderRegexps(Vec<(String, Regexp)>),
    /// A key, and a value that it has.
    Query(String, String),
    QueryRegexp(String, Regexp),
    /// v2's `Query`, all of these: a key, and an expression for the key, `=` and the first value.
    QueryTemplates(Vec<(String, Regexp)>),
    ClientIp(Vec<Network>),
    /// v3's `HostSNI`: an expression.
    ServerName(String),
    /// v2's `HostSNI`: any of these, in lower case.
    ServerNames(Vec<String>),
    ServerNameRegexps(Vec<Regexp>),
    /// Any of these protocols, offered by the client.
    Alpn(Vec<String>),
}

/// A request and what matchers look at in it.
pub(super) struct Subject<'a> {
    request: &'a Request,
    routing_path: Option<String>,
    query: Vec<(String, String)>,
    server_name: String,
}

impl<'a> Subject<'a> {
    pub(super) fn new(request: &'a Request) -> Self {
        Self {
            request,
            routing_path: routing_path(request),
            query: query::parse(&request.query),
            server_name: request.sni.as_deref().map(|name| super::lower(name.trim())).unwrap_or_default(),
        }
    }
}

impl Test {
    /// The answer; `None` where it cannot be told.
    pub(super) fn matches(&self, subject: &Subject<'_>) -> Option<bool> {
        let request = subject.request;
        match self {
            Self::Always => Some(true),
            Self::Unknown => None,
            Self::Alpn(protocols) => {
                let offered = request.alpn.as_ref()?;
                Some(protocols.iter().any(|protocol| offered.contains(protocol)))
            }
            Self::Host(expr) => Some(host(&request.canonical_host, expr)),
            Self::Hosts(hosts) => Some(hosts_v2(&request.canonical_host, hosts)),
            // The second subject is the name that CNAME flattening gives: none, for it is off. So an expression that
            // matches nothing at all matches every host (matcher.go:139).
            Self::HostRegexp(regexp) => {
                any([request.canonical_host.as_str(), ""].into_iter().map(|host| regexp.is_match(host)))
            }
            Self::HostTemplates(templates) => {
                let host = split_host_port(&request.host).map_or(request.host.as_str(), |(host, _)| host);
                any(templates.iter().map(|template| template.is_match(host)))
            }
            Self::Path(path) => subject.routing_path.as_ref().map(|routing| routing == path),
            Self::PathPrefix(prefix) => {
                subject.routing_path.as_ref().map(|routing| routing.starts_with(prefix.as_str()))
            }
            Self::PathRegexps(regexps) => {
                let routing = subject.routing_path.as_ref()?;
                any(regexps.iter().map(|regexp| regexp.is_match(routing)))
            }
            Self::Method(methods) => Some(methods.contains(&request.method)),
            Self::Headers(headers) => Some(
                headers.iter().all(|(name, value)| request.header_values(name).any(|other| other == value)),
            ),
            Self::HeaderRegexps(headers) => all(headers
                .iter()
                .map(|(name, regexp)| any(request.header_values(name).map(|value| regexp.is_match(value))))),
            Self::Query(key, value) => {
                Some(subject.query.iter().any(|(other, found)| other == key && found == value))
            }
            Self::QueryRegexp(key, regexp) => {
                let values = subject.query.iter().filter(|(other, _)| other == key);
                any(values.map(|(_, value)| regexp.is_match(value)))
            }
            Self::QueryTemplates(templates) => all(templates.iter().map(|(key, regexp)| {
                let first = subject.query.iter().find(|(other, _)| other == key);
                regexp.is_match(&first.map(|(_, value)| format!("{key}={value}")).unwrap_or_default())
            })),
            Self::ClientIp(networks) => {
                let address = request.client_ip?;
                Some(networks.iter().any(|network| network.contains(address)))
            }
            Self::ServerName(expr) => {
                Some(!subject.server_name.is_empty() && domain_matches(&subject.server_name, expr))
            }
            Self::ServerNames(names) => Some(server_names_v2(&subject.server_name, names)),
            Self::ServerNameRegexps(regexps) => {
                any(regexps.iter().map(|regexp| regexp.is_match(&subject.server_name)))
            }
        }
    }

    /// The regular expressions in it.
    pub(super) fn regexps(&self) -> Vec<&Regexp> {
        match self {
            Self::HostRegexp(regexp) | Self::QueryRegexp(_, regexp) => vec![regexp],
            Self::HostTemplates(all) | Self::PathRegexps(all) | Self::ServerNameRegexps(all) => {
                all.iter().collect()
            }
            Self::HeaderRegexps(pairs) | Self::QueryTemplates(pairs) => {
                pairs.iter().map(|(_, regexp)| regexp).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The same, to be changed.
    pub(super) fn regexps_mut(&mut self) -> Vec<&mut Regexp> {
        match self {
            Self::HostRegexp(regexp) | Self::QueryRegexp(_, regexp) => vec![regexp],
            Self::HostTemplates(all) | Self::PathRegexps(all) | Self::ServerNameRegexps(all) => {
                all.iter_mut().collect()
            }
            Self::HeaderRegexps(pairs) | Self::QueryTemplates(pairs) => {
                pairs.iter_mut().map(|(_, regexp)| regexp).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// One yes is yes; without it one unknown is unknown.
fn any(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut found = Some(false);
    for answer in answers {
        match answer {
            Some(true) => return Some(true),
            Some(false) => {}
            None => found = None,
        }
    }
    found
}

/// One no is no; without it one unknown is unknown.
fn all(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    any(answers.map(|answer| answer.map(|yes| !yes))).map(|no| !no)
}

/// v3's `Host` (pkg/muxer/http/matcher.go:88). A trailing dot of either side may be missing on the other.
fn host(host: &str, expr: &str) -> bool {
    if host.is_empty() {
        return false;
    }
    domain_matches(host, expr)
        || expr.strip_suffix('.').is_some_and(|expr| domain_matches(host, expr))
        || host.strip_suffix('.').is_some_and(|host| domain_matches(host, expr))
}

/// A `*` stands for the first label, whatever is behind it in that label (pkg/muxer/muxer.go:19).
fn domain_matches(domain: &str, expr: &str) -> bool {
    if !expr.starts_with('*') {
        return domain.eq_ignore_ascii_case(expr);
    }
    match domain.split_once('.') {
        Some((_, parent)) => expr.strip_prefix("*.").is_some_and(|expr| parent.eq_ignore_ascii_case(expr)),
        None => expr == "*",
    }
}

/// v2's `Host` (pkg/muxer/http/matcher_v2.go:109).
fn hosts_v2(host: &str, hosts: &[String]) -> bool {
    !host.is_empty()
        && hosts.iter().any(|expected| {
            host == expected
                || expected.strip_suffix('.').is_some_and(|expected| host == expected)
                || host.strip_suffix('.').is_some_and(|host| host == expected)
        })
}

/// v2's `HostSNI` (pkg/muxer/tcp/matcher_v2.go:104): a `*` in the first place takes clients without a name, too.
fn server_names_v2(name: &str, names: &[String]) -> bool {
    if names.first().is_some_and(|first| first == "*") {
        return true;
    }
    let matches = |expected: &String| {
        expected == "*" || expected == name || expected.strip_suffix('.').is_some_and(|e| e == name)
    };
    !name.is_empty() && names.iter().any(matches)
}
