//! What runs in a cluster, and how it is reached from outside.

use syntax::{FileId, Text, TextRange};

use crate::kubernetes::cluster::pod;
use crate::kubernetes::manifest::{Manifests, Object};
use crate::options::node::Node;

/// A container of a pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PodContainer {
    /// Its name.
    pub name: Text,
    /// `image`
    pub image: Option<Text>,
    /// `command` with `args`: the words that are run.
    pub words: Vec<Text>,
    /// `env` with plain values.
    pub env: Vec<(Text, Option<Text>)>,
    /// Names and numbers of `ports`.
    pub ports: Vec<(Option<Text>, Text)>,
    /// Whether ConfigMaps or Secrets add to its files or its environment.
    pub mounts: bool,
    /// All of it.
    pub range: TextRange,
}

impl Object {
    /// The containers of the pods that it runs; none for what runs no pods.
    pub fn containers(&self) -> Vec<PodContainer> {
        let spec = pod(self).and_then(|pod| pod.field("spec"));
        spec.map(|spec| spec.items_at("containers").iter().map(container).collect()).unwrap_or_default()
    }

    /// Whether it is a Service that leads to the pods of `workload`.
    pub fn leads_to(&self, workload: &Self) -> bool {
        let selector = self.spec().map(|spec| spec.pairs_at("selector")).unwrap_or_default();
        self.is("", "Service")
            && self.namespace.as_str() == workload.namespace.as_str()
            && !selector.is_empty()
            && super::cluster::selects(&selector, workload)
    }

    /// Ports of a Service, with those of the pods that they lead to: names or numbers.
    pub fn service_ports(&self) -> Vec<(Text, Text)> {
        let ports = self.spec().map_or(&[][..], |spec| spec.items_at("ports"));
        let pair = |port: &Node| {
            let number = port.text_at("port")?;
            Some((number.clone(), port.text_at("targetPort").unwrap_or(number)))
        };
        ports.iter().filter_map(pair).collect()
    }
}

/// The workloads behind a server's host as we write it, `service.namespace`.
pub fn behind<'m>(manifests: &[(FileId, &'m Manifests)], host: &str) -> Vec<(FileId, &'m Object)> {
    let objects =
        || manifests.iter().flat_map(|(file, all)| all.objects.iter().map(|object| (*file, object)));
    let is_it = |object: &Object| {
        let name = host.strip_suffix(object.namespace.as_str()).and_then(|rest| rest.strip_suffix('.'));
        object.is("", "Service") && name == Some(object.name.as_str())
    };
    let Some((_, service)) = objects().rfind(|(_, object)| is_it(object)) else { return Vec::new() };
    objects().filter(|(_, object)| service.leads_to(object)).collect()
}

fn container(node: &Node) -> PodContainer {
    let name = |port: &Node| Some((port.text_at("name"), port.text_at("containerPort")?));
    let env = |entry: &Node| Some((entry.text_at("name")?, entry.text_at("value")));
    PodContainer {
        name: node.text_at("name").unwrap_or_default(),
        image: node.text_at("image"),
        words: node.texts_at("command").into_iter().chain(node.texts_at("args")).collect(),
        env: node.items_at("env").iter().filter_map(env).collect(),
        ports: node.items_at("ports").iter().filter_map(name).collect(),
        mounts: node.field("volumeMounts").is_some() || node.field("envFrom").is_some(),
        range: node.range,
    }
}
