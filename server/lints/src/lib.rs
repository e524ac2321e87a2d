//! What is wrong with it: one file a rule, each with its page in `docs/rules/`.

mod finding;
mod fix;
mod rules;
mod words;

pub use finding::{Finding, Related, Rule, Severity};
pub use fix::{Edit, Fix};
pub use words::nearest;

use routing::model::Model;

/// All findings of the workspace, sorted by file (path), range, code; double ones taken out.
pub fn check(model: &Model) -> Vec<Finding> {
    let mut findings: Vec<Finding> = rules::ALL.iter().flat_map(|(_, check)| check(model)).collect();
    let key = |finding: &Finding| {
        let range = finding.location.range;
        (model.path(finding.location.file), range.start(), range.end(), finding.rule.code)
    };
    // What several stacks say of one place is said once, as loud as the surest of them.
    findings.sort_by(|a, b| {
        let surest_first = b.severity.cmp(&a.severity);
        key(a).cmp(&key(b)).then(surest_first).then_with(|| a.message.cmp(&b.message))
    });
    findings.dedup_by(|next, kept| key(next) == key(kept));
    findings
}

/// All rules, by code.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    rules::ALL.iter().map(|(rule, _)| *rule)
}

#[cfg(test)]
mod tests;
