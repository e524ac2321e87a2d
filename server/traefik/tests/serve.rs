//! Whole configurations against answers recorded from Traefik's own pipeline (`tests/conformance/cmd/serve`).

#![expect(clippy::unwrap_used, reason = "vectors that cannot be read must fail the test")]

#[path = "serve/follow.rs"]
mod follow;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::Value;
use syntax::FileId;
use traefik::dynamic::Protocol;
use traefik::facts;
use traefik::names::{Provider, qualify};
use traefik::request::Request;
use traefik::runtime::{
    Configuration, Inputs, Runtime, RuntimeError, RuntimeMiddleware, RuntimeRouter, RuntimeService, Status,
    build,
};

use follow::{Answer, follow};

#[test]
fn configurations_become_what_traefik_makes_of_them() {
    let Some(text) = fixture::vectors("serve") else { return };
    let mut wrong = String::new();
    let (mut configurations, mut count) = (0, 0);
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        configurations += 1;
        let differences = check(&case);
        if !differences.is_empty() {
            count += 1;
            writeln!(wrong, "{}:\n{differences}", case["name"]).unwrap();
        }
    }
    assert!(configurations > 0, "no vectors");
    assert!(wrong.is_empty(), "{count} of {configurations} differ:\n{wrong}");
}

fn check(case: &Value) -> String {
    let want = &case["want"];
    let inputs = inputs(case);
    let mut differences = String::new();
    let refused = inputs.install.as_ref().is_some_and(|(_, install)| !install.refused.is_empty());
    if refused != want["refused"].is_string() {
        writeln!(differences, "  refused: {refused}\n    want {}", want["refused"]).unwrap();
    }
    if refused {
        return differences;
    }
    let unread = inputs.configurations.iter().any(|c| c.broken || !c.dynamic.refused.is_empty());
    if unread != want["unread"].is_string() {
        writeln!(differences, "  unread: {unread}\n    want {}", want["unread"]).unwrap();
    }
    let runtime = build(&inputs);
    let parts = [
        ("router", "routers", describe_routers(&runtime)),
        ("middleware", "middlewares", describe_middlewares(&runtime)),
        ("service", "services", describe_services(&runtime)),
    ];
    let varies: BTreeSet<String> = strings(&want["varies"]).into_iter().collect();
    for (kind, key, got) in parts {
        let infos = want[key].as_object().into_iter().flatten();
        let wanted: BTreeMap<String, String> =
            infos.map(|(name, info)| (name.clone(), wanted(info))).collect();
        let names: BTreeSet<&String> = wanted.keys().chain(got.keys()).collect();
        for name in names {
            // Of what Traefik says in one way or another only the status is settled.
            let varies = varies.contains(name);
            let settled = |told: &String| {
                told.split(' ').take(if varies { 1 } else { usize::MAX }).collect::<Vec<_>>().join(" ")
            };
            let (want, got) = (wanted.get(name).map(settled), got.get(name).map(settled));
            if want != got {
                writeln!(differences, "  {kind} {name}\n    want {want:?}\n    got  {got:?}").unwrap();
            }
        }
    }
    for router in &runtime.routers {
        let wanted = &want["routers"][key(router.protocol, &router.name)];
        differences.extend(compare_enabled(wanted, router));
    }
    let requests = case["requests"].as_array().into_iter().flatten();
    for (request, answers) in requests.zip(want["answers"].as_array().into_iter().flatten()) {
        differences.extend(compare_answers(&runtime, request, answers));
    }
    differences
}

fn inputs(case: &Value) -> Inputs {
    let install = facts::read("traefik.yml", case["static"].as_str().unwrap()).install.unwrap_or_default();
    let mut files: Vec<(&String, &str)> = Vec::new();
    for (name, text) in case["files"].as_object().into_iter().flatten() {
        files.push((name, text.as_str().unwrap()));
    }
    files.sort();
    let docker = case["docker"].as_array().into_iter().flatten().map(|text| text.as_str().unwrap());
    let texts = files.into_iter().map(|(name, text)| (Provider::File, name.as_str(), text));
    let texts = texts.chain(docker.map(|text| (Provider::Docker, "d.yml", text)));
    let configurations = texts.zip(1..).map(|((provider, name, text), id)| {
        let facts = facts::read(&format!("dynamic/{name}"), text);
        let broken = !facts.syntax.is_empty();
        Configuration {
            provider,
            file: FileId(id),
            dynamic: Arc::new(facts.dynamic.unwrap_or_default()),
            container: None,
            broken,
        }
    });
    let configurations = configurations.collect();
    Inputs { install: Some((FileId(0), Arc::new(install))), configurations, ..Inputs::default() }
}

fn info(status: &str, mut errors: Vec<String>, rest: &str) -> String {
    errors.sort();
    errors.dedup();
    format!("{status} {rest} {errors:#?}")
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(|text| text.as_str().unwrap().to_owned()).collect()
}

fn wanted(want: &Value) -> String {
    let entry_points = strings(&want["entryPoints"]);
    let rest = format!("{entry_points:?} {}", want["tls"].as_bool().unwrap_or(false));
    info(want["status"].as_str().unwrap(), strings(&want["errors"]), &rest)
}

/// Priority and middlewares of a router that is not disabled; what Traefik did not get to look at is shown as written.
fn compare_enabled(want: &Value, router: &RuntimeRouter) -> Option<String> {
    let priority = want["priority"].as_i64()?;
    if router.status == Status::Disabled {
        return None;
    }
    let names: Vec<String> = router.middlewares.iter().map(|reference| reference.name.clone()).collect();
    let got = (router.priority, names);
    // A router that is not built keeps its names as written.
    let qualified = |name: String| qualify(&name, router.provider);
    let want = (priority, strings(&want["middlewares"]).into_iter().map(qualified).collect::<Vec<_>>());
    (got != want).then(|| format!("  router {}\n    want {want:?}\n    got  {got:?}\n", router.name))
}

fn texts(errors: &[RuntimeError]) -> Vec<String> {
    errors.iter().map(|error| error.text.clone()).collect()
}

fn key(protocol: Protocol, name: &str) -> String {
    if protocol == Protocol::Http { name.to_owned() } else { format!("{}/{name}", protocol.as_str()) }
}

fn describe_routers(runtime: &Runtime) -> BTreeMap<String, String> {
    let describe = |router: &RuntimeRouter| {
        let mut entry_points = router.entry_points.clone();
        entry_points.sort();
        let rest = format!("{entry_points:?} {}", router.tls);
        info(router.status.as_str(), texts(&router.errors), &rest)
    };
    runtime.routers.iter().map(|router| (key(router.protocol, &router.name), describe(router))).collect()
}

fn describe_middlewares(runtime: &Runtime) -> BTreeMap<String, String> {
    let name = |m: &RuntimeMiddleware| key(m.declared.1.protocol, &m.name);
    runtime.middlewares.iter().map(|m| (name(m), bare(m.status, &m.errors))).collect()
}

fn describe_services(runtime: &Runtime) -> BTreeMap<String, String> {
    let name = |s: &RuntimeService| key(s.protocol, &s.name);
    runtime.services.iter().map(|s| (name(s), bare(s.status, &s.errors))).collect()
}

fn bare(status: Status, errors: &[RuntimeError]) -> String {
    info(status.as_str(), texts(errors), "[] false")
}

/// Everything that Traefik answered must be among what we say may happen, and every router that may win must have won.
fn compare_answers(runtime: &Runtime, request: &Value, answers: &Value) -> Option<String> {
    let got = ask(runtime, request);
    let several = answers.as_array().map(Vec::as_slice);
    let want: Vec<Answer> = several.unwrap_or(std::slice::from_ref(answers)).iter().map(recorded).collect();
    let known = want.iter().all(|want| got.iter().any(|got| got.agrees(want)));
    let won =
        got.iter().all(|got| want.iter().any(|want| got.router == want.router || want.router.is_empty()));
    (!known || !won).then(|| format!("  {request}\n    want {want:?}\n    got  {got:?}\n"))
}

fn recorded(answer: &Value) -> Answer {
    let field = |name: &str| answer[name].as_str().unwrap_or("").to_owned();
    Answer {
        closed: answer["error"].is_string(),
        status: answer["status"].as_u64().unwrap_or(0),
        location: field("location"),
        // Routers below others are logged with the way to them.
        router: field("router").rsplit(" -> ").next().unwrap_or("").to_owned(),
        service: field("service"),
        server: field("server"),
        sent: field("sent"),
        prefix: field("prefix"),
        ..Answer::default()
    }
}

fn ask(runtime: &Runtime, case: &Value) -> Vec<Answer> {
    let string = |name: &str| case[name].as_str().unwrap_or("");
    let tls = case["tls"].as_bool().unwrap_or(false);
    let method = if string("method").is_empty() { "GET" } else { string("method") };
    let mut request = Request::new(method, tls, string("host"), string("target"));
    request.sni = case["sni"].as_str().map(str::to_owned);
    for header in case["headers"].as_array().into_iter().flatten() {
        request.add_header(header[0].as_str().unwrap(), header[1].as_str().unwrap());
    }
    request.client_ip = Some("127.0.0.1".parse().unwrap());
    request.alpn = Some(Vec::new());
    follow(runtime, string("on"), &request)
}
