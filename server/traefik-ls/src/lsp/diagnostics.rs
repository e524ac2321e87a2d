//! Findings → diagnostics.

use std::collections::BTreeMap;
use std::str::FromStr;

use lints::{Finding, Severity};
use syntax::FileId;
use tower_lsp::ls_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, NumberOrString, Uri,
};

use super::session::View;
use crate::settings::SETTINGS_FILE;

/// Who says so.
const SOURCE: &str = "traefik-ls";

/// The code of what is wrong with the settings file.
const SETTINGS_CODE: &str = "settings";

/// All diagnostics of a folder, by file; files without any are left out.
pub(super) fn all(view: &View) -> BTreeMap<FileId, Vec<Diagnostic>> {
    let mut all: BTreeMap<FileId, Vec<Diagnostic>> = BTreeMap::new();
    for finding in view.snapshot.findings().iter() {
        let file = finding.location.file;
        if let Some(diagnostic) = diagnostic(view, finding) {
            all.entry(file).or_default().push(diagnostic);
        }
    }
    for (file, diagnostic) in settings(view) {
        all.entry(file).or_default().push(diagnostic);
    }
    all
}

/// The diagnostics of one file.
pub(super) fn of(view: &View, file: FileId) -> Vec<Diagnostic> {
    let findings = view.snapshot.findings();
    let ours = findings.iter().filter(|finding| finding.location.file == file);
    let settings = settings(view).filter(|(other, _)| *other == file).map(|(_, diagnostic)| diagnostic);
    ours.filter_map(|finding| diagnostic(view, finding)).chain(settings).collect()
}

/// What the settings file says that is not understood.
fn settings(view: &View) -> impl Iterator<Item = (FileId, Diagnostic)> {
    let file = view.snapshot.id(SETTINGS_FILE);
    view.snapshot.settings_problems().iter().filter_map(move |problem| {
        let file = file?;
        let diagnostic = Diagnostic {
            range: view.range(file, problem.range)?,
            severity: Some(DiagnosticSeverity::ERROR),
            code: Some(NumberOrString::String(SETTINGS_CODE.to_owned())),
            source: Some(SOURCE.to_owned()),
            message: problem.message.clone(),
            ..Diagnostic::default()
        };
        Some((file, diagnostic))
    })
}

fn diagnostic(view: &View, finding: &Finding) -> Option<Diagnostic> {
    let code = finding.rule.code;
    let related = finding.related.iter().filter_map(|related| {
        Some(DiagnosticRelatedInformation {
            location: view.location(related.location)?,
            message: related.message.clone(),
        })
    });
    let related: Vec<_> = if view.profile.related_information { related.collect() } else { Vec::new() };
    Some(Diagnostic {
        range: view.range(finding.location.file, finding.location.range)?,
        severity: Some(severity(finding.severity)),
        code: Some(NumberOrString::String(code.to_owned())),
        code_description: page(code).filter(|_| view.profile.code_description),
        source: Some(SOURCE.to_owned()),
        message: finding.message.clone(),
        related_information: (!related.is_empty()).then_some(related),
        tags: None,
        data: None,
    })
}

/// Whether `diagnostic`, which a client sent back, is about `finding`.
pub(super) fn is_about(view: &View, diagnostic: &Diagnostic, finding: &Finding) -> bool {
    let is_same = diagnostic.code == Some(NumberOrString::String(finding.rule.code.to_owned()));
    is_same && view.range(finding.location.file, finding.location.range) == Some(diagnostic.range)
}

/// The page of a rule.
fn page(code: &str) -> Option<CodeDescription> {
    let href = format!("{}/blob/main/docs/rules/{code}.md", env!("CARGO_PKG_REPOSITORY"));
    Uri::from_str(&href).ok().map(|href| CodeDescription { href })
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Hint => DiagnosticSeverity::HINT,
        Severity::Info => DiagnosticSeverity::INFORMATION,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Error => DiagnosticSeverity::ERROR,
    }
}
