//! What Gin answers (`handleHTTPRequest`, gin.go:672).

use super::clean::clean;
use super::fold;
use super::lookup::Skipped;
use super::tree::{Refusal, Trees};
use crate::frameworks::{Answer, Conflict, redirect};
use crate::path;
use crate::program::{App, Settings};

/// An app's trees.
#[derive(Clone, Debug)]
pub(in crate::frameworks) struct Server {
    trees: Trees,
    settings: Settings,
}

impl Server {
    pub(in crate::frameworks) fn new(app: &App) -> Self {
        let (mut trees, _) = grow(app);
        trees.unescape();
        Self { trees, settings: app.settings }
    }

    /// What the known routes answer.
    pub(in crate::frameworks) fn serve(
        &self,
        method: &str,
        path: &str,
        raw_path: &str,
        prefix: Option<&str>,
    ) -> Answer {
        let mut matched = if self.settings.use_escaped_path {
            redirect::escaped(path, raw_path)
        } else if self.settings.use_raw_path && !raw_path.is_empty() {
            raw_path.to_owned()
        } else {
            path.to_owned()
        };
        if self.settings.remove_extra_slash {
            matched = clean(&matched);
        }
        let mut skipped = Skipped::new();
        if let Some(root) = self.trees.root(method) {
            let found = self.trees.find(root, &matched, &mut skipped);
            if let Some(route) = found.route {
                return Answer::Route(route);
            }
            if method != "CONNECT" && matched != "/" {
                let status = if method == "GET" { 301 } else { 307 };
                if found.slash && self.settings.redirect_trailing_slash {
                    let location = redirect::location(&other_slash(path, prefix), raw_path);
                    return Answer::Redirect { status, location };
                }
                if self.settings.redirect_fixed_path
                    && let Some(fixed) = fold::find(&self.trees, root, &clean(path))
                {
                    return Answer::Redirect { status, location: redirect::location(&fixed, raw_path) };
                }
            }
        }
        if self.settings.handle_method_not_allowed {
            for (_, root) in self.trees.roots.iter().filter(|(other, _)| other != method) {
                if self.trees.find(*root, &matched, &mut skipped).route.is_some() {
                    return Answer::MethodNotAllowed;
                }
            }
        }
        Answer::NotFound
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
pub(in crate::frameworks) fn conflicts(app: &App) -> Vec<Conflict> {
    grow(app).1
}

fn grow(app: &App) -> (Trees, Vec<Conflict>) {
    let mut order: Vec<usize> = (0..app.routes.len()).filter(|route| app.routes[*route].known).collect();
    order.sort_by_key(|route| app.routes[*route].order);
    let mut trees = Trees::default();
    let mut conflicts = Vec::new();
    for index in order {
        let route = &app.routes[index];
        let result = trees.add(&route.method, &route.pattern, index);
        if let Err(Refusal { message, other }) = result {
            // Of two registrations under conditions perhaps only one is made.
            let may_not_meet = other.is_some_and(|other| route.conditional || app.routes[other].conditional);
            if !may_not_meet {
                conflicts.push(Conflict { route: index, other, message, location: route.path });
            }
        }
    }
    (trees, conflicts)
}

#[cfg(test)]
mod tests;
