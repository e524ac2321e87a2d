//! HTTP routers become tables (pkg/server/router/router.go:166-390,480-550, pkg/config/runtime/runtime_http.go:19).

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::dynamic::Protocol;
use crate::rule::table::MAX_PRIORITY;
use crate::rule::{Rule, RuleError, RuleErrorKind, RuleSyntax, domains};
use syntax::rule::quote::quoted;

use super::draft::Draft;
use super::middlewares::chain;
use super::parts::{Parts, Scope};
use super::status::Fault;
use super::{RuntimeEntryPoint, services, tls};

/// Rules read once, by router: the rule or why it does not parse.
pub(super) type Rules = FxHashMap<String, Result<Arc<Rule>, RuleError>>;

/// Builds all HTTP routers, clear ones first.
pub(super) fn build(
    drafts: &mut BTreeMap<String, Draft>,
    rules: &Rules,
    parts: &mut Parts,
    entry_points: Option<&[RuntimeEntryPoint]>,
) {
    let mut handlers = FxHashSet::default();
    for is_tls in [false, true] {
        for (entry_point, names) in by_entry_point(drafts, entry_points, is_tls) {
            for name in names {
                build_on(drafts, rules, parts, &mut handlers, &name);
            }
            if is_tls {
                check_tls(drafts, &entry_point);
            }
        }
    }
}

/// `GetRoutersByEntryPoints`. Without known entry points all that are written exist.
fn by_entry_point(
    drafts: &mut BTreeMap<String, Draft>,
    entry_points: Option<&[RuntimeEntryPoint]>,
    is_tls: bool,
) -> BTreeMap<String, Vec<String>> {
    let mut table: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for draft in drafts.values_mut().filter(|draft| draft.tls.is_some() == is_tls) {
        listen(draft, entry_points, false);
        if draft.using.is_empty() && entry_points.is_none() && !draft.below {
            // Its entry points are not known, but that it is built is.
            table.entry(String::new()).or_default().push(draft.name.clone());
        }
        for entry_point in &draft.using {
            table.entry(entry_point.clone()).or_default().push(draft.name.clone());
        }
    }
    table
}

/// Which of the entry points that `draft` names exist, of the TCP or UDP ones.
pub(super) fn listen(draft: &mut Draft, entry_points: Option<&[RuntimeEntryPoint]>, udp: bool) {
    draft.using.clear();
    let mut unknown = false;
    for word in draft.entry_points.clone() {
        let exists = |all: &[RuntimeEntryPoint]| all.iter().any(|e| e.udp == udp && e.name == word.text);
        if !word.known {
            unknown = true;
        } else if entry_points.is_none_or(exists) {
            draft.using.push(word.text);
        } else {
            let text = format!("entryPoint {} doesn't exist", quoted(&word.text));
            draft.state.add(&Fault::new(text, word.location), false);
        }
    }
    draft.using.sort();
    draft.using.dedup();
    if draft.using.is_empty() && !unknown && entry_points.is_some() && !draft.below {
        let at = draft.entry_points.iter().find_map(|word| word.location).or(draft.at());
        draft.state.add(&Fault::new("no valid entryPoint for this router", at), true);
    }
}

/// Builds the router `name` for one entry point and, where all is well, puts it in the table.
fn build_on(
    drafts: &mut BTreeMap<String, Draft>,
    rules: &Rules,
    parts: &mut Parts,
    handlers: &mut FxHashSet<String>,
    name: &str,
) {
    let Some(draft) = drafts.get_mut(name) else { return };
    if let Some(fault) = too_high(draft) {
        draft.state.add(&fault, true);
        return;
    }
    if draft.below {
        return;
    }
    let built = handler(drafts, rules, parts, handlers, name, &mut Vec::new());
    settle(drafts, rules, name, built);
}

/// Sets the priority where none is set; a fault where the one that is set is too high.
pub(super) fn too_high(draft: &mut Draft) -> Option<Fault> {
    let own = draft.name.ends_with("@internal");
    (draft.priority > MAX_PRIORITY && !own).then(|| {
        let text = format!(
            "the router priority {} exceeds the max user-defined priority {MAX_PRIORITY}",
            draft.priority
        );
        Fault::new(text, draft.priority_at)
    })
}

/// `Muxer.AddRoute`: whoever could be built gets into the table if its rule reads.
fn settle(drafts: &mut BTreeMap<String, Draft>, rules: &Rules, name: &str, built: Result<(), Fault>) -> bool {
    let Some(draft) = drafts.get_mut(name) else { return false };
    let fault = built.err().or_else(|| rule_fault(draft, rules));
    match fault {
        Some(fault) => draft.state.add(&fault, true),
        None => draft.live = true,
    }
    draft.live
}

/// Why Traefik does not take the rule. What it cannot be said of counts as taken.
pub(super) fn rule_fault(draft: &Draft, rules: &Rules) -> Option<Fault> {
    let error = rules.get(&draft.name)?.as_ref().err()?;
    let said = draft.rule.known && error.kind != RuleErrorKind::TooLarge;
    said.then(|| Fault::new(error.text.clone(), rule_part(draft, error)))
}

/// Where the part of the rule at fault stands.
pub(super) fn rule_part(draft: &Draft, error: &RuleError) -> Option<syntax::Location> {
    let rule = draft.declared.as_ref().and_then(|(_, router)| router.rule.as_ref());
    match (rule, draft.rule.location) {
        (Some(rule), Some(at)) => Some(syntax::Location::new(at.file, rule.source_range(error.range))),
        (_, at) => at.or(draft.at()),
    }
}

/// `buildRouterHandler`. `above` are the routers on the way down, against loops that were not cut.
fn handler(
    drafts: &mut BTreeMap<String, Draft>,
    rules: &Rules,
    parts: &mut Parts,
    handlers: &mut FxHashSet<String>,
    name: &str,
    above: &mut Vec<String>,
) -> Result<(), Fault> {
    if handlers.contains(name) {
        return Ok(());
    }
    let Some(draft) = drafts.get(name).cloned() else { return Ok(()) };
    if let Some(own) = &draft.tls {
        if own.conflicting {
            let text = "router's TLSOptions configuration is conflicting with other routers on the same entrypoint and host";
            return Err(Fault::new(text, own.options.as_ref().and_then(|options| options.location)));
        }
        let wanted = tls::wanted(&draft);
        let known = own.options.as_ref().is_none_or(|options| options.known);
        if known && !tls_exists(parts, &wanted) {
            let at = own.options.as_ref().and_then(|options| options.location).or(draft.at());
            return Err(Fault::new(format!("building router handler: unknown TLS options: {wanted}"), at));
        }
    }
    let scope = Scope::of_router(name);
    if !draft.children.is_empty() {
        above.push(name.to_owned());
        let built = children(drafts, rules, parts, handlers, &draft, above);
        above.pop();
        built?;
    } else if let Some(service) = &draft.service {
        services::build(parts, service, &scope)?;
    } else {
        return Err(Fault::new("router must have either a service or child routers", draft.at()));
    }
    chain(parts, Protocol::Http, &draft.middlewares, &scope)?;
    handlers.insert(name.to_owned());
    Ok(())
}

pub(super) fn tls_exists(parts: &Parts, name: &str) -> bool {
    let seen = name == tls::DEFAULT || parts.seen.provider(crate::names::provider_of(name));
    parts.tls_options.contains(name) || !seen
}

/// `buildChildRoutersMuxer`
fn children(
    drafts: &mut BTreeMap<String, Draft>,
    rules: &Rules,
    parts: &mut Parts,
    handlers: &mut FxHashSet<String>,
    draft: &Draft,
    above: &mut Vec<String>,
) -> Result<(), Fault> {
    let mut count = 0;
    for child in &draft.children {
        let skipped = drafts.get(child).is_none_or(|child| !child.state.errors.is_empty());
        if skipped || above.contains(child) || above.len() > super::parts::REFERENCE_DEPTH {
            continue;
        }
        let built = handler(drafts, rules, parts, handlers, child, above);
        count += usize::from(settle(drafts, rules, child, built));
    }
    if count > 0 {
        return Ok(());
    }
    let text = format!(
        "building child routers muxer: no child routers could be added to muxer ({} skipped)",
        draft.children.len()
    );
    Err(Fault::new(text, draft.at()))
}

/// What the TCP side finds when it looks for the hosts that choose TLS options (pkg/server/router/tcp/manager.go:118).
fn check_tls(drafts: &mut BTreeMap<String, Draft>, entry_point: &str) {
    let on = |draft: &&mut Draft| draft.tls.is_some() && draft.using.iter().any(|name| name == entry_point);
    for draft in drafts.values_mut().filter(on) {
        let Some(own) = draft.tls.clone().filter(|_| draft.rule.known) else { continue };
        let wanted = tls::wanted(draft);
        let rule = draft.rule.text.clone();
        let options_at = own.options.as_ref().and_then(|options| options.location);
        match domains(&rule, Protocol::Http) {
            // Both languages' matchers are read here: a name of the other one passes.
            Err(error) if error.kind != RuleErrorKind::TooLarge => {
                let text = format!("invalid rule {rule}, error: {}", error.text);
                draft.state.add(&Fault::new(text, rule_part(draft, &error)), true);
            }
            Ok(hosts) if hosts.is_empty() && wanted != tls::DEFAULT => {
                let text =
                    format!("no domain found in rule {rule}, the TLS option {wanted} cannot be applied");
                draft.state.add(&Fault::new(text, options_at), false);
            }
            Ok(hosts) if !hosts.is_empty() && !own.conflicting && own.resolved != wanted => {
                let text = "router's TLSOptions configuration is conflicting with other routers on the same \
                            entrypoint and host, default TLS options will be used instead";
                draft.state.add(&Fault::new(text, options_at), false);
            }
            _ => {}
        }
    }
}

/// Reads the rules of all drafts.
pub(super) fn rules<'d>(drafts: impl Iterator<Item = &'d Draft>) -> Rules {
    drafts
        .filter(|draft| draft.protocol != Protocol::Udp)
        .map(|draft| {
            let syntax = if draft.syntax == "v2" { RuleSyntax::V2 } else { RuleSyntax::V3 };
            let rule = Rule::compile(&draft.rule.text, draft.protocol, syntax).map(Arc::new);
            (draft.name.clone(), rule)
        })
        .collect()
}
