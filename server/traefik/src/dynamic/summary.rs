//! Declarations as lines, for tests.

use syntax::{Problem, Text};

use crate::dynamic::{Dynamic, Effect, Middleware, Router, Service};

/// One line a declaration, then what is dropped and refused with the words of `source` that it covers.
pub(crate) fn summary(dynamic: &Dynamic, source: &str) -> String {
    let mut lines: Vec<String> = dynamic.routers.iter().map(router).collect();
    lines.extend(dynamic.middlewares.iter().map(middleware));
    lines.extend(dynamic.services.iter().map(service));
    lines.extend(dynamic.servers_transports.iter().map(|name| format!("transport {name}")));
    lines.extend(dynamic.tls_options.iter().map(|name| format!("tls options {name}")));
    lines.extend(dynamic.dropped.iter().map(|(_, why)| format!("dropped {}", problem(why, source))));
    lines.extend(dynamic.refused.iter().map(|why| format!("refused {}", problem(why, source))));
    lines.join("\n")
}

/// Message and covered words.
pub(crate) fn problem(problem: &Problem, source: &str) -> String {
    format!("`{}`: {}", &source[problem.range], problem.message)
}

fn router(router: &Router) -> String {
    let mut line = format!("{} router {}", router.protocol.as_str(), router.name.as_str());
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            line.extend([" ", name, "=", &value]);
        }
    };
    let text = |text: &Option<Text>| text.as_ref().map(ToString::to_string);
    add("rule", text(&router.rule));
    add("default", router.default_rule.then(|| "rule".to_owned()));
    add("entryPoints", list(&router.entry_points));
    add("middlewares", list(&router.middlewares));
    add("service", text(&router.service));
    add("priority", router.priority.as_ref().map(|priority| priority.value.to_string()));
    add("tls", router.tls.as_ref().map(|tls| text(&tls.cert_resolver).unwrap_or_else(|| "on".to_owned())));
    add("parents", list(&router.parent_refs));
    line
}

fn middleware(middleware: &Middleware) -> String {
    let effect = match &middleware.effect {
        Effect::StripPrefix { prefixes, .. } => list(prefixes).unwrap_or_default(),
        effect => format!("{effect:?}"),
    };
    let fault =
        middleware.fault.as_ref().map(|fault| format!(" fault: {}", fault.message)).unwrap_or_default();
    format!(
        "{} middleware {} {} {effect}{fault}",
        middleware.protocol.as_str(),
        middleware.name.as_str(),
        list(&middleware.types).unwrap_or_default()
    )
}

fn service(service: &Service) -> String {
    let urls: Vec<String> = service.servers.iter().map(|server| format!("<{}>", server.url)).collect();
    let fault = service.fault.as_ref().map(|fault| format!(" fault: {}", fault.message)).unwrap_or_default();
    format!(
        "{} service {} {} {}{}{fault}",
        service.protocol.as_str(),
        service.name.as_str(),
        list(&service.types).unwrap_or_default(),
        urls.join(" "),
        list(&service.children).map(|children| format!(" -> {children}")).unwrap_or_default(),
    )
}

fn list(texts: &[Text]) -> Option<String> {
    let texts: Vec<&str> = texts.iter().map(Text::as_str).collect();
    (!texts.is_empty()).then(|| format!("[{}]", texts.join("|")))
}
