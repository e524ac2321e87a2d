//! Kubernetes manifests against what Traefik's own providers make of them (`tests/conformance/cmd/kubernetes`).

#![expect(clippy::unwrap_used, reason = "vectors that cannot be read must fail the test")]

use std::fmt::Write as _;
use std::sync::Arc;

use fixture::vectors;
use serde_json::Value;
use syntax::{FileId, Text, TextRange};
use traefik::dynamic::{Dynamic, Middleware, Name, Protocol, Router, Service};
use traefik::facts;
use traefik::install::KubernetesProvider;
use traefik::kubernetes::{Emitted, Manifests, configure};

#[test]
fn crd() {
    check("crd");
}

#[test]
fn ingress() {
    check("ingress");
}

/// Every question of one provider is answered as the provider does.
fn check(ask: &str) {
    let Some(text) = vectors(&format!("kubernetes-{ask}")) else { return };
    let mut shared = String::new();
    let (mut wrong, mut count, mut all) = (String::new(), 0, 0);
    for (number, line) in text.lines().enumerate() {
        let case: Value = serde_json::from_str(line).unwrap();
        if let Some(text) = case["shared"].as_str() {
            text.clone_into(&mut shared);
        }
        all += 1;
        let differences = differences(&case, &shared);
        if !differences.is_empty() {
            count += 1;
            if count <= 20 {
                let manifests = case["manifests"].as_str().unwrap();
                let options = &case["options"];
                writeln!(wrong, "line {}: {options}\n{manifests}\n{differences}", number + 1).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{count} of {all} differ:\n{wrong}");
}

fn differences(case: &Value, shared: &str) -> String {
    let files = [shared, case["manifests"].as_str().unwrap()].map(manifests);
    let files: Vec<(FileId, &Manifests)> =
        (0..).map(FileId).zip(files.iter()).filter_map(|(id, file)| Some((id, &**file.as_ref()?))).collect();
    let emitted = configure(&files, &provider(case), true);
    let answer = &case["answer"];
    let stops = answer["refused"].as_str() == Some("the provider stops");
    if stops || emitted.stopped.is_some() {
        let same = stops == emitted.stopped.is_some();
        return if same { String::new() } else { format!("stops: {stops}, we say {:?}\n", emitted.stopped) };
    }
    let mut text = String::new();
    let blank = blank(answer);
    let theirs = lines(&[&theirs(answer)], &blank);
    let ours = emitted.configurations.iter().map(|(_, dynamic)| dynamic);
    let ours = lines(&ours.collect::<Vec<_>>(), &blank);
    // What we cannot know is left out: the hash of a password, and what is left to chance.
    let unknown: Vec<String> =
        ours.iter().filter(|line| line.contains("⟨users of ")).map(|line| name(line)).collect();
    let undecided = |line: &String| {
        let name = name(line);
        emitted.undecided.contains(&name) || unknown.contains(&name)
    };
    for line in theirs.iter().filter(|line| !ours.contains(line) && !undecided(line)) {
        writeln!(text, "  - {line}").unwrap();
    }
    for line in ours.iter().filter(|line| !theirs.contains(line) && !undecided(line)) {
        writeln!(text, "  + {line}").unwrap();
    }
    let (theirs, ours) = (errors(answer), skipped(&emitted));
    if theirs != ours {
        writeln!(text, "  errors {theirs:#?}\n  we say {ours:#?}").unwrap();
    }
    text
}

/// The third word of a line.
fn name(line: &str) -> String {
    line.split(' ').nth(2).unwrap_or_default().to_owned()
}

fn manifests(text: &str) -> Option<Arc<Manifests>> {
    facts::read("manifests.yml", text).manifests
}

/// The options of the question, read as static configuration.
fn provider(case: &Value) -> KubernetesProvider {
    let option = match case["ask"].as_str().unwrap() {
        "crd" => "kubernetesCRD",
        "ingress" => "kubernetesIngress",
        "gateway" => "kubernetesGateway",
        "nginx" => "kubernetesIngressNGINX",
        ask => panic!("no such question: {ask}"),
    };
    let options = if case["options"].is_null() { "{}".to_owned() } else { case["options"].to_string() };
    let text = format!("entryPoints: {{web: {{address: ':80'}}}}\nproviders: {{{option}: {options}}}\n");
    let install = facts::read("traefik.yml", &text).install.unwrap();
    assert!(install.refused.is_empty(), "{:?}", install.refused);
    install.kubernetes.into_iter().next().unwrap()
}

/// The configuration that the real provider emitted, read as a file.
fn theirs(answer: &Value) -> Dynamic {
    let configuration = &answer["configuration"];
    if configuration.as_object().is_none_or(serde_json::Map::is_empty) {
        return Dynamic::default();
    }
    let mut dynamic = facts::read("dynamic.yml", &configuration.to_string()).dynamic.unwrap_or_default();
    // A file could not say `weighted: {}`; a provider can.
    let kinds = |section: &str, name: &Name, protocol: Protocol| -> Vec<Text> {
        let entry = &configuration[protocol.as_str()][section][name.as_str()];
        let keys = entry.as_object().into_iter().flatten().map(|(key, _)| key);
        keys.filter(|key| *key != "middlewares").map(|key| Text::plain(key, TextRange::default())).collect()
    };
    for service in &mut dynamic.services {
        service.types = kinds("services", &service.name, service.protocol);
    }
    for middleware in &mut dynamic.middlewares {
        middleware.types = kinds("middlewares", &middleware.name, middleware.protocol);
    }
    dynamic
}

/// HTTP middlewares whose type has no options: a file cannot say them all.
fn blank(answer: &Value) -> Vec<&str> {
    let all = answer["configuration"]["http"]["middlewares"].as_object();
    let is_blank = |kinds: &Value| {
        kinds.as_object().is_none_or(|kinds| kinds.values().any(|v| *v == serde_json::json!({})))
    };
    all.into_iter().flatten().filter(|(_, kinds)| is_blank(kinds)).map(|(name, _)| name.as_str()).collect()
}

/// Errors that leave something out; a certificate that is not there changes no routes.
fn errors(answer: &Value) -> Vec<String> {
    let all = answer["errors"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let silent = ["Error configuring TLS", "Error while loading", "Error while reading DialTimeout"];
    all.filter(|error| !silent.iter().any(|start| error.starts_with(start))).map(in_order).collect()
}

/// Traefik lists the namespaces of default TLS options in any order.
fn in_order(error: &str) -> String {
    let Some((before, namespaces)) = error.split_once("multiple namespaces: [") else {
        return error.to_owned();
    };
    let mut namespaces: Vec<&str> = namespaces.trim_end_matches(']').split(' ').collect();
    namespaces.sort_unstable();
    format!("{before}multiple namespaces: [{}]", namespaces.join(" "))
}

/// What we say is left out, as errors.
fn skipped(emitted: &Emitted) -> Vec<String> {
    let all = emitted.configurations.iter().flat_map(|(_, dynamic)| &dynamic.skipped);
    let warnings = ["Name collision", "Ignoring default TLS options"];
    let mut errors: Vec<String> = all
        .map(|problem| in_order(&problem.message))
        .filter(|message| !warnings.iter().any(|start| message.starts_with(start)))
        .collect();
    errors.sort();
    // Of the default TLS options in several namespaces every place is marked.
    errors.dedup_by(|a, b| a == b && a.starts_with("Default TLS Options"));
    errors
}

/// One line a declaration: table, kind, name, then what it says.
fn lines(dynamics: &[&Dynamic], blank: &[&str]) -> Vec<String> {
    let mut lines = Vec::new();
    for dynamic in dynamics {
        lines.extend(dynamic.routers.iter().map(router));
        lines.extend(dynamic.services.iter().map(service));
        lines.extend(dynamic.middlewares.iter().map(|it| middleware(it, blank)));
        lines.extend(dynamic.servers_transports.iter().map(|name| format!("- transport {name}")));
        lines.extend(dynamic.tls_options.iter().map(|name| format!("tls options {name}")));
    }
    lines.sort();
    lines.dedup();
    lines
}

fn router(router: &Router) -> String {
    let tls = router.tls.as_ref().map(|tls| {
        let text = |text: &Option<Text>| text.as_ref().map(ToString::to_string);
        (text(&tls.options), text(&tls.cert_resolver), tls.passthrough)
    });
    format!(
        "{} router {} rule={} syntax={} entryPoints={} middlewares={} service={} priority={} tls={tls:?} parents={}",
        router.protocol.as_str(),
        router.name.as_str(),
        one(router.rule.as_ref()),
        one(router.rule_syntax.as_ref()),
        all(&router.entry_points),
        all(&router.middlewares),
        one(router.service.as_ref()),
        router.priority.as_ref().map_or(0, |priority| priority.value),
        all(&router.parent_refs),
    )
}

fn service(service: &Service) -> String {
    let mut urls: Vec<&str> = service.servers.iter().map(|server| server.url.as_str()).collect();
    urls.sort_unstable();
    format!(
        "{} service {} types={} servers={} children={} weights={:?} host={} transport={} middlewares={} check={} strategy={} status={} fault={:?}",
        service.protocol.as_str(),
        service.name.as_str(),
        all(&service.types),
        urls.join("|"),
        all(&service.children),
        service.weights,
        service.pass_host_header,
        one(service.servers_transport.as_ref()),
        all(&service.middlewares),
        service.health_check,
        // The default may be written or not.
        one(service.strategy.as_ref().filter(|strategy| strategy.as_str() != "wrr")),
        service.on_status,
        service.fault.as_ref().map(|fault| &fault.message),
    )
}

fn middleware(middleware: &Middleware, blank: &[&str]) -> String {
    let mut types: Vec<&str> = middleware.types.iter().map(Text::as_str).collect();
    types.sort_unstable();
    // Of several types none counts.
    let counts = types.len() == 1 && !blank.contains(&middleware.name.as_str());
    let fault = middleware.fault.as_ref().map(|fault| &fault.message);
    let effect = without_places(&format!("{:?} {fault:?}", middleware.effect));
    let effect = if counts { effect } else { String::new() };
    format!(
        "{} middleware {} {} {effect}",
        middleware.protocol.as_str(),
        middleware.name.as_str(),
        types.join("|"),
    )
}

/// Texts print as `"value"@start..end`.
fn without_places(text: &str) -> String {
    let mut out = String::new();
    for (index, part) in text.split("\"@").enumerate() {
        if index == 0 {
            out.push_str(part);
            continue;
        }
        out.push('"');
        out.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.'));
    }
    out
}

fn one(text: Option<&Text>) -> String {
    text.map_or_else(String::new, ToString::to_string)
}

fn all(texts: &[Text]) -> String {
    texts.iter().map(Text::as_str).collect::<Vec<_>>().join("|")
}
