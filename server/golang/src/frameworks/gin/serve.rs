//! What Gin answers (`handleHTTPRequest`, gin.go:672).

use std::sync::Arc;

use super::clean::clean;
use super::fold;
use super::lookup::Skipped;
use super::tree::{Refusal, Trees};
use crate::frameworks::matcher::{Clash, Found, Matcher, Request};
use crate::frameworks::redirect;
use crate::path;
use crate::program::{Engine, Target};

/// An engine's trees and switches.
#[derive(Clone, Debug)]
struct Gin {
    engine: usize,
    trees: Trees,
    redirect_trailing_slash: bool,
    redirect_fixed_path: bool,
    handle_method_not_allowed: bool,
    use_raw_path: bool,
    use_escaped_path: bool,
    remove_extra_slash: bool,
}

pub(super) fn matcher(engines: &[Engine], index: usize) -> Arc<dyn Matcher> {
    let (mut trees, _) = grow(&engines[index]);
    trees.unescape();
    let settings = &engines[index].settings;
    Arc::new(Gin {
        engine: index,
        trees,
        redirect_trailing_slash: settings.is("RedirectTrailingSlash"),
        redirect_fixed_path: settings.is("RedirectFixedPath"),
        handle_method_not_allowed: settings.is("HandleMethodNotAllowed"),
        use_raw_path: settings.is("UseRawPath"),
        use_escaped_path: settings.is("UseEscapedPath"),
        remove_extra_slash: settings.is("RemoveExtraSlash"),
    })
}

impl Matcher for Gin {
    fn find(&self, request: &Request<'_>) -> Found {
        let Request { method, path, raw_path, prefix, .. } = *request;
        let mut matched = if self.use_escaped_path {
            redirect::escaped(path, raw_path)
        } else if self.use_raw_path && !raw_path.is_empty() {
            raw_path.to_owned()
        } else {
            path.to_owned()
        };
        if self.remove_extra_slash {
            matched = clean(&matched);
        }
        let mut skipped = Skipped::new();
        if let Some(root) = self.trees.root(method) {
            let found = self.trees.find(root, &matched, &mut skipped);
            if let Some(route) = found.route {
                return Found::Registration {
                    engine: self.engine,
                    registration: route,
                    params: Vec::new(),
                    rest: None,
                };
            }
            if method != "CONNECT" && matched != "/" {
                let status = if method == "GET" { 301 } else { 307 };
                if found.slash && self.redirect_trailing_slash {
                    let location = redirect::location(&other_slash(path, prefix), raw_path);
                    return Found::Redirect { status, location };
                }
                if self.redirect_fixed_path
                    && let Some(fixed) = fold::find(&self.trees, root, &clean(path))
                {
                    return Found::Redirect { status, location: redirect::location(&fixed, raw_path) };
                }
            }
        }
        if self.handle_method_not_allowed {
            for (_, root) in self.trees.roots.iter().filter(|(other, _)| other != method) {
                if self.trees.find(*root, &matched, &mut skipped).route.is_some() {
                    return Found::Status { status: 405, allow: Vec::new() };
                }
            }
        }
        Found::NOT_FOUND
    }
}

/// The path with or without the slash at its end, behind what is left of the prefix (`redirectTrailingSlash`,
/// gin.go:779).
fn other_slash(path: &str, prefix: Option<&str>) -> String {
    let prefix = path::clean(prefix.unwrap_or(""));
    let mut whole = path.to_owned();
    if prefix != "." {
        let mut kept = String::new();
        for letter in prefix.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-')) {
            if letter != '/' || !kept.ends_with('/') {
                kept.push(letter);
            }
        }
        whole = format!("{kept}/{path}");
    }
    match whole.strip_suffix('/') {
        Some(shorter) if !shorter.is_empty() => shorter.to_owned(),
        _ => format!("{whole}/"),
    }
}

/// Registrations at which Gin panics.
pub(super) fn clashes(engines: &[Engine], index: usize) -> Vec<Clash> {
    grow(&engines[index]).1
}

fn grow(engine: &Engine) -> (Trees, Vec<Clash>) {
    let mut trees = Trees::default();
    let mut clashes = Vec::new();
    for (registration, line) in engine.registrations.iter().enumerate() {
        if !line.known || matches!(line.target, Target::Middleware(_)) {
            continue;
        }
        if let Err(Refusal { message, other }) = trees.add(&line.method, &line.pattern, registration) {
            clashes.push(Clash { registration, other, message });
        }
    }
    (trees, clashes)
}

#[cfg(test)]
mod tests;
