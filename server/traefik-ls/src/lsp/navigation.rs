//! `textDocument/definition`, `implementation` and `references`.

use std::sync::Arc;

use ide::{Place, Target};
use routing::model::Model;
use syntax::FileId;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    GotoDefinitionParams, GotoDefinitionResponse, Location, LocationLink, ReferenceParams,
    request::GotoImplementationParams,
};

use super::session::{Session, View};

pub(super) async fn definition(
    session: &Arc<Session>,
    params: GotoDefinitionParams,
) -> Result<Option<GotoDefinitionResponse>> {
    let links = session.profile().definition_links;
    targets(session, params, links, ide::definition::definition).await
}

pub(super) async fn implementation(
    session: &Arc<Session>,
    params: GotoImplementationParams,
) -> Result<Option<GotoDefinitionResponse>> {
    let links = session.profile().implementation_links;
    targets(session, params, links, ide::definition::implementation).await
}

pub(super) async fn references(
    session: &Arc<Session>,
    params: ReferenceParams,
) -> Result<Option<Vec<Location>>> {
    let declaration = params.context.include_declaration;
    let asked = session.place(&params.text_document_position);
    let answer = session.answer_place(asked, move |view, place| {
        let found = ide::references::references(&view.snapshot.model(), place, declaration);
        let locations: Vec<Location> = found.into_iter().filter_map(|found| view.location(found)).collect();
        (!locations.is_empty()).then_some(locations)
    });
    answer.await
}

async fn targets(
    session: &Arc<Session>,
    params: GotoDefinitionParams,
    links: bool,
    find: fn(&Model, Place) -> Vec<Target>,
) -> Result<Option<GotoDefinitionResponse>> {
    let asked = session.place(&params.text_document_position_params);
    let answer = session.answer_place(asked, move |view, place| {
        let found = find(&view.snapshot.model(), place);
        if found.is_empty() {
            return None;
        }
        Some(if links {
            let links = found.iter().filter_map(|target| link(view, place.file, target));
            GotoDefinitionResponse::Link(links.collect())
        } else {
            let locations = found.iter().filter_map(|target| view.location(target.focus));
            GotoDefinitionResponse::Array(locations.collect())
        })
    });
    answer.await
}

fn link(view: &View, origin: FileId, target: &Target) -> Option<LocationLink> {
    let file = target.focus.file;
    Some(LocationLink {
        origin_selection_range: view.range(origin, target.origin),
        target_uri: view.uri(file)?,
        target_range: view.range(file, target.full.cover(target.focus.range))?,
        target_selection_range: view.range(file, target.focus.range)?,
    })
}
