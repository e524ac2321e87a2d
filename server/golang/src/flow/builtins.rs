//! Go's predeclared functions and conversions.

use std::rc::Rc;

use super::assignments::{ITEMS, LIST_STEP};
use super::values::{List, Opaque, TypeRef, Value};
use super::{Frame, Machine};
use crate::facts::tree::{Call, Expression, Kind, Name};
use crate::frameworks;

impl<'a> Machine<'a> {
    /// Whether `name` is neither a variable nor declared in the package.
    pub(super) fn is_predeclared(&self, frame: &Frame<'a>, name: Name) -> bool {
        frame.variable(name).is_none()
            && self.program.member(frame.file, self.program.name(frame.file, name)).is_none()
    }

    pub(super) fn call_builtin(
        &mut self,
        frame: &mut Frame<'a>,
        name: &str,
        call: &'a Call,
        source: &'a Expression,
    ) -> Value<'a> {
        let of_type =
            |machine: &Self, frame: &Frame<'a>| match call.arguments.first().map(|first| &first.kind) {
                Some(Kind::Type(kind)) => Some(TypeRef { file: frame.file, kind }),
                Some(Kind::Name(_) | Kind::Selector(..)) => machine.type_named(frame, &call.arguments[0]),
                _ => None,
            };
        match name {
            "new" => match of_type(self, frame) {
                Some(kind) => self.zero(frame, kind),
                None => self.new_outside(frame, call),
            },
            "make" => match of_type(self, frame) {
                Some(kind) if self.element_type(kind).is_some() => Value::List(Rc::default()),
                _ => Value::opaque(self.render(frame.file, source)),
            },
            "append" => self.append(frame, call),
            "string" | "int" | "int64" | "int32" | "uint16" | "uint" | "any" => {
                match call.arguments.first() {
                    Some(argument) => self.evaluate(frame, argument).single(),
                    None => Value::Nil,
                }
            }
            "len" => match call.arguments.first().map(|argument| self.evaluate(frame, argument).single()) {
                Some(Value::List(list)) if !list.open => {
                    Value::Integer(i64::try_from(list.items.len()).unwrap_or(i64::MAX))
                }
                _ => Value::opaque(self.render(frame.file, source)),
            },
            "copy" => {
                if let [to, from] = call.arguments.as_slice() {
                    let value = self.evaluate(frame, from).single();
                    if matches!(to.kind, Kind::Name(_) | Kind::Selector(..)) {
                        self.assign(frame, to, value);
                    }
                }
                Value::opaque(self.render(frame.file, source))
            }
            "panic" | "print" | "println" | "cap" | "delete" | "close" | "min" | "max" | "clear" => {
                for argument in &call.arguments {
                    self.evaluate(frame, argument);
                }
                Value::opaque(self.render(frame.file, source))
            }
            _ => {
                let arguments: Vec<_> =
                    call.arguments.iter().map(|argument| self.evaluate(frame, argument).single()).collect();
                let expression = self.render(frame.file, source);
                self.lose(&arguments, &expression);
                Value::Opaque(Rc::new(Opaque { expression, ..Opaque::default() }))
            }
        }
    }

    /// The type that an expression names.
    fn type_named(&self, frame: &Frame<'a>, expression: &'a Expression) -> Option<TypeRef<'a>> {
        use crate::program::packages::Member;
        let of_member = |member: &Member<'a>| match member {
            Member::Type(named) => Some(TypeRef { file: named.file, kind: &named.declaration.itself }),
            _ => None,
        };
        match &expression.kind {
            Kind::Name(name) => {
                if let Some(Value::Type(kind)) =
                    frame.variable(*name).and_then(|cell| self.cells.get(cell.0 as usize))
                {
                    return Some(*kind);
                }
                of_member(self.program.member(frame.file, self.program.name(frame.file, *name))?)
            }
            Kind::Selector(operand, name) => {
                let path = self.package_operand(frame, operand)?;
                let package = self.program.import(self.program.package_of(frame.file).module, path)?;
                of_member(self.program.package(package).member(self.program.name(frame.file, *name))?)
            }
            _ => None,
        }
    }

    /// `new(http.ServeMux)`
    fn new_outside(&mut self, frame: &Frame<'a>, call: &'a Call) -> Value<'a> {
        let Some(Kind::Selector(operand, name)) = call.arguments.first().map(|first| &first.kind) else {
            return Value::Nil;
        };
        let path = self.package_operand(frame, operand);
        let name = self.program.name(frame.file, *name);
        match path.and_then(|path| frameworks::by_literal(path, name)) {
            Some(table) => Value::Router(self.add_engine(table, None, frame.file)),
            None => Value::Nil,
        }
    }

    fn append(&mut self, frame: &mut Frame<'a>, call: &'a Call) -> Value<'a> {
        let mut values = Vec::new();
        for argument in &call.arguments {
            values.push(self.evaluate(frame, argument).single());
        }
        let mut values = values.into_iter();
        let mut list = match values.next() {
            Some(Value::List(list)) => {
                self.steps += list.items.len() / LIST_STEP;
                (*list).clone()
            }
            Some(Value::Nil) | None => List::default(),
            Some(_) => List { items: Vec::new(), open: true },
        };
        let last = call.arguments.len().saturating_sub(2);
        for (place, value) in values.enumerate() {
            match value {
                Value::List(more) if call.spread && place == last => {
                    list.items.extend(more.items.iter().cloned());
                    list.open |= more.open;
                }
                Value::Nil if call.spread && place == last => {}
                _ if call.spread && place == last => list.open = true,
                value => list.items.push((None, value)),
            }
        }
        list.open |= list.items.len() > ITEMS;
        list.items.truncate(ITEMS);
        Value::List(Rc::new(list))
    }

    /// Whether an expression statement ends the program.
    pub(super) fn is_fatal(&self, frame: &Frame<'a>, expression: &'a Expression) -> bool {
        let Kind::Call(call) = &expression.kind else {
            return false;
        };
        match &call.callee.kind {
            Kind::Name(name) => {
                self.program.name(frame.file, *name) == "panic" && self.is_predeclared(frame, *name)
            }
            Kind::Selector(operand, name) => match self.program.name(frame.file, *name) {
                "Exit" => self.package_operand(frame, operand) == Some("os"),
                name => name.starts_with("Fatal") || name.starts_with("Panic"),
            },
            _ => false,
        }
    }
}
