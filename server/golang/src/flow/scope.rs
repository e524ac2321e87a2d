//! Variables and fields, and what is known of a value that is one of two.

use std::rc::Rc;

use super::values::{Cell, Opaque, Place, Value};
use super::{Frame, Machine};
use crate::facts::tree::Name;
use crate::words::{Unknown, Word, Words};

/// Alternatives that are kept where ways meet.
const ALTERNATIVES: usize = 4;

impl<'a> Machine<'a> {
    pub(super) fn new_cell(&mut self, value: Value<'a>) -> Cell {
        let cell = Cell(u32::try_from(self.cells.len()).unwrap_or(u32::MAX));
        self.cells.push(value);
        cell
    }

    /// Declares `name` in the innermost scope.
    pub(super) fn declare(&mut self, frame: &mut Frame<'a>, name: Name, value: Value<'a>) {
        let text = self.program.name(frame.file, name);
        if text != "_" {
            if let Value::Object(object) = value {
                self.name_object(object, text);
            }
            let cell = self.new_cell(value);
            frame.scope.push((name, cell));
        }
    }

    pub(super) fn read(&self, place: Place<'a>) -> Option<Value<'a>> {
        match place {
            Place::Cell(cell) => self.cells.get(cell.0 as usize).cloned(),
            Place::Field(object, field) => {
                let fields = &self.objects.get(object.0 as usize)?.fields;
                fields.iter().find(|(name, _)| *name == field).map(|(_, value)| value.clone())
            }
        }
    }

    /// Puts `value` into `place` so that it can be taken back where a branch ends.
    pub(super) fn write(&mut self, place: Place<'a>, value: Value<'a>) {
        if self.forks > 0 {
            let old = self.read(place);
            self.trail.push((place, old));
        }
        self.put(place, Some(value));
    }

    pub(super) fn put(&mut self, place: Place<'a>, value: Option<Value<'a>>) {
        match place {
            Place::Cell(cell) => {
                if let (Some(slot), Some(value)) = (self.cells.get_mut(cell.0 as usize), value) {
                    *slot = value;
                }
            }
            Place::Field(object, field) => {
                let Some(object) = self.objects.get_mut(object.0 as usize) else {
                    return;
                };
                let at = object.fields.iter().position(|(name, _)| *name == field);
                match (at, value) {
                    (Some(at), Some(value)) => object.fields[at].1 = value,
                    (Some(at), None) => {
                        object.fields.swap_remove(at);
                    }
                    (None, Some(value)) => object.fields.push((field, value)),
                    (None, None) => {}
                }
            }
        }
    }

    /// What is known of a value that is `a` or `b`.
    pub(super) fn join(&mut self, a: &Value<'a>, b: &Value<'a>, label: &str) -> Value<'a> {
        match (a, b) {
            (Value::Nil, other) | (other, Value::Nil) => {
                if let Value::Object(object) = other {
                    self.objects[object.0 as usize].may_be_nil = true;
                }
                other.clone()
            }
            (Value::Words(a), Value::Words(b)) => Value::Words(join_words(a, b, label)),
            (Value::Integer(a), Value::Integer(b)) if a == b => Value::Integer(*a),
            (Value::Bool(a), Value::Bool(b)) if a == b => Value::Bool(*a),
            (Value::Integer(_) | Value::Words(_), Value::Integer(_) | Value::Words(_) | Value::Opaque(_))
            | (Value::Opaque(_), Value::Integer(_) | Value::Words(_)) => {
                Value::Words(join_words(&a.words(), &b.words(), label))
            }
            (Value::Opaque(a), Value::Opaque(b)) => {
                let mut both = Opaque::clone(a);
                both.routers.extend(b.routers.iter().cloned());
                Value::Opaque(Rc::new(both))
            }
            (Value::Bool(_), _) | (_, Value::Bool(_)) => Value::opaque(label.to_owned()),
            (Value::Opaque(opaque), other) | (other, Value::Opaque(opaque)) if opaque.routers.is_empty() => {
                other.clone()
            }
            (Value::Tuple(a), Value::Tuple(b)) if a.len() == b.len() => {
                let values: Vec<_> = a.iter().zip(b.iter()).map(|(a, b)| self.join(a, b, label)).collect();
                Value::Tuple(values.into())
            }
            (Value::List(a), Value::List(b)) => {
                let mut longer = if a.items.len() >= b.items.len() { (**a).clone() } else { (**b).clone() };
                longer.open |= a.items.len() != b.items.len();
                Value::List(Rc::new(longer))
            }
            (Value::Router(x), Value::Router(y)) if self.meet_engines(x, y) => a.clone(),
            _ if self.is_same(a, b) => a.clone(),
            _ => either(a, b),
        }
    }

    fn is_same(&self, a: &Value<'a>, b: &Value<'a>) -> bool {
        match (a, b) {
            (Value::Object(a), Value::Object(b)) => a == b,
            (Value::Pointer(a), Value::Pointer(b)) => a == b,
            (Value::Listener(a, at), Value::Listener(b, other)) => a == b && at == other,
            (Value::Function(a), Value::Function(b)) => Rc::ptr_eq(a, b) || a.is_same(b),
            (Value::Router(a), Value::Router(b)) => {
                self.engine_of(a.engine) == self.engine_of(b.engine) && a.prefix == b.prefix
            }
            _ => false,
        }
    }
}

fn either<'a>(a: &Value<'a>, b: &Value<'a>) -> Value<'a> {
    let mut all: Vec<Value<'a>> = Vec::new();
    for value in [a, b] {
        match value {
            Value::Either(values) => all.extend(values.iter().cloned()),
            other => all.push(other.clone()),
        }
    }
    all.truncate(ALTERNATIVES);
    Value::Either(all.into())
}

/// A string that is `a` or `b`. Where one of them is known, defaults included, and fits around the unknown part of the
/// other, it tells that part's default: `":" + port` and `":8080"`.
fn join_words(a: &Words, b: &Words, label: &str) -> Words {
    if a == b {
        return a.clone();
    }

    with_default(a, b)
        .or_else(|| with_default(b, a))
        .unwrap_or_else(|| Words::unknown(Unknown { expression: label.to_owned(), ..Unknown::default() }))
}

/// `words`, of which one part is unknown, with what `other` has in its place as the default of that part.
fn with_default(words: &Words, other: &Words) -> Option<Words> {
    let text = other.text_by_default()?;
    let known = |parts: &[Word]| match parts {
        [] => Some(String::new()),
        [Word::Known(text)] => Some(text.to_string()),
        _ => None,
    };
    let parts = words.parts();
    let at = parts.iter().position(|part| matches!(part, Word::Unknown(_)))?;
    let (before, after) = (known(&parts[..at])?, known(&parts[at + 1..])?);
    let Word::Unknown(part) = &parts[at] else {
        return None;
    };
    let default = text.strip_prefix(before.as_str())?.strip_suffix(after.as_str())?;
    // An empty default is asked for and replaced by another: `if port == "" { port = "8080" }`.
    let default = match part.default.as_deref() {
        Some(before) if default.is_empty() => before,
        Some(before) if before != default && !before.is_empty() => return None,
        _ => default,
    };
    let variable = part.variable.clone().or_else(|| other.variable());
    let part = Unknown { default: Some(default.to_owned()), variable, expression: part.expression.clone() };
    Some(Words::concat([&Words::known(&before), &Words::unknown(part), &Words::known(&after)]))
}
