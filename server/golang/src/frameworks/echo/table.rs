//! What both Echos offer to a program.

use super::engine;
use super::path::{self, Part as Piece};
use super::tree::{METHODS, NOT_FOUND};
use crate::frameworks::parts::Part;
use crate::frameworks::table::{
    Constructor, Face, Group, Methods, Operation, Place, Position, Starter, Table, unchanged,
};
use crate::program::Framework;
use crate::words::{Words, is_stand_in};

/// The handler stands behind the path, and the middlewares behind the handler.
const fn registers(methods: Methods, path: usize) -> Operation {
    Operation::Route { methods, path: Place::At(path), handler: Position::At(path + 1), narrows: None }
}

const fn route(methods: &'static [&'static str]) -> Operation {
    registers(Methods::These(methods), 0)
}

const NAMED: Operation = registers(Methods::Argument(0, str::to_owned), 1);

const fn group(path: Place, middlewares: usize, methods: &'static Face) -> Operation {
    Operation::Group(Group {
        path,
        middlewares: Some(middlewares),
        function: None,
        mounted: false,
        methods: Some(methods),
    })
}

const fn files(pattern: fn(&str) -> String) -> Operation {
    Operation::Files { path: 0, pattern, prefix: false, methods: &["GET"] }
}

/// No slash stands between (v4 echo_fs.go:34).
fn below(prefix: &str) -> String {
    format!("{prefix}*")
}

const LISTEN: Operation = Operation::Listen { address: 0, default: None };

/// What routers of both versions have, with what is the version's own.
macro_rules! methods {
    ($any:expr, $group:expr, $($own:tt)*) => {
        &[
            ("CONNECT", route(&["CONNECT"])),
            ("DELETE", route(&["DELETE"])),
            ("GET", route(&["GET"])),
            ("HEAD", route(&["HEAD"])),
            ("OPTIONS", route(&["OPTIONS"])),
            ("PATCH", route(&["PATCH"])),
            ("POST", route(&["POST"])),
            ("PUT", route(&["PUT"])),
            ("TRACE", route(&["TRACE"])),
            ("Any", $any),
            ("Match", NAMED),
            ("Add", NAMED),
            ("RouteNotFound", route(&[NOT_FOUND])),
            ("Group", group(Place::At(0), 1, $group)),
            ("Static", files(below)),
            ("StaticFS", files(below)),
            ("File", files(str::to_owned)),
            ("FileFS", files(str::to_owned)),
            $($own)*
        ]
    };
}

/// What the Echo itself has besides.
macro_rules! root {
    ($any:expr, $group:expr, $($own:tt)*) => {
        methods!(
            $any,
            $group,
            ("Use", Operation::Itself),
            ("Pre", Operation::Set { setting: engine::PRE, value: usize::MAX }),
            ("Start", LISTEN),
            ("StartTLS", LISTEN),
            ("StartAutoTLS", LISTEN),
            ("StartH2CServer", LISTEN),
            ("StartServer", Operation::Server { server: 0 }),
            ("Close", Operation::Other),
            ("Shutdown", Operation::Other),
            ("Routes", Operation::Other),
            ("Reverse", Operation::Other),
            ("URI", Operation::Other),
            ("URL", Operation::Other),
            ("ServeHTTP", Operation::Other),
            ("NewContext", Operation::Other),
            ("AcquireContext", Operation::Other),
            ("ReleaseContext", Operation::Other),
            ("DefaultHTTPErrorHandler", Operation::Other),
            $($own)*
        )
    };
}

const USE: Operation = Operation::Use { path: Place::None };
const ANY_FOUR: Operation = route(METHODS);
const ANY_FIVE: Operation = registers(Methods::Any, 0);
const QUERY: Operation = route(&["QUERY"]);

static GROUP_FOUR: Face = methods!(ANY_FOUR, &GROUP_FOUR, ("Use", USE),);
static GROUP_FIVE: Face = methods!(ANY_FIVE, &GROUP_FIVE, ("Use", USE), ("QUERY", QUERY),);

pub(in crate::frameworks) static FOUR: Table = Table {
    framework: Framework::Echo4,
    imports: &["github.com/labstack/echo/v4"],
    methods: root!(ANY_FOUR, &GROUP_FOUR, ("Host", Operation::Host { host: 0 }),),
    adapters: &[
        ("github.com/labstack/echo/v4", "WrapHandler"),
        ("github.com/labstack/echo/v4", "HandlerFunc"),
    ],
    ..COMMON
};

pub(in crate::frameworks) static FIVE: Table = Table {
    framework: Framework::Echo5,
    imports: &["github.com/labstack/echo/v5"],
    methods: root!(ANY_FIVE, &GROUP_FIVE, ("QUERY", QUERY), ("Router", Operation::Other),),
    adapters: &[
        ("github.com/labstack/echo/v5", "WrapHandler"),
        ("github.com/labstack/echo/v5", "HandlerFunc"),
    ],
    starters: &[Starter {
        kind: "StartConfig",
        address: "Address",
        methods: &["Start", "StartTLS", "StartAutoTLS"],
        handler: 1,
    }],
    ..COMMON
};

/// What is the same in both.
const COMMON: Table = Table {
    framework: Framework::Echo4,
    imports: &[],
    constructors: &[Constructor { name: "New", config: false }],
    literals: &[],
    functions: &[],
    requests: &["Context"],
    adapters: &[],
    starters: &[],
    methods: &[],
    itself: &[],
    settings: engine::SETTINGS,
    root: "",
    join,
    mount: unchanged,
    parts,
    in_order: false,
    heads: false,
    not_allowed: |_| true,
    matcher: Some(engine::matcher),
    clashes: engine::clashes,
};

/// Echo puts the two behind each other, and a slash before all when it registers the path.
fn join(prefix: &Words, relative: &Words) -> Words {
    Words::through([prefix, relative], |[prefix, relative]| {
        let joined = format!("{prefix}{relative}");
        if joined.is_empty() || joined.starts_with(is_stand_in) { joined } else { engine::written(&joined) }
    })
}

/// The parts of a pattern without unknown ones.
fn parts(pattern: &str) -> Vec<Part> {
    let part = |piece| match piece {
        Piece::Text(text) => Part::Literal(text),
        Piece::Param(name) => Part::Param(name),
        Piece::Any => Part::CatchAll("*".to_owned()),
    };
    let mut parts: Vec<Part> = Vec::new();
    for piece in path::parts(pattern).into_iter().map(part) {
        match (parts.last_mut(), piece) {
            (Some(Part::Literal(before)), Part::Literal(text)) => before.push_str(&text),
            (_, piece) => parts.push(piece),
        }
    }
    parts
}
