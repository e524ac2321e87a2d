use std::fs;

use super::*;

/// A folder on the disk with the files of a fixture.
fn folder(fixture: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in fixture::Fixture::parse(fixture).files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn paths(workspace: &Workspace) -> Vec<String> {
    workspace.snapshot().files().map(|file| file.path().to_owned()).collect()
}

fn text(workspace: &Workspace, path: &str) -> Option<String> {
    let snapshot = workspace.snapshot();
    snapshot.id(path).and_then(|id| snapshot.text(id)).map(str::to_owned)
}

#[test]
fn only_what_may_say_something_is_read() {
    let folder = folder(
        "
//- traefik.yml
a: 1
//- .env
A=1
//- .gitignore
/out/
//- .hidden/x.yml
a: 1
//- out/x.yml
a: 1
//- conf/b.toml
//- conf/a.yaml
//- conf/readme.md
//- node_modules/p/compose.yml
//- vendor/p/compose.yml
//- target/x.yml
",
    );
    let workspace = Workspace::open(folder.path()).unwrap();
    assert_eq!(paths(&workspace), [".env", "conf/a.yaml", "conf/b.toml", "traefik.yml"]);
}

#[test]
fn the_env_beside_a_compose_file_is_read_though_git_ignores_it() {
    let folder = folder("//- .gitignore\n.env\n//- a/compose.yml\na: 1\n//- a/.env\nA=1\n//- b/.env\nB=1\n");
    let workspace = Workspace::open(folder.path()).unwrap();
    assert_eq!(paths(&workspace), ["a/.env", "a/compose.yml"]);
}

#[test]
fn the_editor_wins_over_the_disk_until_it_closes() {
    let folder = folder("//- a.yml\na: 1\n");
    let workspace = Workspace::open(folder.path()).unwrap();
    workspace.update("a.yml", "a: 2\n", 7);
    fs::write(folder.path().join("a.yml"), "a: 33\n").unwrap();
    workspace.refresh();
    assert_eq!(text(&workspace, "a.yml").as_deref(), Some("a: 2\n"));
    workspace.close("a.yml");
    assert_eq!(text(&workspace, "a.yml").as_deref(), Some("a: 33\n"));
}

#[test]
fn a_document_without_a_file_is_gone_when_closed() {
    let folder = folder("//- a.yml\na: 1\n");
    let workspace = Workspace::open(folder.path()).unwrap();
    workspace.update("new.yml", "b: 1\n", 1);
    assert_eq!(paths(&workspace), ["a.yml", "new.yml"]);
    workspace.close("new.yml");
    assert_eq!(paths(&workspace), ["a.yml"]);
}

#[test]
fn a_refresh_sees_new_changed_and_vanished_files() {
    let folder = folder("//- a.yml\na: 1\n//- b.yml\nb: 1\n");
    let workspace = Workspace::open(folder.path()).unwrap();
    assert!(!workspace.refresh());
    fs::write(folder.path().join("a.yml"), "a: changed\n").unwrap();
    fs::remove_file(folder.path().join("b.yml")).unwrap();
    fs::write(folder.path().join("c.yml"), "c: 1\n").unwrap();
    assert!(workspace.refresh());
    assert_eq!(paths(&workspace), ["a.yml", "c.yml"]);
    assert_eq!(text(&workspace, "a.yml").as_deref(), Some("a: changed\n"));
}

#[test]
fn a_file_keeps_its_number() {
    let folder = folder("//- a.yml\na: 1\n//- b.yml\nb: 1\n");
    let workspace = Workspace::open(folder.path()).unwrap();
    let id = workspace.snapshot().id("b.yml");
    workspace.remove("b.yml");
    assert_eq!(workspace.snapshot().id("b.yml"), None);
    workspace.reload("b.yml");
    assert_eq!(workspace.snapshot().id("b.yml"), id);
}

#[test]
fn the_same_text_keeps_facts_and_model() {
    let folder = folder("//- a.yml\na: 1\n");
    let workspace = Workspace::open(folder.path()).unwrap();
    let before = workspace.snapshot();
    let model = before.model();
    workspace.update("a.yml", "a: 1\n", 1);
    workspace.close("a.yml");
    assert!(!workspace.reload("a.yml"));
    let after = workspace.snapshot();
    assert!(!Arc::ptr_eq(&before, &after));
    assert!(Arc::ptr_eq(&model, &after.model()));
    workspace.update("a.yml", "a: 2\n", 2);
    assert!(!Arc::ptr_eq(&model, &workspace.snapshot().model()));
}

#[test]
fn a_snapshot_does_not_move() {
    let folder = folder("//- a.yml\na: 1\n");
    let workspace = Workspace::open(folder.path()).unwrap();
    let before = workspace.snapshot();
    workspace.update("a.yml", "a: 2\n", 1);
    let id = before.id("a.yml").unwrap();
    assert_eq!(before.text(id), Some("a: 1\n"));
}

#[test]
fn what_cannot_be_read_is_noted() {
    let folder = folder("//- a.yml\na: 1\n");
    fs::write(folder.path().join("latin.yml"), b"a: caf\xe9\n").unwrap();
    let huge = fs::File::create(folder.path().join("huge.yml")).unwrap();
    huge.set_len(syntax::limits::FILE_BYTES as u64 + 1).unwrap();
    let workspace = Workspace::open(folder.path()).unwrap();
    let notes: Vec<String> = workspace
        .snapshot()
        .notes()
        .into_iter()
        .map(|note| format!("{}: {}", note.path.unwrap_or_default(), note.message))
        .collect();
    assert_eq!(
        notes,
        [
            "huge.yml: left out: larger than 16 MiB",
            "latin.yml: is not UTF-8: each byte that is not stands for U+FFFD",
        ]
    );
    assert_eq!(text(&workspace, "latin.yml").as_deref(), Some("a: caf\u{fffd}\n"));
}

#[test]
fn settings_are_read_again_when_they_change() {
    let folder = folder("//- traefik-ls.toml\n[env]\nDOMAIN = \"a\"\n");
    let workspace = Workspace::open(folder.path()).unwrap();
    let env = || workspace.snapshot().settings().routing.env.clone();
    assert_eq!(env(), [("DOMAIN".to_owned(), "a".to_owned())]);
    workspace.update("traefik-ls.toml", "[env]\nDOMAIN = \"b\"\n[rule]\n", 1);
    assert_eq!(env(), [("DOMAIN".to_owned(), "b".to_owned())]);
    assert_eq!(
        workspace.snapshot().notes()[0].message,
        "`rule` is no setting: there are `links`, `env` and `rules`"
    );
}

#[test]
fn paths_outside_are_outside() {
    let folder = folder("//- a/b.yml\na: 1\n");
    let workspace = Workspace::open(folder.path()).unwrap();
    let inside = workspace.root().join("a").join("b.yml");
    assert_eq!(workspace.relative(&inside).as_deref(), Some("a/b.yml"));
    assert_eq!(workspace.relative(workspace.root()), None);
    assert_eq!(workspace.relative(Path::new("/elsewhere/b.yml")), None);
    assert_eq!(workspace.absolute("a/b.yml"), inside);
}

#[test]
fn findings_are_as_loud_as_the_settings_want() {
    let folder = folder(
        "
//- traefik.yml
entryPoints: {web: {address: ':80'}}
providers: {file: {filename: dynamic.yml}}
//- dynamic.yml
http: {routers: {a: {rule: Path(`/`), service: missing}}}
//- traefik-ls.toml
",
    );
    let workspace = Workspace::open(folder.path()).unwrap();
    let mut version = 0;
    let mut severities = |settings: &str| {
        version += 1;
        workspace.update("traefik-ls.toml", settings, version);
        let findings = workspace.snapshot().findings();
        findings.iter().map(|finding| (finding.rule.name, finding.severity)).collect::<Vec<_>>()
    };
    assert_eq!(severities(""), [("unknown-service", lints::Severity::Error)]);
    assert_eq!(severities("rules.TRK203 = 'info'"), [("unknown-service", lints::Severity::Info)]);
    assert_eq!(severities("rules.unknown-service = 'off'"), []);
}
