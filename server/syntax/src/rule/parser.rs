//! Go's expression parser (go/parser ParseExpr, Go 1.26) with its error recovery: what it accepts, and the very list of
//! errors that it gives for what it does not.

use super::cursor::{Parser, starts_statement};
use super::expr::{Binary, Call, Expr, ExprKind, Name, Unary};
use super::scanner::Fault;
use super::tokens::Token;
use super::{literal, span};
use crate::limits::{RULE_DEPTH, RULE_OPERATORS};

/// What came out of a text.
pub(super) struct Outcome {
    /// The expression; of no use where there are faults.
    pub(super) expr: Expr,
    /// In Go's order.
    pub(super) faults: Vec<Fault>,
    /// Whether it is larger than what is read here.
    pub(super) too_large: bool,
}

/// Parses a text as ParseExpr does.
pub(super) fn parse(text: &str) -> Outcome {
    let mut parser = Parser::new(text);
    let expr = parser.value();
    if parser.current.inserted {
        parser.next();
    }
    parser.expect(Token::Eof);
    let too_large = parser.too_large;
    let mut faults = parser.faults;
    faults.sort_by(|a, b| (&a.position, &a.message).cmp(&(&b.position, &b.message)));
    Outcome { expr, faults, too_large }
}

impl Parser<'_> {
    /// An expression where a value is asked for: in it, `=` is taken for `==` (parseRhs).
    pub(super) fn value(&mut self) -> Expr {
        let outer = std::mem::replace(&mut self.is_value, true);
        let expr = self.expression();
        self.is_value = outer;
        expr
    }

    pub(super) fn expression(&mut self) -> Expr {
        let left = self.unary();
        self.binary(left, 1)
    }

    /// Goes on behind `left` with operators that bind at least as tightly as `lowest`.
    pub(super) fn binary(&mut self, mut left: Expr, lowest: usize) -> Expr {
        let start = usize::from(left.range.start());
        loop {
            let Token::Punctuation(text) = self.token() else { return left };
            let precedence = if text == "=" && !self.is_value { 0 } else { self.token().precedence() };
            if precedence == 0 || precedence < lowest {
                return left;
            }
            self.operators += 1;
            if self.operators > RULE_OPERATORS {
                self.too_large = true;
                self.stop();
                return left;
            }
            let operator = if text == "=" { "==" } else { text };
            let operator_range = span(self.expect_punctuation(operator));
            let right = self.unary();
            let right = self.binary(right, precedence + 1);
            let range = span(start..usize::from(right.range.end()).max(start));
            let binary = Binary { operator, operator_range, left: Box::new(left), right: Box::new(right) };
            left = Expr { range, kind: ExprKind::Binary(binary) };
        }
    }

    fn unary(&mut self) -> Expr {
        let start = self.current.range.start;
        match self.token() {
            Token::Punctuation(operator @ ("+" | "-" | "!" | "^" | "&" | "~" | "*" | "<-")) => {
                let operator_range = span(self.current.range.clone());
                self.next();
                let operand = if self.enter() { self.unary() } else { self.bad(start) };
                self.leave();
                if operator == "<-" && operand.go_type() == "*ast.ChanType" {
                    return self.receiving(start, operand);
                }
                let range = span(start..usize::from(operand.range.end()).max(start));
                let unary = Unary { operator, operator_range, operand: Box::new(operand) };
                Expr { range, kind: ExprKind::Unary(unary) }
            }
            _ => {
                let operand = self.operand();
                self.primary(operand)
            }
        }
    }

    /// Goes on behind an operand: selectors, indices, calls, composite literals.
    pub(super) fn primary(&mut self, mut expr: Expr) -> Expr {
        let start = usize::from(expr.range.start());
        let mut suffixes = 0;
        loop {
            suffixes += 1;
            if suffixes > RULE_DEPTH {
                self.too_large = true;
                self.stop();
            }
            let Token::Punctuation(text) = self.token() else { return expr };
            expr = match text {
                "." => {
                    self.next();
                    self.selector(start, expr)
                }
                "[" => self.index(start, expr),
                "(" => self.call(start, expr),
                "{" => {
                    let inner = unparenthesized(&expr);
                    let is_type = match inner.go_type() {
                        "*ast.BadExpr" | "*ast.Ident" | "*ast.SelectorExpr" | "*ast.IndexExpr"
                        | "*ast.IndexListExpr" => self.level >= 0,
                        "*ast.ArrayType" | "*ast.StructType" | "*ast.MapType" => true,
                        _ => false,
                    };
                    if !is_type {
                        return expr;
                    }
                    if inner.range != expr.range {
                        let message = "cannot parenthesize type in composite literal";
                        self.fault(inner.range.into(), message.to_owned());
                    }
                    self.composite(start, Some(expr))
                }
                _ => return expr,
            };
        }
    }

    fn operand(&mut self) -> Expr {
        let range = self.current.range.clone();
        let start = range.start;
        match self.token() {
            Token::Identifier => {
                let name = self.text[range].to_owned();
                self.next();
                self.node(start, ExprKind::Identifier(name))
            }
            token @ (Token::Integer | Token::Float | Token::Imaginary | Token::Char | Token::String) => {
                self.next();
                let literal = literal::read(self.text, range, token);
                self.node(start, ExprKind::Literal(literal))
            }
            Token::Punctuation("(") => {
                self.next();
                self.level += 1;
                let inner = if self.enter() { self.value() } else { self.bad(start) };
                self.leave();
                self.level -= 1;
                let closing = self.expect_punctuation(")");
                self.closed(start, &closing, ExprKind::Parenthesized(Box::new(inner)))
            }
            Token::Keyword("func") => self.function(),
            _ => self.try_type().unwrap_or_else(|| {
                self.fault_expected("operand");
                self.skip_to(starts_statement);
                self.bad(start)
            }),
        }
    }

    /// Behind the `.`.
    fn selector(&mut self, start: usize, operand: Expr) -> Expr {
        match self.token() {
            Token::Identifier => {
                let range = self.current.range.clone();
                let name = Name { text: self.text[range.clone()].to_owned(), range: span(range) };
                self.next();
                self.node(start, ExprKind::Selector(Box::new(operand), name))
            }
            Token::Punctuation("(") => {
                self.next();
                let mut children = vec![operand];
                if self.token() == Token::Keyword("type") {
                    self.next();
                } else {
                    children.push(self.typ());
                }
                let closing = self.expect_punctuation(")");
                self.closed(start, &closing, ExprKind::Other("*ast.TypeAssertExpr", children))
            }
            _ => {
                self.fault_expected("selector or type assertion");
                let at = self.current.range.clone();
                if !self.at("}") {
                    self.next();
                }
                let name = Name { text: "_".to_owned(), range: span(at.start..at.start) };
                self.closed(start, &at, ExprKind::Selector(Box::new(operand), name))
            }
        }
    }

    fn index(&mut self, start: usize, operand: Expr) -> Expr {
        self.expect_punctuation("[");
        if self.at("]") {
            self.fault_expected("operand");
            let closing = self.current.range.clone();
            let index = self.bad(closing.start);
            self.next();
            return self.closed(start, &closing, ExprKind::Index(Box::new(operand), Box::new(index)));
        }
        if !self.enter() {
            self.leave();
            return operand;
        }
        let mut indices = Vec::new();
        let mut colons = Vec::new();
        // Which of the three indices of a slice are there.
        let mut given = [false; 3];
        self.level += 1;
        if !self.at(":") {
            indices.push(self.value());
        }
        let mut is_list = false;
        if self.at(":") {
            while self.at(":") && colons.len() < 2 {
                colons.push(self.current.range.clone());
                self.next();
                if !self.at(":") && !self.at("]") && self.token() != Token::Eof {
                    given[colons.len()] = true;
                    indices.push(self.value());
                }
            }
        } else {
            while self.at(",") {
                is_list = true;
                self.next();
                if !self.at("]") && self.token() != Token::Eof {
                    indices.push(self.typ());
                }
            }
        }
        self.leave();
        self.level -= 1;
        let closing = self.expect_punctuation("]");
        if let [first, second] = &colons[..] {
            if !given[1] {
                self.fault(first.clone(), "middle index required in 3-index slice".to_owned());
            }
            if !given[2] {
                self.fault(second.clone(), "final index required in 3-index slice".to_owned());
            }
        }
        if colons.is_empty() && (!is_list || indices.len() == 1) {
            let index = indices.pop().unwrap_or_else(|| self.bad(start));
            return self.closed(start, &closing, ExprKind::Index(Box::new(operand), Box::new(index)));
        }
        indices.insert(0, operand);
        let name = if colons.is_empty() { "*ast.IndexListExpr" } else { "*ast.SliceExpr" };
        self.closed(start, &closing, ExprKind::Other(name, indices))
    }

    fn call(&mut self, start: usize, function: Expr) -> Expr {
        let mut slot = self.expect_punctuation("(").end;
        let mut arguments = Vec::new();
        let mut slots = Vec::new();
        let mut ellipsis = false;
        self.level += 1;
        if self.enter() {
            while !self.at(")") && self.token() != Token::Eof && !ellipsis {
                arguments.push(self.value());
                if self.at("...") {
                    ellipsis = true;
                    self.next();
                }
                if !self.at_comma("argument list", ")") {
                    break;
                }
                slots.push(span(slot..self.current.range.start.max(slot)));
                slot = self.current.range.end;
                self.next();
            }
        }
        self.leave();
        self.level -= 1;
        let closing = self.expect_closing(")", "argument list");
        slots.push(span(slot..closing.start.max(slot)));
        let call = Call { function: Box::new(function), arguments, ellipsis, slots };
        self.closed(start, &closing, ExprKind::Call(call))
    }

    /// A composite literal from its `{` on.
    fn composite(&mut self, start: usize, typ: Option<Expr>) -> Expr {
        self.expect_punctuation("{");
        let mut children = Vec::from_iter(typ);
        self.level += 1;
        if self.enter() {
            while !self.at("}") && self.token() != Token::Eof {
                children.push(self.element());
                if self.at(":") {
                    self.next();
                    children.push(self.element());
                }
                if !self.at_comma("composite literal", "}") {
                    break;
                }
                self.next();
            }
        }
        self.leave();
        self.level -= 1;
        let closing = self.expect_closing("}", "composite literal");
        self.closed(start, &closing, ExprKind::Other("*ast.CompositeLit", children))
    }

    fn element(&mut self) -> Expr {
        if self.at("{") { self.composite(self.current.range.start, None) } else { self.expression() }
    }
}

pub(super) fn unparenthesized(expr: &Expr) -> &Expr {
    let mut inner = expr;
    while let ExprKind::Parenthesized(next) = &inner.kind {
        inner = next;
    }
    inner
}
