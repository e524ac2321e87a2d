//! What matchers there are and what they mean, as data: for hovers, completion and documents.
//!
//! The examples are run as tests.

mod http;
mod http_v2;
mod tcp;

use super::{RuleSyntax, predicate};
use crate::dynamic::Protocol;

/// A matcher of one rule language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MatcherInfo {
    /// Canonical spelling: `PathPrefix`.
    pub name: &'static str,
    /// What its values are called, in order.
    pub parameters: &'static [&'static str],
    /// How many there may be.
    pub arity: Arity,
    /// One sentence: when it matches.
    pub meaning: &'static str,
    /// A request that matches, as expected.
    pub example: Example,
    /// A request that matches, or does not, against expectation.
    pub surprise: Example,
    /// What is surprising about it, in one sentence.
    pub because: &'static str,
}

/// How many values a matcher takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arity {
    /// Exactly one.
    One,
    /// Exactly two.
    Two,
    /// One or two.
    OneOrTwo,
    /// One or more; one that matches is enough.
    Any,
    /// Two by two; all must match.
    Pairs,
}

/// A rule and a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// The rule.
    pub rule: &'static str,
    /// The request: `GET http://a.example/path`, perhaps `with Name: value` or `from 10.0.0.1`;
    /// for TCP `TLS to a.example` or `a connection without TLS`, perhaps `from …`.
    pub request: &'static str,
    /// Whether it matches.
    pub matches: bool,
}

impl Example {
    const fn yes(rule: &'static str, request: &'static str) -> Self {
        Self { rule, request, matches: true }
    }

    const fn no(rule: &'static str, request: &'static str) -> Self {
        Self { rule, request, matches: false }
    }
}

/// The matchers of a rule language, by name. UDP has no rules.
pub fn matchers(protocol: Protocol, syntax: RuleSyntax) -> &'static [MatcherInfo] {
    match (protocol, syntax) {
        (Protocol::Http, RuleSyntax::V3) => &http::MATCHERS,
        (Protocol::Http, RuleSyntax::V2) => &http_v2::MATCHERS,
        (Protocol::Tcp, RuleSyntax::V3) => &tcp::MATCHERS,
        (Protocol::Tcp, RuleSyntax::V2) => &tcp::MATCHERS_V2,
        (Protocol::Udp, _) => &[],
    }
}

/// The matcher that `spelled` names: in its canonical spelling, all lower or upper case, or lower case with one capital.
pub fn find(spelled: &str, protocol: Protocol, syntax: RuleSyntax) -> Option<&'static MatcherInfo> {
    let name = predicate::canonical(spelled, names(protocol, syntax))?;
    matchers(protocol, syntax).iter().find(|matcher| matcher.name == name)
}

const HTTP: [&str; 11] = [
    "ClientIP",
    "Header",
    "HeaderRegexp",
    "Host",
    "HostRegexp",
    "Method",
    "Path",
    "PathPrefix",
    "PathRegexp",
    "Query",
    "QueryRegexp",
];

const HTTP_V2: [&str; 10] = [
    "ClientIP",
    "Headers",
    "HeadersRegexp",
    "Host",
    "HostHeader",
    "HostRegexp",
    "Method",
    "Path",
    "PathPrefix",
    "Query",
];

const HTTP_ALL: [&str; 14] = [
    "ClientIP",
    "Header",
    "HeaderRegexp",
    "Headers",
    "HeadersRegexp",
    "Host",
    "HostHeader",
    "HostRegexp",
    "Method",
    "Path",
    "PathPrefix",
    "PathRegexp",
    "Query",
    "QueryRegexp",
];

const TCP: [&str; 4] = ["ALPN", "ClientIP", "HostSNI", "HostSNIRegexp"];

/// The names of the matchers of a rule language.
pub(super) fn names(protocol: Protocol, syntax: RuleSyntax) -> &'static [&'static str] {
    match (protocol, syntax) {
        (Protocol::Http, RuleSyntax::V3) => &HTTP,
        (Protocol::Http, RuleSyntax::V2) => &HTTP_V2,
        _ => &TCP,
    }
}

/// The names of the matchers of both rule languages.
pub(super) fn all_names(protocol: Protocol) -> &'static [&'static str] {
    if protocol == Protocol::Http { &HTTP_ALL } else { &TCP }
}

#[cfg(test)]
mod tests;
