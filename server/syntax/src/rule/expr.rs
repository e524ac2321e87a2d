//! The tree of a rule.

use crate::{Text, TextRange};

/// An expression and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    /// Bytes of the rule.
    pub range: TextRange,
    /// What it is.
    pub kind: ExprKind,
}

/// The kinds of expressions. Rules are made of calls, `&&`, `||`, `!`, parentheses and string literals;
/// the others parse, and Traefik refuses them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprKind {
    /// `Host`
    Identifier(String),
    /// `` `a` ``, `"a"`, `1`
    Literal(Literal),
    /// `` Host(`a`) ``
    Call(Call),
    /// `(a)`
    Parenthesized(Box<Expr>),
    /// `!a`
    Unary(Unary),
    /// `a && b`
    Binary(Binary),
    /// `a.b`
    Selector(Box<Expr>, Name),
    /// `a[b]`
    Index(Box<Expr>, Box<Expr>),
    /// Another kind of expression, by its name in Go (`*ast.SliceExpr`), with the expressions in it.
    Other(&'static str, Vec<Expr>),
    /// What is no expression, with the expressions in it; empty where one is missing.
    /// Only the tolerant tree has them.
    Error(Vec<Expr>),
}

/// A literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// What it is.
    pub kind: LiteralKind,
    /// The decoded string with the way back to the rule's bytes; of numbers and runes the source.
    pub text: Text,
    /// The bytes, where they are no UTF-8 (`"\xff"`); in `text` each that is none reads `\u{fffd}`.
    pub bytes: Option<Vec<u8>>,
}

/// The kinds of literals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LiteralKind {
    /// `` `a` ``
    Raw,
    /// `"a"`
    Interpreted,
    /// `'a'`
    Rune,
    /// `1`
    Integer,
    /// `1.5`
    Float,
    /// `1i`
    Imaginary,
}

/// A word and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The word.
    pub text: String,
    /// Bytes of the rule.
    pub range: TextRange,
}

/// A call: in a rule, a matcher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// What is called.
    pub function: Box<Expr>,
    /// Its arguments.
    pub arguments: Vec<Expr>,
    /// Whether `...` follows the last one. Traefik takes it, and it means nothing.
    pub ellipsis: bool,
    /// Where arguments may stand: the bytes between the parentheses and commas, one more than there are commas.
    pub slots: Vec<TextRange>,
}

/// An operator before an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unary {
    /// `!`
    pub operator: &'static str,
    /// Bytes of the operator.
    pub operator_range: TextRange,
    /// What it is applied to.
    pub operand: Box<Expr>,
}

/// An operator between two expressions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binary {
    /// `&&`
    pub operator: &'static str,
    /// Bytes of the operator.
    pub operator_range: TextRange,
    /// Before it.
    pub left: Box<Expr>,
    /// Behind it.
    pub right: Box<Expr>,
}

impl Expr {
    /// What Go's parser calls it (`%T` of the `ast.Expr`).
    pub fn go_type(&self) -> &'static str {
        match &self.kind {
            ExprKind::Identifier(_) => "*ast.Ident",
            ExprKind::Literal(_) => "*ast.BasicLit",
            ExprKind::Call(_) => "*ast.CallExpr",
            ExprKind::Parenthesized(_) => "*ast.ParenExpr",
            ExprKind::Unary(unary) if unary.operator == "*" => "*ast.StarExpr",
            ExprKind::Unary(_) => "*ast.UnaryExpr",
            ExprKind::Binary(_) => "*ast.BinaryExpr",
            ExprKind::Selector(..) => "*ast.SelectorExpr",
            ExprKind::Index(..) => "*ast.IndexExpr",
            ExprKind::Other(name, _) => name,
            ExprKind::Error(_) => "*ast.BadExpr",
        }
    }

    /// The expressions directly in it, in the order of the text.
    pub fn children(&self) -> Vec<&Expr> {
        match &self.kind {
            ExprKind::Identifier(_) | ExprKind::Literal(_) => Vec::new(),
            ExprKind::Call(call) => std::iter::once(&*call.function).chain(&call.arguments).collect(),
            ExprKind::Parenthesized(inner) | ExprKind::Selector(inner, _) => vec![inner],
            ExprKind::Unary(unary) => vec![&unary.operand],
            ExprKind::Binary(binary) => vec![&binary.left, &binary.right],
            ExprKind::Index(operand, index) => vec![operand, index],
            ExprKind::Other(_, children) | ExprKind::Error(children) => children.iter().collect(),
        }
    }

    /// This expression and all in it, each before those in it, in the order of the text.
    pub fn walk(&self) -> Vec<&Expr> {
        let mut found = Vec::new();
        let mut open = vec![self];
        while let Some(expr) = open.pop() {
            found.push(expr);
            open.extend(expr.children().into_iter().rev());
        }
        found
    }
}

impl Call {
    /// The name that is called, where it is a plain one.
    pub fn name(&self) -> Option<Name> {
        match &self.function.kind {
            ExprKind::Identifier(text) => Some(Name { text: text.clone(), range: self.function.range }),
            _ => None,
        }
    }
}
