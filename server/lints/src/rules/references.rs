//! What the rules about unknown names share: how sure it is, and which name was meant.

use std::fmt::Write as _;

use routing::model::{Model, Stack};
use syntax::Location;

use crate::{Edit, Finding, Fix, Severity, words};

/// Something that a name could have meant.
pub(crate) struct Known<'m> {
    /// `auth@file`
    pub(crate) name: &'m str,
    /// Where it is declared.
    pub(crate) location: Option<Location>,
}

/// Adds to `finding`, whose message says what is missing: the name that was meant, and how sure it is that the name
/// does not exist. `None` where nothing can be said.
pub(crate) fn complete(
    model: &Model,
    stack: &Stack,
    mut finding: Finding,
    name: &str,
    known: &[Known<'_>],
) -> Option<Finding> {
    let (base, provider) = name.split_once('@').unwrap_or((name, ""));
    if !provider.is_empty() && !provider_is_read(stack, provider) {
        return None;
    }
    // A file that Traefik refuses is read as far as it goes: what is missing may stand in it.
    if provider == "file" && !stack.refused.is_empty() {
        return None;
    }
    if in_skipped_labels(stack, base) {
        return None;
    }
    let elsewhere: Vec<&Known<'_>> = known
        .iter()
        .filter(|known| known.name != name && known.name.split('@').next() == Some(base))
        .collect();
    let meant = match elsewhere[..] {
        [only] => Some(only),
        _ => {
            let same_provider =
                known.iter().filter(|known| known.name.split_once('@').is_none_or(|(_, p)| p == provider));
            let near = words::nearest(
                base,
                same_provider.map(|known| known.name.split('@').next().unwrap_or_default()),
            );
            near.and_then(|near| known.iter().find(|known| known.name.split('@').next() == Some(near)))
        }
    };
    if let Some(meant) = meant {
        let safe = elsewhere.len() == 1;
        let written = written_like(model, finding.location, meant.name, provider);
        let place = meant
            .location
            .map(|location| format!(" ({})", words::place(model, location)))
            .unwrap_or_default();
        let _ = write!(finding.message, " `{}` exists{place}: write `{written}`.", meant.name);
        let edit = Edit::replace(finding.location, &written);
        finding.fixes.push(Fix::new(format!("Write `{written}`"), safe, edit));
        finding = finding.related(format!("`{}` is declared here", meant.name), meant.location);
    }
    if let Some(unseen) = words::unseen(stack) {
        let _ = write!(finding.message, " ({unseen}.)");
        finding = finding.at_most(Severity::Hint);
    }
    Some(finding)
}

/// `name` with its provider where the reference needs it: the referrer's own provider goes without saying.
fn written_like(model: &Model, reference: Location, name: &str, provider: &str) -> String {
    let source =
        model.text(reference.file).get(std::ops::Range::<usize>::from(reference.range)).unwrap_or_default();
    match name.split_once('@') {
        Some((base, own)) if own == provider && !source.contains('@') => base.to_owned(),
        _ => name.to_owned(),
    }
}

/// Whether a container whose labels Traefik skips declares something called `name`: then these labels are what is
/// wrong, and they have a finding of their own.
fn in_skipped_labels(stack: &Stack, name: &str) -> bool {
    let named = |label: &traefik::compose::Label| {
        label.key.as_str().split('.').nth(3).is_some_and(|part| part == name)
    };
    stack
        .skipped
        .iter()
        .filter_map(|(container, _)| stack.compose_service(container))
        .any(|(_, service)| service.labels.iter().chain(&service.deploy_labels).any(named))
}

/// Whether what the provider declares is read here; of all others nothing is known.
fn provider_is_read(stack: &Stack, provider: &str) -> bool {
    match provider {
        "internal" => true,
        "file" | "docker" | "swarm" => {
            stack.runtime.install_known
                || !stack.install.is_empty()
                || stack.runtime.services.iter().any(|s| s.provider.as_str() == provider)
        }
        _ => false,
    }
}
