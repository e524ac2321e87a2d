//! `textDocument/hover`

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};

use super::session::{Session, place};

pub(super) async fn hover(session: &Arc<Session>, params: HoverParams) -> Result<Option<Hover>> {
    let (uri, position) = place(params.text_document_position_params);
    let asked = session.file(&uri);
    let answer = session.answer(asked, move |view, file| {
        let hover = ide::hover::hover(&view.snapshot.model(), view.place(file, position)?)?;
        let kind = if view.profile.markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
        Some(Hover {
            contents: HoverContents::Markup(MarkupContent { kind, value: hover.markdown }),
            range: view.range(file, hover.range),
        })
    });
    answer.await
}
