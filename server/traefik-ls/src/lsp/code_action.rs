//! `textDocument/codeAction`: the fixes of findings.

use std::collections::BTreeMap;
use std::sync::Arc;

use lints::{Edit, Finding, Fix};
use syntax::FileId;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, Diagnostic,
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit,
    WorkspaceEdit,
};

use super::convert;
use super::diagnostics::is_about;
use super::session::{Session, View};

pub(super) async fn code_action(
    session: &Arc<Session>,
    params: CodeActionParams,
) -> Result<Option<CodeActionResponse>> {
    let CodeActionParams { text_document, range, context, .. } = params;
    let wanted = context.only.is_none_or(|only| only.iter().any(is_ours));
    if !wanted || !session.profile().code_actions {
        return Ok(None);
    }
    let asked = session.file(&text_document.uri);
    let answer = session.answer(asked, move |view, id| {
        let range = convert::text_range(view.file(id)?, range, view.profile.encoding);
        let findings = view.snapshot.findings();
        let here = findings.iter().filter(|finding| {
            finding.location.file == id && finding.location.range.intersect(range).is_some()
        });
        let actions = here.flat_map(|finding| actions(view, finding, &context.diagnostics));
        Some(actions.map(CodeActionOrCommand::CodeAction).collect())
    });
    answer.await
}

/// Whether a client that asks for `kind` wants quick fixes: it asks for a kind with all below it.
fn is_ours(kind: &CodeActionKind) -> bool {
    let kind = kind.as_str();
    kind.is_empty() || kind == CodeActionKind::QUICKFIX.as_str()
}

fn actions(view: &View, finding: &Finding, diagnostics: &[Diagnostic]) -> Vec<CodeAction> {
    let about = diagnostics.iter().filter(|diagnostic| is_about(view, diagnostic, finding));
    let about: Vec<Diagnostic> = about.cloned().collect();
    // One press mends: the first that is safe, for they come best first.
    let preferred = finding.fixes.iter().position(|fix| fix.safe);
    let actions = finding.fixes.iter().enumerate().filter_map(|(at, fix)| {
        Some(CodeAction {
            title: fix.title.clone(),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: (!about.is_empty()).then(|| about.clone()),
            edit: Some(edit(view, fix)?),
            is_preferred: (preferred == Some(at)).then_some(true),
            ..CodeAction::default()
        })
    });
    actions.collect()
}

/// All edits of `fix`; `None` where one of its files is no more.
fn edit(view: &View, fix: &Fix) -> Option<WorkspaceEdit> {
    let mut by_file: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    for edit in &fix.edits {
        by_file.entry(edit.file).or_default().push(edit);
    }
    let mut edits = Vec::new();
    for (file, mut of_file) in by_file {
        of_file.sort_by_key(|edit| (edit.range.start(), edit.range.end()));
        let of_file: Option<Vec<TextEdit>> = of_file.into_iter().map(|edit| text_edit(view, edit)).collect();
        edits.push((view.uri(file)?, view.file(file)?.version(), of_file?));
    }
    if view.profile.document_changes {
        let edits = edits.into_iter().map(|(uri, version, edits)| TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
            edits: edits.into_iter().map(OneOf::Left).collect(),
        });
        let document_changes = Some(DocumentChanges::Edits(edits.collect()));
        return Some(WorkspaceEdit { document_changes, ..WorkspaceEdit::default() });
    }
    let changes = edits.into_iter().map(|(uri, _, edits)| (uri, edits)).collect();
    Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() })
}

fn text_edit(view: &View, edit: &Edit) -> Option<TextEdit> {
    Some(TextEdit { range: view.range(edit.file, edit.range)?, new_text: edit.text.clone() })
}
