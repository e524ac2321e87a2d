//! TCP and UDP routers (pkg/server/router/tcp/manager.go:208, pkg/server/router/udp/router.go:35).

use std::collections::BTreeMap;

use crate::dynamic::Protocol;
use crate::names::{provider_of, qualify_in};
use crate::rule::{RuleErrorKind, domains};
use syntax::rule::quote::quoted;

use super::draft::Draft;
use super::http::{Rules, listen, rule_fault, rule_part, tls_exists, too_high};
use super::parts::{Parts, Scope};
use super::status::Fault;
use super::{RuntimeEntryPoint, middlewares, services, tls};

/// Builds all TCP routers.
pub(super) fn build_tcp(
    drafts: &mut BTreeMap<String, Draft>,
    rules: &Rules,
    parts: &mut Parts,
    entry_points: Option<&[RuntimeEntryPoint]>,
) {
    for draft in drafts.values_mut() {
        listen(draft, entry_points, false);
        if draft.using.is_empty() && entry_points.is_some() {
            continue;
        }
        match check_tcp(draft, rules, parts) {
            Ok(()) => draft.live = true,
            Err(faults) => faults.iter().for_each(|fault| draft.state.add(fault, true)),
        }
    }
}

fn check_tcp(draft: &mut Draft, rules: &Rules, parts: &mut Parts) -> Result<(), Vec<Fault>> {
    let rule = draft.rule.clone();
    let one = |fault| vec![fault];
    let Some(service) = draft.service.clone() else {
        return Err(one(Fault::new("the service is missing on the router", draft.at())));
    };
    if rule.text.is_empty() {
        return Err(one(Fault::new("router has no rule", draft.at())));
    }
    let hosts = match domains(&rule.text, Protocol::Tcp) {
        Ok(hosts) => hosts,
        Err(error) if !rule.known || error.kind == RuleErrorKind::TooLarge => Vec::new(),
        Err(error) => {
            return Err(one(Fault::new(error.text.clone(), rule_part(draft, &error))));
        }
    };
    if draft.tls.is_none() && rule.known && hosts.first().is_some_and(|host| host != "*") {
        let text =
            format!("invalid rule: {} , has HostSNI matcher, but no TLS on router", quoted(&rule.text));
        return Err(one(Fault::new(text, rule.location)));
    }
    if let Some(fault) = too_high(draft) {
        return Err(one(fault));
    }
    let scope = Scope::of_router(&draft.name);
    let ends_tls = draft.tls.as_ref().filter(|own| !own.passthrough);
    if let Some(own) = ends_tls {
        let options = own.options.clone();
        let wanted = options.as_ref().filter(|options| options.text != tls::DEFAULT).map_or_else(
            || tls::DEFAULT.to_owned(),
            |options| qualify_in(&options.text, provider_of(&draft.name)),
        );
        if options.as_ref().is_none_or(|options| options.known) && !tls_exists(parts, &wanted) {
            let at = options.and_then(|options| options.location).or(draft.at());
            let mut faults = one(Fault::new(format!("unknown TLS options: {wanted}"), at));
            faults.extend(rule_fault(draft, rules));
            return Err(faults);
        }
    }
    services::build_stream(parts, Protocol::Tcp, &service, &scope).map_err(one)?;
    middlewares::chain(parts, Protocol::Tcp, &draft.middlewares, &scope).map_err(one)?;
    rule_fault(draft, rules).map_or(Ok(()), |fault| Err(one(fault)))
}

/// Builds all UDP routers.
pub(super) fn build_udp(
    drafts: &mut BTreeMap<String, Draft>,
    parts: &mut Parts,
    entry_points: Option<&[RuntimeEntryPoint]>,
) {
    for draft in drafts.values_mut() {
        if draft.entry_points.is_empty() {
            let all = entry_points.unwrap_or_default().iter().filter(|entry_point| entry_point.udp);
            draft.entry_points = all.map(|e| super::draft::Word::made(e.name.as_str())).collect();
        }
        listen(draft, entry_points, true);
        if draft.using.is_empty() && entry_points.is_some() {
            continue;
        }
        let scope = Scope::of_router(&draft.name);
        let built = match &draft.service {
            None => Err(Fault::new("the service is missing on the udp router", draft.at())),
            Some(service) => services::build_stream(parts, Protocol::Udp, service, &scope),
        };
        match built {
            Ok(()) => draft.live = true,
            Err(fault) => draft.state.add(&fault, true),
        }
    }
}
