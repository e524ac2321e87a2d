//! Positions in every encoding, and positions that are none.

use serde_json::{Value, json};

use super::*;

/// A line with one, two, three and four bytes a character before the key that is wrong.
const TEXT: &str = "env = { \"aé世🦀\" = 1 }\n";

async fn start_of_value(encodings: Value) -> (String, u64) {
    let folder = folder("//- traefik-ls.toml\n");
    let mut client = Client::new();
    let folders = json!([{ "uri": uri(folder.path(), ""), "name": "folder" }]);
    let mut capabilities = capabilities();
    capabilities["general"] = json!({ "positionEncodings": encodings });
    let offered =
        client.initialize(json!({ "capabilities": capabilities, "workspaceFolders": folders })).await;
    let uri = uri(folder.path(), "traefik-ls.toml");
    client.did_open(&uri, "toml", TEXT).await;
    let params = json!({ "textDocument": { "uri": uri } });
    let report = client.request("textDocument/diagnostic", params).await.unwrap();
    let range = &report["items"][0]["range"];
    assert_eq!(
        range["end"]["character"].as_u64(),
        range["start"]["character"].as_u64().map(|start| start + 1)
    );
    (offered["positionEncoding"].as_str().unwrap().to_owned(), range["start"]["character"].as_u64().unwrap())
}

#[tokio::test]
async fn the_encoding_is_negotiated() {
    let all = json!(["utf-16", "utf-32", "utf-8"]);
    assert_eq!(start_of_value(all).await, ("utf-8".to_owned(), 23));
    assert_eq!(start_of_value(json!(["utf-16", "utf-32"])).await, ("utf-32".to_owned(), 17));
    assert_eq!(start_of_value(json!(["utf-16"])).await, ("utf-16".to_owned(), 18));
    assert_eq!(start_of_value(json!(["utf-7"])).await, ("utf-16".to_owned(), 18));
    assert_eq!(start_of_value(Value::Null).await, ("utf-16".to_owned(), 18));
}

#[tokio::test]
async fn wild_positions_are_clamped() {
    let folder = folder("//- traefik-ls.toml\n//- dynamic.yml\nhttp: {}\n");
    let mut client = Client::open(folder.path()).await;
    let document = uri(folder.path(), "dynamic.yml");
    client.did_open(&document, "yaml", "# 🦀\r\nhttp:\r\n").await;
    let far = u32::MAX;
    for (line, character) in [(far, far), (0, far), (0, 3), (far, 0), (1, 9), (2, 1)] {
        let position = json!({ "line": line, "character": character });
        let params = json!({ "textDocument": { "uri": document }, "position": position });
        for method in ["hover", "definition", "implementation"] {
            client.request(&format!("textDocument/{method}"), params.clone()).await.unwrap();
        }
        let mut params = params;
        params["context"] = json!({ "includeDeclaration": true });
        client.request("textDocument/references", params).await.unwrap();
        let params = json!({
            "textDocument": { "uri": document },
            "range": { "start": position, "end": { "line": 0, "character": 3 } },
            "context": { "diagnostics": [] },
        });
        client.request("textDocument/codeAction", params).await.unwrap();
    }
}
