//! The objects of one file: documents, lists taken apart.

use syntax::value::Parse;
use syntax::{Text, TextRange};

use crate::facts::template::Template;
use crate::kubernetes::kustomize::{self, Kustomization};
use crate::kubernetes::{tree, variables};
use crate::options::node::Node;

/// What one file holds for Kubernetes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifests {
    /// In the order of the text.
    pub objects: Vec<Object>,
    /// What `kustomization.yaml` says.
    pub kustomization: Option<Kustomization>,
}

/// One object as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// `apiVersion`
    pub api_version: String,
    /// `kind`
    pub kind: String,
    /// `metadata.name`; where there is only a `generateName`, that.
    pub name: Text,
    /// `metadata.namespace`; `default` where none is written, for that is what `kubectl` takes.
    pub namespace: Text,
    /// `metadata.labels`
    pub labels: Vec<(Text, Text)>,
    /// `metadata.annotations`
    pub annotations: Vec<(Text, Text)>,
    /// All of it.
    pub range: TextRange,
    /// Its fields.
    pub(super) root: Node,
}

/// The kustomization that a file of this name is; it need not say its kind.
pub(crate) fn read_kustomization(parse: &Parse) -> Manifests {
    let kustomization = parse.documents.first().map(|root| kustomize::read(&tree::read(root)));
    Manifests { objects: Vec::new(), kustomization }
}

/// How many objects of a file are looked at. Real ones hold a few hundred.
const OBJECTS: usize = 100_000;

/// The objects in `parse`; `None` where there is none that Traefik, or what leads to it, could ask for.
pub(crate) fn read(parse: &Parse, template: Option<&Template>) -> Option<Manifests> {
    let mut manifests = Manifests::default();
    for document in &parse.documents {
        let mut root = tree::read(document);
        if let Some(template) = template {
            template.mark(&mut root);
        }
        variables::mark(&mut root);
        if root.text_at("kind").is_some_and(|kind| matches!(kind.as_str(), "Kustomization" | "Component")) {
            manifests.kustomization = Some(kustomize::read(&root));
            continue;
        }
        collect(root, &mut manifests.objects);
    }
    let found = !manifests.objects.is_empty() || manifests.kustomization.is_some();
    found.then_some(manifests)
}

fn collect(root: Node, objects: &mut Vec<Object>) {
    let mut pending = vec![root];
    while let Some(mut root) = pending.pop() {
        let text = |name| root.text_at(name).map(|text| text.as_str().to_owned());
        let (Some(api_version), Some(kind)) = (text("apiVersion"), text("kind")) else { continue };
        if kind.ends_with("List") && root.field("items").is_some() {
            let items = root.children.iter_mut().find(|child| child.name.as_str() == "items");
            let items = items.map(|items| std::mem::take(&mut items.children)).unwrap_or_default();
            pending.extend(items.into_iter().rev());
            continue;
        }
        if objects.len() < OBJECTS {
            objects.extend(object(root, api_version, kind));
        }
    }
}

fn object(root: Node, api_version: String, kind: String) -> Option<Object> {
    let meta = root.field("metadata")?;
    let name = meta.text_at("name").or_else(|| meta.text_at("generateName"))?;
    let place = TextRange::empty(name.range().start());
    let namespace = meta.text_at("namespace").unwrap_or_else(|| Text::plain("default", place));
    Some(Object {
        api_version,
        kind,
        namespace,
        labels: meta.pairs_at("labels"),
        annotations: meta.pairs_at("annotations"),
        range: root.range,
        name,
        root,
    })
}

impl Object {
    /// Whether one of Traefik's providers makes routes of it, or something that routes refer to.
    pub fn is_routing(&self) -> bool {
        let class = || {
            let named = self.spec().and_then(|spec| spec.text_at("ingressClassName"));
            named.or_else(|| self.annotation("kubernetes.io/ingress.class").cloned())
        };
        // Ingresses are read by many; only some say for whom they are written.
        let is_ours = || class().is_some_and(|class| class.as_str() == "traefik");
        self.group() == "traefik.io" || self.is("networking.k8s.io", "Ingress") && is_ours()
    }

    /// Whether it is a `kind` of the API group `group` (`traefik.io`, "" for the core).
    pub fn is(&self, group: &str, kind: &str) -> bool {
        self.kind == kind && self.group() == group
    }

    /// The API group: "" for the core.
    pub fn group(&self) -> &str {
        self.api_version.split_once('/').map_or("", |(group, _)| group)
    }

    /// `spec`
    pub(super) fn spec(&self) -> Option<&Node> {
        self.root.field("spec")
    }

    /// The annotation `key`.
    pub fn annotation(&self, key: &str) -> Option<&Text> {
        self.annotations.iter().find(|(name, _)| name.as_str() == key).map(|(_, value)| value)
    }

    /// `ns/name`
    pub fn path(&self) -> String {
        format!("{}/{}", self.namespace, self.name)
    }
}
