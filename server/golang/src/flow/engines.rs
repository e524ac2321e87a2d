//! Engines and what was registered on them, while a program is followed.

use std::rc::Rc;

use syntax::Location;
use syntax::limits::GO_ROUTES;

use super::Machine;
use super::calls::Arguments;
use super::values::{EngineId, Place, Router, Value};
use crate::frameworks::table::{Constructor, Table};
use crate::program::packages::{FileIndex, PackageId};
use crate::program::{Framework, Group, Handler, Listen, Settings, Step};
use crate::words::Words;

/// Packages that register on `http.DefaultServeMux` as soon as they are imported.
const REGISTER: &[&str] = &["expvar", "golang.org/x/net/trace", "net/http/pprof"];

/// An engine and what was registered on it.
pub(crate) struct Engine {
    pub(crate) table: &'static Table,
    pub(crate) version: Option<String>,
    /// The call that makes it, else what first happens to it.
    pub(crate) made: Option<Location>,
    pub(crate) package: PackageId,
    pub(crate) entries: Vec<Entry>,
    pub(crate) settings: Settings,
    pub(crate) fallback: Option<Location>,
    pub(crate) listen: Vec<Listen>,
    pub(crate) unseen: Vec<String>,
    /// Whether a registration of another engine leads to it.
    pub(crate) mounted: bool,
    /// Whether it is a part of that engine.
    pub(crate) part: bool,
    /// The number of the next condition when it was made: what is under a later one may not happen to it.
    condition: u32,
    /// The engine that this one turned out to be an alternative of.
    pub(crate) same_as: Option<EngineId>,
}

/// One registration.
#[derive(Clone)]
pub(crate) struct Entry {
    /// Empty is every method.
    pub(crate) methods: Vec<String>,
    pub(crate) host: Option<Words>,
    pub(crate) pattern: Words,
    /// Whether the pattern stands for all that begins with it.
    pub(crate) prefix: bool,
    pub(crate) conditions: Vec<String>,
    pub(crate) steps: Vec<Step>,
    pub(crate) target: Target,
    pub(crate) registration: Location,
    pub(crate) path: Location,
    pub(crate) conditional: bool,
    pub(crate) groups: Rc<[Group]>,
}

/// What a registration leads to.
#[derive(Clone)]
pub(crate) enum Target {
    /// Nothing so far.
    Open,
    Handler(Handler),
    /// An engine, behind prefixes that are taken off.
    Engine(EngineId, Vec<Words>),
    /// Middlewares, by their symbols.
    Middleware(Vec<String>),
}

impl Engine {
    /// There may be more to it than was seen, because of `what`.
    pub(crate) fn does_not_see(&mut self, what: &str) {
        if !self.unseen.iter().any(|other| other == what) {
            self.unseen.push(what.to_owned());
        }
    }

    pub(crate) fn says_nothing(&self) -> bool {
        self.entries.iter().all(|entry| matches!(entry.target, Target::Middleware(_)))
            && self.listen.is_empty()
            && self.unseen.is_empty()
            && self.fallback.is_none()
    }
}

impl<'a> Machine<'a> {
    /// A new engine, as a router.
    pub(super) fn add_engine(
        &mut self,
        table: &'static Table,
        made: Option<Location>,
        file: FileIndex,
    ) -> Rc<Router> {
        self.events += 1;
        let id = EngineId(u32::try_from(self.engines.len()).unwrap_or(u32::MAX));
        let package = self.program.file(file).package;
        self.engines.push(Engine {
            table,
            version: self.version(table, package),
            made,
            package,
            entries: Vec::new(),
            settings: Settings::new(table.settings),
            fallback: None,
            listen: Vec::new(),
            unseen: Vec::new(),
            mounted: false,
            part: false,
            condition: self.next_condition,
            same_as: None,
        });
        Rc::new(Router {
            table,
            engine: id,
            methods: table.methods,
            prefix: Words::known(table.root),
            host: None,
            groups: Rc::new([]),
        })
    }

    fn version(&self, table: &Table, package: PackageId) -> Option<String> {
        let module = self.program.modules[self.program.package(package).module?];
        if table.framework == Framework::NetHttp {
            return module.go.clone();
        }
        let mut requires = module.requires.iter();
        requires.find(|(path, _)| table.imports.contains(&path.as_str())).map(|(_, version)| version.clone())
    }

    /// The engine that a constructor makes; its arguments are options and configs.
    pub(super) fn new_engine(
        &mut self,
        table: &'static Table,
        constructor: &Constructor,
        arguments: &Arguments<'a>,
    ) -> Value<'a> {
        let made = self.program.location(arguments.file, arguments.source.range);
        let router = self.add_engine(table, Some(made), arguments.file);
        if constructor.config {
            for value in &arguments.values {
                self.configure(&router, value);
            }
        } else {
            self.options(&router, arguments);
        }
        Value::Router(router)
    }

    /// Turns the settings that the fields of `config` say.
    fn configure(&mut self, router: &Router, config: &Value<'a>) {
        for (name, _) in router.table.settings {
            let value = match config {
                Value::Object(object) if self.objects[object.0 as usize].open => None,
                Value::Object(object) => match self.read(Place::Field(*object, name)) {
                    Some(Value::Bool(value)) => Some(value),
                    Some(_) => None,
                    None => continue,
                },
                Value::Nil => continue,
                _ => None,
            };
            self.engine(router.engine).settings.set(name, value);
        }
    }

    /// Functions among `arguments` get the router.
    pub(super) fn options(&mut self, router: &Rc<Router>, arguments: &Arguments<'a>) {
        for (place, option) in arguments.values.iter().enumerate() {
            match option {
                Value::Function(_) | Value::Either(_) => {
                    self.hand_over(router, option, arguments, place);
                }
                Value::Nil => {}
                _ => {
                    let option = arguments.expressions.get(place).unwrap_or(arguments.source);
                    let option = self.render(arguments.file, option);
                    self.engine(router.engine).does_not_see(&option);
                }
            }
        }
    }

    /// Calls the function in the argument at `place` with the router.
    pub(super) fn hand_over(
        &mut self,
        router: &Rc<Router>,
        function: &Value<'a>,
        arguments: &Arguments<'a>,
        place: usize,
    ) {
        let given = Arguments {
            values: vec![Value::Router(Rc::clone(router))],
            expressions: arguments.expressions.get(place..=place).unwrap_or(&[]),
            file: arguments.file,
            call: arguments.call,
            open: false,
            source: arguments.source,
        };
        self.call_value(function, &given);
    }

    /// The engine of the package that nobody makes: `http.DefaultServeMux`.
    pub(super) fn default_engine(&mut self, table: &'static Table, file: FileIndex) -> Rc<Router> {
        let known = self.defaults.iter().find(|router| router.table.framework == table.framework);
        if let Some(router) = known {
            return Rc::clone(router);
        }
        let router = self.add_engine(table, None, file);
        let files = self.program.files.iter();
        let imports = files.flat_map(|file| file.facts.imports.iter().map(|i| file.facts.name(i.path)));
        let mut hidden: Vec<&str> = imports.filter(|path| REGISTER.contains(path)).collect();
        hidden.sort_unstable();
        for path in hidden {
            self.engine(router.engine).does_not_see(path);
        }
        self.defaults.push(Rc::clone(&router));
        router
    }

    /// Two engines of which one is used are one, as long as nothing tells them apart.
    pub(super) fn meet_engines(&mut self, a: &Router, b: &Router) -> bool {
        let (first, second) = (self.engine_of(a.engine), self.engine_of(b.engine));
        if first == second {
            return a.prefix == b.prefix;
        }
        let is_root = |router: &Router| router.prefix.text() == Some(router.table.root);
        let is_fresh = |engine: EngineId| self.engines[engine.0 as usize].entries.is_empty();
        if !is_root(a) || !is_root(b) || a.table.framework != b.table.framework {
            return false;
        }
        let (kept, merged) = match (is_fresh(first), is_fresh(second)) {
            (_, true) => (first, second),
            (true, false) => (second, first),
            (false, false) => return false,
        };
        let other = &mut self.engines[merged.0 as usize];
        other.same_as = Some(kept);
        let (listen, unseen) = (std::mem::take(&mut other.listen), std::mem::take(&mut other.unseen));
        let (settings, fallback) = (other.settings.clone(), other.fallback);
        let engine = &mut self.engines[kept.0 as usize];
        engine.listen.extend(listen);
        engine.unseen.extend(unseen);
        engine.fallback = engine.fallback.or(fallback);
        for (name, value) in settings.all() {
            if !engine.settings.all().contains(&(name, *value)) {
                engine.settings.set(name, None);
            }
        }
        true
    }

    /// `engine.name = value`, and what turns a setting by a call.
    pub(super) fn set(&mut self, router: &Router, name: &str, value: &Value<'a>) {
        let conditional = self.is_conditional(router.engine);
        let settings = &mut self.engine(router.engine).settings;
        let is_so =
            |value: bool| settings.all().iter().any(|known| known.0 == name && known.1 == Some(value));
        let value = match value {
            Value::Bool(value) if !conditional || is_so(*value) => Some(*value),
            _ => None,
        };
        settings.set(name, value);
    }

    /// Adds a registration; gives its index, if there is room.
    pub(super) fn add_entry(&mut self, engine: EngineId, entry: Entry) -> Option<usize> {
        self.events += 1;
        let engine = self.engine(engine);
        engine.made.get_or_insert(entry.registration);
        if engine.entries.len() >= GO_ROUTES {
            engine.does_not_see("there are more routes than are followed");
            return None;
        }
        engine.entries.push(entry);
        Some(engine.entries.len() - 1)
    }

    pub(super) fn listens(&mut self, engine: EngineId, listen: Listen) {
        self.events += 1;
        let engine = self.engine(engine);
        engine.made.get_or_insert(listen.location);
        if !engine.listen.contains(&listen) {
            engine.listen.push(listen);
        }
    }

    /// Whether what happens to `engine` now may as well not happen, once the engine is there.
    pub(super) fn is_conditional(&self, engine: EngineId) -> bool {
        let engine = self.engine_of(engine);
        let made = self.engines.get(engine.0 as usize).map_or(0, |engine| engine.condition);
        self.conditions.last().is_some_and(|condition| *condition >= made)
    }

    pub(super) fn engine_of(&self, engine: EngineId) -> EngineId {
        original(&self.engines, engine)
    }

    pub(super) fn engine(&mut self, engine: EngineId) -> &mut Engine {
        let id = self.engine_of(engine);
        &mut self.engines[id.0 as usize]
    }
}

/// The engine that `engine` turned out to be.
pub(super) fn original(engines: &[Engine], mut engine: EngineId) -> EngineId {
    while let Some(other) = engines.get(engine.0 as usize).and_then(|engine| engine.same_as) {
        engine = other;
    }
    engine
}
