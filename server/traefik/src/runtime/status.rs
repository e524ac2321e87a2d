//! Status and errors, as Traefik's API shows them (pkg/config/runtime/runtime.go, runtime_http.go:80).

use syntax::{FileId, Location, TextRange};

/// As the API shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// `enabled`
    Enabled,
    /// `warning`: works, in part
    Warning,
    /// `disabled`: no request gets here
    Disabled,
}

impl Status {
    /// As the API spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enabled => "enabled",
            Self::Warning => "warning",
            Self::Disabled => "disabled",
        }
    }
}

/// Why a router, service or middleware is not (wholly) enabled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuntimeError {
    /// Traefik's words, as the API shows them.
    pub text: String,
    /// Which part of the declaration is at fault, where there is one.
    pub range: Option<TextRange>,
}

/// A fault on its way up to whoever is disabled by it.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    /// Traefik's words.
    pub(super) text: String,
    /// Where the part at fault is written, if the files hold it.
    pub(super) at: Option<Location>,
}

impl Fault {
    pub(super) fn new(text: impl Into<String>, at: Option<Location>) -> Self {
        Self { text: text.into(), at }
    }

    /// The same fault, as somebody sees it who refers to the faulty thing at `at`.
    pub(super) fn seen_from(self, at: Option<Location>) -> Self {
        Self { text: self.text, at }
    }
}

/// What a router, service or middleware has gone through so far.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) status: Status,
    pub(super) errors: Vec<RuntimeError>,
    /// The file of the declaration: ranges in other files are not its own.
    file: Option<FileId>,
}

impl State {
    pub(super) fn new(file: Option<FileId>) -> Self {
        Self { status: Status::Enabled, errors: Vec::new(), file }
    }

    /// `AddError`: the same text counts once; a critical one disables.
    pub(super) fn add(&mut self, fault: &Fault, critical: bool) {
        if self.errors.iter().any(|error| error.text == fault.text) {
            return;
        }
        let own = fault.at.filter(|at| Some(at.file) == self.file);
        self.errors.push(RuntimeError { text: fault.text.clone(), range: own.map(|at| at.range) });
        if critical {
            self.status = Status::Disabled;
        } else if self.status == Status::Enabled {
            self.status = Status::Warning;
        }
    }

    /// All texts, as a later user of a disabled service is told.
    pub(super) fn joined(&self) -> String {
        self.errors.iter().map(|error| error.text.as_str()).collect::<Vec<_>>().join(", ")
    }
}
