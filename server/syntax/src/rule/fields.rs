//! What stands in the brackets of types: fields of structs, parameters of functions, elements of interfaces.

use super::cursor::{Parser, ending, ends_expression};
use super::expr::{Expr, ExprKind, Name};
use super::tokens::Token;
use super::types::{packed, word};

/// A parameter: `name type`, or only one of them.
#[derive(Default)]
struct Parameter {
    name: Option<Name>,
    typ: Option<Expr>,
}

impl Parser<'_> {
    pub(super) fn structure(&mut self) -> Expr {
        let start = self.expect(Token::Keyword("struct")).start;
        self.expect_punctuation("{");
        while matches!(self.token(), Token::Identifier | Token::Punctuation("*" | "(")) {
            self.field();
        }
        let closing = self.expect_punctuation("}");
        self.closed(start, &closing, ExprKind::Other("*ast.StructType", Vec::new()))
    }

    fn field(&mut self) {
        match self.token() {
            Token::Identifier => self.named_field(),
            Token::Punctuation("*") => {
                self.next();
                let parenthesized = self.at("(");
                if parenthesized {
                    self.fault_parenthesized();
                }
                self.embedded_type();
                if parenthesized && self.at(")") {
                    self.next();
                }
            }
            _ => {
                self.fault_parenthesized();
                if self.at("*") {
                    self.next();
                }
                self.embedded_type();
                if self.at(")") {
                    self.next();
                }
            }
        }
        if self.token() == Token::String {
            self.next();
        }
        self.expect_semicolon();
    }

    fn named_field(&mut self) {
        let name = self.name();
        match self.token() {
            Token::Punctuation(".") => {
                self.qualified_instance(name);
            }
            Token::String | Token::Punctuation(";" | "}") => {}
            _ => {
                let mut count = 1;
                while self.at(",") {
                    self.next();
                    self.name();
                    count += 1;
                }
                if count == 1 && self.at("[") {
                    self.array_or_instance(name);
                } else {
                    self.typ();
                }
            }
        }
    }

    fn embedded_type(&mut self) {
        let name = self.name();
        self.qualified_instance(name);
    }

    fn fault_parenthesized(&mut self) {
        let range = self.current.range.clone();
        self.fault(range, "cannot parenthesize embedded type".to_owned());
        self.next();
    }

    /// `a []b`, `a [1]b` are a name and its type, `a[b]` is a type.
    fn array_or_instance(&mut self, name: Name) -> Parameter {
        let start = self.expect_punctuation("[").start;
        let mut trailing = None;
        let mut count = 0;
        if !self.at("]") {
            self.level += 1;
            self.value();
            count += 1;
            while self.at(",") {
                let comma = self.current.range.clone();
                self.next();
                if self.at("]") {
                    trailing = Some(comma);
                    break;
                }
                self.value();
                count += 1;
            }
            self.level -= 1;
        }
        let closing = self.expect_punctuation("]");
        let element = match count {
            0 => Some(self.typ()),
            1 => self.try_type(),
            _ => None,
        };
        if let Some(element) = element {
            if let Some(comma) = trailing.filter(|_| count == 1) {
                self.fault(comma, "unexpected comma; expecting ]".to_owned());
            }
            let typ = ending(start, &element, ExprKind::Other("*ast.ArrayType", Vec::new()));
            return Parameter { name: Some(name), typ: Some(typ) };
        }
        let start = usize::from(name.range.start());
        let typ = self.closed(start, &closing, ExprKind::Other(packed(count), Vec::new()));
        Parameter { name: None, typ: Some(typ) }
    }

    /// `func(a b) c`
    pub(super) fn function_type(&mut self) -> Expr {
        let start = self.expect(Token::Keyword("func")).start;
        if self.at("[") {
            let opening = self.current.range.clone();
            if self.type_parameters() {
                self.fault(opening, "function type must have no type parameters".to_owned());
            }
        }
        self.signature(start)
    }

    fn signature(&mut self, start: usize) -> Expr {
        let end = self.parameters();
        let end = if self.at("(") {
            self.results()
        } else {
            self.try_type().map_or(end, |typ| typ.range.end().into())
        };
        let kind = ExprKind::Other("*ast.FuncType", Vec::new());
        Expr { range: super::span(start..end.max(start)), kind }
    }

    /// Whether there are some.
    fn type_parameters(&mut self) -> bool {
        self.expect_punctuation("[");
        let some = !self.at("]") && self.parameter_list(None, None, "]", false);
        let closing = self.expect_punctuation("]");
        if !some {
            self.fault(closing, "empty type parameter list".to_owned());
        }
        some
    }

    /// Gives where they end.
    fn parameters(&mut self) -> usize {
        self.bracketed(true)
    }

    fn results(&mut self) -> usize {
        self.bracketed(false)
    }

    fn bracketed(&mut self, variadic: bool) -> usize {
        self.expect_punctuation("(");
        if !self.at(")") {
            self.parameter_list(None, None, ")", variadic);
        }
        (self.expect_punctuation(")").start + 1).min(self.text.len())
    }

    /// Parameters up to `closing`; name and type of the first one may have been read. Whether there are some.
    pub(super) fn parameter_list(
        &mut self,
        mut name: Option<Name>,
        mut typ: Option<Expr>,
        closing: &'static str,
        variadic: bool,
    ) -> bool {
        let of_types = closing == "]";
        let start = name.as_ref().map(|name| name.range).or(typ.as_ref().map(|typ| typ.range));
        let start = start.map_or_else(|| self.current.range.clone(), Into::into);
        let mut list = Vec::new();
        while name.is_some() || !self.at(closing) && self.token() != Token::Eof {
            let parameter = match typ.take() {
                Some(typ) => {
                    let typ = if of_types { self.union(Some(typ)) } else { typ };
                    Parameter { name: name.take(), typ: Some(typ) }
                }
                None => self.parameter(name.take(), of_types),
            };
            if parameter.name.is_some() || parameter.typ.is_some() {
                list.push(parameter);
            }
            if !self.at_comma("parameter list", closing) {
                break;
            }
            self.next();
        }
        if list.is_empty() {
            return false;
        }
        self.check_names(&mut list, &start, of_types);
        self.check_dots(&list, variadic);
        true
    }

    /// All parameters have names, or none has.
    fn check_names(&mut self, list: &mut [Parameter], start: &std::ops::Range<usize>, of_types: bool) {
        let named = list.iter().filter(|one| one.name.is_some() && one.typ.is_some()).count();
        let typed = list.iter().filter(|one| one.typ.is_some()).count();
        let or_length = if list.len() == 1 { " or invalid array length" } else { "" };
        if named == 0 {
            for one in list {
                one.typ = one.name.take().map(word).or(one.typ.take());
            }
            if of_types && named == typed {
                self.fault(self.current.range.clone(), "missing type constraint".to_owned());
            } else if of_types {
                self.fault(start.clone(), format!("missing type parameter name{or_length}"));
            }
            return;
        }
        if named == list.len() {
            return;
        }
        // From the right, a name without a type has that of the next one.
        let mut fault = None;
        let mut next = None;
        for one in list.iter_mut().rev() {
            match (&one.name, &one.typ) {
                (None, Some(typ)) => fault = Some(typ.range),
                (Some(name), None) if next.is_none() => fault = Some(name.range),
                _ => {}
            }
            next = one.typ.take().or(next);
            one.typ.clone_from(&next);
        }
        let Some(at) = fault else { return };
        if named == typed {
            let message = if of_types { "missing type constraint" } else { "missing parameter type" };
            self.fault(self.current.range.clone(), message.to_owned());
        } else if of_types {
            self.fault(at.into(), format!("missing type parameter name{or_length}"));
        } else {
            self.fault(at.into(), "missing parameter name".to_owned());
        }
    }

    /// Only the last parameter may have `...`.
    fn check_dots(&mut self, list: &[Parameter], variadic: bool) {
        let before = if variadic { list.len() - 1 } else { list.len() };
        let mut types = list.iter().take(before).filter_map(|one| one.typ.as_ref());
        if let Some(dots) = types.find(|typ| typ.go_type() == "*ast.Ellipsis") {
            let message =
                if variadic { "can only use ... with final parameter" } else { "invalid use of ..." };
            self.fault(dots.range.into(), message.to_owned());
        }
    }

    fn parameter(&mut self, name: Option<Name>, of_types: bool) -> Parameter {
        if name.is_none() && of_types && self.at("~") {
            return Parameter { name: None, typ: Some(self.union(None)) };
        }
        let mut found = Parameter::default();
        if name.is_some() || self.token() == Token::Identifier {
            let name = name.unwrap_or_else(|| self.name());
            match self.token() {
                Token::Punctuation("[") => found = self.array_or_instance(name),
                Token::Punctuation("...") => {
                    return Parameter { name: Some(name), typ: Some(self.dots()) };
                }
                Token::Punctuation(".") => found.typ = Some(self.qualified_instance(name)),
                Token::Punctuation("~") if of_types => {
                    return Parameter { name: Some(name), typ: Some(self.union(None)) };
                }
                Token::Punctuation("|") if of_types => {
                    let first = word(name);
                    return Parameter { name: None, typ: Some(self.union(Some(first))) };
                }
                Token::Identifier
                | Token::Punctuation("*" | "<-" | "(")
                | Token::Keyword("func" | "chan" | "map" | "struct" | "interface") => {
                    found = Parameter { name: Some(name), typ: Some(self.typ()) };
                }
                _ => found.name = Some(name),
            }
        } else {
            match self.token() {
                Token::Punctuation("...") => return Parameter { name: None, typ: Some(self.dots()) },
                Token::Punctuation("*" | "<-" | "[" | "(")
                | Token::Keyword("func" | "chan" | "map" | "struct" | "interface") => {
                    found.typ = Some(self.typ());
                }
                _ => {
                    self.fault_expected("')'");
                    self.skip_to(ends_expression);
                }
            }
        }
        if of_types && self.at("|") && found.typ.is_some() {
            found.typ = Some(self.union(found.typ));
        }
        found
    }

    /// `...a`
    fn dots(&mut self) -> Expr {
        let start = self.expect_punctuation("...").start;
        let element = self.typ();
        ending(start, &element, ExprKind::Other("*ast.Ellipsis", Vec::new()))
    }

    /// `a | ~b`, of which the first one may have been read.
    fn union(&mut self, first: Option<Expr>) -> Expr {
        let mut union = first.unwrap_or_else(|| self.term());
        let start = usize::from(union.range.start());
        while self.at("|") {
            self.next();
            let term = self.term();
            union = ending(start, &term, ExprKind::Other("*ast.BinaryExpr", Vec::new()));
        }
        union
    }

    fn term(&mut self) -> Expr {
        let start = self.current.range.start;
        if self.at("~") {
            self.next();
            let typ = self.typ();
            return ending(start, &typ, ExprKind::Other("*ast.UnaryExpr", Vec::new()));
        }
        self.try_type().unwrap_or_else(|| {
            self.fault_expected("~ term or type");
            self.skip_to(ends_expression);
            self.bad(start)
        })
    }

    pub(super) fn interface(&mut self) -> Expr {
        let start = self.expect(Token::Keyword("interface")).start;
        self.expect_punctuation("{");
        loop {
            if self.token() == Token::Identifier {
                if let Some(embedded) = self.method() {
                    self.union(Some(embedded));
                }
            } else if self.at("~") {
                self.union(None);
            } else if let Some(typ) = self.try_type() {
                self.union(Some(typ));
            } else {
                break;
            }
            self.expect_semicolon();
        }
        let closing = self.expect_punctuation("}");
        self.closed(start, &closing, ExprKind::Other("*ast.InterfaceType", Vec::new()))
    }

    /// `m(a b) c`: nothing; `a.b[c]`: that type.
    fn method(&mut self) -> Option<Expr> {
        let name = self.type_name();
        let start = usize::from(name.range.start());
        let plain = matches!(name.kind, ExprKind::Identifier(_));
        match self.token() {
            Token::Punctuation("[") if plain => self.generic_method(name),
            Token::Punctuation("[") => Some(self.type_instance(name)),
            Token::Punctuation("(") if plain => {
                self.signature(start);
                None
            }
            _ => Some(name),
        }
    }

    fn generic_method(&mut self, name: Expr) -> Option<Expr> {
        let start = usize::from(name.range.start());
        let opening = self.current.range.clone();
        self.next();
        self.level += 1;
        let first = self.expression();
        self.level -= 1;
        if let ExprKind::Identifier(text) = &first.kind
            && !self.at(",")
            && !self.at("]")
        {
            let parameter = Name { text: text.clone(), range: first.range };
            self.parameter_list(Some(parameter), None, "]", false);
            self.expect_punctuation("]");
            self.fault(opening, "interface method must have no type parameters".to_owned());
            self.signature(start);
            return None;
        }
        let mut list = vec![name, first];
        if self.at_comma("type argument list", "]") {
            self.level += 1;
            self.next();
            self.type_arguments(&mut list);
            self.level -= 1;
        }
        let closing = self.expect_closing("]", "type argument list");
        Some(self.closed(start, &closing, ExprKind::Other(packed(list.len() - 1), list)))
    }
}
