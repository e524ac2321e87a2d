//! The language server. The only place that knows URIs, positions and the protocol's types.
//!
//! Five rules keep it in order; `tests` holds it to them.
//!
//! 1. *Synchronous prologue*: a notification applies its change, and a request takes its snapshot, before the first
//!    `.await`. Handlers are first polled in the order of their messages, so this is the order of what they see.
//! 2. *Short handlers, many at once* ([`transport::CONCURRENCY`]): a cancellation never waits behind a slow request.
//! 3. *Work off the loop*: whatever takes time runs on the blocking pool ([`session::Session::answer`]); a panic there
//!    is the answer to one request.
//! 4. *No handler waits for the client*: what the server asks goes through the [`outbox`].
//! 5. *Protocol types end here*: [`convert`] is the only place where offsets become positions.

mod configuration;
mod convert;
mod diagnostics;
mod documents;
mod files;
mod folders;
mod initialize;
mod navigation;
mod outbox;
mod parent;
mod progress;
mod publish;
mod pull;
mod server;
mod session;
mod symbols;
mod transport;

mod code_action;
mod hover;

use std::process::ExitCode;

use crate::workspace::{self, STACK_BYTES};

/// Serves on standard input and output until the client leaves: 0 after `shutdown`, else 1.
pub fn run() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_stack_size(STACK_BYTES)
        .enable_all()
        .build();
    let Ok(runtime) = runtime else { return ExitCode::from(2) };
    workspace::prepare_threads();
    let shut_down = runtime.block_on(async {
        transport::serve(transport::start(), tokio::io::stdin(), tokio::io::stdout()).await
    });
    // The thread that reads standard input may wait there for ever.
    runtime.shutdown_background();
    if shut_down { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

#[cfg(test)]
mod tests;
