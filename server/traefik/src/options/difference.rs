//! What sets a filled struct apart from another, or from a new one.

use serde_json::{Map, Value};

use crate::options::fill::fresh;
use crate::options::schema::{Schema, Shape, StructId};

/// The fields of struct `id` that `value` and `base` do not have in common, as `value` has them. What `base` lacks is
/// told by what sets it apart from a new one.
///
/// The depth of this recursion is the table's.
pub(crate) fn difference(schema: &Schema, id: StructId, value: &Value, base: &Value) -> Map<String, Value> {
    let mut different = Map::new();
    for field in schema.fields(id) {
        let (Some(value), Some(base)) = (value.get(field.name), base.get(field.name)) else { continue };
        let inner = match &field.shape {
            _ if value == base => continue,
            Shape::Struct(id) if !value.is_null() && !base.is_null() => {
                Value::Object(difference(schema, *id, value, base))
            }
            shape => whole(schema, shape, value),
        };
        different.insert(field.name.to_owned(), inner);
    }
    different
}

/// A value that has no counterpart.
fn whole(schema: &Schema, shape: &Shape, value: &Value) -> Value {
    match (shape, value) {
        (Shape::Struct(id), Value::Object(_)) => {
            Value::Object(difference(schema, *id, value, &fresh(schema, *id)))
        }
        (Shape::List(element), Value::Array(items)) => {
            items.iter().map(|item| whole(schema, element, item)).collect()
        }
        (Shape::Map(element), Value::Object(entries)) => {
            let whole = |(name, entry): (&String, &Value)| (name.clone(), whole(schema, element, entry));
            Value::Object(entries.iter().map(whole).collect())
        }
        _ => value.clone(),
    }
}
