//! TRK202: a router listens on an entry point that does not exist.

use routing::model::Model;
use syntax::Location;

use super::references::{self, Known};
use crate::{Finding, Rule, Severity, words};

pub(crate) static RULE: Rule = Rule {
    code: "TRK202",
    name: "unknown-entry-point",
    severity: Severity::Error,
    summary: "A router listens on an entry point that does not exist.",
    page: include_str!("../../../../docs/rules/TRK202.md"),
};

pub(crate) fn check(model: &Model) -> Vec<Finding> {
    let mut findings = Vec::new();
    for stack in model.stacks.iter().filter(|stack| stack.runtime.install_known) {
        let known: Vec<Known<'_>> = stack
            .runtime
            .entry_points
            .iter()
            .map(|entry_point| Known {
                name: &entry_point.name,
                location: entry_point
                    .declared
                    .as_ref()
                    .map(|(place, declared)| Location::new(place.file, declared.name.text.content_range())),
            })
            .collect();
        let names: Vec<&str> = known.iter().map(|known| known.name).collect();
        for router in &stack.runtime.routers {
            let Some((place, declared)) = &router.declared else { continue };
            let exists = |name: &str| stack.runtime.entry_point(name).is_some();
            let some = declared.entry_points.iter().any(|name| exists(name.as_str()));
            for name in declared.entry_points.iter().filter(|name| name.is_known() && !exists(name.as_str()))
            {
                let router = router.authored_name();
                let consequence = if some {
                    format!("Requests through `{name}` never reach `{router}`")
                } else {
                    format!("Every request for `{router}` gets 404")
                };
                let message = format!(
                    "{consequence}: there is no entry point `{name}` (there are {}).",
                    words::list(&names)
                );
                let location = Location::new(place.file, name.content_range());
                let finding = Finding::new(&RULE, location, message);
                findings.extend(references::complete(model, stack, finding, name.as_str(), &known));
            }
        }
    }
    findings
}
