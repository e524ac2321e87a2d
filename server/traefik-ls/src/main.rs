//! `traefik-ls`: the language server and the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    traefik_ls::cli::run()
}
