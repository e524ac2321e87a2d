//! Statements: the body of a function may stand in an expression (go/parser parseStmt, Go 1.26).

use std::ops::Range;

use super::cursor::{Parser, starts_statement};
use super::expr::{Expr, ExprKind};
use super::parser::unparenthesized;
use super::tokens::Token;

/// A statement without a keyword.
struct Simple {
    kind: SimpleKind,
    /// Where it starts.
    at: Range<usize>,
}

enum SimpleKind {
    Expression(Expr),
    /// The places of what is assigned to, the operator, and what is assigned.
    Assignment(Vec<Range<usize>>, &'static str, Range<usize>, Vec<Expr>),
    /// An assignment of `range x` in the head of a loop.
    Range(Vec<Range<usize>>),
    Labeled,
    Other,
}

/// What a simple statement may be besides the usual.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Basic,
    Label,
    Range,
}

impl Parser<'_> {
    /// `func(…) … { … }`; without a body it is a type.
    pub(super) fn function(&mut self) -> Expr {
        if !self.enter() {
            self.leave();
            return self.bad(self.current.range.start);
        }
        let typ = self.function_type();
        let start = usize::from(typ.range.start());
        let function = if self.at("{") {
            self.level += 1;
            self.block();
            self.level -= 1;
            self.node(start, ExprKind::Other("*ast.FuncLit", Vec::new()))
        } else {
            typ
        };
        self.leave();
        function
    }

    fn block(&mut self) {
        self.expect_punctuation("{");
        self.statements();
        self.expect_punctuation("}");
    }

    fn statements(&mut self) {
        while !matches!(self.token(), Token::Keyword("case" | "default") | Token::Eof) && !self.at("}") {
            self.statement();
        }
    }

    fn statement(&mut self) {
        if self.enter() {
            self.some_statement();
        }
        self.leave();
    }

    fn some_statement(&mut self) {
        match self.token() {
            Token::Keyword(word @ ("const" | "type" | "var")) => self.declaration(word),
            Token::Keyword("func" | "struct" | "map" | "chan" | "interface")
            | Token::Punctuation("(" | "[" | "+" | "-" | "*" | "&" | "^" | "<-" | "!") => {
                self.simple_statement();
            }
            token if token.is_literal() => self.simple_statement(),
            Token::Keyword(word @ ("go" | "defer")) => {
                self.next();
                self.called(word);
                self.expect_semicolon();
            }
            Token::Keyword("return") => {
                self.next();
                if !self.at(";") && !self.at("}") {
                    self.values();
                }
                self.expect_semicolon();
            }
            Token::Keyword(word @ ("break" | "continue" | "goto" | "fallthrough")) => {
                self.next();
                if word == "goto" || word != "fallthrough" && self.token() == Token::Identifier {
                    self.name();
                }
                self.expect_semicolon();
            }
            Token::Punctuation("{") => {
                self.block();
                self.expect_semicolon();
            }
            Token::Keyword("if") => self.conditional(),
            Token::Keyword("switch") => self.switch(),
            Token::Keyword("select") => self.select(),
            Token::Keyword("for") => self.repeated(),
            Token::Punctuation(";") => self.next(),
            Token::Punctuation("}") => {}
            _ => {
                self.fault_expected("statement");
                self.skip_to(starts_statement);
            }
        }
    }

    fn simple_statement(&mut self) {
        if !matches!(self.simple(Mode::Label).kind, SimpleKind::Labeled) {
            self.expect_semicolon();
        }
    }

    /// A list of values (parseList with inRhs).
    pub(super) fn values(&mut self) -> Vec<Expr> {
        self.list(true)
    }

    fn list(&mut self, is_value: bool) -> Vec<Expr> {
        let outer = std::mem::replace(&mut self.is_value, is_value);
        let mut list = vec![self.expression()];
        while self.at(",") {
            self.next();
            list.push(self.expression());
        }
        self.is_value = outer;
        list
    }

    fn simple(&mut self, mode: Mode) -> Simple {
        let list = self.list(false);
        let starts: Vec<Range<usize>> = list.iter().map(|expr| expr.range.into()).collect();
        let at = starts.first().cloned().unwrap_or_default();
        let kind = match self.token() {
            Token::Punctuation(operator) if is_assignment(operator) => {
                let operator_at = self.current.range.clone();
                self.next();
                if mode == Mode::Range
                    && self.token() == Token::Keyword("range")
                    && matches!(operator, ":=" | "=")
                {
                    self.next();
                    self.value();
                    SimpleKind::Range(starts)
                } else {
                    SimpleKind::Assignment(starts, operator, operator_at, self.values())
                }
            }
            _ => self.simple_expression(list, &at, mode),
        };
        Simple { kind, at }
    }

    fn simple_expression(&mut self, mut list: Vec<Expr>, at: &Range<usize>, mode: Mode) -> SimpleKind {
        if list.len() > 1 {
            self.fault_expected_at(at.clone(), "1 expression");
        }
        let first = list.swap_remove(0);
        match self.token() {
            Token::Punctuation(":") => {
                let colon = self.current.range.clone();
                self.next();
                if mode == Mode::Label && matches!(first.kind, ExprKind::Identifier(_)) {
                    self.statement();
                    return SimpleKind::Labeled;
                }
                self.fault(colon, "illegal label declaration".to_owned());
                SimpleKind::Other
            }
            Token::Punctuation("<-") => {
                self.next();
                self.value();
                SimpleKind::Other
            }
            Token::Punctuation("++" | "--") => {
                self.next();
                SimpleKind::Other
            }
            _ => SimpleKind::Expression(first),
        }
    }

    /// What `go` and `defer` are followed by.
    fn called(&mut self, word: &str) {
        let expr = self.value();
        let inner = unparenthesized(&expr);
        if inner.range != expr.range {
            self.fault(expr.range.into(), format!("expression in {word} must not be parenthesized"));
        }
        if !matches!(inner.go_type(), "*ast.CallExpr" | "*ast.BadExpr") {
            let end = usize::from(inner.range.end());
            self.fault(end..end, format!("expression in {word} must be function call"));
        }
    }

    /// A statement where an expression is wanted.
    fn as_expression(&mut self, statement: Option<Simple>, want: &str) {
        let Some(statement) = statement else { return };
        let found = match statement.kind {
            SimpleKind::Expression(_) => return,
            SimpleKind::Assignment(..) | SimpleKind::Range(_) => "assignment",
            SimpleKind::Labeled | SimpleKind::Other => "simple statement",
        };
        let message =
            format!("expected {want}, found {found} (missing parentheses around composite literal?)");
        self.fault(statement.at, message);
    }

    fn conditional(&mut self) {
        if !self.enter() {
            self.leave();
            return;
        }
        self.next();
        self.condition();
        self.block();
        if self.token() == Token::Keyword("else") {
            self.next();
            match self.token() {
                Token::Keyword("if") => self.conditional(),
                Token::Punctuation("{") => {
                    self.block();
                    self.expect_semicolon();
                }
                _ => self.fault_expected("if statement or block"),
            }
        } else {
            self.expect_semicolon();
        }
        self.leave();
    }

    /// Between `if` and `{`.
    fn condition(&mut self) {
        if self.at("{") {
            let range = self.current.range.clone();
            self.fault(range, "missing condition in if statement".to_owned());
            return;
        }
        let outer = std::mem::replace(&mut self.level, -1);
        let mut first = None;
        if !self.at(";") {
            if self.token() == Token::Keyword("var") {
                self.next();
                let range = self.current.range.clone();
                self.fault(range, "var declaration not allowed in if initializer".to_owned());
            }
            first = Some(self.simple(Mode::Basic));
        }
        let mut semicolon = None;
        if !self.at("{") {
            first = None;
            if self.at(";") {
                semicolon = Some(self.current.clone());
                self.next();
            } else {
                self.expect_punctuation(";");
            }
            if !self.at("{") {
                first = Some(self.simple(Mode::Basic));
            }
        }
        match (first, semicolon) {
            (None, Some(semicolon)) => {
                let message = if semicolon.inserted {
                    "unexpected newline, expecting { after if clause"
                } else {
                    "missing condition in if statement"
                };
                self.fault(semicolon.range, message.to_owned());
            }
            (condition, _) => self.as_expression(condition, "boolean expression"),
        }
        self.level = outer;
    }

    fn switch(&mut self) {
        self.next();
        let mut tag = None;
        if !self.at("{") {
            let outer = std::mem::replace(&mut self.level, -1);
            if !self.at(";") {
                tag = Some(self.simple(Mode::Basic));
            }
            if self.at(";") {
                self.next();
                tag = (!self.at("{")).then(|| self.simple(Mode::Basic));
            }
            self.level = outer;
        }
        let on_types = self.is_type_switch(tag.as_ref());
        self.expect_punctuation("{");
        while matches!(self.token(), Token::Keyword("case" | "default")) {
            if self.token() == Token::Keyword("case") {
                self.next();
                self.values();
            } else {
                self.next();
            }
            self.expect_punctuation(":");
            self.statements();
        }
        self.expect_punctuation("}");
        self.expect_semicolon();
        if !on_types {
            self.as_expression(tag, "switch expression");
        }
    }

    /// `x.(type)`, `v := x.(type)`
    fn is_type_switch(&mut self, tag: Option<&Simple>) -> bool {
        let asserts = |expr: &Expr| matches!(&expr.kind, ExprKind::Other("*ast.TypeAssertExpr", children) if children.len() == 1);
        match tag.map(|tag| &tag.kind) {
            Some(SimpleKind::Expression(expr)) => asserts(expr),
            Some(SimpleKind::Assignment(targets, operator, at, values)) => {
                if targets.len() != 1 || values.len() != 1 || !values.iter().all(asserts) {
                    return false;
                }
                if *operator == "=" {
                    self.fault(at.clone(), "expected ':=', found '='".to_owned());
                }
                matches!(*operator, "=" | ":=")
            }
            _ => false,
        }
    }

    fn select(&mut self) {
        self.next();
        self.expect_punctuation("{");
        while matches!(self.token(), Token::Keyword("case" | "default")) {
            if self.token() == Token::Keyword("case") {
                self.next();
                self.communication();
            } else {
                self.next();
            }
            self.expect_punctuation(":");
            self.statements();
        }
        self.expect_punctuation("}");
        self.expect_semicolon();
    }

    /// Behind the `case` of a `select`.
    fn communication(&mut self) {
        let list = self.list(false);
        let at = list.first().map(|expr| Range::from(expr.range)).unwrap_or_default();
        match self.token() {
            Token::Punctuation("<-") => {
                if list.len() > 1 {
                    self.fault_expected_at(at, "1 expression");
                }
                self.next();
                self.value();
            }
            Token::Punctuation("=" | ":=") => {
                if list.len() > 2 {
                    self.fault_expected_at(at, "1 or 2 expressions");
                }
                self.next();
                self.value();
            }
            _ if list.len() > 1 => self.fault_expected_at(at, "1 expression"),
            _ => {}
        }
    }

    fn repeated(&mut self) {
        self.next();
        let mut condition = None;
        if !self.at("{") {
            let outer = std::mem::replace(&mut self.level, -1);
            if self.token() == Token::Keyword("range") {
                self.next();
                let at = self.value().range.into();
                condition = Some(Simple { kind: SimpleKind::Range(Vec::new()), at });
            } else if !self.at(";") {
                condition = Some(self.simple(Mode::Range));
            }
            let is_range = matches!(&condition, Some(Simple { kind: SimpleKind::Range(_), .. }));
            if !is_range && self.at(";") {
                self.next();
                condition = (!self.at(";")).then(|| self.simple(Mode::Basic));
                self.expect_semicolon();
                if !self.at("{") {
                    self.simple(Mode::Basic);
                }
            }
            self.level = outer;
        }
        self.block();
        self.expect_semicolon();
        match condition {
            Some(Simple { kind: SimpleKind::Range(targets), .. }) => {
                if let Some(last) = targets.last().filter(|_| targets.len() > 2) {
                    self.fault_expected_at(last.clone(), "at most 2 expressions");
                }
            }
            condition => self.as_expression(condition, "boolean or range expression"),
        }
    }
}

fn is_assignment(operator: &str) -> bool {
    matches!(
        operator,
        ":=" | "=" | "+=" | "-=" | "*=" | "/=" | "%=" | "&=" | "|=" | "^=" | "<<=" | ">>=" | "&^="
    )
}
