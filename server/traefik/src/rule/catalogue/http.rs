//! v3's HTTP matchers.

use super::{Arity, Example, MatcherInfo};

pub(super) const MATCHERS: [MatcherInfo; 11] = [
    MatcherInfo {
        name: "ClientIP",
        parameters: &["address"],
        arity: Arity::One,
        meaning: "The peer of the connection has this address, or one in this network (`address/bits`).",
        example: Example::yes("ClientIP(`10.0.0.0/8`)", "GET http://a.example/ from 10.1.2.3"),
        surprise: Example::no(
            "ClientIP(`10.0.0.0/8`)",
            "GET http://a.example/ with X-Forwarded-For: 10.1.2.3 from 192.0.2.1",
        ),
        because: "Behind another proxy the peer is that proxy: X-Forwarded-For is never looked at.",
    },
    MatcherInfo {
        name: "Header",
        parameters: &["name", "value"],
        arity: Arity::Two,
        meaning: "A header field of this name, in any case, has exactly this value.",
        example: Example::yes("Header(`X-Team`, `red`)", "GET http://a.example/ with x-team: red"),
        surprise: Example::no("Header(`Host`, `a.example`)", "GET http://a.example/"),
        because: "The host is no header field here, so `Host` never matches; and values keep their case.",
    },
    MatcherInfo {
        name: "HeaderRegexp",
        parameters: &["name", "regexp"],
        arity: Arity::Two,
        meaning: "The regular expression matches anywhere in a value of the header field of this name.",
        example: Example::yes(
            "HeaderRegexp(`User-Agent`, `^curl/`)",
            "GET http://a.example/ with User-Agent: curl/8.5",
        ),
        surprise: Example::yes(
            "HeaderRegexp(`X-Team`, `red`)",
            "GET http://a.example/ with X-Team: shredder",
        ),
        because: "The expression is not anchored: write `^red$` for exactly that.",
    },
    MatcherInfo {
        name: "Host",
        parameters: &["host"],
        arity: Arity::One,
        meaning: "The request's host is this one, whatever its case, port or trailing dot; `*.` stands for exactly one \
                  label, `*` for any host.",
        example: Example::yes("Host(`a.example`)", "GET http://A.example:8080/"),
        surprise: Example::no("Host(`*.example.com`)", "GET http://a.b.example.com/"),
        because: "The wildcard is one label: neither `example.com` nor `a.b.example.com` is meant.",
    },
    MatcherInfo {
        name: "HostRegexp",
        parameters: &["regexp"],
        arity: Arity::One,
        meaning: "The regular expression matches anywhere in the request's host, without port and in lower case.",
        example: Example::yes(r"HostRegexp(`^[a-z]+\.example\.com$`)", "GET http://shop.example.com/"),
        surprise: Example::yes("HostRegexp(`example.com`)", "GET http://example-com.evil.test/"),
        because: "The expression is not anchored, and its dots stand for any character: write `^example\\.com$`.",
    },
    MatcherInfo {
        name: "Method",
        parameters: &["method"],
        arity: Arity::One,
        meaning: "The request has this method; the rule may write it in any case.",
        example: Example::yes("Method(`get`)", "GET http://a.example/"),
        surprise: Example::no("Method(`GET`)", "HEAD http://a.example/"),
        because: "Only this method: HEAD and OPTIONS (which browsers send before others) are methods of their own.",
    },
    MatcherInfo {
        name: "Path",
        parameters: &["path"],
        arity: Arity::One,
        meaning: "The request's path is exactly this one, case included; escapes of reserved characters stay escaped.",
        example: Example::yes("Path(`/api`)", "GET http://a.example/api?page=2"),
        surprise: Example::no("Path(`/api`)", "GET http://a.example/api/"),
        because: "A slash at the end makes another path.",
    },
    MatcherInfo {
        name: "PathPrefix",
        parameters: &["prefix"],
        arity: Arity::One,
        meaning: "The request's path starts with these characters, case included.",
        example: Example::yes("PathPrefix(`/api`)", "GET http://a.example/api/users"),
        surprise: Example::yes("PathPrefix(`/api`)", "GET http://a.example/apix"),
        because: "Segments do not matter, only characters: ``Path(`/api`) || PathPrefix(`/api/`)`` is what most mean.",
    },
    MatcherInfo {
        name: "PathRegexp",
        parameters: &["regexp"],
        arity: Arity::One,
        meaning: "The regular expression matches anywhere in the request's path.",
        example: Example::yes("PathRegexp(`^/users/[0-9]+$`)", "GET http://a.example/users/7"),
        surprise: Example::yes("PathRegexp(`/users`)", "GET http://a.example/admin/users-of-others"),
        because: "The expression is not anchored: start it with `^`.",
    },
    MatcherInfo {
        name: "Query",
        parameters: &["name", "value"],
        arity: Arity::OneOrTwo,
        meaning: "A query parameter of this name has exactly this value, both decoded; without a value it must be there \
                  and empty.",
        example: Example::yes("Query(`mobile`, `true`)", "GET http://a.example/?mobile=true"),
        surprise: Example::no("Query(`mobile`)", "GET http://a.example/?mobile=true"),
        because: "With one value it is no test of presence: only `?mobile` and `?mobile=` match.",
    },
    MatcherInfo {
        name: "QueryRegexp",
        parameters: &["name", "regexp"],
        arity: Arity::OneOrTwo,
        meaning: "The regular expression matches anywhere in a value of the query parameter of this name; without it the \
                  parameter must be there and empty.",
        example: Example::yes("QueryRegexp(`page`, `^[0-9]+$`)", "GET http://a.example/?page=12"),
        surprise: Example::no("QueryRegexp(`page`)", "GET http://a.example/?page=12"),
        because: "With one value it is `Query`: only `?page` and `?page=` match. For presence write `.*` behind the name.",
    },
];
