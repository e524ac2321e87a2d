//! A small editor.

use std::collections::VecDeque;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, duplex};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::super::session::Session;
use super::super::transport;

/// Longer than anything takes; an answer that is not there by then does not come.
const PATIENCE: Duration = Duration::from_secs(20);

/// An editor and the server that serves it.
pub(super) struct Client {
    input: Option<DuplexStream>,
    messages: mpsc::UnboundedReceiver<Value>,
    /// Messages that came while another was waited for.
    kept: VecDeque<Value>,
    server: JoinHandle<bool>,
    session: Arc<Session>,
    next_id: i64,
    /// What `workspace/configuration` is answered with.
    pub(super) settings: Value,
}

/// A folder on the disk with the files of a fixture.
pub(super) fn folder(fixture: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in fixture::Fixture::parse(fixture).files {
        write(folder.path(), &path, &text);
    }
    folder
}

/// Writes a file below `folder`.
pub(super) fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The URI of `path` in `folder`; "" is the folder itself.
pub(super) fn uri(folder: &Path, path: &str) -> String {
    let path = if path.is_empty() { folder.to_owned() } else { folder.join(path) };
    tower_lsp::ls_types::Uri::from_file_path(path).unwrap().as_str().to_owned()
}

/// What a capable client that does not pull diagnostics says of itself.
pub(super) fn capabilities() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "textDocument": {
            "publishDiagnostics": { "versionSupport": true, "relatedInformation": true, "codeDescriptionSupport": true },
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "definition": { "linkSupport": true },
        },
        "workspace": { "workspaceFolders": true },
    })
}

impl Client {
    /// An editor that has not said anything yet.
    pub(super) fn new() -> Self {
        let (input, server_input) = duplex(1 << 20);
        let (server_output, output) = duplex(1 << 20);
        let server = transport::start();
        let session = server.session();
        let server = tokio::spawn(transport::serve(server, server_input, server_output));
        let (sender, messages) = mpsc::unbounded_channel();
        tokio::spawn(read(output, sender));
        let (input, kept) = (Some(input), VecDeque::new());
        Self { input, messages, kept, server, session, next_id: 1, settings: Value::Null }
    }

    /// The server's inside.
    pub(super) fn session(&self) -> Arc<Session> {
        Arc::clone(&self.session)
    }

    /// An editor with `folder` open.
    pub(super) async fn open(folder: &Path) -> Self {
        Self::with(folder, capabilities()).await
    }

    /// An editor with `folder` open that can do what `capabilities` says.
    pub(super) async fn with(folder: &Path, capabilities: Value) -> Self {
        let folders = json!([{ "uri": uri(folder, ""), "name": "folder" }]);
        let mut client = Self::new();
        client.initialize(json!({ "capabilities": capabilities, "workspaceFolders": folders })).await;
        client
    }

    /// Says `initialize` and `initialized`; gives the server's capabilities.
    pub(super) async fn initialize(&mut self, mut params: Value) -> Value {
        params["processId"] = params.get("processId").cloned().unwrap_or(Value::Null);
        let result = self.request("initialize", params).await.unwrap();
        self.notify("initialized", json!({})).await;
        result["capabilities"].clone()
    }

    /// Sends bytes as they are.
    pub(super) async fn send_raw(&mut self, bytes: &[u8]) {
        self.input.as_mut().unwrap().write_all(bytes).await.unwrap();
    }

    /// Sends one message.
    pub(super) async fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.send_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).await;
    }

    /// Sends a notification.
    pub(super) async fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params })).await;
    }

    /// Sends a request; gives its id.
    pub(super) async fn ask(&mut self, method: &str, params: Value) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })).await;
        id
    }

    /// The answer to the request `id`: its result, or its error.
    pub(super) async fn answer(&mut self, id: i64) -> Result<Value, Value> {
        let message = self.wait(|message| message["id"] == id && message.get("method").is_none()).await;
        match message.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(message["result"].clone()),
        }
    }

    /// Sends a request and waits for its answer.
    pub(super) async fn request(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.ask(method, params).await;
        self.answer(id).await
    }

    /// Opens a document.
    pub(super) async fn did_open(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
    }

    /// Replaces the whole text of a document.
    pub(super) async fn did_change(&mut self, uri: &str, version: i32, text: &str) {
        self.edit(uri, version, json!([{ "text": text }])).await;
    }

    /// Applies `changes` to a document.
    pub(super) async fn edit(&mut self, uri: &str, version: i32, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.notify("textDocument/didChange", params).await;
    }

    /// Closes a document.
    pub(super) async fn did_close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } })).await;
    }

    /// The next diagnostics of `uri` that are sent: version and messages.
    pub(super) async fn diagnostics(&mut self, uri: &str) -> (Option<i64>, Vec<String>) {
        let message = self.wait(|message| is_diagnostics(message) && message["params"]["uri"] == uri).await;
        let diagnostics = message["params"]["diagnostics"].as_array().unwrap();
        let messages =
            diagnostics.iter().map(|diagnostic| diagnostic["message"].as_str().unwrap().to_owned());
        (message["params"]["version"].as_i64(), messages.collect())
    }

    /// Waits until the diagnostics of `uri` that are sent are these messages.
    pub(super) async fn expect_diagnostics(&mut self, uri: &str, expected: &[&str]) {
        while self.diagnostics(uri).await.1 != expected {}
    }

    /// The diagnostics of `uri` as the server has them now: their messages.
    pub(super) async fn pull(&mut self, uri: &str) -> Vec<String> {
        let params = json!({ "textDocument": { "uri": uri } });
        let report = self.request("textDocument/diagnostic", params).await.unwrap();
        let items = report["items"].as_array().unwrap();
        items.iter().map(|item| item["message"].as_str().unwrap().to_owned()).collect()
    }

    /// The next message that `is_wanted`; the others wait for their turn.
    pub(super) async fn wait(&mut self, is_wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&is_wanted) {
            return self.kept.remove(at).unwrap();
        }
        loop {
            let message = timeout(PATIENCE, self.messages.recv()).await.expect("the message does not come");
            let message = message.expect("the server is gone");
            self.reply(&message).await;
            if is_wanted(&message) {
                return message;
            }
            self.kept.push_back(message);
        }
    }

    /// Waits for `time` and gives all that came until then and was not waited for.
    pub(super) async fn rest(&mut self, time: Duration) -> Vec<Value> {
        let end = tokio::time::Instant::now() + time;
        while let Ok(Some(message)) = tokio::time::timeout_at(end, self.messages.recv()).await {
            self.reply(&message).await;
            self.kept.push_back(message);
        }
        self.kept.drain(..).collect()
    }

    /// The end of the input.
    pub(super) fn hang_up(&mut self) {
        self.input = None;
    }

    /// Waits until the server ends; says whether it was asked to.
    pub(super) async fn ended(&mut self) -> bool {
        timeout(PATIENCE, &mut self.server).await.expect("the server does not end").unwrap()
    }

    /// Answers what the server asks.
    async fn reply(&mut self, message: &Value) {
        let (Some(id), Some(method)) = (message.get("id"), message.get("method")) else { return };
        let result = match method.as_str() {
            Some("workspace/configuration") => json!([self.settings]),
            _ => Value::Null,
        };
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result })).await;
    }
}

/// Whether `message` brings diagnostics.
pub(super) fn is_diagnostics(message: &Value) -> bool {
    message["method"] == "textDocument/publishDiagnostics"
}

async fn read(output: DuplexStream, messages: mpsc::UnboundedSender<Value>) {
    let mut output = BufReader::new(output);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if output.read_line(&mut line).await.unwrap_or(0) == 0 {
                return;
            }
            match line.trim().strip_prefix("Content-Length: ") {
                Some(value) => length = value.parse().unwrap(),
                None if line.trim().is_empty() => break,
                None => {}
            }
        }
        let mut body = vec![0; length];
        output.read_exact(&mut body).await.unwrap();
        if messages.send(serde_json::from_slice(&body).unwrap()).is_err() {
            return;
        }
    }
}
