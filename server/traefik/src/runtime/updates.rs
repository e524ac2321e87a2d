//! Services that tell those above them whether they are up (healthcheck.StatusUpdater, pkg/server/service/service.go:216,
//! pkg/server/service/loadbalancer): a parent that wants to know needs children that look.

use crate::dynamic::{Protocol, Service};
use crate::names::provider_of;

use super::parts::{Parts, REFERENCE_DEPTH, Scope};

/// Why `child`, as written in the service of `scope`, cannot tell `parent`; nothing where it can, or is not seen.
pub(super) fn cannot_tell(parts: &Parts, child: &str, parent: &str, scope: &Scope) -> Option<String> {
    let why = silent(parts, &scope.qualify(child), 0)?;
    Some(format!("cannot register {child} as updater for {parent}: {why}"))
}

/// Why the service `name` tells nobody whether it is up.
fn silent(parts: &Parts, name: &str, depth: usize) -> Option<String> {
    let (_, declared) = parts.services.get(&(Protocol::Http, name.to_owned()))?.source.as_ref()?;
    let what = kind(declared)?;
    if !declared.health_check {
        return Some(format!("healthCheck not enabled in config for this {what} service"));
    }
    // A mirroring is as up as its main service.
    let main = declared.children.first().filter(|_| what == "mirroring" && depth < REFERENCE_DEPTH)?;
    let inner = silent(parts, &crate::names::qualify_in(main.as_str(), provider_of(name)), depth + 1)?;
    Some(format!("cannot register service of mirroring as updater: {inner}"))
}

fn kind(declared: &Service) -> Option<&'static str> {
    let kind = declared.types.first().map_or("loadbalancer".to_owned(), |kind| kind.as_str().to_lowercase());
    let strategy = declared.strategy.as_ref().map_or("wrr", syntax::Text::as_str);
    match (kind.as_str(), strategy) {
        ("loadbalancer", "wrr") | ("weighted", _) => Some("WRR"),
        ("loadbalancer", "p2c") => Some("P2C"),
        ("loadbalancer", "leasttime") => Some("LeastTime"),
        ("loadbalancer", "hrw") | ("highestrandomweight", _) => Some("HRW"),
        ("mirroring", _) => Some("mirroring"),
        ("failover", _) => Some("failover"),
        _ => None,
    }
}
