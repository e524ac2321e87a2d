//! Assignments.

use std::rc::Rc;

use super::values::{List, Place, Value};
use super::{Frame, Machine};
use crate::facts::tree::{Expression, Kind};

/// Items that are kept of a list or a map.
pub(super) const ITEMS: usize = 1_000;

/// Items of a list that are copied in one step.
pub(super) const LIST_STEP: usize = 8;

/// How deep fields are promoted.
const EMBEDDED: usize = 8;

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
        if let Some(place) = self.place(frame, target) {
            self.write(place, value);
            return;
        }
        match &target.kind {
            Kind::Selector(operand, name) => {
                let owner = self.evaluate(frame, operand).single();
                let name = self.program.name(frame.file, *name);
                self.assign_field(&owner, name, value);
            }
            Kind::Index(operand, key) => {
                let list = self.evaluate(frame, operand).single();
                let key = self.evaluate(frame, key).single();
                if let Value::List(list) = &list {
                    self.steps += list.items.len() / LIST_STEP;
                    let changed = with_item(list, key, value);
                    self.assign(frame, operand, Value::List(Rc::new(changed)));
                }
            }
            _ => {}
        }
    }

    /// The place that an expression which can be assigned to names, if it is a variable or a field of a struct.
    pub(super) fn place(&mut self, frame: &mut Frame<'a>, target: &'a Expression) -> Option<Place<'a>> {
        match &target.kind {
            Kind::Name(name) => self.place_of(frame, *name),
            Kind::Through(inner) => match self.evaluate(frame, inner).single() {
                Value::Pointer(place) => Some(place),
                _ => self.place(frame, inner),
            },
            Kind::Selector(operand, name) => {
                if let Some(place) = self.package_variable(frame, operand, *name) {
                    return Some(place);
                }
                let owner = self.evaluate(frame, operand).single();
                self.field_place(&owner, self.program.name(frame.file, *name))
            }
            _ => None,
        }
    }

    /// The field `name` of a struct; a promoted one is where it is declared.
    fn field_place(&mut self, owner: &Value<'a>, name: &'a str) -> Option<Place<'a>> {
        let mut owner = owner.clone();
        for _ in 0..EMBEDDED {
            let Value::Object(object) = owner else {
                return None;
            };
            match self.embedded_owner(object, name) {
                Some(inner) => owner = inner,
                None => return Some(Place::Field(object, name)),
            }
        }
        None
    }

    /// `owner.name = value` where the owner is no struct, but perhaps holds a router.
    fn assign_field(&mut self, owner: &Value<'a>, name: &'a str, value: Value<'a>) {
        match owner {
            Value::Object(object) => {
                if let Some(inner) = self.embedded_owner(*object, name) {
                    self.assign_field(&inner, name, value);
                }
            }
            Value::Router(router) => self.set(&router.clone(), name, &value),
            Value::Either(all) => {
                let conditions = self.conditions.len();
                self.under_condition();
                for owner in all.iter() {
                    match self.field_place(owner, name) {
                        // Which of them is assigned to is not known.
                        Some(place) => self.forget(place, name.to_owned()),
                        None => self.assign_field(owner, name, value.clone()),
                    }
                }
                self.conditions.truncate(conditions);
            }
            _ => {}
        }
    }

    /// What is known of `place` no longer holds: code outside got its address.
    pub(super) fn forget(&mut self, place: Place<'a>, expression: String) {
        match (self.read(place), place) {
            (Some(Value::Object(object)), _) => self.open(object),
            (Some(Value::Router(_) | Value::Function(_)), _)
            | (Some(Value::Opaque(_)) | None, Place::Cell(_)) => {}
            (_, Place::Field(object, name)) => {
                let value = self.unknown_field_of(object, name).unwrap_or_else(|| Value::opaque(expression));
                self.write(place, value);
            }
            (Some(_), Place::Cell(_)) => self.write(place, Value::opaque(expression)),
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
        None if changed.items.len() < ITEMS => changed.items.push((Some(key), value)),
        None => changed.open = true,
    }
    changed.open |= uncertain;
    changed
}
