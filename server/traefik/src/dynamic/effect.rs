//! What a middleware does, from its options (pkg/config/dynamic/middlewares.go, tcp_middlewares.go).

use syntax::{Text, TextRange};

use crate::dynamic::{
    Cors, Credentials, Effect, ErrorPages, ForwardAuth, Headers, IpSource, IpStrategy, Retry, Secure,
};
use crate::options::{go, node::Node};

/// The effect of a middleware's (first) type.
pub(crate) fn read(kind: Option<&Node>) -> Effect {
    let Some(kind) = kind else { return Effect::Unknown };
    let flag = |option| kind.bool(option).unwrap_or(false);
    match kind.option {
        "addPrefix" => Effect::AddPrefix { prefix: kind.text("prefix") },
        "stripPrefix" => {
            Effect::StripPrefix { prefixes: kind.list("prefixes"), force_slash: flag("forceSlash") }
        }
        "stripPrefixRegex" => Effect::StripPrefixRegex { regexes: kind.list("regex") },
        "replacePath" => Effect::ReplacePath { path: kind.text("path") },
        "replacePathRegex" => {
            Effect::ReplacePathRegex { regex: kind.text("regex"), replacement: kind.text("replacement") }
        }
        "redirectScheme" => Effect::RedirectScheme {
            scheme: kind.text("scheme"),
            port: kind.text("port"),
            permanent: flag("permanent"),
        },
        "redirectRegex" => Effect::RedirectRegex {
            regex: kind.text("regex"),
            replacement: kind.text("replacement"),
            permanent: flag("permanent"),
        },
        "chain" => Effect::Chain { middlewares: kind.list("middlewares") },
        "headers" => Effect::Headers(Box::new(headers(kind))),
        "encodedCharacters" => Effect::EncodedCharacters { denied: denied_characters(kind, true) },
        "errors" => Effect::Errors(Box::new(errors(kind))),
        "basicAuth" | "digestAuth" => Effect::Auth(Box::new(Credentials {
            basic: kind.option == "basicAuth",
            users: kind.list("users"),
            users_file: kind.text("usersFile").is_some(),
            realm: kind.text("realm"),
            remove_header: flag("removeHeader"),
            header_field: kind.text("headerField"),
        })),
        "forwardAuth" => Effect::ForwardAuth(Box::new(ForwardAuth {
            address: kind.text("address"),
            trust_forward_header: kind.bool("trustForwardHeader"),
            request_headers: kind.list("authRequestHeaders"),
            response_headers: kind.list("authResponseHeaders"),
            response_headers_regex: kind.text("authResponseHeadersRegex"),
            preserve_method: flag("preserveRequestMethod"),
            preserve_location: flag("preserveLocationHeader"),
            signin_url: kind.text("authSigninURL"),
            max_body: kind
                .int("maxBodySize")
                .map(|size| size.value)
                .filter(|size| flag("forwardBody") && *size >= 0),
        })),
        "ipAllowList" | "ipWhiteList" => Effect::IpAllowList {
            source_range: kind.list("sourceRange"),
            reject_status: reject_status(kind),
            strategy: kind.get("ipStrategy").map(strategy).unwrap_or_default(),
        },
        "buffering" => Effect::Buffering { max_request: number(kind, "maxRequestBodyBytes") },
        "grpcWeb" => Effect::GrpcWeb { origins: kind.list("allowOrigins") },
        "inFlightReq" => Effect::InFlight { amount: number(kind, "amount") },
        "retry" => Effect::Retry(Retry {
            attempts: number(kind, "attempts"),
            on_status: !kind.list("status").is_empty(),
            on_network: !flag("disableRetryOnNetworkError"),
            any_method: flag("retryNonIdempotentMethod"),
        }),
        "" | "plugin" => Effect::Unknown,
        _ => Effect::Passes,
    }
}

fn number(kind: &Node, option: &'static str) -> i64 {
    kind.int(option).map_or(0, |number| number.value)
}

fn headers(kind: &Node) -> Headers {
    let flag = |option| kind.bool(option).unwrap_or(false);
    let any = |options: &[&'static str]| options.iter().any(|option| is_set(kind, option));
    Headers {
        request: kind.get("customRequestHeaders").map(Node::pairs).unwrap_or_default(),
        response: kind.get("customResponseHeaders").map(Node::pairs).unwrap_or_default(),
        cors: any(&CORS).then(|| Cors {
            credentials: flag("accessControlAllowCredentials"),
            headers: kind.list("accessControlAllowHeaders"),
            methods: kind.list("accessControlAllowMethods"),
            origins: kind.list("accessControlAllowOriginList"),
            origin_regexes: kind.list("accessControlAllowOriginListRegex"),
            exposed: kind.list("accessControlExposeHeaders"),
            max_age: kind.int("accessControlMaxAge").map(|age| age.value),
            vary: flag("addVaryHeader"),
        }),
        secure: any(&SECURE).then(|| secure(kind)),
    }
}

/// The fields are those that the library makes of the options (pkg/middlewares/headers/secure.go; unrolled/secure
/// 1.17.0, secure.go:395-490).
fn secure(kind: &Node) -> Secure {
    let flag = |option| kind.bool(option).unwrap_or(false);
    let made = |value: String| Text::plain(value, TextRange::empty(kind.range.end()));
    let value = |option, switch: &'static str, on: &str| {
        kind.text(option).or_else(|| flag(switch).then(|| made(on.to_owned())))
    };
    let mut always = vec![
        ("X-Frame-Options", value("customFrameOptionsValue", "frameDeny", "DENY")),
        ("X-Content-Type-Options", flag("contentTypeNosniff").then(|| made("nosniff".to_owned()))),
        ("X-Xss-Protection", value("customBrowserXSSValue", "browserXssFilter", "1; mode=block")),
        ("Content-Security-Policy", kind.text("contentSecurityPolicy")),
        ("Content-Security-Policy-Report-Only", kind.text("contentSecurityPolicyReportOnly")),
        ("Referrer-Policy", kind.text("referrerPolicy")),
        ("Permissions-Policy", kind.text("permissionsPolicy")),
    ];
    let mut with_tls = vec![("Public-Key-Pins", kind.text("publicKey"))];
    let seconds = number(kind, "stsSeconds");
    let subdomains = if flag("stsIncludeSubdomains") { "; includeSubDomains" } else { "" };
    let preload = if flag("stsPreload") { "; preload" } else { "" };
    let transport = (seconds != 0).then(|| made(format!("max-age={seconds}{subdomains}{preload}")));
    let development = flag("isDevelopment");
    if development {
        with_tls.clear();
    } else {
        let fields = if flag("forceSTSHeader") { &mut always } else { &mut with_tls };
        fields.push(("Strict-Transport-Security", transport));
    }
    let written = |fields: Vec<(&'static str, Option<Text>)>| {
        fields.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    };
    Secure {
        allowed_hosts: if development { Vec::new() } else { kind.list("allowedHosts") },
        host_headers: kind.list("hostsProxyHeaders"),
        ssl_headers: kind.get("sslProxyHeaders").map(Node::pairs).unwrap_or_default(),
        always: written(always),
        with_tls: written(with_tls),
    }
}

fn errors(kind: &Node) -> ErrorPages {
    let rewrites = kind.map("statusRewrites").filter_map(|rewrite| {
        let to = go::parse_int(rewrite.value.text()?.as_str(), 64).ok()?;
        Some((rewrite.name.clone(), to))
    });
    let fields = kind.list("errorRequestHeaders");
    ErrorPages {
        statuses: kind.list("status"),
        rewrites: rewrites.collect(),
        service: kind.text("service"),
        query: kind.text("query"),
        request_headers: (!fields.is_empty()).then_some(fields),
    }
}

/// `IPStrategy.Get`: a depth comes before excluded addresses, which know no network.
fn strategy(kind: &Node) -> IpStrategy {
    let subnet = kind.int("ipv6Subnet").map(|subnet| subnet.value);
    let depth = usize::try_from(number(kind, "depth")).unwrap_or(0);
    let excluded = kind.list("excludedIPs");
    match (depth, excluded.is_empty()) {
        (0, true) => IpStrategy { source: IpSource::Peer, subnet },
        (0, false) => IpStrategy { source: IpSource::Excluded(excluded), subnet: None },
        (depth, _) => IpStrategy { source: IpSource::Depth(depth), subnet },
    }
}

/// What `encodedCharacters` does not allow, as escapes: in a middleware all but what is switched on
/// (middlewares.go:239), in an entry point what is switched off (entrypoints.go, EncodedCharacters.SetDefaults).
pub(crate) fn denied_characters(node: &Node, by_default: bool) -> Vec<&'static str> {
    const CHARACTERS: [(&str, &str); 7] = [
        ("allowEncodedSlash", "%2F"),
        ("allowEncodedBackSlash", "%5C"),
        ("allowEncodedNullCharacter", "%00"),
        ("allowEncodedSemicolon", "%3B"),
        ("allowEncodedPercent", "%25"),
        ("allowEncodedQuestionMark", "%3F"),
        ("allowEncodedHash", "%23"),
    ];
    let is_denied = |option| !node.bool(option).unwrap_or(!by_default);
    CHARACTERS.iter().filter(|(option, _)| is_denied(option)).map(|(_, code)| *code).collect()
}

/// Zero is "unset" (pkg/middlewares/ipallowlist/ip_allowlist.go).
fn reject_status(kind: &Node) -> u16 {
    let written = kind.int("rejectStatusCode").and_then(|status| u16::try_from(status.value).ok());
    written.filter(|status| *status != 0).unwrap_or(403)
}

/// Options that make the middleware answer preflight requests (middlewares.go, HasCorsHeadersDefined).
const CORS: [&str; 8] = [
    "accessControlAllowCredentials",
    "accessControlAllowHeaders",
    "accessControlAllowMethods",
    "accessControlAllowOriginList",
    "accessControlAllowOriginListRegex",
    "accessControlExposeHeaders",
    "accessControlMaxAge",
    "addVaryHeader",
];

/// Options that bring the security library in (middlewares.go, HasSecureHeadersDefined).
const SECURE: [&str; 23] = [
    "allowedHosts",
    "hostsProxyHeaders",
    "sslRedirect",
    "sslTemporaryRedirect",
    "sslForceHost",
    "sslHost",
    "sslProxyHeaders",
    "stsSeconds",
    "stsIncludeSubdomains",
    "stsPreload",
    "forceSTSHeader",
    "frameDeny",
    "customFrameOptionsValue",
    "contentTypeNosniff",
    "browserXssFilter",
    "customBrowserXSSValue",
    "contentSecurityPolicy",
    "contentSecurityPolicyReportOnly",
    "publicKey",
    "referrerPolicy",
    "featurePolicy",
    "permissionsPolicy",
    "isDevelopment",
];

/// Options of `headers` that are on or off; `0` is off there, and a text elsewhere.
const SWITCHES: [&str; 12] = [
    "accessControlAllowCredentials",
    "addVaryHeader",
    "sslRedirect",
    "sslTemporaryRedirect",
    "sslForceHost",
    "stsIncludeSubdomains",
    "stsPreload",
    "forceSTSHeader",
    "frameDeny",
    "contentTypeNosniff",
    "browserXssFilter",
    "isDevelopment",
];

/// Whether an option of `headers` has another value than Go's zero; a number behind a pointer only has to be there.
pub(super) fn is_set(kind: &Node, option: &'static str) -> bool {
    let is_off = SWITCHES.contains(&option) && kind.bool(option) == Some(false);
    kind.get(option).is_some_and(|node| (!node.value.is_empty() && !is_off) || !node.children.is_empty())
}
