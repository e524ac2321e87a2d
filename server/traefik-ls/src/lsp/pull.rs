//! Diagnostics for clients that ask for them.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::FxHasher;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    Diagnostic, DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult,
    FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, Uri,
    WorkspaceDiagnosticParams, WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult,
    WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};

use super::diagnostics;
use super::session::{Session, View};

/// `textDocument/diagnostic`
pub(super) async fn document(
    session: &Arc<Session>,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult> {
    let uri = params.text_document.uri;
    let asked = session.file(&uri);
    let items =
        session.answer(asked, |view, file| Some(diagnostics::of(view, file))).await?.unwrap_or_default();
    let result_id = result_id(&items);
    session.pulled.insert(uri.as_str().to_owned(), result_id.clone());
    let report = if params.previous_result_id.as_ref() == Some(&result_id) {
        DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
        })
    } else {
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: FullDocumentDiagnosticReport {
                result_id: Some(result_id),
                items,
            },
        })
    };
    Ok(report.into())
}

/// `workspace/diagnostic`
pub(super) async fn workspace(
    session: &Arc<Session>,
    params: WorkspaceDiagnosticParams,
) -> Result<WorkspaceDiagnosticReportResult> {
    let views = session.views().await;
    let current = session.work(move || views.iter().flat_map(current).collect::<BTreeMap<_, _>>()).await?;
    let mut before: BTreeMap<String, (Uri, String)> = params
        .previous_result_ids
        .into_iter()
        .map(|previous| (previous.uri.as_str().to_owned(), (previous.uri, previous.value)))
        .collect();
    let mut items = Vec::new();
    for (key, Current { uri, version, diagnostics }) in current {
        let result_id = result_id(&diagnostics);
        // What a client has open it pulls by itself, and VS Code takes that document's diagnostics from nowhere else:
        // an answer given here does not make them true.
        if version.is_none() {
            session.pulled.insert(key.clone(), result_id.clone());
        }
        let is_same = before.remove(&key).is_some_and(|(_, before)| before == result_id);
        items.push(if is_same {
            unchanged(uri, version, result_id)
        } else {
            full(uri, version, result_id, diagnostics)
        });
    }
    let nothing = result_id(&[]);
    for (key, (uri, _)) in before.into_iter().filter(|(_, (_, value))| *value != nothing) {
        session.pulled.insert(key, nothing.clone());
        items.push(full(uri, None, nothing.clone(), Vec::new()));
    }
    Ok(WorkspaceDiagnosticReport { items }.into())
}

/// A name for exactly these diagnostics.
pub(super) fn result_id(diagnostics: &[Diagnostic]) -> String {
    let mut hasher = FxHasher::default();
    serde_json::to_string(diagnostics).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

struct Current {
    uri: Uri,
    version: Option<i32>,
    diagnostics: Vec<Diagnostic>,
}

fn current(view: &View) -> Vec<(String, Current)> {
    let all = diagnostics::all(view).into_iter();
    let named = all.filter_map(|(file, diagnostics)| {
        let uri = view.uri(file)?;
        let version = view.file(file)?.version();
        Some((uri.as_str().to_owned(), Current { uri, version, diagnostics }))
    });
    named.collect()
}

fn full(
    uri: Uri,
    version: Option<i32>,
    id: String,
    items: Vec<Diagnostic>,
) -> WorkspaceDocumentDiagnosticReport {
    WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
        uri,
        version: version.map(i64::from),
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: Some(id), items },
    })
}

fn unchanged(uri: Uri, version: Option<i32>, result_id: String) -> WorkspaceDocumentDiagnosticReport {
    WorkspaceDocumentDiagnosticReport::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport {
        uri,
        version: version.map(i64::from),
        unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
    })
}
