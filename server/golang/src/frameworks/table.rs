//! How a framework is described to the flow of values, which knows none by name.
//!
//! A framework is one module beside this one: a [`Table`] that says what its functions and methods do with routers, and
//! a [`Matcher`] that answers requests. It is made known in `TABLES` of the module above and touches nothing in `flow`.
//!
//! What the flow makes of it is a list of [`Registration`](crate::program::Registration)s for each engine. Groups are
//! written into the patterns with [`Table::join`]; a router that is an engine of its own (chi's `Route`, gorilla's
//! `Subrouter`, Fiber's `Mount`, anything behind `http.StripPrefix`) stays one, and a registration of the outer engine
//! leads to it ([`Target::Mount`](crate::program::Target)). [`Table::mount`] says what path its routes have from outside.

use std::sync::Arc;

use super::matcher::{Clash, Matcher};
use super::parts::Part;
use crate::program::{Engine, Framework, Settings};
use crate::words::Words;

/// What a framework's package offers to a program that sets up its routes, and how it answers.
pub(crate) struct Table {
    pub(crate) framework: Framework,
    /// Its import paths, which are its module's too; `github.com/gofiber/fiber/v3`.
    pub(crate) imports: &'static [&'static str],
    /// Functions that make an engine.
    pub(crate) constructors: &'static [Constructor],
    /// Types whose zero value and literals are engines, too: `http.ServeMux`.
    pub(crate) literals: &'static [&'static str],
    /// Functions of the package that do something to an engine which nobody makes: `http.Handle`. A variable that is that
    /// engine is [`Operation::Itself`]: `http.DefaultServeMux`.
    pub(crate) functions: Face,
    /// Types that stand for one request: who takes one is a handler or a middleware.
    pub(crate) requests: &'static [&'static str],
    /// Functions that make a handler of their first argument, with their import paths.
    pub(crate) adapters: &'static [(&'static str, &'static str)],
    /// Structs of the package that serve an engine: `echo.StartConfig{Address: ":80"}.Start(ctx, e)`.
    pub(crate) starters: &'static [Starter],
    /// Methods of its routers.
    pub(crate) methods: Face,
    /// Fields and methods that give the router itself.
    pub(crate) itself: &'static [&'static str],
    /// Switches that change matching, with their defaults: fields of the engine, of its constructor's config struct, or
    /// what an [`Operation::Set`] turns.
    pub(crate) settings: &'static [(&'static str, bool)],
    /// The prefix of an engine.
    pub(crate) root: &'static str,
    /// The path of `relative` in a group at `prefix`.
    pub(crate) join: fn(&Words, &Words) -> Words,
    /// The path, as a client sees it, of a route at `inner` in an engine which is mounted at `outer` in an engine of this
    /// framework with these settings; `None` where what is mounted, an engine of the framework that is named, gets the
    /// path as it is.
    pub(crate) mount: fn(&Settings, Framework, &Words, &Words) -> Option<Words>,
    /// The parts of a pattern without unknown ones.
    pub(crate) parts: fn(&str) -> Vec<Part>,
    /// Whether the first registration that fits is taken, not the most specific one.
    pub(crate) in_order: bool,
    /// Whether a route for `GET` answers `HEAD`, too.
    pub(crate) heads: bool,
    /// Whether a path that is registered for other methods only is answered in another way than one that is not there.
    pub(crate) not_allowed: fn(&Settings) -> bool,
    /// The look-up of the engine with this index; `None` where the framework is not followed into its answers.
    pub(crate) matcher: Option<MakeMatcher>,
    /// What the engine with this index refuses, in the order of registration.
    pub(crate) clashes: fn(&[Engine], usize) -> Vec<Clash>,
}

/// Makes the look-up of the engine with this index.
pub(crate) type MakeMatcher = fn(&[Engine], usize) -> Arc<dyn Matcher>;

/// A function that makes an engine. Functions among its arguments are options and get it.
pub(crate) struct Constructor {
    pub(crate) name: &'static str,
    /// Whether a struct among its arguments has settings for fields.
    pub(crate) config: bool,
}

/// A struct of the package with methods that serve an engine.
pub(crate) struct Starter {
    /// `StartConfig`
    pub(crate) kind: &'static str,
    /// The field that says where: `Address`.
    pub(crate) address: &'static str,
    pub(crate) methods: &'static [&'static str],
    /// The argument that is served.
    pub(crate) handler: usize,
}

/// What the methods of a kind of value do, by their names.
pub(crate) type Face = &'static [(&'static str, Operation)];

/// What a method of a router does. Numbers are places of arguments.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Operation {
    /// Registers a route for each method; gives the router, or with `narrows` the registration, whose methods are these.
    Route { methods: Methods, path: Place, handler: Position, narrows: Option<&'static Face> },
    /// Begins a registration of the router and narrows it; gives it, with these methods.
    Begin(Narrow, &'static Face),
    /// Narrows a registration; gives it.
    Narrow(Narrow),
    /// Makes an engine that a registration leads to; gives its router.
    Subrouter,
    /// Serves files below a path (`pattern` says which path of what is written), or one file.
    Files { path: usize, pattern: fn(&str) -> String, prefix: bool, methods: &'static [&'static str] },
    /// Gives a router at a path below this one, after a function among the arguments got it.
    Group(Group),
    /// Mounts what is at `handler`: an engine, or a handler which then is for all that begins with the path.
    Mount { path: Place, handler: usize },
    /// Registers middlewares; gives the router. Of an engine among the arguments it makes a mount.
    Use { path: Place },
    /// The same, but a function which gives the request to nobody else is a handler for all that begins with the path.
    UseOrAnswer { path: Place },
    /// Gives a router for one host.
    Host { host: usize },
    /// Turns a setting; gives the router. Without an argument it is turned on.
    Set { setting: &'static str, value: usize },
    /// Gives the router, whatever else it does.
    Itself,
    /// A handler for what no route answers.
    Fallback,
    /// Gives the router's prefix.
    Prefix,
    /// Listens at an address: an argument, else what `PORT` says, else a default.
    Listen { address: usize, default: Option<Port> },
    /// Listens where a `net.Listener` does.
    Serve { listener: usize },
    /// Listens where the `http.Server` at this place says, and serves this engine whatever the server's handler is.
    Server { server: usize },
    /// Takes option functions, which get the router; gives the router.
    Options,
    /// Nothing that matters here.
    Other,
}

/// A router below a router.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Group {
    pub(crate) path: Place,
    /// The first middleware argument: with any, the prefix is registered for them.
    pub(crate) middlewares: Option<usize>,
    /// The function that gets the router.
    pub(crate) function: Option<usize>,
    /// Whether it is an engine of its own that is mounted there.
    pub(crate) mounted: bool,
    /// Its methods, where they are others than a router's.
    pub(crate) methods: Option<&'static Face>,
}

/// Where a path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Nowhere: the router's own path.
    None,
    /// An argument.
    At(usize),
    /// The first argument, if it is a string or a list of strings.
    Maybe,
}

/// What a registration gets.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Narrow {
    /// Nothing.
    Nothing,
    /// Methods: all arguments.
    Methods,
    /// A path behind the one that it has.
    Path(usize),
    /// A path behind the one that it has; the registration is for all that begins with it.
    Prefix(usize),
    Host(usize),
    /// A handler.
    Handler(usize),
    /// A condition that is not followed.
    Condition,
}

/// The port a framework takes by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Port {
    /// The environment variable that is asked first.
    pub(crate) variable: &'static str,
    /// The port where the variable is not set.
    pub(crate) port: &'static str,
}

/// The methods a registration is for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Methods {
    /// Each of these, as a route of its own.
    These(&'static [&'static str]),
    /// Each of these, by the framework's version (without `v`; empty where it is not known).
    Version(fn(&str) -> &'static [&'static str]),
    /// An argument says them: a string or a list of strings. The function says how the framework writes them.
    Argument(usize, fn(&str) -> String),
    /// All.
    Any,
    /// What stands before the path, and a space: `GET /users`. With `host` a host may stand between them.
    Pattern { host: bool },
}

/// Which argument is the handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// The last one; those between the path and it are middlewares.
    Last,
    /// This one; those behind it are middlewares.
    At(usize),
}

impl Table {
    /// What the method `name` of a router does.
    pub(crate) fn operation(&self, name: &str) -> Option<Operation> {
        operation(self.methods, name)
    }

    /// Whether its routers have a field or method `name`.
    pub(crate) fn has_member(&self, name: &str) -> bool {
        self.itself.contains(&name) || self.operation(name).is_some()
    }

    /// Its constructor `name`.
    pub(crate) fn constructor(&self, name: &str) -> Option<&'static Constructor> {
        self.constructors.iter().find(|constructor| constructor.name == name)
    }
}

/// What `name` does, of these methods.
pub(crate) fn operation(methods: Face, name: &str) -> Option<Operation> {
    methods.iter().find(|(method, _)| *method == name).map(|(_, operation)| *operation)
}

/// What is mounted gets the path as it is.
pub(crate) fn unchanged(_: &Settings, _: Framework, _: &Words, _: &Words) -> Option<Words> {
    None
}
