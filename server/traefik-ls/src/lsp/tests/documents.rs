//! What the editor shows is what counts.

use serde_json::json;

use super::*;

const NO_SETTING: &str = "is no setting: there are `links`, `env` and `rules`";

/// What the document's first diagnostic says after `changes` to `before`.
async fn after(before: &str, changes: serde_json::Value) -> Vec<String> {
    let folder = folder("//- traefik-ls.toml\n");
    let mut client = Client::open(folder.path()).await;
    let uri = uri(folder.path(), "traefik-ls.toml");
    client.did_open(&uri, "toml", before).await;
    client.edit(&uri, 2, changes).await;
    client.pull(&uri).await
}

#[tokio::test]
async fn changes_of_one_message_build_on_each_other() {
    let at = |line: u32, start: u32, end: u32, text: &str| {
        json!({
            "range": { "start": { "line": line, "character": start }, "end": { "line": line, "character": end } },
            "text": text,
        })
    };
    // Delete, insert where it was, replace across both.
    let changes = json!([at(0, 0, 3, ""), at(0, 0, 0, "xyz"), at(0, 2, 4, "w ")]);
    assert_eq!(after("abc = 1\n", changes).await, [format!("`xyw` {NO_SETTING}")]);
    // The ends of a range may be the wrong way round.
    assert_eq!(after("abc = 1\n", json!([at(0, 3, 1, "")])).await, [format!("`a` {NO_SETTING}")]);
    // A whole text in between counts.
    let changes = json!([at(0, 0, 1, "x"), { "text": "q = 1\n" }, at(0, 0, 0, "r")]);
    assert_eq!(after("abc = 1\n", changes).await, [format!("`rq` {NO_SETTING}")]);
    // Behind the crab (two units), in the middle of it (before it), past the end of the line (before its break).
    assert_eq!(after("\"🦀\" = 1\n", json!([at(0, 3, 3, "a")])).await, [format!("`🦀a` {NO_SETTING}")]);
    assert_eq!(after("\"🦀\" = 1\n", json!([at(0, 2, 2, "a")])).await, [format!("`a🦀` {NO_SETTING}")]);
    assert_eq!(after("a =\r\nb = 2\r\n", json!([at(0, 99, 99, "1")])).await.len(), 2);
    // Past the last line.
    assert_eq!(after("a = 1", json!([at(9, 0, 0, "\nb = 1")])).await.len(), 2);
}

#[tokio::test]
async fn a_line_ends_as_the_protocol_says() {
    // U+2028 and U+0085 end no line, a lone `\r` does.
    let change = json!([{
        "range": { "start": { "line": 1, "character": 0 }, "end": { "line": 1, "character": 1 } },
        "text": "b",
    }]);
    assert_eq!(after("# \u{2028}\u{85}\na = 1\n", change.clone()).await, [format!("`b` {NO_SETTING}")]);
    let change = json!([{
        "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 1, "character": 0 } },
        "text": "",
    }]);
    assert_eq!(after("x\ra = 1\n", change).await, [format!("`a` {NO_SETTING}")]);
}

#[tokio::test]
async fn a_document_lives_from_open_to_close() {
    let folder = folder("//- traefik-ls.toml\ndisk = 1\n");
    let mut client = Client::open(folder.path()).await;
    let uri = uri(folder.path(), "traefik-ls.toml");
    client.expect_diagnostics(&uri, &[&format!("`disk` {NO_SETTING}")]).await;
    client.did_open(&uri, "toml", "open = 1\n").await;
    assert_eq!(client.diagnostics(&uri).await, (Some(1), vec![format!("`open` {NO_SETTING}")]));
    client.did_change(&uri, 2, "").await;
    assert_eq!(client.diagnostics(&uri).await, (Some(2), vec![]));
    client.did_close(&uri).await;
    assert_eq!(client.diagnostics(&uri).await, (None, vec![format!("`disk` {NO_SETTING}")]));
}

#[tokio::test]
async fn a_document_that_is_not_ours_is_passed_over() {
    let folder = folder("//- readme.md\n//- vendor/x/compose.yml\n");
    let mut client = Client::open(folder.path()).await;
    let readme = uri(folder.path(), "readme.md");
    let vendored = uri(folder.path(), "vendor/x/compose.yml");
    let other = "git:/a/traefik-ls.toml?x".to_owned();
    let odd = "file://host/share/traefik-ls.toml".to_owned();
    for uri in [&readme, &vendored, &other, &odd] {
        client.did_open(uri, "yaml", "a = 1\n").await;
        client.did_change(uri, 2, "b = 1\n").await;
        assert_eq!(client.pull(uri).await, Vec::<String>::new());
        let params = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 0 } });
        assert_eq!(client.request("textDocument/hover", params).await, Ok(json!(null)));
        client.did_close(uri).await;
    }
    // Changing and closing what was never opened, and opening twice.
    client.did_change(&readme, 3, "x").await;
    client.did_close(&readme).await;
    let settings = uri(folder.path(), "traefik-ls.toml");
    client.did_open(&settings, "toml", "a = 1\n").await;
    client.did_open(&settings, "toml", "b = 1\n").await;
    assert_eq!(client.pull(&settings).await, [format!("`b` {NO_SETTING}")]);
}
