//! TCP's matchers, v3 and v2.

use super::{Arity, Example, MatcherInfo};

pub(super) const MATCHERS: [MatcherInfo; 4] = [
    MatcherInfo {
        name: "ALPN",
        parameters: &["protocol"],
        arity: Arity::One,
        meaning: "The TLS client offers this application protocol.",
        example: Example::yes("ALPN(`h2`)", "TLS to a.example offering h2, http/1.1"),
        surprise: Example::no("ALPN(`h2`)", "a connection without TLS"),
        because: "Protocols are offered in the TLS handshake: without TLS there are none.",
    },
    MatcherInfo {
        name: "ClientIP",
        parameters: &["address"],
        arity: Arity::One,
        meaning: "The peer of the connection has this address, or one in this network (`address/bits`).",
        example: Example::yes("ClientIP(`10.0.0.0/8`)", "a connection without TLS from 10.1.2.3"),
        surprise: Example::no("ClientIP(`::/0`)", "a connection without TLS from 10.1.2.3"),
        because: "IPv4 addresses are in no IPv6 network.",
    },
    MatcherInfo {
        name: "HostSNI",
        parameters: &["host"],
        arity: Arity::One,
        meaning: "The TLS client asks for this server name; `*.` stands for exactly one label, `*` for anything, also for \
                  connections without TLS.",
        example: Example::yes("HostSNI(`db.example`)", "TLS to DB.example"),
        surprise: Example::no("HostSNI(`db.example`)", "a connection without TLS"),
        because: "Without TLS no name is sent: only `*` matches then.",
    },
    MatcherInfo {
        name: "HostSNIRegexp",
        parameters: &["regexp"],
        arity: Arity::One,
        meaning: "The regular expression matches anywhere in the server name that the TLS client asks for, in lower case.",
        example: Example::yes(r"HostSNIRegexp(`^db-[0-9]+\.example$`)", "TLS to db-7.example"),
        surprise: Example::yes("HostSNIRegexp(`.*`)", "a connection without TLS"),
        because: "Without TLS the name is empty, and an expression that matches nothing at all matches it.",
    },
];

pub(super) const MATCHERS_V2: [MatcherInfo; 4] = [
    MatcherInfo {
        name: "ALPN",
        parameters: &["protocol"],
        arity: Arity::Any,
        meaning: "The TLS client offers one of these application protocols.",
        example: Example::yes("ALPN(`h2`, `http/1.1`)", "TLS to a.example offering h2, http/1.1"),
        surprise: Example::no("ALPN(`h2`)", "a connection without TLS"),
        because: "Protocols are offered in the TLS handshake: without TLS there are none.",
    },
    MatcherInfo {
        name: "ClientIP",
        parameters: &["address"],
        arity: Arity::Any,
        meaning: "The peer of the connection has one of these addresses, or one in one of these networks.",
        example: Example::yes("ClientIP(`10.0.0.0/8`, `::1`)", "a connection without TLS from 10.1.2.3"),
        surprise: Example::no("ClientIP(`::/0`)", "a connection without TLS from 10.1.2.3"),
        because: "IPv4 addresses are in no IPv6 network.",
    },
    MatcherInfo {
        name: "HostSNI",
        parameters: &["host"],
        arity: Arity::Any,
        meaning: "The TLS client asks for one of these server names; `*` in the first place stands for anything, also for \
                  connections without TLS.",
        example: Example::yes("HostSNI(`db.example`, `cache.example`)", "TLS to cache.example"),
        surprise: Example::no("HostSNI(`db.example`, `*`)", "a connection without TLS"),
        because: "Without TLS no name is sent: only a `*` in the first place matches then.",
    },
    MatcherInfo {
        name: "HostSNIRegexp",
        parameters: &["template"],
        arity: Arity::Any,
        meaning: "The whole server name that the TLS client asks for fits one of these templates: text as it is, \
                  `{name:regexp}`, or `{name}` for one label.",
        example: Example::yes("HostSNIRegexp(`{name:[a-z]+}.example`)", "TLS to db.example"),
        surprise: Example::no("HostSNIRegexp(`[a-z]+.example`)", "TLS to db.example"),
        because: "Outside of braces nothing is a regular expression.",
    },
];
