//! What an argument means as a handler.

use std::rc::Rc;

use syntax::Location;

use super::calls::Arguments;
use super::values::{Callable, Code, TypeRef, Value};
use super::{Frame, Machine};
use crate::facts::tree::{Expression, Type};
use crate::program::Handler;
use crate::program::packages::{FileIndex, FunctionRef, receiver_name};

/// How many wrappers are looked through.
const WRAPPERS: usize = 8;

impl<'a> Machine<'a> {
    /// The handler that `value`, the argument at `place`, is.
    pub(super) fn handler(&mut self, value: &Value<'a>, arguments: &Arguments<'a>, place: usize) -> Handler {
        let argument = self.program.location(arguments.file, arguments.range(place));
        let (symbol, declaration) = self.meaning(value, WRAPPERS).unwrap_or_else(|| {
            let expression = arguments.expressions.get(place).unwrap_or(arguments.source);
            (self.render(arguments.file, expression), None)
        });
        Handler { symbol, declaration, argument }
    }

    /// The handler of a registration that names none: the last middleware of its group.
    pub(super) fn no_handler(&self, arguments: &Arguments<'a>) -> Handler {
        let argument = self.program.location(arguments.file, arguments.call);
        Handler { symbol: "⟨middleware⟩".to_owned(), declaration: None, argument }
    }

    /// A handler among arguments that are not known: `handlers...`.
    pub(super) fn unknown_handler(&self, arguments: &Arguments<'a>) -> Handler {
        let last = arguments.expressions.last().unwrap_or(arguments.source);
        Handler {
            symbol: self.render(arguments.file, last),
            declaration: None,
            argument: self.program.location(arguments.file, last.range),
        }
    }

    fn meaning(&mut self, value: &Value<'a>, depth: usize) -> Option<(String, Option<Location>)> {
        let depth = depth.checked_sub(1)?;
        match value {
            Value::Function(callable) => match self.same(callable) {
                Some(inner) => self.meaning(&inner, depth),
                None => Some(self.code(&callable.code)),
            },
            Value::Either(all) => self.meaning(all.first()?, depth),
            Value::Stripped(_, inner) => self.meaning(inner, depth),
            Value::Opaque(opaque) => {
                if let Some(inner) = &opaque.wraps {
                    return self.meaning(inner, depth);
                }
                if let Some((path, name)) = opaque.origin {
                    return Some((format!("{path}.{name}"), None));
                }
                match self.serving(value) {
                    Some(inner) => self.meaning(&inner, depth),
                    None => Some((opaque.expression.clone(), None)),
                }
            }
            Value::Object(_) => {
                let inner = self.serving(value)?;
                self.meaning(&inner, depth)
            }
            _ => None,
        }
    }

    /// The function of the same name that a generated one calls: what somebody wrote.
    fn same(&mut self, callable: &Callable<'a>) -> Option<Value<'a>> {
        let Code::Function(function) = &callable.code else {
            return None;
        };
        let inner: &'a Expression = function.function.forwards.same.as_deref()?;
        let mut frame = self.receiver_frame(*function, callable);
        match self.evaluate(&mut frame, inner) {
            value @ Value::Function(_) => Some(value),
            _ => None,
        }
    }

    /// A frame in which only the receiver of a method is known.
    pub(super) fn receiver_frame(&mut self, function: FunctionRef<'a>, callable: &Callable<'a>) -> Frame<'a> {
        let mut frame = Frame::new(function.file, self.symbol(&callable.code));
        if let Some(name) = function.function.receiver.as_ref().and_then(|receiver| receiver.name)
            && let Some(receiver) = &callable.receiver
        {
            self.declare(&mut frame, name, receiver.clone());
        }
        frame
    }

    /// The method by which a value is an `http.Handler`.
    fn serving(&mut self, value: &Value<'a>) -> Option<Value<'a>> {
        match self.select(value, "ServeHTTP", &String::new) {
            method @ Value::Function(_) => Some(method),
            _ => None,
        }
    }

    fn code(&self, code: &Code<'a>) -> (String, Option<Location>) {
        let declaration = match code {
            Code::Function(function) => {
                let name = self.program.name(function.file, function.function.name);
                Some(self.program.span(function.file, function.function.start, name.len()))
            }
            Code::Closure { file, closure, .. } => {
                Some(self.program.span(*file, closure.start, "func".len()))
            }
            Code::Abstract { file, method, start, .. } => {
                Some(self.program.span(*file, *start, self.program.name(*file, *method).len()))
            }
            Code::Router(..) => None,
        };
        let symbol = match code {
            Code::Closure { around, .. } => format!("{around}.func"),
            other => self.symbol(other).to_string(),
        };
        (symbol, declaration)
    }

    /// What a function is called, and what the literals in it are named by.
    pub(super) fn symbol(&self, code: &Code<'a>) -> Rc<str> {
        match code {
            Code::Function(function) => self.function_symbol(*function).into(),
            Code::Closure { around, .. } => Rc::clone(around),
            Code::Abstract { file, kind, method, .. } => {
                let name = |name| self.program.name(*file, name);
                format!("{}.{}.{}", self.label(*file), name(*kind), name(*method)).into()
            }
            Code::Router(router, name) => {
                format!("{}.{name}", router.table.imports.first().unwrap_or(&"")).into()
            }
        }
    }

    fn label(&self, file: FileIndex) -> &'a str {
        &self.program.package_of(file).label
    }

    fn function_symbol(&self, function: FunctionRef<'a>) -> String {
        let name = self.program.name(function.file, function.function.name);
        let label = self.label(function.file);
        let receiver = function.function.receiver.as_ref();
        let kind = receiver.and_then(|receiver| Some((receiver_name(&receiver.kind)?, &receiver.kind)));
        match kind {
            Some((kind, Type::Pointer(_))) => {
                format!("{label}.(*{}).{name}", self.program.name(function.file, kind))
            }
            Some((kind, _)) => format!("{label}.{}.{name}", self.program.name(function.file, kind)),
            None => format!("{label}.{name}"),
        }
    }

    /// Whether a value is a function that takes a request.
    pub(super) fn handles(&self, value: &Value<'a>) -> bool {
        match value {
            Value::Function(callable) => match &callable.code {
                Code::Function(function) => function.function.signature.handles,
                Code::Closure { closure, .. } => closure.signature.handles,
                Code::Abstract { .. } | Code::Router(..) => false,
            },
            Value::Opaque(opaque) => {
                opaque.wraps.is_some() || opaque.kind.is_some_and(|kind| self.is_handler(kind))
            }
            _ => false,
        }
    }

    /// Whether a value is a function that is seen to give its request to nobody else.
    pub(super) fn answers(&self, value: &Value<'a>) -> bool {
        let Value::Function(callable) = value else { return false };
        self.handles(value)
            && match &callable.code {
                Code::Function(function) => function.function.forwards.answers,
                Code::Closure { closure, .. } => closure.forwards.answers,
                Code::Abstract { .. } | Code::Router(..) => false,
            }
    }

    fn is_handler(&self, kind: TypeRef<'a>) -> bool {
        match self.underlying(kind) {
            Some(TypeRef { kind: Type::Function(signature), .. }) => signature.handles,
            _ => false,
        }
    }
}
