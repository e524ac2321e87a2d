//! v2's HTTP matchers.

use super::{Arity, Example, MatcherInfo};

pub(super) const MATCHERS: [MatcherInfo; 10] = [
    MatcherInfo {
        name: "ClientIP",
        parameters: &["address"],
        arity: Arity::Any,
        meaning: "The peer of the connection has one of these addresses, or one in one of these networks.",
        example: Example::yes("ClientIP(`10.0.0.0/8`, `192.0.2.1`)", "GET http://a.example/ from 192.0.2.1"),
        surprise: Example::no(
            "ClientIP(`10.0.0.0/8`)",
            "GET http://a.example/ with X-Forwarded-For: 10.1.2.3 from 192.0.2.1",
        ),
        because: "Behind another proxy the peer is that proxy: X-Forwarded-For is never looked at.",
    },
    MatcherInfo {
        name: "Headers",
        parameters: &["name", "value"],
        arity: Arity::Pairs,
        meaning: "Header fields of all these names have exactly these values.",
        example: Example::yes("Headers(`X-Team`, `red`)", "GET http://a.example/ with X-Team: red"),
        surprise: Example::no("Headers(`Host`, `a.example`)", "GET http://a.example/"),
        because: "The host is no header field here, so `Host` never matches; and values keep their case.",
    },
    MatcherInfo {
        name: "HeadersRegexp",
        parameters: &["name", "regexp"],
        arity: Arity::Pairs,
        meaning: "The regular expressions match anywhere in values of the header fields of all these names.",
        example: Example::yes(
            "HeadersRegexp(`User-Agent`, `^curl/`)",
            "GET http://a.example/ with User-Agent: curl/8.5",
        ),
        surprise: Example::yes(
            "HeadersRegexp(`X-Team`, `red`)",
            "GET http://a.example/ with X-Team: shredder",
        ),
        because: "The expression is not anchored: write `^red$` for exactly that.",
    },
    MatcherInfo {
        name: "Host",
        parameters: &["host"],
        arity: Arity::Any,
        meaning: "The request's host is one of these, whatever its case, port or trailing dot.",
        example: Example::yes("Host(`a.example`, `b.example`)", "GET http://b.example:8080/"),
        surprise: Example::no("Host(`*.example.com`)", "GET http://a.example.com/"),
        because: "v2 knows no wildcards: that is ``HostRegexp(`{name:.+}.example.com`)``.",
    },
    MatcherInfo {
        name: "HostHeader",
        parameters: &["host"],
        arity: Arity::Any,
        meaning: "The same as `Host`.",
        example: Example::yes("HostHeader(`a.example`)", "GET http://a.example/"),
        surprise: Example::no("HostHeader(`*.example.com`)", "GET http://a.example.com/"),
        because: "v2 knows no wildcards, and no certificate is asked for hosts that only `HostHeader` names.",
    },
    MatcherInfo {
        name: "HostRegexp",
        parameters: &["template"],
        arity: Arity::Any,
        meaning: "The request's whole host fits one of these templates: text as it is, `{name:regexp}`, or `{name}` for \
                  one label; case does not matter.",
        example: Example::yes("HostRegexp(`{sub:[a-z]+}.example.com`)", "GET http://shop.example.com/"),
        surprise: Example::no("HostRegexp(`[a-z]+.example.com`)", "GET http://shop.example.com/"),
        because: "Outside of braces nothing is a regular expression.",
    },
    MatcherInfo {
        name: "Method",
        parameters: &["method"],
        arity: Arity::Any,
        meaning: "The request has one of these methods; the rule may write them in any case.",
        example: Example::yes("Method(`GET`, `POST`)", "POST http://a.example/"),
        surprise: Example::no("Method(`GET`)", "HEAD http://a.example/"),
        because: "Only these methods: HEAD and OPTIONS are methods of their own.",
    },
    MatcherInfo {
        name: "Path",
        parameters: &["template"],
        arity: Arity::Any,
        meaning: "The request's whole path fits one of these templates: text as it is, `{name:regexp}`, or `{name}` for \
                  one segment.",
        example: Example::yes("Path(`/users/{id:[0-9]+}`, `/me`)", "GET http://a.example/users/7"),
        surprise: Example::no("Path(`/users/{id}`)", "GET http://a.example/users/7/posts"),
        because: "`{id}` is one segment, and the whole path must fit.",
    },
    MatcherInfo {
        name: "PathPrefix",
        parameters: &["template"],
        arity: Arity::Any,
        meaning: "The start of the request's path fits one of these templates.",
        example: Example::yes("PathPrefix(`/users/{id}`)", "GET http://a.example/users/7/posts"),
        surprise: Example::yes("PathPrefix(`/api`)", "GET http://a.example/apix"),
        because: "Segments do not matter, only characters.",
    },
    MatcherInfo {
        name: "Query",
        parameters: &["name=template"],
        arity: Arity::Any,
        meaning: "For all of these, the first value of the query parameter fits the template; nothing behind `=` lets any \
                  value through.",
        example: Example::yes("Query(`mobile=true`, `page=`)", "GET http://a.example/?page=2&mobile=true"),
        surprise: Example::no("Query(`mobile=true`)", "GET http://a.example/?mobile=false&mobile=true"),
        because: "Only the first value of a parameter is looked at.",
    },
];
