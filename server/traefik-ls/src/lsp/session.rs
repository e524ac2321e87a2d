//! What the handlers share.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::thread::available_parallelism;

use dashmap::DashMap;
use ide::Place;
use syntax::FileId;
use tokio::sync::{Notify, Semaphore, mpsc, watch};
use tower_lsp::Client;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{
    LogMessageParams, MessageType, Position, TextDocumentPositionParams, Uri, notification::LogMessage,
};

use super::convert;
use super::documents::Document;
use super::files::Job;
use super::folders::{Folder, Folders};
use super::initialize::Profile;
use super::outbox::Outbox;
use crate::settings::Settings;
use crate::workspace::{File, Snapshot, panic_message};

/// One client and all that is known of its folders.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) outbox: Outbox,
    pub(super) folders: Folders,
    /// Open documents, by the URI the client gave them.
    pub(super) documents: DashMap<String, Document>,
    /// What the client's settings said last, for folders that come later.
    pub(super) settings: RwLock<Arc<Settings>>,
    /// Turns true when the client's settings are known, or are not to be had.
    pub(super) configured: watch::Sender<bool>,
    /// Whether the client tells us of changed files.
    pub(super) watching: AtomicBool,
    /// Result ids of the diagnostics that the client pulled last, by URI.
    pub(super) pulled: DashMap<String, String>,
    profile: OnceLock<Profile>,
    /// What is to be read from the disk.
    jobs: mpsc::UnboundedSender<Job>,
    /// Something changed: diagnostics may have, too.
    pub(super) changed: Arc<Notify>,
    /// As much work at once as there are cores, so that a request that waits costs nothing and can be cancelled.
    pub(super) pool: Arc<Semaphore>,
    started: AtomicBool,
    shut_down: AtomicBool,
    abandoned: Notify,
}

/// A question about one file as it was when the question came.
#[derive(Debug)]
pub(super) struct Asked {
    folder: Arc<Folder>,
    path: String,
    snapshot: Arc<Snapshot>,
    /// A place in the file: it means something in that text only.
    position: Option<Position>,
}

/// What a question is answered from.
#[derive(Clone, Debug)]
pub(super) struct View {
    pub(super) folder: Arc<Folder>,
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) profile: Profile,
}

impl Session {
    /// A session and the tasks that serve it.
    pub(super) fn new(client: Client) -> Arc<Self> {
        let (jobs, queue) = mpsc::unbounded_channel();
        let session = Arc::new(Self {
            outbox: Outbox::new(client),
            folders: Folders::default(),
            documents: DashMap::new(),
            settings: RwLock::default(),
            configured: watch::Sender::new(false),
            watching: AtomicBool::new(false),
            pulled: DashMap::new(),
            profile: OnceLock::new(),
            jobs,
            changed: Arc::default(),
            pool: Arc::new(Semaphore::new(available_parallelism().map_or(2, usize::from).max(2))),
            started: AtomicBool::new(false),
            shut_down: AtomicBool::new(false),
            abandoned: Notify::new(),
        });
        tokio::spawn(super::files::keep(Arc::downgrade(&session), queue));
        tokio::spawn(super::publish::keep(Arc::downgrade(&session), Arc::clone(&session.changed)));
        session
    }

    /// What the client can do.
    pub(super) fn profile(&self) -> Profile {
        self.profile.get().copied().unwrap_or_default()
    }

    pub(super) fn set_profile(&self, profile: Profile) {
        // The protocol allows one `initialize`; the framework refuses a second.
        let _ = self.profile.set(profile);
    }

    /// Reads the folders and asks for the settings, once: on `initialized`, or on whatever comes first without it.
    pub(super) fn start(self: &Arc<Self>) {
        if self.started.swap(true, Ordering::SeqCst) {
            return;
        }
        tokio::spawn(super::configuration::start(Arc::clone(self)));
        tokio::spawn(super::files::watch(Arc::clone(self)));
        for folder in self.folders.all() {
            self.read(Job::Index(folder));
        }
    }

    /// Whether [`start`](Self::start) was called.
    pub(super) fn is_started(&self) -> bool {
        self.started.load(Ordering::SeqCst)
    }

    /// Has something read from the disk.
    pub(super) fn read(&self, job: Job) {
        // The keeper lives as long as the session.
        let _ = self.jobs.send(job);
    }

    pub(super) fn client_settings(&self) -> Arc<Settings> {
        Arc::clone(&self.settings.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The file at `uri`, as it is now. To be called before the first `.await`.
    pub(super) fn file(self: &Arc<Self>, uri: &Uri) -> Option<Asked> {
        self.start();
        let (folder, path) = self.locate(uri)?;
        let snapshot = folder.workspace.snapshot();
        Some(Asked { folder, path, snapshot, position: None })
    }

    /// The file and the place of `params`, as they are now. To be called before the first `.await`.
    pub(super) fn place(self: &Arc<Self>, params: &TextDocumentPositionParams) -> Option<Asked> {
        let asked = self.file(&params.text_document.uri)?;
        Some(Asked { position: Some(params.position), ..asked })
    }

    /// The folder of `uri`, and its path there.
    pub(super) fn locate(&self, uri: &Uri) -> Option<(Arc<Folder>, String)> {
        if let Some(document) = self.documents.get(uri.as_str()) {
            return Some((Arc::clone(&document.folder), document.path.clone()));
        }
        self.folders.home(uri)
    }

    /// Answers `asked` from what was known when it was asked; where the folder was not read yet, from the first that
    /// is known, unless the place that was asked about was in another text.
    pub(super) async fn answer<T, F>(self: &Arc<Self>, asked: Option<Asked>, work: F) -> Result<Option<T>>
    where
        T: Send + 'static,
        F: FnOnce(&View, FileId) -> Option<T> + Send + 'static,
    {
        let Some(Asked { folder, path, mut snapshot, position }) = asked else { return Ok(None) };
        if !folder.is_ready() {
            folder.ready().await;
            let now = folder.workspace.snapshot();
            let text = |snapshot: &Snapshot| snapshot.id(&path).and_then(|id| snapshot.file(id)).cloned();
            if let (Some(_), Some(then), Some(now)) = (position, text(&snapshot), text(&now))
                && then.text() != now.text()
            {
                return Err(Error::content_modified());
            }
            snapshot = now;
        }
        let Some(file) = snapshot.id(&path) else { return Ok(None) };
        let view = View { folder, snapshot, profile: self.profile() };
        self.work(move || work(&view, file)).await
    }

    /// As [`answer`](Self::answer), for a question about a place.
    pub(super) async fn answer_place<T, F>(
        self: &Arc<Self>,
        asked: Option<Asked>,
        work: F,
    ) -> Result<Option<T>>
    where
        T: Send + 'static,
        F: FnOnce(&View, Place) -> Option<T> + Send + 'static,
    {
        let position = asked.as_ref().and_then(|asked| asked.position).unwrap_or_default();
        self.answer(asked, move |view, file| work(view, view.place(file, position)?)).await
    }

    /// Runs `work` on the blocking pool when a core is free. A panic becomes the error of this request.
    pub(super) async fn work<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let permit = Arc::clone(&self.pool).acquire_owned().await.map_err(|_| Error::internal_error())?;
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        done.await.map_err(|error| {
            let message = match error.try_into_panic() {
                Ok(panic) => format!("the request failed: {}", panic_message(panic.as_ref())),
                Err(error) => error.to_string(),
            };
            self.log(MessageType::ERROR, &message);
            Error { code: ErrorCode::InternalError, message: message.into(), data: None }
        })
    }

    /// What every folder looks like, once all are read.
    pub(super) async fn views(self: &Arc<Self>) -> Vec<View> {
        self.start();
        let folders = self.folders.all();
        for folder in &folders {
            folder.ready().await;
        }
        folders.into_iter().map(|folder| self.view(folder)).collect()
    }

    /// What `folder` looks like.
    pub(super) fn view(&self, folder: Arc<Folder>) -> View {
        View { snapshot: folder.workspace.snapshot(), profile: self.profile(), folder }
    }

    /// Says something to whoever looks for trouble.
    pub(super) fn log(&self, kind: MessageType, message: &str) {
        // Nobody is left to hear that standard error is gone.
        let _ = writeln!(io::stderr(), "traefik-ls: {message}");
        self.outbox.tell::<LogMessage>(LogMessageParams { typ: kind, message: message.to_owned() });
    }

    pub(super) fn shut_down(&self) {
        self.shut_down.store(true, Ordering::SeqCst);
    }

    pub(super) fn was_shut_down(&self) -> bool {
        self.shut_down.load(Ordering::SeqCst)
    }

    /// The client's process is gone.
    pub(super) fn abandon(&self) {
        self.abandoned.notify_one();
    }

    /// Returns when the client's process is gone.
    pub(super) async fn abandoned(&self) {
        self.abandoned.notified().await;
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The publisher waits for this and sees that there is nothing left to publish.
        self.changed.notify_one();
    }
}

impl View {
    /// The file with the number `file`.
    pub(super) fn file(&self, file: FileId) -> Option<&Arc<File>> {
        self.snapshot.file(file)
    }

    /// The cursor at `position` of `file`.
    fn place(&self, file: FileId, position: Position) -> Option<Place> {
        let offset = convert::offset(self.file(file)?, position, self.profile.encoding);
        Some(Place { file, offset })
    }

    /// What the client calls `file`.
    pub(super) fn uri(&self, file: FileId) -> Option<Uri> {
        self.folder.uri(self.snapshot.path(file)?)
    }

    /// `range` of `file`, for the client.
    pub(super) fn range(&self, file: FileId, range: syntax::TextRange) -> Option<tower_lsp::ls_types::Range> {
        Some(convert::range(self.file(file)?, range, self.profile.encoding))
    }

    /// `location`, for the client.
    pub(super) fn location(&self, location: syntax::Location) -> Option<tower_lsp::ls_types::Location> {
        let range = self.range(location.file, location.range)?;
        Some(tower_lsp::ls_types::Location { uri: self.uri(location.file)?, range })
    }
}
