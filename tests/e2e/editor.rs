//! The program as an editor runs it: framed JSON-RPC over its standard streams.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::program::program;

/// Whoever waits longer waits for something that will not come. Far beyond what anything takes on a slow machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// An editor with one server.
pub(crate) struct Editor {
    server: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// Messages that were read while waiting for another one.
    kept: VecDeque<Value>,
    next_id: i64,
}

impl Editor {
    /// Starts a server that knows nothing yet.
    pub(crate) fn start() -> Self {
        let mut server = Command::new(program())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (sender, messages) = channel();
        let output = server.stdout.take().unwrap();
        thread::spawn(move || read_messages(output, &sender));
        let input = server.stdin.take();
        Self { server, input, messages, kept: VecDeque::new(), next_id: 1 }
    }

    /// Starts a server and opens `root` in it, as an editor without special wishes.
    pub(crate) fn open(root: &Path) -> Self {
        let mut editor = Self::start();
        editor.initialize(root, &json!({}));
        editor
    }

    /// The handshake. Gives the server's answer.
    pub(crate) fn initialize(&mut self, root: &Path, capabilities: &Value) -> Value {
        let folder = json!({"uri": uri(root), "name": "root"});
        let result = self.request(
            "initialize",
            json!({
                "processId": std::process::id(),
                "rootUri": uri(root),
                "workspaceFolders": [folder],
                "capabilities": capabilities,
            }),
        );
        self.notify("initialized", json!({}));
        result
    }

    /// Opens a document with the text it has on the disk.
    pub(crate) fn open_document(&mut self, path: &Path, language: &str) {
        let text = std::fs::read_to_string(path).unwrap();
        let document = json!({"uri": uri(path), "languageId": language, "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Asks and waits for the result.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        self.answer(id).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Asks and does not wait. Gives the request's number.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        self.send(&with_params(json!({"jsonrpc": "2.0", "id": id, "method": method}), params));
        id
    }

    /// Waits for the answer to the request of this number: its result, or its error.
    pub(crate) fn answer(&mut self, id: i64) -> Result<Value, Value> {
        let mut answer = self.wait(&format!("the answer to request {id}"), |message| {
            message["id"] == json!(id) && message.get("method").is_none()
        });
        match answer.get_mut("error") {
            Some(error) => Err(error.take()),
            None => Ok(answer["result"].take()),
        }
    }

    /// Says something that is not answered.
    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&with_params(json!({"jsonrpc": "2.0", "method": method}), params));
    }

    /// Waits for the next diagnostics of `path`.
    pub(crate) fn diagnostics(&mut self, path: &Path) -> Vec<Value> {
        let uri = uri(path);
        let mut message = self.wait(&format!("diagnostics of {uri}"), |message| {
            message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri.as_str()
        });
        match message["params"]["diagnostics"].take() {
            Value::Array(diagnostics) => diagnostics,
            other => panic!("not a list: {other}"),
        }
    }

    /// Sends a message.
    pub(crate) fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.send_bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    /// Sends what need not be a message.
    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the editor has not gone");
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    /// Ends the session as the protocol has it. Gives the exit code.
    pub(crate) fn shut_down(mut self) -> Option<i32> {
        assert_eq!(self.request("shutdown", Value::Null), Value::Null);
        self.notify("exit", Value::Null);
        self.exit().code()
    }

    /// The most memory that the server has held so far, in MiB.
    #[cfg(target_os = "linux")]
    pub(crate) fn peak_memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server.id())).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        peak.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
    }

    /// The editor vanishes: the server reads the end of its input.
    pub(crate) fn vanish(&mut self) {
        self.input = None;
    }

    /// Waits for the end of the server.
    pub(crate) fn exit(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.server.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < deadline, "the server does not end");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for the first message, old or new, that is `wanted`.
    fn wait(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&wanted) {
            return self.kept.remove(at).unwrap();
        }
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.messages.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(message) if wanted(&message) => return message,
                Ok(message) => self.keep(message),
                Err(RecvTimeoutError::Timeout) => panic!("no {what} came; instead: {:#?}", self.kept),
                Err(RecvTimeoutError::Disconnected) => panic!("the server went before {what}"),
            }
        }
    }

    /// Requests of the server are granted, as far as they want nothing; everything else is kept.
    fn keep(&mut self, message: Value) {
        if message.get("method").is_some() && message.get("id").is_some() {
            let result = match message["method"].as_str() {
                Some("workspace/configuration") => {
                    let items = message["params"]["items"].as_array().map_or(0, Vec::len);
                    Value::Array(vec![Value::Null; items])
                }
                _ => Value::Null,
            };
            self.send(&json!({"jsonrpc": "2.0", "id": message["id"], "result": result}));
        }
        self.kept.push_back(message);
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // A test that failed leaves no server behind; one that ended has none.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// JSON-RPC knows no `"params": null`.
fn with_params(mut message: Value, params: Value) -> Value {
    if !params.is_null() {
        message["params"] = params;
    }
    message
}

/// `file://…`
pub(crate) fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// Reads frames until the stream ends. A byte that belongs to no frame is a failure: nothing else may write there.
fn read_messages(output: ChildStdout, sender: &Sender<Value>) {
    let mut output = BufReader::new(output);
    loop {
        let mut length = None;
        loop {
            let mut line = String::new();
            if output.read_line(&mut line).unwrap() == 0 {
                return;
            }
            let line = line.strip_suffix("\r\n").expect("a header line ends with CR LF");
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(": ").expect("a header");
            if name == "Content-Length" {
                length = Some(value.parse().unwrap());
            }
        }
        let mut body = vec![0; length.expect("Content-Length")];
        output.read_exact(&mut body).unwrap();
        if sender.send(serde_json::from_slice(&body).unwrap()).is_err() {
            return;
        }
    }
}
