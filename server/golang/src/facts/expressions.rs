//! Expressions.

use syntax::TextRange;
use tree_sitter::Node;

use super::literals::integer;
use super::reader::{Reader, children, range, start};
use super::tree::{Call, Closure, Composite, Expression, Kind, Operator};
use crate::frameworks;

impl Reader<'_> {
    /// The expressions of an `expression_list`, or the one expression that stands for it.
    pub(super) fn list(&mut self, node: Node<'_>) -> Vec<Expression> {
        if node.kind() == "expression_list" {
            children(node).into_iter().map(|child| self.expression(child)).collect()
        } else {
            vec![self.expression(node)]
        }
    }

    pub(super) fn expression_in(&mut self, node: Node<'_>, field: &str) -> Expression {
        match node.child_by_field_name(field) {
            Some(inner) => self.expression(inner),
            None => self.other(node),
        }
    }

    pub(super) fn expression(&mut self, node: Node<'_>) -> Expression {
        let read = self.deeper(|reader| reader.kind_of(node));
        match read.flatten() {
            Some(kind) => Expression { range: range(node), kind },
            None => self.other(node),
        }
    }

    fn other(&mut self, node: Node<'_>) -> Expression {
        Expression { range: range(node), kind: Kind::Other(self.shortened(node)) }
    }

    fn kind_of(&mut self, node: Node<'_>) -> Option<Kind> {
        let field = |name| node.child_by_field_name(name);
        Some(match node.kind() {
            "identifier" | "type_identifier" | "nil" | "true" | "false" | "iota" | "blank_identifier" => {
                let name = self.name(node);
                self.mentions.push(name);
                Kind::Name(name)
            }
            "interpreted_string_literal" | "raw_string_literal" => Kind::Text(self.string(node)),
            "int_literal" => Kind::Integer(integer(self.source(node))?),
            "parenthesized_expression" | "literal_element" | "variadic_argument" | "type_elem" => {
                let inner = children(node).first().copied()?;
                if inner.kind() == "literal_value" {
                    return Some(self.composite(None, inner));
                }
                self.expression(inner).kind
            }
            "literal_value" => self.composite(None, node),
            "selector_expression" => {
                let operand = self.expression(field("operand")?);
                let name = self.name(field("field")?);
                self.mentions.push(name);
                if let Kind::Name(package) = operand.kind {
                    let table = self.import_path(self.facts.name(package)).and_then(frameworks::by_import);
                    self.makes |= table.is_some_and(|table| {
                        let name = self.facts.name(name);
                        table.constructor(name).is_some() || table.literals.contains(&name)
                    });
                }
                Kind::Selector(Box::new(operand), name)
            }
            "qualified_type" => {
                let package = field("package")?;
                let operand = Kind::Name(self.name(package));
                let name = self.name(field("name")?);
                self.mentions.push(name);
                Kind::Selector(Box::new(Expression { range: range(package), kind: operand }), name)
            }
            "call_expression" => {
                let callee = self.expression(field("function")?);
                let callee = self.instantiated(callee, field("type_arguments"));
                self.call(callee, field("arguments"))
            }
            "type_conversion_expression" => {
                let named = field("type")?;
                let callee = if named.kind() == "generic_type" {
                    // `fs[i](x)` calls a function of a list, but reads like a conversion to a type `fs[i]`.
                    let callee = self.expression(named.child_by_field_name("type")?);
                    self.instantiated(callee, named.child_by_field_name("type_arguments"))
                } else {
                    Expression { range: range(named), kind: Kind::Type(Box::new(self.kind(named))) }
                };
                let operand = self.expression(field("operand")?);
                Kind::Call(Box::new(Call { callee, arguments: vec![operand], spread: false }))
            }
            "type_instantiation_expression" | "generic_type" => self.expression(field("type")?).kind,
            "index_expression" => {
                let operand = self.expression(field("operand")?);
                Kind::Index(Box::new(operand), Box::new(self.expression(field("index")?)))
            }
            "composite_literal" => {
                let kind = self.kind(field("type")?);
                self.composite(Some(kind), field("body")?)
            }
            "func_literal" => {
                let signature = self.signature(node);
                let (body, forwards) = self.body(node, &signature);
                Kind::Closure(Box::new(Closure { start: start(node), signature, body, forwards }))
            }
            "binary_expression" => {
                let operator = match self.source(field("operator")?) {
                    "+" => Operator::Add,
                    "==" => Operator::Equal,
                    "!=" => Operator::NotEqual,
                    "<" => Operator::Less,
                    "<=" => Operator::LessOrEqual,
                    ">" => Operator::Greater,
                    ">=" => Operator::GreaterOrEqual,
                    "-" => Operator::Subtract,
                    "&&" => Operator::And,
                    "||" => Operator::Or,
                    _ => Operator::Other,
                };
                let left = self.expression(field("left")?);
                Kind::Binary(operator, Box::new((left, self.expression(field("right")?))))
            }
            "unary_expression" => {
                let operand = field("operand")?;
                match self.source(field("operator")?) {
                    "!" => Kind::Not(Box::new(self.expression(operand))),
                    "&" => Kind::Address(Box::new(self.expression(operand))),
                    "*" | "<-" => Kind::Through(Box::new(self.expression(operand))),
                    _ => return None,
                }
            }
            "type_assertion_expression" => {
                let operand = self.expression(field("operand")?);
                Kind::Assert(Box::new(operand), Box::new(self.kind(field("type")?)))
            }
            "pointer_type" | "slice_type" | "array_type" | "map_type" | "channel_type" | "function_type"
            | "struct_type" | "interface_type" => Kind::Type(Box::new(self.kind(node))),
            _ => return None,
        })
    }

    /// `callee[T]`, where `T` may as well be an index.
    fn instantiated(&mut self, callee: Expression, list: Option<Node<'_>>) -> Expression {
        let Some(first) = list.and_then(|list| children(list).first().copied()) else {
            return callee;
        };
        let index = self.expression(first);
        Expression { range: callee.range, kind: Kind::Index(Box::new(callee), Box::new(index)) }
    }

    fn call(&mut self, callee: Expression, list: Option<Node<'_>>) -> Kind {
        let nodes = list.map_or_else(Vec::new, children);
        let spread = nodes.last().is_some_and(|last| last.kind() == "variadic_argument");
        let arguments = nodes.into_iter().map(|argument| self.expression(argument)).collect();
        Kind::Call(Box::new(Call { callee, arguments, spread }))
    }

    fn composite(&mut self, kind: Option<super::tree::Type>, body: Node<'_>) -> Kind {
        let mut elements = Vec::new();
        for element in children(body) {
            if element.kind() == "keyed_element" {
                let key = element.child_by_field_name("key").map(|key| self.expression(key));
                elements.push((key, self.expression_in(element, "value")));
            } else {
                elements.push((None, self.expression(element)));
            }
        }
        Kind::Composite(Box::new(Composite { kind, elements }))
    }
}

impl Expression {
    /// Where the last name of a selector, or the whole of anything else, stands.
    pub(crate) fn last_name(&self, length: usize) -> TextRange {
        let length = u32::try_from(length).unwrap_or(0).min(self.range.len().into());
        match self.kind {
            Kind::Selector(..) => {
                TextRange::new(self.range.end() - syntax::TextSize::from(length), self.range.end())
            }
            _ => self.range,
        }
    }
}
