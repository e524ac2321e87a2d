//! What an entry point does to a request before it routes, in Traefik's order: Go's server, then the handlers around
//! the muxer, outermost first (pkg/server/server_entrypoint_tcp.go:620-740, 3.7.13).

use syntax::Text;

use crate::install::EntryPoint;
use crate::middleware::{Outcome, address, unseen};

use super::{Request, canonical_host, fields, url};

/// Header fields that Traefik manages: a client that is not trusted cannot set them
/// (pkg/middlewares/forwardedheaders/forwarded_header.go:36).
const FORWARDED: [&str; 11] = [
    "X-Forwarded-Proto",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Port",
    "X-Forwarded-Server",
    "X-Forwarded-Uri",
    "X-Forwarded-Method",
    "X-Forwarded-Prefix",
    "X-Forwarded-Tls-Client-Cert",
    "X-Forwarded-Tls-Client-Cert-Info",
    "X-Real-Ip",
];

/// Takes `request` in at `entry_point` (with default options where none is known) and makes it what rules see.
pub fn enter(request: &mut Request, entry_point: Option<&EntryPoint>) -> Outcome {
    let steps = [
        read,
        alias_headers,
        deny_fragment,
        normalize_path,
        sanitize_path,
        query_semicolons,
        forwarded_headers,
        decorate,
    ];
    for step in steps {
        let outcome = step(request, entry_point);
        if outcome != Outcome::Next {
            return outcome;
        }
    }
    Outcome::Next
}

const BAD_REQUEST: Outcome = Outcome::status(400);

/// What Go's server does with the request line and the `Host` header (net/http/request.go:1079, server.go:1008),
/// and Traefik's first handler, which refuses an opaque target.
fn read(request: &mut Request, _: Option<&EntryPoint>) -> Outcome {
    let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    let host_byte = |b: u8| b.is_ascii_alphanumeric() || b"!$%&()*+,-.:;=['_~]".contains(&b);
    // White space around a field's value is none of it (net/textproto/reader.go, readMIMEHeader).
    request.host = request.host.trim_matches([' ', '\t']).to_owned();
    if request.method.is_empty()
        || !request.method.bytes().all(token)
        || request.request_uri.contains(' ')
        || !request.host.bytes().all(host_byte)
    {
        return BAD_REQUEST;
    }
    let Ok(url) = request.target_url() else { return BAD_REQUEST };
    if request.request_uri == "*" && request.method == "OPTIONS" {
        // Go answers this itself.
        return Outcome::status(200);
    }
    if !url.opaque.is_empty() {
        return BAD_REQUEST;
    }
    if !url.host.is_empty() {
        url.host.clone_into(&mut request.host);
    }
    request.set_url(url);
    Outcome::Next
}

/// `aliasHeadersStrategy`, and where it is not set the older `underscoreHeadersStrategy`.
fn alias_headers(request: &mut Request, entry_point: Option<&EntryPoint>) -> Outcome {
    let Some(options) = entry_point.map(|entry_point| &entry_point.options) else { return Outcome::Next };
    let (strategy, underscores) = match (&options.alias_headers, &options.underscore_headers) {
        (Some(strategy), _) if !strategy.as_str().is_empty() => (strategy, false),
        (_, Some(strategy)) => (strategy, true),
        _ => return Outcome::Next,
    };
    if let Some(outcome) = unseen([strategy]) {
        return outcome;
    }
    let aliases = |name: &str| {
        if underscores {
            name.contains('_')
        } else {
            !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        }
    };
    match strategy.as_str() {
        "reject" if request.headers.iter().any(|(name, _)| aliases(name)) => return BAD_REQUEST,
        "delete" => request.headers.retain(|(name, _)| !aliases(name)),
        _ => {}
    }
    Outcome::Next
}

fn deny_fragment(request: &mut Request, _: Option<&EntryPoint>) -> Outcome {
    if request.raw_path.contains('#') { BAD_REQUEST } else { Outcome::Next }
}

/// Writes the escapes of the raw path in upper case, and those of unreserved characters as the characters.
fn normalize_path(request: &mut Request, _: Option<&EntryPoint>) -> Outcome {
    if request.raw_path.is_empty() {
        return Outcome::Next;
    }
    let raw = super::bytes::bytes(&request.raw_path);
    let mut normalized = String::with_capacity(raw.len());
    let mut at = 0;
    while let Some(&byte) = raw.get(at) {
        at += 1;
        if byte != b'%' {
            // A byte that is no ASCII becomes the character of that number, as in Traefik. The raw path is then no
            // longer an encoding of the path, and Go falls back to the path's own.
            normalized.push(char::from(byte));
            continue;
        }
        let Some([high, low]) = raw.get(at..at + 2) else { return BAD_REQUEST };
        at += 2;
        let escape = [*high, *low].map(|b| char::from(b.to_ascii_uppercase()));
        let value = u8::from_str_radix(&String::from_iter(escape), 16).ok();
        if let Some(unreserved) = value.filter(|b| b.is_ascii_alphanumeric() || b"-._~".contains(b)) {
            normalized.push(char::from(unreserved));
        } else {
            normalized.push('%');
            normalized.extend(escape);
        }
    }
    if normalized != request.raw_path {
        request.raw_path = normalized;
        request.update_request_uri();
    }
    Outcome::Next
}

/// `http.sanitizePath`: resolves `.`, `..` and double slashes.
fn sanitize_path(request: &mut Request, entry_point: Option<&EntryPoint>) -> Outcome {
    if entry_point.is_none_or(|entry_point| entry_point.sanitize_path) {
        let (path, raw_path) = url::clean(&request.path, &request.raw_path);
        request.set_path(path, raw_path);
    }
    Outcome::Next
}

/// Without `http.encodeQuerySemicolons` they separate like `&`, but the request URI keeps them for redirections.
fn query_semicolons(request: &mut Request, entry_point: Option<&EntryPoint>) -> Outcome {
    if !request.query.contains(';') {
        return Outcome::Next;
    }
    if entry_point.is_some_and(|entry_point| entry_point.options.encode_query_semicolons) {
        request.query = request.query.replace(';', "%3B");
        request.update_request_uri();
    } else {
        request.query = request.query.replace(';', "&");
    }
    Outcome::Next
}

/// Removes the managed fields of clients that are not trusted, fills them anew, and takes out what `Connection` names.
/// `X-Forwarded-Server` is left out: the files do not tell the machine's name.
pub fn forwarded_headers(request: &mut Request, entry_point: Option<&EntryPoint>) -> Outcome {
    let options = entry_point.map(|entry_point| &entry_point.options);
    let trusted = match options {
        Some(options) if options.forwarded_insecure => Some(true),
        Some(options) if !options.forwarded_trusted.is_empty() => {
            request.client_ip.and_then(|ip| address::in_ranges(ip, &options.forwarded_trusted))
        }
        _ => Some(false),
    };
    match trusted {
        Some(false) => request.headers.retain(|(name, _)| !is_managed(name)),
        None if request.headers.iter().any(|(name, _)| is_managed(name)) => {
            return Outcome::Unknown("whether the client is one of forwardedHeaders.trustedIPs".to_owned());
        }
        Some(true) | None => {}
    }
    fill_forwarded(request);
    remove_connection_headers(request, options.map_or(&[], |options| &options.forwarded_connection));
    request.forwarded_as_is = options.is_some_and(|options| options.forwarded_as_is);
    Outcome::Next
}

/// Whether Traefik manages the field, underscores counting as dashes.
pub(crate) fn is_managed(name: &str) -> bool {
    let name = name.replace('_', "-");
    FORWARDED.iter().any(|known| known.eq_ignore_ascii_case(&name))
}

/// Fixes the host that rules see: a middleware behind does not change it.
fn decorate(request: &mut Request, _: Option<&EntryPoint>) -> Outcome {
    request.canonical_host = canonical_host(&request.host);
    Outcome::Next
}

fn fill_forwarded(request: &mut Request) {
    request.remove_header("X-Forwarded-Server");
    let websocket = has_token(request, "Connection", "upgrade") && has_token(request, "Upgrade", "websocket");
    let proto = match (websocket, request.tls) {
        (true, true) => "wss",
        (true, false) => "ws",
        (false, true) => "https",
        (false, false) => "http",
    };
    if let Some(ip) = request.client_ip {
        set_if_empty(request, "X-Real-Ip", &ip.to_string());
    }
    set_if_empty(request, "X-Forwarded-Proto", proto);
    let port = match url::split_host_port(&request.host) {
        Some((_, port)) if !port.is_empty() => port.to_owned(),
        _ if request.tls || matches!(request.header("X-Forwarded-Proto"), "https" | "wss") => {
            "443".to_owned()
        }
        _ => "80".to_owned(),
    };
    set_if_empty(request, "X-Forwarded-Port", &port);
    if !request.host.is_empty() {
        let host = request.host.clone();
        set_if_empty(request, "X-Forwarded-Host", &host);
    }
    let chain: Vec<&str> = request.header_values("X-Forwarded-For").collect();
    if !chain.is_empty() {
        let chain = chain.join(", ");
        request.set_header("X-Forwarded-For", &chain);
    }
}

fn set_if_empty(request: &mut Request, name: &str, value: &str) {
    if request.header(name).is_empty() {
        request.set_header(name, value);
    }
}

fn has_token(request: &Request, name: &str, token: &str) -> bool {
    request.header(name).split(',').any(|part| part.trim().eq_ignore_ascii_case(token))
}

/// Takes out what `Connection` names, but for managed fields and those that `kept` lists
/// (forwarded_header.go:190).
fn remove_connection_headers(request: &mut Request, kept: &[Text]) {
    let upgrade = if fields::has_token(&request.headers, "Connection", "Upgrade") {
        request.header("Upgrade").to_owned()
    } else {
        String::new()
    };
    let named: Vec<String> = request
        .header_values("Connection")
        .flat_map(|value| value.split(','))
        .map(|name| fields::canonical(name.trim()))
        .filter(|name| !name.is_empty() && !is_managed(name))
        .collect();
    let is_kept = |name: &String| kept.iter().any(|kept| fields::canonical(kept.as_str()) == *name);
    let (mut kept, removed): (Vec<String>, Vec<String>) = named.into_iter().partition(is_kept);
    for name in &removed {
        request.remove_header(name);
    }
    request.remove_header("Connection");
    if !upgrade.is_empty() {
        request.set_header("Upgrade", &upgrade);
        kept.push("Upgrade".to_owned());
    }
    if !kept.is_empty() {
        request.set_header("Connection", &kept.join(","));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::routing_path;

    /// Path, raw path and routing path behind an entry point with default options; or the status.
    fn check(target: &str, want: Result<(&str, &str, &str), u16>) {
        let mut request = Request::new("GET", false, "a", target);
        let got = match enter(&mut request, None) {
            Outcome::Next => {
                Ok((request.path.clone(), request.raw_path.clone(), routing_path(&request).unwrap()))
            }
            Outcome::Respond { status, .. } => Err(status),
            Outcome::Unknown(words) => panic!("{words}"),
        };
        let want = want.map(|(path, raw, routing)| (path.to_owned(), raw.to_owned(), routing.to_owned()));
        assert_eq!(got, want, "{target}");
    }

    #[test]
    fn the_path_before_routing() {
        check("/foo%20bar", Ok(("/foo bar", "", "/foo bar")));
        check("/foo%2fbar", Ok(("/foo/bar", "/foo%2Fbar", "/foo%2Fbar")));
        check("/%61pi", Ok(("/api", "", "/api")));
        check("/a/../b/%41%42%43//%2f/", Ok(("/b/ABC///", "/b/ABC/%2F/", "/b/ABC/%2F/")));
        check("/a/%2E%2E/%2E%2E/b/", Ok(("/b/", "", "/b/")));
        check("/a/%252E%252E/b/", Ok(("/a/%2E%2E/b/", "", "/a/%252E%252E/b/")));
        check("/a/..%2Fb/", Ok(("/a/../b/", "/a/..%2Fb/", "/a/..%2Fb/")));
        check("/caf%C3%A9", Ok(("/café", "", "/café")));
        check("/café", Ok(("/café", "", "/café")));
        check("/..///b///", Ok(("/b/", "", "/b/")));
        check("//", Ok(("/", "", "/")));
        check("*", Ok(("*", "*", "*")));
        check("/a?b#c", Ok(("/a", "", "/a")));
        check("http://b/x", Ok(("/x", "", "/x")));
        check("http:/x", Ok(("/x", "", "/x")));
    }

    #[test]
    fn targets_that_are_refused() {
        for target in ["", "/%", "/%zz", "/a%4", "a", "http:admin", "/a#b", "/a b"] {
            check(target, Err(400));
        }
    }

    #[test]
    fn options_for_the_server_itself_never_gets_in() {
        let mut request = Request::new("OPTIONS", false, "a", "*");
        assert_eq!(enter(&mut request, None), Outcome::status(200));
    }

    #[test]
    fn semicolons_of_the_query() {
        let mut request = Request::new("GET", false, "a", "/x?a=1;b=2");
        enter(&mut request, None);
        assert_eq!((request.query.as_str(), request.request_uri.as_str()), ("a=1&b=2", "/x?a=1;b=2"));
    }

    #[test]
    fn clients_cannot_set_managed_fields() {
        let mut request = Request::from_url("GET", "https://a:8443/").unwrap();
        request.add_header("X-Forwarded-Proto", "http");
        request.add_header("x_forwarded_prefix", "/evil");
        request.add_header("Connection", "X-Hop, X-Forwarded-Port");
        request.add_header("X-Hop", "1");
        enter(&mut request, None);
        let want =
            [("X-Forwarded-Proto", "https"), ("X-Forwarded-Port", "8443"), ("X-Forwarded-Host", "a:8443")];
        assert_eq!(request.headers, want.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
