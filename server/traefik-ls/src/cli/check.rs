//! `check`: what is wrong.

mod concise;
mod json;
#[cfg(test)]
mod tests;
mod text;

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use lints::{Finding, Severity};

use super::places::Places;
use super::scope::Scope;
use super::terminal::{self, Terminal};
use super::{Failure, Outcome};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder to take as the workspace (the current one if none is given), or files and folders in the workspace
    /// to report on.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The folder to take as the workspace, whatever PATH names.
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// What the output looks like.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Exit with 1 if something at least this bad is found.
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = Threshold::Error)]
    fail_on: Threshold,
    /// Exit with 0 whatever is found.
    #[arg(long)]
    exit_zero: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Each finding with its source.
    Text,
    /// Each finding on one line: file:line:column: severity[CODE] message.
    Concise,
    /// One JSON document.
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Threshold {
    Error,
    Warning,
    Info,
    Hint,
}

impl Threshold {
    fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Info => Severity::Info,
            Self::Hint => Severity::Hint,
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let scope = Scope::open(arguments.root.as_deref(), &arguments.paths)?;
    let places = Places::new(&scope.snapshot);
    let all = scope.snapshot.findings();
    let findings: Vec<&Finding> =
        all.iter().filter(|finding| scope.holds(places.path(finding.location.file))).collect();
    let output = match arguments.format {
        Format::Text => text_report(&findings, &scope, places, Terminal::of_stdout()),
        Format::Concise => findings.iter().map(|finding| concise::render(finding, places)).collect(),
        Format::Json => json::render(&findings, places)?,
    };
    terminal::print(&output)?;
    let threshold = arguments.fail_on.severity();
    let failed = findings.iter().any(|finding| finding.severity >= threshold);
    Ok(if failed && !arguments.exit_zero { Outcome::Findings } else { Outcome::Clean })
}

fn text_report(findings: &[&Finding], scope: &Scope, places: Places<'_>, terminal: Terminal) -> String {
    let mut output = String::new();
    for finding in findings {
        let _ = writeln!(output, "{}", text::render(finding, places, terminal));
    }
    output + &summary(findings, scope)
}

/// `2 errors, 1 hint in 12 files.`
fn summary(findings: &[&Finding], scope: &Scope) -> String {
    let severities = [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Info, "remark", "remarks"),
        (Severity::Hint, "hint", "hints"),
    ];
    let counts = severities.iter().filter_map(|(severity, one, many)| {
        match findings.iter().filter(|finding| finding.severity == *severity).count() {
            0 => None,
            1 => Some(format!("1 {one}")),
            count => Some(format!("{count} {many}")),
        }
    });
    let counts = counts.collect::<Vec<_>>().join(", ");
    let found = if counts.is_empty() { "No findings" } else { &counts };
    let files = scope.snapshot.files().filter(|file| scope.holds(file.path())).count();
    let files = if files == 1 { "1 file".to_owned() } else { format!("{files} files") };
    format!("{found} in {files}.\n")
}
