//! The client's settings.

use serde_json::json;

use super::*;

fn env(client: &Client) -> Vec<(String, String)> {
    let session = client.session();
    session.folders.all()[0].workspace.snapshot().settings().routing.env.clone()
}

fn pair(value: &str) -> Vec<(String, String)> {
    vec![("DOMAIN".to_owned(), value.to_owned())]
}

#[tokio::test]
async fn they_come_with_initialize_and_change_later() {
    let folder = folder("//- a.yml\n");
    let mut client = Client::new();
    client
        .initialize(json!({
            "capabilities": capabilities(),
            "rootUri": uri(folder.path(), ""),
            "initializationOptions": { "env": { "DOMAIN": "a" } },
        }))
        .await;
    client.pull(&uri(folder.path(), "a.yml")).await;
    assert_eq!(env(&client), pair("a"));
    for (settings, expected) in [
        (json!({ "traefik-ls": { "env": { "DOMAIN": "b" } } }), pair("b")),
        (json!({ "env": { "DOMAIN": "c" } }), pair("c")),
        (json!(null), pair("c")),
    ] {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings })).await;
        client.pull(&uri(folder.path(), "a.yml")).await;
        assert_eq!(env(&client), expected);
    }
}

#[tokio::test]
async fn they_are_fetched_before_the_first_diagnostics() {
    let folder = folder("//- a.yml\n");
    let mut capabilities = capabilities();
    capabilities["workspace"]["configuration"] = json!(true);
    capabilities["workspace"]["didChangeConfiguration"] = json!({ "dynamicRegistration": true });
    let mut client = Client::new();
    client.settings = json!({ "env": { "DOMAIN": "a" } });
    client.initialize(json!({ "capabilities": capabilities, "rootUri": uri(folder.path(), "") })).await;
    client.pull(&uri(folder.path(), "a.yml")).await;
    assert_eq!(env(&client), pair("a"));
    client.wait(|message| message["method"] == "client/registerCapability").await;

    client.settings = json!({ "env": { "DOMAIN": "b" } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null })).await;
    while env(&client) != pair("b") {
        client.pull(&uri(folder.path(), "a.yml")).await;
    }
}

#[tokio::test]
async fn what_is_not_understood_is_said() {
    let folder = folder("//- a.yml\n");
    let mut client = Client::open(folder.path()).await;
    let settings = json!({ "rules": { "unknown-service": "loud" } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings })).await;
    let said = client
        .wait(|message| message["method"] == "window/logMessage" && message["params"]["type"] == 2)
        .await;
    let text = said["params"]["message"].as_str().unwrap();
    assert!(text.contains("`loud` is no level"), "{text}");
}
