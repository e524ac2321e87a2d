//! What each framework registers, how it joins, and which route a request gets: one file a framework.

mod chi;
mod echo;
mod fiber;
mod gin;
mod matcher;
mod mux;
mod nethttp;
mod outcome;
mod parts;
mod redirect;
mod regexps;
#[cfg(test)]
mod replay;
mod server;
pub(crate) mod table;
mod unknown;
mod version;

pub use matcher::{Clash, Conflict, Found, Matcher, Request, clashes, conflicts, matcher};
pub use parts::{Part, Placeholder, parts, route_parts};
pub use server::{Answer, Reply, Server, example_path, serve};
pub(crate) use unknown::may_match;

use crate::program::{Framework, Settings};
use table::Table;

/// All frameworks.
static TABLES: &[&Table] = &[
    &gin::TABLE,
    &fiber::TWO,
    &fiber::THREE,
    &echo::FOUR,
    &echo::FIVE,
    &chi::TABLE,
    &mux::TABLE,
    &nethttp::TABLE,
];

/// The settings of `framework` as they are where a program says nothing.
pub fn default_settings(framework: Framework) -> Settings {
    table_of(framework).map(|table| Settings::new(table.settings)).unwrap_or_default()
}

pub(crate) fn table_of(framework: Framework) -> Option<&'static Table> {
    TABLES.iter().copied().find(|table| table.framework == framework)
}

/// The framework whose package is `path`.
pub(crate) fn by_import(path: &str) -> Option<&'static Table> {
    TABLES.iter().copied().find(|table| table.imports.contains(&path))
}

/// The framework whose engines are the values of type `path.name`.
pub(crate) fn by_literal(path: &str, name: &str) -> Option<&'static Table> {
    by_import(path).filter(|table| table.literals.contains(&name))
}

/// Whether `path.name` makes a handler of its first argument.
pub(crate) fn is_adapter(path: &str, name: &str) -> bool {
    TABLES.iter().any(|table| table.adapters.contains(&(path, name)))
}

/// Whether a value of type `path.name` is one request, as a handler gets it.
pub(crate) fn is_request(path: &str, name: &str) -> bool {
    by_import(path).is_some_and(|table| table.requests.contains(&name))
}

/// The name that a package is used by where its import gives none.
pub(crate) fn package_name(path: &str) -> &str {
    let last = last_element(path);
    // gopkg.in/yaml.v3, github.com/mattn/go-isatty
    let last = last.split_once(".v").map_or(last, |(name, _)| name);
    last.strip_prefix("go-").unwrap_or(last)
}

/// The last element of an import path that is no major version.
pub(crate) fn last_element(path: &str) -> &str {
    let is_version = |element: &str| {
        element
            .strip_prefix('v')
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    let mut elements = path.rsplit('/');
    let last = elements.next().unwrap_or(path);
    if is_version(last) { elements.next().unwrap_or(last) } else { last }
}

/// The packages that have constants for methods.
const WITH_METHODS: &[&str] = &[
    "net/http",
    "github.com/valyala/fasthttp",
    "github.com/gofiber/fiber/v2",
    "github.com/gofiber/fiber/v3",
    "github.com/labstack/echo/v4",
    "github.com/labstack/echo/v5",
];

/// The value of a method constant: `http.MethodGet`.
pub(crate) fn method_constant(path: &str, name: &str) -> Option<&'static str> {
    if !WITH_METHODS.contains(&path) {
        return None;
    }
    Some(match name {
        "MethodGet" => "GET",
        "MethodHead" => "HEAD",
        "MethodPost" => "POST",
        "MethodPut" => "PUT",
        "MethodPatch" => "PATCH",
        "MethodDelete" => "DELETE",
        "MethodConnect" => "CONNECT",
        "MethodOptions" => "OPTIONS",
        "MethodTrace" => "TRACE",
        _ => return None,
    })
}
