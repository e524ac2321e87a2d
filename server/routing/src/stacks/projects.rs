//! Compose projects: which there are, and which Traefik sees whose containers.

use std::collections::BTreeMap;
use std::sync::Arc;

use traefik::compose::Project;

use super::Files;
use super::installs::Traefik;
use crate::model::Settings;
use crate::paths;

/// A compose project of the workspace.
pub(super) struct Seen {
    pub(super) path: String,
    pub(super) folder: String,
    pub(super) project: Arc<Project>,
    /// What belongs to it and is not read.
    pub(super) unseen: Vec<String>,
}

impl Seen {
    /// Whether the two cannot run side by side: variants of one project which define the same service.
    pub(super) fn rivals(&self, other: &Self) -> bool {
        let defines = |name: &str| other.project.compose.services.iter().any(|s| s.name.as_str() == name);
        self.folder == other.folder
            && self.project.compose.services.iter().any(|service| defines(service.name.as_str()))
    }

    fn labelled(&self) -> bool {
        let ours = |label: &traefik::compose::Label| label.key.as_str().starts_with("traefik.");
        self.project.compose.services.iter().any(|s| s.labels.iter().chain(&s.deploy_labels).any(ours))
    }
}

/// All projects, the usual file of a folder before its variants.
pub(super) fn resolve(files: &Files<'_>, settings: &Settings) -> Vec<Seen> {
    let mut env_files: BTreeMap<&str, &[(String, String)]> = BTreeMap::new();
    let mut composes = Vec::new();
    for (source, facts) in files.all() {
        if paths::name(&source.path) == ".env" {
            env_files.insert(paths::folder(&source.path), &facts.env);
        }
        if let Some(compose) = &facts.compose {
            composes.push((source, compose));
        }
    }
    composes.sort_by_key(|(source, _)| {
        (paths::folder(&source.path), usual(paths::name(&source.path)), source.path.as_str())
    });
    let overrides: Vec<&str> =
        composes.iter().map(|(s, _)| s.path.as_str()).filter(|path| is_override(paths::name(path))).collect();
    let mut all = Vec::new();
    for (source, compose) in &composes {
        let folder = paths::folder(&source.path);
        let mut unseen: Vec<String> = Vec::new();
        if is_override(paths::name(&source.path)) && all.iter().any(|seen: &Seen| seen.folder == folder) {
            continue;
        }
        let beside = overrides.iter().filter(|path| paths::folder(path) == folder && **path != source.path);
        unseen.extend(beside.map(|path| format!("`{path}`, which is not merged")));
        unseen.extend(compose.includes.iter().map(|path| format!("`include: {path}`, which is not read")));
        let mut env: BTreeMap<&str, &str> =
            settings.env.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        // The shell's own: compose is run where its file lies.
        env.entry("PWD").or_insert(".");
        env.extend(env_files.get(folder).into_iter().flat_map(|vars| vars.iter()).map(|(k, v)| (&**k, &**v)));
        let env: Vec<(String, String)> = env.into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
        all.push(Seen {
            path: source.path.clone(),
            folder: folder.to_owned(),
            project: Arc::new(Project::resolve(
                source.file,
                &from_root(&settings.root, &source.path),
                compose,
                &env,
            )),
            unseen,
        });
    }
    all
}

/// `path` below a root folder of this name: compose calls a project after its folder.
fn from_root(root: &str, path: &str) -> String {
    if root.is_empty() { path.to_owned() } else { format!("{root}/{path}") }
}

/// The order in which compose looks for its file; variants come after.
fn usual(name: &str) -> usize {
    let order = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
    order.iter().position(|usual| *usual == name).unwrap_or(order.len())
}

fn is_override(name: &str) -> bool {
    name.contains("compose.override.")
}

/// Which project belongs to which Traefik.
pub(super) struct Shares {
    /// Indices of projects, for each Traefik.
    pub(super) claimed: Vec<Vec<usize>>,
    /// Projects with labels that no Traefik of the workspace sees.
    pub(super) free: Vec<usize>,
}

/// The Docker provider sees every container of its host. Which projects run on one host, the files do not tell: a
/// Traefik of the project itself comes first, then one that shares a network by name, then the nearest one.
pub(super) fn share(projects: &[Seen], traefiks: &[Traefik]) -> Shares {
    let mut shares = Shares { claimed: vec![Vec::new(); traefiks.len()], free: Vec::new() };
    for (index, seen) in projects.iter().enumerate() {
        let own: Vec<usize> = positions(traefiks, |t| t.project == Some(index));
        for &traefik in &own {
            shares.claimed[traefik].push(index);
        }
        if !own.is_empty() {
            continue;
        }
        let networks: Vec<String> =
            seen.project.compose.services.iter().flat_map(|service| seen.project.networks(service)).collect();
        let with_docker =
            positions(traefiks, |t| t.install.as_ref().is_some_and(|(_, install)| install.docker.is_some()));
        let connected: Vec<usize> = with_docker
            .iter()
            .copied()
            .filter(|&t| traefiks[t].networks.iter().any(|network| networks.contains(network)))
            .collect();
        let labelled = seen.labelled();
        let (candidates, near) = match (connected.is_empty(), labelled) {
            (false, _) => (connected, usize::MAX),
            (true, true) => (with_docker, NEAR),
            (true, false) => (Vec::new(), NEAR),
        };
        match nearest(&candidates, traefiks, &seen.folder, near) {
            Some(traefik) if !shares.claimed[traefik].iter().any(|&other| projects[other].rivals(seen)) => {
                shares.claimed[traefik].push(index);
            }
            _ if labelled => shares.free.push(index),
            _ => {}
        }
    }
    shares
}

fn positions(traefiks: &[Traefik], test: impl Fn(&Traefik) -> bool) -> Vec<usize> {
    (0..traefiks.len()).filter(|&index| test(&traefiks[index])).collect()
}

/// How many folders may lie between a Traefik and a project that nothing connects with it: a folder beside its own.
const NEAR: usize = 2;

/// The candidate nearest to `folder`; none where two are equally near, or none is near.
fn nearest(candidates: &[usize], traefiks: &[Traefik], folder: &str, near: usize) -> Option<usize> {
    let distance = |&index: &usize| paths::distance(&traefiks[index].folder, folder);
    let least = candidates.iter().map(distance).min().filter(|least| *least <= near)?;
    let mut at_least = candidates.iter().filter(|index| distance(index) == least);
    match (at_least.next(), at_least.next()) {
        (Some(&only), None) => Some(only),
        _ => None,
    }
}
