//! Calls of functions, methods and closures of the workspace.

use std::rc::Rc;

use syntax::{TextRange, TextSize};

use super::values::{Callable, Code, List, Opaque, TypeRef, Value};
use super::{Frame, Machine};
use crate::facts::tree::{Call, Expression, Kind, Parameter, Signature, Statement};
use crate::program::packages::FileIndex;

/// How often a function may be under way at the same time.
const RECURSION: usize = 4;

/// Steps that may be spent on a function without anything happening to a router. Most of a program's code has nothing to
/// do with its routes; what it gives is then known by its type alone.
const IDLE_STEPS: usize = 5_000;

/// Steps of a call that do not count as a cost: helpers that make strings are followed always.
const IDLE_CALL: usize = 100;

/// The arguments of a call, with where they are written.
pub(super) struct Arguments<'a> {
    pub(super) values: Vec<Value<'a>>,
    pub(super) expressions: &'a [Expression],
    pub(super) file: FileIndex,
    /// The call from the last name of what is called to its end.
    pub(super) call: TextRange,
    /// Whether there may be more arguments than these.
    pub(super) open: bool,
    /// The source of the call.
    pub(super) source: &'a Expression,
}

impl Arguments<'_> {
    /// Where the argument at `place` is written.
    pub(super) fn range(&self, place: usize) -> TextRange {
        let expression = self.expressions.get(place).or_else(|| self.expressions.last());
        expression.map_or(self.call, |expression| expression.range)
    }
}

impl<'a> Machine<'a> {
    pub(super) fn call(
        &mut self,
        frame: &mut Frame<'a>,
        call: &'a Call,
        source: &'a Expression,
    ) -> Value<'a> {
        match &call.callee.kind {
            Kind::Selector(operand, name) => {
                let name = self.program.name(frame.file, *name);
                if let Some(path) = self.package_operand(frame, operand) {
                    let module = self.program.package_of(frame.file).module;
                    if self.program.import(module, path).is_none() {
                        let arguments = self.arguments(frame, call, source);
                        return self.call_elsewhere(path, name, &arguments);
                    }
                    let callee = self.package_member(frame.file, path, name, &call.callee);
                    let arguments = self.arguments(frame, call, source);
                    return self.call_value(&callee, &arguments);
                }
                let owner = self.evaluate(frame, operand).single();
                let arguments = self.arguments(frame, call, source);
                self.call_method(&owner, name, &arguments)
            }
            Kind::Name(name) if self.is_predeclared(frame, *name) => {
                let name = self.program.name(frame.file, *name);
                self.call_builtin(frame, name, call, source)
            }
            _ => {
                let callee = self.evaluate(frame, &call.callee).single();
                let arguments = self.arguments(frame, call, source);
                self.call_value(&callee, &arguments)
            }
        }
    }

    fn arguments(&mut self, frame: &mut Frame<'a>, call: &'a Call, source: &'a Expression) -> Arguments<'a> {
        let mut values = Vec::new();
        for argument in &call.arguments {
            match self.evaluate(frame, argument) {
                Value::Tuple(many) if call.arguments.len() == 1 => values.extend(many.iter().cloned()),
                value => values.push(value.single()),
            }
        }
        let mut open = false;
        if call.spread {
            match values.pop() {
                Some(Value::List(list)) => {
                    values.extend(list.items.iter().map(|(_, value)| value.clone()));
                    open = list.open;
                }
                Some(Value::Nil) | None => {}
                Some(_) => open = true,
            }
        }
        let name = match call.callee.kind {
            Kind::Selector(_, name) => self.program.name(frame.file, name).len(),
            _ => 0,
        };
        let start = call.callee.last_name(name).start();
        let call_range = TextRange::new(start, source.range.end().max(start));
        Arguments { values, expressions: &call.arguments, file: frame.file, call: call_range, open, source }
    }

    /// `owner.name(arguments)`
    pub(super) fn call_method(
        &mut self,
        owner: &Value<'a>,
        name: &'a str,
        arguments: &Arguments<'a>,
    ) -> Value<'a> {
        match owner {
            Value::Router(router) => self.call_router(&router.clone(), name, arguments),
            Value::Registration(pending) => self.call_registration(&pending.clone(), name, arguments),
            Value::Either(all) => {
                self.each(all, |machine, owner| machine.call_method(owner, name, arguments), name)
            }
            Value::Object(object) => {
                if let Some(value) = self.call_server(*object, name, arguments) {
                    return value;
                }
                match self.select(owner, name, &|| name.to_owned()) {
                    Value::Opaque(member) => self.call_unknown_method(&member, name, arguments),
                    member => self.call_value(&member, arguments),
                }
            }
            Value::Opaque(opaque) => {
                let member = self.select(owner, name, &|| format!("{}.{name}", opaque.expression));
                match member {
                    Value::Function(_) => self.call_value(&member, arguments),
                    _ => self.call_unknown_method(opaque, name, arguments),
                }
            }
            _ => {
                let member = self.select(owner, name, &|| name.to_owned());
                self.call_value(&member, arguments)
            }
        }
    }

    pub(super) fn call_value(&mut self, callee: &Value<'a>, arguments: &Arguments<'a>) -> Value<'a> {
        match callee {
            Value::Function(callable) => self.call_function(callable, arguments),
            Value::Either(all) => {
                self.each(all, |machine, callee| machine.call_value(callee, arguments), "…")
            }
            // A conversion.
            Value::Type(kind) => match arguments.values.first() {
                Some(Value::Opaque(opaque)) => {
                    Value::Opaque(Rc::new(Opaque { kind: Some(*kind), ..Opaque::clone(opaque) }))
                }
                Some(value) => self.as_type(value.clone(), *kind),
                None => Value::Nil,
            },
            Value::Opaque(opaque) => match opaque.origin {
                Some((path, name)) => self.call_elsewhere(path, name, arguments),
                None => self.call_unknown_method(opaque, "", arguments),
            },
            _ => self.call_elsewhere("", "", arguments),
        }
    }

    /// Calls each alternative, under a condition.
    fn each(
        &mut self,
        all: &[Value<'a>],
        mut call: impl FnMut(&mut Self, &Value<'a>) -> Value<'a>,
        label: &str,
    ) -> Value<'a> {
        let conditions = self.conditions.len();
        self.under_condition();
        let mut joined = None;
        for one in all {
            let value = call(self, one);
            joined = Some(match joined {
                Some(other) => self.join(&other, &value, label),
                None => value,
            });
        }
        self.conditions.truncate(conditions);
        joined.unwrap_or(Value::Nil)
    }

    pub(super) fn call_function(
        &mut self,
        callable: &Rc<Callable<'a>>,
        arguments: &Arguments<'a>,
    ) -> Value<'a> {
        let source = || self.render(arguments.file, arguments.source);
        match &callable.code {
            Code::Router(router, name) => return self.call_router(&router.clone(), name, arguments),
            Code::Abstract { .. } => {
                let source = source();
                self.lose(&arguments.values, &source);
                return Value::opaque(source);
            }
            Code::Function(_) | Code::Closure { .. } => {}
        }
        let label = source();
        let result = self.enter(callable, Some(arguments), &label);
        self.wrapped(result, arguments, &label)
    }

    /// A handler that a function made of a handler stands for the inner one.
    fn wrapped(&self, result: Value<'a>, arguments: &Arguments<'a>, label: &str) -> Value<'a> {
        let Value::Function(made) = &result else {
            return result;
        };
        let is_closure = matches!(&made.code, Code::Closure { closure, .. } if closure.signature.handles);
        let inner = arguments.values.iter().rev().find(|value| self.handles(value));
        match inner {
            Some(inner) if is_closure => Value::Opaque(Rc::new(Opaque {
                expression: label.to_owned(),
                wraps: Some(inner.clone()),
                ..Opaque::default()
            })),
            _ => result,
        }
    }

    /// Calls a function of which only the types of the arguments are known.
    pub(super) fn call_unknown(&mut self, callable: &Rc<Callable<'a>>) -> Value<'a> {
        self.enter(callable, None, "")
    }

    fn enter(
        &mut self,
        callable: &Rc<Callable<'a>>,
        arguments: Option<&Arguments<'a>>,
        label: &str,
    ) -> Value<'a> {
        let (file, signature, body, start): (_, &'a Signature, &'a [Statement], _) = match &callable.code {
            Code::Function(function) => {
                let code = function.function;
                (function.file, &code.signature, &code.body, code.start)
            }
            Code::Closure { file, closure, .. } => (*file, &closure.signature, &closure.body, closure.start),
            Code::Abstract { .. } | Code::Router(..) => return Value::opaque(label.to_owned()),
        };
        let key = (file, start);
        if self.active.iter().filter(|other| **other == key).count() >= RECURSION {
            if let Some(arguments) = arguments {
                self.lose(&arguments.values, label);
            }
            return results(file, signature, label);
        }
        if self.is_idle(key, arguments) {
            return results(file, signature, label);
        }
        let (steps, events) = (self.steps, self.events);
        let mut frame = Frame::new(file, self.symbol(&callable.code));
        if let Code::Closure { scope, .. } = &callable.code {
            frame.scope.extend_from_slice(scope);
            frame.block = frame.scope.len();
        }
        if let Code::Function(function) = &callable.code
            && let Some(receiver) = &function.function.receiver
            && let Some(name) = receiver.name
        {
            let value = callable.receiver.clone();
            let value = value.unwrap_or_else(|| self.unknown_parameter(file, receiver));
            self.declare(&mut frame, name, value);
        }
        self.bind_parameters(&mut frame, signature, arguments);
        for result in &signature.results {
            if let Some(name) = result.name {
                let zero = self.zero_of(TypeRef { file, kind: &result.kind });
                let cell = self.new_cell(zero);
                frame.scope.push((name, cell));
                frame.results.push(cell);
            }
        }
        self.visited.insert(key);
        self.active.push(key);
        let conditions = self.conditions.len();
        if self.program.file(file).facts.tagged {
            self.under_condition();
        }
        frame.entry = self.trail.len();
        self.forks += 1;
        let ran = self.deeper(|machine| machine.sequence(&mut frame, body));
        self.leave(&mut frame);
        self.forks -= 1;
        self.conditions.truncate(conditions);
        self.active.pop();
        if self.events == events {
            let (calls, spent) = self.idle.entry(key).or_default();
            (*calls, *spent) = (*calls + 1, *spent + self.steps - steps);
        }
        match frame.returned {
            Some(value) if ran.is_some() => with_types(value, file, &signature.results),
            _ => results(file, signature, label),
        }
    }

    /// Whether a function was followed often enough, at a cost, and never had to do with routers.
    fn is_idle(&self, function: (FileIndex, TextSize), arguments: Option<&Arguments<'a>>) -> bool {
        let Some((calls, spent)) = self.idle.get(&function) else {
            return false;
        };
        *spent > IDLE_STEPS
            && spent / calls > IDLE_CALL
            && !arguments
                .is_some_and(|arguments| arguments.values.iter().any(|value| !value.routers().is_empty()))
    }

    fn bind_parameters(
        &mut self,
        frame: &mut Frame<'a>,
        signature: &'a Signature,
        arguments: Option<&Arguments<'a>>,
    ) {
        let last = signature.parameters.len().saturating_sub(1);
        for (place, parameter) in signature.parameters.iter().enumerate() {
            let kind = TypeRef { file: frame.file, kind: &parameter.kind };
            let value = match arguments {
                Some(arguments) if signature.variadic && place == last => {
                    let rest = arguments.values.iter().skip(place);
                    let items = rest.map(|value| (None, value.clone())).collect();
                    Value::List(Rc::new(List { items, open: arguments.open }))
                }
                Some(arguments) => match arguments.values.get(place) {
                    Some(value) => self.as_type(with_type(value.clone(), kind), kind),
                    None => self.unknown_parameter(frame.file, parameter),
                },
                None => self.unknown_parameter(frame.file, parameter),
            };
            if let Some(name) = parameter.name {
                self.declare(frame, name, value);
            }
        }
    }

    /// A function of a type that has methods.
    pub(super) fn as_type(&self, value: Value<'a>, kind: TypeRef<'a>) -> Value<'a> {
        match value {
            Value::Function(callable) if self.is_function_type(kind) => {
                let (code, receiver) = (callable.code.clone(), callable.receiver.clone());
                Value::Function(Rc::new(Callable { code, receiver, kind: Some(kind) }))
            }
            other => other,
        }
    }

    fn unknown_parameter(&mut self, file: FileIndex, parameter: &'a Parameter) -> Value<'a> {
        if let Some(value) = self.injected(file, parameter) {
            return value;
        }
        let name = parameter.name.map_or("", |name| self.program.name(file, name));
        Value::of_type(name.to_owned(), TypeRef { file, kind: &parameter.kind })
    }

    /// Code outside gets `value`: a function may be called by it, later.
    pub(super) fn give_away(&mut self, value: &Value<'a>) {
        if let Value::Function(callable) = value
            && !self.handles(value)
            && !self.given.iter().any(|other| other.is_same(callable))
        {
            self.events += 1;
            self.given.push(Rc::clone(callable));
        }
    }

    /// Code outside gets `value` and calls it right away, if it is a function.
    pub(super) fn call_back(&mut self, value: &Value<'a>) {
        if let Value::Function(callable) = value
            && !self.handles(value)
            && !self.given.iter().any(|other| other.is_same(callable))
        {
            self.given.push(Rc::clone(callable));
            let last = self.given.len() - 1;
            self.given.swap(self.taken, last);
            self.taken += 1;
            self.call_unknown(callable);
        }
    }
}

/// A value of which nothing is known gets a type.
fn with_type<'a>(value: Value<'a>, kind: TypeRef<'a>) -> Value<'a> {
    match value {
        Value::Opaque(opaque)
            if opaque.kind.is_none() && opaque.routers.is_empty() && opaque.wraps.is_none() =>
        {
            Value::Opaque(Rc::new(Opaque { kind: Some(kind), ..Opaque::clone(&opaque) }))
        }
        other => other,
    }
}

/// What a call gives that is not followed: values of the declared types.
fn results<'a>(file: FileIndex, signature: &'a Signature, label: &str) -> Value<'a> {
    let value =
        |result: &'a Parameter| Value::of_type(label.to_owned(), TypeRef { file, kind: &result.kind });
    match signature.results.as_slice() {
        [only] => value(only),
        many => Value::Tuple(many.iter().map(value).collect()),
    }
}

/// Values of which nothing is known get the declared types.
fn with_types<'a>(value: Value<'a>, file: FileIndex, results: &'a [Parameter]) -> Value<'a> {
    let typed = |value: &Value<'a>, result: &'a Parameter| {
        with_type(value.clone(), TypeRef { file, kind: &result.kind })
    };
    match (&value, results) {
        (Value::Tuple(values), results) if values.len() == results.len() => {
            Value::Tuple(values.iter().zip(results).map(|(value, result)| typed(value, result)).collect())
        }
        (_, [only]) => typed(&value, only),
        // What a call outside gives is one value until somebody takes it apart.
        (Value::Opaque(_), results) => {
            Value::Tuple(results.iter().map(|result| typed(&value, result)).collect())
        }
        _ => value,
    }
}
