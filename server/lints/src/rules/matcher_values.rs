//! TRK112: a matcher has too few or too many values, as v2's rules have.

use routing::model::Model;
use syntax::TextRange;
use syntax::rule::{ExprKind, expression};
use traefik::rule::RuleErrorKind;

use super::rule_faults::{self, Fault};
use crate::{Edit, Finding, Fix, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "TRK112",
    name: "matcher-values",
    severity: Severity::Error,
    summary: "A matcher has another number of values than it takes; the router is dropped.",
    page: include_str!("../../../../docs/rules/TRK112.md"),
};

/// Matchers that took several values in v2, each of them an alternative.
const ALTERNATIVES: [&str; 6] = ["host", "hostsni", "path", "pathprefix", "method", "clientip"];

pub(crate) fn check(model: &Model) -> Vec<Finding> {
    rule_faults::of_kind(model, RuleErrorKind::Arity).map(|fault| finding(&fault)).collect()
}

fn finding(fault: &Fault<'_>) -> Finding {
    let rule = fault.rule.as_str();
    let call = call(rule, fault.error.range);
    let split = call.as_ref().and_then(Call::split);
    let advice = match (&split, &call) {
        (Some(split), Some(call)) => {
            format!("Only v2's rules take several; since v3 `{}` takes one: ``{split}``.", call.name)
        }
        _ => String::new(),
    };
    let reason = format!("Traefik drops the router ({}). {advice}", fault.error.message);
    let mut finding = rule_faults::finding(&RULE, fault, reason.trim_end());
    if let Some(call) = call {
        finding.location.range = fault.rule.source_range(call.range);
        // Quotes, backslashes and dollars mean something to whatever the rule is written in.
        if let Some(split) = split.filter(|split| !split.contains(['"', '\\', '$'])) {
            let grouped = if call.alone { split } else { format!("({split})") };
            let edit = Edit::replace(finding.location, grouped);
            finding.fixes.push(Fix::new(
                format!("Write one `{}` a value", call.name),
                fault.rule.is_known(),
                edit,
            ));
        }
    }
    finding
}

struct Call<'r> {
    name: &'r str,
    /// The values with their quotes.
    values: Vec<&'r str>,
    negated: bool,
    /// Whether the call is the whole rule, so that no parentheses are needed.
    alone: bool,
    /// Bytes of the rule.
    range: TextRange,
}

impl Call<'_> {
    /// The same meaning with one value a matcher.
    fn split(&self) -> Option<String> {
        let known = ALTERNATIVES.contains(&self.name.to_ascii_lowercase().as_str());
        if !known || self.values.len() < 2 || self.negated {
            return None;
        }
        let calls: Vec<String> =
            self.values.iter().map(|value| format!("{}({})", self.name, back_quoted(value))).collect();
        Some(calls.join(" || "))
    }
}

/// `value` in back quotes where it can be: they need no escapes in YAML, TOML and labels.
fn back_quoted(value: &str) -> String {
    match value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(plain) if !plain.contains(['`', '\\']) => format!("`{plain}`"),
        _ => value.to_owned(),
    }
}

/// The innermost call around `range`.
fn call(rule: &str, range: TextRange) -> Option<Call<'_>> {
    let tree = expression(rule).ok()?;
    let text = |range: TextRange| rule.get(std::ops::Range::<usize>::from(range)).unwrap_or_default();
    let calls = tree.walk().into_iter().filter_map(|expr| match &expr.kind {
        ExprKind::Call(call) if expr.range.contains_range(range) => Some((expr.range, call)),
        _ => None,
    });
    let (whole, call) = calls.min_by_key(|(whole, _)| whole.len())?;
    let before = rule.get(..usize::from(whole.start()))?.trim_end();
    Some(Call {
        name: text(call.function.range),
        values: call.arguments.iter().map(|argument| text(argument.range)).collect(),
        negated: before.ends_with('!'),
        alone: text(whole) == rule.trim(),
        range: whole,
    })
}
