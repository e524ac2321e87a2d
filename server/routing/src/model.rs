//! The model: every running Traefik of a workspace, every Go program, and the links between them.

use std::sync::Arc;

use crate::dockerfile::{self, Dockerfile};
use golang::program::App;
use syntax::{FileId, Location};
use traefik::runtime::{Container, Runtime};

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
    pub fn read(path: &str, text: &str) -> Option<Self> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let folder = path.strip_suffix(name).unwrap_or_default().trim_end_matches('/');
        Some(match Reader::of(name)? {
            Reader::Traefik => Self::Traefik(Arc::new(traefik::facts::read(path, text))),
            Reader::Go => Self::Go(Arc::new(golang::facts::read(path, text))),
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
    /// All files it holds.
    pub files: Vec<FileId>,
    /// What runs.
    pub runtime: Runtime,
    /// Which program is behind which service.
    pub links: Vec<Link>,
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
}

/// Links the facts of all files. What `previous` made from the same facts (by identity of their `Arc`s) is taken over.
pub fn link(sources: Vec<Source>, settings: &Settings, previous: Option<&Model>) -> Model {
    let _ = (sources, settings, previous);
    Model::default()
}
