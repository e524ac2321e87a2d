//! What a rule is, and what it finds.

use syntax::Location;

use crate::Fix;

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

impl Finding {
    /// A finding as bad as the rule has it, without other ends and fixes.
    pub(crate) fn new(rule: &'static Rule, location: Location, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            message: message.into(),
            location,
            related: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// The same with another end, where there is a place for it.
    pub(crate) fn related(
        mut self,
        message: impl Into<String>,
        location: impl Into<Option<Location>>,
    ) -> Self {
        if let Some(location) = location.into() {
            self.related.push(Related { message: message.into(), location });
        }
        self
    }

    /// The same, at most this bad.
    pub(crate) fn at_most(mut self, severity: Severity) -> Self {
        self.severity = self.severity.min(severity);
        self
    }
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
    /// Its page, Markdown: `docs/rules/<code>.md`.
    pub page: &'static str,
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
