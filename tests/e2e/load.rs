//! A server under load.

use std::time::Instant;

use serde_json::json;

use crate::editor::{Editor, uri};
use crate::program::folder;

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
    assert!(cancelled < answered / 2, "the requests were not slow: {cancelled:?}, {answered:?}");
}
