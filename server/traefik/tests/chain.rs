//! Lists of middlewares against answers recorded from the real ones (`tests/conformance/cmd/chain`).

#![expect(clippy::unwrap_used, reason = "vectors that cannot be read must fail the test")]

use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::Value;
use syntax::FileId;
use traefik::facts;
use traefik::install::Install;
use traefik::middleware::Outcome;
use traefik::middleware::around::{Asked, Response, around};
use traefik::names::Provider;
use traefik::request::entry::forwarded_headers;
use traefik::request::fields::{self, Fields};
use traefik::request::forward::{forward, refuse_http2, returned};
use traefik::request::url::Url;
use traefik::request::{Request, bytes};
use traefik::runtime::{Configuration, Inputs, Runtime, build};

/// What we may leave open.
const UNKNOWN: [&str; 3] = [
    "whether the credentials are right",
    "how large the body is",
    "what a retry makes of an answer that gRPC-Web flushes",
];

#[test]
fn middlewares_do_what_traefik_does() {
    let Some(text) = fixture::vectors("chain") else { return };
    let (mut wrong, mut asked, mut unknown, mut differ) = (String::new(), 0, 0, 0);
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let mut first = true;
        for Verdict { request, want, got } in ask(&case) {
            asked += 1;
            if UNKNOWN.iter().any(|words| got == format!("unknown {words}")) {
                unknown += 1;
            } else if got != want {
                differ += 1;
                if std::mem::take(&mut first) && wrong.len() < 20_000 {
                    let around = format!("{} of {}", case["chain"], case["middlewares"]);
                    writeln!(wrong, "{around}\n  on   {request}\n  want {want}\n  got  {got}").unwrap();
                }
            }
        }
    }
    assert!(differ == 0, "{differ} of {asked} differ:\n{wrong}");
    assert!(asked > 0 && unknown * 20 < asked, "{unknown} of {asked} are unknown");
    println!("{asked} asked, {unknown} unknown");
}

/// One request, and what becomes of it: in Traefik and here.
struct Verdict {
    request: String,
    want: String,
    got: String,
}

fn ask(case: &Value) -> Vec<Verdict> {
    let requests = array(&case["requests"]);
    let (texts, runtime) = load(case);
    let (want, got) = (case["error"].as_str(), error_of(&texts, &runtime));
    if want.is_some() || got.is_some() {
        let (want, got) = (want.unwrap_or_default().to_owned(), got.unwrap_or_default());
        return vec![Verdict { request: String::new(), want, got }];
    }
    let router = runtime.router("r@file").unwrap();
    let effects: Vec<_> =
        runtime.chain(router).into_iter().map(|middleware| middleware.declared.1.effect.clone()).collect();
    let verdict = |(sent, want): (&Value, &Value)| {
        let client = request(sent);
        let got = if client.target_url().map_or(true, |url| !url.opaque.is_empty()) {
            "-> 400 []".to_owned()
        } else {
            answer(case, sent, &effects, &client)
        };
        Verdict { request: sent.to_string(), want: wanted(want, sent, &client), got }
    };
    requests.iter().zip(array(&case["want"])).map(verdict).collect()
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// What becomes of a request here, in one line: who is asked for what, and what the client gets.
fn answer(case: &Value, sent: &Value, effects: &[traefik::dynamic::Effect], client: &Request) -> String {
    let mut seen = [None, None, None];
    let mut refused = None;
    let mut ask = |who: Asked, request: &mut Request| {
        let (place, name) = match who {
            Asked::Server => (0, "answer"),
            Asked::ErrorPage(_) => (1, "page"),
            Asked::Authentication(_) => (2, "auth"),
        };
        seen[place] = Some(match (who, case["server"]["url"].as_str()) {
            (Asked::Server, Some(url)) => {
                let server = &case["server"];
                let flag = |name: &str| server[name].as_bool().unwrap_or(false);
                refuse_http2(request);
                match forward(request, url, flag("preservePath"), !flag("hideHostHeader")) {
                    Ok(out) => {
                        let url = Url::parse_request_uri(&out.target).unwrap_or_default();
                        let sent =
                            [&*out.method, &out.target, &url.path, &url.raw_path, &url.query, &out.host];
                        line(sent, &out.headers)
                    }
                    Err(status) => {
                        refused = Some(status);
                        return Some(Response { status, headers: Fields::new() });
                    }
                }
            }
            _ => {
                let (method, uri) = (&*request.method, &*request.request_uri);
                let path = [&*request.path, &request.raw_path, &request.query];
                line([method, uri, path[0], path[1], path[2], &request.host], &request.headers)
            }
        });
        let mut reply = reply(&sent[name]);
        if name == "answer" && case["server"].is_object() {
            returned(&mut reply.headers);
        }
        Some(reply)
    };
    let mut request = client.clone();
    if let Some(install) = forwarded(case) {
        let outcome = forwarded_headers(&mut request, install.entry_points.first());
        assert_eq!(outcome, Outcome::Next);
    }
    match around(effects, &mut request, &mut ask) {
        Err(words) => format!("unknown {words}"),
        Ok(response) => {
            let mut text = String::new();
            for seen in seen.into_iter().flatten() {
                text.push_str(&seen);
            }
            text + &told(response.status, &response.headers)
        }
    }
}

/// The entry point's `forwardedHeaders`.
fn forwarded(case: &Value) -> Option<Install> {
    let options = &case["forwarded"];
    let text = format!("entryPoints: {{web: {{address: ':80', forwardedHeaders: {options}}}}}");
    options.is_object().then(|| facts::read("traefik.yml", &text).install.unwrap())
}

/// Somebody's answer: 200 if none is written.
fn reply(reply: &Value) -> Response {
    let status = reply["status"].as_u64().unwrap_or(200);
    Response { status: u16::try_from(status).unwrap(), headers: pairs(&reply["headers"]) }
}

fn pairs(value: &Value) -> Fields {
    let pair = |pair: &Value| (string(&pair[0]), string(&pair[1]));
    array(value).iter().map(pair).collect()
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or("").to_owned()
}

/// The `Host` header that a client sends.
fn host(sent: &Value) -> &str {
    match sent["host"].as_str() {
        None => "a.io",
        Some("-") => "",
        Some(host) => host,
    }
}

/// The request that a client sends.
fn request(sent: &Value) -> Request {
    let method = sent["method"].as_str().unwrap_or("GET");
    let tls = sent["tls"].as_bool().unwrap_or(false);
    let mut request = Request::new(method, tls, host(sent), sent["target"].as_str().unwrap());
    request.client_ip = Some(sent["from"].as_str().unwrap_or("10.1.2.3").parse().unwrap());
    for (name, value) in pairs(&sent["headers"]) {
        request.add_header(&name, &value);
    }
    if let Some(length) = sent["body"].as_u64() {
        request.add_header("Content-Length", &length.to_string());
    }
    request
}

/// What became of a request in Traefik, as [`answer`] tells it.
fn wanted(want: &Value, sent: &Value, client: &Request) -> String {
    let mut text = String::new();
    for name in ["next", "page", "auth"] {
        let seen = &want[name];
        if seen.is_null() {
            continue;
        }
        let uri = seen["uri"].as_str().unwrap();
        let read = Url::parse_request_uri(uri).unwrap_or_default();
        let or = |name: &str, otherwise: &str| seen[name].as_str().unwrap_or(otherwise).to_owned();
        let path = seen["path"].as_str().map_or_else(|| read.path.clone(), unescape);
        let mut headers = client.headers.clone();
        for (name, values) in seen["headers"].as_object().into_iter().flatten() {
            fields::remove(&mut headers, name);
            headers.extend(array(values).iter().map(|value| (name.clone(), string(value))));
        }
        text.push_str(&line(
            [
                &or("method", &client.method),
                uri,
                &path,
                &or("rawPath", &read.raw_path),
                &or("query", &read.query),
                &or("host", host(sent)),
            ],
            &headers,
        ));
    }
    let mut headers = Fields::new();
    for (name, values) in want["headers"].as_object().into_iter().flatten() {
        headers.extend(array(values).iter().map(|value| (name.clone(), string(value))));
    }
    text + &told(u16::try_from(want["status"].as_u64().unwrap_or(200)).unwrap(), &headers)
}

fn line(request: [&str; 6], headers: &Fields) -> String {
    let [method, uri, path, raw_path, query, host] = request;
    let (path, raw_path, host) = (escape(path), bytes::lossy(raw_path), bytes::lossy(host));
    format!("{method} {} {path} {raw_path} {query} {host} {:?} ", bytes::lossy(uri), sorted(headers))
}

fn told(status: u16, headers: &Fields) -> String {
    format!("-> {status} {:?}", sorted(headers))
}

fn sorted(headers: &Fields) -> Vec<String> {
    let mut lines: Vec<String> = headers
        .iter()
        .map(|(name, value)| format!("{}={}", name.to_lowercase(), bytes::lossy(value)))
        .collect();
    lines.sort();
    lines
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

fn unescape(path: &str) -> String {
    traefik::request::url::path_unescape(path).unwrap()
}

/// The file with the middlewares and one with a router that has those of the chain.
fn load(case: &Value) -> ([String; 2], Runtime) {
    let middlewares = format!(r#"{{"http":{{"middlewares":{}}}}}"#, case["middlewares"]);
    let router = format!(
        r#"{{"http":{{"routers":{{"r":{{"rule":"Path(`/`)","middlewares":{},"service":"s"}}}},
        "services":{{"s":{{"loadBalancer":{{"servers":[{{"url":"http://s"}}]}}}},
        "e":{{"loadBalancer":{{"servers":[{{"url":"http://e"}}]}}}}}}}}}}"#,
        case["chain"]
    );
    let texts = [middlewares, router];
    let configurations = texts.iter().zip(0..).map(|(text, id)| Configuration {
        provider: Provider::File,
        file: FileId(id),
        dynamic: Arc::new(facts::read("dynamic/m.yml", text).dynamic.unwrap()),
        container: None,
        broken: false,
    });
    let runtime = build(&Inputs { configurations: configurations.collect(), ..Inputs::default() });
    (texts, runtime)
}

/// What Traefik says about the configuration: its decoder, or else the constructor that fails first.
fn error_of(texts: &[String; 2], runtime: &Runtime) -> Option<String> {
    let dynamic = facts::read("dynamic/m.yml", &texts[0]).dynamic.unwrap();
    if let Some(problem) = dynamic.refused.first() {
        return Some(format!("decode: {}", problem.message));
    }
    let router = runtime.router("r@file").unwrap();
    router.errors.first().map(|error| error.text.clone())
}
