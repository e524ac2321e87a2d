//! Expressions.

use std::cmp::Ordering;
use std::rc::Rc;

use super::types::Resolved;
use super::values::{Callable, Code, List, Opaque, TypeRef, Value};
use super::{Frame, Machine};
use crate::facts::tree::{Call, Composite, Expression, Kind, Operator, Type};
use crate::frameworks;
use crate::program::packages::FileIndex;
use crate::words::Words;

impl<'a> Machine<'a> {
    pub(super) fn evaluate(&mut self, frame: &mut Frame<'a>, expression: &'a Expression) -> Value<'a> {
        self.evaluate_as(frame, expression, None)
    }

    /// The value of `expression` in a place for values of type `expected`.
    pub(super) fn evaluate_as(
        &mut self,
        frame: &mut Frame<'a>,
        expression: &'a Expression,
        expected: Option<TypeRef<'a>>,
    ) -> Value<'a> {
        let value = self.deeper(|machine| machine.value_of(frame, expression, expected));
        match (value, expected) {
            (Some(value @ Value::Function(_)), Some(kind)) => self.as_type(value, kind),
            (Some(value), _) => value,
            (None, _) => Value::opaque(self.render(frame.file, expression)),
        }
    }

    fn value_of(
        &mut self,
        frame: &mut Frame<'a>,
        expression: &'a Expression,
        expected: Option<TypeRef<'a>>,
    ) -> Value<'a> {
        let (file, program) = (frame.file, self.program);
        match &expression.kind {
            Kind::Name(name) => self.named_value(frame, *name),
            Kind::Text(text) => Value::text(self.program.name(file, *text)),
            Kind::Integer(number) => Value::Integer(*number),
            Kind::Selector(operand, name) => {
                let name = self.program.name(file, *name);
                if let Some(path) = self.package_operand(frame, operand) {
                    return self.package_member(file, path, name, expression);
                }
                let owner = self.evaluate(frame, operand).single();
                self.select(&owner, name, &|| format!("{}.{name}", render(program, file, operand)))
            }
            Kind::Call(call) => self.call(frame, call, expression),
            Kind::Index(operand, key) => {
                let list = self.evaluate(frame, operand).single();
                let key = self.evaluate(frame, key).single();
                self.item(&list, &key, expression, file)
            }
            Kind::Composite(composite) => self.composite(frame, composite, expression, expected),
            Kind::Closure(closure) => {
                // Closures keep the variables that they see.
                self.steps += frame.scope.len() / 16;
                let (scope, around) = (frame.scope.as_slice().into(), Rc::clone(&frame.symbol));
                Callable::value(Code::Closure { file, closure, scope, around })
            }
            Kind::Binary(operator, sides) => {
                let left = self.evaluate(frame, &sides.0).single();
                let right = self.evaluate(frame, &sides.1).single();
                if let (Value::Object(object), Value::Nil) | (Value::Nil, Value::Object(object)) =
                    (&left, &right)
                    && self.objects[object.0 as usize].may_be_nil
                {
                    return Value::opaque(self.render(file, expression));
                }
                Self::binary(*operator, &left, &right, &|| render(program, file, expression))
            }
            Kind::Address(inner) => match self.evaluate_as(frame, inner, expected).single() {
                // Pointers to structs are the structs.
                value @ (Value::Object(_) | Value::Router(_) | Value::Function(_) | Value::Pointer(_)) => {
                    value
                }
                value => self.place(frame, inner).map_or(value, Value::Pointer),
            },
            Kind::Through(inner) => match self.evaluate_as(frame, inner, expected).single() {
                Value::Pointer(place) => self.read(place).unwrap_or(Value::Nil),
                value => value,
            },
            Kind::Not(inner) => match self.evaluate(frame, inner) {
                Value::Bool(truth) => Value::Bool(!truth),
                _ => Value::opaque(self.render(file, expression)),
            },
            Kind::Assert(inner, kind) => {
                let value = self.evaluate(frame, inner).single();
                match value {
                    Value::Opaque(opaque) => {
                        let kind = Some(TypeRef { file, kind });
                        Value::Opaque(Rc::new(Opaque { kind, ..Opaque::clone(&opaque) }))
                    }
                    known => known,
                }
            }
            Kind::Type(kind) => Value::Type(self.local_type(frame, TypeRef { file, kind })),
            Kind::Other(source) => Value::opaque(self.program.name(file, *source).to_owned()),
        }
    }

    fn binary(
        operator: Operator,
        left: &Value<'a>,
        right: &Value<'a>,
        render: &dyn Fn() -> String,
    ) -> Value<'a> {
        let truth = match operator {
            Operator::Add => return Self::add(left, right, render),
            Operator::Equal => left.equals(right),
            Operator::NotEqual => left.equals(right).map(|equal| !equal),
            Operator::And | Operator::Or => {
                let decides = operator == Operator::Or;
                match (left, right) {
                    (Value::Bool(truth), _) | (_, Value::Bool(truth)) if *truth == decides => Some(decides),
                    (Value::Bool(_), Value::Bool(_)) => Some(!decides),
                    _ => None,
                }
            }
            Operator::Less => left.order(right).map(Ordering::is_lt),
            Operator::LessOrEqual => left.order(right).map(Ordering::is_le),
            Operator::Greater => left.order(right).map(Ordering::is_gt),
            Operator::GreaterOrEqual => left.order(right).map(Ordering::is_ge),
            Operator::Subtract => {
                if let (Value::Integer(a), Value::Integer(b)) = (left, right)
                    && let Some(difference) = a.checked_sub(*b)
                {
                    return Value::Integer(difference);
                }
                None
            }
            Operator::Other => None,
        };
        truth.map_or_else(|| Value::opaque(render()), Value::Bool)
    }

    /// `left + right`: of strings, also partly known ones, and of numbers.
    pub(super) fn add(left: &Value<'a>, right: &Value<'a>, render: &dyn Fn() -> String) -> Value<'a> {
        match (left, right) {
            (Value::Integer(a), Value::Integer(b)) => {
                a.checked_add(*b).map_or_else(|| Value::opaque(render()), Value::Integer)
            }
            (Value::Words(_), Value::Words(_) | Value::Opaque(_)) | (Value::Opaque(_), Value::Words(_)) => {
                Value::Words(Words::concat([&left.words(), &right.words()]))
            }
            _ => Value::opaque(render()),
        }
    }

    fn item(
        &self,
        list: &Value<'a>,
        key: &Value<'a>,
        expression: &'a Expression,
        file: FileIndex,
    ) -> Value<'a> {
        let unknown = |kind| {
            let expression = self.render(file, expression);
            Value::Opaque(Rc::new(Opaque { expression, kind, ..Opaque::default() }))
        };
        match list {
            Value::List(list) => {
                for (place, (other, value)) in list.items.iter().enumerate() {
                    let place = Value::Integer(i64::try_from(place).unwrap_or(i64::MAX));
                    match other.as_ref().unwrap_or(&place).equals(key) {
                        Some(true) => return value.clone(),
                        Some(false) => {}
                        None => return unknown(None),
                    }
                }
                if list.open { unknown(None) } else { Value::Nil }
            }
            Value::Opaque(opaque) if opaque.origin.is_some() && matches!(key, Value::Type(_)) => list.clone(),
            Value::Opaque(opaque) => unknown(opaque.kind.and_then(|kind| self.element_type(kind))),
            // `f[T]`: an instantiation.
            Value::Function(_) | Value::Type(_) | Value::Either(_) => list.clone(),
            _ => unknown(None),
        }
    }

    fn composite(
        &mut self,
        frame: &mut Frame<'a>,
        composite: &'a Composite,
        expression: &'a Expression,
        expected: Option<TypeRef<'a>>,
    ) -> Value<'a> {
        let written = composite.kind.as_ref().map(|kind| TypeRef { file: frame.file, kind });
        let Some(kind) = written.map(|kind| self.local_type(frame, kind)).or(expected) else {
            for (_, value) in &composite.elements {
                self.evaluate(frame, value);
            }
            return Value::opaque(self.render(frame.file, expression));
        };
        if let Some(element) = self.element_type(kind) {
            let element = self.local_type(frame, element);
            return self.list_of(frame, composite, Some(element));
        }
        if let Resolved::Outside(path, name) = self.resolve(kind)
            && let Some(table) = frameworks::by_literal(path, name)
        {
            let made = self.program.location(frame.file, expression.range);
            return Value::Router(self.add_engine(table, Some(made), frame.file));
        }
        // What another module's list or map holds: `gin.HandlersChain{auth, list}`.
        let is_field = |key: &Option<Expression>| matches!(key, Some(Expression { kind: Kind::Name(_), .. }));
        let has_items =
            !composite.elements.is_empty() && !composite.elements.iter().any(|(key, _)| is_field(key));
        if has_items && matches!(self.resolve(kind), Resolved::Outside(..)) {
            return self.list_of(frame, composite, None);
        }
        let object = self.new_object(Some(kind));
        let outside = matches!(self.resolve(kind), Resolved::Outside(..));
        let (home, fields) = self.fields(kind).unwrap_or((frame.file, &[]));
        let mut location = expression.range;
        for (place, (key, value)) in composite.elements.iter().enumerate() {
            let name = match key.as_ref().map(|key| &key.kind) {
                Some(Kind::Name(name)) => self.program.name(frame.file, *name),
                _ => fields.get(place).map_or("", |field| self.program.name(home, field.name)),
            };
            let declared = fields.iter().find(|field| self.program.name(home, field.name) == name);
            let declared = declared.map(|field| TypeRef { file: home, kind: &field.kind });
            let range = value.range;
            let value = self.evaluate_as(frame, value, declared).single();
            if outside {
                self.give_away(&value);
                if name == "Addr" {
                    location = range;
                }
            }
            self.objects[object.0 as usize].fields.push((name, value));
        }
        let location = self.program.location(frame.file, location);
        self.objects[object.0 as usize].location = Some(location);
        Value::Object(object)
    }

    fn list_of(
        &mut self,
        frame: &mut Frame<'a>,
        composite: &'a Composite,
        element: Option<TypeRef<'a>>,
    ) -> Value<'a> {
        let mut list = List::default();
        for (key, value) in &composite.elements {
            let key = key.as_ref().map(|key| self.evaluate(frame, key));
            let value = self.evaluate_as(frame, value, element).single();
            list.items.push((key, value));
        }
        Value::List(Rc::new(list))
    }

    /// A type that is declared in the function itself, else `kind`.
    pub(super) fn local_type(&self, frame: &Frame<'a>, kind: TypeRef<'a>) -> TypeRef<'a> {
        let mut inner = kind.kind;
        while let Type::Pointer(pointee) = inner {
            inner = pointee;
        }
        let Type::Named(name) = inner else {
            return kind;
        };
        if kind.file != frame.file {
            return kind;
        }
        let cell = frame.scope.iter().rev().find(|(other, _)| other == name).map(|(_, cell)| *cell);
        match cell.and_then(|cell| self.cells.get(cell.0 as usize)) {
            Some(Value::Type(local)) => *local,
            _ => kind,
        }
    }

    /// The source of an expression, shortened.
    pub(super) fn render(&self, file: FileIndex, expression: &Expression) -> String {
        render(self.program, file, expression)
    }
}

/// Characters of a rendered call's arguments.
const RENDERED: usize = 40;

/// The source of an expression as its facts have it.
fn render(
    program: &crate::program::packages::Program<'_>,
    file: FileIndex,
    expression: &Expression,
) -> String {
    let render = |inner: &Expression| render(program, file, inner);
    match &expression.kind {
        Kind::Name(name) | Kind::Other(name) => program.name(file, *name).to_owned(),
        Kind::Text(text) => format!("{:?}", program.name(file, *text)),
        Kind::Integer(number) => number.to_string(),
        Kind::Selector(operand, name) => format!("{}.{}", render(operand), program.name(file, *name)),
        Kind::Call(call) => {
            let Call { callee, arguments, .. } = call.as_ref();
            let arguments: Vec<String> = arguments.iter().map(render).collect();
            let arguments = arguments.join(", ");
            let arguments = if arguments.chars().count() > RENDERED { "…".to_owned() } else { arguments };
            format!("{}({arguments})", render(callee))
        }
        Kind::Index(operand, key) => format!("{}[{}]", render(operand), render(key)),
        Kind::Composite(_) => "{…}".to_owned(),
        Kind::Closure(_) => "func".to_owned(),
        Kind::Binary(operator, sides) => {
            let sign = match operator {
                Operator::Add => "+",
                Operator::Equal => "==",
                Operator::NotEqual => "!=",
                Operator::And => "&&",
                Operator::Or => "||",
                Operator::Less => "<",
                Operator::LessOrEqual => "<=",
                Operator::Greater => ">",
                Operator::GreaterOrEqual => ">=",
                Operator::Subtract => "-",
                Operator::Other => "…",
            };
            format!("{} {sign} {}", render(&sides.0), render(&sides.1))
        }

        Kind::Not(inner) => format!("!{}", render(inner)),
        Kind::Address(inner) | Kind::Through(inner) | Kind::Assert(inner, _) => render(inner),
        Kind::Type(_) => "…".to_owned(),
    }
}
