//! The command line: which front runs, and what the exit code says.

mod check;
mod explain;
mod places;
mod routes;
mod scope;
mod table;
mod terminal;

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;
use std::thread;

use clap::{Parser, Subcommand};

use crate::workspace;

/// What happens to this request? From the published port through Traefik to the Go handler.
#[derive(Debug, Parser)]
#[command(name = "traefik-ls", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Speak the Language Server Protocol over standard input and output (the default).
    #[arg(long, global = true)]
    stdio: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the language server (the default).
    Lsp,
    /// Find what is wrong.
    Check(check::Arguments),
    /// Follow one request.
    Explain(explain::Arguments),
    /// List the routers and where they lead.
    Routes(routes::Arguments),
}

/// How a command ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Nothing to complain about: 0.
    Clean,
    /// Findings at or above the threshold: 1.
    Findings,
}

/// Why a command could not do its work (usage, settings, I/O): 2. The words go to standard error.
#[derive(Debug)]
struct Failure(String);

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self(format!("cannot write JSON: {error}"))
    }
}

/// Runs what the arguments of this process ask for, and gives the exit code.
pub fn run() -> ExitCode {
    run_with(env::args_os())
}

/// Runs what `arguments` ask for; the first is the program's name.
pub fn run_with(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let outcome = match Arguments::parse_from(arguments).command {
        None | Some(Command::Lsp) => return crate::lsp::run(),
        Some(Command::Check(arguments)) => with_stack(move || check::run(&arguments)),
        Some(Command::Explain(arguments)) => with_stack(move || explain::run(&arguments)),
        Some(Command::Routes(arguments)) => with_stack(move || routes::run(&arguments)),
    };
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(Failure(words)) => {
            // Nobody is left to hear that standard error is gone.
            let _ = writeln!(io::stderr(), "traefik-ls: {words}");
            ExitCode::from(2)
        }
    }
}

/// Runs `command` on a thread with the stack that readers and linker need: the main thread has what the shell allows.
fn with_stack(
    command: impl FnOnce() -> Result<Outcome, Failure> + Send + 'static,
) -> Result<Outcome, Failure> {
    workspace::prepare_threads();
    let thread = thread::Builder::new().stack_size(workspace::STACK_BYTES).spawn(command);
    let thread = thread.map_err(|error| Failure(format!("cannot start a thread: {error}")))?;
    // The panic has said on standard error where it happened.
    let fault = |_| Failure("this is a fault of the program, not of the files: please report it".to_owned());
    thread.join().map_err(fault)?
}
