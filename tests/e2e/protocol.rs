//! Framing, the handshake, and every way to end.

use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::editor::{Editor, uri};
use crate::program::{folder, workspace};

#[test]
fn the_handshake_says_who_and_what() {
    let mut editor = Editor::start();
    let answer = editor.initialize(&workspace("article-right"), &json!({}));
    assert_eq!(answer["serverInfo"]["name"], "traefik-ls");
    let capabilities = &answer["capabilities"];
    for provider in ["hoverProvider", "definitionProvider", "implementationProvider", "referencesProvider"] {
        assert_eq!(capabilities[provider], true, "{provider}");
    }
    for provider in ["documentSymbolProvider", "workspaceSymbolProvider"] {
        assert_eq!(capabilities[provider], true, "{provider}");
    }
    assert_eq!(editor.shut_down(), Some(0));
}

#[test]
fn positions_are_utf_16_unless_agreed_otherwise() {
    for (offered, chosen) in [
        (json!(null), "utf-16"),
        (json!(["utf-16"]), "utf-16"),
        (json!(["utf-16", "utf-8"]), "utf-8"),
        (json!(["utf-32"]), "utf-32"),
        (json!(["utf-7"]), "utf-16"),
    ] {
        let mut editor = Editor::start();
        let general = json!({"general": {"positionEncodings": offered}});
        let answer = editor.initialize(&workspace("article-right"), &general);
        let encoding = answer["capabilities"]["positionEncoding"].as_str().unwrap_or("utf-16");
        assert_eq!(encoding, chosen, "{offered}");
    }
}

#[test]
fn exit_without_shutdown_is_1() {
    let mut editor = Editor::open(&workspace("article-right"));
    editor.notify("exit", Value::Null);
    assert_eq!(editor.exit().code(), Some(1));
}

#[test]
fn exit_before_anything_is_1() {
    let mut editor = Editor::start();
    editor.notify("exit", Value::Null);
    assert_eq!(editor.exit().code(), Some(1));
}

#[test]
fn the_end_of_the_input_is_an_end() {
    for initialized in [false, true] {
        let mut editor = if initialized { Editor::open(&workspace("shop")) } else { Editor::start() };
        editor.vanish();
        assert_eq!(editor.exit().code(), Some(1));
    }
}

#[test]
fn half_a_message_and_the_end_is_an_end() {
    let mut editor = Editor::open(&workspace("article-right"));
    editor.send_bytes(b"Content-Length: 1000\r\n\r\n{\"jsonrpc\"");
    editor.vanish();
    assert!(editor.exit().code().is_some());
}

/// The editor was killed, and its standard streams live on in another process.
#[test]
#[cfg(unix)]
fn the_end_of_the_editors_process_is_an_end() {
    let mut parent = Command::new("sleep").arg("60").stdin(Stdio::null()).spawn().unwrap();
    let mut editor = Editor::start();
    let root = uri(&workspace("article-right"));
    editor.request("initialize", json!({"processId": parent.id(), "rootUri": root, "capabilities": {}}));
    editor.notify("initialized", json!({}));
    parent.kill().unwrap();
    parent.wait().unwrap();
    assert!(editor.exit().code().is_some());
}

#[test]
fn frames_may_come_in_pieces_or_together() {
    let mut editor = Editor::open(&workspace("article-right"));
    let body = |id: i64| {
        json!({"jsonrpc": "2.0", "id": id, "method": "workspace/symbol", "params": {"query": "é☕𝄞"}})
            .to_string()
    };
    let first = body(901);
    for byte in format!(
        "content-length:{}\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n{first}",
        first.len()
    )
    .bytes()
    {
        editor.send_bytes(&[byte]);
    }
    let (second, third) = (body(902), body(903));
    editor.send_bytes(
        format!(
            "Content-Length: {}\r\n\r\n{second}Content-Length: {}\r\n\r\n{third}",
            second.len(),
            third.len()
        )
        .as_bytes(),
    );
    for id in [901, 902, 903] {
        assert!(editor.answer(id).is_ok(), "{id}");
    }
    assert_eq!(editor.shut_down(), Some(0));
}

#[test]
fn what_is_no_message_is_dropped() {
    let mut editor = Editor::open(&workspace("article-right"));
    for body in ["", "{", "[]", "null", "\"text\"", "{\"jsonrpc\":\"1.0\"}", "{\"id\": {}}", "\u{0}"] {
        editor.send_bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }
    editor.send_bytes(b"Content-Type: nothing\r\n\r\n");
    editor.send_bytes(b"Content-Length: 4\r\n\r\n\xff\xfe\xfd\xfc");
    editor.request("workspace/symbol", json!({"query": ""}));
    assert_eq!(editor.shut_down(), Some(0));
}

#[test]
fn requests_out_of_turn_are_refused() {
    let mut editor = Editor::start();
    let early = editor.ask("workspace/symbol", json!({"query": ""}));
    assert_eq!(editor.answer(early).unwrap_err()["code"], -32002);
    editor.initialize(&workspace("article-right"), &json!({}));
    let unknown = editor.ask("workspace/nonsense", json!({}));
    assert_eq!(editor.answer(unknown).unwrap_err()["code"], -32601);
    let wrong = editor.ask("textDocument/hover", json!({"position": 1}));
    assert_eq!(editor.answer(wrong).unwrap_err()["code"], -32602);
    editor.notify("$/nonsense", json!({}));
    editor.request("shutdown", Value::Null);
    let late = editor.ask("workspace/symbol", json!({"query": ""}));
    assert_eq!(editor.answer(late).unwrap_err()["code"], -32600);
    editor.notify("exit", Value::Null);
    assert_eq!(editor.exit().code(), Some(0));
}

#[test]
fn places_that_are_not_there_are_no_trouble() {
    let files = folder(&[("traefik.yml", "entryPoints: {}\n# é☕𝄞".as_bytes())]);
    let mut editor = Editor::open(files.path());
    editor.open_document(&files.path().join("traefik.yml"), "yaml");
    let known = uri(&files.path().join("traefik.yml"));
    let unknown = uri(&files.path().join("nothing.yml"));
    for document in
        [known.as_str(), &unknown, "untitled:Untitled-1", "http://example.com/traefik.yml", "file:///"]
    {
        for (line, character) in [(0, 0), (0, 99), (1, 3), (1, 4), (1, 5), (9, 0), (u32::MAX, u32::MAX)] {
            let place = json!({
                "textDocument": {"uri": document},
                "position": {"line": line, "character": character},
                "context": {"includeDeclaration": true},
            });
            for method in ["hover", "definition", "implementation", "references"] {
                let id = editor.ask(&format!("textDocument/{method}"), place.clone());
                // An error is an answer as well, as long as the server stands.
                let _ = editor.answer(id);
            }
        }
    }
    let changes = |range: Value| {
        json!({
            "textDocument": {"uri": known, "version": 2},
            "contentChanges": [{"range": range, "text": "x"}],
        })
    };
    let at = |line: u32, character: u32| json!({"line": line, "character": character});
    editor.notify("textDocument/didChange", changes(json!({"start": at(7, 0), "end": at(9, 9)})));
    editor.notify("textDocument/didChange", changes(json!({"start": at(1, 9), "end": at(0, 0)})));
    editor.notify("textDocument/didClose", json!({"textDocument": {"uri": unknown}}));
    editor.notify(
        "textDocument/didOpen",
        json!({"textDocument": {"uri": "no uri at all", "languageId": "yaml", "version": 1, "text": ""}}),
    );
    assert_eq!(editor.shut_down(), Some(0));
}
