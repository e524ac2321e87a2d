//! What a server gets (pkg/proxy/httputil/proxy.go:74-145, 3.7.13).

use super::url::{Url, escaped_path};
use super::{Request, bytes};

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
        query: request.query.clone(),
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
    })
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
    fn servers_nobody_can_reach() {
        let request = Request::new("GET", false, "shop", "/");
        assert_eq!(forward(&request, "", false, true), Err(500));
        assert_eq!(forward(&request, "ftp://a", false, true), Err(500));
        assert_eq!(forward(&Request::new("CONNECT", false, "a", "/"), "http://a", false, true), Err(501));
    }
}
