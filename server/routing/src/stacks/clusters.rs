//! Clusters: which manifests are applied together, and which Traefiks run there.
//!
//! All manifests of a workspace are one cluster, unless some of them are variants of each other: then each of the folders
//! that part them is one. What a kustomization gathers stays together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use syntax::{FileId, Text, TextRange};
use traefik::install::{self, KubernetesProvider};
use traefik::kubernetes::{Manifests, Object, PodContainer};
use traefik::names::Provider;

use super::Files;
use super::installs::{Traefik, is_traefik};
use crate::paths;

/// Manifests that are applied together.
pub(super) struct Cluster {
    /// The folder that holds them all, or their kustomization.
    pub(super) folder: String,
    pub(super) manifests: Vec<(FileId, Arc<Manifests>)>,
    /// What belongs to it and is not read.
    pub(super) unseen: Vec<String>,
}

impl Cluster {
    /// The objects with their files.
    pub(super) fn objects(&self) -> impl Iterator<Item = (FileId, &Object)> {
        self.manifests.iter().flat_map(|(file, all)| all.objects.iter().map(|object| (*file, object)))
    }

    fn has_variants_of(&self, other: &Self) -> bool {
        let own: BTreeSet<_> = self.objects().filter_map(|(_, object)| key(object)).collect();
        other.objects().any(|(_, object)| key(object).is_some_and(|key| own.contains(&key)))
    }

    /// Whether some object is meant for Traefik.
    pub(super) fn is_routed(&self) -> bool {
        self.objects().any(|(_, object)| object.is_routing())
    }
}

/// How deep kustomizations may gather each other. Real ones are three or four deep.
const KUSTOMIZATION_DEPTH: usize = 20;

/// All clusters.
pub(super) fn find(files: &Files<'_>) -> Vec<Cluster> {
    let mut all: BTreeMap<&str, (FileId, &Arc<Manifests>, bool)> = BTreeMap::new();
    for (source, facts) in files.all() {
        if let Some(manifests) = &facts.manifests {
            all.insert(&source.path, (source.file, manifests, facts.templated));
        }
    }
    let kustomizations: BTreeMap<&str, &str> = all
        .iter()
        .filter(|(_, (_, manifests, _))| manifests.kustomization.is_some())
        .map(|(path, _)| (paths::folder(path), *path))
        .collect();
    let mut gathered = BTreeSet::new();
    let mut used = BTreeSet::new();
    let gather = Gather { all: &all, kustomizations: &kustomizations };
    let mut units = Vec::new();
    for (folder, path) in &kustomizations {
        let mut unit = Unit::new(path);
        unit.manifests = gather.folder(folder, 0, &mut unit.unseen, &mut gathered, &mut used);
        units.push((*folder, unit));
    }
    units.retain(|(folder, unit)| !gathered.contains(*folder) && !unit.manifests.is_empty());
    let mut units: Vec<Unit<'_>> = units.into_iter().map(|(_, unit)| unit).collect();
    for (path, (file, manifests, templated)) in &all {
        if manifests.kustomization.is_some() || used.contains(*path) {
            continue;
        }
        let mut unit = Unit::new(path);
        unit.manifests.push((*file, Arc::clone(manifests)));
        unit.unseen.extend(templated.then(|| format!("what the template in `{path}` makes")));
        units.push(unit);
    }
    units.sort_by_key(|unit| unit.path);
    parted(units)
}

/// A file, or all that one kustomization gathers: never in two clusters.
struct Unit<'a> {
    path: &'a str,
    manifests: Vec<(FileId, Arc<Manifests>)>,
    unseen: Vec<String>,
}

impl<'a> Unit<'a> {
    fn new(path: &'a str) -> Self {
        Self { path, manifests: Vec::new(), unseen: Vec::new() }
    }

    fn objects(&self) -> impl Iterator<Item = &Object> {
        self.manifests.iter().flat_map(|(_, manifests)| &manifests.objects)
    }
}

struct Gather<'a> {
    /// By path: id, objects, and whether a template makes them.
    all: &'a BTreeMap<&'a str, (FileId, &'a Arc<Manifests>, bool)>,
    /// By folder.
    kustomizations: &'a BTreeMap<&'a str, &'a str>,
}

impl Gather<'_> {
    /// What the kustomization in `folder` makes.
    fn folder(
        &self,
        folder: &str,
        depth: usize,
        unseen: &mut Vec<String>,
        gathered: &mut BTreeSet<String>,
        used: &mut BTreeSet<String>,
    ) -> Vec<(FileId, Arc<Manifests>)> {
        let mut manifests = Vec::new();
        let Some((path, kustomization)) = self.kustomizations.get(folder).and_then(|path| {
            let (_, manifests, _) = self.all.get(path)?;
            Some((*path, manifests.kustomization.as_ref()?))
        }) else {
            return manifests;
        };
        if depth > KUSTOMIZATION_DEPTH {
            return manifests;
        }
        unseen.extend(kustomization.unseen.iter().map(|field| format!("what `{field}` in `{path}` changes")));
        for resource in &kustomization.resources {
            let joined = paths::join(folder, resource.as_str());
            let Some(target) = joined.filter(|_| !resource.as_str().contains("://")) else {
                unseen.push(format!("`{resource}`, which `{path}` gathers"));
                continue;
            };
            if let Some((file, found, _)) = self.all.get(target.as_str()) {
                used.insert(target);
                manifests.push((*file, Arc::clone(found)));
            } else if self.kustomizations.contains_key(target.as_str()) && target != folder {
                manifests.extend(self.folder(&target, depth + 1, unseen, gathered, used));
                gathered.insert(target);
            } else {
                unseen.push(format!("`{resource}`, which `{path}` gathers"));
            }
        }
        if kustomization.is_plain() {
            return manifests;
        }
        manifests.into_iter().map(|(file, found)| (file, Arc::new(kustomization.apply(&found)))).collect()
    }
}

/// As few clusters as can be: variants of one object are in different ones.
fn parted(units: Vec<Unit<'_>>) -> Vec<Cluster> {
    let mut clusters = Vec::new();
    let mut pending = vec![units];
    while let Some(units) = pending.pop() {
        let folder = common_folder(&units);
        let part = |unit: &Unit<'_>| {
            let rest = unit.path[folder.len()..].trim_start_matches('/');
            rest.split_once('/').map_or("", |(first, _)| first).to_owned()
        };
        let mut names: Vec<String> = units.iter().map(part).collect();
        names.dedup();
        if names.len() > 1 && has_variants(&units) {
            let mut parts: BTreeMap<String, Vec<Unit<'_>>> = BTreeMap::new();
            for unit in units {
                parts.entry(part(&unit)).or_default().push(unit);
            }
            pending.extend(parts.into_values());
            continue;
        }
        let mut cluster = Cluster { folder: folder.to_owned(), manifests: Vec::new(), unseen: Vec::new() };
        for unit in units {
            cluster.manifests.extend(unit.manifests);
            cluster.unseen.extend(unit.unseen);
        }
        clusters.push(cluster);
    }
    clusters.retain(|cluster| !cluster.manifests.is_empty());
    clusters.sort_by(|a, b| a.folder.cmp(&b.folder));
    clusters
}

/// The folder that holds all of `units`, which are sorted by path.
fn common_folder<'a>(units: &[Unit<'a>]) -> &'a str {
    let (Some(first), Some(last)) = (units.first(), units.last()) else { return "" };
    let (mut folder, last) = (paths::folder(first.path), paths::folder(last.path));
    while !paths::within(last, folder) {
        folder = paths::folder(folder);
    }
    folder
}

/// Whether two units define an object of one name.
fn has_variants(units: &[Unit<'_>]) -> bool {
    let mut seen = BTreeMap::new();
    let mut all =
        units.iter().enumerate().flat_map(|(at, unit)| unit.objects().map(move |object| (at, object)));
    all.any(|(at, object)| {
        key(object).is_some_and(|key| seen.insert(key, at).is_some_and(|other| other != at))
    })
}

/// What tells an object of the kinds that routing is about from all others.
fn key(object: &Object) -> Option<(&str, &str, &str)> {
    let counts = object.name.is_known() && (object.is_routing() || object.is("", "Service"));
    counts.then(|| (object.kind.as_str(), object.namespace.as_str(), object.name.as_str()))
}

/// The Traefiks that run in clusters.
pub(super) fn traefiks(files: &Files<'_>, clusters: &[Cluster]) -> Vec<Traefik> {
    let mut all = Vec::new();
    for (index, cluster) in clusters.iter().enumerate() {
        for (file, object) in cluster.objects() {
            for container in object.containers() {
                let image = container.image.as_ref().map(Text::as_str);
                if let Some(tag) = is_traefik(image, &container.words) {
                    let path = files.path(file).unwrap_or_default();
                    let mut traefik = running(&container, file, path, tag);
                    traefik.alias = format!("{path} ({})", object.name);
                    traefik.cluster = Some(index);
                    traefik.published = published(cluster, object, &container);
                    all.push(traefik);
                }
            }
        }
    }
    all
}

fn running(container: &PodContainer, file: FileId, path: &str, tag: &str) -> Traefik {
    let has_flags = container.words.iter().any(|word| word.as_str().starts_with('-'));
    let install = if has_flags {
        Some(install::from_flags(&container.words))
    } else {
        install::from_env(&container.env)
    };
    let mut traefik = Traefik::new(paths::folder(path), path.to_owned(), vec![file]);
    traefik.set_version(tag, container.image.as_ref());
    let elsewhere = install.as_ref().is_none_or(|install| install.config_file.is_some());
    if container.mounts && elsewhere {
        // Its configuration is a file that some ConfigMap holds.
        traefik.unseen.push(format!("Traefik's configuration, which `{path}` mounts"));
    } else {
        traefik.install = Some((file, Arc::new(install.unwrap_or_default())));
    }
    traefik
}

/// Ports of Services that lead to `container`, with the container's.
fn published(cluster: &Cluster, workload: &Object, container: &PodContainer) -> Vec<(u16, u16)> {
    let services = cluster.objects().map(|(_, object)| object).filter(|object| object.leads_to(workload));
    let number = |target: &Text| -> Option<u16> {
        let named =
            |(name, _): &&(Option<Text>, Text)| name.as_ref().map(Text::as_str) == Some(target.as_str());
        let of_name = || container.ports.iter().find(named)?.1.as_str().parse().ok();
        target.as_str().parse().ok().or_else(of_name)
    };
    let pairs = services.flat_map(Object::service_ports);
    let mut pairs: Vec<(u16, u16)> = pairs
        .filter_map(|(outside, inside)| Some((outside.as_str().parse().ok()?, number(&inside)?)))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The clusters that each Traefik sees, and those that none sees.
pub(super) struct Shares {
    pub(super) claimed: Vec<Vec<usize>>,
    pub(super) free: Vec<usize>,
}

/// A Traefik sees the cluster it runs in. One that has a Kubernetes provider also sees those that none runs in, if it is
/// the nearest, and if they are no variants of what it sees already.
pub(super) fn share(clusters: &[Cluster], traefiks: &[Traefik]) -> Shares {
    let mut shares = Shares { claimed: vec![Vec::new(); traefiks.len()], free: Vec::new() };
    for (index, traefik) in traefiks.iter().enumerate() {
        shares.claimed[index].extend(traefik.cluster);
    }
    for (index, cluster) in clusters.iter().enumerate() {
        if traefiks.iter().any(|traefik| traefik.cluster == Some(index)) {
            continue;
        }
        let mut candidates = positions(traefiks, |traefik| {
            let install = traefik.install.as_ref();
            install.is_some_and(|(_, install)| !install.kubernetes.is_empty())
        });
        let distance = |at: &usize| paths::distance(&traefiks[*at].folder, &cluster.folder);
        let least = candidates.iter().map(distance).min();
        candidates.retain(|at| Some(distance(at)) == least);
        let variant = |other: &usize| clusters[*other].has_variants_of(cluster);
        match candidates[..] {
            // Of two that are equally near nobody knows.
            [only] if !shares.claimed[only].iter().any(variant) => shares.claimed[only].push(index),
            _ if cluster.is_routed() => shares.free.push(index),
            _ => {}
        }
    }
    shares
}

fn positions(traefiks: &[Traefik], test: impl Fn(&Traefik) -> bool) -> Vec<usize> {
    (0..traefiks.len()).filter(|&index| test(&traefiks[index])).collect()
}

/// The providers of a Traefik that is not seen: whatever would need a switch is taken to be on.
pub(super) fn assumed() -> Vec<KubernetesProvider> {
    let own = KubernetesProvider {
        allow_cross_namespace: true,
        allow_external_name_services: true,
        ..KubernetesProvider::new(Provider::KubernetesCrd)
    };
    let ingresses = KubernetesProvider {
        // Those that do not say for whom they are may be somebody else's.
        ingress_class: Some(Text::plain("traefik", TextRange::default())),
        provider: Provider::KubernetesIngress,
        ..own.clone()
    };
    vec![own, ingresses]
}
