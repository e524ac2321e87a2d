//! What routers do: registrations, groups, mounts, settings.

use std::rc::Rc;

use super::Machine;
use super::calls::Arguments;
use super::engines::{Entry, Target};
use super::values::{Callable, Code, Pending, Place as Variable, Router, Value};
use crate::frameworks::table::{
    self, Face, Group as GroupOperation, Methods, Narrow, Operation, Place, Port, Position,
};
use crate::program::{Group, Handler, Listen, Step};
use crate::words::{Unknown, Words};

impl<'a> Machine<'a> {
    /// `router.name(arguments)`
    pub(super) fn call_router(
        &mut self,
        router: &Rc<Router>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Value<'a> {
        self.events += 1;
        if router.table.itself.contains(&name) {
            return Value::Router(Rc::clone(router));
        }
        match table::operation(router.methods, name) {
            Some(operation) => self.operate(router, name, operation, arguments),
            None => Value::opaque(self.render(arguments.file, arguments.source)),
        }
    }

    /// What `operation`, called `name`, does to the router.
    pub(super) fn operate(
        &mut self,
        router: &Rc<Router>,
        name: &str,
        operation: Operation,
        arguments: &Arguments<'a>,
    ) -> Value<'a> {
        let itself = || Value::Router(Rc::clone(router));
        match operation {
            Operation::Route { methods, path, handler, narrows } => {
                let pending = self.route(router, methods, path, handler, narrows.is_some(), arguments);
                match (narrows, pending) {
                    (Some(methods), Some(entry)) => {
                        Value::Registration(Rc::new(Pending { router: Rc::clone(router), entry, methods }))
                    }
                    _ => itself(),
                }
            }
            Operation::Begin(narrow, methods) => {
                let entry = self.entry(router, Vec::new(), router.prefix.clone(), arguments.call, arguments);
                let Some(entry) = self.add_entry(router.engine, entry) else {
                    return itself();
                };
                let pending = Rc::new(Pending { router: Rc::clone(router), entry, methods });
                self.narrow(&pending, name, narrow, arguments);
                Value::Registration(pending)
            }
            Operation::Files { path, pattern, prefix, methods } => {
                let Some(relative) = arguments.values.get(path).map(Value::words) else {
                    return itself();
                };
                let relative = Words::through([&relative], |[relative]| pattern(relative));
                let handler = Handler {
                    symbol: format!("{}.{name}", router.table.imports.first().unwrap_or(&"")),
                    declaration: None,
                    argument: self.program.location(arguments.file, arguments.range(path + 1)),
                };
                let methods = methods.iter().map(|method| (*method).to_owned()).collect();
                let pattern = (router.table.join)(&router.prefix, &relative);
                let entry = self.entry(router, methods, pattern, arguments.range(path), arguments);
                self.add_entry(router.engine, Entry { prefix, target: Target::Handler(handler), ..entry });
                itself()
            }
            Operation::Group(group) => self.group(router, group, arguments),
            Operation::Mount { path, handler } => {
                let (paths, _) = paths(path, arguments);
                let Some(value) = arguments.values.get(handler).cloned() else {
                    return itself();
                };
                for (relative, place) in paths {
                    let pattern = (router.table.join)(&router.prefix, &relative);
                    let range = place.map_or(arguments.call, |place| arguments.range(place));
                    let entry = self.entry(router, Vec::new(), pattern, range, arguments);
                    let entry = Entry { prefix: true, ..entry };
                    self.add_targets(router, &entry, &value, arguments, handler);
                }
                itself()
            }
            Operation::Use { path } => {
                self.middlewares(router, path, arguments);
                itself()
            }
            Operation::UseOrAnswer { path } => {
                self.middlewares(router, path, arguments);
                self.answering(router, path, arguments);
                itself()
            }
            Operation::Host { host } => match arguments.values.get(host).map(Value::words) {
                Some(host) => Value::Router(Rc::new(Router { host: Some(host), ..Router::clone(router) })),
                None => itself(),
            },
            Operation::Set { setting, value } => {
                let mut value = arguments.values.get(value).cloned().unwrap_or(Value::Bool(true));
                let engine = self.engine(router.engine);
                let is_registered = |entry: &Entry| !matches!(entry.target, Target::Middleware(_));
                let is_other = !matches!(value, Value::Bool(value) if value == engine.settings.is(setting));
                // Where order counts, what is registered already has it as it was.
                if router.table.in_order && is_other && engine.entries.iter().any(is_registered) {
                    value = Value::Nil;
                }
                self.set(router, setting, &value);
                itself()
            }
            Operation::Fallback => {
                let location = self.program.location(arguments.file, arguments.call);
                self.engine(router.engine).fallback.get_or_insert(location);
                Value::Nil
            }
            Operation::Prefix => Value::Words(router.prefix.clone()),
            Operation::Listen { address, default } => self.listen(router, address, default, arguments),
            Operation::Serve { listener } => {
                if let Some(Value::Listener(address, location)) = arguments.values.get(listener) {
                    self.listens(router.engine, Listen::new(address, *location));
                }
                Value::Nil
            }
            Operation::Server { server } => {
                if let Some(Value::Object(server)) = arguments.values.get(server)
                    && let Some(address) = self.read(Variable::Field(*server, "Addr"))
                {
                    let location = self.objects[server.0 as usize].location;
                    let location =
                        location.unwrap_or_else(|| self.program.location(arguments.file, arguments.call));
                    self.listens(router.engine, Listen::new(&address.words(), location));
                }
                Value::Nil
            }
            Operation::Options => {
                self.options(router, arguments);
                itself()
            }
            Operation::Itself | Operation::Narrow(_) | Operation::Subrouter => itself(),
            Operation::Other => Value::Nil,
        }
    }

    fn listen(
        &mut self,
        router: &Router,
        address: usize,
        default: Option<Port>,
        arguments: &Arguments<'a>,
    ) -> Value<'a> {
        let (words, range) = match (arguments.values.get(address), default) {
            (Some(value), _) => (value.words(), arguments.range(address)),
            (None, Some(port)) if !arguments.open => {
                let port = Words::unknown(Unknown {
                    expression: port.variable.to_owned(),
                    variable: Some(port.variable.to_owned()),
                    default: Some(port.port.to_owned()),
                });
                (Words::concat([&Words::known(":"), &port]), arguments.call)
            }
            (None, _) => return Value::Nil,
        };
        let location = self.program.location(arguments.file, range);
        self.listens(router.engine, Listen::new(&words, location));
        Value::Nil
    }

    /// A registration of `router` that leads nowhere so far; `path` is where its path is written.
    fn entry(
        &self,
        router: &Router,
        methods: Vec<String>,
        pattern: Words,
        path: syntax::TextRange,
        arguments: &Arguments<'a>,
    ) -> Entry {
        Entry {
            methods,
            host: router.host.clone(),
            pattern,
            prefix: false,
            conditions: Vec::new(),
            steps: Vec::new(),
            target: Target::Open,
            registration: self.program.location(arguments.file, arguments.call),
            path: self.program.location(arguments.file, path),
            conditional: self.is_conditional(router.engine),
            groups: Rc::clone(&router.groups),
        }
    }

    /// Registers routes; gives the index of the last one.
    fn route(
        &mut self,
        router: &Rc<Router>,
        methods: Methods,
        path: Place,
        handler: Position,
        narrows: bool,
        arguments: &Arguments<'a>,
    ) -> Option<usize> {
        let (paths, first) = paths(path, arguments);
        let place = match handler {
            Position::At(place) => Some(place).filter(|place| *place < arguments.values.len()),
            Position::Last => arguments.values.len().checked_sub(1).filter(|last| *last >= first),
        };
        let version = self.engine(router.engine).version.clone().unwrap_or_default();
        let methods = match methods {
            Methods::Version(methods) => Methods::These(methods(version.trim_start_matches('v'))),
            other => other,
        };
        if paths.is_empty() {
            return self.unseen_registration(router, arguments);
        }
        let mut last = None;
        for (relative, at) in paths {
            let Some((methods, host, relative)) = registered(methods, relative, arguments) else {
                return self.unseen_registration(router, arguments);
            };
            let pattern = (router.table.join)(&router.prefix, &relative);
            let range = at.map_or(arguments.call, |at| arguments.range(at));
            let entry = self.entry(router, methods, pattern, range, arguments);
            let steps = if narrows { vec![Step::Path(relative.to_string())] } else { Vec::new() };
            let entry = Entry { host: host.or_else(|| router.host.clone()), steps, ..entry };
            last = match place {
                Some(place) if !arguments.open => {
                    let value = arguments.values[place].clone();
                    self.add_targets(router, &entry, &value, arguments, place)
                }
                _ => {
                    let handler = if arguments.open {
                        self.unknown_handler(arguments)
                    } else {
                        self.no_handler(arguments)
                    };
                    self.add_entry(router.engine, Entry { target: Target::Handler(handler), ..entry })
                }
            };
        }
        last
    }

    /// A registration of which path or methods are not known.
    fn unseen_registration(&mut self, router: &Router, arguments: &Arguments<'a>) -> Option<usize> {
        let call = self.render(arguments.file, arguments.source);
        self.engine(router.engine).does_not_see(&call);
        None
    }

    /// Registers `entry` for what `value`, the argument at `place`, leads to: each engine, or the handler that it is.
    fn add_targets(
        &mut self,
        router: &Router,
        entry: &Entry,
        value: &Value<'a>,
        arguments: &Arguments<'a>,
        place: usize,
    ) -> Option<usize> {
        let served = self.served(value);
        if served.is_empty() {
            let target = Target::Handler(self.handler(value, arguments, place));
            return self.add_entry(router.engine, Entry { target, ..entry.clone() });
        }
        let mut last = None;
        let conditional = entry.conditional || served.len() > 1;
        for (inner, strip) in served {
            let target = self.mounts(&inner, strip);
            last = self.add_entry(router.engine, Entry { target, conditional, ..entry.clone() });
        }
        last
    }

    /// The engine of `inner` is mounted somewhere.
    pub(super) fn mounts(&mut self, inner: &Router, strip: Vec<Words>) -> Target {
        let engine = self.engine_of(inner.engine);
        self.engine(engine).mounted = true;
        Target::Engine(engine, strip)
    }

    fn group(&mut self, router: &Rc<Router>, group: GroupOperation, arguments: &Arguments<'a>) -> Value<'a> {
        let (paths, _) = paths(group.path, arguments);
        let Some((relative, place)) = paths.into_iter().next() else {
            return Value::Router(Rc::clone(router));
        };
        let range = place.map_or(arguments.call, |place| arguments.range(place));
        let location = self.program.location(arguments.file, range);
        let written = place.map(|_| Group { prefix: relative.to_string(), path: location });
        let prefix = match place {
            Some(_) => (router.table.join)(&router.prefix, &relative),
            None => router.prefix.clone(),
        };
        let methods = group.methods.map_or(router.methods, |methods| *methods);
        let inner = if group.mounted {
            let made = self.program.location(arguments.file, arguments.source.range);
            let inner = self.add_engine(router.table, Some(made), arguments.file);
            self.engine(inner.engine).settings = self.engine(router.engine).settings.clone();
            Rc::new(Router { methods, ..Router::clone(&inner) })
        } else {
            let groups = router.groups.iter().cloned().chain(written).collect();
            Rc::new(Router { prefix: prefix.clone(), groups, methods, ..Router::clone(router) })
        };
        if let Some(first) = group.middlewares {
            let symbols = self.symbols(first, group.function, arguments);
            // Groups with methods of their own (Echo's) hand their middlewares on to the groups in them.
            let inherits = group.methods.is_some_and(|methods| std::ptr::eq(*methods, router.methods))
                && self.engine(router.engine).entries.iter().any(|entry| {
                    matches!(entry.target, Target::Middleware(_))
                        && entry.pattern == router.prefix
                        && entry.host == router.host
                });
            if !symbols.is_empty() || inherits {
                let entry = self.entry(router, Vec::new(), prefix.clone(), range, arguments);
                let target = Target::Middleware(symbols);
                self.add_entry(router.engine, Entry { prefix: true, target, ..entry });
            }
        }
        if let Some(place) = group.function
            && let Some(function) = arguments.values.get(place).cloned()
        {
            match &function {
                Value::Function(_) | Value::Either(_) => {
                    self.hand_over(&inner, &function, arguments, place);
                }
                Value::Nil => {}
                _ => {
                    let call = self.render(arguments.file, arguments.source);
                    self.engine(inner.engine).does_not_see(&call);
                }
            }
        }
        if group.mounted {
            let entry = self.entry(router, Vec::new(), prefix, range, arguments);
            let target = self.mounts(&inner, Vec::new());
            self.add_entry(router.engine, Entry { prefix: true, target, ..entry });
        }
        Value::Router(inner)
    }

    /// `Use(…)`: middlewares, or engines that are mounted.
    fn middlewares(&mut self, router: &Rc<Router>, path: Place, arguments: &Arguments<'a>) {
        let (paths, first) = paths(path, arguments);
        let symbols = self.symbols(first, None, arguments);
        for (number, (relative, place)) in paths.into_iter().enumerate() {
            let pattern = match place {
                Some(_) => (router.table.join)(&router.prefix, &relative),
                None => router.prefix.clone(),
            };
            let range = place.map_or(arguments.call, |place| arguments.range(place));
            let entry = self.entry(router, Vec::new(), pattern, range, arguments);
            let entry = Entry { prefix: true, ..entry };
            // Of several paths only the first one mounts (Fiber 3, app.go:1029).
            for value in arguments.values.get(first..).unwrap_or(&[]).iter().filter(|_| number == 0) {
                for (inner, strip) in self.served(value) {
                    let target = self.mounts(&inner, strip);
                    self.add_entry(router.engine, Entry { target, ..entry.clone() });
                }
            }
            if !symbols.is_empty() {
                let target = Target::Middleware(symbols.clone());
                self.add_entry(router.engine, Entry { target, ..entry });
            }
        }
    }

    /// Of the arguments of `Use`, the function that answers what the middlewares before it let through.
    fn answering(&mut self, router: &Rc<Router>, path: Place, arguments: &Arguments<'a>) {
        let (paths, first) = paths(path, arguments);
        let values = arguments.values.iter().enumerate().skip(first);
        let mut answering = values.filter(|(_, value)| self.answers(value));
        let Some((place, value)) = answering.next().map(|(place, value)| (place, value.clone())) else {
            return;
        };
        for (relative, at) in paths {
            let pattern = (router.table.join)(&router.prefix, &relative);
            let range = at.map_or(arguments.call, |at| arguments.range(at));
            let entry = self.entry(router, Vec::new(), pattern, range, arguments);
            let target = Target::Handler(self.handler(&value, arguments, place));
            self.add_entry(router.engine, Entry { prefix: true, target, ..entry });
        }
    }

    /// The symbols of the middlewares from the argument `first` on, those left out that lead to an engine. One that is made
    /// with a text has it: `middleware.Heartbeat("/ping")`.
    fn symbols(&mut self, first: usize, function: Option<usize>, arguments: &Arguments<'a>) -> Vec<String> {
        let mut symbols = Vec::new();
        for (place, value) in arguments.values.iter().enumerate().skip(first) {
            if Some(place) != function && !matches!(value, Value::Nil) && self.served(value).is_empty() {
                let mut symbol = self.handler(value, arguments, place).symbol;
                let written =
                    arguments.expressions.get(place).map(|given| self.render(arguments.file, given));
                if let Some(text) = written.as_deref().and_then(called_with_text) {
                    symbol = format!("{}({text})", symbol.split('(').next().unwrap_or_default());
                }
                symbols.push(symbol);
            }
        }
        symbols
    }

    /// `registration.name(arguments)`
    pub(super) fn call_registration(
        &mut self,
        pending: &Rc<Pending>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Value<'a> {
        self.events += 1;
        let itself = || Value::Registration(Rc::clone(pending));
        match table::operation(pending.methods, name) {
            Some(Operation::Narrow(narrow)) => {
                self.narrow(pending, name, narrow, arguments);
                itself()
            }
            Some(Operation::Itself) => itself(),
            Some(Operation::Subrouter) => {
                let made = self.program.location(arguments.file, arguments.source.range);
                let inner = self.add_engine(pending.router.table, Some(made), arguments.file);
                self.engine(inner.engine).part = true;
                self.engine(inner.engine).settings = self.engine(pending.router.engine).settings.clone();
                let target = self.mounts(&inner, Vec::new());
                let Some(entry) = self.entry_of(pending) else {
                    return Value::Nil;
                };
                entry.target = target;
                let prefix = entry.pattern.clone();
                Value::Router(Rc::new(Router { prefix, ..Router::clone(&inner) }))
            }
            Some(_) => Value::Nil,
            None => Value::opaque(self.render(arguments.file, arguments.source)),
        }
    }

    fn entry_of(&mut self, pending: &Pending) -> Option<&mut Entry> {
        self.engine(pending.router.engine).entries.get_mut(pending.entry)
    }

    fn narrow(&mut self, pending: &Pending, name: &str, narrow: Narrow, arguments: &Arguments<'a>) {
        let words = |place: usize| arguments.values.get(place).map(Value::words);
        let join = pending.router.table.join;
        let call = self.render(arguments.file, arguments.source);
        let location =
            |machine: &Self, place| machine.program.location(arguments.file, arguments.range(place));
        match narrow {
            Narrow::Nothing => {}
            Narrow::Methods => {
                let methods: Option<Vec<String>> = arguments.values.iter().map(text).collect();
                match methods.filter(|_| !arguments.open) {
                    Some(methods) => {
                        if let Some(entry) = self.entry_of(pending) {
                            let known = std::mem::take(&mut entry.methods);
                            let allowed = |method: &String| known.is_empty() || known.contains(method);
                            entry.methods =
                                methods.into_iter().map(|m| m.to_uppercase()).filter(allowed).collect();
                            entry.steps.push(Step::Methods);
                        }
                    }
                    None => {
                        self.unseen_registration(&pending.router, arguments);
                    }
                }
            }
            Narrow::Path(place) | Narrow::Prefix(place) => {
                let (Some(relative), path) = (words(place), location(self, place)) else {
                    return;
                };
                if let Some(entry) = self.entry_of(pending) {
                    entry.pattern = join(&entry.pattern, &relative);
                    entry.prefix = matches!(narrow, Narrow::Prefix(_));
                    let step = if entry.prefix { Step::Prefix } else { Step::Path };
                    entry.steps.push(step(relative.to_string()));
                    entry.path = path;
                }
            }
            Narrow::Host(place) => {
                let host = words(place);
                if let Some(entry) = self.entry_of(pending) {
                    entry.steps.extend(host.as_ref().map(|host| Step::Host(host.to_string())));
                    entry.host = host;
                }
            }
            Narrow::Handler(place) => {
                let Some(value) = arguments.values.get(place).cloned() else {
                    return;
                };
                let target = match self.served(&value).into_iter().next() {
                    Some((inner, strip)) => self.mounts(&inner, strip),
                    None => Target::Handler(self.handler(&value, arguments, place)),
                };
                if let Some(entry) = self.entry_of(pending) {
                    entry.target = target;
                }
            }
            Narrow::Condition => {
                let texts = arguments.values.iter().map(text).collect();
                if let Some(entry) = self.entry_of(pending) {
                    entry.conditions.push(call);
                    entry.steps.push(Step::Other(name.to_owned(), texts));
                }
            }
        }
    }
}

/// `router.name` without a call.
pub(super) fn router_member<'a>(router: &Rc<Router>, name: &str, render: &dyn Fn() -> String) -> Value<'a> {
    if router.table.itself.contains(&name) {
        return Value::Router(Rc::clone(router));
    }
    let methods: Face = router.methods;
    match methods.iter().find(|(method, _)| *method == name) {
        Some((method, _)) => Callable::value(Code::Router(Rc::clone(router), method)),
        None => Value::opaque(render()),
    }
}

/// The argument of a call with one literal text, quotes included: what a middleware is made with.
fn called_with_text(written: &str) -> Option<&str> {
    let (_, text) = written.strip_suffix(')')?.split_once('(')?;
    let inside = text.strip_prefix('"')?.strip_suffix('"')?;
    (!inside.contains(['"', '\\'])).then_some(text)
}

/// The paths at `place`, each with the argument that says it, and the first argument behind them.
fn paths(place: Place, arguments: &Arguments<'_>) -> (Vec<(Words, Option<usize>)>, usize) {
    let own = || vec![(Words::default(), None)];
    match place {
        Place::None => (own(), 0),
        Place::At(place) => {
            let path = arguments.values.get(place).map(|value| (value.words(), Some(place)));
            (path.into_iter().collect(), place + 1)
        }
        Place::Maybe => match arguments.values.first() {
            Some(Value::Words(words)) => (vec![(words.clone(), Some(0))], 1),
            Some(Value::List(list)) => {
                let items = list.items.iter().map(|(_, item)| (item.words(), Some(0)));
                (items.collect(), 1)
            }
            _ => (own(), 0),
        },
    }
}

fn text(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Words(words) => words.text().map(str::to_owned),
        _ => None,
    }
}

/// Methods, host and path of a registration; `None` where the methods are not known.
fn registered(
    methods: Methods,
    path: Words,
    arguments: &Arguments<'_>,
) -> Option<(Vec<String>, Option<Words>, Words)> {
    let owned = |methods: &[&str]| methods.iter().map(|method| (*method).to_owned()).collect();
    Some(match methods {
        Methods::These(methods) => (owned(methods), None, path),
        Methods::Version(_) | Methods::Any => (Vec::new(), None, path),
        Methods::Argument(place, write) => {
            let methods: Vec<String> = match arguments.values.get(place)? {
                Value::List(list) if !list.open => {
                    list.items.iter().map(|(_, value)| text(value)).collect::<Option<_>>()?
                }
                value => vec![text(value)?],
            };
            (methods.iter().map(|method| write(method)).collect(), None, path)
        }
        Methods::Pattern { host } => {
            let (method, rest) = path.split_method()?;
            let (host, path) = if host { rest.split_host() } else { (None, rest) };
            (method.into_iter().collect(), host, path)
        }
    })
}
