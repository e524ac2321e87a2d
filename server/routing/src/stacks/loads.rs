//! Which files the file provider of a Traefik loads (pkg/provider/file/file.go:228-245, 392-436).

use syntax::FileId;
use traefik::install::FileProvider;

use super::Files;
use super::installs::Traefik;
use super::projects::Seen;
use crate::model::Source;
use crate::paths;

/// What is loaded, in the order it is.
#[derive(Default)]
pub(super) struct Load {
    pub(super) files: Vec<FileId>,
    pub(super) unseen: Vec<String>,
}

impl Load {
    pub(super) fn add(&mut self, source: &Source, facts: &traefik::facts::Facts) {
        self.files.push(source.file);
        if facts.templated {
            self.unseen.push(format!("what the template in `{}` makes", source.path));
        }
    }
}

/// The files that `traefik` loads. A path in a container is followed through its volumes; any other is looked for
/// from the folder of the configuration, then from the root, then by its last parts.
pub(super) fn find(files: &Files<'_>, traefik: &Traefik, projects: &[Seen]) -> Load {
    let mut load = Load::default();
    let Some(provider) = traefik.install.as_ref().and_then(|(_, install)| install.file_provider.as_ref())
    else {
        return load;
    };
    let FileProvider { directory, filename } = provider;
    let (path, is_directory) = match (directory, filename) {
        (Some(directory), _) if !directory.as_str().is_empty() => (directory, true),
        (_, Some(filename)) => (filename, false),
        _ => return load,
    };
    let places = places(traefik, path.as_str(), projects);
    for place in &places {
        let mut found: Vec<_> = files
            .all()
            .filter(|(source, _)| {
                let file = source.path.as_str();
                if is_directory {
                    paths::within(file, place) && file != place && has_extension(file)
                } else {
                    file == place
                }
            })
            .collect();
        found.sort_by(|(a, _), (b, _)| a.path.split('/').cmp(b.path.split('/')));
        // A directory is the one only if something in it is meant for Traefik: `/` or `.` holds anything.
        if found.iter().any(|(_, facts)| !is_directory || facts.dynamic.is_some()) {
            for (source, facts) in found {
                if facts.dynamic.is_some() || !facts.syntax.is_empty() || !is_directory {
                    load.add(source, facts);
                }
            }
            return load;
        }
    }
    load.unseen.push(format!("`{path}`, which the file provider loads"));
    load
}

/// Where `path` may lie in the workspace, best first.
fn places(traefik: &Traefik, path: &str, projects: &[Seen]) -> Vec<String> {
    if let Some(project) = traefik.project {
        let folder = &projects[project].folder;
        // The image's working directory is the root.
        return paths::through_volumes(path, &traefik.volumes, folder).into_iter().collect();
    }
    let mut places = Vec::new();
    if path.starts_with('/') {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        for start in 0..parts.len() {
            places.push(paths::join(&traefik.folder, &parts[start..].join("/")));
        }
        if let Some(parent) = traefik.folder.rsplit_once('/').map(|(parent, _)| parent) {
            places.push(parts.last().and_then(|name| paths::join(parent, name)));
        }
    } else {
        places.push(paths::join(&traefik.folder, path));
        places.push(paths::join("", path));
    }
    places.into_iter().flatten().collect()
}

/// `.toml`, `.yaml` and `.yml` are read, whatever else lies there is not (file.go:511-518).
fn has_extension(path: &str) -> bool {
    matches!(path.rsplit_once('.'), Some((_, "toml" | "yaml" | "yml")))
}
