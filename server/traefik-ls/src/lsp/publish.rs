//! Keeping the client's diagnostics true: by sending them, or by telling a client that pulls to pull again.

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use rustc_hash::FxHashSet;
use tokio::sync::Notify;
use tower_lsp::ls_types::{
    Diagnostic, MessageType, PublishDiagnosticsParams, Uri, notification::PublishDiagnostics,
    request::WorkspaceDiagnosticRefresh,
};

use super::diagnostics;
use super::folders::Folder;
use super::pull::result_id;
use super::session::{Session, View};
use crate::workspace::{File, Snapshot};

/// A client that pulls does so by itself for what its user edits; what else changed it is told after so long.
const REFRESH_DELAY: Duration = Duration::from_millis(150);

/// The diagnostics of one file.
#[derive(Clone, Debug)]
struct Report {
    uri: Uri,
    file: Arc<File>,
    diagnostics: Vec<Diagnostic>,
}

/// What is known of a folder.
#[derive(Debug)]
struct Checked {
    folder: Arc<Folder>,
    snapshot: Arc<Snapshot>,
    reports: Vec<Report>,
}

/// What the client was told last of one file.
#[derive(Debug, PartialEq)]
struct Told {
    uri: Uri,
    version: Option<i32>,
    diagnostics: Vec<Diagnostic>,
}

/// Works as long as the session lives.
pub(super) async fn keep(session: Weak<Session>, changed: Arc<Notify>) {
    let mut checked = Vec::new();
    let mut told = BTreeMap::new();
    let mut noted = FxHashSet::default();
    loop {
        changed.notified().await;
        let Some(session) = session.upgrade() else { return };
        checked = check(&session, checked).await;
        note(&session, &checked, &mut noted);
        if session.profile().pulls {
            refresh(&session, &checked).await;
        } else {
            tell(&session, &checked, &mut told).await;
        }
    }
}

/// Checks the folders that have changed since.
async fn check(session: &Arc<Session>, before: Vec<Checked>) -> Vec<Checked> {
    let mut after = Vec::new();
    let mut before = before;
    for folder in session.folders.all().into_iter().filter(|folder| folder.is_ready()) {
        let view = session.view(Arc::clone(&folder));
        let old = before.iter().position(|checked| Arc::ptr_eq(&checked.folder, &folder));
        let old = old.map(|at| before.swap_remove(at));
        match old {
            Some(old) if Arc::ptr_eq(&old.snapshot, &view.snapshot) => after.push(old),
            old => {
                let snapshot = Arc::clone(&view.snapshot);
                match tokio::task::spawn_blocking(move || reports(&view)).await {
                    Ok(reports) => after.push(Checked { folder, snapshot, reports }),
                    Err(error) => {
                        session.log(MessageType::ERROR, &format!("checking the files failed: {error}"));
                        after.extend(old);
                    }
                }
            }
        }
    }
    after
}

/// A report for each file that has diagnostics, and for each that is open.
fn reports(view: &View) -> Vec<Report> {
    let mut all = diagnostics::all(view);
    let files = view.snapshot.numbered().filter_map(|(id, file)| {
        let diagnostics = all.remove(&id);
        if diagnostics.is_none() && file.version().is_none() {
            return None;
        }
        Some(Report {
            uri: view.uri(id)?,
            file: Arc::clone(file),
            diagnostics: diagnostics.unwrap_or_default(),
        })
    });
    files.collect()
}

/// Says once what could not be read.
fn note(session: &Session, checked: &[Checked], noted: &mut FxHashSet<String>) {
    for checked in checked {
        for note in checked.snapshot.notes().into_iter().filter(|note| note.range.is_none()) {
            let path =
                note.path.map(|path| format!("{}: ", checked.folder.workspace.absolute(&path).display()));
            let message = format!("{}{}", path.unwrap_or_default(), note.message);
            if noted.insert(message.clone()) {
                session.log(MessageType::WARNING, &message);
            }
        }
    }
}

/// Sends what differs from what the client was told last.
async fn tell(session: &Session, checked: &[Checked], told: &mut BTreeMap<String, Told>) {
    let mut gone = std::mem::take(told);
    for Checked { folder, reports, .. } in checked {
        for report in reports {
            let key = report.uri.as_str().to_owned();
            let before = gone.remove(&key);
            let now = Told {
                uri: report.uri.clone(),
                version: report.file.version(),
                diagnostics: report.diagnostics.clone(),
            };
            // What was found in an older text is not worth telling: the next check is on its way.
            let is_current = current(folder, &report.file);
            // A client that keeps diagnostics by version wants to hear of each; nothing stays nothing.
            let is_told = before.as_ref().is_some_and(|before| {
                *before == now || (before.diagnostics.is_empty() && now.diagnostics.is_empty())
            });
            if is_current && !is_told {
                send(session, &now).await;
                told.insert(key, now);
            } else if let Some(before) = before {
                told.insert(key, before);
            }
        }
    }
    for (_, gone) in gone {
        if !gone.diagnostics.is_empty() {
            send(session, &Told { version: None, diagnostics: Vec::new(), ..gone }).await;
        }
    }
}

fn current(folder: &Folder, file: &File) -> bool {
    let now = folder.workspace.snapshot();
    now.id(file.path()).and_then(|id| now.file(id)).is_some_and(|now| now.has_text_of(file))
}

async fn send(session: &Session, told: &Told) {
    let version = told.version.filter(|_| session.profile().diagnostic_versions);
    let params =
        PublishDiagnosticsParams { uri: told.uri.clone(), diagnostics: told.diagnostics.clone(), version };
    session.outbox.deliver::<PublishDiagnostics>(params).await;
}

/// Asks the client to pull again where what it pulled is not true any more.
async fn refresh(session: &Arc<Session>, checked: &[Checked]) {
    if !is_stale(session, checked) {
        return;
    }
    tokio::time::sleep(REFRESH_DELAY).await;
    if is_stale(session, checked) {
        let asked = session.outbox.ask::<WorkspaceDiagnosticRefresh>(());
        tokio::spawn(asked);
    }
}

fn is_stale(session: &Session, checked: &[Checked]) -> bool {
    let reports = checked.iter().flat_map(|checked| &checked.reports);
    let now: BTreeMap<&str, String> =
        reports.map(|report| (report.uri.as_str(), result_id(&report.diagnostics))).collect();
    let nothing = result_id(&[]);
    session.pulled.iter().any(|pulled| now.get(pulled.key().as_str()).unwrap_or(&nothing) != pulled.value())
}
