//! What the output goes to.

use std::env;
use std::io::{self, IsTerminal as _, Write as _};

use super::Failure;

/// Columns of a terminal that does not say how wide it is, and of what is no terminal.
const COLUMNS: usize = 140;

/// What standard output is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Terminal {
    /// Whether it shows colours: it is a terminal, and `NO_COLOR` is not set.
    pub(super) colours: bool,
    /// Its width.
    pub(super) columns: usize,
}

impl Terminal {
    /// What standard output is, by itself and by the environment.
    pub(super) fn of_stdout() -> Self {
        let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        let colours = io::stdout().is_terminal() && !set("NO_COLOR") && !dumb;
        let columns = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        Self { colours, columns: columns.filter(|columns| *columns >= 40).unwrap_or(COLUMNS) }
    }
}

/// `text` with control characters made visible: what files hold must not move the cursor.
pub(super) fn plain(text: &str) -> String {
    annotate_snippets::normalize_untrusted_str(text)
}

/// Writes the whole output. Whoever reads may stop reading (`| head`): that is no failure.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}
