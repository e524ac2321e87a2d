//! Options against the table: what Traefik would refuse, and what it would take
//! (paerser/parser/{nodes_metadata,element_fill}.go, v0.2.2).

use syntax::{Problem, TextRange};

use crate::options::go;
use crate::options::node::{Node, Value};
use crate::options::raw;
use crate::options::schema::{Field, Form, Leaf, Schema, Shape, StructId};

/// Holds `root` against `schema`. Leaves in it what Traefik's structs would be filled from: options that are known
/// in `form` and not switched off, with their documented names, in the order of the text. Each thing that Traefik would
/// refuse is a problem, the one that it stops at first; what holds something unknown is passed over in silence.
pub(crate) fn decode(schema: &Schema, root: &mut Node, form: Form) -> Vec<Problem> {
    let problems = check(schema, root, form);
    root.sort();
    problems
}

/// The same, with `root` left in paerser's order.
pub(crate) fn check(schema: &Schema, root: &mut Node, form: Form) -> Vec<Problem> {
    let mut decoder = Decoder { schema, form, problems: Vec::new(), values: Vec::new() };
    decoder.members(root, Schema::ROOT, true);
    decoder.problems.append(&mut decoder.values);
    decoder.problems
}

struct Decoder<'a> {
    schema: &'a Schema,
    form: Form,
    /// What is refused before anything is filled.
    problems: Vec<Problem>,
    /// What is refused while it is filled.
    values: Vec<Problem>,
}

/// The depth of this recursion is the table's: below a struct without members, and in `any`, it ends.
impl Decoder<'_> {
    /// `counts`: whether values in here are read at all, or only names are looked up.
    fn members(&mut self, node: &mut Node, id: StructId, counts: bool) {
        let schema = self.schema;
        node.children.retain_mut(|child| {
            let Some(field) = schema.field(id, child.name.as_str(), self.form) else {
                self.unknown(child);
                return false;
            };
            self.field(child, field, counts)
        });
    }

    /// Whether the option counts.
    fn field(&mut self, node: &mut Node, field: &Field, counts: bool) -> bool {
        node.option = field.name;
        let ignored = !field.counts_in(self.form);
        let mut disabled = ignored;
        if matches!(field.shape, Shape::Struct(_) | Shape::Map(_) | Shape::Raw) {
            if node.children.is_empty() && !field.allow_empty && !ignored {
                let message =
                    format!("{} cannot be a standalone element (type {})", node.name, field.go_type);
                self.refuse(node.name_range(), node.name.is_known(), message);
                return false;
            }
            let value = node.value.text();
            let value = value.as_ref().map_or("", |text| text.as_str());
            disabled |= field.allow_empty && !value.is_empty() && !value.eq_ignore_ascii_case("true");
        }
        let counts = counts && !disabled;
        match &field.shape {
            Shape::Struct(id) => self.members(node, *id, counts),
            Shape::Map(element) => {
                for child in &mut node.children {
                    self.element(child, element, counts);
                }
            }
            Shape::List(element) if field.is_struct_in(self.form) => {
                if let Shape::Struct(id) = **element {
                    if node.children.is_empty() {
                        let message = format!("invalid slice: node {}", node.name);
                        if counts {
                            self.values.push(Problem::new(node.name_range(), message));
                        }
                    }
                    self.members(node, id, counts);
                }
            }
            Shape::List(element) => self.list(node, element, counts),
            Shape::Leaf(_) if !node.children.is_empty() => {
                let message = format!("invalid node {}: {}", node.name, field.go_kind());
                self.refuse(node.name_range(), node.name.is_known(), message);
            }
            Shape::Leaf(leaf) if counts => self.leaf(node, *leaf),
            Shape::Leaf(_) | Shape::Raw => {}
        }
        counts
    }

    /// One entry of a map, whose name is the user's.
    fn element(&mut self, node: &mut Node, shape: &Shape, counts: bool) {
        match shape {
            Shape::Struct(id) => self.members(node, *id, counts),
            Shape::Leaf(leaf) if counts && *leaf != Leaf::String => self.leaf(node, *leaf),
            Shape::Raw if counts => self.values.extend(raw::problems(node, self.form)),
            // Maps of texts take nested names, too (element_fill.go, fillRecursively).
            Shape::Leaf(_) | Shape::List(_) | Shape::Map(_) | Shape::Raw => {}
        }
    }

    fn list(&mut self, node: &mut Node, shape: &Shape, counts: bool) {
        match shape {
            // Items that are no maps of options become empty ones.
            Shape::Struct(id) => {
                for child in &mut node.children {
                    self.members(child, *id, counts);
                }
            }
            Shape::Leaf(leaf) => {
                for grandchild in node.children.iter().flat_map(|child| &child.children) {
                    self.unknown(grandchild);
                }
                node.children.clear();
                if counts {
                    for item in node.value.items() {
                        self.value(item.as_str(), item.content_range(), item.is_known(), *leaf);
                    }
                }
            }
            Shape::List(_) | Shape::Map(_) | Shape::Raw => {}
        }
    }

    fn leaf(&mut self, node: &Node, leaf: Leaf) {
        match node.value.text() {
            Some(text) => {
                let range = match &node.value {
                    Value::Scalar(text) if !text.as_str().is_empty() => text.content_range(),
                    _ => text.range(),
                };
                self.value(text.as_str(), range, text.is_known(), leaf);
            }
            None => self.value("", node.name_range(), true, leaf),
        }
    }

    fn value(&mut self, text: &str, range: TextRange, known: bool, leaf: Leaf) {
        let refusal = match leaf {
            Leaf::String => None,
            Leaf::Bool => go::parse_bool(text).err(),
            Leaf::Int(bits) => go::parse_int(text, bits).err(),
            Leaf::Uint(bits) => go::parse_uint(text, bits).err(),
            Leaf::Float => go::parse_float(text).err(),
            Leaf::Duration => go::parse_duration(text).err(),
        };
        self.values.extend(refusal.filter(|_| known).map(|message| Problem::new(range, message)));
    }

    fn unknown(&mut self, node: &Node) {
        let message = format!("field not found, node: {}", node.name);
        self.refuse(node.name_range(), node.name.is_known(), message);
    }

    fn refuse(&mut self, range: TextRange, certain: bool, message: String) {
        if certain {
            self.problems.push(Problem::new(range, message));
        }
    }
}
