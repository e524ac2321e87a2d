//! Findings as the settings want them.

use lints::{Finding, Severity};
use routing::model::Model;

use crate::settings::{Level, Settings};

/// What [`lints::check`] finds, without what the settings turn off and with the severity they ask for.
pub(super) fn check(model: &Model, settings: &Settings) -> Vec<Finding> {
    let mut findings = lints::check(model);
    findings.retain_mut(|finding| match settings.level(finding.rule) {
        None => true,
        Some(Level::Off) => false,
        Some(Level::Severity(wanted)) => {
            finding.severity = severity(finding, wanted);
            true
        }
    });
    findings
}

/// A finding that is less certain than its rule can be stays that far below.
fn severity(finding: &Finding, wanted: Severity) -> Severity {
    if finding.severity < finding.rule.severity { finding.severity.min(wanted) } else { wanted }
}
