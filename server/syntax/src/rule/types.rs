//! Types, which an expression of Go may be or hold. No rule has them, but Go's parser takes them.

use super::cursor::{Channel, Direction, Parser, ending, ends_expression};
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
        if !starts_type(self.token()) {
            return None;
        }
        let typ = if self.enter() { self.some_type() } else { self.bad(self.current.range.start) };
        self.leave();
        Some(typ)
    }

    fn some_type(&mut self) -> Expr {
        let start = self.current.range.start;
        match self.token() {
            Token::Identifier => {
                let name = self.type_name();
                if self.at("[") { self.type_instance(name) } else { name }
            }
            Token::Punctuation("[") => {
                self.next();
                self.array(start, false)
            }
            Token::Punctuation("*") => {
                self.next();
                let base = self.typ();
                ending(start, &base, ExprKind::Other("*ast.StarExpr", Vec::new()))
            }
            Token::Punctuation("(") => {
                self.next();
                let inner = self.typ();
                let closing = self.expect_punctuation(")");
                self.closed(start, &closing, ExprKind::Parenthesized(Box::new(inner)))
            }
            Token::Keyword("map") => {
                self.next();
                self.expect_punctuation("[");
                self.typ();
                self.expect_punctuation("]");
                let value = self.typ();
                ending(start, &value, ExprKind::Other("*ast.MapType", Vec::new()))
            }
            Token::Keyword("func") => self.function_type(),
            Token::Keyword("struct") => self.structure(),
            Token::Keyword("interface") => self.interface(),
            _ => self.channel(start),
        }
    }

    /// Behind the `[`, or behind the length that follows it.
    pub(super) fn array(&mut self, start: usize, has_length: bool) -> Expr {
        if !has_length {
            self.level += 1;
            if self.at("...") {
                self.next();
            } else if !self.at("]") {
                self.value();
            }
            self.level -= 1;
        }
        if self.at(",") {
            let range = self.current.range.clone();
            self.fault(range, "unexpected comma; expecting ]".to_owned());
            self.next();
        }
        self.expect_punctuation("]");
        let element = self.typ();
        ending(start, &element, ExprKind::Other("*ast.ArrayType", Vec::new()))
    }

    fn channel(&mut self, start: usize) -> Expr {
        let mut channel = Channel { direction: Direction::Both, arrow: self.current.range.clone() };
        if self.at("<-") {
            channel.direction = Direction::Receive;
            self.next();
            self.expect(Token::Keyword("chan"));
        } else {
            self.next();
            if self.at("<-") {
                channel = Channel { direction: Direction::Send, arrow: self.current.range.clone() };
                self.next();
            }
        }
        let value = self.typ();
        self.channels.insert(start, channel);
        ending(start, &value.clone(), ExprKind::Other("*ast.ChanType", vec![value]))
    }

    /// `<-` before a channel type belongs to it, and the arrow behind its `chan` to the next one.
    pub(super) fn receiving(&mut self, start: usize, typ: Expr) -> Expr {
        let mut arrow = start..start + 2;
        let mut direction = Direction::Send;
        let mut next = Some(&typ);
        while let (Some(current), Direction::Send) = (next, direction) {
            let Some(channel) = self.channels.get(&current.range.start().into()).cloned() else { break };
            if channel.direction == Direction::Receive {
                self.fault_expected_at(channel.arrow.clone(), "'chan'");
            }
            arrow = channel.arrow;
            direction = channel.direction;
            next = current.children().first().copied().filter(|value| value.go_type() == "*ast.ChanType");
        }
        if direction == Direction::Send {
            self.fault_expected_at(arrow, "channel type");
        }
        self.channels.insert(start, Channel { direction: Direction::Receive, arrow: start..start + 2 });
        Expr { range: span(start..usize::from(typ.range.end()).max(start)), kind: typ.kind }
    }

    /// `a`, `a.b`
    pub(super) fn type_name(&mut self) -> Expr {
        let name = self.name();
        self.qualified(name)
    }

    /// `a` or, where a dot follows, `a.b`
    fn qualified(&mut self, name: Name) -> Expr {
        let start = usize::from(name.range.start());
        let name = word(name);
        if !self.at(".") {
            return name;
        }
        self.next();
        let field = self.name();
        let range = span(start..usize::from(field.range.end()).max(start));
        Expr { range, kind: ExprKind::Selector(Box::new(name), field) }
    }

    /// `a.b[c]`, behind the `a`
    pub(super) fn qualified_instance(&mut self, name: Name) -> Expr {
        let typ = self.qualified(name);
        if self.at("[") { self.type_instance(typ) } else { typ }
    }

    /// A name; `_` where there is none.
    pub(super) fn name(&mut self) -> Name {
        let range = self.current.range.clone();
        if self.token() == Token::Identifier {
            let text = self.text[range.clone()].to_owned();
            self.next();
            return Name { text, range: span(range) };
        }
        self.expect(Token::Identifier);
        Name { text: "_".to_owned(), range: span(range.start..(range.start + 1).min(self.text.len())) }
    }

    /// `a[b, c]` from the `[` on.
    pub(super) fn type_instance(&mut self, typ: Expr) -> Expr {
        let start = usize::from(typ.range.start());
        self.expect_punctuation("[");
        self.level += 1;
        let mut list = vec![typ];
        self.type_arguments(&mut list);
        self.level -= 1;
        let closing = self.expect_closing("]", "type argument list");
        if list.len() == 1 {
            self.fault_expected_at(closing.clone(), "type argument list");
        }
        self.closed(start, &closing, ExprKind::Other(packed(list.len() - 1), list))
    }

    pub(super) fn type_arguments(&mut self, list: &mut Vec<Expr>) {
        while !self.at("]") && self.token() != Token::Eof {
            list.push(self.typ());
            if !self.at_comma("type argument list", "]") {
                break;
            }
            self.next();
        }
    }
}

pub(super) fn word(name: Name) -> Expr {
    Expr { range: name.range, kind: ExprKind::Identifier(name.text) }
}

/// What an operand with so many indices is.
pub(super) fn packed(indices: usize) -> &'static str {
    if indices > 1 { "*ast.IndexListExpr" } else { "*ast.IndexExpr" }
}

fn starts_type(token: Token) -> bool {
    match token {
        Token::Identifier => true,
        Token::Punctuation(text) => matches!(text, "[" | "*" | "<-" | "("),
        Token::Keyword(text) => matches!(text, "struct" | "func" | "interface" | "map" | "chan"),
        _ => false,
    }
}
