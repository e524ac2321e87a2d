//! The life of a server: how it starts, answers under load, and ends.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::editor::{Editor, uri};
use crate::program::{folder, workspace};

#[test]
fn shutdown_and_exit_is_0() {
    assert_eq!(Editor::open(&workspace("shop")).shut_down(), Some(0));
}

#[test]
fn exit_alone_is_1() {
    let mut editor = Editor::open(&workspace("shop"));
    editor.notify("exit", Value::Null);
    assert_eq!(editor.exit().code(), Some(1));
}

#[test]
fn an_editor_that_vanishes_leaves_no_server_behind() {
    for initialized in [false, true] {
        let mut editor = Editor::start();
        if initialized {
            editor.initialize(&workspace("shop"), &json!({}));
        }
        editor.vanish();
        assert_eq!(editor.exit().code(), Some(1));
    }
}

#[test]
fn garbage_ends_nothing() {
    let mut editor = Editor::open(&workspace("shop"));
    editor.send_bytes(b"Content-Length: 3\r\n\r\n\xff{}Content-Length: 2\r\n\r\n[]\r\n\r\n");
    editor.request("workspace/symbol", json!({"query": ""}));
    assert_eq!(editor.shut_down(), Some(0));
}

#[test]
fn a_cancellation_is_answered_at_once_while_fifty_requests_wait_for_a_large_workspace() {
    let names: Vec<String> = (0..2000).map(|number| format!("dynamic/{number}.yml")).collect();
    let router = |number: i32| format!("    r{number}:\n      rule: Host(`{number}`)\n");
    let text = format!("http:\n  routers:\n{}", (0..50).map(router).collect::<Vec<_>>().concat());
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), text.as_bytes())).collect();
    let folder = folder(&files);
    let mut editor = Editor::open(folder.path());
    let document = uri(&folder.path().join("dynamic/0.yml"));
    let params = json!({"textDocument": {"uri": document}, "position": {"line": 2, "character": 5}});
    let asked: Vec<i64> = (0..50).map(|_| editor.ask("textDocument/hover", params.clone())).collect();

    let begin = Instant::now();
    editor.notify("$/cancelRequest", json!({"id": asked[25]}));
    assert_eq!(editor.answer(asked[25]).unwrap_err()["code"], json!(-32800));
    let cancelled = begin.elapsed();
    for id in asked.iter().filter(|id| **id != asked[25]) {
        editor.answer(*id).unwrap();
    }
    let answered = begin.elapsed();
    assert!(cancelled < Duration::from_millis(500), "{cancelled:?}");
    assert!(cancelled < answered / 2, "the requests were not slow: {cancelled:?}, {answered:?}");
}
