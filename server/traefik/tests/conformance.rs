//! What the real Traefik said to the questions in `tests/conformance/vectors`, said again by us.
//!
//! `CONFORMANCE_VECTORS` names another directory with such files. Its README says how they are made.

use std::path::PathBuf;

use serde_json::Value;
use traefik::dynamic::Protocol;
use traefik::regexp::Regexp;
use traefik::request::{Request, routing_path};
use traefik::rule::{Rule, RuleSyntax, default_priority, domains};

/// A question with its answer, by the names that `tests/conformance` gives them.
struct Line(Value);

impl Line {
    fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap_or("")
    }

    fn protocol(&self) -> Protocol {
        if self.text("protocol") == "tcp" { Protocol::Tcp } else { Protocol::Http }
    }

    fn compile(&self) -> Result<Rule, String> {
        let syntax = if self.text("syntax") == "v2" { RuleSyntax::V2 } else { RuleSyntax::V3 };
        Rule::compile(self.text("rule"), self.protocol(), syntax).map_err(|error| error.text)
    }

    fn request(&self) -> Request {
        let mut request = Request::new(self.text("method"), false, self.text("host"), self.text("target"));
        for field in self.0["header"].as_array().into_iter().flatten() {
            let text = |at: usize| field[at].as_str().unwrap_or("");
            request.headers.push((text(0).to_owned(), text(1).to_owned()));
        }
        request.sni = Some(self.text("sni").to_owned());
        request.client_ip = self.text("client").parse().ok();
        request
    }
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// What we say, in the form of Traefik's answer; `None` where we cannot tell.
fn answer(line: &Line) -> Option<Value> {
    Some(match line.text("ask") {
        "rule" => rule(line),
        "match" => match line.compile() {
            Err(_) => "none".into(),
            Ok(_) if line.protocol() == Protocol::Http && routing_path(&line.request()).is_none() => {
                "refused".into()
            }
            Ok(rule) => match rule.matches(&line.request()) {
                Some(true) => "yes".into(),
                Some(false) => "no".into(),
                None => return None,
            },
        },
        "regexp" => return regexp(line),
        ask => panic!("no such question: {ask}"),
    })
}

fn rule(line: &Line) -> Value {
    let text = line.text("rule");
    let mut answer = serde_json::Map::new();
    if let Err(error) = line.compile() {
        answer.insert("error".to_owned(), error.into());
    }
    match domains(text, line.protocol()) {
        Ok(domains) if domains.is_empty() => {}
        Ok(domains) => drop(answer.insert("domains".to_owned(), domains.into())),
        Err(error) => drop(answer.insert("domainsError".to_owned(), error.text.into())),
    }
    answer.insert("priority".to_owned(), default_priority(text, line.protocol()).into());
    answer.into()
}

fn regexp(line: &Line) -> Option<Value> {
    let regexp = match Regexp::compile(line.text("regexp")) {
        Ok(regexp) => regexp,
        Err(error) => return Some(serde_json::json!({ "error": error })),
    };
    let engine = regexp.engine()?;
    let index = |at: usize| i64::try_from(at).unwrap_or(-1);
    let found: Vec<Value> = strings(&line.0["subjects"])
        .iter()
        .map(|subject| {
            let Some(captures) = engine.captures(subject) else { return Value::Null };
            let groups = captures.iter().flat_map(|group| match group {
                Some(group) => [index(group.start()), index(group.end())],
                None => [-1, -1],
            });
            groups.collect::<Vec<_>>().into()
        })
        .collect();
    Some(if found.is_empty() { serde_json::json!({}) } else { serde_json::json!({ "found": found }) })
}

#[test]
fn we_say_what_traefik_said() {
    let directory = std::env::var_os("CONFORMANCE_VECTORS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance/vectors"),
        PathBuf::from,
    );
    let mut asked = 0;
    let mut unknown = 0;
    let mut differences = Vec::new();
    for ask in ["match", "regexp", "rule"] {
        let file = std::fs::read_to_string(directory.join(ask).with_extension("jsonl")).unwrap();
        assert!(!file.is_empty());
        for text in file.lines() {
            let line = Line(serde_json::from_str(text).unwrap());
            asked += 1;
            match answer(&line) {
                None => unknown += 1,
                Some(ours) if ours == line.0["answer"] => {}
                Some(ours) => differences.push(format!("{text}\n  we say {ours}")),
            }
        }
    }
    println!("asked: {asked}, unknown: {unknown}, different: {}", differences.len());
    assert!(differences.is_empty(), "{}", differences[..differences.len().min(60)].join("\n"));
}
