//! Outlines: routers, services, middlewares, Go routes.

use golang::program::Route;
use routing::model::{Model, Stack};
use syntax::{FileId, Location, TextRange};

use crate::occurrences::{self, Kind};

/// What a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    let mut symbols = Vec::new();
    for stack in model.stacks_of(file) {
        for occurrence in
            occurrences::of(stack).into_iter().filter(|occurrence| occurrence.location.file == file)
        {
            let Some(full) = occurrence.declares else { continue };
            symbols.push(Symbol {
                name: bare(&occurrence.symbol.name).to_owned(),
                detail: detail(stack, &occurrence.symbol, occurrence.router.as_deref()),
                kind: occurrence.symbol.kind.into(),
                focus: occurrence.location.range,
                full: full.cover(occurrence.location.range),
            });
        }
    }
    for route in model.apps.iter().flat_map(|app| &app.routes).filter(|route| route.registration.file == file)
    {
        symbols.push(Symbol {
            name: route_name(route),
            detail: route.handler.symbol.clone(),
            kind: SymbolKind::Route,
            focus: route.path.range,
            full: route.registration.range.cover(route.path.range),
        });
    }
    // A declaration in labels has a mention a label: one line of the outline is enough.
    symbols.sort_by(|a, b| {
        (a.full.start(), a.kind, &a.name, a.focus.start()).cmp(&(
            b.full.start(),
            b.kind,
            &b.name,
            b.focus.start(),
        ))
    });
    symbols.dedup_by(|a, b| a.full == b.full && a.kind == b.kind && a.name == b.name);
    symbols
}

/// Symbols whose name holds the letters of `query` in order, whatever their case; all for an empty one. Best first.
pub fn workspace_symbols(model: &Model, query: &str) -> Vec<WorkspaceSymbol> {
    let mut symbols: Vec<WorkspaceSymbol> = Vec::new();
    for stack in &model.stacks {
        let mut seen = Vec::new();
        for occurrence in occurrences::of(stack) {
            let Some(full) = occurrence.declares else { continue };
            let key = (occurrence.location.file, full, occurrence.symbol.clone());
            if seen.contains(&key) {
                continue;
            }
            symbols.push(WorkspaceSymbol {
                name: occurrence.symbol.name.clone(),
                container: model.path(occurrence.location.file).to_owned(),
                kind: occurrence.symbol.kind.into(),
                location: occurrence.location,
            });
            seen.push(key);
        }
    }
    for app in model.apps.iter() {
        symbols.extend(app.routes.iter().map(|route| WorkspaceSymbol {
            name: route_name(route),
            container: app.name.clone(),
            kind: SymbolKind::Route,
            location: route.registration,
        }));
    }
    let mut ranked: Vec<(usize, WorkspaceSymbol)> =
        symbols.into_iter().filter_map(|symbol| Some((spread(&symbol.name, query)?, symbol))).collect();
    ranked.sort_by(|(a_rank, a), (b_rank, b)| {
        (a_rank, a.name.len(), &a.name, a.location).cmp(&(b_rank, b.name.len(), &b.name, b.location))
    });
    ranked.dedup_by(|(_, a), (_, b)| a == b);
    ranked.into_iter().map(|(_, symbol)| symbol).collect()
}

/// How many letters of `name` lie between the first and the last letter of `query` without belonging to it; `None`
/// where the letters are not there in this order.
fn spread(name: &str, query: &str) -> Option<usize> {
    let mut letters = name.char_indices().map(|(at, c)| (at, c.to_ascii_lowercase()));
    let (mut first, mut last) = (None, 0);
    for wanted in query.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()) {
        let (at, _) = letters.find(|(_, c)| *c == wanted)?;
        first.get_or_insert(at);
        last = at + wanted.len_utf8();
    }
    Some((last - first.unwrap_or(last)).saturating_sub(query.len()))
}

fn bare(name: &str) -> &str {
    name.split('@').next().unwrap_or(name)
}

fn route_name(route: &Route) -> String {
    format!("{} {}", route.method, route.pattern)
}

/// A router's rule, a middleware's type, a service's servers, an entry point's address.
fn detail(stack: &Stack, symbol: &occurrences::Symbol, router: Option<&str>) -> String {
    let runtime = &stack.runtime;
    match symbol.kind {
        Kind::Router => router.and_then(|name| runtime.router(name)).map(|router| router.rule_text.clone()),
        Kind::Middleware => {
            runtime.middleware(&symbol.name).map(|middleware| middleware.declared.1.kind.to_owned())
        }
        Kind::Service => runtime.service(&symbol.name).map(|service| {
            service.servers.iter().map(|server| server.url.as_str()).collect::<Vec<_>>().join(", ")
        }),
        Kind::EntryPoint => runtime.entry_point(&symbol.name).map(|entry_point| entry_point.address.clone()),
    }
    .unwrap_or_default()
}

impl From<Kind> for SymbolKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::EntryPoint => Self::EntryPoint,
            Kind::Router => Self::Router,
            Kind::Middleware => Self::Middleware,
            Kind::Service => Self::Service,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn letters_in_order() {
        assert_eq!(spread("GET /api/users", "api"), Some(0));
        assert_eq!(spread("GET /api/users", "gu"), Some(8));
        assert_eq!(spread("api@file", "xp"), None);
        assert_eq!(spread("api@file", ""), Some(0));
    }
}
