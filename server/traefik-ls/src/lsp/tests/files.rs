//! Files that other programs change.

use serde_json::{Value, json};

use super::client::write;
use super::*;

const NO_SETTING: &str = "is no setting: there are `links`, `env` and `rules`";

fn watching() -> Value {
    let mut capabilities = capabilities();
    capabilities["workspace"]["didChangeWatchedFiles"] = json!({ "dynamicRegistration": true });
    capabilities
}

async fn tell(client: &mut Client, uri: &str, kind: u32) {
    let changes = json!([{ "uri": uri, "type": kind }]);
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes })).await;
}

#[tokio::test]
async fn a_client_that_watches_tells() {
    let folder = folder("//- a.yml\n");
    let mut client = Client::with(folder.path(), watching()).await;
    let registration = client.wait(|message| message["method"] == "client/registerCapability").await;
    assert_eq!(registration["params"]["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    let uri = uri(folder.path(), "traefik-ls.toml");
    client.pull(&uri).await;

    write(folder.path(), "traefik-ls.toml", "a = 1\n");
    tell(&mut client, &uri, 1).await;
    client.expect_diagnostics(&uri, &[&format!("`a` {NO_SETTING}")]).await;
    // The same length in the same tick of the clock: only reading tells.
    write(folder.path(), "traefik-ls.toml", "b = 1\n");
    tell(&mut client, &uri, 2).await;
    client.expect_diagnostics(&uri, &[&format!("`b` {NO_SETTING}")]).await;
    std::fs::remove_file(folder.path().join("traefik-ls.toml")).unwrap();
    tell(&mut client, &uri, 3).await;
    client.expect_diagnostics(&uri, &[]).await;
}

#[tokio::test]
async fn a_folder_that_vanishes_takes_its_files_along() {
    let folder = folder("//- x/compose.yml\n//- x/a.yml\n");
    let mut client = Client::with(folder.path(), watching()).await;
    client.pull(&uri(folder.path(), "x/a.yml")).await;
    let session = client.session();
    let count = || session.folders.all()[0].workspace.snapshot().files().count();
    assert_eq!(count(), 2);
    std::fs::remove_dir_all(folder.path().join("x")).unwrap();
    tell(&mut client, &uri(folder.path(), "x"), 3).await;
    while count() != 0 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn without_watching_we_look_when_the_user_saves() {
    let folder = folder("//- a.yml\n");
    let mut client = Client::open(folder.path()).await;
    let (a, settings) = (uri(folder.path(), "a.yml"), uri(folder.path(), "traefik-ls.toml"));
    client.did_open(&a, "yaml", "").await;
    client.diagnostics(&a).await;
    write(folder.path(), "traefik-ls.toml", "a = 1\n");
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": a } })).await;
    client.expect_diagnostics(&settings, &[&format!("`a` {NO_SETTING}")]).await;
}

#[tokio::test]
async fn without_watching_we_look_now_and_then() {
    let folder = folder("//- a.yml\n");
    let mut client = Client::open(folder.path()).await;
    let settings = uri(folder.path(), "traefik-ls.toml");
    client.pull(&uri(folder.path(), "a.yml")).await;
    write(folder.path(), "traefik-ls.toml", "a = 1\n");
    client.expect_diagnostics(&settings, &[&format!("`a` {NO_SETTING}")]).await;
}

#[tokio::test]
async fn an_ignored_file_counts_while_it_is_open() {
    let folder = folder("//- .gitignore\ntraefik-ls.toml\n//- traefik-ls.toml\na = 1\n//- a.yml\n");
    let mut client = Client::open(folder.path()).await;
    let settings = uri(folder.path(), "traefik-ls.toml");
    assert_eq!(client.pull(&settings).await, Vec::<String>::new());
    client.did_open(&settings, "toml", "b = 1\n").await;
    client.expect_diagnostics(&settings, &[&format!("`b` {NO_SETTING}")]).await;
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": settings } })).await;
    client.did_close(&settings).await;
    client.expect_diagnostics(&settings, &[]).await;
}

#[tokio::test]
async fn the_first_reading_is_shown() {
    let folder = folder("//- a.yml\n");
    for number in 0..3000 {
        write(folder.path(), &format!("deep/{number}.yml"), "a: [1, 2, 3]\n");
    }
    let mut capabilities = capabilities();
    capabilities["window"] = json!({ "workDoneProgress": true });
    let mut client = Client::with(folder.path(), capabilities).await;
    let create = client.wait(|message| message["method"] == "window/workDoneProgress/create").await;
    let mut shown = Vec::new();
    while shown.last() != Some(&json!("end")) {
        let progress = client.wait(|message| message["method"] == "$/progress").await;
        assert_eq!(progress["params"]["token"], create["params"]["token"]);
        shown.push(progress["params"]["value"]["kind"].clone());
    }
    assert_eq!(shown, ["begin", "end"]);
}
