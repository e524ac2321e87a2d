//! Open documents. Nothing here awaits: what a handler leaves behind is what the next one sees.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use ropey::Rope;
use tower_lsp::ls_types::{
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, Uri,
};

use super::convert;
use super::files::{self, Job};
use super::folders::{Folder, Kind};
use super::session::Session;

/// A document that the client shows.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) folder: Arc<Folder>,
    pub(super) path: String,
    uri: Uri,
    language: String,
    text: Rope,
    version: i32,
}

/// `textDocument/didOpen`
pub(super) fn open(session: &Arc<Session>, params: DidOpenTextDocumentParams) {
    session.start();
    let document = params.text_document;
    let (uri, language, version) = (document.uri, document.language_id, document.version);
    if session.documents.contains_key(uri.as_str()) {
        shut(session, &uri);
    }
    show(session, uri, language, Rope::from_str(&document.text), version);
    look(session);
}

/// `textDocument/didChange`
pub(super) fn change(session: &Arc<Session>, params: &DidChangeTextDocumentParams) {
    let Some(mut document) = session.documents.get_mut(params.text_document.uri.as_str()) else { return };
    let encoding = session.profile().encoding;
    for change in &params.content_changes {
        convert::apply(&mut document.text, change, encoding);
    }
    document.version = params.text_document.version;
    let (folder, path) = (Arc::clone(&document.folder), document.path.clone());
    let (text, version) = (document.text.to_string(), document.version);
    drop(document);
    folder.workspace.update(&path, text, version);
    session.changed.notify_one();
}

/// `textDocument/didSave`
pub(super) fn save(session: &Arc<Session>, params: &DidSaveTextDocumentParams) {
    if let Some((folder, path)) = session.locate(&params.text_document.uri) {
        files::reread(session, folder, path);
    }
    look(session);
}

/// `textDocument/didClose`
pub(super) fn close(session: &Arc<Session>, params: &DidCloseTextDocumentParams) {
    let uri = &params.text_document.uri;
    if let Some((folder, path)) = shut(session, uri) {
        files::reread(session, folder, path);
    }
    session.pulled.remove(uri.as_str());
}

/// Puts every document where it belongs now that the folders have changed.
pub(super) fn move_all(session: &Arc<Session>) {
    let names: Vec<String> = session.documents.iter().map(|document| document.key().clone()).collect();
    for name in names {
        let Some((_, document)) = session.documents.remove(&name) else { continue };
        leave(session, &document.folder, &document.path);
        show(session, document.uri, document.language, document.text, document.version);
    }
}

fn show(session: &Arc<Session>, uri: Uri, language: String, text: Rope, version: i32) {
    let Some((folder, path)) = session.folders.make_home(&uri, &language) else { return };
    if !folder.is_ready() && folder.kind != Kind::Given {
        folder.workspace.configure((*session.client_settings()).clone());
        session.read(Job::Index(Arc::clone(&folder)));
    }
    folder.names.insert(path.clone(), uri.clone());
    folder.workspace.update(&path, text.to_string(), version);
    let name = uri.as_str().to_owned();
    session.documents.insert(name, Document { folder, path, uri, language, text, version });
    session.changed.notify_one();
}

fn shut(session: &Arc<Session>, uri: &Uri) -> Option<(Arc<Folder>, String)> {
    let (_, document) = session.documents.remove(uri.as_str())?;
    leave(session, &document.folder, &document.path);
    Some((document.folder, document.path))
}

/// Ends a document's stay in its folder, and the folder's where it was there for the document.
fn leave(session: &Arc<Session>, folder: &Arc<Folder>, path: &str) {
    folder.names.remove(path);
    folder.workspace.close(path);
    if folder.kind != Kind::Given && folder.names.is_empty() {
        session.folders.forget(folder);
    }
    session.changed.notify_one();
}

/// Other programs change files, too. Where the client does not tell us, we look when the user does something.
fn look(session: &Arc<Session>) {
    if !session.watching.load(Ordering::SeqCst) {
        session.read(Job::Refresh);
    }
}
