//! What stands under the cursor, in words.

mod entry_point;
mod matcher;
mod middleware;
mod registration;
mod router;
mod service;

use std::fmt::Write as _;

use routing::model::{Model, Stack};
use syntax::{Location, TextRange};

use crate::Place;
use crate::occurrences::{self, Kind, Occurrence};

/// A hover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub range: TextRange,
    /// Markdown.
    pub markdown: String,
}

/// What to show at `place`; `None` where nothing of ours stands.
pub fn hover(model: &Model, place: Place) -> Option<Hover> {
    let mut stacks: Vec<&Stack> = model.stacks_of(place.file).collect();
    // A stack whose static configuration is seen knows more than a group of files.
    stacks.sort_by_key(|stack| !stack.runtime.install_known);
    stacks
        .into_iter()
        .find_map(|stack| name(model, stack, place).or_else(|| rule(model, stack, place)))
        .or_else(|| registration::hover(model, place))
}

fn name(model: &Model, stack: &Stack, place: Place) -> Option<Hover> {
    let all = occurrences::of(stack);
    let here = all.iter().find(|occurrence| place.is_in(occurrence.location))?;
    let markdown = match here.symbol.kind {
        Kind::EntryPoint => entry_point::describe(stack, &here.symbol.name)?,
        Kind::Router => routers_of(stack, here)
            .map(|router| router::describe(model, stack, router))
            .collect::<Vec<_>>()
            .join("\n\n---\n\n"),
        Kind::Middleware => middleware::describe(model, stack, here),
        Kind::Service => service::describe(model, stack, &here.symbol.name)?,
    };
    (!markdown.is_empty()).then_some(Hover { range: here.location.range, markdown })
}

/// The run-time routers of a declared one: several where Traefik splits it.
fn routers_of<'s>(
    stack: &'s Stack,
    here: &Occurrence,
) -> impl Iterator<Item = &'s traefik::runtime::RuntimeRouter> {
    let name = here.symbol.name.clone();
    stack.runtime.routers.iter().filter(move |router| router.authored_name() == name)
}

/// The matcher under the cursor, then the router whose rule it is.
fn rule(model: &Model, stack: &Stack, place: Place) -> Option<Hover> {
    let mut found: Option<Hover> = None;
    for router in &stack.runtime.routers {
        let Some((at, declared)) = &router.declared else { continue };
        let Some(rule) = &declared.rule else { continue };
        if !place.is_in(Location::new(at.file, rule.range())) {
            continue;
        }
        let section = router::describe(model, stack, router);
        match &mut found {
            Some(hover) => {
                let _ = write!(hover.markdown, "\n\n---\n\n{section}");
            }
            None => {
                let matcher = matcher::describe(router, rule, place.offset);
                let (range, markdown) = match matcher {
                    Some((range, matcher)) => (range, format!("{matcher}\n\n---\n\n{section}")),
                    None => (rule.content_range(), section),
                };
                found = Some(Hover { range, markdown });
            }
        }
    }
    found
}

/// Text for a Markdown code span or table cell, whatever it holds.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ").replace('|', "\\|");
    let ticks = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(ticks + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    if text.is_empty() { String::new() } else { format!("{fence}{pad}{text}{pad}{fence}") }
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn code_spans_hold_anything() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("Host(`a`)"), "``Host(`a`)``");
        assert_eq!(code("`a`"), "`` `a` ``");
        assert_eq!(code("a || b"), "`a \\|\\| b`");
    }
}
