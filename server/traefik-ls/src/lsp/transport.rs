//! From bytes to handlers, and how it ends.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{
    AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader, duplex,
    sink,
};
use tower_lsp::jsonrpc::{Request, Response};
use tower_lsp::ls_types::MessageType;
use tower_lsp::{ClientSocket, LspService, Server};

use super::server::Backend;
use super::session::Session;

/// Messages handled at once. Handlers wait for the pool, they do not compute, so this bounds memory only.
pub(super) const CONCURRENCY: usize = 1024;

/// The largest message that is taken: every character of the largest file as `\u0000`.
const MESSAGE_BYTES: u64 = 6 * syntax::limits::FILE_BYTES as u64 + HEADER_BYTES;

/// The longest header.
const HEADER_BYTES: u64 = 16 * 1024;

/// How long handlers may take to finish when the client is gone.
const GRACE: Duration = Duration::from_secs(1);

/// A server that nobody talks to yet.
#[derive(Debug)]
pub(super) struct Idle {
    service: LspService<Backend>,
    socket: ClientSocket,
}

/// Makes a server and starts its tasks.
pub(super) fn start() -> Idle {
    let (service, socket) = LspService::new(|client| Backend { session: Session::new(client) });
    Idle { service, socket }
}

impl Idle {
    /// What its handlers will share.
    pub(super) fn session(&self) -> Arc<Session> {
        Arc::clone(&self.service.inner().session)
    }
}

/// Serves one client until it sends `exit`, closes `input`, or its process is gone. Says whether it asked for
/// `shutdown` before.
pub(super) async fn serve<I, O>(server: Idle, input: I, output: O) -> bool
where
    I: AsyncRead + Unpin,
    O: AsyncWrite,
{
    let session = server.session();
    let (reader, writer) = duplex(64 * 1024);
    let Idle { service, socket } = server;
    let server = Server::new(reader, output, socket).concurrency_level(CONCURRENCY).serve(service);
    tokio::select! {
        () = server => {}
        () = leave(forward(BufReader::new(input), writer, &session)) => {}
        () = session.abandoned() => {}
    }
    session.was_shut_down()
}

/// The end of the input ends the server by itself, unless a handler hangs.
async fn leave(input: impl Future<Output = io::Result<()>>) {
    // An input that cannot be read any more has ended, too.
    let _ = input.await;
    tokio::time::sleep(GRACE).await;
}

/// Hands on the messages that are ones. The server behind stops for good at the first that is not, so those stay here.
async fn forward<I, O>(mut input: I, mut output: O, session: &Session) -> io::Result<()>
where
    I: AsyncBufRead + Unpin,
    O: AsyncWrite + Unpin,
{
    while let Some(length) = header(&mut input).await? {
        let Some(length) = length else {
            session.log(MessageType::WARNING, "dropped a message without a Content-Length");
            continue;
        };
        if length > MESSAGE_BYTES {
            session.log(MessageType::WARNING, &format!("dropped a message of {length} bytes: too large"));
            tokio::io::copy_buf(&mut (&mut input).take(length), &mut sink()).await?;
            continue;
        }
        let mut body = Vec::new();
        (&mut input).take(length).read_to_end(&mut body).await?;
        if is_message(&body) {
            output.write_all(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes()).await?;
            output.write_all(&body).await?;
        } else {
            session.log(MessageType::WARNING, "dropped a message that is not JSON-RPC 2.0");
        }
    }
    Ok(())
}

/// The length that the next header gives; the inner `None` is a header without one, the outer the end of the input.
async fn header<I: AsyncBufRead + Unpin>(input: &mut I) -> io::Result<Option<Option<u64>>> {
    let mut length = None;
    let mut any = false;
    let mut input = input.take(HEADER_BYTES);
    loop {
        let mut line = Vec::new();
        if input.read_until(b'\n', &mut line).await? == 0 {
            return Ok((any && input.limit() == 0).then_some(None));
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end_matches(['\r', '\n']);
        if line.is_empty() {
            return Ok(Some(length));
        }
        any = true;
        if let Some((name, value)) = line.split_once(':')
            && name.trim().eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok();
        }
    }
}

fn is_message(body: &[u8]) -> bool {
    serde_json::from_slice::<Request>(body).is_ok() || serde_json::from_slice::<Response>(body).is_ok()
}
