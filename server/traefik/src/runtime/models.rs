//! How entry points shape the routers that listen on them (pkg/server/aggregator.go:20,319): default entry points,
//! models that put in middlewares and TLS, and the renaming of routers that are split by it.

use std::collections::BTreeMap;

use syntax::FileId;

use crate::dynamic::Protocol;
use crate::install::{EntryPoint, Install};
use crate::names::qualify;

use super::RuntimeEntryPoint;
use super::draft::{Draft, Tls, Word};

/// Gives routers without entry points the default ones. UDP routers get none; routers below others neither.
pub(super) fn default_entry_points(drafts: &mut [Draft], defaults: &[String]) {
    for draft in drafts {
        if draft.protocol != Protocol::Udp && draft.entry_points.is_empty() && !draft.below {
            draft.entry_points = defaults.iter().map(Word::made).collect();
        }
        for parent in &mut draft.parents {
            parent.text = qualify(&parent.text, draft.provider);
        }
    }
}

/// `applyModel`: a router is split by the entry points that have a model, and keeps its name only where it listens on
/// one entry point, or on those without a model.
pub(super) fn apply(
    drafts: Vec<Draft>,
    install: &Install,
    file: FileId,
    entry_points: &[RuntimeEntryPoint],
) -> Vec<Draft> {
    let syntax = install.default_rule_syntax.as_ref().map_or("", syntax::Text::as_str);
    // What Traefik adds itself has a model, an empty one, where there is a `core`.
    let added = entry_points.iter().filter(|own| install.core && own.declared.is_none());
    let declared = install.entry_points.iter().filter(|entry_point| entry_point.has_model);
    let models: BTreeMap<&str, Option<&EntryPoint>> = added
        .map(|entry_point| (entry_point.name.as_str(), None))
        .chain(declared.map(|entry_point| (entry_point.name.as_str(), Some(entry_point))))
        .collect();
    let (http, mut others): (Vec<Draft>, Vec<Draft>) =
        drafts.into_iter().partition(|draft| draft.protocol == Protocol::Http);
    for draft in others.iter_mut().filter(|draft| draft.protocol == Protocol::Tcp && draft.syntax.is_empty())
    {
        syntax.clone_into(&mut draft.syntax);
    }
    if models.is_empty() {
        others.extend(http);
        return others;
    }
    let mut split: BTreeMap<String, Draft> = BTreeMap::new();
    let mut parts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for mut draft in http {
        if draft.below {
            split.insert(draft.name.clone(), draft);
            continue;
        }
        if !draft.default_rule && draft.syntax.is_empty() {
            syntax.clone_into(&mut draft.syntax);
        }
        let entry_points = std::mem::take(&mut draft.entry_points);
        let several = entry_points.len() > 1;
        for entry_point in entry_points {
            let Some(model) = models.get(entry_point.text.as_str()) else {
                draft.entry_points.push(entry_point);
                split.insert(draft.name.clone(), draft.clone());
                continue;
            };
            let mut part = Draft { entry_points: vec![entry_point.clone()], ..draft.clone() };
            if several {
                part.name = format!("{}-{}", entry_point.text, draft.name);
                parts.entry(draft.name.clone()).or_default().push(part.name.clone());
            }
            if let Some(model) = model {
                fill(&mut part, model, file);
            }
            split.insert(part.name.clone(), part);
        }
    }
    let names: Vec<String> = split.keys().cloned().collect();
    for draft in split.values_mut().filter(|draft| draft.below) {
        let parents = std::mem::take(&mut draft.parents);
        for parent in parents {
            let renamed = parts.get(&parent.text).map_or(&[][..], Vec::as_slice);
            draft.parents.extend(renamed.iter().map(|name| Word { text: name.clone(), ..parent.clone() }));
            if names.contains(&parent.text) {
                draft.parents.push(parent);
            }
        }
        // Without a parent that exists it counts as one that listens itself.
        draft.below = !draft.parents.is_empty();
    }
    others.extend(split.into_values());
    others
}

fn fill(part: &mut Draft, model: &EntryPoint, file: FileId) {
    if part.tls.is_none() && model.tls.is_some() {
        let options = model.options.tls_options.as_ref().filter(|options| !options.as_str().is_empty());
        part.tls =
            Some(Tls { options: options.map(|options| Word::written(options, file)), ..Tls::default() });
    }
    let own = std::mem::take(&mut part.middlewares);
    part.middlewares = Word::all(&model.middlewares, file);
    part.middlewares.extend(own);
    part.denied.clone_from(&model.options.denied_characters);
}
