use expect_test::{Expect, expect};
use fixture::Fixture;
use lints::{Edit, Finding, Fix, Related, Rule, Severity};
use syntax::{FileId, Location, TextRange};

use super::{concise, json, text};
use crate::cli::places::Places;
use crate::cli::terminal::Terminal;
use crate::workspace::{Depth, Snapshot, Workspace};

static RULE: Rule = Rule {
    code: "TRK999",
    name: "for-tests",
    severity: Severity::Error,
    summary: "Something to print.",
    page: "",
};

/// A finding at the first marker of `files`, related to the places of the others, mended by `<title>: <text>` in place
/// of the first marker's text.
fn finding(files: &str, fixes: &[&str]) -> (std::sync::Arc<Snapshot>, Finding) {
    let fixture = Fixture::parse(files);
    let workspace = Workspace::new("", Depth::Nothing);
    for (path, text) in &fixture.files {
        workspace.update(path, text.as_str(), 1);
    }
    let snapshot = workspace.snapshot();
    let mut marks = fixture.expected.iter().map(|(index, range, words)| {
        let file = snapshot.id(&fixture.files[*index].0).unwrap();
        (Location::new(file, *range), words.clone())
    });
    let (location, message) = marks.next().unwrap();
    let related = marks.map(|(location, message)| Related { message, location }).collect();
    let fixes = fixes.iter().map(|fix| {
        let (title, text) = fix.split_once(": ").unwrap();
        let edit = Edit { file: location.file, range: location.range, text: text.to_owned() };
        Fix { title: title.to_owned(), safe: true, edits: vec![edit] }
    });
    let fixes = fixes.collect();
    let finding = Finding { rule: &RULE, severity: Severity::Error, message, location, related, fixes };
    (snapshot, finding)
}

fn check_text(files: &str, fixes: &[&str], expected: &Expect) {
    let (snapshot, finding) = finding(files, fixes);
    let terminal = Terminal { colours: false, columns: 100 };
    expected.assert_eq(&text::render(&finding, Places::new(&snapshot), terminal));
}

const TWO_FILES: &str = "
//- compose.yaml
services:
  web:
    labels:
      - traefik.http.routers.web.middlewares=auth
#                                            ^^^^ `auth@docker` does not exist
//- dynamic/auth.yml
http:
  middlewares:
    auth:
#   ^^^^ `auth@file` is defined here
      basicAuth: {}
";

#[test]
fn both_ends_are_shown_with_their_files() {
    check_text(
        TWO_FILES,
        &["Write `auth@file`: auth@file"],
        &expect![[r"
            error[TRK999 for-tests]: `auth@docker` does not exist
             --> compose.yaml:4:46
              |
            4 |       - traefik.http.routers.web.middlewares=auth
              |                                              ^^^^
              |
             ::: dynamic/auth.yml:3:5
              |
            3 |     auth:
              |     ---- `auth@file` is defined here
              |
              = help: Write `auth@file`
        "]],
    );
}

#[test]
fn near_places_share_an_excerpt() {
    check_text(
        "
a: 1
#  ^ is said first
b: ünlike
#  ^^^^^^^ is said again
c: 3
",
        &[],
        &expect![[r"
            error[TRK999 for-tests]: is said first
             --> main:1:4
              |
            1 | a: 1
              |    ^
            2 | b: ünlike
              |    ------ is said again
        "]],
    );
}

#[test]
fn far_places_of_one_file_do_not() {
    let files = format!("a: 1\n#  ^ first\n{}z: 2\n#  ^ last\n", "x: 0\n".repeat(80));
    check_text(
        &files,
        &[],
        &expect![[r"
            error[TRK999 for-tests]: first
              --> main:1:4
               |
             1 | a: 1
               |    ^
               |
              ::: main:82:4
               |
            82 | z: 2
               |    - last
        "]],
    );
}

#[test]
fn a_long_line_is_named_only() {
    let files = format!("a: {}\n#  ^^^ too long to show\n", "x".repeat(5000));
    check_text(
        &files,
        &[],
        &expect![[r"
            error[TRK999 for-tests]: too long to show
            --> main:1:4
        "]],
    );
}

#[test]
fn ranges_that_do_not_fit_are_no_trouble() {
    let (snapshot, mut finding) = finding("a: é\n#  ^ once\n", &[]);
    for (start, end) in [(4, 5), (3, 4), (0, 999), (900, 999), (6, 6)] {
        finding.location.range = TextRange::new(start.into(), end.into());
        let terminal = Terminal { colours: true, columns: 100 };
        assert!(text::render(&finding, Places::new(&snapshot), terminal).contains("once"), "{start}..{end}");
    }
    finding.location.file = FileId(7);
    let terminal = Terminal { colours: false, columns: 100 };
    assert!(text::render(&finding, Places::new(&snapshot), terminal).contains("once"));
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let (snapshot, mut finding) = finding("a: \u{1b}[31mred\n#  ^^^ once\n", &[]);
    finding.message = "bad \u{1b}[31m words".to_owned();
    let terminal = Terminal { colours: false, columns: 100 };
    let places = Places::new(&snapshot);
    assert!(!text::render(&finding, places, terminal).contains('\u{1b}'));
    assert!(!concise::render(&finding, places).contains('\u{1b}'));
}

#[test]
fn one_line_each() {
    let (snapshot, finding) = finding(TWO_FILES, &[]);
    expect![[r"
        compose.yaml:4:46: error[TRK999] `auth@docker` does not exist
    "]]
    .assert_eq(&concise::render(&finding, Places::new(&snapshot)));
}

#[test]
fn json_as_promised() {
    let (snapshot, finding) = finding(TWO_FILES, &["Write `auth@file`: auth@file"]);
    expect![[r#"
        {
          "findings": [
            {
              "code": "TRK999",
              "name": "for-tests",
              "severity": "error",
              "message": "`auth@docker` does not exist",
              "file": "compose.yaml",
              "start": {
                "line": 4,
                "column": 46
              },
              "end": {
                "line": 4,
                "column": 50
              },
              "related": [
                {
                  "message": "`auth@file` is defined here",
                  "file": "dynamic/auth.yml",
                  "start": {
                    "line": 3,
                    "column": 5
                  },
                  "end": {
                    "line": 3,
                    "column": 9
                  }
                }
              ],
              "fixes": [
                {
                  "title": "Write `auth@file`",
                  "safe": true,
                  "edits": [
                    {
                      "file": "compose.yaml",
                      "start": {
                        "line": 4,
                        "column": 46
                      },
                      "end": {
                        "line": 4,
                        "column": 50
                      },
                      "text": "auth@file"
                    }
                  ]
                }
              ]
            }
          ]
        }
    "#]]
    .assert_eq(&json::render(&[&finding], Places::new(&snapshot)).unwrap());
}
