//! What the README and the pages show is what the program prints. `UPDATE_EXPECT=1` writes them anew.
//!
//! A transcript is a block of the language `console`: `$ cd FOLDER` (from the project's root), `$ traefik-ls …`, and
//! what that prints.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::program::run;

#[test]
fn transcripts_are_true() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let mut pages = vec![root.join("README.md")];
    pages.extend(fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path()));
    pages.sort();
    let mut commands = 0;
    for page in pages.iter().filter(|page| page.extension().is_some_and(|extension| extension == "md")) {
        let before = fs::read_to_string(page).unwrap();
        let after = replay(&before, &root, &mut commands);
        if env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(page, after).unwrap();
        } else {
            assert_eq!(before, after, "{} is out of date: run with UPDATE_EXPECT=1", page.display());
        }
    }
    assert!(commands > 0, "the README shows nothing");
}

/// `page` with what its transcripts really print.
fn replay(page: &str, root: &Path, commands: &mut usize) -> String {
    let mut replayed = String::new();
    let mut folder: Option<PathBuf> = None;
    for line in page.lines() {
        match (line, &mut folder) {
            ("```console", None) => folder = Some(root.to_owned()),
            ("```", Some(_)) => folder = None,
            // What is printed is made anew.
            (line, Some(_)) if !line.starts_with("$ ") => continue,
            _ => {}
        }
        writeln!(replayed, "{line}").unwrap();
        let Some(folder) = &mut folder else { continue };
        if let Some(to) = line.strip_prefix("$ cd ") {
            *folder = root.join(to);
        } else if let Some(arguments) = line.strip_prefix("$ traefik-ls ") {
            let run = run(folder, &arguments.split(' ').collect::<Vec<_>>());
            assert_ne!(run.code, Some(2), "{line}: {}", run.stderr);
            writeln!(replayed, "{}", run.stdout.trim_end()).unwrap();
            *commands += 1;
        }
    }
    replayed
}
