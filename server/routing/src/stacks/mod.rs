//! Stacks: every running Traefik of a workspace, with what its providers load.
//!
//! A static configuration file, or a compose service that runs Traefik, makes a stack. Compose projects and dynamic
//! files that none of them claims are grouped by folder; what is said of such a group is never certain.

mod clusters;
mod installs;
mod loads;
mod projects;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use syntax::{FileId, Text};
use traefik::compose::{ComposeService, Project};
use traefik::docker;
use traefik::dynamic::Dynamic;
use traefik::facts::FileKind;
use traefik::install::{DockerProvider, KubernetesProvider};
use traefik::kubernetes::{self, Manifests};
use traefik::names::Provider;
use traefik::runtime::{self, Configuration, Container, Inputs};

use self::clusters::Cluster;
use self::installs::Traefik;
use self::projects::Seen;
use crate::dockerfile;
use crate::model::{Facts, Refusal, Settings, Source, Stack};
use crate::paths;

/// All stacks, sorted by name.
pub(crate) fn assemble(sources: &[Source], settings: &Settings) -> Vec<Stack> {
    let files = Files { sources };
    let projects = projects::resolve(&files, settings);
    let clusters = clusters::find(&files);
    let mut traefiks = installs::find(&files, &projects);
    traefiks.extend(clusters::traefiks(&files, &clusters));
    let shares = projects::share(&projects, &traefiks);
    let shared = clusters::share(&clusters, &traefiks);
    let loads: Vec<loads::Load> =
        traefiks.iter().map(|traefik| loads::find(&files, traefik, &projects)).collect();
    let claimed: Vec<FileId> = loads.iter().flat_map(|load| load.files.iter().copied()).collect();

    let mut drafts: Vec<Draft> = traefiks
        .iter()
        .zip(loads)
        .zip(shares.claimed)
        .zip(shared.claimed)
        .map(|(((traefik, load), projects), clusters)| Draft::installed(traefik, load, projects, clusters))
        .collect();
    drafts.extend(groups(&files, &projects, &shares.free, &claimed));
    drafts.extend(shared.free.iter().map(|&index| Draft::unclaimed(&clusters[index], index)));
    name(&mut drafts);
    let mut stacks: Vec<Stack> =
        drafts.into_iter().map(|draft| draft.build(&files, &projects, &clusters)).collect();
    stacks.sort_by(|a, b| a.name.cmp(&b.name));
    stacks
}

/// The files of the workspace, by path and by id.
pub(crate) struct Files<'a> {
    /// Sorted by id.
    sources: &'a [Source],
}

impl<'a> Files<'a> {
    fn all(&self) -> impl Iterator<Item = (&'a Source, &'a traefik::facts::Facts)> {
        self.sources.iter().filter_map(|source| match &source.facts {
            Facts::Traefik(facts) => Some((source, &**facts)),
            _ => None,
        })
    }

    fn at(&self, path: &str) -> Option<(&'a Source, &'a traefik::facts::Facts)> {
        self.all().find(|(source, _)| source.path == path)
    }

    /// `service` with the ports that its image exposes beside its own: Traefik takes the lowest of all.
    fn with_image_ports<'s>(
        &self,
        project: &Project,
        service: &'s ComposeService,
    ) -> Cow<'s, ComposeService> {
        let folder = self.path(project.file).map_or("", paths::folder);
        let built =
            dockerfile::of(self.sources, folder, service).filter(|(_, built)| !built.expose.is_empty());
        let Some((_, dockerfile)) = built else {
            return Cow::Borrowed(service);
        };
        let place = service.build_context.as_ref().map_or(service.range, Text::range);
        let mut service = service.clone();
        for port in &dockerfile.expose {
            let mut text = Text::builder(place);
            text.push(&port.to_string(), place);
            service.expose.push(text.finish());
        }
        Cow::Owned(service)
    }

    fn path(&self, file: FileId) -> Option<&'a str> {
        let index = self.sources.binary_search_by_key(&file, |source| source.file).ok()?;
        Some(&self.sources[index].path)
    }

    fn get(&self, file: FileId) -> Option<(&'a str, &'a traefik::facts::Facts)> {
        let index = self.sources.binary_search_by_key(&file, |source| source.file).ok()?;
        let source = &self.sources[index];
        match &source.facts {
            Facts::Traefik(facts) => Some((&source.path, facts)),
            _ => None,
        }
    }
}

/// A stack before anything runs.
struct Draft<'a> {
    folder: String,
    /// What to call it where the folder's name is taken.
    alias: String,
    traefik: Option<&'a Traefik>,
    load: loads::Load,
    /// Indices of its projects.
    projects: Vec<usize>,
    /// Indices of its clusters.
    clusters: Vec<usize>,
    name: String,
}

impl<'a> Draft<'a> {
    fn installed(
        traefik: &'a Traefik,
        load: loads::Load,
        projects: Vec<usize>,
        clusters: Vec<usize>,
    ) -> Self {
        Self {
            folder: traefik.folder.clone(),
            alias: traefik.alias.clone(),
            traefik: Some(traefik),
            load,
            projects,
            clusters,
            name: String::new(),
        }
    }

    /// A cluster that no Traefik is seen in.
    fn unclaimed(cluster: &Cluster, index: usize) -> Self {
        Self { clusters: vec![index], ..Self::group(&cluster.folder) }
    }

    /// Files of a folder that no Traefik claims.
    fn group(folder: &str) -> Self {
        Self {
            folder: folder.to_owned(),
            alias: format!("{folder} (no Traefik)"),
            traefik: None,
            load: loads::Load::default(),
            projects: Vec::new(),
            clusters: Vec::new(),
            name: String::new(),
        }
    }

    fn build(self, files: &Files<'_>, projects: &[Seen], clusters: &[Cluster]) -> Stack {
        let mut inputs = Inputs { unseen: self.load.unseen, tolerant: true, ..Inputs::default() };
        let mut docker = Some(DockerProvider {
            swarm: false,
            exposed_by_default: true,
            network: None,
            default_rule: None,
            constraints: None,
        });
        let mut install_files = Vec::new();
        let mut container = None;
        if let Some(traefik) = self.traefik {
            inputs.install.clone_from(&traefik.install);
            inputs.published.clone_from(&traefik.published);
            inputs.unseen.extend(traefik.unseen.iter().cloned());
            install_files.clone_from(&traefik.files);
            container.clone_from(&traefik.container);
            docker = traefik.install.as_ref().and_then(|(_, install)| install.docker.clone());
        }
        let mut stack_files = install_files.clone();
        // A v2 image reads its flags by other rules.
        let started = self.traefik.filter(|traefik| !traefik.v2).and_then(|traefik| traefik.install.as_ref());
        let stopped = started.map_or_else(Vec::new, |(file, install)| {
            install.refused.iter().map(|problem| Refusal { file: *file, problem: problem.clone() }).collect()
        });
        let mut refused = Vec::new();
        for &file in &self.load.files {
            stack_files.push(file);
            let Some((_, facts)) = files.get(file) else { continue };
            let dynamic = facts.dynamic.as_ref();
            let problems = facts.syntax.iter().chain(dynamic.iter().flat_map(|dynamic| &dynamic.refused));
            refused.extend(problems.take(1).map(|problem| Refusal { file, problem: problem.clone() }));
            if let Some(dynamic) = dynamic {
                inputs.configurations.push(Configuration {
                    provider: Provider::File,
                    file,
                    dynamic: Arc::new(dynamic.clone()),
                    container: None,
                    broken: !facts.syntax.is_empty(),
                });
            }
        }
        let mut skipped = Vec::new();
        let mut left_out = Vec::new();
        for &index in &self.projects {
            let seen = &projects[index];
            stack_files.push(seen.project.file);
            inputs.unseen.extend(seen.unseen.iter().cloned());
            if let Some(docker) = &docker {
                inputs.configurations.extend(configurations(files, &seen.project, docker, &mut skipped));
            }
        }
        let mut manifests = Vec::new();
        for &index in &self.clusters {
            let cluster = &clusters[index];
            let seen = self.traefik.and_then(|traefik| traefik.install.as_ref());
            let providers = seen.map_or_else(clusters::assumed, |(_, install)| install.kubernetes.clone());
            if !providers.is_empty() {
                inputs.unseen.extend(cluster.unseen.iter().cloned());
                inputs.unseen.push("what else the cluster holds".to_owned());
            }
            for provider in &providers {
                objects(cluster, provider, &mut inputs, &mut stack_files, &mut left_out);
            }
            manifests.extend(cluster.manifests.iter().cloned());
        }

        if self.traefik.is_some_and(|traefik| traefik.v2) {
            inputs.configurations.iter_mut().for_each(|configuration| as_v2(&mut configuration.dynamic));
        }
        inputs.unseen.sort();
        inputs.unseen.dedup();
        stack_files.sort();
        stack_files.dedup();
        Stack {
            name: self.name,
            install: install_files,
            files: stack_files,
            projects: self.projects.iter().map(|&index| Arc::clone(&projects[index].project)).collect(),
            container,
            refused,
            stopped,
            skipped,
            manifests,
            left_out,
            runtime: runtime::build(&inputs),
            links: Vec::new(),
        }
    }
}

/// What the Docker (or Swarm) provider makes of a project's containers.
fn configurations(
    files: &Files<'_>,
    project: &Project,
    provider: &DockerProvider,
    skipped: &mut Vec<(Container, Refusal)>,
) -> Vec<Configuration> {
    let file = project.file;
    let mut all = Vec::new();
    for service in &project.compose.services {
        let container = Container { file, service: service.name.as_str().to_owned() };
        match docker::configure(project, &files.with_image_ports(project, service), provider) {
            docker::Container::Configured(dynamic) => all.push(Configuration {
                provider: if provider.swarm { Provider::Swarm } else { Provider::Docker },
                file,
                dynamic: Arc::from(dynamic),
                container: Some(container),
                broken: false,
            }),
            docker::Container::Skipped(problems) => {
                let refusal = |problem| (container.clone(), Refusal { file, problem });
                skipped.extend(problems.into_iter().map(refusal));
            }
            docker::Container::Ignored(_) => {}
        }
    }
    all
}

/// What a Kubernetes provider makes of a cluster's objects.
fn objects(
    cluster: &Cluster,
    provider: &KubernetesProvider,
    inputs: &mut Inputs,
    stack_files: &mut Vec<FileId>,
    left_out: &mut Vec<Refusal>,
) {
    let manifests: Vec<(FileId, &Manifests)> =
        cluster.manifests.iter().map(|(file, manifests)| (*file, &**manifests)).collect();
    let emitted = kubernetes::configure(&manifests, provider, false);
    let undecided = emitted.undecided.iter();
    inputs.unseen.extend(undecided.map(|name| format!("which of the definitions of `{name}` counts")));
    left_out.extend(emitted.stopped.map(|(file, problem)| Refusal { file, problem }));
    for (file, dynamic) in emitted.configurations {
        stack_files.push(file);
        left_out.extend(dynamic.skipped.iter().map(|problem| Refusal { file, problem: problem.clone() }));
        inputs.configurations.push(Configuration {
            provider: provider.provider,
            file,
            dynamic: Arc::new(dynamic),
            container: None,
            broken: false,
        });
    }
}

/// Rules that do not say otherwise are v2's.
fn as_v2(dynamic: &mut Arc<Dynamic>) {
    for router in &mut Arc::make_mut(dynamic).routers {
        let place = router.name.text.range();
        router.rule_syntax.get_or_insert_with(|| Text::plain("v2", place));
    }
}

/// Dynamic files and compose projects that no Traefik of the workspace claims, grouped by folder.
fn groups<'a>(files: &Files<'_>, projects: &[Seen], free: &[usize], claimed: &[FileId]) -> Vec<Draft<'a>> {
    let mut groups: BTreeMap<String, Draft<'a>> = BTreeMap::new();
    let draft = Draft::group;
    for (source, facts) in files.all() {
        if facts.dynamic.is_some() && facts.kind != FileKind::Static && !claimed.contains(&source.file) {
            let folder = paths::folder(&source.path);
            groups.entry(folder.to_owned()).or_insert_with(|| draft(folder)).load.add(source, facts);
        }
    }
    for &index in free {
        let seen = &projects[index];
        let group = groups.entry(seen.folder.clone()).or_insert_with(|| draft(&seen.folder));
        if group.projects.iter().any(|&other| projects[other].rivals(seen)) {
            let mut own = draft(&seen.folder);
            own.alias.clone_from(&seen.path);
            own.projects.push(index);
            groups.insert(seen.path.clone(), own);
        } else {
            group.projects.push(index);
        }
    }
    groups.into_values().collect()
}

/// Gives every stack a name of its own: its folder, with more where several lie in one.
fn name(drafts: &mut [Draft<'_>]) {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for draft in drafts.iter_mut() {
        let folder = if draft.folder.is_empty() { "." } else { &draft.folder };
        let mut name = if taken.contains_key(folder) { draft.alias.clone() } else { folder.to_owned() };
        while let Some(count) = taken.get_mut(&name) {
            *count += 1;
            name = format!("{} ({count})", draft.alias);
        }
        taken.insert(name.clone(), 1);
        draft.name = name;
    }
}
