//! gorilla/mux (github.com/gorilla/mux 1.8.1): what it registers and what it answers.

mod engine;
mod router;
mod serve;
mod template;
#[cfg(test)]
mod tests;

use super::parts::{Part, Placeholder};
use super::regexps;
use super::table::{Constructor, Face, Methods, Narrow, Operation, Place, Position, Table, unchanged};
use crate::program::Framework;
use crate::words::Words;

const REGISTERS: Operation = Operation::Route {
    methods: Methods::Any,
    path: Place::At(0),
    handler: Position::At(1),
    narrows: Some(&ROUTE),
};

const CONDITION: Operation = Operation::Narrow(Narrow::Condition);

/// The methods of a route.
static ROUTE: Face = &[
    ("Handler", Operation::Narrow(Narrow::Handler(0))),
    ("HandlerFunc", Operation::Narrow(Narrow::Handler(0))),
    ("Methods", Operation::Narrow(Narrow::Methods)),
    ("Path", Operation::Narrow(Narrow::Path(0))),
    ("PathPrefix", Operation::Narrow(Narrow::Prefix(0))),
    ("Host", Operation::Narrow(Narrow::Host(0))),
    ("Queries", CONDITION),
    ("Headers", CONDITION),
    ("HeadersRegexp", CONDITION),
    ("Schemes", CONDITION),
    ("MatcherFunc", CONDITION),
    ("BuildOnly", CONDITION),
    ("Subrouter", Operation::Subrouter),
    ("Name", Operation::Itself),
    ("BuildVarsFunc", Operation::Itself),
];

const fn begins(narrow: Narrow) -> Operation {
    Operation::Begin(narrow, &ROUTE)
}

const fn sets(setting: &'static str) -> Operation {
    Operation::Set { setting, value: 0 }
}

pub(super) static TABLE: Table = Table {
    framework: Framework::Mux,
    imports: &["github.com/gorilla/mux"],
    constructors: &[Constructor { name: "NewRouter", config: false }],
    literals: &["Router"],
    functions: &[],
    requests: &[],
    adapters: &[],
    starters: &[],
    methods: &[
        ("Handle", REGISTERS),
        ("HandleFunc", REGISTERS),
        ("NewRoute", begins(Narrow::Nothing)),
        ("Name", begins(Narrow::Nothing)),
        ("BuildVarsFunc", begins(Narrow::Nothing)),
        ("Methods", begins(Narrow::Methods)),
        ("Path", begins(Narrow::Path(0))),
        ("PathPrefix", begins(Narrow::Prefix(0))),
        ("Host", begins(Narrow::Host(0))),
        ("Queries", begins(Narrow::Condition)),
        ("Headers", begins(Narrow::Condition)),
        ("Schemes", begins(Narrow::Condition)),
        ("MatcherFunc", begins(Narrow::Condition)),
        ("StrictSlash", sets("StrictSlash")),
        ("SkipClean", sets("SkipClean")),
        ("UseEncodedPath", sets("UseEncodedPath")),
        ("Use", Operation::Use { path: Place::None }),
        ("ServeHTTP", Operation::Other),
        ("Match", Operation::Other),
        ("Walk", Operation::Other),
        ("Get", Operation::Other),
        ("GetRoute", Operation::Other),
    ],
    itself: &[],
    settings: engine::SETTINGS,
    root: "",
    join: |prefix, relative| {
        Words::through([prefix, relative], |[prefix, relative]| {
            format!("{}{relative}", prefix.trim_end_matches('/'))
        })
    },
    mount: unchanged,
    parts,
    in_order: true,
    heads: false,
    not_allowed: |_| true,
    matcher: Some(engine::matcher),
    clashes: engine::clashes,
};

/// The parts of a template without unknown ones: `{name}` and `{name:regexp}`.
fn parts(template: &str) -> Vec<Part> {
    let Ok(variables) = template::variables(template, "") else {
        return vec![Part::Literal(template.to_owned())];
    };
    let mut parts = Vec::new();
    let mut end = 0;
    for variable in &variables {
        if end < variable.start {
            parts.push(Part::Literal(template[end..variable.start].to_owned()));
        }
        end = variable.end;
        let name = variable.name.to_owned();
        parts.push(if variable.pattern.is_empty() {
            Part::Param(name)
        } else {
            Part::Placeholder(Placeholder {
                name,
                source: template[variable.start..variable.end].to_owned(),
                optional: regexps::takes_nothing(variable.pattern),
                greedy: regexps::takes_slashes(variable.pattern),
                constraint: Some(variable.pattern.to_owned()),
                example: regexps::example(variable.pattern),
            })
        });
    }
    if end < template.len() {
        parts.push(Part::Literal(template[end..].to_owned()));
    }
    parts
}
