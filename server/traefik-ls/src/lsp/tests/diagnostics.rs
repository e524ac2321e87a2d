//! Diagnostics, sent and pulled.

use std::time::Duration;

use serde_json::{Value, json};

use super::client::is_diagnostics;
use super::*;

const NO_SETTING: &str = "is no setting: there are `links`, `env` and `rules`";

fn pulling() -> Value {
    let mut capabilities = capabilities();
    capabilities["textDocument"]["diagnostic"] = json!({});
    capabilities["workspace"]["diagnostics"] = json!({ "refreshSupport": true });
    capabilities
}

#[tokio::test]
async fn they_are_sent_when_they_change_and_only_then() {
    let folder = folder("//- traefik-ls.toml\na = 1\n");
    let mut client = Client::open(folder.path()).await;
    let uri = uri(folder.path(), "traefik-ls.toml");
    assert_eq!(client.diagnostics(&uri).await, (None, vec![format!("`a` {NO_SETTING}")]));
    client.did_open(&uri, "toml", "a = 1\n").await;
    client.diagnostics(&uri).await;
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri } })).await;
    let rest = client.rest(Duration::from_millis(300)).await;
    assert_eq!(rest.iter().filter(|message| is_diagnostics(message)).count(), 0, "{rest:?}");
}

#[tokio::test]
async fn a_clean_document_is_reported_once() {
    let folder = folder("//- traefik-ls.toml\n");
    let mut client = Client::open(folder.path()).await;
    let uri = uri(folder.path(), "traefik-ls.toml");
    client.did_open(&uri, "toml", "").await;
    assert_eq!(client.diagnostics(&uri).await, (Some(1), vec![]));
    client.did_change(&uri, 2, "# still fine\n").await;
    let rest = client.rest(Duration::from_millis(300)).await;
    assert_eq!(rest.iter().filter(|message| is_diagnostics(message)).count(), 0, "{rest:?}");
}

#[tokio::test]
async fn they_say_where_they_come_from() {
    let folder = folder("//- traefik-ls.toml\n\na = 1\n");
    let mut client = Client::open(folder.path()).await;
    let message = client.wait(is_diagnostics).await;
    assert_eq!(
        message["params"]["diagnostics"][0],
        json!({
            "range": { "start": { "line": 1, "character": 0 }, "end": { "line": 1, "character": 1 } },
            "severity": 1,
            "code": "settings",
            "source": "traefik-ls",
            "message": format!("`a` {NO_SETTING}"),
        })
    );
}

#[tokio::test]
async fn a_client_that_pulls_is_sent_none() {
    let folder = folder("//- traefik-ls.toml\na = 1\n");
    let mut client = Client::with(folder.path(), pulling()).await;
    let uri = uri(folder.path(), "traefik-ls.toml");
    client.did_open(&uri, "toml", "b = 1\n").await;
    let params = json!({ "textDocument": { "uri": uri } });
    let report = client.request("textDocument/diagnostic", params).await.unwrap();
    assert_eq!(report["kind"], "full");
    assert_eq!(report["items"][0]["message"], format!("`b` {NO_SETTING}"));
    let params = json!({ "textDocument": { "uri": uri }, "previousResultId": report["resultId"] });
    let again = client.request("textDocument/diagnostic", params).await.unwrap();
    assert_eq!(again, json!({ "kind": "unchanged", "resultId": report["resultId"] }));
    let rest = client.rest(Duration::from_millis(300)).await;
    assert_eq!(rest.iter().filter(|message| is_diagnostics(message)).count(), 0, "{rest:?}");
}

#[tokio::test]
async fn a_client_that_cannot_be_told_to_pull_again_is_sent_them() {
    let folder = folder("//- traefik-ls.toml\na = 1\n");
    let mut capabilities = pulling();
    capabilities["workspace"]["diagnostics"] = json!({});
    let mut client = Client::with(folder.path(), capabilities).await;
    client.diagnostics(&uri(folder.path(), "traefik-ls.toml")).await;
}

#[tokio::test]
async fn the_workspace_can_be_pulled() {
    let folder = folder("//- traefik-ls.toml\na = 1\n");
    let mut client = Client::with(folder.path(), pulling()).await;
    let uri = uri(folder.path(), "traefik-ls.toml");
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).await.unwrap();
    let item = &report["items"][0];
    assert_eq!((&item["uri"], &item["kind"], &item["version"]), (&json!(uri), &json!("full"), &Value::Null));
    let previous = json!([{ "uri": uri, "value": item["resultId"] }]);
    let params = json!({ "previousResultIds": previous });
    let report = client.request("workspace/diagnostic", params.clone()).await.unwrap();
    assert_eq!(report["items"][0]["kind"], "unchanged");

    client.did_open(&uri, "toml", "").await;
    let report = client.request("workspace/diagnostic", params).await.unwrap();
    assert_eq!(report["items"][0]["items"], json!([]));
}

#[tokio::test]
async fn what_was_pulled_and_is_not_true_any_more_is_pulled_again() {
    let folder = folder("//- traefik-ls.toml\na = 1\n");
    let mut client = Client::with(folder.path(), pulling()).await;
    let uri = uri(folder.path(), "traefik-ls.toml");
    client.did_open(&uri, "toml", "a = 1\n").await;
    assert_eq!(client.pull(&uri).await.len(), 1);
    client.did_change(&uri, 2, "").await;
    client.wait(|message| message["method"] == "workspace/diagnostic/refresh").await;
    assert_eq!(client.pull(&uri).await.len(), 0);
    let rest = client.rest(Duration::from_millis(400)).await;
    assert!(rest.iter().all(|message| message["method"] != "workspace/diagnostic/refresh"), "{rest:?}");
}

#[tokio::test]
async fn pulling_the_workspace_does_not_spare_an_open_document_the_pull() {
    let folder = folder("//- traefik-ls.toml\na = 1\n");
    let mut client = Client::with(folder.path(), pulling()).await;
    let uri = uri(folder.path(), "traefik-ls.toml");
    client.did_open(&uri, "toml", "a = 1\n").await;
    assert_eq!(client.pull(&uri).await.len(), 1);
    client.did_change(&uri, 2, "b = 1\n").await;
    client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).await.unwrap();
    client.wait(|message| message["method"] == "workspace/diagnostic/refresh").await;
}
