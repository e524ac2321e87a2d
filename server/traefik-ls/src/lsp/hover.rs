//! `textDocument/hover`

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};

use super::session::Session;

pub(super) async fn hover(session: &Arc<Session>, params: HoverParams) -> Result<Option<Hover>> {
    let asked = session.place(&params.text_document_position_params);
    let answer = session.answer_place(asked, |view, place| {
        let hover = ide::hover::hover(&view.snapshot.model(), place)?;
        let kind = if view.profile.markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
        Some(Hover {
            contents: HoverContents::Markup(MarkupContent { kind, value: hover.markdown }),
            range: view.range(place.file, hover.range),
        })
    });
    answer.await
}
