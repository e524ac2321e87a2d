//! net/http's `ServeMux`: what it registers and what it answers.

mod host;
mod index;
mod mux;
mod old;
mod pattern;
mod relation;
mod serve;
#[cfg(test)]
mod tests;
mod tree;

use super::parts::Part;
use super::table::{Constructor, Methods, Operation, Place, Position, Table, unchanged};
use crate::program::Framework;
use crate::words::Words;

const REGISTERS: Operation = Operation::Route {
    methods: Methods::Pattern { host: true },
    path: Place::At(0),
    handler: Position::At(1),
    narrows: None,
};

pub(super) static TABLE: Table = Table {
    framework: Framework::NetHttp,
    imports: &["net/http"],
    constructors: &[Constructor { name: "NewServeMux", config: false }],
    literals: &["ServeMux"],
    functions: &[("Handle", REGISTERS), ("HandleFunc", REGISTERS), ("DefaultServeMux", Operation::Itself)],
    requests: &["ResponseWriter"],
    adapters: &[("net/http", "HandlerFunc")],
    starters: &[],
    methods: &[
        ("Handle", REGISTERS),
        ("HandleFunc", REGISTERS),
        ("Handler", Operation::Other),
        ("ServeHTTP", Operation::Other),
    ],
    itself: &[],
    settings: &[],
    root: "",
    join: |prefix, relative| Words::concat([prefix, relative]),
    mount: unchanged,
    parts,
    in_order: false,
    heads: true,
    not_allowed: |_| true,
    matcher: Some(serve::matcher),
    clashes: serve::clashes,
};

/// The parts of a path pattern without unknown ones: `{name}`, `{name...}` and `{$}`.
fn parts(pattern: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = pattern;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        if !before.is_empty() {
            parts.push(Part::Literal(before.to_owned()));
        }
        match name.strip_suffix("...") {
            Some(name) => parts.push(Part::CatchAll(name.to_owned())),
            None if name == "$" => return parts,
            None => parts.push(Part::Param(name.to_owned())),
        }
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Literal(rest.to_owned()));
    }
    if rest.ends_with('/') {
        parts.push(Part::CatchAll(String::new()));
    }
    parts
}
