//! Building middlewares as Traefik does, to learn what it refuses
//! (pkg/server/middleware/middlewares.go:65-480, pkg/server/middleware/tcp/middlewares.go:38-120).
//! Only what a router leads to is ever built.

use std::sync::Arc;

use syntax::{FileId, Text};

use crate::dynamic::{Effect, Middleware, Protocol};
use crate::names::provider_of;
use crate::regexp::Regexp;
use crate::rule::address;
use syntax::rule::quote::quoted;

use super::draft::Word;
use super::parts::{Parts, REFERENCE_DEPTH, Scope, at};
use super::services;
use super::status::Fault;

/// Builds the chain of `words`: the last one first, as the handlers are wrapped. The first fault ends it.
pub(super) fn chain(
    parts: &mut Parts,
    protocol: Protocol,
    words: &[Word],
    scope: &Scope,
) -> Result<(), Fault> {
    words.iter().rev().try_for_each(|word| build(parts, protocol, word, scope))
}

fn build(parts: &mut Parts, protocol: Protocol, word: &Word, scope: &Scope) -> Result<(), Fault> {
    if !word.known {
        return Ok(());
    }
    let name = scope.qualify(&word.text);
    let key = (protocol, name.clone());
    if parts.built_middlewares.contains(&key) {
        return Ok(());
    }
    let Some(part) = parts.middlewares.get_mut(&key) else {
        if !parts.seen.provider(provider_of(&name)) {
            return Ok(());
        }
        return Err(Fault::new(format!("middleware {} does not exist", quoted(&name)), word.location));
    };
    let (location, declared) = part.source.clone();
    let step = if protocol == Protocol::Tcp { name.clone() } else { format!("middleware:{name}") };
    if scope.stack.contains(&step) {
        let text = recursion("middleware", &name, &scope.stack, &step);
        part.state.add(&Fault::new(text.clone(), Some(location)), true);
        return Err(Fault::new(text, word.location));
    }
    if scope.stack.len() >= REFERENCE_DEPTH {
        return Ok(());
    }
    let inside = scope.inside(step, &name, Some(location.file));
    if let Err(fault) = construct(parts, &name, &declared, &inside) {
        if let Some(part) = parts.middlewares.get_mut(&key) {
            part.state.add(&fault, true);
        }
        return Err(fault.seen_from(word.location));
    }
    parts.built_middlewares.insert(key);
    Ok(())
}

/// `recursion.CheckRecursion`
pub(super) fn recursion(kind: &str, name: &str, stack: &[String], step: &str) -> String {
    let way: Vec<&str> = stack.iter().map(String::as_str).chain([step]).collect();
    format!("could not instantiate {kind} {name}: recursion detected in {}", way.join("->"))
}

fn construct(parts: &mut Parts, name: &str, declared: &Arc<Middleware>, scope: &Scope) -> Result<(), Fault> {
    let types = &declared.types;
    let Some(kind) = types.first() else {
        let text = format!(
            "invalid middleware {} configuration: invalid middleware type or middleware does not exist",
            quoted(name)
        );
        return Err(Fault::new(text, at(scope.file, &declared.name.text)));
    };
    if let Some(second) = types.get(1).filter(|_| declared.protocol == Protocol::Http) {
        let text = "cannot create middleware: multi-types middleware not supported, \
                    consider declaring two different pieces of middleware instead";
        return Err(Fault::new(text, at(scope.file, second)));
    }
    if let Some(text) = bad_plugin(parts, declared) {
        return Err(Fault::new(text, at(scope.file, kind)));
    }
    if let Some((text, part)) = refused(&declared.effect, kind) {
        return Err(Fault::new(text, at(scope.file, part.unwrap_or(kind))));
    }
    if let (Some(fault), Some(file)) = (&declared.fault, scope.file) {
        return Err(Fault::new(fault.message.clone(), Some(syntax::Location::new(file, fault.range))));
    }
    match &declared.effect {
        Effect::Chain { middlewares } => {
            let words = scope.file.map_or_else(Vec::new, |file| Word::all(middlewares, file));
            chain(parts, declared.protocol, &words, scope)
        }
        Effect::Errors(pages) => {
            let Some(service) = pages.service.as_ref().filter(|service| service.is_known()) else {
                return Ok(());
            };
            let word = Word { location: at(scope.file, service), ..written(service, scope.file) };
            services::build(parts, &word, scope)
        }
        _ => Ok(()),
    }
}

/// Whether a middleware is no plugin that is on (pkg/server/middleware/plugins.go:19, pkg/plugins/builder.go:113).
fn bad_plugin(parts: &Parts, declared: &Middleware) -> Option<String> {
    if declared.kind != "plugin" {
        return None;
    }
    let on = parts.plugins.as_ref()?;
    match declared.plugins.as_slice() {
        [name] if name.as_str().is_empty() => Some("plugin: missing plugin type".to_owned()),
        [name] if on.contains(name.as_str()) || !name.is_known() => None,
        [name] => Some(format!("plugin: unknown plugin type: {name}")),
        _ => Some("plugin: invalid configuration: no configuration or too many plugin definition".to_owned()),
    }
}

fn written(text: &Text, file: Option<FileId>) -> Word {
    file.map_or_else(|| Word::made(text.as_str()), |file| Word::written(text, file))
}

/// What the constructor says about the options, and which one it means. Options that are not wholly known pass.
fn refused<'m>(effect: &'m Effect, kind: &Text) -> Option<(String, Option<&'m Text>)> {
    let is_empty = |text: &Option<Text>| text.as_ref().is_none_or(|text| text.as_str().is_empty());
    match effect {
        Effect::AddPrefix { prefix } if is_empty(prefix) => {
            Some(("prefix cannot be empty".to_owned(), prefix.as_ref()))
        }
        Effect::RedirectScheme { scheme, .. } if is_empty(scheme) => {
            Some(("you must provide a target scheme".to_owned(), scheme.as_ref()))
        }
        Effect::StripPrefixRegex { regexes } => {
            regexes.iter().find_map(|regex| Some((bad_regex(regex, regex.as_str().trim())?, Some(regex))))
        }
        Effect::RedirectRegex { regex: Some(regex), .. } => {
            Some((bad_regex(regex, regex.as_str())?, Some(regex)))
        }
        Effect::ReplacePathRegex { regex: Some(regex), .. } => {
            let error = bad_regex(regex, regex.as_str().trim())?;
            Some((format!("error compiling regular expression {regex}: {error}"), Some(regex)))
        }
        Effect::IpAllowList { source_range, reject_status, .. } => {
            bad_ranges(source_range, *reject_status, kind.as_str().eq_ignore_ascii_case("ipWhiteList"))
        }
        _ => None,
    }
}

fn bad_regex(text: &Text, expression: &str) -> Option<String> {
    text.is_known().then(|| Regexp::compile(expression).err()).flatten()
}

fn bad_ranges(ranges: &[Text], status: u16, old_name: bool) -> Option<(String, Option<&Text>)> {
    let (what, cannot) =
        if old_name { ("IPWhiteLister", "CIDR whitelist") } else { ("IPAllowLister", "CIDRs") };
    if ranges.is_empty() {
        return Some((format!("sourceRange is empty, {what} not created"), None));
    }
    if !old_name && !is_status(status) {
        return Some((format!("invalid HTTP status code {status}"), None));
    }
    let bad = ranges.iter().find(|range| range.is_known() && address::parse(range.as_str()).is_none())?;
    let all: Vec<&str> = ranges.iter().map(Text::as_str).collect();
    let list = all.join(" ");
    let text = format!(
        "cannot parse {cannot} [{list}]: parsing CIDR trusted IPs <nil>: invalid CIDR address: {bad}"
    );
    Some((text, Some(bad)))
}

/// Whether Go has a text for the status (net/http/status.go).
fn is_status(status: u16) -> bool {
    matches!(status, 0 | 100..=103 | 200..=208 | 226 | 300..=305 | 307 | 308 | 400..=418 | 421..=426 | 428 | 429 | 431 | 451 | 500..=508 | 510 | 511)
}
