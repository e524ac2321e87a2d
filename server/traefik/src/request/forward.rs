//! What a server gets (pkg/proxy/httputil/proxy.go:74-145, 3.7.13).

use super::fields::{self, Fields};
use super::url::{Url, escaped_path};
use super::{Request, bytes, query};

/// A request as it reaches a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forwarded {
    /// Method.
    pub method: String,
    /// The request target on the wire: escaped path and `?query`.
    pub target: String,
    /// The path a Go server reads from `target`, for people: what is no UTF-8 reads `�`.
    pub path: String,
    /// Go's `URL.RawPath` for `target`.
    pub raw_path: String,
    /// Raw query.
    pub query: String,
    /// The `Host` header.
    pub host: String,
    /// The other header fields.
    pub headers: Fields,
}

/// Sends `request` to the server at `url`. An error is the status that the client gets instead.
pub fn forward(
    request: &Request,
    url: &str,
    preserve_path: bool,
    pass_host_header: bool,
) -> Result<Forwarded, u16> {
    if request.method == "CONNECT" {
        // Tunnels are for HTTP/2 only (pkg/proxy/httputil/connect.go:28).
        return Err(501);
    }
    let server = Url::parse(url).map_err(|_| 500_u16)?;
    if !matches!(server.scheme.as_str(), "http" | "https" | "h2c") || server.host.is_empty() {
        return Err(500);
    }
    let own = Url {
        path: request.path.clone(),
        raw_path: request.raw_path.clone(),
        query: query::cleaned(&request.query),
        ..Url::default()
    };
    // A request URI that does not parse (a replaced path without a slash) leaves the URL as it is.
    let sent = Url::parse_request_uri(&request.request_uri).unwrap_or(own);
    let (path, raw_path) =
        if preserve_path { join(&server, &sent) } else { (sent.path.clone(), sent.raw_path.clone()) };
    let out = Url {
        path,
        raw_path,
        query: sent.query.replace(';', "&"),
        force_query: request.force_query,
        ..Url::default()
    };
    let target = out.request_uri();
    // HTTP/2 has no such path (golang.org/x/net/http2/transport.go, validPseudoPath).
    if server.scheme == "h2c" && !target.starts_with('/') && target != "*" {
        return Err(500);
    }
    let passed = pass_host_header && !request.host.is_empty();
    let host = if passed { request.host.clone() } else { server.host };
    let read = Url::parse_request_uri(&target).unwrap_or(out);
    Ok(Forwarded {
        method: request.method.clone(),
        target,
        path: bytes::lossy(&read.path),
        raw_path: bytes::lossy(&read.raw_path),
        query: read.query,
        host,
        headers: headers(request),
    })
}

/// Fields for one connection, which are not sent on (net/http/httputil/reverseproxy.go:294, Go 1.26).
const HOP: [&str; 8] = [
    "Proxy-Connection",
    "Keep-Alive",
    "Proxy-Authenticate",
    "Proxy-Authorization",
    "Te",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
];

/// Takes an upgrade to HTTP/2 out of the request, which those who saw it before see, too
/// (pkg/proxy/httputil/upgrade.go:26).
pub fn refuse_http2(request: &mut Request) {
    if request.method != "CONNECT" {
        drop_http2(&mut request.headers);
    }
}

fn drop_http2(headers: &mut Fields) {
    fields::remove(headers, "Http2-Settings");
    let named =
        fields::get(headers, "Upgrade").split(',').any(|token| token.trim().eq_ignore_ascii_case("h2c"));
    if named && fields::has_token(headers, "Connection", "Upgrade") {
        fields::remove(headers, "Upgrade");
    }
}

/// Takes out of a server's response what is not for the client.
pub fn returned(headers: &mut Fields) {
    fields::remove_connection(headers);
    headers.retain(|(name, _)| !is_hop(name));
    fields::remove(headers, "Connection");
}

fn is_hop(name: &str) -> bool {
    HOP.iter().any(|hop| hop.eq_ignore_ascii_case(name))
}

/// The fields of `request` without those for one connection, and the client's address at the end of
/// `X-Forwarded-For`.
fn headers(request: &Request) -> Fields {
    let mut headers = request.headers.clone();
    drop_http2(&mut headers);
    let trailers = fields::has_token(&headers, "Te", "trailers");
    // What says who has sent the request stays, be it named by `Connection`.
    let kept = ["X-Forwarded-For", "Forwarded", "X-Forwarded-Host", "X-Forwarded-Proto"];
    let kept: Fields = headers
        .iter()
        .filter(|(name, _)| kept.iter().any(|kept| kept.eq_ignore_ascii_case(name)))
        .cloned()
        .collect();
    fields::remove_connection(&mut headers);
    let upgrade = fields::get(&headers, "Connection").is_empty();
    headers.retain(|(name, _)| !is_hop(name) || (!upgrade && name == "Upgrade"));
    for (name, _) in &kept {
        fields::remove(&mut headers, name);
    }
    headers.extend(kept);
    if trailers {
        fields::set(&mut headers, "Te", "trailers");
    }
    if let Some(ip) = request.client_ip.filter(|_| !request.hide_client && !request.forwarded_as_is) {
        let ip = ip.to_string();
        let mut chain: Vec<&str> = fields::values(&headers, "X-Forwarded-For").collect();
        chain.push(&ip);
        let chain = chain.join(", ");
        fields::set(&mut headers, "X-Forwarded-For", &chain);
    }
    headers
}

/// `JoinURLPath`: one slash between.
fn join(server: &Url, request: &Url) -> (String, String) {
    if server.raw_path.is_empty() && request.raw_path.is_empty() {
        return (join_text(&server.path, &request.path), String::new());
    }
    let before = escaped_path(&server.path, &server.raw_path);
    let behind = escaped_path(&request.path, &request.raw_path);
    let path = match (before.ends_with('/'), behind.starts_with('/')) {
        (true, true) => format!("{}{}", server.path, request.path.strip_prefix('/').unwrap_or(&request.path)),
        (false, false) => format!("{}/{}", server.path, request.path),
        _ => format!("{}{}", server.path, request.path),
    };
    (path, join_text(&before, &behind))
}

fn join_text(before: &str, behind: &str) -> String {
    match (before.ends_with('/'), behind.strip_prefix('/')) {
        (true, Some(rest)) => format!("{before}{rest}"),
        (false, None) => format!("{before}/{behind}"),
        _ => format!("{before}{behind}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(target: &str, server: &str, preserve_path: bool, want: &str) {
        let request = Request::new("GET", false, "Shop:8", target);
        let sent = forward(&request, server, preserve_path, true).unwrap();
        assert_eq!((sent.target.as_str(), sent.host.as_str()), (want, "Shop:8"), "{target} to {server}");
    }

    #[test]
    fn the_path_of_a_server_counts_only_if_preserved() {
        check("/users?a;b", "http://api:80/base", false, "/users?a&b");
        check("/users", "http://api:80/base", true, "/base/users");
        check("/users", "http://api:80/base/", true, "/base/users");
        check("/a%2Fb", "http://api:80/base/", true, "/base/a%2Fb");
        check("/a?", "http://api:80", false, "/a?");
        check("/a", "http://api:80", true, "/a");
    }

    #[test]
    fn the_host_is_the_servers_if_not_passed() {
        let request = Request::new("GET", false, "shop", "/");
        assert_eq!(forward(&request, "http://api:80", false, false).unwrap().host, "api:80");
        let nameless = Request::new("GET", false, "", "/");
        assert_eq!(forward(&nameless, "http://api:80", false, true).unwrap().host, "api:80");
    }

    #[test]
    fn the_fields_that_a_server_gets() {
        let mut request = Request::new("GET", false, "shop", "/");
        request.client_ip = Some("10.0.0.1".parse().unwrap());
        for (name, value) in [
            ("Connection", "X-Hop, X-Forwarded-Proto"),
            ("X-Hop", "1"),
            ("Te", "gzip, trailers"),
            ("Upgrade", "websocket"),
            ("X-Forwarded-For", "9.9.9.9"),
            ("X-Forwarded-Proto", "https"),
        ] {
            request.add_header(name, value);
        }
        let want =
            [("X-Forwarded-Proto", "https"), ("Te", "trailers"), ("X-Forwarded-For", "9.9.9.9, 10.0.0.1")];
        let headers = forward(&request, "http://a", false, true).unwrap().headers;
        assert_eq!(headers, want.map(|(name, value)| (name.to_owned(), value.to_owned())));
        request.set_header("Connection", "Upgrade");
        request.hide_client = true;
        request.remove_header("X-Forwarded-For");
        let headers = forward(&request, "http://a", false, true).unwrap().headers;
        assert_eq!(fields::get(&headers, "Upgrade"), "websocket");
        assert_eq!(fields::get(&headers, "X-Forwarded-For"), "");
    }

    #[test]
    fn servers_nobody_can_reach() {
        let request = Request::new("GET", false, "shop", "/");
        assert_eq!(forward(&request, "", false, true), Err(500));
        assert_eq!(forward(&request, "ftp://a", false, true), Err(500));
        assert_eq!(forward(&Request::new("CONNECT", false, "a", "/"), "http://a", false, true), Err(501));
    }
}
