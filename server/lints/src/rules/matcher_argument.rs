//! TRK113: a matcher refuses its value.

use routing::model::Model;
use traefik::rule::RuleErrorKind;

use super::rule_faults;
use crate::{Finding, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "TRK113",
    name: "matcher-argument",
    severity: Severity::Error,
    summary: "A matcher refuses its value: a path without slash, a regular expression that does not compile.",
    page: include_str!("../../../../docs/rules/TRK113.md"),
};

pub(crate) fn check(model: &Model) -> Vec<Finding> {
    rule_faults::of_kind(model, RuleErrorKind::Value)
        .map(|fault| {
            let reason = format!(
                "Traefik refuses a value in its rule ({}) and drops the router.",
                fault.error.message
            );
            rule_faults::finding(&RULE, &fault, &reason)
        })
        .collect()
}
