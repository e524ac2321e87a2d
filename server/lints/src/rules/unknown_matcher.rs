//! TRK111: a rule names a matcher that does not exist.

use routing::model::Model;
use syntax::{TextRange, TextSize};
use traefik::rule::{RuleErrorKind, RuleSyntax, catalogue};

use super::rule_faults;
use crate::{Edit, Finding, Fix, Rule, Severity, words};

pub(crate) static RULE: Rule = Rule {
    code: "TRK111",
    name: "unknown-matcher",
    severity: Severity::Error,
    summary: "The rule uses a matcher that Traefik does not have; the router is dropped.",
    page: include_str!("../../../../docs/rules/TRK111.md"),
};

/// What other versions and other articles call a matcher, and what it is called in v3.
const ELSEWHERE: [(&str, &str); 8] = [
    ("Headers", "Header"),
    ("HeadersRegexp", "HeaderRegexp"),
    ("HostHeader", "Host"),
    ("PathPrefixRegexp", "PathRegexp"),
    ("PathStrip", "Path"),
    ("PathPrefixStrip", "PathPrefix"),
    ("PathStripRegex", "PathRegexp"),
    ("PathPrefixStripRegex", "PathRegexp"),
];

pub(crate) fn check(model: &Model) -> Vec<Finding> {
    let mut findings = Vec::new();
    for fault in rule_faults::of_kind(model, RuleErrorKind::UnknownMatcher) {
        let Some(range) = name_range(fault.rule.as_str(), fault.error.range) else { continue };
        let name = &fault.rule.as_str()[range];
        let syntax = if fault.router.syntax == "v2" { RuleSyntax::V2 } else { RuleSyntax::V3 };
        let matchers = catalogue::matchers(fault.router.protocol, syntax);
        let known: Vec<&str> = matchers.iter().map(|matcher| matcher.name).collect();
        let meant = ELSEWHERE
            .iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, ours)| *ours)
            .filter(|ours| known.contains(ours))
            .or_else(|| words::nearest(name, known.iter().copied()));
        let advice = match meant {
            Some(meant) => format!("Write `{meant}`."),
            None => format!("There are {}.", words::list(&known)),
        };
        let reason = format!("there is no matcher `{name}`, and Traefik drops the router. {advice}");
        let mut finding = rule_faults::finding(&RULE, &fault, &reason);
        finding.location.range = fault.rule.source_range(range);
        if let Some(meant) = meant {
            let edit = Edit::replace(finding.location, meant);
            // Another spelling of the same name cannot be meant otherwise.
            let safe = meant.eq_ignore_ascii_case(name);
            finding.fixes.push(Fix::new(format!("Write `{meant}`"), safe, edit));
        }
        findings.push(finding);
    }
    findings
}

/// The name at the start of the call at `range`.
fn name_range(rule: &str, range: TextRange) -> Option<TextRange> {
    let call = rule.get(std::ops::Range::<usize>::from(range))?;
    let length = call.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).unwrap_or(call.len());
    Some(TextRange::at(range.start(), TextSize::try_from(length).ok()?))
}
