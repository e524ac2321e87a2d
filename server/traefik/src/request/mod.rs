//! A request as Traefik sees it, and what happens to its path before routing
//! (pkg/server/server_entrypoint_tcp.go, pkg/muxer/http/mux.go, 3.7.13).
//!
//! The way of a request: [`Request::from_url`], [`entry::enter`], rules on [`routing_path`], [`crate::middleware`],
//! [`forward::forward`].

use std::net::IpAddr;

use url::Url;

pub mod credentials;
pub mod entry;
pub mod fields;
pub mod forward;
pub mod query;
pub mod reference;
pub mod url;

use fields::Fields;
pub use syntax::bytes;

/// A request. Path and query travel like Go's `net/url.URL`: a decoded path, and a raw one where the decoded path's
/// own escaping is not it. Bytes of a path that are no UTF-8 are kept as [`bytes`] says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// `GET`
    pub method: String,
    /// Whether the connection is TLS.
    pub tls: bool,
    /// The server name of the TLS handshake, where one was sent.
    pub sni: Option<String>,
    /// The protocols that the TLS handshake offers (ALPN), where they are known.
    pub alpn: Option<Vec<String>>,
    /// The `Host` header as sent: with case, port and trailing dot.
    pub host: String,
    /// The canonical host that rules see; fixed before routing, a middleware does not change it.
    pub canonical_host: String,
    /// Go's `Request.RequestURI`: the target as sent, rewritten by whoever changes the path. It is what redirections
    /// see and what is sent on.
    pub request_uri: String,
    /// `URL.Path`: decoded.
    pub path: String,
    /// `URL.RawPath`: "" where `path`'s own escaping is it.
    pub raw_path: String,
    /// Raw query, without `?`.
    pub query: String,
    /// Whether the target ends in a lone `?`.
    pub force_query: bool,
    /// `URL.Scheme`: "" unless the target named it, or a redirection let the request pass.
    pub scheme: String,
    /// `URL.Fragment` behind a redirection that let the request pass.
    pub fragment: String,
    /// Header fields in order, names as sent. `Host` is never among them.
    pub headers: Fields,
    /// Whether a middleware took `X-Forwarded-For` away for good, so that the proxy does not write it again.
    pub hide_client: bool,
    /// Whether the entry point has the proxy leave `X-Forwarded-For` as it is.
    pub forwarded_as_is: bool,
    /// The address of the peer.
    pub client_ip: Option<IpAddr>,
    /// Path and raw path of the URL in whose place a middleware has put a cleaned one. Who had handed a copy of the
    /// request on goes on seeing that one.
    pub(crate) left: Option<(String, String)>,
}

/// Why a text is not a URL that a client could ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UrlError {
    /// It does not start with `http://` or `https://`.
    Scheme,
    /// No host stands behind the scheme.
    Host,
}

impl std::fmt::Display for UrlError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Scheme => "the URL must start with http:// or https://",
            Self::Host => "the URL has no host",
        })
    }
}

impl std::error::Error for UrlError {}

impl Request {
    /// A request for `target` as it stands on the wire, read as Go's server reads it: a host in the target counts. A
    /// target that it does not take gives an empty path; [`entry::enter`] answers it with 400.
    pub fn new(method: &str, tls: bool, host: &str, target: &str) -> Self {
        let mut request = Self {
            method: method.to_owned(),
            tls,
            host: host.to_owned(),
            request_uri: target.to_owned(),
            ..Self::default()
        };
        if let Ok(url) = request.target_url() {
            if !url.host.is_empty() {
                url.host.clone_into(&mut request.host);
            }
            request.set_url(url);
        }
        request.canonical_host = canonical_host(&request.host);
        request
    }

    /// The request URI as Go's server parses it (net/http/request.go:1109): of `CONNECT` it is a host.
    pub fn target_url(&self) -> Result<Url, String> {
        if self.method == "CONNECT" && !self.request_uri.starts_with('/') {
            return Url::parse_request_uri(&format!("http://{}", self.request_uri));
        }
        Url::parse_request_uri(&self.request_uri)
    }

    /// The request a client sends for `url` as typed: the path is not normalised, the host keeps its case, port and
    /// trailing dot; a fragment stays at home, a user name becomes an `Authorization` header.
    pub fn from_url(method: &str, url: &str) -> Result<Self, UrlError> {
        let (scheme, rest) = url.split_once("://").ok_or(UrlError::Scheme)?;
        let tls = match scheme.to_ascii_lowercase().as_str() {
            "http" | "ws" => false,
            "https" | "wss" => true,
            _ => return Err(UrlError::Scheme),
        };
        let rest = rest.split_once('#').map_or(rest, |(before, _)| before);
        let (authority, target) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, authority),
        };
        if host.is_empty() || host.starts_with(':') {
            return Err(UrlError::Host);
        }
        let target = if target.starts_with('/') { target.to_owned() } else { format!("/{target}") };
        let mut request = Self::new(method, tls, host, &target);
        if tls {
            request.sni = server_name(host);
        }
        if let Some(user) = user {
            let user = url::path_unescape(user).unwrap_or_else(|_| user.to_owned());
            let user = if user.contains(':') { user } else { user + ":" };
            request.add_header("Authorization", &credentials::authorization(&user));
        }
        Ok(request)
    }

    /// Adds a header field. `Host` replaces the host, as Go reads it.
    pub fn add_header(&mut self, name: &str, value: &str) {
        if name.eq_ignore_ascii_case("Host") {
            value.clone_into(&mut self.host);
            self.canonical_host = canonical_host(value);
        } else {
            self.headers.push((name.to_owned(), value.to_owned()));
        }
    }

    /// Replaces all fields called `name`.
    pub fn set_header(&mut self, name: &str, value: &str) {
        fields::set(&mut self.headers, name, value);
    }

    /// Removes all fields called `name`.
    pub fn remove_header(&mut self, name: &str) {
        fields::remove(&mut self.headers, name);
    }

    /// The first value of `name`, "" where there is none.
    pub fn header(&self, name: &str) -> &str {
        fields::get(&self.headers, name)
    }

    /// All values of `name`, in order.
    pub fn header_values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        fields::values(&self.headers, name)
    }

    /// How many bytes follow, where that is said.
    pub fn content_length(&self) -> Option<i64> {
        self.header("Content-Length").trim().parse().ok()
    }

    /// `URL.EscapedPath`
    pub fn escaped_path(&self) -> String {
        url::escaped_path(&self.path, &self.raw_path)
    }

    /// Sets path and raw path, and the request URI from them.
    pub fn set_path(&mut self, path: String, raw_path: String) {
        self.path = path;
        self.raw_path = raw_path;
        self.update_request_uri();
    }

    /// `RequestURI = URL.RequestURI()`
    pub fn update_request_uri(&mut self) {
        self.request_uri = self.uri();
    }

    /// `URL.RequestURI`
    pub fn uri(&self) -> String {
        let mut uri = self.escaped_path();
        if uri.is_empty() {
            uri.push('/');
        }
        if self.force_query || !self.query.is_empty() {
            uri.push('?');
            uri.push_str(&self.query);
        }
        uri
    }

    /// Takes path and query of `url`; the request URI stays.
    pub fn set_url(&mut self, url: Url) {
        self.scheme = url.scheme;
        self.fragment = url.fragment;
        self.path = url.path;
        self.raw_path = url.raw_path;
        self.query = url.query;
        self.force_query = url.force_query;
    }
}

/// The host that rules compare with: without port and white space, in lower case
/// (pkg/middlewares/requestdecorator/request_decorator.go:38,50; pkg/types/domains.go:58).
pub fn canonical_host(host: &str) -> String {
    let name = if host.contains(':') {
        match url::split_host_port(host) {
            Some((name, _)) => name,
            None => host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host),
        }
    } else {
        host
    };
    name.trim().to_lowercase()
}

/// The server name a TLS client sends for `host`: none for an address, no trailing dot.
fn server_name(host: &str) -> Option<String> {
    let name = url::split_host_port(host).map_or(host, |(name, _)| name);
    let is_address = name.starts_with('[') || name.parse::<IpAddr>().is_ok();
    (!is_address).then(|| name.strip_suffix('.').unwrap_or(name).to_lowercase())
}

/// Escapes that stay in the routing path, for decoding them would change what the path means (mux.go:100).
const RESERVED: [&str; 19] = [
    "%3A", "%2F", "%3F", "%23", "%5B", "%5D", "%40", "%21", "%24", "%26", "%27", "%28", "%29", "%2A", "%2B",
    "%2C", "%3B", "%3D", "%25",
];

/// The path that `Path`, `PathPrefix` and `PathRegexp` see: the escaped path with all but the reserved characters
/// decoded (mux.go:136). `None` is answered with 400.
pub fn routing_path(request: &Request) -> Option<String> {
    let escaped = request.escaped_path();
    let mut routing = Vec::with_capacity(escaped.len());
    let mut rest = escaped.as_str();
    while let Some(at) = rest.find('%') {
        routing.extend(bytes::bytes(&rest[..at]));
        let escape = rest.get(at..at + 3)?;
        if RESERVED.contains(&escape) {
            routing.extend(escape.bytes());
        } else {
            routing.extend(bytes::bytes(&url::path_unescape(escape).ok()?));
        }
        rest = &rest[at + 3..];
    }
    routing.extend(bytes::bytes(rest));
    Some(bytes::text(&routing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_taken_as_typed() {
        let request = Request::from_url("GET", "https://Shop.Example.com.:8443/a//../%2fb?x=1#top").unwrap();
        assert_eq!(request.host, "Shop.Example.com.:8443");
        assert_eq!(request.canonical_host, "shop.example.com.");
        assert_eq!(request.sni.as_deref(), Some("shop.example.com"));
        assert_eq!(request.request_uri, "/a//../%2fb?x=1");
        assert_eq!((request.path.as_str(), request.raw_path.as_str()), ("/a//..//b", "/a//../%2fb"));
        assert_eq!(request.query, "x=1");
        let bare = Request::from_url("GET", "http://a?q").unwrap();
        assert_eq!(bare.request_uri, "/?q");
        assert_eq!(Request::from_url("GET", "http://u:p@a").unwrap().header("authorization"), "Basic dTpw");
        assert_eq!(Request::from_url("GET", "https://[::1]:8/").unwrap().sni, None);
        assert_eq!(Request::from_url("GET", "a/b"), Err(UrlError::Scheme));
        assert_eq!(Request::from_url("GET", "http:///b"), Err(UrlError::Host));
    }

    #[test]
    fn the_canonical_host() {
        let cases = [
            ("Example.COM", "example.com"),
            ("a:80", "a"),
            ("[::1]:80", "::1"),
            ("[::1]", "::1"),
            ("::1", "::1"),
            (" a ", "a"),
            ("a.", "a."),
            ("", ""),
        ];
        for (host, want) in cases {
            assert_eq!(canonical_host(host), want, "{host}");
        }
    }

    #[test]
    fn the_routing_path_keeps_reserved_escapes() {
        let routing = |target: &str| routing_path(&Request::new("GET", false, "a", target)).unwrap();
        assert_eq!(routing("/foo%20bar"), "/foo bar");
        assert_eq!(routing("/foo%2Fbar"), "/foo%2Fbar");
        // Only upper-case escapes are known as reserved; step 3 of the entry point makes them so.
        assert_eq!(routing("/foo%2fbar"), "/foo/bar");
        assert_eq!(routing("/a/%252E/b"), "/a/%252E/b");
        assert_eq!(routing("/caf%C3%A9"), "/café");
        assert_eq!(routing("*"), "*");
        assert_eq!(bytes::lossy(&routing("/%FF")), "/\u{FFFD}");
    }
}
