//! Whether two declarations say the same, wherever they are written (`reflect.DeepEqual` in pkg/provider/merge.go).

use syntax::{Text, TextRange};

use crate::dynamic::{Effect, Middleware, Protocol, Router, Service};

/// A declaration without its places.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Content {
    fields: Vec<String>,
    effect: Option<Effect>,
}

pub(super) fn router(router: &Router) -> Content {
    let tls = router.tls.as_ref();
    let mut fields = vec![
        one(router.rule.as_ref()),
        one(router.rule_syntax.as_ref()),
        list(&router.entry_points),
        list(&router.middlewares),
        one(router.service.as_ref()),
        router.priority.as_ref().map_or(0, |priority| priority.value).to_string(),
        list(&router.parent_refs),
        router.observability.is_some().to_string(),
    ];
    if let Some(tls) = tls {
        let options =
            [one(tls.cert_resolver.as_ref()), one(tls.options.as_ref()), tls.passthrough.to_string()];
        fields.extend(options);
    }
    Content { fields, effect: None }
}

pub(super) fn middleware(middleware: &Middleware) -> Content {
    Content { fields: vec![list(&middleware.types)], effect: Some(bare(&middleware.effect)) }
}

/// A service without its servers, for those of two load balancers are united.
pub(super) fn service(service: &Service) -> Content {
    let mut fields = vec![
        list(&service.types),
        service.pass_host_header.to_string(),
        one(service.servers_transport.as_ref()),
        list(&service.children),
        list(&service.middlewares),
        service.health_check.to_string(),
    ];
    let balances = service.types.iter().any(|kind| kind.as_str().eq_ignore_ascii_case("loadBalancer"));
    if service.protocol != Protocol::Udp && !balances && service.servers.is_empty() {
        fields.push("no load balancer".to_owned());
    }
    Content { fields, effect: None }
}

fn one(text: Option<&Text>) -> String {
    text.map_or_else(String::new, |text| text.as_str().to_owned())
}

fn list(texts: &[Text]) -> String {
    texts.iter().map(Text::as_str).collect::<Vec<_>>().join("\n")
}

/// The effect with all its texts moved to the same place.
fn bare(effect: &Effect) -> Effect {
    let text = |text: &Text| {
        let mut builder = Text::builder(TextRange::default());
        builder.push(text.as_str(), TextRange::default());
        builder.finish()
    };
    let some = |value: &Option<Text>| value.as_ref().map(text);
    let all = |texts: &[Text]| texts.iter().map(text).collect::<Vec<_>>();
    match effect {
        Effect::AddPrefix { prefix } => Effect::AddPrefix { prefix: some(prefix) },
        Effect::StripPrefix { prefixes, force_slash } => {
            Effect::StripPrefix { prefixes: all(prefixes), force_slash: *force_slash }
        }
        Effect::StripPrefixRegex { regexes } => Effect::StripPrefixRegex { regexes: all(regexes) },
        Effect::ReplacePath { path } => Effect::ReplacePath { path: some(path) },
        Effect::ReplacePathRegex { regex, replacement } => {
            Effect::ReplacePathRegex { regex: some(regex), replacement: some(replacement) }
        }
        Effect::RedirectScheme { scheme, port, permanent } => {
            Effect::RedirectScheme { scheme: some(scheme), port: some(port), permanent: *permanent }
        }
        Effect::RedirectRegex { regex, replacement, permanent } => Effect::RedirectRegex {
            regex: some(regex),
            replacement: some(replacement),
            permanent: *permanent,
        },
        Effect::Chain { middlewares } => Effect::Chain { middlewares: all(middlewares) },
        Effect::Headers { request_headers, cors, allowed_hosts, host_headers } => {
            let mut fields: Vec<(Text, Text)> =
                request_headers.iter().map(|(name, value)| (text(name), text(value))).collect();
            fields.sort_by(|(a, _), (b, _)| a.as_str().cmp(b.as_str()));
            Effect::Headers {
                request_headers: fields,
                cors: *cors,
                allowed_hosts: all(allowed_hosts),
                host_headers: all(host_headers),
            }
        }
        Effect::Errors { service } => Effect::Errors { service: some(service) },
        Effect::ForwardAuth { address } => Effect::ForwardAuth { address: some(address) },
        Effect::IpAllowList { source_range, reject_status, strategy } => Effect::IpAllowList {
            source_range: all(source_range),
            reject_status: *reject_status,
            strategy: *strategy,
        },
        Effect::Auth | Effect::EncodedCharacters { .. } | Effect::Passes | Effect::Unknown => effect.clone(),
    }
}
