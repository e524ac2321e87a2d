//! Options of those middlewares that have many, as written (pkg/config/dynamic/middlewares.go).

use syntax::Text;

use super::Effect;

/// `headers`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers {
    /// `customRequestHeaders`
    pub request: Vec<(Text, Text)>,
    /// `customResponseHeaders`
    pub response: Vec<(Text, Text)>,
    /// Present where any of the options of CORS is set.
    pub cors: Option<Cors>,
    /// Present where any of the options of the security library is set, be it one without effect.
    pub secure: Option<Secure>,
}

/// `accessControl…` and `addVaryHeader`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cors {
    /// `accessControlAllowCredentials`
    pub credentials: bool,
    /// `accessControlAllowHeaders`
    pub headers: Vec<Text>,
    /// `accessControlAllowMethods`
    pub methods: Vec<Text>,
    /// `accessControlAllowOriginList`
    pub origins: Vec<Text>,
    /// `accessControlAllowOriginListRegex`
    pub origin_regexes: Vec<Text>,
    /// `accessControlExposeHeaders`
    pub exposed: Vec<Text>,
    /// `accessControlMaxAge`
    pub max_age: Option<i64>,
    /// `addVaryHeader`
    pub vary: bool,
}

/// What the security library behind `headers` looks at and adds to responses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Secure {
    /// `allowedHosts`; none where `isDevelopment` switches them off.
    pub allowed_hosts: Vec<Text>,
    /// `hostsProxyHeaders`: header fields that `allowedHosts` looks at before the host.
    pub host_headers: Vec<Text>,
    /// `sslProxyHeaders`: one of these fields with its value makes a request count as sent by TLS.
    pub ssl_headers: Vec<(Text, Text)>,
    /// Fields that each response gets.
    pub always: Vec<(&'static str, Text)>,
    /// Fields that responses to requests by TLS get.
    pub with_tls: Vec<(&'static str, Text)>,
}

/// `basicAuth`, `digestAuth`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// `basicAuth`, or `digestAuth`.
    pub basic: bool,
    /// `users`
    pub users: Vec<Text>,
    /// Whether there is a `usersFile`: then not all users are seen.
    pub users_file: bool,
    /// `realm`
    pub realm: Option<Text>,
    /// `removeHeader`
    pub remove_header: bool,
    /// `headerField`
    pub header_field: Option<Text>,
}

/// `forwardAuth`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ForwardAuth {
    /// `address`
    pub address: Option<Text>,
    /// `trustForwardHeader`, where it is written.
    pub trust_forward_header: Option<bool>,
    /// `authRequestHeaders`: none is all.
    pub request_headers: Vec<Text>,
    /// `authResponseHeaders`
    pub response_headers: Vec<Text>,
    /// `authResponseHeadersRegex`
    pub response_headers_regex: Option<Text>,
    /// `preserveRequestMethod`
    pub preserve_method: bool,
    /// `preserveLocationHeader`
    pub preserve_location: bool,
    /// `authSigninURL`
    pub signin_url: Option<Text>,
    /// `maxBodySize` where `forwardBody` is set and the size is not negative.
    pub max_body: Option<i64>,
}

/// `errors`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorPages {
    /// `status`: statuses, and two of them around a dash.
    pub statuses: Vec<Text>,
    /// `statusRewrites`
    pub rewrites: Vec<(Text, i64)>,
    /// `service`
    pub service: Option<Text>,
    /// `query`
    pub query: Option<Text>,
    /// `errorRequestHeaders`; `None` is all of them.
    pub request_headers: Option<Vec<Text>>,
}

/// Which address is the client's (pkg/ip/strategy.go).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IpStrategy {
    /// Where it comes from.
    pub source: IpSource,
    /// `ipv6Subnet`: an IPv6 address counts as the first of its network of so many bits.
    pub subnet: Option<i64>,
}

/// Where the client's address comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum IpSource {
    /// The connection.
    #[default]
    Peer,
    /// `depth`: so many from the right in `X-Forwarded-For`.
    Depth(usize),
    /// `excludedIPs`: the first from the right in `X-Forwarded-For` that is none of these.
    Excluded(Vec<Text>),
}

/// `retry`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retry {
    /// `attempts`
    pub attempts: i64,
    /// Whether `status` names any.
    pub on_status: bool,
    /// Not `disableRetryOnNetworkError`.
    pub on_network: bool,
    /// `retryNonIdempotentMethod`
    pub any_method: bool,
}

impl Effect {
    /// All texts in it, in one order.
    pub(crate) fn texts_mut(&mut self) -> Vec<&mut Text> {
        match self {
            Self::AddPrefix { prefix: text } | Self::ReplacePath { path: text } => text.iter_mut().collect(),
            Self::StripPrefix { prefixes: texts, .. }
            | Self::StripPrefixRegex { regexes: texts }
            | Self::GrpcWeb { origins: texts }
            | Self::Chain { middlewares: texts } => texts.iter_mut().collect(),
            Self::ReplacePathRegex { regex, replacement }
            | Self::RedirectRegex { regex, replacement, .. } => regex.iter_mut().chain(replacement).collect(),
            Self::RedirectScheme { scheme, port, .. } => scheme.iter_mut().chain(port).collect(),
            Self::Headers(headers) => headers.texts_mut(),
            Self::Errors(pages) => {
                let rewrites = pages.rewrites.iter_mut().map(|(from, _)| from);
                let wide = pages.service.iter_mut().chain(&mut pages.query);
                let fields = pages.request_headers.iter_mut().flatten();
                pages.statuses.iter_mut().chain(rewrites).chain(wide).chain(fields).collect()
            }
            Self::Auth(credentials) => {
                let wide = credentials.realm.iter_mut().chain(&mut credentials.header_field);
                credentials.users.iter_mut().chain(wide).collect()
            }
            Self::ForwardAuth(auth) => {
                let fields = auth.request_headers.iter_mut().chain(&mut auth.response_headers);
                let wide = auth.response_headers_regex.iter_mut().chain(&mut auth.signin_url);
                auth.address.iter_mut().chain(fields).chain(wide).collect()
            }
            Self::IpAllowList { source_range, strategy, .. } => {
                let excluded = match &mut strategy.source {
                    IpSource::Excluded(ranges) => ranges.as_mut_slice(),
                    IpSource::Peer | IpSource::Depth(_) => &mut [],
                };
                source_range.iter_mut().chain(excluded).collect()
            }
            Self::EncodedCharacters { .. }
            | Self::Buffering { .. }
            | Self::InFlight { .. }
            | Self::Retry(_)
            | Self::Passes
            | Self::Unknown => Vec::new(),
        }
    }
}

impl Headers {
    fn texts_mut(&mut self) -> Vec<&mut Text> {
        let mut texts: Vec<&mut Text> = Vec::new();
        let mut pairs: Vec<&mut (Text, Text)> = self.request.iter_mut().chain(&mut self.response).collect();
        if let Some(secure) = &mut self.secure {
            texts.extend(secure.allowed_hosts.iter_mut().chain(&mut secure.host_headers));
            texts.extend(secure.always.iter_mut().chain(&mut secure.with_tls).map(|(_, value)| value));
            pairs.extend(&mut secure.ssl_headers);
        }
        if let Some(cors) = &mut self.cors {
            texts.extend(cors.headers.iter_mut().chain(&mut cors.methods).chain(&mut cors.origins));
            texts.extend(cors.origin_regexes.iter_mut().chain(&mut cors.exposed));
        }
        texts.extend(pairs.into_iter().flat_map(|(name, value)| [name, value]));
        texts
    }
}
