//! What one file says, from its text alone.

mod kind;
pub(crate) mod template;

use std::sync::Arc;

use syntax::Problem;
use syntax::value::Parse;

use crate::compose::{self, Compose};
use crate::dynamic::{self, Dynamic};
use crate::facts::template::Template;
use crate::install::{self, Install};
use crate::kubernetes::{self, Manifests};

/// One file's facts. A file of no interest has none of the parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// What kind of file it is taken for.
    pub kind: FileKind,
    /// Dynamic configuration, of a [`FileKind::Dynamic`]; also of a [`FileKind::Static`] that holds some, which only
    /// counts where the file provider names that very file.
    pub dynamic: Option<Dynamic>,
    /// Static configuration, of a [`FileKind::Static`].
    pub install: Option<Install>,
    /// Services, of a [`FileKind::Compose`].
    pub compose: Option<Compose>,
    /// Objects, of a [`FileKind::Manifest`].
    pub manifests: Option<Arc<Manifests>>,
    /// Variables in order, of a [`FileKind::DotEnv`].
    pub env: Vec<(String, String)>,
    /// Why the text is not YAML or TOML (in yaml.v3's words). The rest was read from a mended text.
    pub syntax: Vec<Problem>,
    /// Whether the file holds template actions (`{{ … }}`) that Traefik, or another tool before it, runs: what they
    /// make is unseen, so nothing is certain and nothing is refused.
    pub templated: bool,
}

/// What a file is taken for, by path and content, never by language id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// Nothing of ours.
    #[default]
    Other,
    /// A file of the file provider.
    Dynamic,
    /// Traefik's own configuration file.
    Static,
    /// A compose file.
    Compose,
    /// Kubernetes objects.
    Manifest,
    /// A `.env` beside a compose file.
    DotEnv,
}

/// Reads one file. `path` is relative to the workspace's root, with `/`.
pub fn read(path: &str, text: &str) -> Facts {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    if name == ".env" || name.starts_with(".env.") || name.ends_with(".env") {
        return Facts { kind: FileKind::DotEnv, env: syntax::dotenv::parse(text), ..Facts::default() };
    }
    let parse: fn(&str) -> Parse = match name.rsplit('.').next() {
        Some("yml" | "yaml") => syntax::yaml::parse,
        Some("toml") => syntax::toml::parse,
        _ => return Facts::default(),
    };
    if matches!(&*name, "kustomization.yaml" | "kustomization.yml") {
        let manifests = kubernetes::read_kustomization(&parse(text));
        return Facts { kind: FileKind::Manifest, manifests: Some(Arc::new(manifests)), ..Facts::default() };
    }
    if !kind::may_be_ours(path, text) {
        return Facts::default();
    }
    let template = Template::of(text);
    if let Some(template) = &template {
        let facts = read_template(path, template, parse);
        if facts.kind != FileKind::Other {
            return facts;
        }
    }
    let parse = parse(text);
    let kind = kind::of(path, &parse.documents);
    let Some(root) = parse.documents.first() else { return Facts::default() };
    if kind == FileKind::Manifest {
        return read_manifests(&parse, template.as_ref());
    }
    let mut facts = Facts { kind, syntax: parse.problems, ..Facts::default() };
    match kind {
        FileKind::Dynamic => facts.dynamic = Some(dynamic::read::from_file(root)),
        FileKind::Static => {
            facts.install = Some(install::read::from_file(root));
            // Traefik ignores these sections here, but such a file may also be the file provider's.
            facts.dynamic = kind::is_dynamic(root).then(|| dynamic::read::from_file(root));
        }
        FileKind::Compose => facts.compose = Some(compose::read::from_file(root)),
        FileKind::Manifest | FileKind::DotEnv | FileKind::Other => facts.syntax.clear(),
    }
    if text.contains("{%") && template.is_some() {
        // Another tool's template: what it makes may well be YAML.
        facts.templated = true;
        facts.syntax.clear();
    }
    facts
}

/// The facts of a file that must be run as a template before Traefik's reader sees it, by Traefik or another tool.
fn read_template(path: &str, template: &Template, parse: fn(&str) -> Parse) -> Facts {
    let parse = parse(template.masked());
    let kind = kind::of(path, &parse.documents);
    let Some(root) = parse.documents.first() else { return Facts::default() };
    if kind == FileKind::Manifest {
        return read_manifests(&parse, Some(template));
    }
    let mut facts = Facts { kind, templated: true, ..Facts::default() };
    match kind {
        FileKind::Dynamic => facts.dynamic = Some(dynamic::read::from_template(root, template)),
        FileKind::Static if template.is_foreign() => {
            facts.install = Some(install::read::from_template(root, template));
        }
        _ => return Facts::default(),
    }
    facts
}

/// The facts of a file of Kubernetes objects, made by a template or not.
fn read_manifests(parse: &Parse, template: Option<&Template>) -> Facts {
    let Some(manifests) = kubernetes::read(parse, template) else { return Facts::default() };
    // What is nothing to Traefik is told by others. Keys that are there twice `kubectl` takes: the last one counts.
    let is_told = template.is_none() && manifests.objects.iter().any(kubernetes::Object::is_routing);
    let told =
        parse.problems.iter().filter(|problem| is_told && !problem.message.contains("already defined"));
    let syntax = told.cloned().collect();
    Facts {
        kind: FileKind::Manifest,
        manifests: Some(Arc::new(manifests)),
        syntax,
        templated: template.is_some(),
        ..Facts::default()
    }
}

#[cfg(test)]
mod tests;
