//! How a framework is described to the flow of values, which knows none by name.

use crate::program::{Framework, Settings};
use crate::words::Words;

/// What a framework's package offers to a program that sets up its routes.
pub(crate) struct Table {
    pub(crate) framework: Framework,
    /// Its import path.
    pub(crate) import: &'static str,
    /// Functions that make an engine; functions among their arguments get it.
    pub(crate) constructors: &'static [&'static str],
    /// Types that stand for one request: who takes one is a handler or a middleware.
    pub(crate) requests: &'static [&'static str],
    /// Functions that make a handler of their argument.
    pub(crate) adapters: &'static [&'static str],
    /// Methods of its routers.
    pub(crate) methods: &'static [(&'static str, Operation)],
    /// Fields and methods that give the router itself.
    pub(crate) itself: &'static [&'static str],
    /// Fields of the engine that change matching.
    pub(crate) settings: &'static [(&'static str, Setting)],
    /// The path of `relative` in a group at `prefix`.
    pub(crate) join: fn(&Words, &Words) -> Words,
    /// The prefix of an engine.
    pub(crate) root: &'static str,
}

/// The place of a setting.
pub(crate) type Setting = fn(&mut Settings) -> &mut bool;

/// What a router's method does. Numbers are places of arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    /// Registers a route for each method; gives the router.
    Route { methods: Methods, path: usize, handler: Position },
    /// Serves files below a path with `suffix` (`/*filepath`) put behind it, or one file where it is empty.
    Files { path: usize, suffix: &'static str, methods: &'static [&'static str] },
    /// Gives a router at a path below this one.
    Group { path: usize },
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
    /// Takes option functions, which get the router; gives the router.
    Options,
    /// Nothing that matters here.
    Other,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Methods {
    These(&'static [&'static str]),
    /// An argument says them: a string or a list of strings.
    Argument(usize),
}

/// Which argument is the handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    Last,
}

impl Table {
    /// What the method `name` of a router does.
    pub(crate) fn operation(&self, name: &str) -> Option<Operation> {
        self.methods.iter().find(|(method, _)| *method == name).map(|(_, operation)| *operation)
    }

    /// Whether its routers have a field or method `name`.
    pub(crate) fn has_member(&self, name: &str) -> bool {
        self.itself.contains(&name) || self.operation(name).is_some()
    }
}
