//! Assignments.

use std::rc::Rc;

use super::scope::Place;
use super::values::{List, Opaque, Value};
use super::{Frame, Machine};
use crate::facts::tree::{Expression, Kind};

impl<'a> Machine<'a> {
    /// `a, b = x, y` and `a, b := x, y`.
    pub(super) fn assign_all(
        &mut self,
        frame: &mut Frame<'a>,
        define: bool,
        left: &'a [Expression],
        right: &'a [Expression],
    ) {
        let mut values: Vec<Value<'a>> = Vec::new();
        for expression in right {
            match self.evaluate(frame, expression) {
                Value::Tuple(many) if right.len() == 1 && left.len() > 1 => {
                    values.extend(many.iter().cloned());
                }
                value => values.push(value.single()),
            }
        }
        let depth = frame.scope.len();
        for (place, target) in left.iter().enumerate() {
            let value = values.get(place).cloned().unwrap_or_else(|| {
                // `v, ok := m[key]`, `v, err := f()` where `f` is not followed.
                Value::opaque(self.render(frame.file, target))
            });
            match target.kind {
                // `:=` takes over a variable that this very block declared before.
                Kind::Name(name) if define => {
                    let block = frame.block.min(depth);
                    let known = frame.scope[block..depth].iter().rev().find(|(other, _)| *other == name);
                    match known.map(|(_, cell)| *cell) {
                        Some(cell) if left.len() > 1 => self.write(Place::Cell(cell), value),
                        _ => self.declare(frame, name, value),
                    }
                }
                _ => self.assign(frame, target, value),
            }
        }
    }

    /// `target = value`
    pub(super) fn assign(&mut self, frame: &mut Frame<'a>, target: &'a Expression, value: Value<'a>) {
        match &target.kind {
            Kind::Name(name) => {
                if let Some(place) = self.place_of(frame, *name) {
                    self.write(place, value);
                }
            }
            Kind::Through(inner) => self.assign(frame, inner, value),
            Kind::Selector(operand, name) => {
                if let Some(place) = self.package_variable(frame, operand, *name) {
                    self.write(place, value);
                    return;
                }
                let owner = self.evaluate(frame, operand).single();
                let name = self.program.name(frame.file, *name);
                self.assign_field(&owner, name, value);
            }
            Kind::Index(operand, key) => {
                let list = self.evaluate(frame, operand).single();
                let key = self.evaluate(frame, key).single();
                if let Value::List(list) = &list {
                    let changed = with_item(list, key, value);
                    self.assign(frame, operand, Value::List(Rc::new(changed)));
                }
            }
            _ => {}
        }
    }

    pub(super) fn assign_field(&mut self, owner: &Value<'a>, name: &'a str, value: Value<'a>) {
        match owner {
            Value::Object(object) => {
                // A promoted field is assigned where it is declared.
                if let Some(inner) = self.embedded_owner(*object, name) {
                    return self.assign_field(&inner, name, value);
                }
                self.write(Place::Field(*object, name), value);
            }
            Value::Router(router) => self.set(&router.clone(), name, &value),
            Value::Either(all) => {
                self.conditional += 1;
                for owner in all.iter() {
                    self.assign_field(owner, name, value.clone());
                }
                self.conditional -= 1;
            }
            _ => {}
        }
    }

    /// What is known of `place` no longer holds: code outside got its address.
    pub(super) fn forget(&mut self, place: Place<'a>, expression: String) {
        match self.read(place) {
            Some(Value::Object(object)) => self.open(object),
            Some(Value::Opaque(_) | Value::Router(_) | Value::Function(_)) | None => {}
            Some(_) => {
                let unknown = Opaque { expression, ..Opaque::default() };
                self.write(place, Value::Opaque(Rc::new(unknown)));
            }
        }
    }
}

/// `list` with `value` at `key`.
fn with_item<'a>(list: &List<'a>, key: Value<'a>, value: Value<'a>) -> List<'a> {
    let mut changed = list.clone();
    let mut uncertain = false;
    let at = changed.items.iter().enumerate().position(|(place, (other, _))| {
        let place = Value::Integer(i64::try_from(place).unwrap_or(i64::MAX));
        let equal = other.as_ref().unwrap_or(&place).equals(&key);
        uncertain |= equal.is_none();
        equal == Some(true)
    });
    match at {
        Some(at) => changed.items[at].1 = value,
        None => changed.items.push((Some(key), value)),
    }
    changed.open |= uncertain;
    changed
}
