//! From the expression to matchers joined by and/or, as vulcand/predicate does it with Traefik's functions
//! (predicate/parse.go 1.3.0, pkg/rules/parser.go).

use syntax::rule::{Expr, ExprKind, LiteralKind, Unary};
use syntax::{Text, TextRange};

use super::error::{Fault, RuleErrorKind};
use crate::request::bytes;

/// What Traefik says of an expression that is no matcher, nor made of some.
pub(super) const NO_MATCHERS: &str = "obtaining build tree";

/// A rule before its matchers are built.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Join(Operator, Box<Node>, Box<Node>),
    Leaf(Leaf),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
}

/// A matcher that is not built yet.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    pub(super) name: &'static str,
    pub(super) negated: bool,
    pub(super) arguments: Vec<Argument>,
    /// The call.
    pub(super) range: TextRange,
}

#[derive(Clone, Debug)]
pub(super) struct Argument {
    pub(super) text: Text,
    /// What it says, encoded as requests are: Go's strings may hold bytes that ours cannot.
    pub(super) value: String,
}

impl Operator {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::And => "and",
            Self::Or => "or",
        }
    }

    fn inverted(self) -> Self {
        match self {
            Self::And => Self::Or,
            Self::Or => Self::And,
        }
    }
}

impl Node {
    /// De Morgan: the negation moves down to the matchers (pkg/rules/parser.go:81).
    fn invert(&mut self) {
        let mut open = vec![self];
        while let Some(node) = open.pop() {
            match node {
                Self::Join(operator, left, right) => {
                    *operator = operator.inverted();
                    open.extend([&mut **left, &mut **right]);
                }
                Self::Leaf(leaf) => leaf.negated = !leaf.negated,
            }
        }
    }

    /// The matchers in the order of the text.
    pub(super) fn leaves(&self) -> Vec<&Leaf> {
        let mut found = Vec::new();
        let mut open = vec![self];
        while let Some(node) = open.pop() {
            match node {
                Self::Join(_, left, right) => open.extend([&**right, &**left]),
                Self::Leaf(leaf) => found.push(leaf),
            }
        }
        found
    }
}

impl Argument {
    /// As Go prints it with `%q`.
    pub(super) fn quoted(&self) -> String {
        bytes::quoted(&self.value)
    }

    /// A fault at the value.
    pub(super) fn fault(&self, message: impl Into<String>) -> Fault {
        Fault::value(self.text.content_range(), message)
    }
}

impl Leaf {
    /// CheckRule: there are values, and none is empty (pkg/rules/parser.go:124).
    pub(super) fn check(&self) -> Result<(), Fault> {
        let name = self.name;
        if self.arguments.is_empty() {
            let message = format!("no args for matcher {name}");
            return Err(Fault::new(RuleErrorKind::Arity, self.range, message).checking());
        }
        let Some(empty) = self.arguments.iter().find(|argument| argument.text.as_str().is_empty()) else {
            return Ok(());
        };
        let message = format!("empty args for matcher {name}, {}", self.printed());
        Err(Fault::value(empty.text.range(), message).checking())
    }

    /// The values as Go prints a list: `[a b]`.
    pub(super) fn printed(&self) -> String {
        let values: Vec<_> = self.arguments.iter().map(|argument| argument.text.as_str()).collect();
        format!("[{}]", values.join(" "))
    }

    /// Whether the values are all told. Their number is known in any case.
    pub(super) fn is_known(&self) -> bool {
        self.arguments.iter().all(|argument| !argument.text.as_str().contains('⟨'))
    }

    /// Whether a TCP router with this matcher alone takes what nobody else does (pkg/muxer/tcp/mux.go:119).
    pub(super) fn is_catch_all(&self) -> bool {
        self.name == "HostSNI" && matches!(&self.arguments[..], [only] if only.text.as_str() == "*")
    }
}

/// What an expression evaluates to.
enum Value {
    Node(Node),
    Text(Argument),
    /// A number, by its type in Go.
    Number(&'static str),
}

impl Value {
    fn go_type(&self) -> &'static str {
        match self {
            Self::Node(_) => "rules.TreeBuilder",
            Self::Text(_) => "string",
            Self::Number(name) => name,
        }
    }
}

/// Parses `text` with the matchers of these names.
pub(super) fn parse(text: &str, names: &[&'static str]) -> Result<Node, Fault> {
    let expr = syntax::rule::expression(text).map_err(|refusal| {
        let kind = if refusal.too_large { RuleErrorKind::TooLarge } else { RuleErrorKind::Syntax };
        let range = refusal.problems.first().map(|problem| problem.range).unwrap_or_default();
        Fault::new(kind, range, refusal.text)
    })?;
    match evaluate(&expr, names)? {
        Value::Node(node) => Ok(node),
        _ => Err(Fault::syntax(expr.range, NO_MATCHERS)),
    }
}

/// predicateParser.parse: operators and parentheses around values. Operators in a row nest to the left, as deep as they
/// are many, so that side costs no recursion.
fn evaluate(expr: &Expr, names: &[&'static str]) -> Result<Value, Fault> {
    let mut row = Vec::new();
    let mut first = expr;
    while let ExprKind::Binary(binary) = &first.kind {
        row.push(binary);
        first = &binary.left;
    }
    let mut left = single(first, names)?;
    while let Some(binary) = row.pop() {
        let right = evaluate(&binary.right, names)?;
        let operator = match binary.operator {
            "&&" => Operator::And,
            "||" => Operator::Or,
            other => return Err(unsupported(other, binary.operator_range)),
        };
        let node = operand(left, &binary.left)?;
        let right = operand(right, &binary.right)?;
        left = Value::Node(Node::Join(operator, Box::new(node), Box::new(right)));
    }
    Ok(left)
}

fn single(expr: &Expr, names: &[&'static str]) -> Result<Value, Fault> {
    match &expr.kind {
        ExprKind::Parenthesized(inner) => evaluate(inner, names),
        ExprKind::Unary(Unary { operator: "!", operand: inner, .. }) => {
            let mut node = operand(evaluate(inner, names)?, inner)?;
            node.invert();
            Ok(Value::Node(node))
        }
        ExprKind::Unary(unary) if unary.operator != "*" => {
            Err(unsupported(unary.operator, unary.operator_range))
        }
        _ => value(expr, names),
    }
}

fn unsupported(operator: &str, range: TextRange) -> Fault {
    Fault::syntax(range, format!("{operator} is not supported"))
}

/// What an operator joins must be matchers.
fn operand(value: Value, expr: &Expr) -> Result<Node, Fault> {
    match value {
        Value::Node(node) => Ok(node),
        other => {
            let message = format!("reflect: Call using {} as type rules.TreeBuilder", other.go_type());
            Err(Fault::syntax(expr.range, message))
        }
    }
}

/// predicateParser.evaluateExpr: calls and literals; all else is refused.
fn value(expr: &Expr, names: &[&'static str]) -> Result<Value, Fault> {
    let refused = |message: String| Err(Fault::syntax(expr.range, message));
    match &expr.kind {
        ExprKind::Literal(literal) => match literal.kind {
            LiteralKind::Raw | LiteralKind::Interpreted => {
                let value = bytes::text(literal.bytes.as_deref().unwrap_or(literal.text.as_str().as_bytes()));
                Ok(Value::Text(Argument { text: literal.text.clone(), value }))
            }
            LiteralKind::Integer => match integer_fault(literal.text.as_str()) {
                None => Ok(Value::Number("int")),
                Some(fault) => refused(number_message("Atoi", literal.text.as_str(), fault)),
            },
            LiteralKind::Float => match float_fault(literal.text.as_str()) {
                None => Ok(Value::Number("float64")),
                Some(fault) => refused(number_message("ParseFloat", literal.text.as_str(), fault)),
            },
            LiteralKind::Rune => refused("unsupported function argument type: 'CHAR'".to_owned()),
            LiteralKind::Imaginary => refused("unsupported function argument type: 'IMAG'".to_owned()),
        },
        ExprKind::Index(..) => refused("properties are not supported".to_owned()),
        ExprKind::Identifier(name) => refused(format!("{name} is not defined")),
        ExprKind::Selector(..) => match selector(expr) {
            Ok(path) => refused(format!("{path} is not defined")),
            Err(other) => refused(format!("unsupported selector type: {other}")),
        },
        ExprKind::Call(call) => {
            let name = function(&call.function)?;
            let Some(name) = canonical(&name, names) else {
                let message = format!("unsupported function: {name}");
                return Err(Fault::new(RuleErrorKind::UnknownMatcher, call.function.range, message));
            };
            let values = call.arguments.iter().map(|argument| Ok((value(argument, names)?, argument.range)));
            let values = values.collect::<Result<Vec<_>, Fault>>()?;
            let arguments = values.into_iter().map(|(value, range)| match value {
                Value::Text(argument) => Ok(argument),
                other => {
                    let message = format!("reflect: cannot use {} as type string in Call", other.go_type());
                    Err(Fault::syntax(range, message))
                }
            });
            let arguments = arguments.collect::<Result<_, Fault>>()?;
            Ok(Value::Node(Node::Leaf(Leaf { name, negated: false, arguments, range: expr.range })))
        }
        _ => refused(format!("{} is not supported", expr.go_type())),
    }
}

/// The name of a function: a word, or two joined by a dot.
fn function(expr: &Expr) -> Result<String, Fault> {
    match &expr.kind {
        ExprKind::Identifier(name) => Ok(name.clone()),
        ExprKind::Selector(operand, field) => {
            if let ExprKind::Identifier(name) = &operand.kind {
                return Ok(format!("{name}.{}", field.text));
            }
            let message = format!("expected selector identifier, got: {}", operand.go_type());
            Err(Fault::syntax(expr.range, message))
        }
        _ => Err(Fault::syntax(expr.range, format!("expected identifier, got: {}", expr.go_type()))),
    }
}

/// The words of `a.b.c`, or what stands where a word should.
fn selector(expr: &Expr) -> Result<String, &'static str> {
    let mut words = Vec::new();
    let mut current = expr;
    loop {
        match &current.kind {
            ExprKind::Selector(operand, field) => {
                words.push(field.text.as_str());
                current = operand;
            }
            ExprKind::Identifier(name) => {
                words.push(name);
                words.reverse();
                return Ok(words.join("."));
            }
            _ => return Err(current.go_type()),
        }
    }
}

/// The matcher that a name spells: as it is, in lower case, in upper case, or in lower case with one capital
/// (pkg/rules/parser.go:42).
pub(super) fn canonical(spelled: &str, names: &[&'static str]) -> Option<&'static str> {
    names.iter().copied().find(|name| {
        let lower = name.to_ascii_lowercase();
        let title = |text: &str| {
            let (first, rest) = text.split_at(1);
            first.to_ascii_uppercase() + rest
        };
        spelled == *name
            || spelled == lower
            || spelled == name.to_ascii_uppercase()
            || spelled == title(&lower)
    })
}

fn number_message(function: &str, source: &str, fault: &str) -> String {
    format!("failed to parse argument: {source}, error: strconv.{function}: parsing \"{source}\": {fault}")
}

/// strconv.Atoi of what Go's scanner takes for an integer: decimal digits only.
fn integer_fault(source: &str) -> Option<&'static str> {
    if !source.bytes().all(|b| b.is_ascii_digit()) {
        return Some("invalid syntax");
    }
    source.parse::<i64>().err().map(|_| "value out of range")
}

/// strconv.ParseFloat of what Go's scanner takes for one. Hexadecimal ones are taken to be in range.
fn float_fault(source: &str) -> Option<&'static str> {
    source.replace('_', "").parse::<f64>().is_ok_and(f64::is_infinite).then_some("value out of range")
}
