//! Replays what the real frameworks were seen to answer; `tests/conformance/frameworks` records it and its `vector.go`
//! says what a vector holds.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::outcome::{Asked, Outcome};

/// Differences that a failure shows.
const SHOWN: usize = 20;

/// One of so many may be left without an answer.
const SILENT: usize = 200;

/// What a program does to a router.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) flags: Vec<String>,
    pub(super) lines: Vec<Line>,
}

/// A call on a router: `GET /users`, `Mount /api`.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) number: usize,
    pub(super) call: String,
    /// The calls on the router that this one gives; `None` where it gives none.
    pub(super) below: Option<Vec<Line>>,
}

/// A request as net/http hands it to a framework.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) raw_path: String,
    pub(super) query: String,
    pub(super) host: String,
    pub(super) prefix: Option<String>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) tls: bool,
}

impl Request {
    /// As a look-up gets it.
    pub(super) fn asked(&self) -> Asked<'_> {
        Asked {
            method: &self.method,
            host: Some(&self.host),
            path: &self.path,
            raw_path: &self.raw_path,
            query: Some(&self.query),
            headers: Some(&self.headers),
            tls: Some(self.tls),
        }
    }
}

/// What was answered: a line's handler, or the framework itself. Where parameters or `Allow` are `None`, they are not
/// compared.
#[derive(Clone, Debug, Default)]
pub(super) struct Reply {
    pub(super) route: Option<usize>,
    pub(super) params: Option<Vec<(String, String)>>,
    pub(super) status: u16,
    pub(super) location: String,
    pub(super) allow: Option<Vec<String>>,
    /// We say that we cannot tell.
    pub(super) silent: bool,
}

impl Reply {
    pub(super) fn status(status: u16) -> Self {
        Self { status, ..Self::default() }
    }

    pub(super) fn route(line: usize) -> Self {
        Self { route: Some(line), ..Self::default() }
    }

    /// The reply of a look-up that knows parameters and `Allow`.
    pub(super) fn of(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Met { number, params } => Self { params: Some(params), ..Self::route(number) },
            Outcome::Redirect { status, location } => Self { location, ..Self::status(status) },
            Outcome::Status { status, allow } => Self { allow: Some(allow), ..Self::status(status) },
            Outcome::Unknown(_) => Self { silent: true, ..Self::default() },
        }
    }

    fn compared(&self) -> Value {
        let mut value = json!({ "status": self.status, "location": self.location });
        if let Some(line) = self.route {
            value = json!({ "route": line });
        }
        if let Some(params) = &self.params {
            value["params"] = json!(params);
        }
        if let Some(allow) = &self.allow {
            value["allow"] = json!(allow);
        }
        value
    }
}

/// A line at which the framework panics, and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) line: usize,
    pub(super) message: String,
}

/// Holds `build` and `ask` against all that `framework` was seen to do.
pub(super) fn replay<Server>(
    framework: &str,
    build: impl Fn(&Table) -> Result<Server, Refusal>,
    ask: impl Fn(&Server, &Request) -> Reply,
) {
    let Some(text) = fixture::vectors(framework) else { return };
    let mut cases = 0;
    let (mut different, mut silent) = (0, 0);
    let mut shown = String::new();
    let mut differs = |what: String| {
        different += 1;
        if different <= SHOWN {
            writeln!(shown, "{what}").unwrap();
        }
    };
    for line in text.lines() {
        let vector: Value = serde_json::from_str(line).expect("a vector a line");
        let table = Table {
            flags: texts(&vector["flags"]),
            lines: lines(&vector["routes"], &mut 0).unwrap_or_default(),
        };
        let about = format!("{} {}", vector["routes"], vector["flags"]);
        let built = build(&table);
        if let Some(message) = vector["panic"].as_str() {
            cases += 1;
            let refused = Refusal { line: number(&vector["line"]), message: message.to_owned() };
            if built.as_ref().err() != Some(&refused) {
                differs(format!("{about}: panics {refused:?}, not {:?}", built.err()));
            }
            continue;
        }
        let exchanges = vector["cases"].as_array().expect("cases");
        cases += exchanges.len();
        let server = match built {
            Ok(server) => server,
            // What a framework loses hangs on the order of a map: it may start as well.
            Err(refusal) if refusal.message.contains("nil pointer dereference") => {
                silent += exchanges.len();
                continue;
            }
            Err(refusal) => {
                differs(format!("{about}: does not panic {refusal:?}"));
                continue;
            }
        };
        for exchange in exchanges {
            let reply = ask(&server, &request(exchange));
            if reply.silent {
                silent += 1;
                continue;
            }
            let (seen, ours) = (seen(exchange, &reply), reply.compared());
            if seen != ours {
                differs(format!("{about}: {exchange} is answered by us with {ours}"));
            }
        }
    }
    assert!(cases > 1000, "only {cases} cases");
    assert!(silent * SILENT < cases, "of {cases} we say nothing to {silent}");
    assert!(different == 0, "{different} of {cases} differ\n{shown}");
}

/// What was seen, as far as `reply` tells it.
fn seen(exchange: &Value, reply: &Reply) -> Value {
    let or = |key: &str, default: Value| exchange.get(key).cloned().unwrap_or(default);
    let mut value = match exchange.get("route") {
        Some(line) => json!({ "route": line }),
        None => json!({ "status": exchange["status"], "location": or("location", json!("")) }),
    };
    if reply.params.is_some() {
        value["params"] = or("params", json!([]));
    }
    if reply.allow.is_some() {
        value["allow"] = or("allow", json!([]));
    }
    value
}

fn request(exchange: &Value) -> Request {
    let text = |key: &str| exchange[key].as_str().map(str::to_owned);
    let headers = exchange["headers"].as_object().into_iter().flatten();
    Request {
        method: text("m").unwrap_or_default(),
        path: text("p").unwrap_or_default(),
        raw_path: text("raw").unwrap_or_default(),
        query: text("q").unwrap_or_default(),
        host: text("host").unwrap_or_else(|| "example.com".to_owned()),
        prefix: text("prefix"),
        headers: headers
            .map(|(name, value)| (name.clone(), value.as_str().unwrap_or("").to_owned()))
            .collect(),
        tls: exchange["tls"].as_bool().unwrap_or(false),
    }
}

/// `value` as lines, numbered from `next` on.
fn lines(value: &Value, next: &mut usize) -> Option<Vec<Line>> {
    let line = |value: &Value| {
        let number = *next;
        *next += 1;
        match value.as_array().and_then(|list| list.split_first()) {
            Some((call, below)) => {
                Line { number, call: text(call), below: lines(&Value::from(below.to_vec()), next) }
            }
            None => Line { number, call: text(value), below: None },
        }
    };
    Some(value.as_array()?.iter().map(line).collect())
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(text).collect()
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn number(value: &Value) -> usize {
    value.as_u64().and_then(|number| usize::try_from(number).ok()).expect("a number")
}
