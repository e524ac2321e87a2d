//! TLS options of HTTP routers (pkg/server/aggregator.go:174-317): which options count, and where routers of one host
//! and entry point want different ones.

use std::collections::{BTreeMap, BTreeSet};

use crate::dynamic::Protocol;
use crate::names::{provider_of, qualify_in};
use crate::rule::domains;

use super::draft::Draft;

/// The options that exist without being declared.
pub(super) const DEFAULT: &str = "default";

/// The qualified name of the options that `draft` asks for.
pub(super) fn wanted(draft: &Draft) -> String {
    let options = draft.tls.as_ref().and_then(|tls| tls.options.as_ref());
    match options.filter(|options| options.text != DEFAULT) {
        Some(options) => qualify_in(&options.text, provider_of(&draft.name)),
        None => DEFAULT.to_owned(),
    }
}

/// Settles the options of every TLS router. Where routers conflict on an entry point, each is copied for it as
/// `<entry point>-conflicted-<name>` with the default options, or disabled where Traefik is strict.
pub(super) fn resolve(drafts: Vec<Draft>, strict: bool) -> Vec<Draft> {
    let (mut http, mut done): (Vec<Draft>, Vec<Draft>) =
        drafts.into_iter().partition(|draft| draft.protocol == Protocol::Http && draft.tls.is_some());
    let mut by_entry_point: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, draft) in http.iter_mut().enumerate() {
        let resolved = wanted(draft);
        draft.tls.iter_mut().for_each(|tls| tls.resolved.clone_from(&resolved));
        for entry_point in &draft.entry_points {
            by_entry_point.entry(entry_point.text.clone()).or_default().push(index);
        }
    }
    let conflicts: BTreeMap<String, BTreeSet<usize>> = by_entry_point
        .into_iter()
        .map(|(entry_point, indexes)| (entry_point, conflicting(&indexes, &http)))
        .collect();
    for (index, mut draft) in http.into_iter().enumerate() {
        let conflicts_on = |name: &str| conflicts.get(name).is_some_and(|indexes| indexes.contains(&index));
        let (bad, good) = std::mem::take(&mut draft.entry_points)
            .into_iter()
            .partition::<Vec<_>, _>(|entry_point| conflicts_on(&entry_point.text));
        for entry_point in bad {
            let mut copy = Draft { entry_points: vec![entry_point.clone()], ..draft.clone() };
            copy.name = format!("{}-conflicted-{}", entry_point.text, draft.name);
            if let Some(tls) = &mut copy.tls {
                if strict {
                    tls.conflicting = true;
                } else {
                    DEFAULT.clone_into(&mut tls.resolved);
                }
            }
            done.push(copy);
        }
        // A TLS router that is left without entry points is gone.
        if !good.is_empty() {
            done.push(Draft { entry_points: good, ..draft });
        }
    }
    done
}

/// Of the routers of one entry point, those that serve a host which others serve with other options, and those with
/// options but no host that could select them.
fn conflicting(indexes: &[usize], drafts: &[Draft]) -> BTreeSet<usize> {
    let mut conflicting = BTreeSet::new();
    let mut hosts: BTreeMap<String, Vec<(String, usize)>> = BTreeMap::new();
    for &index in indexes {
        let Some(draft) = drafts.get(index).filter(|draft| draft.rule.known) else { continue };
        let Some(tls) = &draft.tls else { continue };
        let Ok(domains) = domains(&draft.rule.text, Protocol::Http) else { continue };
        if domains.is_empty() && tls.resolved != DEFAULT {
            conflicting.insert(index);
        }
        for domain in domains {
            hosts.entry(domain).or_default().push((tls.resolved.clone(), index));
        }
    }
    for routers in hosts.values() {
        let options: BTreeSet<&String> = routers.iter().map(|(options, _)| options).collect();
        if options.len() > 1 {
            conflicting.extend(routers.iter().map(|(_, index)| *index));
        }
    }
    conflicting
}
