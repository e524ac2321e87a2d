//! `initialize`: what the client can do, and what we offer it.

use std::path::PathBuf;
use std::sync::Arc;

use tower_lsp::ls_types::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionProviderCapability, DiagnosticOptions,
    DiagnosticServerCapabilities, HoverProviderCapability, ImplementationProviderCapability,
    InitializeParams, InitializeResult, MarkupKind, OneOf, SaveOptions, ServerCapabilities, ServerInfo,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
    WorkDoneProgressOptions, WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};

use super::convert::PositionEncoding;
use super::session::Session;
use super::{configuration, folders, parent};

/// What the client can do, as far as it makes a difference here.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Profile {
    pub(super) encoding: PositionEncoding,
    /// It pulls diagnostics, and can be told to pull again. Else they are sent; never both.
    pub(super) pulls: bool,
    pub(super) diagnostic_versions: bool,
    pub(super) related_information: bool,
    pub(super) code_description: bool,
    pub(super) markdown: bool,
    pub(super) definition_links: bool,
    pub(super) implementation_links: bool,
    pub(super) nested_symbols: bool,
    /// It takes actions that carry an edit.
    pub(super) code_actions: bool,
    pub(super) document_changes: bool,
    pub(super) shows_progress: bool,
    pub(super) watches_files: bool,
    /// It can be asked for settings.
    pub(super) has_configuration: bool,
    /// It tells of changed settings only when asked to.
    pub(super) tells_configuration: bool,
}

/// Nothing is read yet: the client waits for this answer.
pub(super) fn initialize(session: &Arc<Session>, params: &InitializeParams) -> InitializeResult {
    let profile = profile(&params.capabilities);
    session.set_profile(profile);
    session.folders.change(roots(params), &[]);
    if let Some(options) = &params.initialization_options {
        configuration::take(session, options);
    }
    if let Some(id) = params.process_id {
        let session = Arc::clone(session);
        tokio::spawn(async move {
            parent::gone(id).await;
            session.abandon();
        });
    }
    InitializeResult {
        capabilities: capabilities(profile),
        server_info: Some(ServerInfo {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        ..InitializeResult::default()
    }
}

/// The folders: those named, or else the one root of older clients.
#[expect(deprecated, reason = "older clients know nothing else")]
fn roots(params: &InitializeParams) -> Vec<PathBuf> {
    if let Some(folders) = params.workspace_folders.as_ref().filter(|folders| !folders.is_empty()) {
        return folders::roots(folders.iter().map(|folder| &folder.uri));
    }
    if let Some(uri) = &params.root_uri {
        return folders::roots([uri]);
    }
    params.root_path.iter().map(PathBuf::from).filter(|path| path.is_absolute()).collect()
}

fn profile(client: &ClientCapabilities) -> Profile {
    let workspace = client.workspace.clone().unwrap_or_default();
    let document = client.text_document.clone().unwrap_or_default();
    let publish = document.publish_diagnostics.unwrap_or_default();
    let encodings = client.general.as_ref().and_then(|general| general.position_encodings.clone());
    let refreshes = workspace.diagnostics.and_then(|diagnostics| diagnostics.refresh_support) == Some(true);
    let pull = document.diagnostic.filter(|_| refreshes);
    let watch = workspace.did_change_watched_files.unwrap_or_default();
    let configuration = workspace.did_change_configuration.unwrap_or_default();
    let formats = document.hover.and_then(|hover| hover.content_format);
    let symbols = document.document_symbol.unwrap_or_default();
    let is = |flag: Option<bool>| flag == Some(true);
    Profile {
        encoding: PositionEncoding::negotiate(&encodings.unwrap_or_default()),
        pulls: pull.is_some(),
        diagnostic_versions: is(publish.version_support),
        related_information: is(publish.related_information)
            || is(pull.as_ref().and_then(|pull| pull.related_information)),
        code_description: is(publish.code_description_support)
            || is(pull.as_ref().and_then(|pull| pull.code_description_support)),
        // Who says nothing of formats is older than the question, and shows Markdown.
        markdown: formats.is_none_or(|formats| formats.is_empty() || formats.contains(&MarkupKind::Markdown)),
        definition_links: is(document.definition.and_then(|goto| goto.link_support)),
        implementation_links: is(document.implementation.and_then(|goto| goto.link_support)),
        nested_symbols: is(symbols.hierarchical_document_symbol_support),
        code_actions: document
            .code_action
            .is_some_and(|actions| actions.code_action_literal_support.is_some()),
        document_changes: is(workspace.workspace_edit.and_then(|edit| edit.document_changes)),
        shows_progress: is(client.window.as_ref().and_then(|window| window.work_done_progress)),
        watches_files: is(watch.dynamic_registration),
        has_configuration: is(workspace.configuration),
        tells_configuration: is(configuration.dynamic_registration),
    }
}

fn capabilities(profile: Profile) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(profile.encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
            ..TextDocumentSyncOptions::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        implementation_provider: Some(ImplementationProviderCapability::Simple(true)),
        references_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        code_action_provider: profile.code_actions.then(|| {
            CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
                ..CodeActionOptions::default()
            })
        }),
        diagnostic_provider: profile.pulls.then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some(env!("CARGO_PKG_NAME").to_owned()),
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                work_done_progress_options: WorkDoneProgressOptions::default(),
            })
        }),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: None,
        }),
        ..ServerCapabilities::default()
    }
}
