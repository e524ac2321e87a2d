//! Arguments, exit codes and streams.

use serde_json::Value;

use crate::program::{Run, folder, run, workspace};

const TYPO: &str = "http:
  routers:
    api:
      rule: PathPrefix(`/api`)
      service: nowhere
";

/// The run ended with 2, said nothing on standard output and one thing, which holds `words`, on standard error.
#[track_caller]
fn assert_failure(run: &Run, words: &str) {
    assert_eq!(run.code, Some(2), "{run:?}");
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains(words), "{run:?}");
}

#[test]
fn nothing_to_find_is_0() {
    let empty = folder(&[]);
    let check = run(empty.path(), &["check"]);
    assert_eq!((check.code, check.stdout.as_str()), (Some(0), "No findings in 0 files.\n"));
    assert_eq!(run(empty.path(), &["check", "--format", "json"]).stdout, "{\n  \"findings\": []\n}\n");
    assert_eq!(run(empty.path(), &["check", "--format", "concise"]).stdout, "");
    let routes: Value =
        serde_json::from_str(&run(empty.path(), &["routes", "--format", "json"]).stdout).unwrap();
    assert_eq!(routes, serde_json::json!({"stacks": [], "apps": []}));
}

#[test]
fn a_failure_says_what_to_do() {
    let empty = folder(&[("a.yml", b"")]);
    let at = empty.path();
    assert_failure(&run(at, &["check", "--format", "yaml"]), "possible values: text, concise, json");
    assert_failure(&run(at, &["check", "--nonsense"]), "--nonsense");
    assert_failure(&run(at, &["chekc"]), "check");
    assert_failure(&run(at, &["check", "missing"]), "cannot read missing: No such file or directory");
    assert_failure(
        &run(at, &["check", "--root", "missing"]),
        "cannot read the workspace missing: No such file or directory",
    );
    assert_failure(&run(at, &["routes", "--root", "a.yml"]), "cannot read the workspace a.yml: ");
    assert_failure(&run(at, &["check", "a.yml", "/"]), "/ is not in the workspace");
    assert_failure(&run(at, &["explain", "GET", "http://a/"]), "no configuration of Traefik was found");
    assert_failure(&run(at, &["explain", "GET", "a/b"]), "the URL must start with http:// or https://");
    assert_failure(&run(at, &["explain", "GET", "http://a/", "--sni", "b"]), "--sni b needs TLS");
    assert_failure(&run(at, &["explain", "GET", "http://a/", "--header", "b"]), "'Name: value'");
    assert_failure(&run(at, &["explain", "GET", "http://a/", "--client-ip", "b"]), "invalid IP address");
}

#[test]
fn settings_that_are_not_understood_are_a_failure() {
    let files = folder(&[("traefik-ls.toml", b"[rules]\nTRK101 = \"loud\"\n")]);
    assert_failure(&run(files.path(), &["check"]), "traefik-ls.toml:2:");
}

#[test]
fn output_is_the_same_every_time() {
    for name in ["article-right", "article-trap", "shop", "mistakes"] {
        for command in [["check", "--format", "text"], ["routes", "--format", "table"]] {
            let first = run(&workspace(name), &command);
            let second = run(&workspace(name), &command);
            assert_eq!(first.stdout, second.stdout, "{name}");
        }
    }
}
