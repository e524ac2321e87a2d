//! Middlewares against answers recorded from the real ones (`tests/conformance/cmd/chain`).

#![expect(clippy::unwrap_used, reason = "vectors that cannot be read must fail the test")]

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use syntax::FileId;
use traefik::facts;
use traefik::middleware::{Outcome, apply};
use traefik::names::Provider;
use traefik::request::{Request, bytes};
use traefik::runtime::{Configuration, Inputs, build};

#[test]
fn middlewares_do_what_traefik_does() {
    let path = std::env::var("CHAIN_VECTORS").unwrap_or_else(|_| vectors("chain.jsonl"));
    let text = std::fs::read_to_string(path).unwrap();
    let mut wrong = String::new();
    let mut count = 0;
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let (got, want) = (ask(&case), wanted(&case["want"]));
        if got != want {
            count += 1;
            let request = format!("{} {} at {}", case["method"], case["target"], case["host"]);
            writeln!(wrong, "{} on {request}\n  want {want}\n  got  {got}", case["middleware"]).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{count} differ:\n{wrong}");
}

fn vectors(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance/vectors");
    root.join(name).to_str().unwrap().to_owned()
}

fn wanted(want: &Value) -> String {
    if let Some(error) = want["error"].as_str() {
        return format!("error {error}");
    }
    let next = &want["next"];
    if next.is_null() {
        let location = want["location"].as_str().unwrap_or("");
        return format!("{} {location}", want["status"]);
    }
    let field = |name: &str| next[name].as_str().unwrap_or("").to_owned();
    let mut fields = Vec::new();
    for (name, values) in next["headers"].as_object().into_iter().flatten() {
        let values = values.as_array().into_iter().flatten();
        fields.extend(values.map(|value| format!("{}={}", name.to_lowercase(), value.as_str().unwrap())));
    }
    fields.sort();
    format!(
        "{} | {} | {} | {} | {fields:?}",
        field("path"),
        field("rawPath"),
        field("requestURI"),
        field("host")
    )
}

fn ask(case: &Value) -> String {
    let text = format!(r#"{{"http":{{"middlewares":{{"m":{}}}}}}}"#, case["middleware"]);
    let dynamic = facts::read("dynamic/m.yml", &text).dynamic.unwrap();
    if let Some(problem) = dynamic.refused.first() {
        return format!("error decode: {}", problem.message);
    }
    let effect = dynamic.middlewares[0].effect.clone();
    if let Some(error) = refused(&text) {
        return format!("error {error}");
    }
    let string = |name: &str| case[name].as_str().unwrap_or("");
    let tls = case["tls"].as_bool().unwrap_or(false);
    let mut request = Request::new(string("method"), tls, string("host"), string("target"));
    for header in case["headers"].as_array().into_iter().flatten() {
        request.add_header(header[0].as_str().unwrap(), header[1].as_str().unwrap());
    }
    request.client_ip = Some("10.1.2.3".parse().unwrap());
    if request.target_url().is_err() {
        return "400 ".to_owned();
    }
    match apply(&effect, &mut request) {
        Outcome::Respond { status, location } => format!("{status} {}", location.unwrap_or_default()),
        Outcome::Unknown(words) => format!("unknown {words}"),
        Outcome::Next => {
            let mut fields: Vec<String> = request
                .headers
                .iter()
                .map(|(name, value)| format!("{}={value}", name.to_lowercase()))
                .collect();
            fields.sort();
            let (path, raw) = (escape(&request.path), &request.raw_path);
            format!("{path} | {raw} | {} | {} | {fields:?}", request.request_uri, request.host)
        }
    }
}

/// The error of the constructor, as the middleware shows it once a router leads to it.
fn refused(middleware: &str) -> Option<String> {
    let router = r#"{"http":{"routers":{"r":{"rule":"Path(`/`)","middlewares":["m"],"service":"s"}},
        "services":{"s":{"loadBalancer":{"servers":[{"url":"http://s"}]}}}}}"#;
    let configurations = [middleware, router].into_iter().zip(0..).map(|(text, id)| Configuration {
        provider: Provider::File,
        file: FileId(id),
        dynamic: Arc::new(facts::read("dynamic/m.yml", text).dynamic.unwrap()),
        container: None,
        broken: false,
    });
    let runtime = build(&Inputs { configurations: configurations.collect(), ..Inputs::default() });
    runtime.middleware("m@file").unwrap().errors.first().map(|error| error.text.clone())
}

fn escape(path: &str) -> String {
    let mut out = String::new();
    for byte in bytes::bytes(path) {
        match byte {
            b'%' | 0..=b' ' | 0x7f.. => write!(out, "%{byte:02X}").unwrap(),
            _ => out.push(char::from(byte)),
        }
    }
    out
}
