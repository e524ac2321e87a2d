//! TRK101: Traefik refuses a file, and all that its provider would load with it.

use std::collections::BTreeSet;

use routing::model::{Facts, Model};
use syntax::{Location, Problem};
use traefik::facts::FileKind;

use crate::{Finding, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "TRK101",
    name: "file-rejected",
    severity: Severity::Error,
    summary: "Traefik refuses this file, and with it everything else of its provider.",
    page: include_str!("../../../../docs/rules/TRK101.md"),
};

pub(crate) fn check(model: &Model) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in &model.sources {
        let Facts::Traefik(facts) = &source.facts else { continue };
        let dynamic = facts.dynamic.iter().flat_map(|dynamic| &dynamic.refused);
        let install = facts.install.iter().flat_map(|install| &install.refused);
        // What a template leaves out of the text may be what makes it whole.
        let syntax = facts.syntax.iter().filter(|_| !facts.templated && facts.kind != FileKind::DotEnv);
        let Some(problem) = syntax.chain(dynamic).chain(install).next() else { continue };
        let others = loaded_with(model, source.file);
        let what = match facts.kind {
            FileKind::Static => "Traefik does not start".to_owned(),
            FileKind::Compose => "No container starts".to_owned(),
            FileKind::Manifest => "Nothing in this file is applied".to_owned(),
            _ if others == 0 => "Every request for this file's routers gets 404".to_owned(),
            _ => format!(
                "Every request for the file provider's routers gets 404, those of {others} other {} too",
                if others == 1 { "file" } else { "files" }
            ),
        };
        let who = match facts.kind {
            FileKind::Compose => "compose",
            FileKind::Manifest => "kubectl",
            _ => "Traefik",
        };
        let message = format!("{what}: {who} refuses this file ({}).", words(problem));
        let finding = Finding::new(&RULE, Location::new(source.file, problem.range), message);
        findings.push(if facts.templated { finding.at_most(Severity::Hint) } else { finding });
    }
    findings.extend(model.stacks.iter().filter(|stack| stack.container.is_some()).filter_map(|stack| {
        // What stands in a file of its own is told there.
        let refusal = stack.stopped.first().filter(|refusal| compose(model, refusal.file))?;
        let message = format!("Traefik does not start: it refuses this ({}).", words(&refusal.problem));
        Some(Finding::new(&RULE, Location::new(refusal.file, refusal.problem.range), message))
    }));
    findings
}

fn compose(model: &Model, file: syntax::FileId) -> bool {
    let facts = model.source(file).map(|source| &source.facts);
    matches!(facts, Some(Facts::Traefik(facts)) if facts.kind == FileKind::Compose)
}

fn words(problem: &Problem) -> &str {
    problem.message.trim_end_matches('.')
}

/// How many other files the same file providers load.
fn loaded_with(model: &Model, file: syntax::FileId) -> usize {
    let dynamic = |other: &syntax::FileId| matches!(model.source(*other).map(|source| &source.facts), Some(Facts::Traefik(facts)) if facts.dynamic.is_some());
    let installed = model.stacks_of(file).filter(|stack| !stack.install.is_empty());
    let others: BTreeSet<syntax::FileId> = installed
        .flat_map(|stack| stack.files.iter().copied())
        .filter(|other| *other != file)
        .filter(dynamic)
        .collect();
    others.len()
}
