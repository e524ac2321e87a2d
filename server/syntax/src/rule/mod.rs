//! Rule expressions: what Traefik matches requests with, read as Go's expression parser reads them.
//!
//! Two readers, one tree. [`parse`] gives a tree of whatever stands there, through the tree-sitter grammar of our own
//! with its error recovery, and Go's problems with it: for editors. [`expression`] is strict: Go's verdict on the text,
//! for who wants to know what Traefik makes of it.

mod cursor;
mod declarations;
mod expr;
mod fields;
mod literal;
mod number;
mod parser;
mod positions;
pub mod quote;
mod scanner;
mod statements;
mod tokens;
mod tolerant;
mod types;

use std::ops::Range;

pub use expr::{Binary, Call, Expr, ExprKind, Literal, LiteralKind, Name, Unary};

use crate::limits::{RULE_BYTES, RULE_PROBLEMS};
use crate::{Problem, TextRange, TextSize};

/// What stands in a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parse {
    /// The expressions, in order: one in a sound rule. Half-typed rules give what stands there.
    pub tree: Vec<Expr>,
    /// What Go's parser complains about, in its order and words (`1:11: expected 'EOF', found and`).
    /// Empty if and only if it accepts the text.
    pub problems: Vec<Problem>,
}

/// Why Go's parser refuses a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The error list, as Go prints it: `1:6: raw string literal not terminated (and 1 more errors)`.
    pub text: String,
    /// Its first entries ([`RULE_PROBLEMS`]), each with the bytes it is about.
    pub problems: Vec<Problem>,
    /// The text is larger than what is read here ([`crate::limits::RULE_BYTES`], [`crate::limits::RULE_DEPTH`],
    /// [`crate::limits::RULE_OPERATORS`]): no verdict of Go's.
    pub too_large: bool,
}

/// Reads whatever stands in `text`.
pub fn parse(text: &str) -> Parse {
    let verdict = expression(text);
    if verdict.as_ref().is_err_and(|refusal| refusal.too_large) {
        return Parse { tree: Vec::new(), problems: verdict.err().unwrap_or_else(too_large).problems };
    }
    let problems = verdict.err().map(|refusal| refusal.problems).unwrap_or_default();
    Parse { tree: tolerant::parse(text), problems }
}

/// Reads `text` as Go's parser does.
pub fn expression(text: &str) -> Result<Expr, Refusal> {
    if text.len() > RULE_BYTES {
        return Err(too_large());
    }
    let outcome = parser::parse(text);
    if outcome.too_large {
        return Err(too_large());
    }
    if outcome.faults.is_empty() {
        return Ok(outcome.expr);
    }
    let count = outcome.faults.len();
    let faults = outcome.faults.into_iter().take(RULE_PROBLEMS);
    let problems: Vec<_> = faults
        .map(|fault| {
            let words = if fault.position.is_said() {
                format!("{}: {}", fault.position, fault.message)
            } else {
                fault.message
            };
            Problem::new(span(fault.range), words)
        })
        .collect();
    let first = problems.first().map(|problem| problem.message.clone()).unwrap_or_default();
    let text = if count == 1 { first } else { format!("{first} (and {} more errors)", count - 1) };
    Err(Refusal { text, problems, too_large: false })
}

fn too_large() -> Refusal {
    let text = "the rule is too large to be read here".to_owned();
    let problems = vec![Problem::new(TextRange::default(), text.clone())];
    Refusal { text, problems, too_large: true }
}

/// Rules are far below the size at which this could saturate.
fn span(range: Range<usize>) -> TextRange {
    let size = |offset| TextSize::try_from(offset).unwrap_or(TextSize::new(u32::MAX));
    TextRange::new(size(range.start), size(range.end))
}

#[cfg(test)]
mod tests;
