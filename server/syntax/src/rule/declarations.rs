//! Declarations in the body of a function (go/parser parseGenDecl, Go 1.26).

use super::cursor::Parser;
use super::expr::{Expr, ExprKind, Name};
use super::tokens::Token;
use super::types::word;

impl Parser<'_> {
    /// `const`, `type` or `var`, one or several in parentheses.
    pub(super) fn declaration(&mut self, word: &'static str) {
        self.next();
        if !self.at("(") {
            self.specification(word);
            return;
        }
        self.next();
        while !self.at(")") && self.token() != Token::Eof {
            self.specification(word);
        }
        self.expect_punctuation(")");
        self.expect_semicolon();
    }

    fn specification(&mut self, word: &str) {
        if word == "type" {
            self.type_specification();
        } else {
            self.value_specification(word);
        }
        self.expect_semicolon();
    }

    fn value_specification(&mut self, word: &str) {
        self.name();
        while self.at(",") {
            self.next();
            self.name();
        }
        if word == "const" {
            if self.token() == Token::Eof || self.at(";") || self.at(")") {
                return;
            }
            self.try_type();
        } else if !self.at("=") {
            self.typ();
        }
        if self.at("=") {
            self.next();
            self.values();
        }
    }

    fn type_specification(&mut self) {
        self.name();
        if !self.at("[") {
            self.alias();
            return;
        }
        let start = self.current.range.start;
        self.next();
        if self.token() != Token::Identifier {
            self.array(start, false);
            return;
        }
        // The length of an array, or the first type parameter: only what was read tells.
        let name = self.name();
        let mut length = word(name);
        if !self.at("[") {
            self.level += 1;
            let left = self.primary(length);
            length = self.binary(left, 1);
            self.level -= 1;
        }
        match parameter(&length, self.at(",")) {
            Some((name, typ)) if typ.is_some() || !self.at("]") => {
                self.parameter_list(Some(name), typ, "]", false);
                self.expect_punctuation("]");
                self.alias();
            }
            _ => drop(self.array(start, true)),
        }
    }

    /// A type, perhaps behind a `=`.
    fn alias(&mut self) {
        if self.at("=") {
            self.next();
        }
        self.typ();
    }
}

/// `name type`, as which an expression can be read: where only a type makes sense, or where one is asked for
/// (extractName).
fn parameter(expr: &Expr, force: bool) -> Option<(Name, Option<Expr>)> {
    let mut force = force;
    let mut rest = expr;
    // Unions nest to the left.
    while let ExprKind::Binary(binary) = &rest.kind
        && binary.operator == "|"
    {
        force = force || is_type(&binary.right);
        rest = &binary.left;
    }
    let is_union = rest.range != expr.range;
    let named = |operand: &Expr| match &operand.kind {
        ExprKind::Identifier(text) => Some(Name { text: text.clone(), range: operand.range }),
        _ => None,
    };
    match &rest.kind {
        // `a | b` has no type in front.
        ExprKind::Identifier(_) => named(rest).filter(|_| !is_union).map(|name| (name, None)),
        ExprKind::Binary(binary) if binary.operator == "*" && (force || is_type(&binary.right)) => {
            let range = crate::TextRange::new(binary.operator_range.start(), expr.range.end());
            let typ = Expr { range, kind: ExprKind::Other("*ast.StarExpr", Vec::new()) };
            Some((named(&binary.left)?, Some(typ)))
        }
        ExprKind::Call(call) => {
            let [only] = &call.arguments[..] else { return None };
            if call.ellipsis || !(force || is_type(only)) {
                return None;
            }
            let start = call.function.range.end();
            let range = crate::TextRange::new(start, expr.range.end().max(start));
            let typ = Expr { range, kind: ExprKind::Other("*ast.ParenExpr", Vec::new()) };
            Some((named(&call.function)?, Some(typ)))
        }
        _ => None,
    }
}

/// Whether an expression can only be a type (isTypeElem).
fn is_type(expr: &Expr) -> bool {
    let mut open = vec![expr];
    while let Some(expr) = open.pop() {
        match &expr.kind {
            ExprKind::Binary(binary) => open.extend([&*binary.left, &*binary.right]),
            ExprKind::Unary(unary) if unary.operator == "~" => return true,
            ExprKind::Parenthesized(inner) => open.push(inner),
            _ => {
                let name = expr.go_type();
                if matches!(
                    name,
                    "*ast.ArrayType"
                        | "*ast.StructType"
                        | "*ast.FuncType"
                        | "*ast.InterfaceType"
                        | "*ast.MapType"
                        | "*ast.ChanType"
                ) {
                    return true;
                }
            }
        }
    }
    false
}
