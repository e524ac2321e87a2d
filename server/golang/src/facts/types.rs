//! Types and signatures.

use tree_sitter::Node;

use super::reader::{Reader, children, fields, start};
use super::tree::{Field, Method, Parameter, Signature, Type};
use crate::frameworks;

impl Reader<'_> {
    pub(super) fn kind(&mut self, node: Node<'_>) -> Type {
        self.deeper(|reader| reader.kind_here(node)).unwrap_or(Type::Other)
    }

    fn kind_here(&mut self, node: Node<'_>) -> Type {
        match node.kind() {
            "type_identifier" | "identifier" | "field_identifier" => Type::Named(self.name(node)),
            "qualified_type" => {
                let (Some(package), Some(name)) =
                    (node.child_by_field_name("package"), node.child_by_field_name("name"))
                else {
                    return Type::Other;
                };
                Type::Qualified(self.name(package), self.name(name))
            }
            "generic_type" => self.kind_in(node, "type"),
            "pointer_type" => Type::Pointer(Box::new(self.first(node))),
            "parenthesized_type" => self.first(node),
            "slice_type" | "array_type" | "implicit_length_array_type" => {
                Type::List(Box::new(self.kind_in(node, "element")))
            }
            "channel_type" => Type::List(Box::new(self.kind_in(node, "value"))),
            "map_type" => Type::Map(Box::new(self.kind_in(node, "value"))),
            "function_type" => Type::Function(Box::new(self.signature(node))),
            "struct_type" => {
                let lists = children(node);
                Type::Struct(
                    lists.iter().flat_map(|list| children(*list)).flat_map(|f| self.field(f)).collect(),
                )
            }
            "interface_type" => {
                Type::Interface(children(node).into_iter().filter_map(|m| self.method(m)).collect())
            }
            _ => Type::Other,
        }
    }

    fn kind_in(&mut self, node: Node<'_>, field: &str) -> Type {
        node.child_by_field_name(field).map_or(Type::Other, |inner| self.kind(inner))
    }

    fn first(&mut self, node: Node<'_>) -> Type {
        children(node).first().map_or(Type::Other, |inner| self.kind(*inner))
    }

    fn field(&mut self, node: Node<'_>) -> Vec<Field> {
        let kind = self.kind_in(node, "type");
        let tag = node.child_by_field_name("tag").map(|tag| self.string(tag));
        let names = fields(node, "name");
        if names.is_empty() {
            // An embedded field is called like its type; tree-sitter leaves the `*` of `*gin.Engine` out of it.
            let (Type::Named(name) | Type::Qualified(_, name)) = kind else {
                return Vec::new();
            };
            return vec![Field { name, kind, embedded: true, tag }];
        }
        let field = |reader: &mut Self, name| Field {
            name: reader.name(name),
            kind: kind.clone(),
            embedded: false,
            tag,
        };
        names.into_iter().map(|name| field(self, name)).collect()
    }

    fn method(&mut self, node: Node<'_>) -> Option<Method> {
        if node.kind() == "method_elem" {
            let name = node.child_by_field_name("name")?;
            return Some(Method::Declared {
                name: self.name(name),
                start: start(name),
                signature: self.signature(node),
            });
        }
        // A union (`A | B`) constrains type parameters and has no methods.
        match children(node).as_slice() {
            [only] => Some(Method::Embedded(self.kind(*only))),
            _ => None,
        }
    }

    /// The signature in `node`'s fields `parameters` and `result`.
    pub(super) fn signature(&mut self, node: Node<'_>) -> Signature {
        let mut signature = Signature::default();
        if let Some(list) = node.child_by_field_name("parameters") {
            signature.variadic = children(list).last().is_some_and(|p| p.kind().starts_with("variadic"));
            signature.parameters = self.parameters(list);
        }
        match node.child_by_field_name("result") {
            Some(list) if list.kind() == "parameter_list" => signature.results = self.parameters(list),
            Some(only) => signature.results.push(Parameter { name: None, kind: self.kind(only) }),
            None => {}
        }
        signature.handles = signature.parameters.iter().any(|p| self.is_request(&p.kind));
        signature
    }

    pub(super) fn parameters(&mut self, list: Node<'_>) -> Vec<Parameter> {
        let mut parameters = Vec::new();
        for node in children(list) {
            let kind = self.kind_in(node, "type");
            let names = fields(node, "name");
            if names.is_empty() {
                parameters.push(Parameter { name: None, kind });
                continue;
            }
            for name in names {
                parameters.push(Parameter { name: Some(self.name(name)), kind: kind.clone() });
            }
        }
        parameters
    }

    /// Whether a value of this type is one request, as a handler gets it.
    fn is_request(&self, kind: &Type) -> bool {
        let qualified = match kind {
            Type::Pointer(inner) => inner.as_ref(),
            other => other,
        };
        let Type::Qualified(package, name) = qualified else {
            return false;
        };
        let path = self.import_path(self.facts.name(*package));
        path.is_some_and(|path| frameworks::is_request(path, self.facts.name(*name)))
    }
}
