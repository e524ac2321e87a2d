//! Which Traefiks there are: static configuration files, and compose services that run Traefik.

use std::sync::Arc;

use syntax::{FileId, Text};
use traefik::compose::ComposeService;
use traefik::install::{self, Install};
use traefik::runtime::Container;

use super::Files;
use super::projects::Seen;
use crate::paths;

/// A Traefik that some file starts.
pub(super) struct Traefik {
    pub(super) folder: String,
    /// What to call it where its folder holds another.
    pub(super) alias: String,
    /// The static configuration in force and its file; `None` where it is not seen.
    pub(super) install: Option<(FileId, Arc<Install>)>,
    /// The files that define it.
    pub(super) files: Vec<FileId>,
    /// Index of the compose project it is a service of.
    pub(super) project: Option<usize>,
    /// Index of the cluster it runs in.
    pub(super) cluster: Option<usize>,
    pub(super) container: Option<Container>,
    /// Real names of the container's networks.
    pub(super) networks: Vec<String>,
    /// Source and target of the container's volumes.
    pub(super) volumes: Vec<(String, String)>,
    /// Ports of the host and the container's ports they lead to.
    pub(super) published: Vec<(u16, u16)>,
    /// Whether its image is one of v2 (or older), whose rules are v2's.
    pub(super) v2: bool,
    pub(super) unseen: Vec<String>,
}

impl Traefik {
    /// One of which nothing is known but its files.
    pub(super) fn new(folder: &str, alias: String, files: Vec<FileId>) -> Self {
        Self {
            folder: folder.to_owned(),
            alias,
            install: None,
            files,
            project: None,
            cluster: None,
            container: None,
            networks: Vec::new(),
            volumes: Vec::new(),
            published: Vec::new(),
            v2: false,
            unseen: Vec::new(),
        }
    }

    /// Notes the tag of its image: another major version does what nobody has looked at.
    pub(super) fn set_version(&mut self, tag: &str, image: Option<&Text>) {
        let tag = tag.trim_start_matches('v');
        let major: String = tag.chars().take_while(char::is_ascii_digit).collect();
        if let Some(image) = image.filter(|_| matches!(&*major, "1" | "2")) {
            self.v2 = true;
            self.unseen.push(format!("what Traefik {tag} does, as `image: {image}` is not Traefik v3"));
        }
    }
}

/// Where Traefik looks for its configuration file in the image, in this order (paerser/cli/file_finder.go).
const DEFAULT_FILES: [&str; 3] =
    ["/etc/traefik/traefik.toml", "/etc/traefik/traefik.yaml", "/etc/traefik/traefik.yml"];

/// All of them: compose services first, then static files that none of these mounts.
pub(super) fn find(files: &Files<'_>, projects: &[Seen]) -> Vec<Traefik> {
    let mut all = Vec::new();
    for (index, seen) in projects.iter().enumerate() {
        for service in &seen.project.compose.services {
            if version(service).is_some() {
                all.push(contained(files, seen, index, service));
            }
        }
    }
    let mounted: Vec<FileId> =
        all.iter().flat_map(|traefik: &Traefik| traefik.files.iter().copied()).collect();
    for (source, facts) in files.all() {
        let Some(install) = &facts.install else { continue };
        if mounted.contains(&source.file) {
            continue;
        }
        all.push(Traefik {
            install: Some((source.file, Arc::new(install.clone()))),
            ..Traefik::new(paths::folder(&source.path), source.path.clone(), vec![source.file])
        });
    }
    all
}

/// The tag of the Traefik that `service` runs ("" where none is written), if it runs one.
fn version(service: &ComposeService) -> Option<&str> {
    let words: Vec<Text> = service.entrypoint.iter().chain(&service.command).cloned().collect();
    is_traefik(service.image.as_ref().map(Text::as_str), &words)
}

/// The tag of the Traefik that an image, or the words that are run, tell ("" where none is written).
pub(super) fn is_traefik<'i>(image: Option<&'i str>, words: &[Text]) -> Option<&'i str> {
    if let Some(image) = image {
        let image = image.split('@').next().unwrap_or_default();
        let name = paths::name(image);
        let (name, tag) = name.split_once(':').unwrap_or((name, ""));
        if name == "traefik" {
            return Some(tag);
        }
    }
    let flag = |word: &Text| {
        let word = word.as_str().trim_start_matches('-').to_ascii_lowercase();
        ["providers.docker", "providers.file", "providers.kubernetes", "entrypoints."]
            .iter()
            .any(|start| word.starts_with(start))
    };
    words.iter().filter(|word| word.as_str().starts_with('-')).any(flag).then_some("")
}

/// The Traefik of a compose service: a mounted configuration file silences the flags, the flags the environment
/// (cmd/traefik/traefik.go:58).
fn contained(files: &Files<'_>, seen: &Seen, project: usize, service: &ComposeService) -> Traefik {
    let file = seen.project.file;
    let name = service.name.as_str();
    let pair = |(source, target): &(Text, Text)| (source.as_str().to_owned(), target.as_str().to_owned());
    let mut traefik = Traefik {
        project: Some(project),
        container: Some(Container { file, service: name.to_owned() }),
        networks: seen.project.networks(service),
        volumes: service.volumes.iter().map(pair).collect(),
        published: service
            .ports
            .iter()
            .filter_map(|port| {
                Some((port.published.as_ref()?.as_str().parse().ok()?, port.target.as_str().parse().ok()?))
            })
            .collect(),
        ..Traefik::new(&seen.folder, format!("{} ({name})", seen.path), vec![file])
    };
    traefik.set_version(version(service).unwrap_or_default(), service.image.as_ref());
    let words: Vec<Text> = service.entrypoint.iter().chain(&service.command).cloned().collect();
    let flags = install::from_flags(&words);
    let wanted = flags.config_file.as_ref().map(|path| path.as_str().to_owned());
    let candidates = wanted.iter().map(String::as_str).chain(DEFAULT_FILES);
    for path in candidates {
        let Some(path) = paths::through_volumes(path, &traefik.volumes, &seen.folder) else { continue };
        if let Some((source, facts)) = files.at(&path) {
            if let Some(install) = &facts.install {
                traefik.files.push(source.file);
                traefik.install = Some((source.file, Arc::new(install.clone())));
                return traefik;
            }
        } else if traefik
            .volumes
            .iter()
            .any(|(from, _)| paths::join(&seen.folder, from).as_ref() == Some(&path))
        {
            traefik
                .unseen
                .push(format!("Traefik's configuration file `{path}`, which is mounted but not here"));
            return traefik;
        }
    }
    let has_flags = words.iter().any(|word| word.as_str().starts_with('-'));
    let install = if has_flags { flags } else { install::from_env(&service.environment).unwrap_or_default() };
    traefik.install = Some((file, Arc::new(install)));
    traefik
}
