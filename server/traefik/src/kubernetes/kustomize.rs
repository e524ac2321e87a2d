//! `kustomization.yaml`: which files belong together, and what becomes of their names
//! (sigs.k8s.io/kustomize/api).

use syntax::Text;

use crate::kubernetes::manifest::{Manifests, Object};
use crate::options::node::{Node, Value};

/// A kustomization, as far as it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kustomization {
    /// `resources`, `bases` and `components`: files and folders.
    pub resources: Vec<Text>,
    /// `namespace`
    pub namespace: Option<Text>,
    /// `namePrefix`
    pub prefix: Option<Text>,
    /// `nameSuffix`
    pub suffix: Option<Text>,
    /// Fields that change objects in ways that are not read: `patches` …
    pub unseen: Vec<String>,
}

/// Fields that change what routes see, and are not read.
const UNSEEN: [&str; 9] = [
    "patches",
    "patchesStrategicMerge",
    "patchesJson6902",
    "replacements",
    "vars",
    "helmCharts",
    "generators",
    "transformers",
    "configurations",
];

pub(super) fn read(root: &Node) -> Kustomization {
    let resources = ["resources", "bases", "components"].iter().flat_map(|name| root.texts_at(name));
    Kustomization {
        resources: resources.collect(),
        namespace: root.text_at("namespace"),
        prefix: root.text_at("namePrefix"),
        suffix: root.text_at("nameSuffix"),
        unseen: UNSEEN
            .iter()
            .filter(|name| root.field(name).is_some())
            .map(|name| (*name).to_owned())
            .collect(),
    }
}

/// Kinds that have no namespace, or whose names stay.
const CLUSTER_WIDE: [&str; 8] = [
    "Namespace",
    "Node",
    "GatewayClass",
    "IngressClass",
    "ClusterRole",
    "ClusterRoleBinding",
    "CustomResourceDefinition",
    "PersistentVolume",
];

impl Kustomization {
    /// Whether it changes nothing.
    pub fn is_plain(&self) -> bool {
        self.namespace.is_none() && self.prefix.is_none() && self.suffix.is_none()
    }

    /// What it makes of the objects of a file.
    pub fn apply(&self, manifests: &Manifests) -> Manifests {
        let objects = manifests.objects.iter().map(|object| self.object(object)).collect();
        Manifests { objects, kustomization: manifests.kustomization.clone() }
    }

    fn object(&self, object: &Object) -> Object {
        let mut object = object.clone();
        let cluster_wide = CLUSTER_WIDE.contains(&object.kind.as_str());
        if let Some(namespace) = self.namespace.as_ref().filter(|_| !cluster_wide) {
            object.namespace = namespace.placed(object.namespace.range());
        }
        if matches!(object.kind.as_str(), "Namespace" | "CustomResourceDefinition") {
            return object;
        }
        object.name = self.rename(&object.name);
        // Of the fields that routes are made from, kustomize follows names in Ingresses only.
        if object.is("networking.k8s.io", "Ingress") {
            self.rename_backends(&mut object.root);
        }
        object
    }

    fn rename(&self, name: &Text) -> Text {
        if self.prefix.is_none() && self.suffix.is_none() {
            return name.clone();
        }
        let mut builder = Text::builder(name.range());
        let around = |part: &Option<Text>| part.as_ref().map(|part| part.placed(name.range()));
        if let Some(prefix) = around(&self.prefix) {
            builder.push_text(&prefix);
        }
        builder.push_text(name);
        if let Some(suffix) = around(&self.suffix) {
            builder.push_text(&suffix);
        }
        builder.finish_at(name.range())
    }

    fn rename_backends(&self, root: &mut Node) {
        let mut pending = vec![root];
        while let Some(node) = pending.pop() {
            for child in &mut node.children {
                let names_service = child.name.as_str() == "service";
                let names_secret = child.name.as_str() == "secretName";
                if names_secret && let Value::Scalar(text) = &mut child.value {
                    *text = self.rename(text);
                }
                let name = child.children.iter_mut().find(|inner| inner.name.as_str() == "name");
                if names_service && let Some(Value::Scalar(text)) = name.map(|name| &mut name.value) {
                    *text = self.rename(text);
                }
                pending.push(child);
            }
        }
    }
}
