//! What both Echos were seen to answer, replayed.

use std::collections::BTreeMap;

use super::Version;
use super::engine::{Echo, Flags};
use super::tree::{ANY, METHODS, NOT_FOUND};
use crate::frameworks::replay::{self, Refusal, Reply, Request, Table, replay};

/// The number of the handler of a group that only says 404.
const SILENT: usize = usize::MAX;

/// A group.
#[derive(Clone, Default)]
struct Place {
    prefix: String,
    host: Option<String>,
    middlewares: bool,
}

struct Server {
    echo: Echo,
    overwrites: bool,
    /// All routes so far: method and path.
    routes: BTreeMap<(String, String), usize>,
}

impl Server {
    fn add(&mut self, place: &Place, method: &str, path: &str, number: usize) -> Result<(), Refusal> {
        let path = format!("{}{path}", place.prefix);
        let key = (method.to_owned(), path.clone());
        if self.routes.insert(key, number).is_some() && !self.overwrites && number != SILENT {
            let message =
                format!("{method} {path}: adding duplicate route (same method+path) is not allowed");
            return Err(Refusal { line: number, message });
        }
        self.echo.add(place.host.as_deref(), method, &path, number);
        Ok(())
    }

    fn using(&mut self, place: &Place) -> Result<(), Refusal> {
        self.add(place, NOT_FOUND, "", SILENT)?;
        self.add(place, NOT_FOUND, "/*", SILENT)
    }

    fn fill(&mut self, lines: &[replay::Line], place: &mut Place) -> Result<(), Refusal> {
        for line in lines {
            let (verb, rest) = line.call.split_once(' ').unwrap_or((line.call.as_str(), ""));
            let number = line.number;
            match verb {
                "Use" => {
                    place.middlewares = true;
                    self.using(place)?;
                }
                "Group" | "Group!" | "Host" => {
                    let mut inner = place.clone();
                    if verb == "Host" {
                        inner = Place { host: Some(rest.to_owned()), ..Place::default() };
                        self.echo.host(rest);
                    }
                    inner.middlewares |= verb == "Group!";
                    if verb != "Host" {
                        inner.prefix.push_str(rest);
                    }
                    if inner.middlewares {
                        // Groups in a group of a host begin without it, and forget it only then.
                        let host = inner.host.take_if(|_| verb != "Host");
                        self.using(&inner)?;
                        inner.host = inner.host.or(host);
                    }
                    self.fill(line.below.as_deref().unwrap(), &mut inner)?;
                }
                "Any" if self.echo.version == Version::Five => self.add(place, ANY, rest, number)?,
                "Any" => {
                    for method in METHODS {
                        self.add(place, method, rest, number)?;
                    }
                }
                "Static" => self.add(place, "GET", &format!("{rest}*"), number)?,
                "NotFound" => self.add(place, NOT_FOUND, rest, number)?,
                method => self.add(place, method, rest, number)?,
            }
        }
        Ok(())
    }
}

fn build(table: &Table, version: Version) -> Result<Server, Refusal> {
    let has = |flag: &str| table.flags.iter().any(|other| other == flag);
    let flags = Flags {
        heads: has("AutoHandleHEAD"),
        decoded: has("UseEscapedPathForMatching"),
        unescapes: has("UnescapePathParamValues"),
    };
    let overwrites = version == Version::Four || !has("Once");
    let mut server = Server { echo: Echo::new(version, flags), overwrites, routes: BTreeMap::new() };
    server.fill(&table.lines, &mut Place::default())?;
    Ok(server)
}

fn ask(server: &Server, request: &Request) -> Reply {
    let mut reply = Reply::of(server.echo.find(&request.asked()));
    if reply.route == Some(SILENT) {
        reply = Reply { allow: Some(Vec::new()), ..Reply::status(404) };
    }
    reply
}

#[test]
fn echo_4_answers_what_it_was_seen_to_answer() {
    replay("echo4", |table| build(table, Version::Four), ask);
}

#[test]
fn echo_5_answers_what_it_was_seen_to_answer() {
    replay("echo5", |table| build(table, Version::Five), ask);
}
