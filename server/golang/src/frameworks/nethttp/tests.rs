//! What net/http was seen to answer, replayed.

use super::{mux, old};
use crate::frameworks::outcome::{Asked, Outcome, Refused};
use crate::frameworks::replay::{Line, Refusal, Reply, Request, replay};

/// A mux of one of the two kinds, and the ones that are mounted in it.
trait Kind: Default {
    fn handle(&mut self, pattern: &str, number: usize) -> Result<(), Refused>;
    fn find(&self, asked: Asked<'_>) -> Outcome;
}

impl Kind for mux::Mux {
    fn handle(&mut self, pattern: &str, number: usize) -> Result<(), Refused> {
        self.handle(pattern, number)
    }

    fn find(&self, asked: Asked<'_>) -> Outcome {
        self.find(asked)
    }
}

impl Kind for old::Mux {
    fn handle(&mut self, pattern: &str, number: usize) -> Result<(), Refused> {
        self.handle(pattern, number)
    }

    fn find(&self, asked: Asked<'_>) -> Outcome {
        self.find(asked)
    }
}

#[derive(Default)]
struct Server<Mux> {
    mux: Mux,
    /// By number: what is stripped, and the mux that gets the rest.
    mounts: Vec<(usize, String, Server<Mux>)>,
}

fn build<Mux: Kind>(lines: &[Line]) -> Result<Server<Mux>, Refusal> {
    let mut server = Server { mux: Mux::default(), mounts: Vec::new() };
    for line in lines {
        let (verb, mut pattern) = line.call.split_once(' ').unwrap();
        if verb == "Mount" {
            let (prefix, rest) = pattern.split_once(' ').unwrap();
            let inner = build(line.below.as_deref().unwrap())?;
            server.mounts.push((line.number, prefix.to_owned(), inner));
            pattern = rest;
        }
        let handled = server.mux.handle(pattern, line.number);
        handled.map_err(|refused| Refusal { line: line.number, message: refused.message })?;
    }
    Ok(server)
}

fn ask<Mux: Kind>(server: &Server<Mux>, request: &Request) -> Reply {
    let Request { path, raw_path, .. } = request;
    match server.mux.find(request.asked()) {
        Outcome::Met { number, params } => {
            let Some((_, prefix, inner)) = server.mounts.iter().find(|(mount, ..)| *mount == number) else {
                return Reply::of(Outcome::Met { number, params });
            };
            // http.StripPrefix
            let rest = path.strip_prefix(prefix.as_str());
            let raw_rest = raw_path.strip_prefix(prefix.as_str());
            match (rest, raw_rest) {
                (Some(rest), _) if raw_path.is_empty() || prefix.is_empty() => {
                    ask(inner, &Request { path: rest.to_owned(), ..request.clone() })
                }
                (Some(rest), Some(raw)) => ask(
                    inner,
                    &Request { path: rest.to_owned(), raw_path: raw.to_owned(), ..request.clone() },
                ),
                _ => Reply { allow: Some(Vec::new()), ..Reply::status(404) },
            }
        }
        other => Reply::of(other),
    }
}

#[test]
fn the_mux_answers_what_it_was_seen_to_answer() {
    replay("nethttp", |table| build::<mux::Mux>(&table.lines), ask);
}

#[test]
fn the_old_mux_answers_what_it_was_seen_to_answer() {
    replay("nethttp121", |table| build::<old::Mux>(&table.lines), ask);
}
