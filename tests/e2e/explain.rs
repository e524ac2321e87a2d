//! `explain` says of whole configurations what Traefik's own pipeline answered (`tests/conformance/cmd/serve`).
//!
//! Every recorded configuration becomes a workspace and every request is traced by the function that `explain` calls;
//! the built program is asked for some of them.

use std::fmt::Write as _;
use std::path::Path;

use routing::model::Stack;
use routing::trace::{Trace, trace};
use serde_json::Value;
use tempfile::TempDir;
use traefik::request::{Request, bytes};
use traefik_ls::workspace::{Depth, Workspace};

use crate::program::{folder, run};

#[test]
fn explain_agrees_with_traefik() {
    let (mut configurations, mut requests, mut certain, mut differ) = (0, 0, 0, 0);
    let mut wrong = String::new();
    for case in cases() {
        let workspace = Workspace::new(Path::new("/workspace"), Depth::All);
        for (path, text) in files(&case) {
            workspace.update(&path, text, 1);
        }
        let snapshot = workspace.snapshot();
        let model = snapshot.model();
        // A dynamic file that holds static configuration, too, would be another Traefik's.
        let own = |stack: &&Stack| stack.install.iter().any(|file| model.path(*file) == "traefik.yml");
        let stack = model.stacks.iter().find(own).unwrap();
        configurations += 1;
        for (asked, want) in asked(&case) {
            let entry_point = asked["on"].as_str().unwrap();
            if stack.runtime.entry_point(entry_point).is_none_or(|entry_point| entry_point.udp) {
                continue;
            }
            let trace = trace(&model, stack, entry_point, &request(asked));
            requests += 1;
            certain += usize::from(choices(&trace).is_empty());
            if let Err(why) = Told::of(&trace).agrees(want) {
                differ += 1;
                if differ < 30 {
                    writeln!(wrong, "{}: {asked}\n  {why}\n  want {want}\n  got  {trace:?}", case["name"])
                        .unwrap();
                }
            }
        }
    }
    println!(
        "{configurations} configurations, {requests} requests, {certain} without a choice, {differ} differ"
    );
    assert!(differ == 0, "{differ} of {requests} differ:\n{wrong}");
    assert!(configurations > 0 && certain * 2 > requests, "{certain} of {requests} are certain");
}

#[test]
fn the_program_agrees_with_traefik() {
    let mut requests = 0;
    for case in cases().into_iter().step_by(10) {
        let root = on_disk(&case);
        for (asked, want) in asked(&case).filter(|(asked, _)| plain(asked)).take(3) {
            let text = |name: &str| asked[name].as_str().unwrap_or_default();
            let scheme = if asked["tls"] == true { "https" } else { "http" };
            let method = if text("method").is_empty() { "GET" } else { text("method") };
            let url = format!("{scheme}://{}{}", text("host"), text("target"));
            let mut arguments: Vec<String> =
                ["explain", method, &url, "--format", "json", "--entrypoint", text("on")]
                    .map(str::to_owned)
                    .into();
            arguments.extend(["--client-ip", "127.0.0.1"].map(str::to_owned));
            if asked["tls"] == true && !text("sni").is_empty() {
                arguments.extend(["--sni".to_owned(), text("sni").to_owned()]);
            }
            for field in asked["headers"].as_array().into_iter().flatten() {
                let field = format!("{}: {}", field[0].as_str().unwrap(), field[1].as_str().unwrap());
                arguments.extend(["--header".to_owned(), field]);
            }
            let told = run(root.path(), &arguments);
            if told.code == Some(2) && told.stderr.contains("there is no entry point") {
                continue;
            }
            let told: Value = serde_json::from_str(&told.stdout).unwrap_or_else(|_| panic!("{told:?}"));
            requests += 1;
            let agrees = Told::printed(&told).agrees(want);
            assert!(agrees.is_ok(), "{arguments:?} {agrees:?}\n  want {want}\n  got {told:#}");
        }
    }
    assert!(requests > 0, "nobody was asked");
}

/// Those that start, and whose containers are none: labels hold less than the recorder gives.
fn cases() -> Vec<Value> {
    let text = fixture::vectors("serve").unwrap_or_default();
    let cases = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    cases.filter(|case| case["docker"].is_null() && case["want"]["refused"].is_null()).collect()
}

fn files(case: &Value) -> Vec<(String, String)> {
    let mut files =
        vec![("traefik.yml".to_owned(), case["static"].as_str().unwrap().replace("DIR", "dynamic"))];
    for (name, text) in case["files"].as_object().into_iter().flatten() {
        files.push((format!("dynamic/{name}"), text.as_str().unwrap().to_owned()));
    }
    files
}

fn on_disk(case: &Value) -> TempDir {
    let files = files(case);
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    folder(&files)
}

/// Requests with all that was answered.
fn asked(case: &Value) -> impl Iterator<Item = (&Value, &Value)> {
    let requests = case["requests"].as_array().into_iter().flatten();
    requests.zip(case["want"]["answers"].as_array().into_iter().flatten())
}

fn request(asked: &Value) -> Request {
    let text = |name: &str| asked[name].as_str().unwrap_or("");
    let method = if text("method").is_empty() { "GET" } else { text("method") };
    let mut request = Request::new(method, asked["tls"] == true, text("host"), text("target"));
    request.sni = asked["sni"].as_str().map(str::to_owned);
    for field in asked["headers"].as_array().into_iter().flatten() {
        request.add_header(field[0].as_str().unwrap(), field[1].as_str().unwrap());
    }
    request.client_ip = Some("127.0.0.1".parse().unwrap());
    request.alpn = Some(Vec::new());
    request
}

/// Whether a shell and a URL can say it.
fn plain(asked: &Value) -> bool {
    let host = asked["host"].as_str().unwrap();
    let target = asked["target"].as_str().unwrap();
    let port_or_name = |b: u8| b.is_ascii_alphanumeric() || b".-".contains(&b);
    // Without --sni the host is the name.
    let named = asked["tls"] != true || asked["sni"].is_string();
    !host.is_empty()
        && host.bytes().all(port_or_name)
        && target.starts_with('/')
        && !target.contains('#')
        && named
}

/// What is left to chance, in the words of `unknown`.
fn choices(trace: &Trace) -> Vec<&String> {
    let left = |words: &&String| words.starts_with("which ") || words.contains("with the same priority");
    trace.unknown.iter().filter(left).collect()
}

/// What is said of a request, by the function or by the program.
#[derive(Debug)]
struct Told {
    router: String,
    service: String,
    status: Option<u64>,
    location: String,
    /// Method, target and host.
    sent: Option<String>,
    unknown: Vec<String>,
}

impl Told {
    fn of(trace: &Trace) -> Self {
        let sent = |sent: &routing::trace::Upstream| {
            format!("{} {} {}", sent.method, bytes::lossy(&sent.target), sent.host)
        };
        Self {
            router: trace.router.clone().unwrap_or_default(),
            service: trace.service.clone().unwrap_or_default(),
            status: trace.status.map(u64::from),
            location: trace.location.clone().unwrap_or_default(),
            sent: trace.upstream.as_ref().map(sent),
            unknown: trace.unknown.clone(),
        }
    }

    fn printed(told: &Value) -> Self {
        let text = |name: &str| told[name].as_str().unwrap_or_default().to_owned();
        let sent = &told["upstream"];
        let part = |name: &str| sent[name].as_str().unwrap_or_default();
        Self {
            router: text("router"),
            service: text("service"),
            status: told["status"].as_u64(),
            location: text("location"),
            sent: sent.is_object().then(|| format!("{} {} {}", part("method"), part("target"), part("host"))),
            unknown: told["unknown"]
                .as_array()
                .unwrap()
                .iter()
                .map(|w| w.as_str().unwrap().to_owned())
                .collect(),
        }
    }

    /// It must be one of the recorded answers, and each other one must be told as a possibility.
    fn agrees(&self, recorded: &Value) -> Result<(), String> {
        let one = std::slice::from_ref(recorded);
        let recorded = recorded.as_array().map_or(one, Vec::as_slice);
        let named = |name: &str| self.unknown.iter().any(|words| words.contains(&format!("`{name}`")));
        // Of a router below others it is enough that one on the way is named.
        let told = |way: &&str| way.split(" -> ").any(named) || router(way) == self.router;
        let ways = recorded.iter().map(|answer| answer["router"].as_str().unwrap_or_default());
        if let Some(missing) = ways.filter(|way| !way.is_empty()).find(|way| !told(way)) {
            return Err(format!("`{missing}` is not named"));
        }
        let failures: Vec<String> = recorded.iter().filter_map(|answer| self.is(answer).err()).collect();
        if failures.len() < recorded.len() { Ok(()) } else { Err(failures.join("; ")) }
    }

    fn is(&self, answer: &Value) -> Result<(), String> {
        let text = |name: &str| answer[name].as_str().unwrap_or_default();
        let status = answer["status"].as_u64();
        // Of children or servers one was followed, and it is said that the answer may come by another.
        let child = text("service");
        let turn = |words: &String| words.starts_with("which child") || words.starts_with("which server");
        let turns = self.unknown.iter().any(turn);
        let sent = || self.sent.as_deref() != Some(text("sent"));
        if turns && (child != self.service || sent()) {
            return Ok(());
        }
        // Nothing came back, or a TCP server spoke itself: there is no answer to tell.
        let Some(status) = status else {
            return match self.status {
                None if self.sent.is_none() => Ok(()),
                told => Err(format!("{told:?} is told, nothing came back")),
            };
        };
        match (&self.sent, self.status) {
            (Some(sent), _) if sent != text("sent") => Err(format!("sent `{sent}`, not `{}`", text("sent"))),
            (Some(_), _) if status == 200 => Ok(()),
            (None, None) if self.service.ends_with("@internal") => Ok(()),
            (_, Some(told)) if told != status => Err(format!("{told}, not {status}")),
            (None, Some(_)) if self.location != text("location") => Err("another location".to_owned()),
            (None, Some(_)) => Ok(()),
            _ => Err("nothing is told".to_owned()),
        }
    }
}

/// The last router of a way.
fn router(way: &str) -> &str {
    way.rsplit(" -> ").next().unwrap_or_default()
}
