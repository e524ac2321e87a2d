//! Sources that somebody is typing in, or that are broken: nothing of them panics, hangs or grows without bound, and
//! what can be read of them is.
//!
//! `MUTATIONS` says how many are tried; the same number tries the same ones.

#![expect(clippy::unwrap_used, reason = "programs that cannot be read must fail the test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use golang::facts;
use golang::frameworks::{Server, conflicts};
use golang::program::{Module, Source, apps};
use syntax::FileId;

/// What no program of a few files may take, in the slowest build on the slowest machine.
const LONG: Duration = Duration::from_secs(20);

/// Pieces that are put into a source.
const PIECES: &[&str] = &[
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "`",
    "'",
    ":=",
    ".",
    ",",
    "...",
    "func",
    "return",
    "for ",
    "range ",
    "go ",
    "r.GET(\"/x\", h)",
    "r.Group(",
    ".Use(",
    "type T struct{ T }\n",
    "if x {",
    "/*",
    "//",
    "⟨",
    "\u{10FFFD}",
    "%s",
    "interface{ I }",
    "append(",
    "main()",
    "<<<<<<< HEAD\n",
    "\0",
];

/// A stream of numbers (xorshift), the same for the same seed.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }
}

/// The folders of programs, each with its Go files.
fn programs() -> Vec<Vec<(String, String)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/programs");
    let mut programs = Vec::new();
    for framework in folders(&root) {
        for program in folders(&framework) {
            let mut files = Vec::new();
            let mut open = vec![program];
            while let Some(folder) = open.pop() {
                for entry in fs::read_dir(&folder).unwrap() {
                    let path = entry.unwrap().path();
                    if path.is_dir() {
                        open.push(path);
                    } else if path.extension().is_some_and(|extension| extension == "go") {
                        let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                        files.push((name, fs::read_to_string(&path).unwrap()));
                    }
                }
            }
            files.sort();
            programs.push(files);
        }
    }
    programs
}

fn folders(root: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> =
        fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// Cuts, doubles, moves or puts in a piece of `text`.
fn mutate(text: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..=random.below(4) {
        let at = random.below(letters.len());
        let end = (at + 1 + random.below(60)).min(letters.len());
        match random.below(4) {
            0 => {
                letters.drain(at..end);
            }
            1 => {
                let piece = letters[at..end].to_vec();
                let to = random.below(letters.len());
                letters.splice(to..to, piece);
            }
            2 => {
                let piece = PIECES[random.below(PIECES.len())];
                letters.splice(at..at, piece.chars());
            }
            _ => letters.truncate(at.max(letters.len() / 2)),
        }
    }
    letters.into_iter().collect()
}

#[test]
fn broken_sources_are_read() {
    let count: usize = std::env::var("MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(150);
    let programs = programs();
    let module = Module::parse(
        "",
        &format!("module programs\ngo 1.26\nrequire {} v1.12.0\n", "github.com/gin-gonic/gin"),
    );
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut routes = 0;
    for _ in 0..count {
        let mut files = programs[random.below(programs.len())].clone();
        if files.is_empty() {
            continue;
        }
        let broken = random.below(files.len());
        files[broken].1 = mutate(&files[broken].1, &mut random);
        let start = Instant::now();
        let sources: Vec<Source> = files
            .iter()
            .zip(0..)
            .map(|((path, text), number)| Source {
                file: FileId(number),
                path: path.clone(),
                facts: Arc::new(facts::read(path, text.as_str())),
            })
            .collect();
        for app in apps(&sources, std::slice::from_ref(&module)) {
            routes += app.routes.len();
            conflicts(&app);
            let server = Server::new(&app);
            for route in app.routes.iter().take(20) {
                let range = route.registration.range;
                let text = &files[route.registration.file.0 as usize].1;
                assert!(text.get(usize::from(range.start())..usize::from(range.end())).is_some(), "{text}");
                server.example_path(route);
            }
        }
        assert!(start.elapsed() < LONG, "{:?} for {}", start.elapsed(), files[broken].1);
    }
    assert!(routes > count, "only {routes} routes");
}
