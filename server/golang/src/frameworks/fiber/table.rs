//! What both Fibers offer to a program.

use super::constraint::Constraint;
use super::engine;
use super::pattern::{self, Segment};
use super::stack::{METHODS, group_path};
use super::{Flags, Version};
use crate::frameworks::parts::{Part, Placeholder};
use crate::frameworks::table::{Constructor, Face, Group, Methods, Operation, Place, Position, Table};
use crate::program::{Framework, Settings};
use crate::words::{Words, is_stand_in};

/// The newest version.
const NEWEST: Version = Version::Three { minor: 5 };

const fn registers(methods: Methods, path: Place) -> Operation {
    Operation::Route { methods, path, handler: Position::Last, narrows: None }
}

const fn route(methods: &'static [&'static str]) -> Operation {
    registers(Methods::These(methods), Place::At(0))
}

/// The same where the path is the router's own.
const fn here(methods: &'static [&'static str]) -> Operation {
    registers(Methods::These(methods), Place::None)
}

const fn group(
    middlewares: Option<usize>,
    function: Option<usize>,
    methods: Option<&'static Face>,
) -> Operation {
    Operation::Group(Group { path: Place::At(0), middlewares, function, mounted: false, methods })
}

const LISTEN: Operation = Operation::Listen { address: 0, default: None };
const ADD: Operation = registers(Methods::Argument(0, str::to_ascii_uppercase), Place::At(1));

/// QUERY came with 3.4.
fn all(version: &str) -> &'static [&'static str] {
    if engine::minor(version) >= 4 { METHODS } else { &METHODS[..9] }
}

/// What routers of both versions have, with what is the version's own.
macro_rules! methods {
    ($get:expr, $all:expr, $($own:tt)*) => {
        &[
            ("Get", $get),
            ("Head", route(&["HEAD"])),
            ("Post", route(&["POST"])),
            ("Put", route(&["PUT"])),
            ("Delete", route(&["DELETE"])),
            ("Connect", route(&["CONNECT"])),
            ("Options", route(&["OPTIONS"])),
            ("Trace", route(&["TRACE"])),
            ("Patch", route(&["PATCH"])),
            ("All", $all),
            ("Add", ADD),
            ("Use", Operation::UseOrAnswer { path: Place::Maybe }),
            ("Group", group(Some(1), None, None)),
            ("Route", group(None, Some(1), None)),
            ("Name", Operation::Itself),
            ("Listen", LISTEN),
            ("ListenTLS", LISTEN),
            ("ListenTLSWithCertificate", LISTEN),
            ("ListenMutualTLS", LISTEN),
            ("ListenMutualTLSWithCertificate", LISTEN),
            ("Listener", Operation::Serve { listener: 0 }),
            ("Config", Operation::Other),
            ("ErrorHandler", Operation::Other),
            ("GetRoute", Operation::Other),
            ("GetRoutes", Operation::Other),
            ("HandlersCount", Operation::Other),
            ("Hooks", Operation::Other),
            ("MountPath", Operation::Other),
            ("Server", Operation::Other),
            ("SetTLSHandler", Operation::Other),
            ("Shutdown", Operation::Other),
            ("ShutdownWithContext", Operation::Other),
            ("ShutdownWithTimeout", Operation::Other),
            ("Stack", Operation::Other),
            ("Test", Operation::Other),
            $($own)*
        ]
    };
}

/// What `RouteChain` gives (v3 register.go). Its `All` is for all that begins with the path.
static CHAIN: Face = &[
    ("All", Operation::UseOrAnswer { path: Place::None }),
    ("Get", here(&["GET"])),
    ("Head", here(&["HEAD"])),
    ("Post", here(&["POST"])),
    ("Put", here(&["PUT"])),
    ("Delete", here(&["DELETE"])),
    ("Connect", here(&["CONNECT"])),
    ("Options", here(&["OPTIONS"])),
    ("Trace", here(&["TRACE"])),
    ("Patch", here(&["PATCH"])),
    ("Query", here(&["QUERY"])),
    ("Add", registers(Methods::Argument(0, str::to_ascii_uppercase), Place::None)),
    ("RouteChain", group(None, None, None)),
];

pub(in crate::frameworks) static TWO: Table = Table {
    framework: Framework::Fiber2,
    imports: &["github.com/gofiber/fiber/v2"],
    methods: methods!(
        route(&["GET", "HEAD"]),
        registers(Methods::These(METHODS.split_at(9).0), Place::At(0)),
        ("Mount", Operation::Mount { path: Place::At(0), handler: 1 }),
        (
            "Static",
            Operation::Files { path: 0, pattern: str::to_owned, prefix: true, methods: &["GET", "HEAD"] }
        ),
    ),
    adapters: &[
        ("github.com/gofiber/fiber/v2/middleware/adaptor", "HTTPHandler"),
        ("github.com/gofiber/fiber/v2/middleware/adaptor", "HTTPHandlerFunc"),
        ("github.com/gofiber/adaptor/v2", "HTTPHandler"),
        ("github.com/gofiber/adaptor/v2", "HTTPHandlerFunc"),
    ],
    heads: false,
    parts: |pattern| parts(pattern, Version::Two),
    ..COMMON
};

pub(in crate::frameworks) static THREE: Table = Table {
    framework: Framework::Fiber3,
    imports: &["github.com/gofiber/fiber/v3"],
    methods: methods!(
        route(&["GET"]),
        registers(Methods::Version(all), Place::At(0)),
        ("Query", route(&["QUERY"])),
        ("RouteChain", group(None, None, Some(&CHAIN))),
        ("Domain", Operation::Host { host: 0 }),
        ("RegisterCustomConstraint", Operation::Other),
        ("RebuildTree", Operation::Other),
        ("State", Operation::Other),
    ),
    adapters: &[
        ("github.com/gofiber/fiber/v3/middleware/adaptor", "HTTPHandler"),
        ("github.com/gofiber/fiber/v3/middleware/adaptor", "HTTPHandlerFunc"),
    ],
    heads: true,
    parts: |pattern| parts(pattern, NEWEST),
    ..COMMON
};

/// What is the same in both.
const COMMON: Table = Table {
    framework: Framework::Fiber2,
    imports: &[],
    constructors: &[Constructor { name: "New", config: true }],
    literals: &[],
    functions: &[],
    requests: &["Ctx"],
    adapters: &[],
    starters: &[],
    methods: &[],
    itself: &["Handler"],
    settings: engine::SETTINGS,
    root: "/",
    join,
    mount,
    parts: |pattern| parts(pattern, NEWEST),
    in_order: true,
    heads: false,
    not_allowed: |_| true,
    matcher: Some(engine::matcher),
    clashes: engine::clashes,
};

/// `getGroupPath`, and what `register` makes of it. A path that begins with something unknown stands for itself at the
/// root.
fn join(prefix: &Words, relative: &Words) -> Words {
    Words::through([prefix, relative], |[prefix, relative]| {
        if prefix == "/" && relative.starts_with(is_stand_in) {
            return relative.to_owned();
        }
        let joined = group_path(prefix, relative);
        if joined.starts_with('/') || joined.starts_with(is_stand_in) { joined } else { format!("/{joined}") }
    })
}

/// The path of a route in a mounted app. What is no Fiber app gets the path as it is.
fn mount(settings: &Settings, framework: Framework, outer: &Words, inner: &Words) -> Option<Words> {
    let flags = Flags { case_sensitive: settings.is("CaseSensitive"), ..Flags::default() };
    matches!(framework, Framework::Fiber2 | Framework::Fiber3).then(|| {
        Words::through([outer, inner], |[outer, inner]| {
            let prefix = if flags.case_sensitive { outer.to_owned() } else { outer.to_ascii_lowercase() };
            group_path(&pattern::unescaped(&prefix), inner)
        })
    })
}

/// The parts of a pattern without unknown ones.
fn parts(text: &str, version: Version) -> Vec<Part> {
    let Ok(parsed) = pattern::parse(text, version) else {
        return vec![Part::Literal(text.to_owned())];
    };
    let part = |segment: Segment| match segment {
        Segment::Text(text) => Part::Literal(String::from_utf8_lossy(&text.bytes).into_owned()),
        Segment::Param(param) if param.greedy && param.optional => Part::CatchAll(param.name),
        Segment::Param(param) if !param.greedy && !param.optional && param.constraints.is_empty() => {
            Part::Param(param.name)
        }
        Segment::Param(param) => {
            let constraint = param.source.split_once('<').map(|(_, rest)| rest.trim_end_matches('?'));
            let example = Constraint::example(&param.constraints, version);
            Part::Placeholder(Placeholder {
                name: param.name,
                optional: param.optional,
                greedy: param.greedy,
                constraint: constraint.and_then(|rest| rest.strip_suffix('>')).map(str::to_owned),
                example,
                source: param.source,
            })
        }
    };
    parsed.segments.into_iter().map(part).collect()
}
