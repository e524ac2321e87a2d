//! Building services as Traefik does, to learn what it refuses
//! (pkg/server/service/service.go:86-420, service/tcp/service.go:40, service/udp/service.go:50).

use std::sync::Arc;

use syntax::{FileId, Location, Text};

use crate::dynamic::{Protocol, Service};
use crate::names::provider_of;
use crate::request::url::Url;
use syntax::rule::quote::quoted;

use super::draft::Word;
use super::middlewares::{chain, recursion};
use super::parts::{Key, Parts, REFERENCE_DEPTH, Scope, at};
use super::status::{Fault, Status};
use super::updates;

const MULTI_TYPES: &str = "cannot create service: multi-types service not supported, consider declaring two different pieces of service instead";

/// Builds the HTTP service that `word` names.
pub(super) fn build(parts: &mut Parts, word: &Word, scope: &Scope) -> Result<(), Fault> {
    if !word.known {
        return Ok(());
    }
    let name = scope.qualify(&word.text);
    let key = (Protocol::Http, name.clone());
    if parts.built_services.contains(&key) {
        return Ok(());
    }
    if let Some(own) = name.strip_suffix("@internal") {
        return internal(parts, own).map_err(|text| Fault::new(text, word.location));
    }
    let Some(part) = parts.services.get_mut(&key) else {
        return missing(parts, &name, "the service", word);
    };
    if part.state.status == Status::Disabled {
        return Err(Fault::new(part.state.joined(), word.location));
    }
    let Some((location, declared)) = part.source.clone() else { return Ok(()) };
    let kinds = kinds(&declared);
    if kinds.len() > 1 {
        let second = declared.types.get(1).and_then(|kind| at(Some(location.file), kind));
        part.state.add(&Fault::new(MULTI_TYPES, second), true);
        return Err(Fault::new(MULTI_TYPES, word.location));
    }
    let step = format!("service:{name}");
    if scope.stack.contains(&step) {
        let text = recursion("service", &name, &scope.stack, &step);
        part.state.add(&Fault::new(text.clone(), Some(location)), true);
        return Err(Fault::new(text, word.location));
    }
    if scope.stack.len() >= REFERENCE_DEPTH {
        return Ok(());
    }
    let inside = scope.inside(step, &name, Some(location.file));
    let built = construct(parts, &key, kinds.first().map(String::as_str), &declared, &inside);
    finish(parts, key, built, word)
}

/// Notes the outcome on the service and hands it on.
fn finish(parts: &mut Parts, key: Key, built: Result<(), Fault>, word: &Word) -> Result<(), Fault> {
    if let Err(fault) = built {
        if let Some(part) = parts.services.get_mut(&key) {
            part.state.add(&fault, true);
        }
        return Err(fault.seen_from(word.location));
    }
    parts.built_services.insert(key);
    Ok(())
}

fn missing(parts: &Parts, name: &str, what: &str, word: &Word) -> Result<(), Fault> {
    if !parts.seen.provider(provider_of(name)) {
        return Ok(());
    }
    Err(Fault::new(format!("{what} {} does not exist", quoted(name)), word.location))
}

/// Services of Traefik's own (pkg/server/service/internalhandler.go:47).
fn internal(parts: &Parts, name: &str) -> Result<(), String> {
    if !parts.seen.provider("internal") || parts.internal.contains(name) {
        return Ok(());
    }
    Err(match name {
        "acme-http" => "HTTP challenge is not enabled".to_owned(),
        "api" | "dashboard" | "rest" | "ping" | "prometheus" => format!("{name} is not enabled"),
        _ => format!("unknown internal service {name}@internal"),
    })
}

/// The kinds given, in lower case. A service with servers is a load balancer even where no key says so.
fn kinds(declared: &Service) -> Vec<String> {
    let mut kinds: Vec<String> = declared.types.iter().map(|kind| kind.as_str().to_lowercase()).collect();
    if kinds.is_empty() && !declared.servers.is_empty() {
        kinds.push("loadbalancer".to_owned());
    }
    kinds
}

fn construct(
    parts: &mut Parts,
    key: &Key,
    kind: Option<&str>,
    declared: &Arc<Service>,
    scope: &Scope,
) -> Result<(), Fault> {
    let Some(kind) = kind else {
        let text = format!("the service {} does not have any type defined", quoted(&key.1));
        return Err(Fault::new(text, at(scope.file, &declared.name.text)));
    };
    let fault = declared.fault.as_ref().zip(scope.file);
    let fault =
        fault.map(|(fault, file)| Fault::new(fault.message.clone(), Some(Location::new(file, fault.range))));
    // Of a mirroring the percentages are looked at when its services have been built.
    let (early, late) = if kind == "mirroring" { (None, fault) } else { (fault, None) };
    early.map_or(Ok(()), Err)?;
    if kind == "loadbalancer" {
        servers(parts, declared, scope)?;
    }
    for (index, child) in words(&declared.children, scope.file).iter().enumerate() {
        build(parts, child, scope).map_err(|fault| match kind {
            "weighted" => {
                let text = format!("building HTTP service {}: {}", quoted(&child.text), fault.text);
                Fault::new(text, child.location)
            }
            _ => fault,
        })?;
        let must_tell = match kind {
            "failover" if index == 0 => !declared.on_status,
            "weighted" | "highestrandomweight" | "failover" => declared.health_check,
            _ => false,
        };
        if must_tell && let Some(text) = updates::cannot_tell(parts, &child.text, &key.1, scope) {
            return Err(Fault::new(text, child.location));
        }
    }
    late.map_or(Ok(()), Err)?;
    chain(parts, Protocol::Http, &words(&declared.middlewares, scope.file), scope)
}

fn words(texts: &[Text], file: Option<FileId>) -> Vec<Word> {
    file.map_or_else(Vec::new, |file| Word::all(texts, file))
}

fn servers(parts: &Parts, declared: &Service, scope: &Scope) -> Result<(), Fault> {
    let transport = declared.servers_transport.as_ref().filter(|name| !name.as_str().is_empty());
    let missing = transport.filter(|name| name.is_known()).and_then(|name| {
        let qualified = scope.qualify(name.as_str());
        let found = parts.transports.contains(&qualified) || !parts.seen.provider(provider_of(&qualified));
        (!found).then_some((name, qualified))
    });
    for server in &declared.servers {
        let url = &server.url;
        if !url.is_known() {
            continue;
        }
        if let Err(error) = Url::parse(url.as_str()) {
            let text = format!("error parsing server URL {url}: parse {}: {error}", quoted(url.as_str()));
            return Err(Fault::new(text, at(scope.file, url)));
        }
        if let Some((name, qualified)) = &missing {
            let text = format!(
                "error building proxy for server URL {url}: getting RoundTripper: servers transport not found {qualified}"
            );
            return Err(Fault::new(text, at(scope.file, name)));
        }
    }
    match missing {
        // Nobody would be asked, but a health check wants to know how.
        Some((name, qualified)) if declared.health_check => {
            let text = format!("getting RoundTripper: servers transport not found {qualified}");
            Err(Fault::new(text, at(scope.file, name)))
        }
        _ => Ok(()),
    }
}

/// Builds the TCP or UDP service that `word` names. These do not look for loops; Traefik would not come back from one.
pub(super) fn build_stream(
    parts: &mut Parts,
    protocol: Protocol,
    word: &Word,
    scope: &Scope,
) -> Result<(), Fault> {
    if !word.known || scope.stack.len() >= REFERENCE_DEPTH {
        return Ok(());
    }
    let name = scope.qualify(&word.text);
    let key = (protocol, name.clone());
    let what = if protocol == Protocol::Udp { "the UDP service" } else { "the service" };
    if parts.built_services.contains(&key) || scope.stack.contains(&name) {
        return Ok(());
    }
    let Some(part) = parts.services.get(&key) else { return missing(parts, &name, what, word) };
    let Some((location, declared)) = part.source.clone() else { return Ok(()) };
    let inside = scope.inside(name.clone(), &name, Some(location.file));
    let kinds = kinds(&declared);
    let built = match kinds.as_slice() {
        [] => {
            let text = format!("{what} {} does not have any type defined", quoted(&name));
            Err(Fault::new(text, Some(location)))
        }
        [_, _, ..] => {
            let second = declared.types.get(1).and_then(|kind| at(Some(location.file), kind));
            Err(Fault::new(MULTI_TYPES, second))
        }
        [_] => match &declared.fault {
            Some(fault) => {
                Err(Fault::new(fault.message.clone(), Some(Location::new(location.file, fault.range))))
            }
            None => words(&declared.children, Some(location.file))
                .iter()
                .try_for_each(|child| build_stream(parts, protocol, child, &inside)),
        },
    };
    finish(parts, key, built, word)
}
