//! `redirectScheme` and `redirectRegex` (pkg/middlewares/redirect/*.go).

use syntax::Text;

use super::{Outcome, expression, unseen, value};
use crate::regexp::Regexp;
use crate::request::Request;
use crate::request::url::{Url, split_host_port};

/// Redirects a client that asked by another scheme or port. The port it used is dropped unless one is configured.
pub fn scheme(scheme: Option<&Text>, port: Option<&Text>, permanent: bool, request: &mut Request) -> Outcome {
    if let Some(outcome) = unseen(scheme.into_iter().chain(port)) {
        return outcome;
    }
    let (scheme, port) = (value(scheme), value(port));
    let port =
        if port.is_empty() || is_default_port(scheme, port) { String::new() } else { format!(":{port}") };
    let before = client_url(request);
    // The configured texts go through a replacement template, where a `$` would mean a group.
    rewrite(SCHEME_PATTERN, &format!("{scheme}://${{2}}{port}${{4}}"), &before, permanent, request)
}

/// Redirects a client whose URL, with scheme, host, port and query, the expression matches and changes.
pub fn regex(
    regex: Option<&Text>,
    replacement: Option<&Text>,
    permanent: bool,
    request: &mut Request,
) -> Outcome {
    if let Some(outcome) = unseen(regex.into_iter().chain(replacement)) {
        return outcome;
    }
    let before = raw_url(request);
    rewrite(value(regex), value(replacement), &before, permanent, request)
}

/// The groups of the URL that is redirected (redirect_scheme.go:17).
const SCHEME_PATTERN: &str = r"^(https?:\/\/)?(\[[\w:.]+\]|[\w\._-]+)?(:\d+)?(.*)$";

fn rewrite(regex: &str, replacement: &str, before: &str, permanent: bool, request: &mut Request) -> Outcome {
    let Ok(expression) = Regexp::compile(regex) else { return Outcome::Next };
    let engine = match expression::engine(&expression) {
        Ok(engine) => engine,
        Err(unknown) => return unknown,
    };
    if !engine.is_match(before) {
        return Outcome::Next;
    }
    let after = expression::replace_all(&expression, engine, before, replacement);
    go(before, &after, permanent, request)
}

/// What the client asked for, as `redirectScheme` sees it: default ports dropped, `X-Forwarded-Proto` honoured.
fn client_url(request: &Request) -> String {
    let (host, port) = match split_host_port(&request.host) {
        Some((host, port)) => (host, format!(":{port}")),
        None => (request.host.as_str(), String::new()),
    };
    let (mut scheme, host, mut port, uri) = override_by_uri(request, host, port);
    if request.tls {
        scheme = "https";
    }
    let proto = request.header("X-Forwarded-Proto");
    if proto.eq_ignore_ascii_case("http") || proto.eq_ignore_ascii_case("ws") {
        scheme = "http";
    } else if proto.eq_ignore_ascii_case("https") || proto.eq_ignore_ascii_case("wss") {
        scheme = "https";
    }
    if port.strip_prefix(':').is_some_and(|port| is_default_port(scheme, port)) {
        port.clear();
    }
    format!("{scheme}://{host}{port}{uri}")
}

/// What the client asked for, as `redirectRegex` sees it: the host as sent, with its port.
fn raw_url(request: &Request) -> String {
    let (mut scheme, host, port, uri) = override_by_uri(request, &request.host, String::new());
    if request.tls {
        scheme = "https";
    }
    format!("{scheme}://{host}{port}{uri}")
}

/// A target that names a scheme brings its own host and port (redirect.go:18):
/// `^(https?):\/\/(\[[\w:.]+\]|[\w\._-]+)?(:\d+)?(.*)$`.
fn override_by_uri<'r>(
    request: &'r Request,
    host: &'r str,
    port: String,
) -> (&'r str, &'r str, String, &'r str) {
    let uri = request.request_uri.as_str();
    let absolute = ["https", "http"]
        .into_iter()
        .find_map(|scheme| Some((scheme, uri.strip_prefix(scheme)?.strip_prefix("://")?)));
    let Some((scheme, rest)) = absolute else { return ("http", host, port, uri) };
    let (own_host, rest) = rest.split_at(host_length(rest));
    let digits = rest.strip_prefix(':').map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
    let (own_port, rest) = rest.split_at(if digits == 0 { 0 } else { digits + 1 });
    let host = if own_host.is_empty() { host } else { own_host };
    let port = if own_port.is_empty() { port } else { own_port.to_owned() };
    (scheme, host, port, rest)
}

/// How much of `text` is a host: `[…]` with an address, or word characters, dots and dashes.
fn host_length(text: &str) -> usize {
    let word = |b: &u8| b.is_ascii_alphanumeric() || b"_.".contains(b);
    if let Some(inside) = text.strip_prefix('[') {
        let length = inside.bytes().take_while(|b| word(b) || *b == b':').count();
        return if length > 0 && inside.as_bytes().get(length) == Some(&b']') { length + 2 } else { 0 };
    }
    text.bytes().take_while(|b| word(b) || *b == b'-').count()
}

fn is_default_port(scheme: &str, port: &str) -> bool {
    matches!((scheme, port), ("http", "80") | ("https", "443"))
}

fn go(before: &str, after: &str, permanent: bool, request: &mut Request) -> Outcome {
    // An error of Go's URL parser counts as one of the network (vulcand/oxy utils/handler.go).
    let Ok(url) = Url::parse(after) else { return Outcome::status(502) };
    if before == after {
        request.request_uri = url.request_uri();
        request.set_url(url);
        return Outcome::Next;
    }
    let status = match (permanent, request.method == "GET") {
        (false, true) => 302,
        (false, false) => 307,
        (true, true) => 301,
        (true, false) => 308,
    };
    Outcome::Respond { status, location: Some(url.to_string()), headers: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{text, unknown};
    use super::*;
    use crate::dynamic::Effect;
    use crate::middleware::apply;

    fn check(effect: &Effect, method: &str, url: &str, header: Option<&str>, want: &str) {
        let mut request = Request::from_url(method, url).unwrap();
        if let Some(proto) = header {
            request.add_header("X-Forwarded-Proto", proto);
        }
        let got = match apply(effect, &mut request) {
            Outcome::Respond { status, location, .. } => {
                format!("{status} {}", location.unwrap_or_default()).trim_end().to_owned()
            }
            other => format!("{other:?}"),
        };
        assert_eq!(got, want, "{method} {url} through {effect:?}");
    }

    fn to_scheme(scheme: &str, port: &str, permanent: bool) -> Effect {
        Effect::RedirectScheme { scheme: Some(text(scheme)), port: Some(text(port)), permanent }
    }

    #[test]
    fn another_scheme() {
        let https = to_scheme("https", "", false);
        check(&https, "GET", "http://foo/a?b", None, "302 https://foo/a?b");
        check(&https, "GET", "http://foo:8080/a", None, "302 https://foo/a");
        check(&https, "POST", "http://foo/", None, "307 https://foo/");
        check(&https, "GET", "https://foo/", None, "Next");
        check(&https, "GET", "http://foo/", Some("https"), "Next");
        check(&https, "GET", "https://foo:8443/", None, "302 https://foo/");
        check(&https, "GET", "http://[::1]:80/x", None, "502");
        check(&to_scheme("https", "8443", true), "GET", "http://foo/", None, "301 https://foo:8443/");
        check(&to_scheme("https", "443", true), "HEAD", "http://foo:80/", None, "308 https://foo/");
        check(&to_scheme("http", "80", false), "GET", "http://foo:80/", None, "Next");
        let unseen = Effect::RedirectScheme { scheme: Some(unknown()), port: None, permanent: false };
        check(&unseen, "GET", "http://foo/", None, "Unknown(\"DOMAIN\")");
    }

    #[test]
    fn another_url() {
        let regex = |regex: &str, replacement: &str| Effect::RedirectRegex {
            regex: Some(text(regex)),
            replacement: Some(text(replacement)),
            permanent: false,
        };
        let www = regex("^https?://www\\.(.*)", "https://${1}");
        check(&www, "GET", "http://www.a.io:80/x?y", None, "302 https://a.io:80/x?y");
        check(&www, "GET", "http://a.io/x", None, "Next");
        // Only the connection decides the scheme here.
        check(&regex("^http:(.*)", "https:$1"), "GET", "http://a/", Some("https"), "302 https://a/");
        check(&regex("(.*)", "$1"), "GET", "http://a/", None, "Next");
        check(&regex("^.*$", "http://a/%zz"), "GET", "http://a/", None, "502");
        check(&regex("^.*$", "http://a/b c"), "GET", "http://a/", None, "302 http://a/b%20c");
    }
}
