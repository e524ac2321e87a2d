//! Messages take effect in the order they are sent, whatever else goes on.

use std::time::{Duration, Instant};

use serde_json::json;

use super::*;

/// A settings file whose diagnostics tell its version.
fn text(version: i32) -> String {
    format!("v{version} = 1\n")
}

fn message(version: i32) -> String {
    format!("`v{version}` is no setting: there are `links`, `env` and `rules`")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_sees_the_last_change_before_it() {
    let folder = folder("//- traefik-ls.toml\n");
    let mut client = Client::open(folder.path()).await;
    let uri = uri(folder.path(), "traefik-ls.toml");
    client.did_open(&uri, "toml", "").await;
    client.pull(&uri).await;
    let mut asked = Vec::new();
    for version in 2..502 {
        client.did_change(&uri, version, &text(version)).await;
        if version % 10 == 0 {
            let params = json!({ "textDocument": { "uri": uri } });
            asked.push((version, client.ask("textDocument/diagnostic", params).await));
        }
    }
    for (version, id) in asked {
        let report = client.answer(id).await.unwrap();
        assert_eq!(report["items"][0]["message"], message(version));
    }
    client.expect_diagnostics(&uri, &[&message(501)]).await;
}

/// The same with hovers, whose answer takes a whole linked model.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hover_sees_the_last_change_before_it() {
    let folder = folder("//- dynamic.yml\nhttp: {}\n");
    let mut client = Client::open(folder.path()).await;
    let uri = uri(folder.path(), "dynamic.yml");
    let text = |version: i32| {
        format!(
            "http:\n  routers:\n    r:\n      rule: Path(`/{version}`)\n      service: s\n      priority: {version}\n"
        )
    };
    client.did_open(&uri, "yaml", &text(1)).await;
    client.pull(&uri).await;
    let mut asked = Vec::new();
    for version in 2..502 {
        client.did_change(&uri, version, &text(version)).await;
        if version % 10 == 0 {
            let position = json!({ "line": 2, "character": 4 });
            let params = json!({ "textDocument": { "uri": uri }, "position": position });
            asked.push((version, client.ask("textDocument/hover", params).await));
        }
    }
    for (version, id) in asked {
        let hover = client.answer(id).await.unwrap();
        let markdown = hover["contents"]["value"].as_str().unwrap();
        assert!(markdown.contains(&format!("**{version}**")), "{version}: {markdown}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn incremental_changes_add_up_in_order() {
    let folder = folder("//- traefik-ls.toml\n");
    let mut client = Client::open(folder.path()).await;
    let uri = uri(folder.path(), "traefik-ls.toml");
    client.did_open(&uri, "toml", "v = 1\n").await;
    for version in 2..302 {
        let digit = version % 10;
        let at = json!({ "line": 0, "character": version - 1 });
        let range = json!({ "start": at, "end": at });
        client.edit(&uri, version, json!([{ "range": range, "text": digit.to_string() }])).await;
    }
    let digits: String = (2..302).map(|version| (version % 10).to_string()).collect();
    let expected = format!("`v{digits}` is no setting: there are `links`, `env` and `rules`");
    assert_eq!(client.pull(&uri).await, [expected]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancellation_is_answered_while_fifty_requests_wait() {
    let folder = folder("//- traefik-ls.toml\na = 1\n");
    let mut client = Client::open(folder.path()).await;
    let uri = uri(folder.path(), "traefik-ls.toml");
    client.pull(&uri).await;
    let server = client.session();
    let cores = server.pool.available_permits();
    let all = server.pool.acquire_many(u32::try_from(cores).unwrap()).await.unwrap();

    let mut asked = Vec::new();
    for _ in 0..50 {
        let params = json!({ "textDocument": { "uri": uri } });
        asked.push(client.ask("textDocument/diagnostic", params).await);
    }
    let begin = Instant::now();
    let cancelled = asked.remove(25);
    client.notify("$/cancelRequest", json!({ "id": cancelled })).await;
    assert_eq!(client.answer(cancelled).await.unwrap_err()["code"], -32800);
    assert!(begin.elapsed() < Duration::from_secs(1), "{:?}", begin.elapsed());

    drop(all);
    for id in asked {
        assert_eq!(client.answer(id).await.unwrap()["items"].as_array().unwrap().len(), 1);
    }
}
