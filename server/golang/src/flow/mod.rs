//! The flow of values: what a program does up to the moment it listens, followed on its facts.
//!
//! A [`Machine`] runs one program abstractly. Calls are followed with their arguments, so that one registration with
//! two ways in becomes two routes. Where the program branches on what is not known, every branch is followed from the
//! same state and the states are joined. It knows no framework; those are tables ([`crate::frameworks::table`]).

mod assignments;
mod branches;
mod builtins;
mod calls;
pub(crate) mod engines;
mod expressions;
mod flags;
pub(crate) mod flatten;
mod handlers;
mod inject;
mod listen;
mod members;
mod outside;
mod routers;
mod scope;
mod serving;
mod statements;
mod strings;
mod types;
pub(crate) mod values;

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use syntax::limits::{GO_CALL_DEPTH, GO_STEPS};
use syntax::{Location, TextSize};

use crate::facts::tree::Name;
use crate::program::packages::{FileIndex, FunctionRef, PackageId, Program};
use crate::program::{Framework, Listen};
use engines::Engine;
use flatten::{Flat, flatten};
use values::{Callable, Cell, EngineId, Object, Place, Router, Value};

/// One program, while it is followed.
pub(crate) struct Machine<'a> {
    program: &'a Program<'a>,
    cells: Vec<Value<'a>>,
    objects: Vec<Object<'a>>,
    engines: Vec<Engine>,
    /// Package variables and constants by the line and place of their declaration.
    globals: FxHashMap<(PackageId, &'a str), Cell>,
    /// Engines that nobody makes: `http.DefaultServeMux`.
    defaults: Vec<Rc<Router>>,
    /// What was overwritten in the branches that are being followed.
    trail: Vec<(Place<'a>, Option<Value<'a>>)>,
    forks: usize,
    /// The conditions that what is being followed is under, outermost first; numbered as they are met.
    conditions: Vec<u32>,
    next_condition: u32,
    depth: usize,
    steps: usize,
    /// Counts what happens to routers.
    events: usize,
    /// How often a function was followed without anything happening to a router, and the steps that took.
    idle: FxHashMap<(FileIndex, TextSize), (usize, usize)>,
    /// Functions that are being followed.
    active: Vec<(FileIndex, TextSize)>,
    /// Functions that were given to code outside and may run later.
    given: Vec<Rc<Callable<'a>>>,
    /// How many of `given` were followed.
    taken: usize,
    container: inject::Container<'a>,
    /// Routers that packages outside keep: import path, name, and the router.
    registry: Vec<(&'a str, &'a str, Value<'a>)>,
    /// Functions that were followed, by file and name.
    visited: FxHashSet<(FileIndex, TextSize)>,
}

/// An engine that is mounted nowhere, as it is when its program listens.
pub(crate) struct Made {
    /// The main package that makes it.
    pub(crate) main: Option<PackageId>,
    /// The package that makes it.
    pub(crate) package: PackageId,
    pub(crate) framework: Framework,
    pub(crate) version: Option<String>,
    /// The call that makes it.
    pub(crate) engine: Location,
    pub(crate) listen: Vec<Listen>,
    pub(crate) fallback: Option<Location>,
    pub(crate) flat: Flat,
}

impl Made {
    /// Whether both come from one call and hold the same routes.
    fn is_twin(&self, other: &Self) -> bool {
        self.engine == other.engine
            && self.flat.routes == other.flat.routes
            && self.flat.engines == other.flat.engines
    }
}

/// One call of a function.
struct Frame<'a> {
    file: FileIndex,
    scope: Vec<(Name, Cell)>,
    /// Where the innermost block's own variables begin in `scope`.
    block: usize,
    returned: Option<Value<'a>>,
    /// The trail's length when the call began.
    entry: usize,
    /// What was written on each way out but the last.
    exits: Vec<branches::Writes<'a>>,
    /// Named results, for a bare `return`.
    results: Vec<Cell>,
    /// What function literals in it are named by: `main.main`.
    symbol: Rc<str>,
    /// The line's place in its group, while a constant is evaluated.
    iota: u32,
}

/// How a statement ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    On,
    /// Out of a loop or a switch.
    Break,
    /// Out of a round of a loop.
    Continue,
    /// Out of the function.
    Return,
    /// Out of the program: `panic`, `log.Fatal`, `os.Exit`.
    Fatal,
}

impl<'a> Machine<'a> {
    pub(crate) fn new(program: &'a Program<'a>) -> Self {
        Self {
            program,
            cells: Vec::new(),
            objects: Vec::new(),
            engines: Vec::new(),
            globals: FxHashMap::default(),
            defaults: Vec::new(),
            trail: Vec::new(),
            forks: 0,
            conditions: Vec::new(),
            next_condition: 0,
            depth: 0,
            steps: 0,
            events: 0,
            idle: FxHashMap::default(),
            active: Vec::new(),
            given: Vec::new(),
            taken: 0,
            container: inject::Container::default(),
            registry: Vec::new(),
            visited: FxHashSet::default(),
        }
    }

    /// Follows `function` as the program's own code calls it, with nothing known of its arguments, and then all that
    /// it gave away to be called.
    pub(crate) fn run(&mut self, function: FunctionRef<'a>) {
        let callable =
            Rc::new(Callable { code: values::Code::Function(function), receiver: None, kind: None });
        self.call_unknown(&callable);
        self.run_container();
        while let Some(callable) = self.given.get(self.taken).cloned() {
            self.taken += 1;
            self.call_unknown(&callable);
        }
    }

    /// Ends the program: servers that were made and never seen to listen do so, what was too much is said, and the
    /// engines that are mounted nowhere go to `made`. Gives the functions that were followed.
    pub(crate) fn finish(
        mut self,
        main: Option<PackageId>,
        made: &mut Vec<Made>,
    ) -> FxHashSet<(FileIndex, TextSize)> {
        self.listen_servers();
        let is_cut = self.steps >= GO_STEPS;
        let first = made.len();
        for (index, engine) in self.engines.iter().enumerate() {
            let is_alone = engine.same_as.is_none() && (!engine.mounted || !engine.listen.is_empty());
            if !is_alone || (main.is_none() && engine.says_nothing()) {
                continue;
            }
            let Some(location) = engine.made else {
                continue;
            };
            let id = EngineId(u32::try_from(index).unwrap_or(u32::MAX));
            let mut flat = flatten(&self.engines, id);
            if is_cut {
                flat.unseen.push("the program is too large to be followed to its end".to_owned());
            }
            let made_one = Made {
                main,
                package: engine.package,
                framework: engine.table.framework,
                version: engine.version.clone(),
                engine: location,
                listen: engine.listen.clone(),
                fallback: engine.fallback,
                flat,
            };
            // A function that makes an engine may be called for more than one purpose.
            match made[first..].iter_mut().find(|other| other.is_twin(&made_one)) {
                Some(twin) => {
                    let new = made_one.listen.into_iter().filter(|listen| !twin.listen.contains(listen));
                    twin.listen.extend(new.collect::<Vec<_>>());
                }
                None => made.push(made_one),
            }
        }
        self.visited
    }

    /// Runs `what` one level deeper, unless the program was followed too deep or too long.
    fn deeper<T>(&mut self, what: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= GO_CALL_DEPTH || self.steps >= GO_STEPS {
            return None;
        }
        self.steps += 1;
        self.depth += 1;
        let result = what(self);
        self.depth -= 1;
        Some(result)
    }

    /// What follows is under one more condition, until [`Machine::conditions`] is cut back.
    fn under_condition(&mut self) {
        self.conditions.push(self.next_condition);
        self.next_condition += 1;
    }
}
