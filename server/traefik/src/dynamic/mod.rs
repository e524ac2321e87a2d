//! Dynamic configuration as written, whoever wrote it: every provider reads its form into these declarations,
//! and what comes after does not know where a router was written (pkg/config/dynamic, 3.7.13).

mod effect;
mod fault;
pub(crate) mod read;
mod settings;
#[cfg(test)]
pub(crate) mod summary;
#[cfg(test)]
mod tests;

pub(crate) use effect::denied_characters;
pub use settings::{
    Cors, Credentials, ErrorPages, ForwardAuth, Headers, IpSource, IpStrategy, Retry, Secure,
};

use syntax::{Problem, Text, TextRange};

/// The dynamic configuration of one file, or of one container's labels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dynamic {
    /// `http.routers`, `tcp.routers`, `udp.routers`.
    pub routers: Vec<Router>,
    /// `http.middlewares`, `tcp.middlewares`.
    pub middlewares: Vec<Middleware>,
    /// `http.services`, `tcp.services`, `udp.services`.
    pub services: Vec<Service>,
    /// `http.serversTransports`, `tcp.serversTransports`: names only.
    pub servers_transports: Vec<Text>,
    /// `tls.options`: names only.
    pub tls_options: Vec<Text>,
    /// Routers of a container that the provider drops when it links them to services, and its words for why.
    pub dropped: Vec<(Router, Problem)>,
    /// Kubernetes objects, or parts of them, that the provider skips, and its words for why.
    pub skipped: Vec<Problem>,
    /// What Traefik's decoder refuses, the one that it stops at first. One such problem and Traefik takes nothing of
    /// this configuration.
    pub refused: Vec<Problem>,
}

/// The three kinds of routing tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// `http`
    Http,
    /// `tcp`
    Tcp,
    /// `udp`
    Udp,
}

impl Protocol {
    /// The root key: `http`, `tcp`, `udp`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }
}

/// The name of a router, middleware or service, where it is declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name, without provider. Its range is the declaration's place: the YAML key, or the name's part of the
    /// first label that mentions it.
    pub text: Text,
    /// Every place that spells the declaration: one in YAML, one per label in labels. Sorted, holds the first too.
    /// Empty where nobody wrote it: the provider made it for a container.
    pub mentions: Vec<TextRange>,
    /// All that belongs to the declaration, from its name to its last value. In labels the first to the last label.
    pub range: TextRange,
}

impl Name {
    /// The name, without provider.
    pub fn as_str(&self) -> &str {
        self.text.as_str()
    }
}

/// A router as written (pkg/config/dynamic/http_config.go, tcp_config.go, udp_config.go).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Router {
    /// Its name.
    pub name: Name,
    /// Its table.
    pub protocol: Protocol,
    /// The rule. `None` where none is written; Docker's default rule then applies to containers.
    pub rule: Option<Text>,
    /// `ruleSyntax`.
    pub rule_syntax: Option<Text>,
    /// Entry points as written; empty is "unset".
    pub entry_points: Vec<Text>,
    /// Middleware references as written.
    pub middlewares: Vec<Text>,
    /// The service reference as written; where the provider links a container's router to its service, the service's
    /// name with an empty range.
    pub service: Option<Text>,
    /// `priority`; 0 is "unset".
    pub priority: Option<Ranged<i64>>,
    /// Present iff the decoder turns TLS on (`tls:` with nothing behind does not, `tls: {}` does).
    pub tls: Option<RouterTls>,
    /// `parentRefs`.
    pub parent_refs: Vec<Text>,
    /// `observability`: only asked for because a router below another must not have it.
    pub observability: Option<TextRange>,
    /// Whether the rule comes from the provider's default rule; its text has an empty range then.
    pub default_rule: bool,
}

/// A value that is not text, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranged<T> {
    /// The value.
    pub value: T,
    /// Where it is written.
    pub range: TextRange,
}

/// A router's `tls`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouterTls {
    /// The key `tls`, or the first label that turns it on.
    pub range: TextRange,
    /// `certResolver`.
    pub cert_resolver: Option<Text>,
    /// `options`.
    pub options: Option<Text>,
    /// TCP only: `passthrough`.
    pub passthrough: bool,
}

/// A middleware as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Middleware {
    /// Its name.
    pub name: Name,
    /// HTTP or TCP.
    pub protocol: Protocol,
    /// The types given, as written (`stripPrefix`); Traefik takes exactly one.
    pub types: Vec<Text>,
    /// The (first) type in its usual spelling, whatever it is written like: labels are mostly in lower case.
    pub kind: &'static str,
    /// What the (first) type does to a request.
    pub effect: Effect,
    /// Names under `plugin`; Traefik takes exactly one.
    pub plugins: Vec<Text>,
    /// What Traefik's constructor of the type refuses in options that `effect` does not hold
    /// (`no users found in `, `headers configuration not valid` …), in its words.
    pub fault: Option<Problem>,
}

/// What a middleware does to a request, with its options as written
/// (pkg/config/dynamic/middlewares.go). Those that only observe or may refuse are grouped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// `addPrefix`
    AddPrefix {
        /// `prefix`
        prefix: Option<Text>,
    },
    /// `stripPrefix`
    StripPrefix {
        /// `prefixes`
        prefixes: Vec<Text>,
        /// `forceSlash`
        force_slash: bool,
    },
    /// `stripPrefixRegex`
    StripPrefixRegex {
        /// `regex`
        regexes: Vec<Text>,
    },
    /// `replacePath`
    ReplacePath {
        /// `path`
        path: Option<Text>,
    },
    /// `replacePathRegex`
    ReplacePathRegex {
        /// `regex`
        regex: Option<Text>,
        /// `replacement`
        replacement: Option<Text>,
    },
    /// `redirectScheme`
    RedirectScheme {
        /// `scheme`
        scheme: Option<Text>,
        /// `port`
        port: Option<Text>,
        /// `permanent`
        permanent: bool,
    },
    /// `redirectRegex`
    RedirectRegex {
        /// `regex`
        regex: Option<Text>,
        /// `replacement`
        replacement: Option<Text>,
        /// `permanent`
        permanent: bool,
    },
    /// `chain`
    Chain {
        /// `middlewares`, looked up in the chain's own provider
        middlewares: Vec<Text>,
    },
    /// `headers`
    Headers(Box<Headers>),
    /// `errors`
    Errors(Box<ErrorPages>),
    /// `basicAuth`, `digestAuth`: a request without credentials gets 401.
    Auth(Box<Credentials>),
    /// `forwardAuth`: another server decides.
    ForwardAuth(Box<ForwardAuth>),
    /// `ipAllowList`, `ipWhiteList`
    IpAllowList {
        /// `sourceRange`
        source_range: Vec<Text>,
        /// `rejectStatusCode`, 403 by default
        reject_status: u16,
        /// `ipStrategy`
        strategy: IpStrategy,
    },
    /// `buffering`
    Buffering {
        /// `maxRequestBodyBytes`, 0 is any.
        max_request: i64,
    },
    /// `inFlightReq`
    InFlight {
        /// `amount`
        amount: i64,
    },
    /// `retry`
    Retry(Retry),
    /// `grpcWeb`
    GrpcWeb {
        /// `allowOrigins`
        origins: Vec<Text>,
    },
    /// `encodedCharacters`: a path that holds one of these escapes gets 400.
    EncodedCharacters {
        /// What is not allowed, in upper case: `%2F`, `%5C`, `%00`, `%3B`, `%25`, `%3F`, `%23`.
        denied: Vec<&'static str>,
    },
    /// Every other type: the request passes with path, host and scheme as they are, but may be refused or retried.
    Passes,
    /// A plugin or an unknown type: what it does is not known.
    Unknown,
}

/// A service as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its name.
    pub name: Name,
    /// Its table.
    pub protocol: Protocol,
    /// The kinds given, as written (`loadBalancer`); Traefik takes exactly one.
    pub types: Vec<Text>,
    /// Servers of a load balancer.
    pub servers: Vec<Server>,
    /// In labels: `loadbalancer.server.port`.
    pub port: Option<Text>,
    /// In labels: `loadbalancer.server.scheme`.
    pub scheme: Option<Text>,
    /// `passHostHeader`, true by default.
    pub pass_host_header: bool,
    /// `serversTransport`.
    pub servers_transport: Option<Text>,
    /// Children of `weighted`, `mirroring`, `failover`, `highestRandomWeight`, main one first.
    pub children: Vec<Text>,
    /// `weight` of each child, 1 where none is written; one that is not positive gets nothing.
    pub weights: Vec<i64>,
    /// `services.<name>.middlewares` (3.7).
    pub middlewares: Vec<Text>,
    /// Whether `healthCheck` is set.
    pub health_check: bool,
    /// Whether a failover also looks at statuses (`errors.status`).
    pub on_status: bool,
    /// All that is set in its load balancer (or, where it has none, in it) but for servers and own middlewares, one
    /// sorted line each, wherever it is written: containers that declare one service must agree on it.
    pub settings: Vec<String>,
    /// `strategy` of a load balancer, `wrr` by default.
    pub strategy: Option<Text>,
    /// What Traefik's constructor refuses in options that are not held here
    /// (`unsupported load-balancer strategy "x"` …), in its words.
    pub fault: Option<Problem>,
}

/// One server of a load balancer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// `url` (HTTP) or `address` (TCP, UDP).
    pub url: Text,
    /// `preservePath`
    pub preserve_path: bool,
    /// `weight`, 1 where none is written; a server whose weight is not positive gets nothing.
    pub weight: i64,
}
