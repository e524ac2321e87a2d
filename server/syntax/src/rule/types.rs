//! Types, which an expression of Go may be or hold. No rule has them, but Go's parser takes them.
//!
//! Parameters and bodies of `func`, `struct` and `interface` are not read: Traefik refuses what would come out of them.

use super::cursor::Parser;
use super::expr::{Expr, ExprKind, Name};
use super::span;
use super::tokens::Token;

impl Parser<'_> {
    pub(super) fn typ(&mut self) -> Expr {
        let start = self.current.range.start;
        self.try_type().unwrap_or_else(|| {
            self.fault_expected("type");
            self.skip_to(ends_expression);
            self.bad(start)
        })
    }

    pub(super) fn try_type(&mut self) -> Option<Expr> {
        let known = match self.token() {
            Token::Identifier => true,
            Token::Punctuation(text) => matches!(text, "[" | "*" | "<-" | "("),
            Token::Keyword(text) => matches!(text, "struct" | "func" | "interface" | "map" | "chan"),
            _ => false,
        };
        if !known {
            return None;
        }
        let typ = if self.enter() { self.some_type() } else { self.bad(self.current.range.start) };
        self.leave();
        Some(typ)
    }

    fn some_type(&mut self) -> Expr {
        let start = self.current.range.start;
        match self.token() {
            Token::Identifier => self.type_name(start),
            Token::Punctuation("[") => {
                self.next();
                if self.at("...") {
                    self.next();
                } else if !self.at("]") {
                    self.expression();
                }
                if self.at(",") {
                    let range = self.current.range.clone();
                    self.fault(range, "unexpected comma; expecting ]".to_owned());
                    self.next();
                }
                self.expect_punctuation("]");
                self.typ();
                self.node(start, ExprKind::Other("*ast.ArrayType", Vec::new()))
            }
            Token::Punctuation("*") => {
                self.next();
                let base = self.typ();
                self.node(start, ExprKind::Other("*ast.StarExpr", vec![base]))
            }
            Token::Punctuation("(") => {
                self.next();
                let inner = self.typ();
                self.expect_punctuation(")");
                self.node(start, ExprKind::Parenthesized(Box::new(inner)))
            }
            Token::Keyword("map") => {
                self.next();
                self.expect_punctuation("[");
                self.typ();
                self.expect_punctuation("]");
                self.typ();
                self.node(start, ExprKind::Other("*ast.MapType", Vec::new()))
            }
            Token::Keyword("chan") => {
                self.next();
                if self.at("<-") {
                    self.next();
                }
                self.typ();
                self.node(start, ExprKind::Other("*ast.ChanType", Vec::new()))
            }
            Token::Punctuation("<-") => {
                self.next();
                self.expect(Token::Keyword("chan"));
                self.typ();
                self.node(start, ExprKind::Other("*ast.ChanType", Vec::new()))
            }
            Token::Keyword("func") => self.function(start),
            keyword => {
                self.next();
                self.empty("{", "}");
                let is_struct = keyword == Token::Keyword("struct");
                let name = if is_struct { "*ast.StructType" } else { "*ast.InterfaceType" };
                self.node(start, ExprKind::Other(name, Vec::new()))
            }
        }
    }

    fn function(&mut self, start: usize) -> Expr {
        self.next();
        self.empty("(", ")");
        if self.at("(") {
            self.empty("(", ")");
        } else {
            self.try_type();
        }
        let mut name = "*ast.FuncType";
        if self.at("{") {
            self.empty("{", "}");
            name = "*ast.FuncLit";
        }
        self.node(start, ExprKind::Other(name, Vec::new()))
    }

    /// Brackets with nothing between them.
    fn empty(&mut self, open: &'static str, close: &'static str) {
        self.expect_punctuation(open);
        self.expect_punctuation(close);
    }

    /// `a`, `a.b`, `a.b[c]`
    fn type_name(&mut self, start: usize) -> Expr {
        let name = self.text[self.current.range.clone()].to_owned();
        self.next();
        let mut typ = self.node(start, ExprKind::Identifier(name));
        if self.at(".") {
            self.next();
            let range = self.current.range.clone();
            self.expect(Token::Identifier);
            let field = Name { text: self.text[range.clone()].to_owned(), range: span(range) };
            typ = self.node(start, ExprKind::Selector(Box::new(typ), field));
        }
        if !self.at("[") {
            return typ;
        }
        self.next();
        let mut list = vec![typ];
        while !self.at("]") && self.token() != Token::Eof {
            list.push(self.typ());
            if !self.at_comma("type argument list", "]") {
                break;
            }
            self.next();
        }
        let closing = self.expect_closing("]", "type argument list");
        if list.len() == 1 {
            self.fault(closing, "expected type argument list".to_owned());
        }
        let name = if list.len() > 2 { "*ast.IndexListExpr" } else { "*ast.IndexExpr" };
        self.node(start, ExprKind::Other(name, list))
    }
}

fn ends_expression(token: Token) -> bool {
    matches!(token, Token::Punctuation("," | ":" | ";" | ")" | "]" | "}"))
}
