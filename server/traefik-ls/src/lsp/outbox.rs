//! All that the server says of its own accord goes out here, in order, from one task. Nobody else talks to the client.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tower_lsp::Client;
use tower_lsp::ls_types::{notification::Notification, request::Request};

/// How long the client may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Messages that may wait for a client which does not read.
const WAITING: usize = 4096;

type Sending = Pin<Box<dyn Future<Output = ()> + Send>>;

enum Message {
    /// Sent before the next one is looked at.
    Notification(Sending),
    /// Sent and waited for beside the others.
    Request(Sending),
}

/// The way to the client.
#[derive(Debug)]
pub(super) struct Outbox {
    client: Client,
    queue: mpsc::Sender<Message>,
}

impl Outbox {
    /// Starts the task.
    pub(super) fn new(client: Client) -> Self {
        let (queue, messages) = mpsc::channel(WAITING);
        tokio::spawn(send(messages));
        Self { client, queue }
    }

    /// Sends a notification as soon as may be. It is dropped where the client has not read for long.
    pub(super) fn tell<N: Notification>(&self, params: N::Params)
    where
        N::Params: Send + 'static,
    {
        let client = self.client.clone();
        let sending = async move { client.send_notification::<N>(params).await };
        let _ = self.queue.try_send(Message::Notification(Box::pin(sending)));
    }

    /// Sends a notification; waits where the client does not read. Never to be awaited by a handler.
    pub(super) async fn deliver<N: Notification>(&self, params: N::Params)
    where
        N::Params: Send + 'static,
    {
        let client = self.client.clone();
        let sending = async move { client.send_notification::<N>(params).await };
        // The task lives as long as the outbox.
        let _ = self.queue.send(Message::Notification(Box::pin(sending))).await;
    }

    /// Asks the client. `None` where it refuses, does not answer in time, or is gone. Never to be awaited by a handler.
    pub(super) fn ask<R: Request>(
        &self,
        params: R::Params,
    ) -> impl Future<Output = Option<R::Result>> + Send + 'static
    where
        R::Params: Send + 'static,
        R::Result: Send + 'static,
    {
        let client = self.client.clone();
        let (reply, answer) = oneshot::channel();
        let sending = async move {
            let result = timeout(PATIENCE, client.send_request::<R>(params)).await;
            if let Ok(Ok(result)) = result {
                // Whoever asked may have gone.
                let _ = reply.send(result);
            }
        };
        let _ = self.queue.try_send(Message::Request(Box::pin(sending)));
        async move { answer.await.ok() }
    }
}

async fn send(mut messages: mpsc::Receiver<Message>) {
    let mut asked = JoinSet::new();
    loop {
        tokio::select! {
            message = messages.recv() => match message {
                Some(Message::Notification(sending)) => sending.await,
                Some(Message::Request(sending)) => {
                    asked.spawn(sending);
                }
                None => return,
            },
            Some(_) = asked.join_next() => {}
        }
    }
}
