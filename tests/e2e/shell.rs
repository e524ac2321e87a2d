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

#[test]
fn findings_are_1_at_or_above_the_threshold() {
    let typo = folder(&[
        ("traefik.yml", b"providers:\n  file:\n    filename: dynamic.yml\n"),
        ("dynamic.yml", TYPO.as_bytes()),
    ]);
    let check =
        |arguments: &[&str]| run(typo.path(), &[&["check", "--format", "concise"], arguments].concat());
    let found = check(&[]);
    assert_eq!(found.code, Some(1), "{found:?}");
    assert!(found.stdout.starts_with("dynamic.yml:5:16: error["), "{found:?}");
    assert_eq!(found.stderr, "");
    assert_eq!(check(&["--fail-on", "hint"]).code, Some(1));
    assert_eq!(check(&["--exit-zero"]).code, Some(0));
}

#[test]
fn paths_restrict_the_report() {
    let files = folder(&[
        ("traefik.yml", b"providers:\n  file:\n    directory: dynamic\n".as_slice()),
        ("dynamic/a.yml", TYPO.as_bytes()),
        ("dynamic/ab.yml", TYPO.replace("api:", "other:").as_bytes()),
    ]);
    let lines = |arguments: &[&str]| {
        let run = run(files.path(), &[&["check", "--format", "concise"], arguments].concat());
        run.stdout.lines().count()
    };
    assert_eq!(lines(&[]), 2);
    assert_eq!(lines(&["dynamic/a.yml"]), 1);
    assert_eq!(lines(&["dynamic/a.yml", "dynamic/ab.yml"]), 2);
    assert_eq!(lines(&["traefik.yml"]), 0);
    assert_eq!(lines(&["--root", ".", "dynamic"]), 2);
}

#[test]
fn an_entry_point_that_is_not_there() {
    let article = workspace("article-right");
    let explain = |arguments: &[&str]| run(&article, &[&["explain", "GET"], arguments].concat());
    assert_failure(&explain(&["http://a:8080/"]), "no entry point is published on port 8080, but web on 80");
    assert_failure(
        &explain(&["http://a/", "--entrypoint", "wbe"]),
        "there is no entry point wbe, but web on 80",
    );
    assert_failure(&explain(&["http://a/", "--stack", "x"]), "there is no stack x");
}
