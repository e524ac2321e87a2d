//! A service meets a program through evidence, strongest first: a link in the settings, the label router's own
//! container, a container by its name in the server's URL, the build of that container, and last the one program of
//! the neighbourhood that listens on the port. Without evidence there is no link.

use std::collections::BTreeMap;

use golang::program::App;
use syntax::{FileId, Location};
use traefik::compose::{ComposeService, Project};
use traefik::kubernetes::{self, Manifests};
use traefik::runtime::{Container, RuntimeServer, RuntimeService};

use crate::dockerfile;
use crate::model::{Evidence, Link, Model, Settings, Stack};
use crate::paths;

/// The links of all servers of `stack`, by service, then server.
pub(crate) fn find(model: &Model, stack: &Stack, settings: &Settings) -> Vec<Link> {
    let mut links = Vec::new();
    if model.apps.is_empty() {
        return links;
    }
    let containers = Containers::of(stack);
    for service in &stack.runtime.services {
        for (index, server) in service.servers.iter().enumerate() {
            let found =
                configured(model, settings, service).or_else(|| evident(model, stack, &containers, server));
            if let Some(found) = found {
                links.push(Link {
                    service: service.name.clone(),
                    server: index,
                    app: found.app,
                    container: found.container,
                    evidence: found.evidence,
                    certain: found.certain,
                });
            }
        }
    }
    links
}

struct Found {
    app: usize,
    container: Option<Container>,
    evidence: Vec<Evidence>,
    certain: bool,
}

fn configured(model: &Model, settings: &Settings, service: &RuntimeService) -> Option<Found> {
    let (_, target) = settings.links.iter().find(|(name, _)| *name == service.name)?;
    let target = target.trim_start_matches("./").trim_end_matches('/');
    let named = |app: &App| app.name == target || app.main.as_deref() == Some(target);
    let app = model.apps.iter().position(named)?;
    let text = format!("the settings link `{}` to `{target}`", service.name);
    Some(Found { app, container: None, evidence: vec![Evidence { text, location: None }], certain: true })
}

fn evident(
    model: &Model,
    stack: &Stack,
    containers: &Containers<'_>,
    server: &RuntimeServer,
) -> Option<Found> {
    if let Some(container) = &server.container {
        let &(project, service) = containers.by_name.get(&(container.file, container.service.as_str()))?;
        let text = format!("the labels are those of `{}`", container.service);
        let location = Location::new(project.file, service.name.range());
        return program_of(
            model,
            project,
            service,
            container.clone(),
            vec![Evidence { text, location: Some(location) }],
        );
    }
    let address = Address::parse(&server.url)?;
    if let Some(&(project, service)) = containers.by_host.get(address.host.as_str()) {
        let container = Container { file: project.file, service: service.name.as_str().to_owned() };
        let text = format!("`{}` is the compose service `{}`", address.host, service.name);
        let location = Location::new(project.file, service.name.range());
        return program_of(
            model,
            project,
            service,
            container,
            vec![Evidence { text, location: Some(location) }],
        );
    }
    if let Some(found) = by_cluster(model, stack, &address) {
        return Some(found);
    }
    by_port(model, stack, &address)
}

/// The program of the pods behind a Service of the cluster: the only one that bears the name of their image.
fn by_cluster(model: &Model, stack: &Stack, address: &Address) -> Option<Found> {
    let manifests: Vec<(FileId, &Manifests)> =
        stack.manifests.iter().map(|(file, manifests)| (*file, &**manifests)).collect();
    let workloads = kubernetes::behind(&manifests, &address.host);
    let mut found = workloads.iter().flat_map(|(file, workload)| {
        let containers = workload.containers().into_iter();
        containers.filter_map(|container| {
            let image = container.image?;
            let [app] = apps(model, |app| app_name(app) == image_name(image.as_str()))[..] else {
                return None;
            };
            let name = &workload.name;
            let evidence = vec![
                Evidence {
                    text: format!("`{}` leads to the pods of `{name}`", address.host),
                    location: Some(Location::new(*file, name.content_range())),
                },
                Evidence {
                    text: format!("the program {} bears the name of their image", display(&model.apps[app])),
                    location: Some(Location::new(*file, image.content_range())),
                },
            ];
            Some(Found { app, container: None, evidence, certain: false })
        })
    });
    let first = found.next()?;
    // Pods of several programs behind one Service: which of them answers, nobody knows.
    let same = found.all(|other| other.app == first.app);
    same.then_some(first)
}

/// `registry/path/name:tag@digest` → `name`
fn image_name(image: &str) -> &str {
    let image = image.split('@').next().unwrap_or_default();
    paths::name(image).split(':').next().unwrap_or_default()
}

/// The folder of a program, or what its module is called.
fn app_name(app: &App) -> &str {
    app.main.as_deref().filter(|main| !main.is_empty()).map_or(app.name.as_str(), paths::name)
}

/// The compose services of a stack's projects, to be found quickly.
struct Containers<'s> {
    by_name: BTreeMap<(FileId, &'s str), (&'s Project, &'s ComposeService)>,
    /// By the names that Docker resolves to them: the service's own, aliases, the container's, the host name. Of equal
    /// ones the first counts.
    by_host: BTreeMap<&'s str, (&'s Project, &'s ComposeService)>,
}

impl<'s> Containers<'s> {
    fn of(stack: &'s Stack) -> Self {
        let mut all = Self { by_name: BTreeMap::new(), by_host: BTreeMap::new() };
        for project in &stack.projects {
            for service in &project.compose.services {
                let it = (&**project, service);
                all.by_name.entry((project.file, service.name.as_str())).or_insert(it);
                let names = std::iter::once(&service.name)
                    .chain(&service.aliases)
                    .chain(&service.container_name)
                    .chain(&service.hostname);
                for name in names {
                    all.by_host.entry(name.as_str()).or_insert(it);
                }
            }
        }
        all
    }
}

/// The program that runs in a container: what its Dockerfile builds, else the only program in its build context, else
/// the only one that bears its name.
fn program_of(
    model: &Model,
    project: &Project,
    service: &ComposeService,
    container: Container,
    mut evidence: Vec<Evidence>,
) -> Option<Found> {
    let folder = paths::folder(model.path(project.file));
    let Some(context) = &service.build_context else {
        return by_name(model, service, container, evidence);
    };
    let location = Some(Location::new(project.file, context.range()));
    let context_folder = paths::join(folder, context.as_str())?;
    if let Some((file, dockerfile)) = dockerfile::of(&model.sources, folder, service) {
        let packages: Vec<String> =
            dockerfile.packages.iter().filter_map(|package| paths::join(&context_folder, package)).collect();
        let built: Vec<usize> =
            apps(model, |app| app.main.as_ref().is_some_and(|main| packages.contains(main)));
        if let [app] = built[..] {
            evidence.push(Evidence {
                text: format!("`build: {context}` builds {}", display(&model.apps[app])),
                location,
            });
            evidence.push(Evidence {
                text: format!("its Dockerfile builds {}", display(&model.apps[app])),
                location: Some(Location::new(file, syntax::TextRange::default())),
            });
            return Some(Found { app, container: Some(container), evidence, certain: true });
        }
        // A Dockerfile that builds other packages runs something else; one without Go does, too.
        if !packages.is_empty() {
            return None;
        }
        if !dockerfile.golang {
            return by_name(model, service, container, evidence);
        }
    }
    let inside =
        apps(model, |app| app.main.as_ref().is_some_and(|main| paths::within(main, &context_folder)));
    let [app] = inside[..] else {
        return by_name(model, service, container, evidence).filter(|found| inside.contains(&found.app));
    };
    evidence.push(Evidence {
        text: format!("`build: {context}` holds one Go program, {}", display(&model.apps[app])),
        location,
    });
    // How it is built, `make` may know, or a Dockerfile that is not here.
    Some(Found { app, container: Some(container), evidence, certain: false })
}

/// The only program whose folder is called like the service or its image.
fn by_name(
    model: &Model,
    service: &ComposeService,
    container: Container,
    mut evidence: Vec<Evidence>,
) -> Option<Found> {
    let image = service.image.as_ref().map(|image| image_name(image.as_str()));
    let called = |app: &App| {
        let name = app_name(app);
        name == service.name.as_str() || image == Some(name)
    };
    let [app] = apps(model, called)[..] else { return None };
    evidence.push(Evidence {
        text: format!("the program {} bears its name", display(&model.apps[app])),
        location: None,
    });
    Some(Found { app, container: Some(container), evidence, certain: false })
}

/// The one program that listens on the port of a URL that leads to the host itself.
fn by_port(model: &Model, stack: &Stack, address: &Address) -> Option<Found> {
    let loopback = matches!(&*address.host, "localhost" | "127.0.0.1" | "::1");
    // In a container, `localhost` is the container.
    let here = if stack.container.is_some() {
        matches!(&*address.host, "host.docker.internal" | "host.containers.internal")
    } else {
        loopback
    };
    let port = address.port?;
    if !here {
        return None;
    }
    let listens = |app: &App| app.listen.iter().any(|listen| listen.port == Some(port));
    let near = |app: &usize| {
        let stack_folder = stack.files.first().map_or("", |file| paths::folder(model.path(*file)));
        paths::distance(stack_folder, model.apps[*app].main.as_deref().unwrap_or_default())
    };
    let mut candidates = apps(model, listens);
    candidates.sort_by_key(near);
    let app = match candidates[..] {
        [app] => app,
        [app, next, ..] if near(&app) < near(&next) => app,
        _ => return None,
    };
    let listen = model.apps[app].listen.iter().find(|listen| listen.port == Some(port))?;
    let text = format!("{} listens on port {port}", display(&model.apps[app]));
    let evidence = vec![Evidence { text, location: Some(listen.location) }];
    Some(Found { app, container: None, evidence, certain: false })
}

fn apps(model: &Model, test: impl Fn(&App) -> bool) -> Vec<usize> {
    (0..model.apps.len()).filter(|&index| test(&model.apps[index])).collect()
}

fn display(app: &App) -> String {
    format!("`{}`", app.name)
}

/// The port of a server's URL, the scheme's own where none is written; `None` where it is not known.
pub fn port(url: &str) -> Option<u16> {
    Address::parse(url)?.port
}

/// Host and port of a server's URL.
struct Address {
    host: String,
    /// The scheme's own port where none is written.
    port: Option<u16>,
}

impl Address {
    fn parse(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
        let authority = rest.split(['/', '?', '#']).next()?;
        let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let (host, port) = match authority.strip_prefix('[') {
            Some(v6) => {
                let (host, rest) = v6.split_once(']')?;
                (host, rest.strip_prefix(':'))
            }
            None => match authority.rsplit_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (authority, None),
            },
        };
        let default = match scheme {
            "http" | "h2c" => Some(80),
            "https" => Some(443),
            _ => None,
        };
        let port = match port {
            Some(port) => port.parse().ok(),
            None => default,
        };
        Some(Self { host: host.to_ascii_lowercase(), port })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let parse = |url| Address::parse(url).map(|a| (a.host, a.port));
        assert_eq!(parse("http://API:8080/v1"), Some(("api".into(), Some(8080))));
        assert_eq!(parse("https://x"), Some(("x".into(), Some(443))));
        assert_eq!(parse("http://[::1]:9"), Some(("::1".into(), Some(9))));
        assert_eq!(parse("http://api:⟨PORT⟩"), Some(("api".into(), None)));
        assert_eq!(parse("db:5432"), Some(("db".into(), Some(5432))));
    }
}
