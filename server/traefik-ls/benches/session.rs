//! What an editor waits for, measured at the built program's standard streams. Prints the table of
//! `docs/performance.md`.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a measurement that cannot run should say so")]
#![expect(clippy::print_stdout, reason = "the table is what it is for")]

#[allow(dead_code, reason = "shared with the tests")]
#[path = "../../../tests/e2e/editor.rs"]
mod editor;
#[allow(dead_code, reason = "shared with the tests")]
#[path = "../../../tests/e2e/program.rs"]
mod program;
mod texts;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use editor::{Editor, uri};

/// One thing that was measured again and again.
struct Measure {
    what: &'static str,
    goal: Duration,
    times: Vec<Duration>,
}

fn main() {
    // Without `cargo bench`, it is only to be built.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    println!("| what | p50 | p95 | goal |");
    println!("|---|---|---|---|");
    for measure in [start, first_diagnostics, edit, hover, hover_with_table, definition, definition_into_go] {
        let Measure { what, goal, mut times } = measure();
        times.sort_unstable();
        let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)];
        println!("| {what} | {:.1?} | {:.1?} | {goal:?} |", at(50), at(95));
    }
}

fn start() -> Measure {
    let times = (0..40).map(|_| {
        let begin = Instant::now();
        let mut editor = Editor::start();
        editor
            .request("initialize", json!({"capabilities": {}, "rootUri": uri(&program::workspace("shop"))}));
        begin.elapsed()
    });
    Measure {
        what: "start of the program → `initialize` answered",
        goal: Duration::from_millis(20),
        times: times.collect(),
    }
}

fn first_diagnostics() -> Measure {
    let shop = program::workspace("shop");
    let file = shop.join("compose.yaml");
    let times = (0..20).map(|_| {
        let mut editor = Editor::open(&shop);
        let begin = Instant::now();
        editor.open_document(&file, "dockercompose");
        editor.diagnostics(&file);
        begin.elapsed()
    });
    Measure {
        what: "`initialized` → the shop's first diagnostics",
        goal: Duration::from_millis(150),
        times: times.collect(),
    }
}

/// Types into the dynamic file of 1,000 lines: a service's name becomes one that does not exist, and back.
fn edit() -> Measure {
    let (_folder, mut editor, path) = thousand_lines();
    editor.diagnostics(&path);
    let at = position("service: s50\n", "s50", &texts::dynamic());
    let end = json!({"line": at["line"], "character": at["character"].as_u64().unwrap() + 1});
    let times = (2..302).map(|version| {
        let is_wrong = version % 2 == 0;
        let begin = Instant::now();
        editor.notify(
            "textDocument/didChange",
            json!({
                "textDocument": {"uri": uri(&path), "version": version},
                "contentChanges": [{
                    "range": {"start": at, "end": end},
                    "text": if is_wrong { "x" } else { "s" },
                }],
            }),
        );
        let found = editor.diagnostics(&path);
        let time = begin.elapsed();
        assert_eq!(found.len(), usize::from(is_wrong), "{found:?}");
        time
    });
    Measure {
        what: "edit → diagnostics, dynamic file of 1,000 lines",
        goal: Duration::from_millis(15),
        times: times.collect(),
    }
}

fn hover() -> Measure {
    let (_folder, mut editor, path) = thousand_lines();
    let position = position("    r50:\n", "r50", &texts::dynamic());
    ask("hover on a router, dynamic file of 1,000 lines", &mut editor, "hover", &path, &position)
}

fn hover_with_table() -> Measure {
    let (mut editor, path, position) = shop_router();
    ask("hover on a router of the shop, with its routes", &mut editor, "hover", &path, &position)
}

fn definition() -> Measure {
    let (_folder, mut editor, path) = thousand_lines();
    let position = position("service: s50\n", "s50", &texts::dynamic());
    ask("definition of a service, dynamic file of 1,000 lines", &mut editor, "definition", &path, &position)
}

fn definition_into_go() -> Measure {
    let (mut editor, path, position) = shop_router();
    ask("definition from a router of the shop to its handlers", &mut editor, "definition", &path, &position)
}

/// Asks again and again about one place, which must have an answer.
fn ask(what: &'static str, editor: &mut Editor, kind: &str, path: &Path, position: &Value) -> Measure {
    let times = (0..300).map(|_| {
        let begin = Instant::now();
        let params = json!({"textDocument": {"uri": uri(path)}, "position": position});
        let answer = editor.request(&format!("textDocument/{kind}"), params);
        let time = begin.elapsed();
        assert!(!answer.is_null(), "{what}");
        time
    });
    Measure { what, goal: Duration::from_millis(5), times: times.collect() }
}

/// The shop, and the name of its router `catalog`.
fn shop_router() -> (Editor, PathBuf, Value) {
    let shop = program::workspace("shop");
    let path = shop.join("compose.yaml");
    let mut editor = Editor::open(&shop);
    editor.open_document(&path, "dockercompose");
    editor.diagnostics(&path);
    let text = fs::read_to_string(&path).unwrap();
    let line =
        text.lines().find(|line| line.contains("routers.catalog.rule")).expect("the shop has the router");
    let position = position(&format!("{line}\n"), "catalog.rule", &text);
    (editor, path, position)
}

/// An editor that shows the dynamic file, all read.
fn thousand_lines() -> (tempfile::TempDir, Editor, PathBuf) {
    let text = texts::dynamic();
    let folder =
        program::folder(&[("traefik.yml", texts::STATIC.as_bytes()), ("dynamic.yml", text.as_bytes())]);
    let path = fs::canonicalize(folder.path()).unwrap().join("dynamic.yml");
    let mut editor = Editor::open(path.parent().unwrap());
    editor.open_document(&path, "yaml");
    editor.request("textDocument/documentSymbol", json!({"textDocument": {"uri": uri(&path)}}));
    (folder, editor, path)
}

/// Where `word` stands in the first line of `text` that ends with `line`.
fn position(line: &str, word: &str, text: &str) -> Value {
    let (number, found) = text
        .split_inclusive('\n')
        .enumerate()
        .find(|(_, candidate)| candidate.ends_with(line))
        .expect("the text has the line");
    json!({"line": number, "character": found.find(word).expect("the line has the word")})
}
