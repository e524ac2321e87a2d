//! Dependency injection by type: fx and dig.
//!
//! Providers are kept and called when a parameter of a type that they give is asked for first; invoked functions run
//! when the program's `main` has ended, for by then all providers are known.

use std::rc::Rc;

use super::Machine;
use super::calls::Arguments;
use super::types::Resolved;
use super::values::{Callable, Code, Place, TypeRef, Value};
use crate::facts::tree::{Parameter, Type};
use crate::program::packages::FileIndex;

/// What a container was told.
#[derive(Default)]
pub(super) struct Container<'a> {
    providers: Vec<Rc<Callable<'a>>>,
    /// What was made so far, by type.
    made: Vec<(TypeRef<'a>, Value<'a>)>,
    invoked: Vec<Rc<Callable<'a>>>,
    /// Whether invoked functions are being run.
    open: bool,
}

impl<'a> Machine<'a> {
    /// `fx.Provide(…)`, `fx.Invoke(…)`, and the methods of a `dig.Container`.
    pub(super) fn call_container(
        &mut self,
        path: &str,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Option<Value<'a>> {
        if !matches!(path, "go.uber.org/fx" | "go.uber.org/dig") {
            return None;
        }
        let functions = arguments.values.iter().filter_map(|value| match value {
            Value::Function(callable) => Some(Rc::clone(callable)),
            _ => None,
        });
        match name {
            "Provide" => self.container.providers.extend(functions),
            "Invoke" => self.container.invoked.extend(functions),
            "Annotate" => return arguments.values.first().cloned(),
            _ => return None,
        }
        Some(Value::Nil)
    }

    /// Runs the invoked functions.
    pub(super) fn run_container(&mut self) {
        self.container.open = true;
        for callable in std::mem::take(&mut self.container.invoked) {
            self.call_unknown(&callable);
        }
        self.container.open = false;
    }

    /// What the container gives for a parameter.
    pub(super) fn injected(&mut self, file: FileIndex, parameter: &'a Parameter) -> Option<Value<'a>> {
        if !self.container.open {
            return None;
        }
        let kind = TypeRef { file, kind: &parameter.kind };
        if let Some((home, fields)) = self.fields(kind)
            && fields.iter().any(|field| field.embedded && self.program.name(home, field.name) == "In")
        {
            let object = self.new_object(Some(kind));
            for field in fields {
                if let Some(value) = self.made(TypeRef { file: home, kind: &field.kind }) {
                    self.write(Place::Field(object, self.program.name(home, field.name)), value);
                }
            }
            return Some(Value::Object(object));
        }
        self.made(kind)
    }

    fn made(&mut self, kind: TypeRef<'a>) -> Option<Value<'a>> {
        let known = self.container.made.iter().find(|(other, _)| self.is_same_type(*other, kind));
        if let Some((_, value)) = known {
            return Some(value.clone());
        }
        let found = self.container.providers.iter().find_map(|provider| {
            let (file, results) = match &provider.code {
                Code::Function(function) => (function.file, &function.function.signature.results),
                Code::Closure { file, closure, .. } => (*file, &closure.signature.results),
                _ => return None,
            };
            let place = results
                .iter()
                .position(|result| self.is_same_type(TypeRef { file, kind: &result.kind }, kind))?;
            Some((Rc::clone(provider), place))
        });
        let Some((provider, place)) = found else {
            return self.implemented(kind);
        };
        // What is being made is not asked for again.
        self.container.made.push((kind, Value::opaque(String::new())));
        let slot = self.container.made.len() - 1;
        let value = match self.call_unknown(&provider) {
            Value::Tuple(values) => values.get(place).cloned().unwrap_or(Value::Nil),
            value => value,
        };
        self.container.made[slot].1 = value.clone();
        Some(value)
    }

    /// What is made for an interface: the value of a provider whose type implements it, if there is just one such type.
    fn implemented(&mut self, kind: TypeRef<'a>) -> Option<Value<'a>> {
        let implementation = self.implementation(kind)?;
        let provided = self.container.providers.iter().find_map(|provider| match &provider.code {
            Code::Function(function) => function.function.signature.results.iter().find_map(|result| {
                let result = TypeRef { file: function.file, kind: &result.kind };
                self.is_same_named(result, implementation).then_some(result)
            }),
            _ => None,
        });
        self.made(provided?)
    }

    fn is_same_type(&self, a: TypeRef<'a>, b: TypeRef<'a>) -> bool {
        let is_pointer = |kind: TypeRef<'a>| matches!(kind.kind, Type::Pointer(_));
        is_pointer(a) == is_pointer(b) && self.is_same_named(a, b)
    }

    fn is_same_named(&self, a: TypeRef<'a>, b: TypeRef<'a>) -> bool {
        match (self.resolve(a), self.resolve(b)) {
            (Resolved::Named(a), Resolved::Named(b)) => a == b,
            (Resolved::Outside(path, name), Resolved::Outside(other, called)) => {
                (path, name) == (other, called)
            }
            _ => false,
        }
    }
}
