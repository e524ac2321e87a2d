//! Go's expression parser (go/parser ParseExpr, Go 1.26) with its error recovery: what it accepts, and the very list of
//! errors that it gives for what it does not.

use super::cursor::{Lines, Parser};
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
    pub(super) lines: Lines,
    /// Whether it is larger than what is read here.
    pub(super) too_large: bool,
}

/// Parses a text as ParseExpr does.
pub(super) fn parse(text: &str) -> Outcome {
    let mut parser = Parser::new(text);
    let expr = parser.expression();
    if parser.current.inserted {
        parser.next();
    }
    parser.expect(Token::Eof);
    let too_large = parser.too_large;
    let mut faults = parser.faults;
    faults.sort_by(|a, b| (a.range.start, &a.message).cmp(&(b.range.start, &b.message)));
    Outcome { expr, faults, lines: parser.lines, too_large }
}

impl Parser<'_> {
    pub(super) fn expression(&mut self) -> Expr {
        self.binary(1)
    }

    fn binary(&mut self, lowest: usize) -> Expr {
        let start = self.current.range.start;
        let mut left = self.unary();
        loop {
            let Token::Punctuation(text) = self.token() else { return left };
            let precedence = self.token().precedence();
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
            let right = self.binary(precedence + 1);
            let binary = Binary { operator, operator_range, left: Box::new(left), right: Box::new(right) };
            left = self.node(start, ExprKind::Binary(binary));
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
                    return Expr { range: span(start..operand.range.end().into()), ..operand };
                }
                let unary = Unary { operator, operator_range, operand: Box::new(operand) };
                self.node(start, ExprKind::Unary(unary))
            }
            _ => self.primary(),
        }
    }

    fn primary(&mut self) -> Expr {
        let start = self.current.range.start;
        let mut expr = self.operand();
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
                    let is_type = matches!(
                        inner.go_type(),
                        "*ast.BadExpr"
                            | "*ast.Ident"
                            | "*ast.SelectorExpr"
                            | "*ast.IndexExpr"
                            | "*ast.IndexListExpr"
                            | "*ast.ArrayType"
                            | "*ast.StructType"
                            | "*ast.MapType"
                    );
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
                let inner = if self.enter() { self.expression() } else { self.bad(start) };
                self.leave();
                self.expect_punctuation(")");
                self.node(start, ExprKind::Parenthesized(Box::new(inner)))
            }
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
                self.expect_punctuation(")");
                self.node(start, ExprKind::Other("*ast.TypeAssertExpr", children))
            }
            _ => {
                self.fault_expected("selector or type assertion");
                if !self.at("}") {
                    self.next();
                }
                let at = span(self.end..self.end);
                let name = Name { text: "_".to_owned(), range: at };
                self.node(start, ExprKind::Selector(Box::new(operand), name))
            }
        }
    }

    fn index(&mut self, start: usize, operand: Expr) -> Expr {
        self.expect_punctuation("[");
        if self.at("]") {
            self.fault_expected("operand");
            let index = self.bad(self.current.range.start);
            self.next();
            return self.node(start, ExprKind::Index(Box::new(operand), Box::new(index)));
        }
        if !self.enter() {
            self.leave();
            return operand;
        }
        let mut indices = Vec::new();
        let mut colons = Vec::new();
        // Which of the three indices of a slice are there.
        let mut given = [false; 3];
        if !self.at(":") {
            indices.push(self.expression());
        }
        let mut is_list = false;
        if self.at(":") {
            while self.at(":") && colons.len() < 2 {
                colons.push(self.current.range.clone());
                self.next();
                if !self.at(":") && !self.at("]") && self.token() != Token::Eof {
                    given[colons.len()] = true;
                    indices.push(self.expression());
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
        self.expect_punctuation("]");
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
            return self.node(start, ExprKind::Index(Box::new(operand), Box::new(index)));
        }
        indices.insert(0, operand);
        let name = if colons.is_empty() { "*ast.IndexListExpr" } else { "*ast.SliceExpr" };
        self.node(start, ExprKind::Other(name, indices))
    }

    fn call(&mut self, start: usize, function: Expr) -> Expr {
        let mut slot = self.expect_punctuation("(").end;
        let mut arguments = Vec::new();
        let mut slots = Vec::new();
        if self.enter() {
            let mut ellipsis = false;
            while !self.at(")") && self.token() != Token::Eof && !ellipsis {
                arguments.push(self.expression());
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
        let closing = self.expect_closing(")", "argument list").start;
        slots.push(span(slot..closing.max(slot)));
        let call = Call { function: Box::new(function), arguments, slots };
        self.node(start, ExprKind::Call(call))
    }

    /// A composite literal from its `{` on.
    fn composite(&mut self, start: usize, typ: Option<Expr>) -> Expr {
        self.expect_punctuation("{");
        let mut children = Vec::from_iter(typ);
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
        self.expect_closing("}", "composite literal");
        self.node(start, ExprKind::Other("*ast.CompositeLit", children))
    }

    fn element(&mut self) -> Expr {
        if self.at("{") { self.composite(self.current.range.start, None) } else { self.expression() }
    }
}

fn unparenthesized(expr: &Expr) -> &Expr {
    let mut inner = expr;
    while let ExprKind::Parenthesized(next) = &inner.kind {
        inner = next;
    }
    inner
}

fn starts_statement(token: Token) -> bool {
    let Token::Keyword(text) = token else { return false };
    !matches!(
        text,
        "case"
            | "chan"
            | "default"
            | "else"
            | "func"
            | "import"
            | "interface"
            | "map"
            | "package"
            | "range"
            | "struct"
    )
}
