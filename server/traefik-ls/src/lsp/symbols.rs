//! `textDocument/documentSymbol` and `workspace/symbol`.

use std::sync::Arc;

use ide::symbols::{Symbol, SymbolKind, WorkspaceSymbol};
use syntax::FileId;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    self as lsp, DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location, SymbolInformation,
    WorkspaceSymbolParams, WorkspaceSymbolResponse,
};

use super::session::{Session, View};

pub(super) async fn document(
    session: &Arc<Session>,
    params: DocumentSymbolParams,
) -> Result<Option<DocumentSymbolResponse>> {
    let asked = session.file(&params.text_document.uri);
    let answer = session.answer(asked, move |view, file| {
        let symbols = ide::symbols::document_symbols(&view.snapshot.model(), file);
        Some(if view.profile.nested_symbols {
            DocumentSymbolResponse::Nested(
                symbols.into_iter().filter_map(|s| nested(view, file, s)).collect(),
            )
        } else {
            DocumentSymbolResponse::Flat(symbols.into_iter().filter_map(|s| flat(view, file, s)).collect())
        })
    });
    answer.await
}

pub(super) async fn workspace(
    session: &Arc<Session>,
    params: WorkspaceSymbolParams,
) -> Result<Option<WorkspaceSymbolResponse>> {
    let views = session.views().await;
    let found = session.work(move || {
        let all = views.iter().flat_map(|view| {
            let symbols = ide::symbols::workspace_symbols(&view.snapshot.model(), &params.query);
            symbols.into_iter().filter_map(|symbol| global(view, symbol)).collect::<Vec<_>>()
        });
        all.collect::<Vec<_>>()
    });
    found.await.map(|found| Some(WorkspaceSymbolResponse::Flat(found)))
}

#[expect(deprecated, reason = "the type has a field that the protocol gave up")]
fn nested(view: &View, file: FileId, symbol: Symbol) -> Option<DocumentSymbol> {
    Some(DocumentSymbol {
        name: symbol.name,
        detail: (!symbol.detail.is_empty()).then_some(symbol.detail),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        // Clients refuse a symbol whose name lies outside of it.
        range: view.range(file, symbol.full.cover(symbol.focus))?,
        selection_range: view.range(file, symbol.focus)?,
        children: None,
    })
}

fn flat(view: &View, file: FileId, symbol: Symbol) -> Option<SymbolInformation> {
    let location = Location { uri: view.uri(file)?, range: view.range(file, symbol.full)? };
    Some(information(symbol.name, symbol.kind, location, None))
}

fn global(view: &View, symbol: WorkspaceSymbol) -> Option<SymbolInformation> {
    let location = view.location(symbol.location)?;
    Some(information(symbol.name, symbol.kind, location, Some(symbol.container)))
}

#[expect(deprecated, reason = "the type has a field that the protocol gave up")]
fn information(
    name: String,
    of: SymbolKind,
    location: Location,
    container_name: Option<String>,
) -> SymbolInformation {
    SymbolInformation { name, kind: kind(of), tags: None, deprecated: None, location, container_name }
}

fn kind(kind: SymbolKind) -> lsp::SymbolKind {
    match kind {
        SymbolKind::EntryPoint => lsp::SymbolKind::INTERFACE,
        SymbolKind::Router => lsp::SymbolKind::FUNCTION,
        SymbolKind::Middleware => lsp::SymbolKind::OPERATOR,
        SymbolKind::Service => lsp::SymbolKind::MODULE,
        SymbolKind::Route => lsp::SymbolKind::METHOD,
    }
}
