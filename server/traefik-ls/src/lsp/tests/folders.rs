//! Several folders, none, and documents outside of them.

use serde_json::{Value, json};

use super::client::write;
use super::*;

const NO_SETTING: &str = "is no setting: there are `links`, `env` and `rules`";

fn named(folder: &tempfile::TempDir) -> Value {
    json!({ "uri": uri(folder.path(), ""), "name": "folder" })
}

#[tokio::test]
async fn folders_come_and_go() {
    let (a, b) = (folder("//- traefik-ls.toml\na = 1\n"), folder("//- traefik-ls.toml\nb = 1\n"));
    let (in_a, in_b) = (uri(a.path(), "traefik-ls.toml"), uri(b.path(), "traefik-ls.toml"));
    let mut client = Client::open(a.path()).await;
    client.expect_diagnostics(&in_a, &[&format!("`a` {NO_SETTING}")]).await;
    let event = json!({ "added": [named(&b)], "removed": [] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event })).await;
    client.expect_diagnostics(&in_b, &[&format!("`b` {NO_SETTING}")]).await;
    let event = json!({ "added": [], "removed": [named(&a)] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event })).await;
    client.expect_diagnostics(&in_a, &[]).await;
}

#[tokio::test]
async fn a_document_moves_to_the_folder_that_comes() {
    let (a, b) = (folder("//- x.yml\n"), folder("//- traefik-ls.toml\n//- deep/x.yml\n"));
    let mut client = Client::open(a.path()).await;
    let document = uri(b.path(), "deep/traefik-ls.toml");
    // Alone, it is the settings file of its folder.
    client.did_open(&document, "toml", "a = 1\n").await;
    client.expect_diagnostics(&document, &[&format!("`a` {NO_SETTING}")]).await;
    let event = json!({ "added": [named(&b)], "removed": [] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event })).await;
    client.expect_diagnostics(&document, &[]).await;
    let event = json!({ "added": [], "removed": [named(&b)] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event })).await;
    client.expect_diagnostics(&document, &[&format!("`a` {NO_SETTING}")]).await;
    client.did_close(&document).await;
    client.expect_diagnostics(&document, &[]).await;
}

#[tokio::test]
async fn a_folder_inside_another_is_read_with_it() {
    let outer = folder("//- traefik-ls.toml\n//- inner/traefik-ls.toml\na = 1\n");
    let mut client = Client::new();
    let inner = json!({ "uri": uri(outer.path(), "inner"), "name": "inner" });
    let folders = json!([inner, named(&outer)]);
    client.initialize(json!({ "capabilities": capabilities(), "workspaceFolders": folders })).await;
    let document = uri(outer.path(), "inner/traefik-ls.toml");
    assert_eq!(client.pull(&document).await, Vec::<String>::new());
    let event = json!({ "added": [], "removed": [named(&outer)] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event })).await;
    assert_eq!(client.pull(&document).await, [format!("`a` {NO_SETTING}")]);
}

#[tokio::test]
async fn older_clients_name_one_root() {
    let folder = folder("//- traefik-ls.toml\na = 1\n");
    for root in [json!({ "rootUri": uri(folder.path(), "") }), json!({ "rootPath": folder.path() })] {
        let mut client = Client::new();
        let mut params = root;
        params["capabilities"] = json!({});
        client.initialize(params).await;
        client.diagnostics(&uri(folder.path(), "traefik-ls.toml")).await;
    }
}

#[tokio::test]
async fn without_a_folder_a_document_has_the_files_beside_it() {
    let folder = folder("//- traefik-ls.toml\na = 1\n//- compose.yml\n//- deep/traefik-ls.toml\nb = 1\n");
    let mut client = Client::new();
    client.initialize(json!({ "capabilities": capabilities(), "rootUri": null })).await;
    client.did_open(&uri(folder.path(), "compose.yml"), "yaml", "").await;
    let beside = uri(folder.path(), "traefik-ls.toml");
    client.expect_diagnostics(&beside, &[&format!("`a` {NO_SETTING}")]).await;
    // What is below is not read.
    assert_eq!(client.pull(&uri(folder.path(), "deep/traefik-ls.toml")).await, Vec::<String>::new());
    client.did_close(&uri(folder.path(), "compose.yml")).await;
    client.expect_diagnostics(&beside, &[]).await;
}

#[tokio::test]
async fn a_document_without_a_file_has_answers_too() {
    let mut client = Client::new();
    client.initialize(json!({ "capabilities": capabilities(), "workspaceFolders": null })).await;
    client.did_open("untitled:Untitled-1", "yaml", "http: {}\n").await;
    assert_eq!(client.diagnostics("untitled:Untitled-1").await, (Some(1), vec![]));
    let params = json!({ "textDocument": { "uri": "untitled:Untitled-1" } });
    assert_eq!(client.request("textDocument/documentSymbol", params).await, Ok(json!([])));
    client.did_open("untitled:Untitled-2", "plaintext", "http: {}\n").await;
    let params = json!({ "textDocument": { "uri": "untitled:Untitled-2" } });
    assert_eq!(client.request("textDocument/documentSymbol", params).await, Ok(json!(null)));
    client.did_close("untitled:Untitled-1").await;
}

#[tokio::test]
async fn a_folder_behind_a_link_is_the_same_folder() {
    let real = folder("//- traefik-ls.toml\na = 1\n");
    let place = tempfile::tempdir().unwrap();
    let link = place.path().join("link");
    #[cfg(unix)]
    std::os::unix::fs::symlink(real.path(), &link).unwrap();
    #[cfg(not(unix))]
    write(&link, "traefik-ls.toml", "a = 1\n");
    let mut client = Client::open(&link).await;
    let document = uri(&real.path().canonicalize().unwrap(), "traefik-ls.toml");
    client.did_open(&document, "toml", "b = 1\n").await;
    client.expect_diagnostics(&document, &[&format!("`b` {NO_SETTING}")]).await;
    write(place.path(), "other.yml", "");
}
