//! Requests as such: wrong ones, failing ones.

use serde_json::{Value, json};

use super::*;

#[tokio::test]
async fn wrong_parameters_are_the_error_of_one_request() {
    let folder = folder("//- a.yml\n");
    let mut client = Client::open(folder.path()).await;
    let document = uri(folder.path(), "a.yml");
    for params in [
        Value::Null,
        json!([]),
        json!({ "textDocument": { "uri": "no uri" }, "position": { "line": 0, "character": 0 } }),
        json!({ "textDocument": { "uri": document }, "position": { "line": -1, "character": 0 } }),
        json!({ "textDocument": { "uri": document } }),
    ] {
        let error = client.request("textDocument/hover", params).await.unwrap_err();
        assert_eq!(error["code"], -32602, "{error}");
    }
    for method in ["textDocument/didOpen", "textDocument/didChange", "workspace/didChangeWatchedFiles"] {
        client.notify(method, json!({ "wrong": 1 })).await;
    }
    let error = client.request("textDocument/guess", json!({})).await.unwrap_err();
    assert_eq!(error["code"], -32601);
    assert_eq!(client.pull(&document).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_panic_is_the_error_of_one_request() {
    let folder = folder("//- a.yml\n");
    let mut client = Client::open(folder.path()).await;
    let session = client.session();
    let error = session.work(|| -> i32 { panic!("over the top") }).await.unwrap_err();
    assert_eq!(error.message, "the request failed: over the top");
    let said = client
        .wait(|message| message["method"] == "window/logMessage" && message["params"]["type"] == 1)
        .await;
    assert_eq!(said["params"]["message"], "the request failed: over the top");
    client.pull(&uri(folder.path(), "a.yml")).await;
}

#[tokio::test]
async fn requests_before_initialize_are_refused() {
    let mut client = Client::new();
    let error = client.request("workspace/symbol", json!({ "query": "" })).await.unwrap_err();
    assert_eq!(error["code"], -32002);
    client.initialize(json!({ "capabilities": {} })).await;
    let error = client.request("initialize", json!({ "capabilities": {} })).await.unwrap_err();
    assert_eq!(error["code"], -32600);
}

#[tokio::test]
async fn a_client_that_never_says_initialized_is_served() {
    let folder = folder("//- traefik-ls.toml\na = 1\n");
    let mut client = Client::new();
    let params = json!({ "capabilities": {}, "rootUri": uri(folder.path(), "") });
    client.request("initialize", params).await.unwrap();
    assert_eq!(client.pull(&uri(folder.path(), "traefik-ls.toml")).await.len(), 1);
}
