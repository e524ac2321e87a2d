//! Outlines: routers, services, middlewares, Go routes.

use routing::model::Model;
use syntax::{FileId, Location, TextRange};

/// What a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SymbolKind {
    /// An entry point.
    EntryPoint,
    /// A router.
    Router,
    /// A middleware.
    Middleware,
    /// A service of Traefik.
    Service,
    /// A route of a Go program: `GET /users/:id`.
    Route,
}

/// One line of a file's outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// `api`, `GET /users/:id`.
    pub name: String,
    /// What is worth reading beside it: the rule, the handler.
    pub detail: String,
    /// What it is.
    pub kind: SymbolKind,
    /// The name's place.
    pub focus: TextRange,
    /// All of it; holds `focus`.
    pub full: TextRange,
}

/// A symbol of the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkspaceSymbol {
    /// `api@file`, `GET /users/:id`.
    pub name: String,
    /// Where it belongs: the file's path, the app.
    pub container: String,
    /// What it is.
    pub kind: SymbolKind,
    /// Its place.
    pub location: Location,
}

/// The outline of `file`, in the order of the text. Compose files give only what labels declare, so that the outline
/// of a compose server is not doubled.
pub fn document_symbols(model: &Model, file: FileId) -> Vec<Symbol> {
    let _ = (model, file);
    Vec::new()
}

/// Symbols whose name holds the letters of `query` in order, whatever their case; all for an empty one. Best first.
pub fn workspace_symbols(model: &Model, query: &str) -> Vec<WorkspaceSymbol> {
    let _ = (model, query);
    Vec::new()
}
