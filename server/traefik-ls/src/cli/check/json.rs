//! Findings for programs. The names are a promise: fields may be added, none taken away or changed.

use lints::{Finding, Fix};
use serde::Serialize;

use crate::cli::places::{Places, Position, Span};

#[derive(Serialize)]
struct Report<'a> {
    findings: Vec<FindingOut<'a>>,
}

#[derive(Serialize)]
struct FindingOut<'a> {
    code: &'a str,
    name: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    at: Span<'a>,
    related: Vec<RelatedOut<'a>>,
    fixes: Vec<FixOut<'a>>,
}

#[derive(Serialize)]
struct RelatedOut<'a> {
    message: &'a str,
    #[serde(flatten)]
    at: Span<'a>,
}

#[derive(Serialize)]
struct FixOut<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<EditOut<'a>>,
}

#[derive(Serialize)]
struct EditOut<'a> {
    file: &'a str,
    start: Position,
    end: Position,
    text: &'a str,
}

/// `{"findings": […]}`, in the order given.
pub(super) fn render(findings: &[&Finding], places: Places<'_>) -> serde_json::Result<String> {
    let findings = findings.iter().map(|finding| out(finding, places)).collect();
    let mut text = serde_json::to_string_pretty(&Report { findings })?;
    text.push('\n');
    Ok(text)
}

fn out<'a>(finding: &'a Finding, places: Places<'a>) -> FindingOut<'a> {
    let related = finding.related.iter();
    FindingOut {
        code: finding.rule.code,
        name: finding.rule.name,
        severity: finding.severity.as_str(),
        message: &finding.message,
        at: places.span(finding.location),
        related: related.map(|r| RelatedOut { message: &r.message, at: places.span(r.location) }).collect(),
        fixes: finding.fixes.iter().map(|fix| fix_out(fix, places)).collect(),
    }
}

fn fix_out<'a>(fix: &'a Fix, places: Places<'a>) -> FixOut<'a> {
    let edits = fix.edits.iter().map(|edit| {
        let Span { file, start, end } = places.span(syntax::Location::new(edit.file, edit.range));
        EditOut { file, start, end, text: &edit.text }
    });
    FixOut { title: &fix.title, safe: fix.safe, edits: edits.collect() }
}
