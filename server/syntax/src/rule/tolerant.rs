//! The tree of whatever stands there, through the tree-sitter grammar and its error recovery.

use tree_sitter::{Node, Parser};

use super::expr::{Binary, Call, Expr, ExprKind, Name, Unary};
use super::scanner::Scanner;
use super::tokens::{Token, operator};
use super::{literal, span};
use crate::limits::RULE_DEPTH;

/// The expressions in `text`, in order.
pub(super) fn parse(text: &str) -> Vec<Expr> {
    let mut parser = Parser::new();
    if parser.set_language(&tree_sitter_traefik_rule::LANGUAGE.into()).is_err() {
        return Vec::new();
    }
    let Some(tree) = parser.parse(text, None) else { return Vec::new() };
    Reader { text }.children(tree.root_node(), 2 * RULE_DEPTH)
}

struct Reader<'a> {
    text: &'a str,
}

impl<'a> Reader<'a> {
    /// The expressions directly in `node`. `depth` levels may follow.
    fn children(&self, node: Node<'_>, depth: usize) -> Vec<Expr> {
        let mut cursor = node.walk();
        node.children(&mut cursor)
            .filter(|child| child.is_named() && !child.is_extra() || child.is_error())
            .filter_map(|child| self.expr(child, depth))
            .collect()
    }

    /// The expression that `node` is; `None` for what is no expression and holds none. Operators in a row nest to the
    /// left, as deep as they are many, so that side costs no recursion.
    fn expr(&self, node: Node<'_>, depth: usize) -> Option<Expr> {
        let mut row = Vec::new();
        let mut first = node;
        while first.kind() == "binary_expression" {
            row.push(first);
            first = first.child_by_field_name("left")?;
        }
        let mut expr = self.single(first, depth)?;
        while let Some(node) = row.pop() {
            let (operator, operator_range) = self.operator(node);
            let right = Box::new(self.field(node, "right", depth.checked_sub(1)?));
            let binary = Binary { operator, operator_range, left: Box::new(expr), right };
            expr = Expr { range: span(node.byte_range()), kind: ExprKind::Binary(binary) };
        }
        Some(expr)
    }

    fn single(&self, node: Node<'_>, depth: usize) -> Option<Expr> {
        let range = span(node.byte_range());
        let depth = depth.checked_sub(1)?;
        if node.is_missing() {
            return Some(Expr { range, kind: ExprKind::Error(Vec::new()) });
        }
        let kind = match node.kind() {
            "identifier" => ExprKind::Identifier(self.source(node).to_owned()),
            "raw_string_literal" | "interpreted_string_literal" => self.literal(node, Token::String),
            "rune_literal" => self.literal(node, Token::Char),
            "number_literal" => self.literal(node, Scanner::new(self.source(node)).scan().token),
            "call_expression" => self.call(node, depth),
            "parenthesized_expression" => {
                let inner = self.children(node, depth);
                ExprKind::Parenthesized(Box::new(single(inner, span(node.end_byte()..node.end_byte()))))
            }
            "unary_expression" => {
                let (operator, operator_range) = self.operator(node);
                ExprKind::Unary(Unary {
                    operator,
                    operator_range,
                    operand: Box::new(self.field(node, "operand", depth)),
                })
            }
            "selector_expression" => {
                let field = node.child_by_field_name("field")?;
                let name = Name { text: self.source(field).to_owned(), range: span(field.byte_range()) };
                ExprKind::Selector(Box::new(self.field(node, "operand", depth)), name)
            }
            "index_expression" => ExprKind::Index(
                Box::new(self.field(node, "operand", depth)),
                Box::new(self.field(node, "index", depth)),
            ),
            "ERROR" => ExprKind::Error(self.children(node, depth)),
            _ => return None,
        };
        Some(Expr { range, kind })
    }

    fn source(&self, node: Node<'_>) -> &'a str {
        &self.text[node.byte_range()]
    }

    fn literal(&self, node: Node<'_>, token: Token) -> ExprKind {
        ExprKind::Literal(literal::read(self.text, node.byte_range(), token))
    }

    fn field(&self, node: Node<'_>, name: &str, depth: usize) -> Expr {
        let end = node.end_byte();
        let expr = node.child_by_field_name(name).and_then(|child| self.expr(child, depth));
        expr.unwrap_or(Expr { range: span(end..end), kind: ExprKind::Error(Vec::new()) })
    }

    fn operator(&self, node: Node<'_>) -> (&'static str, crate::TextRange) {
        let Some(child) = node.child_by_field_name("operator") else { return ("", span(0..0)) };
        let text = operator(self.source(child)).map_or("", Token::text);
        (text, span(child.byte_range()))
    }

    fn call(&self, node: Node<'_>, depth: usize) -> ExprKind {
        let function = Box::new(self.field(node, "function", depth));
        let Some(list) = node.child_by_field_name("arguments") else {
            return ExprKind::Call(Call {
                function,
                arguments: Vec::new(),
                ellipsis: false,
                slots: Vec::new(),
            });
        };
        let mut slots = Vec::new();
        let mut slot = list.start_byte() + 1;
        let mut end = list.end_byte();
        let mut ellipsis = false;
        let mut cursor = list.walk();
        for child in list.children(&mut cursor) {
            match child.kind() {
                "," => {
                    slots.push(span(slot..child.start_byte()));
                    slot = child.end_byte();
                }
                "..." => ellipsis = true,
                ")" if !child.is_missing() => end = child.start_byte(),
                _ => {}
            }
        }
        slots.push(span(slot..end.max(slot)));
        ExprKind::Call(Call { function, arguments: self.children(list, depth), ellipsis, slots })
    }
}

/// The one expression, or all of them as a fault; a missing one at `missing`.
fn single(mut exprs: Vec<Expr>, missing: crate::TextRange) -> Expr {
    match (exprs.pop(), exprs.first()) {
        (Some(only), None) => only,
        (Some(last), Some(first)) => {
            let range = first.range.cover(last.range);
            exprs.push(last);
            Expr { range, kind: ExprKind::Error(exprs) }
        }
        (None, _) => Expr { range: missing, kind: ExprKind::Error(Vec::new()) },
    }
}
