//! TRK110: a rule does not parse.

use routing::model::Model;
use traefik::rule::RuleErrorKind;

use super::rule_faults;
use crate::{Finding, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "TRK110",
    name: "rule-syntax",
    severity: Severity::Error,
    summary: "The rule is not an expression that Traefik can read; the router is dropped.",
    page: include_str!("../../../../docs/rules/TRK110.md"),
};

pub(crate) fn check(model: &Model) -> Vec<Finding> {
    rule_faults::of_kind(model, RuleErrorKind::Syntax)
        .map(|fault| {
            let reason = format!(
                "Traefik cannot read its rule ({}) and drops the router. A rule is made of matchers such as \
                 ``Host(`example.com`)``, `&&`, `||`, `!` and parentheses.",
                fault.error.message,
            );
            rule_faults::finding(&RULE, &fault, &reason)
        })
        .collect()
}
