//! A request as Traefik sees it, and what happens to its path before routing
//! (pkg/server/server_entrypoint_tcp.go, pkg/muxer/http/mux.go, 3.7.13).

use std::net::IpAddr;

/// A request. Path and query travel like Go's `net/url.URL`: a decoded path, and a raw one where the decoded path's
/// own escaping is not it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// `GET`
    pub method: String,
    /// Whether the connection is TLS.
    pub tls: bool,
    /// The `Host` header as sent: with case, port and trailing dot.
    pub host: String,
    /// The canonical host that rules see; fixed before routing, a middleware does not change it.
    pub canonical_host: String,
    /// `URL.Path`: decoded.
    pub path: String,
    /// `URL.RawPath`: "" where `path`'s own escaping is it.
    pub raw_path: String,
    /// Raw query, without `?`.
    pub query: String,
    /// Header fields in order, names as sent.
    pub headers: Vec<(String, String)>,
    /// The address of the peer.
    pub client_ip: Option<IpAddr>,
}
