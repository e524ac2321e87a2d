//! Findings one a line, for `grep` and for problem matchers: `file:line:column: severity[CODE] message`.

use std::fmt::Write as _;

use lints::Finding;

use crate::cli::places::{Places, Point, Position};
use crate::cli::terminal;

/// One finding with its line break. The column counts UTF-8 bytes, as in the JSON.
pub(super) fn render(finding: &Finding, places: Places<'_>) -> String {
    let Point { file, start } = places.point(finding.location);
    let Position { line, column } = start;
    let severity = finding.severity.as_str();
    let message = finding.message.replace(['\n', '\r'], " ");
    let mut text = String::new();
    let _ = writeln!(text, "{file}:{line}:{column}: {severity}[{}] {message}", finding.rule.code);
    terminal::plain(&text)
}
