//! The model: every running Traefik of a workspace, every Go program, and the links between them.

use std::sync::Arc;

use golang::program::App;
use syntax::{FileId, Location, Problem};
use traefik::compose::{ComposeService, Project};
use traefik::kubernetes::Manifests;
use traefik::runtime::{Container, Runtime};

use crate::dockerfile::{self, Dockerfile};
use crate::{links, stacks};

/// One file of the workspace with its facts.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its id.
    pub file: FileId,
    /// Its path relative to the workspace's root, with `/`.
    pub path: String,
    /// Its text.
    pub text: Arc<str>,
    /// What it says.
    pub facts: Facts,
}

/// One file's facts, shared with whoever keeps them by content.
#[derive(Clone, Debug)]
pub enum Facts {
    /// YAML, TOML or `.env`.
    Traefik(Arc<traefik::facts::Facts>),
    /// A Go file.
    Go(Arc<golang::facts::Facts>),
    /// A `go.mod`.
    GoMod(Arc<golang::program::Module>),
    /// A Dockerfile.
    Dockerfile(Arc<Dockerfile>),
}

impl Facts {
    /// Reads a file by its path (relative to the root, with `/`); `None` where no reader takes files of this name.
    pub fn read(path: &str, text: &Arc<str>) -> Option<Self> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let folder = path.strip_suffix(name).unwrap_or_default().trim_end_matches('/');
        Some(match Reader::of(name)? {
            Reader::Traefik => Self::Traefik(Arc::new(traefik::facts::read(path, text))),
            Reader::Go => Self::Go(Arc::new(golang::facts::read(path, Arc::clone(text)))),
            Reader::GoMod => Self::GoMod(Arc::new(golang::program::Module::parse(folder, text))),
            Reader::Dockerfile => Self::Dockerfile(Arc::new(dockerfile::parse(text))),
        })
    }

    /// Whether a file of this name may say something: the others need not be opened.
    pub fn is_candidate(path: &str) -> bool {
        Reader::of(path.rsplit('/').next().unwrap_or(path)).is_some()
    }
}

/// The readers there are.
enum Reader {
    Traefik,
    Go,
    GoMod,
    Dockerfile,
}

impl Reader {
    fn of(name: &str) -> Option<Self> {
        let lower = name.to_ascii_lowercase();
        if name == "go.mod" {
            return Some(Self::GoMod);
        }
        if lower == "dockerfile" || lower.starts_with("dockerfile.") || lower.ends_with(".dockerfile") {
            return Some(Self::Dockerfile);
        }
        if name == ".env" || name.starts_with(".env.") {
            return Some(Self::Traefik);
        }
        match lower.rsplit_once('.')?.1 {
            "yml" | "yaml" | "toml" => Some(Self::Traefik),
            "go" if !name.ends_with("_test.go") => Some(Self::Go),
            _ => None,
        }
    }
}

/// What the settings say (`traefik-ls.toml` or the client's settings).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Service to program: `"api@docker" = "cmd/api"`.
    pub links: Vec<(String, String)>,
    /// Values for variables that no `.env` gives.
    pub env: Vec<(String, String)>,
    /// The name of the root folder, which compose calls a project after whose file lies there; "" where it is not known.
    pub root: String,
}

/// A linked workspace.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Running Traefiks, sorted by name.
    pub stacks: Vec<Stack>,
    /// Go programs, sorted by name.
    pub apps: Arc<Vec<App>>,
    /// Path of every file, relative to the root, sorted by id.
    pub paths: Vec<(FileId, String)>,
    /// The facts of every file, sorted by id, for what does not depend on a stack.
    pub sources: Vec<Source>,
}

/// One running Traefik.
#[derive(Clone, Debug)]
pub struct Stack {
    /// A name that is unique in the workspace: the folder of its static configuration, or of its files.
    pub name: String,
    /// The files (static configuration, or the compose file with its flags) that define it; empty where no static
    /// configuration claims the files and they are grouped by nearness.
    pub install: Vec<FileId>,
    /// All files it holds, sorted.
    pub files: Vec<FileId>,
    /// Compose projects whose containers it sees, variables filled in.
    pub projects: Vec<Arc<Project>>,
    /// The container it runs in itself, if it runs in one.
    pub container: Option<Container>,
    /// Why Traefik takes nothing of what its file provider would load. [`Stack::runtime`] holds what it would be
    /// without these, so that the rest can still be judged.
    pub refused: Vec<Refusal>,
    /// Why Traefik does not start.
    pub stopped: Vec<Refusal>,
    /// Containers whose labels Traefik refuses, all of them for the one at fault.
    pub skipped: Vec<(Container, Refusal)>,
    /// Kubernetes manifests that its providers see.
    pub manifests: Vec<(FileId, Arc<Manifests>)>,
    /// Kubernetes objects, or parts of them, that Traefik skips, and why.
    pub left_out: Vec<Refusal>,
    /// What runs.
    pub runtime: Runtime,
    /// Which program is behind which service.
    pub links: Vec<Link>,
}

/// A fault for which Traefik refuses a whole configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The file it is in.
    pub file: FileId,
    /// What is refused and why, in Traefik's words.
    pub problem: Problem,
}

/// A service and the program behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Qualified name of the service: `web@docker`.
    pub service: String,
    /// Index of the server in the service.
    pub server: usize,
    /// Index in [`Model::apps`].
    pub app: usize,
    /// The container the program runs in, if it runs in one.
    pub container: Option<Container>,
    /// Why we think so, strongest first, each a clause with its place: "`build: ./api` builds `cmd/api`".
    pub evidence: Vec<Evidence>,
    /// Whether the link is proven by the files (settings, own container, build), not merely likely (only app that
    /// listens on that port).
    pub certain: bool,
}

/// One reason for a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// A clause.
    pub text: String,
    /// Where it is written.
    pub location: Option<Location>,
}

impl Model {
    /// The path of `file`, relative to the root.
    pub fn path(&self, file: FileId) -> &str {
        match self.paths.binary_search_by_key(&file, |(id, _)| *id) {
            Ok(index) => &self.paths[index].1,
            Err(_) => "",
        }
    }

    /// `file` as it was linked.
    pub fn source(&self, file: FileId) -> Option<&Source> {
        let index = self.sources.binary_search_by_key(&file, |source| source.file).ok()?;
        self.sources.get(index)
    }

    /// The text of `file`; "" for a file that is not here.
    pub fn text(&self, file: FileId) -> &str {
        self.source(file).map_or("", |source| &source.text)
    }

    /// The stack of this name.
    pub fn stack(&self, name: &str) -> Option<&Stack> {
        self.stacks.iter().find(|stack| stack.name == name)
    }

    /// The stacks that hold `file`, in the order of [`Model::stacks`].
    pub fn stacks_of(&self, file: FileId) -> impl Iterator<Item = &Stack> {
        self.stacks.iter().filter(move |stack| stack.files.binary_search(&file).is_ok())
    }
}

impl Stack {
    /// The compose service that `container` is made from, with its project.
    pub fn compose_service(&self, container: &Container) -> Option<(&Project, &ComposeService)> {
        let project = self.projects.iter().find(|project| project.file == container.file)?;
        let service = project.compose.services.iter().find(|s| s.name.as_str() == container.service)?;
        Some((project, service))
    }

    /// The links of `service` (its qualified name), in the order of its servers.
    pub fn links_of<'s>(&'s self, service: &'s str) -> impl Iterator<Item = &'s Link> {
        let from = self.links.partition_point(|link| link.service.as_str() < service);
        self.links[from..].iter().take_while(move |link| link.service == service)
    }
}

/// Links the facts of all files. What `previous` made from the same facts (by identity of their `Arc`s) is taken over.
pub fn link(mut sources: Vec<Source>, settings: &Settings, previous: Option<&Model>) -> Model {
    sources.sort_by_key(|source| source.file);
    let apps = apps(&sources, previous);
    let stacks = stacks::assemble(&sources, settings);
    let mut model = Model {
        stacks,
        apps,
        paths: sources.iter().map(|source| (source.file, source.path.clone())).collect(),
        sources,
    };
    let links: Vec<_> = model.stacks.iter().map(|stack| links::find(&model, stack, settings)).collect();
    for (stack, links) in model.stacks.iter_mut().zip(links) {
        stack.links = links;
    }
    model
}

/// Links texts that lie nowhere, numbered in their order: what tests and examples are made of.
pub fn link_texts<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>, settings: &Settings) -> Model {
    let sources = (0..).zip(files).filter_map(|(number, (path, text))| {
        let text = Arc::from(text);
        let facts = Facts::read(path, &text)?;
        Some(Source { file: FileId(number), path: path.to_owned(), text, facts })
    });
    link(sources.collect(), settings, None)
}

/// The apps of all Go files; the same as before where no Go file changed.
fn apps(sources: &[Source], previous: Option<&Model>) -> Arc<Vec<App>> {
    if let Some(previous) = previous.filter(|previous| go(&previous.sources).eq(go(sources))) {
        return Arc::clone(&previous.apps);
    }
    let mut files = Vec::new();
    let mut modules = Vec::new();
    for source in sources {
        match &source.facts {
            Facts::Go(facts) => files.push(golang::program::Source {
                file: source.file,
                path: source.path.clone(),
                facts: Arc::clone(facts),
            }),
            Facts::GoMod(module) => modules.push((**module).clone()),
            Facts::Traefik(_) | Facts::Dockerfile(_) => {}
        }
    }
    Arc::new(golang::program::apps(&files, &modules))
}

/// What the Go side depends on: file, path and the identity of its facts.
fn go(sources: &[Source]) -> impl Iterator<Item = (FileId, &str, usize)> {
    sources.iter().filter_map(|source| {
        let identity = match &source.facts {
            Facts::Go(facts) => Arc::as_ptr(facts).addr(),
            Facts::GoMod(module) => Arc::as_ptr(module).addr(),
            Facts::Traefik(_) | Facts::Dockerfile(_) => return None,
        };
        Some((source.file, source.path.as_str(), identity))
    })
}
