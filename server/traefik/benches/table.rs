//! What it costs to find the router of a request, beside Traefik's own muxer.
//!
//! `TABLE` names a file with `table` questions (tests/conformance, `cmd/generate -ask crowd`); `TRAEFIK_NS` is what
//! Traefik takes for a request (`cmd/rules -bench`), to which ours is compared. Without `TABLE` there is nothing to do.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot run should say so")]
#![expect(clippy::print_stdout, reason = "what a benchmark finds is its output")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde_json::Value;
use traefik::dynamic::Protocol;
use traefik::request::Request;
use traefik::rule::table::{Place, in_order, priority, winner};
use traefik::rule::{Rule, RuleSyntax};

/// How long the requests are repeated.
const TIME: Duration = Duration::from_secs(2);

fn main() {
    let Some(file) = std::env::var_os("TABLE") else {
        println!("TABLE names no file: see tests/conformance/README.md");
        return;
    };
    let traefik: Option<f64> = std::env::var("TRAEFIK_NS").ok().and_then(|text| text.trim().parse().ok());
    for line in std::fs::read_to_string(file).unwrap().lines() {
        let question: Value = serde_json::from_str(line).unwrap();
        let (routers, ours) = measure(&question);
        print!("{routers} routers: {ours:.0} ns a request");
        match traefik {
            Some(theirs) => println!(", Traefik {theirs:.0} ns: {:.2} times as fast", theirs / ours),
            None => println!(),
        }
    }
}

/// The number of routers, and nanoseconds for a request.
fn measure(question: &Value) -> (usize, f64) {
    let text = |value: &Value, name: &str| value[name].as_str().unwrap_or("").to_owned();
    let routers: Vec<(Rule, i64)> = question["routers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|router| {
            let source = text(router, "rule");
            let rule = Rule::compile(&source, Protocol::Http, RuleSyntax::V3).unwrap();
            let set = router["priority"].as_i64().unwrap_or(0);
            (rule, priority(set, &source, Protocol::Http))
        })
        .collect();
    let requests: Vec<Request> = question["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|value| {
            let target = text(value, "target");
            let mut request = Request::new(&text(value, "method"), false, &text(value, "host"), &target);
            for field in value["header"].as_array().into_iter().flatten() {
                request.add_header(field[0].as_str().unwrap(), field[1].as_str().unwrap());
            }
            request.client_ip = text(value, "client").parse().ok();
            request
        })
        .collect();
    let all = (0..routers.len()).collect();
    let table = in_order(all, |at: usize| Place::new(routers[at].1, "", &[]));
    let route = |request: &Request| winner(&table, |at: usize| Some(&routers[at].0), request);
    // Regular expressions are compiled when they are first asked.
    for request in &requests {
        black_box(route(request));
    }
    let start = Instant::now();
    let mut rounds = 0u32;
    while start.elapsed() < TIME {
        for request in &requests {
            black_box(route(black_box(request)));
        }
        rounds += 1;
    }
    let count = f64::from(rounds) * f64::from(u32::try_from(requests.len()).unwrap());
    (routers.len(), start.elapsed().as_secs_f64() * 1e9 / count)
}
