//! Work-done progress.

use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};

use tower_lsp::ls_types::{
    NumberOrString, ProgressParams, ProgressParamsValue, WorkDoneProgress, WorkDoneProgressBegin,
    WorkDoneProgressCreateParams, WorkDoneProgressEnd, notification::Progress,
    request::WorkDoneProgressCreate,
};

use super::session::Session;

/// A token is good for one begin and one end.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// Waits for `work` and shows that it goes on, where the client can show it. Work that ends before the client is ready
/// is not shown at all.
pub(super) async fn show<T>(
    session: &Session,
    title: &str,
    message: &str,
    work: impl Future<Output = T>,
) -> T {
    if !session.profile().shows_progress {
        return work.await;
    }
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let token = NumberOrString::String(format!("traefik-ls/{number}"));
    let created =
        session.outbox.ask::<WorkDoneProgressCreate>(WorkDoneProgressCreateParams { token: token.clone() });
    tokio::pin!(work);
    let is_created = tokio::select! {
        biased;
        done = &mut work => return done,
        created = created => created.is_some(),
    };
    let tell = |value| {
        if is_created {
            let value = ProgressParamsValue::WorkDone(value);
            session.outbox.tell::<Progress>(ProgressParams { token: token.clone(), value });
        }
    };
    tell(WorkDoneProgress::Begin(WorkDoneProgressBegin {
        title: title.to_owned(),
        message: Some(message.to_owned()),
        ..WorkDoneProgressBegin::default()
    }));
    let done = work.await;
    tell(WorkDoneProgress::End(WorkDoneProgressEnd::default()));
    done
}
