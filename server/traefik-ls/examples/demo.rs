//! The main job on a workspace that ships with the project: findings, the route table, one explained request.
//! `cargo run --release --example demo`

use std::io::{self, Write as _};
use std::{env, path::Path};

const COMMANDS: [&str; 3] = ["check", "routes", "explain GET http://localhost/api/users"];

fn main() -> io::Result<()> {
    env::set_current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/workspaces/article-trap"))?;
    for command in COMMANDS {
        writeln!(io::stdout(), "$ traefik-ls {command}")?;
        let arguments = ["traefik-ls"].into_iter().chain(command.split(' '));
        traefik_ls::cli::run_with(arguments.map(Into::into));
        writeln!(io::stdout())?;
    }
    Ok(())
}
