//! What a middleware does, from its options (pkg/config/dynamic/middlewares.go, tcp_middlewares.go).

use crate::dynamic::Effect;
use crate::options::node::Node;

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
        "headers" => Effect::Headers {
            request_headers: kind.get("customRequestHeaders").map(Node::pairs).unwrap_or_default(),
            cors: CORS.iter().any(|option| is_set(kind, option)),
            allowed_hosts: if flag("isDevelopment") { Vec::new() } else { kind.list("allowedHosts") },
            host_headers: kind.list("hostsProxyHeaders"),
        },
        "encodedCharacters" => Effect::EncodedCharacters { denied: denied_characters(kind, true) },
        "errors" => Effect::Errors { service: kind.text("service") },
        "basicAuth" | "digestAuth" => Effect::Auth,
        "forwardAuth" => Effect::ForwardAuth { address: kind.text("address") },
        "ipAllowList" | "ipWhiteList" => Effect::IpAllowList {
            source_range: kind.list("sourceRange"),
            reject_status: reject_status(kind),
            strategy: kind.get("ipStrategy").is_some(),
        },
        "" | "plugin" => Effect::Unknown,
        _ => Effect::Passes,
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

/// Whether an option has another value than Go's zero; a number behind a pointer only has to be there.
pub(super) fn is_set(kind: &Node, option: &'static str) -> bool {
    let is_number = matches!(option, "accessControlMaxAge" | "stsSeconds");
    kind.get(option).is_some_and(|node| {
        let has_value = !node.value.is_empty() && (is_number || kind.bool(option) != Some(false));
        has_value || !node.children.is_empty()
    })
}
