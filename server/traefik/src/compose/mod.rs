//! A compose file as written, before interpolation: what `.env` fills in belongs to another file.

mod extends;
mod ports;
mod project;
pub(crate) mod read;
#[cfg(test)]
mod tests;
mod words;

use syntax::{FileId, Problem, Text, TextRange};

/// One compose file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compose {
    /// `name:`
    pub name: Option<Text>,
    /// `services:`
    pub services: Vec<ComposeService>,
    /// `networks:`
    pub networks: Vec<Network>,
    /// Paths of `include:`.
    pub includes: Vec<Text>,
}

/// One service. Texts are raw: `${VAR}` and `$$` still stand in them (see [`syntax::interpolation`]).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ComposeService {
    /// The key.
    pub name: Text,
    /// The whole entry.
    pub range: TextRange,
    /// `image:`
    pub image: Option<Text>,
    /// `build:` or `build.context:`, relative to the compose file.
    pub build_context: Option<Text>,
    /// `build.dockerfile:`
    pub dockerfile: Option<Text>,
    /// `container_name:`
    pub container_name: Option<Text>,
    /// `hostname:`
    pub hostname: Option<Text>,
    /// `network_mode:`
    pub network_mode: Option<Text>,
    /// Keys of `networks:`; empty means the project's default network.
    pub networks: Vec<Text>,
    /// `networks.<n>.aliases`
    pub aliases: Vec<Text>,
    /// `labels:` in list or map form.
    pub labels: Vec<Label>,
    /// `deploy.labels:`: labels of the Swarm service.
    pub deploy_labels: Vec<Label>,
    /// `command:`, split as a shell would where it is one string.
    pub command: Vec<Text>,
    /// `entrypoint:`, likewise.
    pub entrypoint: Vec<Text>,
    /// `env_file:`: paths, relative to the compose file.
    pub env_files: Vec<Text>,
    /// `environment:`
    pub environment: Vec<(Text, Option<Text>)>,
    /// `ports:`
    pub ports: Vec<Port>,
    /// `expose:`
    pub expose: Vec<Text>,
    /// `volumes:`: source and target, in short or long form.
    pub volumes: Vec<(Text, Text)>,
    /// `profiles:`
    pub profiles: Vec<Text>,
    /// Whether `healthcheck:` is set (and not disabled).
    pub healthcheck: bool,
    /// Whether it `extends:` a service of another file: what it takes from there is not read.
    pub extends: bool,
}

/// One label, raw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The key.
    pub key: Text,
    /// The value; `None` where the list form has no `=`.
    pub value: Option<Text>,
    /// The whole item or entry.
    pub range: TextRange,
    /// Whether it is an item of a list, `key=value`: variables are filled in in the key, too.
    pub item: bool,
}

/// One published port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// What is left of the last `:`; `None` where Docker chooses.
    pub published: Option<Text>,
    /// The port in the container.
    pub target: Text,
}

/// One entry of `networks:` at the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// The key.
    pub key: Text,
    /// `name:`
    pub name: Option<Text>,
    /// `external:`
    pub external: bool,
}

/// A compose project, variables filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// The file it is made from.
    pub file: FileId,
    /// `COMPOSE_PROJECT_NAME`, `name:`, else the folder's name as compose normalises it.
    pub name: String,
    /// Whether `name` is; of a file at the root of the workspace it is `⟨project⟩`, as the folder was not seen.
    pub name_known: bool,
    /// The file with all variables filled in.
    pub compose: Compose,
    /// What compose refuses, and variables it warns of.
    pub problems: Vec<Problem>,
}
