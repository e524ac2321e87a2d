//! What Traefik refuses in rules, for the rules which tell these faults apart.

use routing::model::Model;
use syntax::{Location, Text};
use traefik::rule::{RuleError, RuleErrorKind};
use traefik::runtime::RuntimeRouter;

use crate::{Finding, Rule};

/// A rule that Traefik refuses.
pub(crate) struct Fault<'m> {
    pub(crate) router: &'m RuntimeRouter,
    /// The rule as written.
    pub(crate) rule: &'m Text,
    pub(crate) error: &'m RuleError,
    /// The part at fault.
    pub(crate) location: Location,
}

/// All faults of this kind. A rule with an unseen part in the place at fault may be right.
pub(crate) fn of_kind(model: &Model, kind: RuleErrorKind) -> impl Iterator<Item = Fault<'_>> {
    model.stacks.iter().flat_map(move |stack| {
        stack.runtime.routers.iter().filter_map(move |router| {
            let (place, declared) = router.declared.as_ref()?;
            let rule = declared.rule.as_ref()?;
            let error = router.rule_error.as_ref()?;
            let unseen = rule.unknown().iter().any(|part| part.range.intersect(error.range).is_some());
            if error.kind != kind || (unseen && kind != RuleErrorKind::UnknownMatcher) {
                return None;
            }
            let location = Location::new(place.file, rule.source_range(error.range));
            Some(Fault { router, rule, error, location })
        })
    })
}

/// What such a router's requests get, up to the reason.
pub(crate) fn finding(rule: &'static Rule, fault: &Fault<'_>, reason: &str) -> Finding {
    let router = fault.router.authored_name();
    Finding::new(rule, fault.location, format!("Every request for `{router}` gets 404: {reason}"))
}
