//! What both Fibers were seen to answer, replayed.

use std::sync::Arc;

use super::domain::Domain;
use super::serve::{self, Asked};
use super::stack::{App, Call, Does, Handler, Id, Line, Panic, Stacks, group_path};
use super::{Flags, Version};
use crate::frameworks::redirect;
use crate::frameworks::replay::{self, Refusal, Reply, Request, Table, replay};

/// Where a line stands.
#[derive(Clone, Default)]
struct Place {
    prefix: Option<String>,
    domain: Option<Arc<Domain>>,
}

impl Place {
    fn path(&self, path: &str) -> String {
        self.prefix.as_ref().map_or_else(|| path.to_owned(), |prefix| group_path(prefix, path))
    }
}

fn fill(app: &mut App, lines: &[replay::Line], place: &Place) -> Result<(), Refusal> {
    for line in lines {
        let (verb, rest) = line.call.split_once(' ').unwrap_or((line.call.as_str(), ""));
        let handler =
            |does| Handler { id: Id { engine: 0, number: line.number }, does, domain: place.domain.clone() };
        let mut add = |call: Call, path: &str, does: Does| {
            app.lines.push(Line { call, path: place.path(path), handler: handler(does) });
        };
        let route = |method: &str| Call::Route(method.to_owned());
        match verb {
            "Get" | "Next" => {
                let does = if verb == "Get" { Does::Answers } else { Does::Passes };
                if app.flags.no_heads {
                    add(route("HEAD"), rest, does);
                }
                add(route("GET"), rest, does);
            }
            "All" => {
                for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"]
                {
                    add(route(method), rest, Does::Answers);
                }
                if !app.flags.no_heads {
                    add(route("QUERY"), rest, Does::Answers);
                }
            }
            "Add" => {
                let (method, path) = rest.split_once(' ').unwrap();
                add(route(method), path, Does::Answers);
            }
            "Use" => add(Call::Use, rest, Does::Passes),
            "End" => add(Call::Use, rest, Does::Answers),
            "Static" => add(Call::Static, rest, Does::Passes),
            "Group" | "Group!" => {
                if verb == "Group!" {
                    add(Call::Use, rest, Does::Passes);
                }
                let inner = Place { prefix: Some(place.path(rest)), ..place.clone() };
                fill(app, line.below.as_deref().unwrap(), &inner)?;
            }
            "Domain" => {
                let domain = Domain::parse(rest);
                let domain = domain.map_err(|message| Refusal { line: line.number, message })?;
                let inner = Place { domain: Some(Arc::new(domain)), ..place.clone() };
                fill(app, line.below.as_deref().unwrap(), &inner)?;
            }
            "Chain" => {
                for below in line.below.as_deref().unwrap() {
                    let call = if below.call == "All" { Call::Use } else { route(&below.call) };
                    let handler =
                        Handler { id: Id { engine: 0, number: below.number }, ..handler(Does::Answers) };
                    app.lines.push(Line { call, path: place.path(rest), handler });
                }
            }
            "Mount" => {
                let (flags, path) = rest.split_once(' ').unwrap();
                let mut inner = App { name: line.number, flags: app.flags, ..App::default() };
                inner.flags.strict_routing = flags.contains('S');
                inner.flags.case_sensitive = flags.contains('C');
                let filled = fill(&mut inner, line.below.as_deref().unwrap(), &Place::default());
                let path = place.path(path);
                let path = path.trim_end_matches('/');
                // An app that is not filled is not mounted, so its path is not read.
                let path = if path.is_empty() || filled.is_err() { "/" } else { path }.to_owned();
                let call = Call::Mount(inner);
                app.lines.push(Line { call, path, handler: handler(Does::Passes) });
                filled?;
            }
            other => panic!("{other}"),
        }
    }
    Ok(())
}

fn count(lines: &[replay::Line]) -> usize {
    lines.iter().map(|line| 1 + count(line.below.as_deref().unwrap_or_default())).sum()
}

struct Server {
    stacks: Stacks,
    flags: Flags,
    version: Version,
}

/// Version 2 registers HEAD with GET, and says so by having no heads of its own.
fn build(table: &Table, version: Version) -> Result<Server, Refusal> {
    let has = |flag: &str| table.flags.iter().any(|other| other == flag);
    let flags = Flags {
        strict_routing: has("StrictRouting"),
        case_sensitive: has("CaseSensitive"),
        unescape_path: has("UnescapePath"),
        no_heads: version == Version::Two,
    };
    let mut app = App { flags, ..App::default() };
    let filled = fill(&mut app, &table.lines, &Place::default());
    let built = Stacks::build(&app, version);
    let last = || count(&table.lines) - 1;
    let refusal =
        |panic: Panic| Refusal { line: panic.at.map_or_else(last, |id| id.number), message: panic.message };
    let (stacks, mut panics) = built;
    if filled.is_err() {
        // Then nothing starts.
        panics.retain(|panic| panic.at.is_some());
    }
    match (panics.into_iter().next(), filled) {
        (Some(panic), _) => Err(refusal(panic)),
        (None, Err(refusal)) => Err(refusal),
        (None, Ok(())) => Ok(Server { stacks, flags, version }),
    }
}

fn ask(server: &Server, request: &Request) -> Reply {
    let path = redirect::escaped(&request.path, &request.raw_path);
    let asked = Asked { method: &request.method, host: Some(&request.host), path: path.as_bytes() };
    match serve::serve(&server.stacks, server.flags, server.version, asked).reply {
        serve::Reply::Met { id, params } => {
            let text = |value: Vec<u8>| String::from_utf8_lossy(&value).into_owned();
            let params = params.into_iter().map(|(name, value)| (name, text(value))).collect();
            Reply { params: Some(params), ..Reply::route(id.number) }
        }
        serve::Reply::Status { status, allow } => Reply { allow: Some(allow), ..Reply::status(status) },
    }
}

#[test]
fn fiber_2_answers_what_it_was_seen_to_answer() {
    replay("fiber2", |table| build(table, Version::Two), ask);
}

#[test]
fn fiber_3_answers_what_it_was_seen_to_answer() {
    replay("fiber3", |table| build(table, Version::Three { minor: 5 }), ask);
}
