//! Reading the disk: the first time, when told, and every now and then where nobody tells.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tower_lsp::ls_types::{
    DidChangeWatchedFilesParams, DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern,
    MessageType, Registration, RegistrationParams, request::RegisterCapability,
};

use super::folders::{Folder, Kind, file_path};
use super::progress;
use super::session::Session;

/// How often all folders are walked again where the client does not watch files.
const WALK_INTERVAL: Duration = Duration::from_secs(5);

/// How often they are where it does: a folder that vanishes fits none of [`WATCHED`], so nobody tells.
const WATCHED_WALK_INTERVAL: Duration = Duration::from_mins(1);

/// Walking takes at most one part in so many of the time, however large the folders are.
const WALK_SHARE: u32 = 50;

/// Events come in swarms (a branch is switched, a build writes): they are taken together.
const SWARM: Duration = Duration::from_millis(20);

/// What the client shall watch: what [`crate::workspace::is_candidate`] takes.
const WATCHED: [&str; 4] = ["**/*.{yml,yaml,toml,go}", "**/{.env,.env.*}", "**/go.mod", "**/*[Dd]ockerfile*"];

/// Something to be read.
#[derive(Debug)]
pub(super) enum Job {
    /// A folder, for the first time.
    Index(Arc<Folder>),
    /// All folders: what is new, changed or gone.
    Refresh,
    /// One file, whatever its time says.
    Reload(Arc<Folder>, String),
}

/// Does the jobs, one after the other, as long as the session lives.
pub(super) async fn keep(session: Weak<Session>, mut jobs: mpsc::UnboundedReceiver<Job>) {
    let mut next_walk = Instant::now() + WALK_INTERVAL;
    loop {
        let mut batch = Vec::new();
        tokio::select! {
            job = jobs.recv() => match job {
                Some(job) => batch.push(job),
                None => return,
            },
            () = tokio::time::sleep_until(next_walk.into()) => {}
        }
        if !matches!(batch.first(), Some(Job::Index(_))) {
            tokio::time::sleep(SWARM).await;
        }
        while let Ok(job) = jobs.try_recv() {
            batch.push(job);
        }
        let Some(session) = session.upgrade() else { return };
        let begin = Instant::now();
        if next_walk <= begin {
            batch.push(Job::Refresh);
        }
        run(&session, batch).await;
        if next_walk <= begin {
            let watching = session.watching.load(Ordering::SeqCst);
            let interval = if watching { WATCHED_WALK_INTERVAL } else { WALK_INTERVAL };
            next_walk = Instant::now() + interval.max(begin.elapsed() * WALK_SHARE);
        }
    }
}

/// Has `path` read again: at once where the disk had it before. Else a walk must say whether it counts.
pub(super) fn reread(session: &Session, folder: Arc<Folder>, path: String) {
    let is_known = folder.workspace.snapshot().is_on_disk(&path);
    session.read(if is_known { Job::Reload(folder, path) } else { Job::Refresh });
}

async fn run(session: &Arc<Session>, batch: Vec<Job>) {
    let mut refresh = false;
    let mut reloads: Vec<(Arc<Folder>, String)> = Vec::new();
    for job in batch {
        match job {
            Job::Index(folder) if !folder.is_ready() => index(session, folder).await,
            Job::Index(_) => {}
            Job::Refresh => refresh = true,
            Job::Reload(folder, path) => {
                if !reloads.iter().any(|(f, p)| Arc::ptr_eq(f, &folder) && *p == path) {
                    reloads.push((folder, path));
                }
            }
        }
    }
    let folders = if refresh { session.folders.all() } else { Vec::new() };
    let reading = tokio::task::spawn_blocking(move || {
        for (folder, path) in reloads {
            folder.workspace.reload(&path);
        }
        for folder in folders.into_iter().filter(|folder| folder.is_ready() && folder.kind != Kind::Nameless)
        {
            folder.workspace.refresh();
        }
    });
    if let Err(error) = reading.await {
        session.log(MessageType::ERROR, &format!("reading the files failed: {error}"));
    }
    session.changed.notify_one();
}

/// Reads a folder for the first time; a given one under the user's eyes.
async fn index(session: &Arc<Session>, folder: Arc<Folder>) {
    let begin = Instant::now();
    let reading = {
        let folder = Arc::clone(&folder);
        tokio::task::spawn_blocking(move || {
            folder.workspace.refresh();
            // Linking takes as long as reading; whoever asks first should not wait for it.
            folder.workspace.snapshot().model();
        })
    };
    let done = if folder.kind == Kind::Given {
        let name = folder.workspace.root().file_name().unwrap_or_default().to_string_lossy().into_owned();
        progress::show(session, "Traefik", &format!("reading {name}"), reading).await
    } else {
        reading.await
    };
    if let Err(error) = done {
        session.log(MessageType::ERROR, &format!("reading the folder failed: {error}"));
    }
    // Without the settings some findings would show for a moment that the user has turned off.
    let _ = session.configured.subscribe().wait_for(|configured| *configured).await;
    folder.set_ready();
    if folder.kind == Kind::Given {
        let count = folder.workspace.snapshot().files().count();
        let root = folder.workspace.root().display();
        session.log(MessageType::INFO, &format!("read {count} files of {root} in {:.0?}", begin.elapsed()));
    }
    session.changed.notify_one();
}

/// `workspace/didChangeWatchedFiles`
pub(super) fn changed(session: &Session, params: &DidChangeWatchedFilesParams) {
    for event in &params.changes {
        match session.locate(&event.uri) {
            Some((folder, path)) => reread(session, folder, path),
            // A folder that came or went.
            None if file_path(&event.uri).is_some() => session.read(Job::Refresh),
            None => {}
        }
    }
}

/// Asks the client to watch files, where it can be asked.
pub(super) async fn watch(session: Arc<Session>) {
    if !session.profile().watches_files {
        return;
    }
    let watchers = WATCHED
        .map(|glob| FileSystemWatcher { glob_pattern: GlobPattern::String(glob.to_owned()), kind: None });
    let options = DidChangeWatchedFilesRegistrationOptions { watchers: watchers.into() };
    let registration = Registration {
        id: "watch".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    };
    let params = RegistrationParams { registrations: vec![registration] };
    let accepted = session.outbox.ask::<RegisterCapability>(params).await.is_some();
    session.watching.store(accepted, Ordering::SeqCst);
}
