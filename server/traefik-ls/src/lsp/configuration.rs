//! The client's settings: from `initializationOptions`, on request, or sent along with a change.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::time::timeout;
use tower_lsp::ls_types::{
    ConfigurationItem, ConfigurationParams, DidChangeConfigurationParams, MessageType, Registration,
    RegistrationParams,
    request::{RegisterCapability, WorkspaceConfiguration},
};

use super::session::Session;
use crate::settings::Settings;

/// Our part of the client's settings.
const SECTION: &str = "traefik-ls";

/// How long the first diagnostics wait for the settings.
const WAIT: Duration = Duration::from_millis(500);

/// Gets the settings for the first time, and has the client tell when they change.
pub(super) async fn start(session: Arc<Session>) {
    if session.profile().has_configuration {
        // A late answer counts, too, but nobody waits for it.
        let fetching = tokio::spawn(fetch(Arc::clone(&session)));
        let _ = timeout(WAIT, fetching).await;
    }
    session.configured.send_replace(true);
    if session.profile().tells_configuration {
        let registration = Registration {
            id: "configuration".to_owned(),
            method: "workspace/didChangeConfiguration".to_owned(),
            register_options: Some(serde_json::json!({ "section": SECTION })),
        };
        let params = RegistrationParams { registrations: vec![registration] };
        session.outbox.ask::<RegisterCapability>(params).await;
    }
}

/// `workspace/didChangeConfiguration`
pub(super) fn changed(session: &Arc<Session>, params: &DidChangeConfigurationParams) {
    if session.profile().has_configuration {
        tokio::spawn(fetch(Arc::clone(session)));
    } else if !params.settings.is_null() {
        // Some clients send all settings, some only ours.
        take(session, params.settings.get(SECTION).unwrap_or(&params.settings));
    }
}

/// Makes `value` the client's settings.
pub(super) fn take(session: &Session, value: &Value) {
    let (settings, problems) = Settings::from_json(value);
    for problem in problems {
        session.log(MessageType::WARNING, &format!("the editor's settings for {SECTION}: {problem}"));
    }
    for folder in session.folders.all() {
        folder.workspace.configure(settings.clone());
    }
    *session.settings.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(settings);
    session.changed.notify_one();
}

async fn fetch(session: Arc<Session>) {
    let item = ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
    let params = ConfigurationParams { items: vec![item] };
    let values = session.outbox.ask::<WorkspaceConfiguration>(params).await;
    // A client that knows nothing of us answers `null`: what came with `initialize` stays.
    if let Some(value) = values.into_iter().flatten().find(|value| !value.is_null()) {
        take(&session, &value);
    }
}
