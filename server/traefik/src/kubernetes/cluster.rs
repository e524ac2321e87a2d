//! All objects that one Traefik could see, and how they are found.

use rustc_hash::FxHashMap;
use syntax::{FileId, Text};

use crate::install::KubernetesProvider;
use crate::kubernetes::manifest::{Manifests, Object};
use crate::kubernetes::selector;
use crate::options::node::Node;

/// The objects of all manifests.
pub(super) struct Cluster<'a> {
    objects: Vec<Placed<'a>>,
    /// By kind, namespace and name; of equal ones the last counts, as if applied in this order.
    by_name: FxHashMap<(&'a str, &'a str, &'a str), usize>,
    /// Indices of what runs pods, by namespace.
    workloads: FxHashMap<&'a str, Vec<usize>>,
    /// Indices of `EndpointSlice`s, by namespace and name of their Service.
    slices: FxHashMap<(&'a str, &'a str), Vec<usize>>,
    /// Whether what is in no manifest does not exist.
    pub(super) whole: bool,
}

/// An object and its file.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) file: FileId,
    pub(super) object: &'a Object,
}

/// What is found under a name.
pub(super) enum Found<'a> {
    /// The object.
    Object(&'a Object),
    /// There is none.
    Missing,
    /// It may be where nobody has looked.
    Unseen,
}

impl<'a> Cluster<'a> {
    pub(super) fn new(files: &[(FileId, &'a Manifests)], whole: bool) -> Self {
        let all = files.iter().flat_map(|(file, manifests)| {
            manifests.objects.iter().map(|object| Placed { file: *file, object })
        });
        let mut cluster = Self {
            objects: all.collect(),
            by_name: FxHashMap::default(),
            workloads: FxHashMap::default(),
            slices: FxHashMap::default(),
            whole,
        };
        for (index, placed) in cluster.objects.iter().enumerate() {
            let object = placed.object;
            let (namespace, name) = (object.namespace.as_str(), object.name.as_str());
            cluster.by_name.insert((&object.kind, namespace, name), index);
            if pod(object).is_some() {
                cluster.workloads.entry(namespace).or_default().push(index);
            }
            if object.kind == "EndpointSlice" {
                let service = object.labels.iter().find(|(key, _)| key.as_str() == SERVICE_NAME);
                if let Some((_, service)) = service {
                    cluster.slices.entry((namespace, service.as_str())).or_default().push(index);
                }
            }
        }
        cluster
    }

    /// The objects of one kind that the provider watches, in order; of equal names only the last.
    pub(super) fn watched(
        &self,
        group: &'static str,
        kind: &'static str,
        provider: &KubernetesProvider,
    ) -> Vec<Placed<'a>> {
        let counts = |index: usize, object: &Object| {
            let key = (object.kind.as_str(), object.namespace.as_str(), object.name.as_str());
            object.is(group, kind)
                && provider.watches(&object.namespace)
                && self.by_name.get(&key) == Some(&index)
        };
        let all = self.objects.iter().enumerate();
        all.filter(|(index, placed)| counts(*index, placed.object)).map(|(_, placed)| *placed).collect()
    }

    /// Those of [`Cluster::watched`] that the provider's label selector chooses.
    pub(super) fn selected(
        &self,
        group: &'static str,
        kind: &'static str,
        provider: &KubernetesProvider,
    ) -> Vec<Placed<'a>> {
        let mut all = self.watched(group, kind, provider);
        if let Some(selector) = &provider.label_selector {
            // What cannot be told is taken in.
            all.retain(|placed| selector::chooses(selector.as_str(), &placed.object.labels).unwrap_or(true));
        }
        all
    }

    /// The `kind` called `name`.
    pub(super) fn find(&self, kind: &str, namespace: &Text, name: &Text) -> Found<'a> {
        if let Some(placed) = self.placed(kind, namespace, name) {
            return Found::Object(placed.object);
        }
        if self.whole && namespace.is_known() && name.is_known() { Found::Missing } else { Found::Unseen }
    }

    pub(super) fn placed(&self, kind: &str, namespace: &Text, name: &Text) -> Option<Placed<'a>> {
        let index = self.by_name.get(&(kind, namespace.as_str(), name.as_str()))?;
        self.objects.get(*index).copied()
    }

    /// The `IngressClass` called `name`; classes have no namespace.
    pub(super) fn class(&self, name: &str) -> Option<&'a Object> {
        let is_it = |placed: &&Placed<'_>| {
            placed.object.is("networking.k8s.io", "IngressClass") && placed.object.name.as_str() == name
        };
        self.objects.iter().rfind(is_it).map(|placed| placed.object)
    }

    /// The `EndpointSlice`s that are written for a Service.
    pub(super) fn slices(&self, service: &Object) -> Vec<&'a Object> {
        let key = (service.namespace.as_str(), service.name.as_str());
        let indices = self.slices.get(&key).map_or(&[][..], Vec::as_slice);
        indices.iter().filter_map(|index| self.objects.get(*index)).map(|placed| placed.object).collect()
    }

    /// What runs the pods that a Service selects.
    pub(super) fn workloads(&self, service: &Object) -> Vec<Placed<'a>> {
        let selector = service.spec().map(|spec| spec.pairs_at("selector")).unwrap_or_default();
        let indices = self.workloads.get(service.namespace.as_str()).map_or(&[][..], Vec::as_slice);
        let all = indices.iter().filter_map(|index| self.objects.get(*index)).copied();
        all.filter(|placed| !selector.is_empty() && selects(&selector, placed.object)).collect()
    }
}

/// The label that ties an `EndpointSlice` to its Service.
const SERVICE_NAME: &str = "kubernetes.io/service-name";

/// The fields of the pod that an object runs, or is.
pub(super) fn pod(object: &Object) -> Option<&Node> {
    match object.kind.as_str() {
        "Pod" => Some(&object.root),
        "Deployment" | "DaemonSet" | "StatefulSet" | "ReplicaSet" => object.spec()?.field("template"),
        _ => None,
    }
}

/// Whether the pods of an object have these labels.
pub(super) fn selects(selector: &[(Text, Text)], object: &Object) -> bool {
    let labels = pod(object).and_then(|pod| pod.field("metadata")).map(|meta| meta.pairs_at("labels"));
    let labels = labels.unwrap_or_default();
    let has = |key: &Text, value: &Text| {
        labels.iter().any(|(k, v)| k.as_str() == key.as_str() && v.as_str() == value.as_str())
    };
    selector.iter().all(|(key, value)| has(key, value))
}
