//! Whatever a file holds: no abort, no hang, no memory without bound. All rooms are asked, from reading to hovers; most
//! of it in this process, where an abort ends the test run and a panic that was caught shows in the notes.

use std::fmt::Write as _;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use ide::Place;
use syntax::TextSize;
use traefik_ls::workspace::{Depth, Snapshot, Workspace};

use crate::program::folder;

/// A second is the promise of the released program on an idle machine; this waits for what never ends.
const PATIENCE: Duration = Duration::from_mins(2);

/// Names under which a text is read as each of the kinds of files there are.
const NAMES: [&str; 9] = [
    "compose.yaml",
    "traefik.yml",
    "dynamic.yml",
    "traefik.toml",
    ".env",
    "main.go",
    "go.mod",
    "Dockerfile",
    "traefik-ls.toml",
];

/// Runs `work` and fails if it does not end in time, or panics.
fn in_time(name: &str, work: impl FnOnce() + Send + 'static) {
    let (done, ended) = channel();
    let thread = thread::spawn(move || {
        work();
        let _ = done.send(());
    });
    match ended.recv_timeout(PATIENCE) {
        Err(RecvTimeoutError::Timeout) => panic!("{name}: still not done after {PATIENCE:?}"),
        _ => thread.join().unwrap_or_else(|_| panic!("{name}: failed, see above")),
    }
}

/// Asks everything that can be asked of a snapshot, at `places` places of each file.
fn ask_all(snapshot: &Snapshot, places: usize) {
    let model = snapshot.model();
    for finding in snapshot.findings().iter() {
        let text = snapshot.text(finding.location.file).unwrap();
        let end = usize::from(finding.location.range.end());
        assert!(end <= text.len() && text.is_char_boundary(end), "{finding:?}");
    }
    for stack in &model.stacks {
        for router in stack.runtime.routers.iter().take(20) {
            let _ = routing::reach::reach(&model, stack, &router.name);
        }
    }
    for file in snapshot.files() {
        let id = snapshot.id(file.path()).unwrap();
        let _ = ide::symbols::document_symbols(&model, id);
        let length = file.text().len();
        for offset in (0..=length).step_by((length / places).max(1)) {
            let place = Place { file: id, offset: TextSize::try_from(offset).unwrap() };
            let _ = ide::hover::hover(&model, place);
            let _ = ide::definition::definition(&model, place);
            let _ = ide::references::references(&model, place, true);
        }
    }
    let _ = ide::symbols::workspace_symbols(&model, "a");
    let failed: Vec<_> =
        snapshot.notes().into_iter().filter(|note| note.message.contains("failed")).collect();
    assert!(failed.is_empty(), "{failed:?}");
}

/// `text` under every name, each in a workspace where the other files are sound.
fn check(name: &'static str, text: impl Into<Vec<u8>>) {
    check_as(&NAMES, name, text);
}

/// `text` under some names.
fn check_as(files: &[&'static str], name: &'static str, text: impl Into<Vec<u8>>) {
    let text = text.into();
    for file in files.iter().copied() {
        let text = text.clone();
        in_time(&format!("{name} as {file}"), move || {
            let folder = folder(&[("sound/dynamic.yml", DYNAMIC.as_bytes()), (file, &text)]);
            let workspace = Workspace::open(folder.path()).unwrap();
            ask_all(&workspace.snapshot(), 5);
        });
    }
}

/// `depth` times `open`, then `inner`, then `depth` times `close`.
fn nested(open: &str, inner: &str, close: &str, depth: usize) -> String {
    open.repeat(depth) + inner + &close.repeat(depth)
}

#[test]
fn nested_blocks() {
    check("dashes on one line", "- ".repeat(5_000) + "a");
    check("questions on one line", "? ".repeat(5_000) + "a");
    let mut lines = String::new();
    for depth in 0..2_000 {
        writeln!(lines, "{}a:", " ".repeat(depth)).unwrap();
    }
    check("a staircase", lines);
}

#[test]
fn nested_flow() {
    check("brackets", nested("[", "a", "]", 10_000));
    check("open brackets", "[".repeat(10_000));
    check("braces", nested("{a: ", "b", "}", 10_000));
    check("open braces", "{a: ".repeat(10_000));
    check("labels of nothing", format!("services:\n  a:\n    labels: {}\n", nested("[", "", "]", 10_000)));
    check("nested tables", format!("a = {}\n", nested("{a = ", "1", "}", 10_000)));
    check("nested arrays", format!("a = {}\n", nested("[", "1", "]", 10_000)));
    check("a long dotted key", format!("[{}a]\nb = 1\n", "a.".repeat(10_000)));
}

#[test]
fn nested_rules() {
    for (name, rule) in [
        ("parentheses", nested("(", "Path(`/`)", ")", 10_000)),
        ("open parentheses", "(".repeat(10_000)),
        ("calls", nested("Path(", "`/`", ")", 10_000)),
        ("negations", "!".repeat(10_000) + "Path(`/`)"),
        ("conjunctions", "Path(`/`) && ".repeat(5_000) + "Path(`/`)"),
        ("disjunctions", "Path(`/`) || ".repeat(5_000) + "Path(`/`)"),
        ("a nested pattern", format!("PathRegexp(`{}`)", nested("(", "a", ")", 5_000))),
        ("a large pattern", "PathRegexp(`((a{100}){100}){100}`)".to_owned()),
        ("a long path", format!("Path(`/{}`)", "a".repeat(60_000))),
        ("a long rule", format!("Path(`/{}`)", "a".repeat(100_000))),
    ] {
        check(name, format!("http:\n  routers:\n    a:\n      rule: '{rule}'\n      service: a\n"));
        let label = format!("services:\n  a:\n    labels:\n      - 'traefik.http.routers.a.rule={rule}'\n");
        check(name, label);
    }
}

#[test]
fn nested_labels() {
    let key = "a.".repeat(10_000);
    check("a long label", format!("services:\n  a:\n    labels:\n      - traefik.http.{key}rule=a\n"));
    check(
        "a long label index",
        format!("services:\n  a:\n    labels:\n      - traefik.http.routers.a[{}]=a\n", "9".repeat(400)),
    );
    let default = nested("${A:-", "b", "}", 10_000);
    check("defaults in defaults", format!("services:\n  a:\n    image: \"{default}\"\n"));
}

#[test]
fn nested_go() {
    let go = |body: &str| {
        format!(
            "package main\n\nimport \"github.com/gin-gonic/gin\"\n\nfunc main() {{\n\tr := gin.New()\n\t{body}\n}}\n"
        )
    };
    check("parentheses in go", go(&format!("r.GET({}, h)", nested("(", "\"/\"", ")", 10_000))));
    check("groups in a row", go(&format!("r{}.GET(\"/x\", h)", ".Group(\"/a\")".repeat(5_000))));
    check("a long sum", go(&format!("r.GET(\"/a\"{}, h)", " + \"/b\"".repeat(5_000))));
    check("blocks in go", go(&nested("{", "r.GET(\"/x\", h)", "}", 10_000)));
    check("functions in go", go(&nested("func() { ", "r.GET(\"/x\", h)", " }()", 3_000)));
    check("arrays in go", format!("package main\n\nvar a {}int\n", "[]".repeat(10_000)));
    let mut calls =
        "package main\n\nimport \"github.com/gin-gonic/gin\"\n\nfunc main() { f0(gin.New()) }\n".to_owned();
    for index in 0..2_000 {
        let next = index + 1;
        writeln!(
            calls,
            "func f{index}(r *gin.RouterGroup) {{ f{next}(r.Group(\"/a\")); f{next}(r.Group(\"/b\")) }}"
        )
        .unwrap();
    }
    check("calls that double", calls);
    check(
        "a function that calls itself",
        "package main\n\nimport \"github.com/gin-gonic/gin\"\n\nfunc main() { f(gin.New().Group(\"/\")) }\n\
         func f(r *gin.RouterGroup) { r.GET(\"/x\", h); f(r.Group(\"/a\")) }\nfunc h(c *gin.Context) {}\n",
    );
    check("constants in a circle", "package main\n\nconst a = b + \"x\"\nconst b = a + \"y\"\nvar c = c\n");
}

#[test]
fn bombs_of_aliases() {
    let laughs = aliases(|before| format!("[{}]", format!("*{before}, ").repeat(10)), "[x]");
    let merges = aliases(|before| format!("\n  <<: [*{before}, *{before}]\n  {before}: 1"), "{x: 1}");
    check("a billion laughs", laughs.clone() + "http:\n  routers: *a29\n");
    check("a billion merges", merges.clone() + "http:\n  routers:\n    <<: *a29\n");
    check("laughs in labels", laughs + "services:\n  a:\n    labels: *a29\n");
    check("merges in labels", merges + "services:\n  a:\n    labels:\n      <<: *a29\n");
    check("an alias of itself", "a: &a [*a]\nhttp: &b\n  routers: *b\n");
}

/// Thirty anchors, each made by `next` from the name of the one before, the first one `first`.
fn aliases(next: impl Fn(&str) -> String, first: &str) -> String {
    let mut text = format!("a0: &a0 {first}\n");
    for index in 1..30 {
        let value = next(&format!("a{}", index - 1));
        writeln!(text, "a{index}: &a{index} {value}").unwrap();
    }
    text
}

/// Four lines a router.
fn long_dynamic_file(routers: usize) -> String {
    let mut text = "http:\n  routers:\n".to_owned();
    for index in 0..routers {
        writeln!(
            text,
            "    r{index}:\n      rule: Host(`h{index}`)\n      middlewares: [m]\n      service: s"
        )
        .unwrap();
    }
    text
}

#[test]
fn long_files() {
    let mut compose = "services:\n".to_owned();
    let mut go =
        "package main\n\nimport \"github.com/gin-gonic/gin\"\n\nfunc main() {\n\tr := gin.New()\n".to_owned();
    for index in 0..25_000 {
        writeln!(compose, "  s{index}:\n    labels:\n      - traefik.enable=false\n      - a=b").unwrap();
    }
    for index in 0..100_000 {
        writeln!(go, "\tr.GET(\"/{index}\", h)").unwrap();
    }
    go.push_str("}\n");
    check_as(&["dynamic.yml"], "a long dynamic file", long_dynamic_file(25_000));
    check_as(&["compose.yaml"], "a long compose file", compose);
    check_as(&["main.go"], "a long program", go);
    check("a hundred thousand lines", "a\n".repeat(100_000));
    check("a long line", "a: ".to_owned() + &"x".repeat(5_000_000));
}

#[test]
fn bytes_that_are_no_text() {
    check("no UTF-8", b"http:\n  routers:\n    a\xff\xfe:\n      rule: Host(`\xc3`)\n".to_vec());
    check("zeros", "http:\n  routers:\n    a\0b:\n      rule: Host(`\0`)\n");
    check("only zeros", vec![0; 10_000]);
    check("a mark of byte order", "\u{feff}".to_owned() + DYNAMIC);
    check("carriage returns and line feeds", DYNAMIC.replace('\n', "\r\n"));
    check("carriage returns", DYNAMIC.replace('\n', "\r"));
    check("other line ends", DYNAMIC.replace('\n', "\u{2028}"));
    let wide: Vec<u8> = DYNAMIC.encode_utf16().flat_map(u16::to_le_bytes).collect();
    check("UTF-16", wide);
    let every: Vec<u8> = (0..=255).cycle().take(20_000).collect();
    check("every byte", every);
}

/// The promise is 300 MB for the whole server, whatever the files hold.
#[test]
#[cfg(target_os = "linux")]
fn memory_is_bounded() {
    let laughs = aliases(|before| format!("[{}]", format!("*{before}, ").repeat(10)), "[x]");
    let merges = aliases(|before| format!("\n  <<: [*{before}, *{before}]\n  {before}: 1"), "{x: 1}");
    let routers = laughs + "http:\n  routers: *a29\n";
    let labels = merges + "services:\n  a:\n    labels:\n      <<: *a29\n";
    let long = long_dynamic_file(25_000);
    let line = "a: ".to_owned() + &"x".repeat(15_000_000);
    let files: [(&str, &str); 4] = [
        ("laughs.yml", &routers),
        ("compose.yaml", &labels),
        ("dynamic/long.yml", &long),
        ("line.yml", &line),
    ];
    for (path, text) in files {
        let folder = folder(&[(path, text.as_bytes())]);
        let mut editor = crate::editor::Editor::open(folder.path());
        editor.request("workspace/symbol", serde_json::json!({"query": ""}));
        let peak = editor.peak_memory();
        assert!(peak < 300, "{path}: {peak} MiB");
    }
}

/// What people see most: a file that is being typed.
#[test]
fn a_file_cut_off_at_every_byte() {
    in_time("cut off", || {
        let workspace = Workspace::new("", Depth::Nothing);
        workspace.update(
            "traefik.yml",
            "entryPoints: {web: {address: :80}}\nproviders: {file: {filename: dynamic.yml}}\n",
            1,
        );
        for end in (0..=DYNAMIC.len()).filter(|end| DYNAMIC.is_char_boundary(*end)) {
            workspace.update("dynamic.yml", &DYNAMIC[..end], 1);
            ask_all(&workspace.snapshot(), 1);
        }
    });
}

/// A dynamic file of 200 lines with a bit of everything.
const DYNAMIC: &str = include_str!("dynamic.yml");
