//! Why Traefik refuses a rule, in its words.

use syntax::TextRange;
use syntax::rule::quote::quoted;

use super::predicate::Operator;
use crate::dynamic::Protocol;

/// Why Traefik refuses a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError {
    /// What kind of fault it is.
    pub kind: RuleErrorKind,
    /// The part at fault: bytes of the decoded rule.
    pub range: TextRange,
    /// Traefik's innermost words: `unexpected number of parameters; got 2, expected one of [1]`.
    pub message: String,
    /// Traefik's whole text, as the API shows it: `error while parsing rule …`.
    pub text: String,
}

/// The faults a rule can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleErrorKind {
    /// It is not an expression, or one that rules do not have.
    Syntax,
    /// There is no such matcher (in this syntax).
    UnknownMatcher,
    /// A matcher has too few or too many values.
    Arity,
    /// A value that the matcher refuses: an empty one, a path without `/`, a regular expression that does not compile.
    Value,
    /// It is larger than what is read here (`syntax::limits`): nothing that Traefik says.
    TooLarge,
}

/// A fault on its way out of the rule, `text` growing as Traefik wraps it.
#[derive(Debug)]
pub(super) struct Fault {
    kind: RuleErrorKind,
    range: TextRange,
    message: String,
    text: String,
    /// Found before the matcher's own builder ran.
    check: bool,
}

impl Fault {
    pub(super) fn new(kind: RuleErrorKind, range: TextRange, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { kind, range, text: message.clone(), message, check: false }
    }

    pub(super) fn syntax(range: TextRange, message: impl Into<String>) -> Self {
        Self::new(RuleErrorKind::Syntax, range, message)
    }

    pub(super) fn value(range: TextRange, message: impl Into<String>) -> Self {
        Self::new(RuleErrorKind::Value, range, message)
    }

    /// Marks what CheckRule finds.
    pub(super) fn checking(self) -> Self {
        Self { check: true, ..self }
    }

    /// mux.go:284-292. The TCP muxer wraps nothing.
    pub(super) fn in_matcher(mut self, name: &str, protocol: Protocol) -> Self {
        if protocol == Protocol::Http {
            let doing = if self.check { "checking" } else { "adding" };
            self.text = format!("error while {doing} rule {name}: {}", self.text);
        }
        self
    }

    /// mux.go:277. The right side wraps nothing.
    pub(super) fn left_of(mut self, operator: Operator, protocol: Protocol) -> Self {
        if protocol == Protocol::Http {
            self.text = format!("error while adding rule {}: {}", operator.name(), self.text);
        }
        self
    }

    /// As Traefik reports a rule that does not parse (mux.go:82, pkg/muxer/http/parser.go:86, pkg/server/router/tcp/manager.go:242).
    pub(super) fn while_parsing(mut self, rule: &str, protocol: Protocol) -> RuleError {
        self.text = match (protocol, self.message.as_str()) {
            (Protocol::Http, super::predicate::NO_MATCHERS) => {
                format!("error while parsing rule {rule}: {}", self.text)
            }
            (Protocol::Http, _) => {
                format!("error while parsing rule {rule}: parsing rule {rule}: {}", self.text)
            }
            (_, super::predicate::NO_MATCHERS) => {
                self.message = format!("error while parsing rule {rule}");
                format!("invalid rule: {} , {}", quoted(rule), self.message)
            }
            _ => format!("invalid rule: {} , {}", quoted(rule), self.text),
        };
        self.into()
    }

    /// As Traefik reports a matcher that it cannot build (mux.go:82, parser.go:98, pkg/muxer/tcp/mux.go:161).
    pub(super) fn while_adding(mut self, rule: &str, protocol: Protocol) -> RuleError {
        self.text = if protocol == Protocol::Http {
            format!("error while parsing rule {rule}: adding rule {rule}: {}", self.text)
        } else {
            format!("error while adding rule {rule}: {}", self.text)
        };
        self.into()
    }

    /// As Traefik reports a rule whose domains it cannot tell (pkg/muxer/http/mux.go:194; TCP's is what it says of the rule).
    pub(super) fn while_finding_domains(mut self, rule: &str, protocol: Protocol) -> RuleError {
        if protocol != Protocol::Http {
            return self.while_parsing(rule, protocol);
        }
        self.text = if self.message == super::predicate::NO_MATCHERS {
            format!("error while parsing rule {rule}")
        } else {
            format!("error while parsing rule {rule}: {}", self.text)
        };
        self.into()
    }
}

impl From<Fault> for RuleError {
    fn from(fault: Fault) -> Self {
        Self { kind: fault.kind, range: fault.range, message: fault.message, text: fault.text }
    }
}
