//! Routers below routers (`parentRefs`): who is whose child, and what is wrong with the tree
//! (pkg/server/router/router.go:90-164,390-480).

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::dynamic::Protocol;
use crate::names::provider_of;
use syntax::rule::quote::quoted;

use super::draft::Draft;
use super::parts::Seen;
use super::status::Fault;

/// Fills the children of all HTTP routers and checks the tree. `drafts` is keyed by name.
pub(super) fn grow(drafts: &mut BTreeMap<String, Draft>, seen: &Seen) {
    let mut unseen_parent: FxHashSet<String> = FxHashSet::default();
    let names: Vec<String> = drafts
        .values()
        .filter(|draft| draft.protocol == Protocol::Http)
        .map(|draft| draft.name.clone())
        .collect();
    for name in &names {
        let Some(draft) = drafts.get(name) else { continue };
        let parents = draft.parents.clone();
        for parent in &parents {
            if let Some(above) = drafts.get_mut(&parent.text) {
                if !above.children.contains(name) {
                    above.children.push(name.clone());
                }
            } else if !parent.known || !seen.provider(provider_of(&parent.text)) {
                unseen_parent.insert(name.clone());
            } else {
                let text = format!("parent router {} does not exist", quoted(&parent.text));
                add(drafts, name, &Fault::new(text, parent.location), true);
            }
        }
        if !parents.is_empty() {
            check_child(drafts, name);
        }
    }
    let visited = visit(drafts, &names);
    for name in &names {
        let Some(draft) = drafts.get(name) else { continue };
        let text = if unseen_parent.contains(name) {
            continue;
        } else if !visited.contains(name) {
            "router is not reachable"
        } else if draft.service.is_none() && draft.children.is_empty() {
            "router has no service and no child routers"
        } else if draft.service.is_some() && !draft.children.is_empty() {
            "router has both a service and is referenced as a parent by other routers"
        } else {
            continue;
        };
        let fault = Fault::new(text, draft.at());
        add(drafts, name, &fault, true);
    }
}

/// A router below another must leave to it what belongs to the connection.
fn check_child(drafts: &mut BTreeMap<String, Draft>, name: &str) {
    let Some(draft) = drafts.get(name) else { return };
    let (what, at) = if draft.tls.is_some() {
        ("TLS", draft.at())
    } else if draft.observability.is_some() {
        ("Observability", draft.observability)
    } else if let Some(entry_point) = draft.entry_points.first() {
        ("Entrypoints", entry_point.location)
    } else {
        return;
    };
    add(drafts, name, &Fault::new(format!("non-root router cannot have {what} configuration"), at), true);
}

/// Walks down from the routers without parents; an edge back up is cut and noted on the router it starts from.
fn visit(drafts: &mut BTreeMap<String, Draft>, names: &[String]) -> FxHashSet<String> {
    let mut visited: FxHashSet<String> = FxHashSet::default();
    let roots = names.iter().filter(|name| drafts.get(*name).is_some_and(|draft| draft.parents.is_empty()));
    for root in roots.cloned().collect::<Vec<_>>() {
        if !visited.insert(root.clone()) {
            continue;
        }
        // The way down: each router with the children it has left to visit.
        let mut path = vec![(root.clone(), children(drafts, &root))];
        while let Some((router, left)) = path.last_mut() {
            let router = router.clone();
            let Some(child) = left.pop() else {
                path.pop();
                continue;
            };
            if let Some(start) = path.iter().position(|(name, _)| *name == child) {
                let mut cycle: Vec<&str> = path.iter().skip(start).map(|(name, _)| name.as_str()).collect();
                cycle.push(&child);
                let text = format!("cyclic reference detected in router tree: {}", cycle.join(" -> "));
                let at = drafts.get(&router).and_then(Draft::at);
                add(drafts, &router, &Fault::new(text, at), false);
                if let Some(guilty) = drafts.get_mut(&router) {
                    guilty.children.retain(|name| *name != child);
                }
            } else if visited.insert(child.clone()) {
                let below = children(drafts, &child);
                path.push((child, below));
            }
        }
    }
    visited
}

/// In reverse order, to be popped.
fn children(drafts: &BTreeMap<String, Draft>, name: &str) -> Vec<String> {
    let mut children = drafts.get(name).map_or_else(Vec::new, |draft| draft.children.clone());
    children.sort_by(|a, b| b.cmp(a));
    children
}

fn add(drafts: &mut BTreeMap<String, Draft>, name: &str, fault: &Fault, critical: bool) {
    if let Some(draft) = drafts.get_mut(name) {
        draft.state.add(fault, critical);
    }
}
