//! What routers do: registrations, groups, settings.

use std::rc::Rc;

use syntax::limits::GO_ROUTES;

use super::calls::Arguments;
use super::values::{Callable, Code, EngineId, Router, Value};
use super::{Engine, Machine};
use crate::frameworks::table::{Methods, Operation, Position, Table};
use crate::path;
use crate::program::{Group, Handler, Listen, Route, Settings};
use crate::words::{Unknown, Words};

impl<'a> Machine<'a> {
    /// A new engine; functions among `arguments` are options and get it.
    pub(super) fn new_engine(&mut self, table: &'static Table, arguments: &Arguments<'a>) -> Value<'a> {
        self.events += 1;
        let id = EngineId(u32::try_from(self.engines.len()).unwrap_or(u32::MAX));
        self.engines.push(Engine {
            table,
            made: self.program.location(arguments.file, arguments.source.range),
            package: self.program.file(arguments.file).package,
            routes: Vec::new(),
            settings: Settings::default(),
            fallback: None,
            listen: Vec::new(),
            unseen: Vec::new(),
            condition: self.next_condition,
            same_as: None,
        });
        let router =
            Rc::new(Router { table, engine: id, prefix: Words::known(table.root), groups: Rc::new([]) });
        self.options(&router, arguments);
        Value::Router(router)
    }

    fn options(&mut self, router: &Rc<Router>, arguments: &Arguments<'a>) {
        for (place, option) in arguments.values.iter().enumerate() {
            let given = Arguments {
                values: vec![Value::Router(Rc::clone(router))],
                expressions: arguments.expressions.get(place..=place).unwrap_or(&[]),
                file: arguments.file,
                call: arguments.call,
                open: false,
                source: arguments.source,
            };
            match option {
                Value::Function(callable) => {
                    self.call_function(callable, &given);
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

    /// Two engines of which one is used are one, as long as nothing tells them apart.
    pub(super) fn meet_engines(&mut self, a: &Router, b: &Router) -> bool {
        let (first, second) = (self.engine_of(a.engine), self.engine_of(b.engine));
        if first == second {
            return a.prefix == b.prefix;
        }
        let is_root = |router: &Router| router.prefix.text() == Some(router.table.root);
        let is_fresh = |engine: EngineId| self.engines[engine.0 as usize].routes.is_empty();
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
        let (settings, fallback) = (other.settings, other.fallback);
        let engine = &mut self.engines[kept.0 as usize];
        engine.listen.extend(listen);
        engine.unseen.extend(unseen);
        engine.fallback = engine.fallback.or(fallback);
        if engine.settings != settings {
            engine.unseen.push("which settings the engine has".to_owned());
        }
        true
    }

    /// `router.name(arguments)`
    pub(super) fn call_router(
        &mut self,
        router: &Rc<Router>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Value<'a> {
        self.events += 1;
        let itself = || Value::Router(Rc::clone(router));
        if router.table.itself.contains(&name) {
            return itself();
        }
        match router.table.operation(name) {
            Some(Operation::Route { methods, path, handler: Position::Last }) => {
                let handler = match arguments.values.len().checked_sub(1).filter(|last| *last > path) {
                    _ if arguments.open => self.unknown_handler(arguments),
                    Some(last) => self.handler(&arguments.values[last].clone(), arguments, last),
                    None => self.no_handler(arguments),
                };
                let relative = arguments.values.get(path).map(Value::words);
                let (Some(relative), Some(methods)) = (relative, registered(methods, arguments)) else {
                    let call = self.render(arguments.file, arguments.source);
                    self.engine(router.engine).does_not_see(&call);
                    return itself();
                };
                for method in methods {
                    self.register(router, method, &relative, path, handler.clone(), arguments);
                }
                itself()
            }
            Some(Operation::Files { path: place, suffix, methods }) => {
                let Some(relative) = arguments.values.get(place).map(Value::words) else {
                    return itself();
                };
                let relative = match suffix {
                    "" => relative,
                    suffix => Words::through([&relative], |[relative]| path::join([relative, suffix])),
                };
                let handler = Handler {
                    symbol: format!("{}.{name}", router.table.import),
                    declaration: None,
                    argument: self.program.location(arguments.file, arguments.range(place + 1)),
                };
                for method in methods {
                    self.register(router, (*method).to_owned(), &relative, place, handler.clone(), arguments);
                }
                itself()
            }
            Some(Operation::Group { path }) => {
                let Some(relative) = arguments.values.get(path).map(Value::words) else {
                    return itself();
                };
                let location = self.program.location(arguments.file, arguments.range(path));
                let group = Group { prefix: relative.to_string(), path: location };
                let groups = router.groups.iter().cloned().chain([group]).collect();
                let prefix = (router.table.join)(&router.prefix, &relative);
                Value::Router(Rc::new(Router { table: router.table, engine: router.engine, prefix, groups }))
            }
            Some(Operation::Fallback) => {
                let location = self.program.location(arguments.file, arguments.call);
                self.engine(router.engine).fallback.get_or_insert(location);
                Value::Nil
            }
            Some(Operation::Prefix) => Value::Words(router.prefix.clone()),
            Some(Operation::Listen { address, default }) => {
                let (words, range) = match arguments.values.get(address) {
                    Some(value) => (value.words(), arguments.range(address)),
                    None if arguments.open => return Value::Nil,
                    None => {
                        let Some(port) = default else {
                            return Value::Nil;
                        };
                        let port = Words::unknown(Unknown {
                            expression: port.variable.to_owned(),
                            variable: Some(port.variable.to_owned()),
                            default: Some(port.port.to_owned()),
                        });
                        (Words::concat([&Words::known(":"), &port]), arguments.call)
                    }
                };
                let location = self.program.location(arguments.file, range);
                self.listens(router.engine, Listen::new(&words, location));
                Value::Nil
            }
            Some(Operation::Serve { listener }) => {
                if let Some(Value::Listener(address, location)) = arguments.values.get(listener) {
                    self.listens(router.engine, Listen::new(address, *location));
                }
                Value::Nil
            }
            Some(Operation::Options) => {
                self.options(router, arguments);
                itself()
            }
            Some(Operation::Itself) => itself(),
            Some(Operation::Other) => Value::Nil,
            None => Value::opaque(self.render(arguments.file, arguments.source)),
        }
    }

    fn register(
        &mut self,
        router: &Router,
        method: String,
        relative: &Words,
        path: usize,
        handler: Handler,
        arguments: &Arguments<'a>,
    ) {
        let pattern = (router.table.join)(&router.prefix, relative);
        let registration = self.program.location(arguments.file, arguments.call);
        let path = self.program.location(arguments.file, arguments.range(path));
        let conditional = self.is_conditional(router.engine);
        let engine = self.engine(router.engine);
        if engine.routes.len() >= GO_ROUTES {
            engine.does_not_see("there are more routes than are followed");
            return;
        }
        engine.routes.push(Route {
            method,
            pattern: pattern.to_string(),
            known: pattern.is_known(),
            handler,
            registration,
            path,
            conditional,
            groups: router.groups.to_vec(),
            order: u32::try_from(engine.routes.len()).unwrap_or(u32::MAX),
        });
    }

    /// `engine.name = value`
    pub(super) fn set(&mut self, router: &Router, name: &str, value: &Value<'a>) {
        let Some((_, setting)) = router.table.settings.iter().find(|(setting, _)| *setting == name) else {
            return;
        };
        let conditional = self.is_conditional(router.engine);
        let engine = self.engine(router.engine);
        match value {
            Value::Bool(value) if !conditional || *setting(&mut engine.settings) == *value => {
                *setting(&mut engine.settings) = *value;
            }
            _ => engine.unseen.push(format!("what {name} is set to")),
        }
    }

    pub(super) fn listens(&mut self, engine: EngineId, listen: Listen) {
        self.events += 1;
        let engine = self.engine(engine);
        if !engine.listen.contains(&listen) {
            engine.listen.push(listen);
        }
    }
}

/// `router.name` without a call.
pub(super) fn router_member<'a>(router: &Rc<Router>, name: &str, render: &dyn Fn() -> String) -> Value<'a> {
    if router.table.itself.contains(&name) {
        return Value::Router(Rc::clone(router));
    }
    match router.table.methods.iter().find(|(method, _)| *method == name) {
        Some((method, _)) => Value::Function(Rc::new(Callable {
            code: Code::Router(Rc::clone(router), method),
            receiver: None,
        })),
        None => Value::opaque(render()),
    }
}

/// The methods of a registration; `None` where they are not known.
fn registered(methods: Methods, arguments: &Arguments<'_>) -> Option<Vec<String>> {
    let place = match methods {
        Methods::These(methods) => return Some(methods.iter().map(|method| (*method).to_owned()).collect()),
        Methods::Argument(place) => place,
    };
    let text = |value: &Value<'_>| match value {
        Value::Words(words) => words.text().map(str::to_owned),
        _ => None,
    };
    match arguments.values.get(place)? {
        Value::List(list) if !list.open => list.items.iter().map(|(_, value)| text(value)).collect(),
        value => Some(vec![text(value)?]),
    }
}
