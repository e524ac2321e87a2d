//! How it ends, and that it does not end before.

use serde_json::json;

use super::*;

#[tokio::test]
async fn shutdown_and_exit() {
    let folder = folder("//- a.yml\n");
    let mut client = Client::open(folder.path()).await;
    assert_eq!(client.request("shutdown", json!(null)).await, Ok(json!(null)));
    let refused = client.request("workspace/symbol", json!({ "query": "" })).await.unwrap_err();
    assert_eq!(refused["code"], -32600);
    client.notify("exit", json!(null)).await;
    assert!(client.ended().await);
}

#[tokio::test]
async fn exit_without_shutdown() {
    let folder = folder("//- a.yml\n");
    let mut client = Client::open(folder.path()).await;
    client.notify("exit", json!(null)).await;
    assert!(!client.ended().await);
}

#[tokio::test]
async fn exit_before_initialize() {
    let mut client = Client::new();
    client.notify("exit", json!(null)).await;
    assert!(!client.ended().await);
}

#[tokio::test]
async fn the_end_of_the_input() {
    let folder = folder("//- a.yml\n");
    let mut client = Client::open(folder.path()).await;
    client.hang_up();
    assert!(!client.ended().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_end_of_the_input_while_requests_hang() {
    let folder = folder("//- a.yml\n");
    let mut client = Client::open(folder.path()).await;
    client.pull(&uri(folder.path(), "a.yml")).await;
    let session = client.session();
    let cores = u32::try_from(session.pool.available_permits()).unwrap();
    let all = session.pool.acquire_many(cores).await.unwrap();
    client.ask("workspace/symbol", json!({ "query": "" })).await;
    client.hang_up();
    assert!(!client.ended().await);
    drop(all);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_end_of_the_clients_process() {
    let folder = folder("//- a.yml\n");
    let mut editor = std::process::Command::new("sleep").arg("60").spawn().unwrap();
    let mut client = Client::new();
    let root = uri(folder.path(), "");
    let params = json!({ "capabilities": capabilities(), "rootUri": root, "processId": editor.id() });
    client.initialize(params).await;
    client.pull(&uri(folder.path(), "a.yml")).await;
    editor.kill().unwrap();
    editor.wait().unwrap();
    assert!(!client.ended().await);
}

#[tokio::test]
async fn a_process_that_cannot_be_seen_is_not_waited_for() {
    let folder = folder("//- a.yml\n");
    let mut client = Client::new();
    let root = uri(folder.path(), "");
    let params = json!({ "capabilities": capabilities(), "rootUri": root, "processId": i32::MAX });
    client.initialize(params).await;
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    client.pull(&uri(folder.path(), "a.yml")).await;
}

#[tokio::test]
async fn what_is_no_message_is_dropped() {
    let folder = folder("//- a.yml\n");
    let mut client = Client::open(folder.path()).await;
    for garbage in [
        "Content-Length: 5\r\n\r\n{\"a\":",
        "Content-Length: 2\r\n\r\n{}",
        "Content-Length: 4\r\n\r\nnull",
        "Content-Length: 2\r\n\r\n\u{0}\u{0}",
        "Content-Length: 0\r\n\r\n",
        "Content-Length: many\r\n\r\n",
        "No-Length: 3\r\n\r\n",
        "\r\n",
        "content-length:  17 \r\nContent-Type: x\r\n\r\n{\"jsonrpc\":\"2.0\"}",
    ] {
        client.send_raw(garbage.as_bytes()).await;
        client.pull(&uri(folder.path(), "a.yml")).await;
    }
    let deep = format!("{{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":{}", "[".repeat(100_000));
    client.send_raw(format!("Content-Length: {}\r\n\r\n{deep}", deep.len()).as_bytes()).await;
    client.pull(&uri(folder.path(), "a.yml")).await;
}
