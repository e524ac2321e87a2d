//! The editor shows what the command line prints: both ask the same engine, and this holds them to it.

use serde_json::{Value, json};

use crate::editor::{Editor, uri};
use crate::program::{run, workspace};

/// A finding as both tell it: file, start and end from zero, severity, code, message.
type Told = (String, [u64; 4], u64, String, String);

#[test]
fn every_workspace_has_the_same_findings_in_the_editor_and_on_the_command_line() {
    assert!(!command_line("mistakes").is_empty());
    for name in ["article-right", "article-trap", "shop", "mistakes"] {
        assert_eq!(editor(name), command_line(name), "{name}");
    }
}

fn command_line(name: &str) -> Vec<Told> {
    let output = run(&workspace(name), &["check", "--format", "json"]).stdout;
    let output: Value = serde_json::from_str(&output).unwrap();
    let place = |place: &Value, part: &str| place[part].as_u64().unwrap() - 1;
    let told = output["findings"].as_array().unwrap().iter().map(|finding| {
        let (start, end) = (&finding["start"], &finding["end"]);
        let range = [place(start, "line"), place(start, "column"), place(end, "line"), place(end, "column")];
        let severity = match finding["severity"].as_str().unwrap() {
            "error" => 1,
            "warning" => 2,
            "info" => 3,
            _ => 4,
        };
        let text = |field: &str| finding[field].as_str().unwrap().to_owned();
        (text("file"), range, severity, text("code"), text("message"))
    });
    let mut told: Vec<Told> = told.collect();
    told.sort();
    told
}

/// Columns are bytes on the command line, so the editor counts bytes, too.
fn editor(name: &str) -> Vec<Told> {
    let root = workspace(name);
    let mut editor = Editor::start();
    editor.initialize(&root, &json!({"general": {"positionEncodings": ["utf-8"]}}));
    let report = editor.request("workspace/diagnostic", json!({"previousResultIds": []}));
    let mut told = Vec::new();
    for file in report["items"].as_array().unwrap() {
        let path = file["uri"].as_str().unwrap().strip_prefix(&format!("{}/", uri(&root))).unwrap();
        for item in file["items"].as_array().unwrap() {
            let (start, end) = (&item["range"]["start"], &item["range"]["end"]);
            let range = [&start["line"], &start["character"], &end["line"], &end["character"]];
            told.push((
                path.to_owned(),
                range.map(|number| number.as_u64().unwrap()),
                item["severity"].as_u64().unwrap(),
                item["code"].as_str().unwrap().to_owned(),
                item["message"].as_str().unwrap().to_owned(),
            ));
        }
    }
    told.sort();
    told
}

#[test]
fn what_is_sent_is_what_is_pulled() {
    let file = workspace("mistakes").join("dynamic/tls.yml");
    let mut editor = Editor::open(&workspace("mistakes"));
    let sent = editor.diagnostics(&file);
    let params = json!({"textDocument": {"uri": uri(&file)}});
    assert_eq!(editor.request("textDocument/diagnostic", params)["items"], Value::Array(sent.clone()));
    assert_eq!(sent.len(), 2);
}
