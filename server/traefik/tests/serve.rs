//! Whole configurations against answers recorded from Traefik's own pipeline (`tests/conformance/cmd/serve`).

#![expect(clippy::unwrap_used, reason = "vectors that cannot be read must fail the test")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use syntax::FileId;
use traefik::dynamic::Protocol;
use traefik::facts;
use traefik::middleware::access::encoded_characters;
use traefik::middleware::{Outcome, apply};
use traefik::names::{Provider, qualify};
use traefik::request::entry::enter;
use traefik::request::forward::forward;
use traefik::request::{Request, routing_path};
use traefik::runtime::{
    Configuration, Connection, Inputs, Runtime, RuntimeEntryPoint, RuntimeError, RuntimeRouter,
    RuntimeService, Status, build,
};

#[test]
fn configurations_become_what_traefik_makes_of_them() {
    let path = std::env::var("SERVE_VECTORS").unwrap_or_else(|_| vectors("serve.jsonl"));
    let text = std::fs::read_to_string(path).unwrap();
    let mut wrong = String::new();
    let mut count = 0;
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let differences = check(&case);
        if !differences.is_empty() {
            count += 1;
            writeln!(wrong, "{}:\n{differences}", case["name"]).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{count} differ:\n{wrong}");
}

fn vectors(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance/vectors");
    root.join(name).to_str().unwrap().to_owned()
}

fn check(case: &Value) -> String {
    let runtime = build(&inputs(case));
    let want = &case["want"];
    let mut differences = String::new();
    let parts = [
        ("router", "routers", describe_routers(&runtime)),
        ("middleware", "middlewares", describe_middlewares(&runtime)),
        ("service", "services", describe_services(&runtime)),
    ];
    for (kind, key, got) in parts {
        let wanted: BTreeMap<String, String> = want[key]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, info)| (name.clone(), wanted(info)))
            .collect();
        let names: std::collections::BTreeSet<&String> = wanted.keys().chain(got.keys()).collect();
        for name in names {
            let (want, got) = (wanted.get(name), got.get(name));
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
    for (request, answer) in requests.zip(want["answers"].as_array().into_iter().flatten()) {
        let (got, want) = (ask(&runtime, request), wanted_answer(answer));
        if !got.iter().any(|got| same_answer(got, &want)) {
            writeln!(differences, "  {request}\n    want {want}\n    got  {got:?}").unwrap();
        }
    }
    differences
}

fn inputs(case: &Value) -> Inputs {
    let install = facts::read("traefik.yml", case["static"].as_str().unwrap()).install.unwrap();
    let mut files: Vec<(&String, &str)> = Vec::new();
    for (name, text) in case["files"].as_object().into_iter().flatten() {
        files.push((name, text.as_str().unwrap()));
    }
    files.sort();
    let docker = case["docker"].as_array().into_iter().flatten().map(|text| text.as_str().unwrap());
    let texts = files.into_iter().map(|(_, text)| (Provider::File, text));
    let texts = texts.chain(docker.map(|text| (Provider::Docker, text)));
    let configurations = texts.zip(1..).map(|((provider, text), id)| Configuration {
        provider,
        file: FileId(id),
        dynamic: Arc::new(facts::read("dynamic/d.yml", text).dynamic.unwrap_or_default()),
        container: None,
        broken: false,
    });
    let configurations = configurations.collect();
    Inputs { install: Some((FileId(0), Arc::new(install))), configurations, ..Inputs::default() }
}

fn info(status: &str, errors: Vec<String>, rest: &str) -> String {
    // Who meets a loop first is left to chance, and the words with it.
    let looped =
        |error: String| if error.contains("recursion detected") { "a loop".to_owned() } else { error };
    let mut errors: Vec<String> = errors.into_iter().map(looped).collect();
    errors.sort();
    errors.dedup();
    format!("{status} {rest} {errors:#?}")
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(|text| text.as_str().unwrap().to_owned()).collect()
}

fn wanted(want: &Value) -> String {
    let mut entry_points = strings(&want["entryPoints"]);
    entry_points.sort();
    entry_points.dedup();
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
        let rest = format!("{:?} {}", router.entry_points, router.tls);
        info(router.status.as_str(), texts(&router.errors), &rest)
    };
    runtime.routers.iter().map(|router| (key(router.protocol, &router.name), describe(router))).collect()
}

fn describe_middlewares(runtime: &Runtime) -> BTreeMap<String, String> {
    let http =
        runtime.middlewares.iter().filter(|middleware| middleware.declared.1.protocol == Protocol::Http);
    http.map(|m| (m.name.clone(), bare(m.status, &m.errors))).collect()
}

fn describe_services(runtime: &Runtime) -> BTreeMap<String, String> {
    runtime.services.iter().map(|s| (key(s.protocol, &s.name), bare(s.status, &s.errors))).collect()
}

fn bare(status: Status, errors: &[RuntimeError]) -> String {
    info(status.as_str(), texts(errors), "[] false")
}

fn wanted_answer(answer: &Value) -> String {
    let field = |name: &str| answer[name].as_str().unwrap_or("");
    if !field("error").is_empty() {
        return field("error").to_owned();
    }
    let sent = format!("{} {} {}", field("upstream"), field("host"), field("prefix"));
    // Routers below others are logged with the way to them.
    let router = field("router").rsplit(" -> ").next().unwrap_or("");
    format!("{} {} by {router} {}", answer["status"], field("location"), sent.trim_end())
}

/// The recorder has no router for what is not in the access log, cannot see into TCP, and what Traefik's own services
/// answer is not ours to say.
fn same_answer(got: &str, want: &str) -> bool {
    let (got_status, got_rest) = got.split_once(" by ").unwrap_or((got, ""));
    let (want_status, want_rest) = want.split_once(" by ").unwrap_or((want, ""));
    let (got_router, got_sent) = got_rest.split_once(' ').unwrap_or((got_rest, ""));
    let (want_router, want_sent) = want_rest.split_once(' ').unwrap_or((want_rest, ""));
    let closed = ["no handshake", "no connection", "no answer"].contains(&want);
    match got_sent {
        "closed" | "tcp" => closed,
        "internally" => got_router == want_router || want_router.is_empty(),
        _ => {
            let router = got_router == want_router || want_router.is_empty();
            got_status == want_status && router && got_sent == want_sent
        }
    }
}

/// What a request comes to.
struct Answer {
    status: u16,
    location: String,
    router: String,
    sent: String,
}

impl Answer {
    fn status(status: u16) -> Self {
        Self { status, location: String::new(), router: String::new(), sent: String::new() }
    }

    fn by(self, router: &RuntimeRouter) -> Self {
        Self { router: router.name.clone(), ..self }
    }
}

/// All that may come of it: where the order of routers is left open there are several.
fn ask(runtime: &Runtime, case: &Value) -> Vec<String> {
    let string = |name: &str| case[name].as_str().unwrap_or("");
    let tls = case["tls"].as_bool().unwrap_or(false);
    let mut request = Request::new(string("method"), tls, string("host"), string("target"));
    request.sni = case["sni"].as_str().map(str::to_owned);
    for header in case["headers"].as_array().into_iter().flatten() {
        request.add_header(header[0].as_str().unwrap(), header[1].as_str().unwrap());
    }
    request.client_ip = Some("127.0.0.1".parse().unwrap());
    let port = case["port"].as_u64().map(|port| u16::try_from(port).unwrap());
    let Some(entry_point) = runtime.entry_points.iter().find(|e| e.port == port && !e.udp) else {
        return vec!["no connection".to_owned()];
    };
    let answers = follow(runtime, entry_point, &mut request);
    let show = |a: Answer| format!("{} {} by {} {}", a.status, a.location, a.router, a.sent.trim_end());
    answers.into_iter().map(show).collect()
}

fn follow(runtime: &Runtime, entry_point: &RuntimeEntryPoint, request: &mut Request) -> Vec<Answer> {
    let declared = entry_point.declared.as_ref().map(|(_, declared)| &**declared);
    let zero = |sent: &str| Answer { sent: sent.to_owned(), ..Answer::status(0) };
    let handshake = match runtime.connect(&entry_point.name, request) {
        Connection::Http(options) => options,
        Connection::Closed => return vec![zero("closed")],
        Connection::Tcp(router) => return vec![zero("tcp").by(router)],
        Connection::Unknown => return vec![zero("unknown")],
    };
    if let Some(answer) = answered(enter(request, declared)) {
        return vec![answer];
    }
    let table = runtime.table(&entry_point.name, request.tls);
    route(runtime, &table, handshake, request)
}

fn route(
    runtime: &Runtime,
    table: &[Vec<&RuntimeRouter>],
    handshake: Option<&str>,
    request: &Request,
) -> Vec<Answer> {
    if routing_path(request).is_none() {
        return vec![Answer::status(400)];
    }
    let matches = |router: &&&RuntimeRouter| {
        router.rule.as_ref().is_some_and(|rule| rule.matches(request) == Some(true))
    };
    let Some(group) = table.iter().find(|group| group.iter().any(|router| matches(&router))) else {
        return vec![Answer::status(404)];
    };
    let candidates = group.iter().filter(matches);
    candidates.flat_map(|router| through(runtime, router, handshake, request.clone())).collect()
}

fn through(
    runtime: &Runtime,
    router: &RuntimeRouter,
    handshake: Option<&str>,
    mut request: Request,
) -> Vec<Answer> {
    let request = &mut request;
    if encoded_characters(&router.denied_characters, request) != Outcome::Next {
        return vec![Answer::status(400).by(router)];
    }
    if router.tls && router.tls_options.as_deref() != handshake {
        return vec![Answer::status(421).by(router)];
    }
    if let Some(answer) = pass(runtime, router, request) {
        return vec![answer.by(router)];
    }
    if router.children.is_empty() {
        return vec![serve(runtime, router, request).by(router)];
    }
    let below = route(runtime, &runtime.below(router), handshake, request);
    let named = |answer: Answer| if answer.router.is_empty() { answer.by(router) } else { answer };
    below.into_iter().map(named).collect()
}

fn pass(runtime: &Runtime, router: &RuntimeRouter, request: &mut Request) -> Option<Answer> {
    let chain = runtime.chain(router);
    chain.into_iter().find_map(|middleware| answered(apply(&middleware.declared.1.effect, request)))
}

fn answered(outcome: Outcome) -> Option<Answer> {
    match outcome {
        Outcome::Next => None,
        Outcome::Respond { status, location } => {
            Some(Answer { location: location.unwrap_or_default(), ..Answer::status(status) })
        }
        Outcome::Unknown(words) => Some(Answer { sent: words, ..Answer::status(0) }),
    }
}

fn serve(runtime: &Runtime, router: &RuntimeRouter, request: &Request) -> Answer {
    let name = &router.service.as_ref().unwrap().name;
    let Some(service) = leaf(runtime, name) else { return Answer::status(0) };
    if service.provider == Provider::Internal {
        return Answer { sent: "internally".to_owned(), ..Answer::status(0) };
    }
    let Some(server) = service.servers.first() else { return Answer::status(503) };
    let pass_host_header = service.declared.as_ref().is_none_or(|(_, declared)| declared.pass_host_header);
    match forward(request, &server.url, server.preserve_path, pass_host_header) {
        Err(status) => Answer::status(status),
        Ok(sent) => {
            let prefix = request.header_values("X-Forwarded-Prefix").collect::<Vec<_>>().join(",");
            Answer { sent: format!("{} {} {prefix}", sent.target, sent.host), ..Answer::status(200) }
        }
    }
}

/// The load balancer behind a service of services: its first child's, and so on.
fn leaf<'r>(runtime: &'r Runtime, name: &str) -> Option<&'r RuntimeService> {
    let mut service = runtime.service_of(name, Protocol::Http)?;
    for _ in 0..10 {
        let Some(child) = service.children.first() else { break };
        service = runtime.service_of(&child.name, Protocol::Http)?;
    }
    Some(service)
}
