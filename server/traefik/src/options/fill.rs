//! What Traefik's structs hold once it has filled them (paerser/parser/element_fill.go), as JSON.
//!
//! A struct is an object with all its fields: Go's nil is null, a duration is a text as Go prints it, and so is a
//! number with a fraction.

use serde_json::{Map, Value};

use crate::options::go;
use crate::options::node::{Node, Value as Written};
use crate::options::raw;
use crate::options::schema::{Field, Form, Leaf, Schema, Shape, StructId};

/// The root struct, filled with options that [`crate::options::decode::check`] has left, in paerser's order.
pub(crate) fn fill(schema: &Schema, root: &Node, form: Form) -> Value {
    let mut filled = fresh(schema, Schema::ROOT);
    Filler { schema, form }.members(&mut filled, Schema::ROOT, root);
    filled
}

/// A new struct.
pub(crate) fn fresh(schema: &Schema, id: StructId) -> Value {
    let mut fields = Map::new();
    for field in schema.fields(id) {
        let mut value = zero(schema, field);
        if let Some(made) = field.default.and_then(|json| serde_json::from_str(json).ok()) {
            make(schema, &field.shape, &mut value, made);
        }
        fields.insert(field.name.to_owned(), value);
    }
    Value::Object(fields)
}

/// What a field holds where nothing sets it.
fn zero(schema: &Schema, field: &Field) -> Value {
    match &field.shape {
        _ if field.is_pointer() => Value::Null,
        Shape::Struct(id) => fresh(schema, *id),
        Shape::Leaf(leaf) => match leaf {
            Leaf::String => "".into(),
            Leaf::Bool => false.into(),
            Leaf::Int(_) | Leaf::Uint(_) => 0.into(),
            Leaf::Float => "0".into(),
            Leaf::Duration => "0s".into(),
        },
        Shape::List(_) | Shape::Map(_) | Shape::Raw => Value::Null,
    }
}

/// Sets `value` to what the table says that its owner makes of it.
fn make(schema: &Schema, shape: &Shape, value: &mut Value, made: Value) {
    match (shape, made) {
        (Shape::Struct(id), Value::Object(members)) => {
            if value.is_null() {
                *value = fresh(schema, *id);
            }
            for (name, member) in members {
                if let Some(field) = schema.fields(*id).iter().find(|field| field.name == name)
                    && let Some(slot) = value.get_mut(field.name)
                {
                    make(schema, &field.shape, slot, member);
                }
            }
        }
        (_, made) => *value = made,
    }
}

struct Filler<'a> {
    schema: &'a Schema,
    form: Form,
}

/// The depth of this recursion is the table's.
impl Filler<'_> {
    fn members(&self, filled: &mut Value, id: StructId, node: &Node) {
        for child in &node.children {
            let field = self.schema.fields(id).iter().find(|field| field.name == child.option);
            if let Some(field) = field
                && let Some(slot) = filled.get_mut(field.name)
            {
                self.field(slot, field, child);
            }
        }
    }

    fn field(&self, slot: &mut Value, field: &Field, node: &Node) {
        match &field.shape {
            Shape::Leaf(kind) => *slot = leaf(*kind, node),
            Shape::Struct(id) => {
                if slot.is_null() {
                    *slot = fresh(self.schema, *id);
                }
                self.members(slot, *id, node);
            }
            Shape::List(element) => match **element {
                Shape::Struct(id) if field.is_struct_in(self.form) => {
                    *slot = Value::Array(vec![self.filled(id, node)]);
                }
                Shape::Struct(id) => {
                    *slot = node.children.iter().map(|child| self.filled(id, child)).collect();
                }
                Shape::Leaf(kind) if !node.value.is_empty() => {
                    *slot = node.value.items().iter().map(|item| leaf_of(kind, item.as_str())).collect();
                }
                _ => {}
            },
            Shape::Map(element) => {
                if slot.is_null() {
                    *slot = Value::Object(Map::new());
                }
                if let Value::Object(entries) = slot {
                    self.entries(entries, element, node);
                }
            }
            Shape::Raw => {}
        }
    }

    fn entries(&self, entries: &mut Map<String, Value>, element: &Shape, node: &Node) {
        if let Shape::Leaf(Leaf::String) = element {
            let pairs = node.pairs().into_iter();
            entries.extend(pairs.map(|(name, value)| (name.as_str().to_owned(), value.as_str().into())));
            return;
        }
        for child in &node.children {
            let value = match element {
                Shape::Struct(id) => self.filled(*id, child),
                Shape::Leaf(kind) => leaf(*kind, child),
                Shape::Raw => raw::map(child, self.form),
                Shape::List(_) | Shape::Map(_) => continue,
            };
            entries.insert(child.name.as_str().to_owned(), value);
        }
    }

    fn filled(&self, id: StructId, node: &Node) -> Value {
        let mut filled = fresh(self.schema, id);
        self.members(&mut filled, id, node);
        filled
    }
}

fn leaf(leaf: Leaf, node: &Node) -> Value {
    match &node.value {
        Written::Empty => leaf_of(leaf, ""),
        value => leaf_of(leaf, value.text().as_ref().map_or("", |text| text.as_str())),
    }
}

/// Null where Go would refuse the text.
fn leaf_of(leaf: Leaf, text: &str) -> Value {
    match leaf {
        Leaf::String => text.into(),
        Leaf::Bool => go::parse_bool(text).ok().into(),
        Leaf::Int(bits) => go::parse_int(text, bits).ok().into(),
        Leaf::Uint(bits) => go::parse_uint(text, bits).ok().into(),
        Leaf::Float => go::parse_float(text).ok().map(go::format_float).into(),
        Leaf::Duration => go::parse_duration(text).ok().map(go::format_duration).into(),
    }
}
