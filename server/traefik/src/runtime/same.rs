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

/// A service without its servers, for those of two load balancers are united. Of two services that balance nothing
/// else is compared: the first one's counts (`Service.Merge`, http_config.go:73).
pub(super) fn service(service: &Service) -> Content {
    let balances = service.types.iter().any(|kind| kind.as_str().eq_ignore_ascii_case("loadBalancer"));
    let mut fields = service.settings.clone();
    if balances {
        fields.push("load balancer".to_owned());
    } else {
        fields.extend([list(&service.types), list(&service.children), list(&service.middlewares)]);
        fields.push(format!("{:?}", service.weights));
    }
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

/// The effect with all its texts moved to the same place, and what was a map in one order.
fn bare(effect: &Effect) -> Effect {
    let mut effect = effect.clone();
    for text in effect.texts_mut() {
        let mut builder = Text::builder(TextRange::default());
        builder.push(text.as_str(), TextRange::default());
        *text = builder.finish();
    }
    let by_name = |a: &(Text, Text), b: &(Text, Text)| a.0.as_str().cmp(b.0.as_str());
    match &mut effect {
        Effect::Headers(headers) => {
            headers.request.sort_by(by_name);
            headers.response.sort_by(by_name);
            if let Some(secure) = &mut headers.secure {
                secure.ssl_headers.sort_by(by_name);
            }
        }
        Effect::Errors(pages) => pages.rewrites.sort_by(|(a, _), (b, _)| a.as_str().cmp(b.as_str())),
        _ => {}
    }
    effect
}
