//! What stands at the top of a file.

use memchr::memmem;
use tree_sitter::Node;

use super::Declared;
use super::reader::{Reader, children, fields, start};
use super::tree::{
    Forwards, Function, Import, Name, Signature, Statement, Type, TypeDeclaration, ValueDeclaration,
};

impl Reader<'_> {
    pub(super) fn file(mut self, root: Node<'_>) -> Declared {
        for node in children(root) {
            match node.kind() {
                "package_clause" => {
                    self.facts.package = children(node).first().map(|name| self.name(*name));
                }
                "import_declaration" => self.imports(node),
                "function_declaration" | "method_declaration" => {
                    if let Some(function) = self.function(node) {
                        self.facts.functions.push(function);
                    }
                }
                "type_declaration" => {
                    let types = self.types(node);
                    self.facts.types.extend(types);
                }
                "const_declaration" | "var_declaration" => {
                    let values = self.values(node);
                    self.facts.values.extend(values);
                }
                _ => {}
            }
        }
        self.facts.functions.shrink_to_fit();
        self.facts
    }

    fn imports(&mut self, node: Node<'_>) {
        for child in children(node) {
            match child.kind() {
                "import_spec_list" => self.imports(child),
                "import_spec" => {
                    let Some(path) = child.child_by_field_name("path") else {
                        continue;
                    };
                    let path = self.string(path);
                    let alias = child.child_by_field_name("name").map(|name| self.name(name));
                    self.facts.imports.push(Import { path, alias });
                }
                _ => {}
            }
        }
    }

    fn function(&mut self, node: Node<'_>) -> Option<Function> {
        let name = node.child_by_field_name("name")?;
        let receiver = node.child_by_field_name("receiver");
        let receiver = receiver.and_then(|list| self.parameters(list).into_iter().next());
        let signature = self.signature(node);
        self.function_name = self.source(name);
        self.mentions.clear();
        self.makes = false;
        let (body, forwards) = self.body(node, &signature);
        let mut mentions = std::mem::take(&mut self.mentions);
        mentions.sort_unstable();
        mentions.dedup();
        mentions.shrink_to_fit();
        Some(Function {
            name: self.name(name),
            start: start(name),
            receiver,
            signature,
            body,
            forwards,
            makes: self.makes,
            mentions,
        })
    }

    /// The body of a function or a closure. A handler's is left out, but for whom it hands the request on to.
    pub(super) fn body(&mut self, node: Node<'_>, signature: &Signature) -> (Vec<Statement>, Forwards) {
        let Some(body) = node.child_by_field_name("body") else {
            return (Vec::new(), Forwards::default());
        };
        if signature.handles {
            let answers = self.answers(body, signature);
            (Vec::new(), Forwards { answers, ..self.forwards(body) })
        } else {
            (self.block(body), Forwards::default())
        }
    }

    /// Whether a handler with this body is seen to give its request to nobody else.
    fn answers(&self, body: Node<'_>, signature: &Signature) -> bool {
        let source = self.source(body);
        let request = signature.parameters.first().and_then(|parameter| parameter.name);
        let Some(request) = request.map(|name| self.facts.name(name)) else {
            return !source.contains("Next");
        };
        let gives = |at: usize| {
            let before = source[..at].trim_end().ends_with(['(', ',']);
            before && source[at + request.len()..].trim_start().starts_with([')', ','])
        };
        !source.contains("Next") && !source.match_indices(request).any(|(at, _)| gives(at))
    }

    fn forwards(&mut self, body: Node<'_>) -> Forwards {
        let source = self.source(body);
        let own = if self.is_generated { self.function_name } else { "" };
        if own.is_empty() && memmem::find(source.as_bytes(), b".ServeHTTP(").is_none() {
            return Forwards::default();
        }
        let mut forwards = Forwards::default();
        let mut open = vec![body];
        while let Some(node) = open.pop() {
            open.extend(children(node).into_iter().rev());
            let callee = node.child_by_field_name("function").filter(|_| node.kind() == "call_expression");
            let Some(callee) = callee.filter(|callee| callee.kind() == "selector_expression") else {
                continue;
            };
            let name = callee.child_by_field_name("field").map_or("", |field| self.source(field));
            if name == "ServeHTTP"
                && let Some(operand) = callee.child_by_field_name("operand")
            {
                forwards.to.push(self.expression(operand));
            }
            if !own.is_empty() && name == own {
                forwards.same = Some(Box::new(self.expression(callee)));
            }
        }
        forwards.rewrites = ["Method =", "URL", "Host ="].iter().any(|word| source.contains(word));
        forwards
    }

    pub(super) fn types(&mut self, node: Node<'_>) -> Vec<TypeDeclaration> {
        let mut types = Vec::new();
        for spec in children(node) {
            let (Some(name), Some(kind)) =
                (spec.child_by_field_name("name"), spec.child_by_field_name("type"))
            else {
                continue;
            };
            let itself = Type::Named(self.name(name));
            types.push(TypeDeclaration {
                name: self.name(name),
                start: start(name),
                kind: self.kind(kind),
                itself,
                alias: spec.kind() == "type_alias",
            });
        }
        types
    }

    /// The lines of a `const` or `var` declaration.
    pub(super) fn values(&mut self, node: Node<'_>) -> Vec<ValueDeclaration> {
        let constant = node.kind() == "const_declaration";
        let mut specs = Vec::new();
        for child in children(node) {
            if child.kind() == "var_spec_list" {
                specs.extend(children(child));
            } else {
                specs.push(child);
            }
        }
        let mut lines: Vec<ValueDeclaration> = Vec::new();
        for (spec, iota) in specs.into_iter().zip(0..) {
            let names: Vec<Name> = fields(spec, "name").into_iter().map(|name| self.name(name)).collect();
            let mut kind = spec.child_by_field_name("type").map(|kind| self.kind(kind));
            let mut values = spec.child_by_field_name("value").map_or_else(Vec::new, |list| self.list(list));
            if let (true, true, Some(above)) = (constant, values.is_empty(), lines.last()) {
                values.clone_from(&above.values);
                kind = kind.or_else(|| above.kind.clone());
            }
            lines.push(ValueDeclaration { names, kind, values, constant, iota });
        }
        lines
    }
}
