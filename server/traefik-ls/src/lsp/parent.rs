//! Whether the client's process still runs. Its end closes our input, unless another process inherited it.

use std::future::pending;
use std::time::Duration;

/// How often we look.
const INTERVAL: Duration = Duration::from_secs(2);

/// Returns when the process `id` is gone. A process that cannot be seen from the start (the client is in another
/// container) is never gone.
pub(super) async fn gone(id: u32) {
    if !is_running(id) {
        pending::<()>().await;
    }
    while is_running(id) {
        tokio::time::sleep(INTERVAL).await;
    }
}

#[cfg(unix)]
fn is_running(id: u32) -> bool {
    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};

    let id = i32::try_from(id).ok().and_then(Pid::from_raw);
    id.is_some_and(|id| test_kill_process(id) != Err(Errno::SRCH))
}

/// Elsewhere the end of the input must tell.
#[cfg(not(unix))]
fn is_running(_: u32) -> bool {
    false
}
