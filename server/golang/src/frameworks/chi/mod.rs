//! chi (github.com/go-chi/chi/v5 5.5): what it registers, how it mounts, what it answers.

mod engine;
mod find;
mod middleware;
mod router;
mod segment;
mod serve;
#[cfg(test)]
mod tests;
mod tree;

use super::parts::{Part, Placeholder};
use super::table::{Constructor, Face, Group, Methods, Operation, Place, Position, Table};
use crate::program::{Framework, Settings};
use crate::words::Words;
use segment::Kind;

const fn route(methods: &'static [&'static str]) -> Operation {
    registers(Methods::These(methods), 0)
}

const fn registers(methods: Methods, path: usize) -> Operation {
    Operation::Route { methods, path: Place::At(path), handler: Position::At(path + 1), narrows: None }
}

/// A part of a router that puts its routes into the same tree.
const fn part(function: Option<usize>) -> Operation {
    Operation::Group(Group {
        path: Place::None,
        middlewares: None,
        function,
        mounted: false,
        methods: Some(&PART),
    })
}

const METHOD: Operation = registers(Methods::Argument(0, str::to_uppercase), 1);
const HANDLE: Operation = registers(Methods::Pattern { host: false }, 0);
/// A router that is mounted below a path.
const fn below() -> Operation {
    Operation::Group(Group {
        path: Place::At(0),
        middlewares: None,
        function: Some(1),
        mounted: true,
        methods: Some(&ROUTER),
    })
}

const METHOD_NOT_ALLOWED: Operation =
    Operation::Set { setting: engine::METHOD_NOT_ALLOWED, value: usize::MAX };

/// The methods of a router, with what `Use` does on it.
macro_rules! methods {
    ($uses:expr) => {
        &[
            ("Connect", route(&["CONNECT"])),
            ("Delete", route(&["DELETE"])),
            ("Get", route(&["GET"])),
            ("Head", route(&["HEAD"])),
            ("Options", route(&["OPTIONS"])),
            ("Patch", route(&["PATCH"])),
            ("Post", route(&["POST"])),
            ("Put", route(&["PUT"])),
            ("Query", route(&["QUERY"])),
            ("Trace", route(&["TRACE"])),
            ("Method", METHOD),
            ("MethodFunc", METHOD),
            ("Handle", HANDLE),
            ("HandleFunc", HANDLE),
            ("Route", below()),
            ("Mount", Operation::Mount { path: Place::At(0), handler: 1 }),
            ("Group", part(Some(0))),
            ("With", part(None)),
            ("Use", $uses),
            ("NotFound", Operation::Fallback),
            ("MethodNotAllowed", METHOD_NOT_ALLOWED),
            ("ServeHTTP", Operation::Other),
            ("Routes", Operation::Other),
            ("Middlewares", Operation::Other),
            ("Match", Operation::Other),
            ("Find", Operation::Other),
            ("NotFoundHandler", Operation::Other),
            ("MethodNotAllowedHandler", Operation::Other),
        ]
    };
}

static ROUTER: Face = methods!(Operation::Use { path: Place::None });

/// Middlewares of a part run behind the look-up: they change no match.
static PART: Face = methods!(Operation::Itself);

pub(super) static TABLE: Table = Table {
    framework: Framework::Chi,
    imports: &["github.com/go-chi/chi/v5", "github.com/go-chi/chi"],
    constructors: &[
        Constructor { name: "NewRouter", config: false },
        Constructor { name: "NewMux", config: false },
    ],
    literals: &[],
    functions: &[],
    requests: &[],
    adapters: &[],
    starters: &[],
    methods: methods!(Operation::Use { path: Place::None }),
    itself: &[],
    settings: &[(engine::METHOD_NOT_ALLOWED, false)],
    root: "",
    join: |prefix, relative| Words::concat([prefix, relative]),
    mount,
    parts,
    in_order: false,
    heads: false,
    not_allowed: |_| true,
    matcher: Some(engine::matcher),
    clashes: engine::clashes,
};

/// The path of a route in a mounted router, as `chi.Walk` says it. What is no router of chi's gets the path as it is.
fn mount(_: &Settings, framework: Framework, outer: &Words, inner: &Words) -> Option<Words> {
    (framework == Framework::Chi).then(|| {
        Words::through([outer, inner], |[outer, inner]| {
            let outer = outer.strip_suffix('*').unwrap_or(outer);
            format!("{}{inner}", outer.strip_suffix('/').unwrap_or(outer))
        })
    })
}

/// The parts of a pattern without unknown ones: `{name}`, `{name:regexp}`, and `*` at the end.
fn parts(pattern: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = pattern;
    while let Ok(segment) = segment::next(rest.as_bytes()) {
        if segment.kind == Kind::Static {
            break;
        }
        let (before, after) = rest.split_at(segment.start);
        let (source, after) = after.split_at(segment.end - segment.start);
        if !before.is_empty() {
            parts.push(Part::Literal(before.to_owned()));
        }
        parts.push(match segment.kind {
            Kind::CatchAll => Part::CatchAll(segment.key),
            Kind::Regexp if !segment.regexp.is_empty() => Part::Placeholder(Placeholder {
                name: segment.key,
                source: source.to_owned(),
                optional: false,
                greedy: false,
                example: super::regexps::example(&segment.regexp),
                constraint: Some(segment.regexp),
            }),
            _ => Part::Param(segment.key),
        });
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Literal(rest.to_owned()));
    }
    parts
}
