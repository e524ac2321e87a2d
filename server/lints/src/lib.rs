//! What is wrong with it: one file a rule, each with its page in `docs/rules/`.

use routing::model::Model;
use syntax::{FileId, Location, TextRange};

/// Something a rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// As the rule has it, or lower where something is unseen.
    pub severity: Severity,
    /// What the request gets, why, and what to do. Markdown's backquotes only.
    pub message: String,
    /// What it covers.
    pub location: Location,
    /// The other ends of it.
    pub related: Vec<Related>,
    /// How to mend it, best first.
    pub fixes: Vec<Fix>,
}

/// A rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable, never used again: `TRK203`.
    pub code: &'static str,
    /// Readable, accepted wherever a code is: `unknown-middleware`.
    pub name: &'static str,
    /// How bad it is at worst.
    pub severity: Severity,
    /// One sentence for lists.
    pub summary: &'static str,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Hint,
    /// Probably meant, perhaps not.
    Info,
    /// Probably not meant.
    Warning,
    /// Proven: some request gets the wrong answer.
    Error,
}

impl Severity {
    /// As in the command line's JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Another end of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// What stands there.
    pub message: String,
    /// Where.
    pub location: Location,
}

/// A way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an imperative.
    pub title: String,
    /// Whether it can be applied without a look.
    pub safe: bool,
    /// All or none of them.
    pub edits: Vec<Edit>,
}

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The file.
    pub file: FileId,
    /// Bytes to take out.
    pub range: TextRange,
    /// What to put there.
    pub text: String,
}

/// All findings of the workspace, sorted by file (path), range, code; double ones taken out.
pub fn check(model: &Model) -> Vec<Finding> {
    let _ = model;
    Vec::new()
}
