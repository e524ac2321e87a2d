//! TRK103: one label makes Traefik skip a container with all its labels.

use routing::model::Model;
use syntax::Location;

use crate::{Finding, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "TRK103",
    name: "labels-rejected",
    severity: Severity::Error,
    summary: "Traefik skips this container with all its labels because of one of them.",
    page: include_str!("../../../../docs/rules/TRK103.md"),
};

pub(crate) fn check(model: &Model) -> Vec<Finding> {
    let skipped = model.stacks.iter().flat_map(|stack| &stack.skipped);
    skipped
        .map(|(container, refusal)| {
            let message = format!(
                "Every request for `{}` gets 404: Traefik skips the container with all its labels because of this ({}).",
                container.service,
                refusal.problem.message.trim_end_matches('.'),
            );
            Finding::new(&RULE, Location::new(refusal.file, refusal.problem.range), message)
        })
        .collect()
}
