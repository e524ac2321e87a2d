//! Static ("install") configuration as written: entry points, providers and the few switches that change routing
//! (pkg/config/static, 3.7.13). Read from a file, from flags, and from a compose service's `command:`.

use syntax::{Problem, Text, TextRange};

use crate::dynamic::{Name, Ranged};

/// What one source of static configuration says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Install {
    /// `entryPoints`, in the order of the text.
    pub entry_points: Vec<EntryPoint>,
    /// `providers.file`, if on.
    pub file_provider: Option<FileProvider>,
    /// `providers.docker` or `providers.swarm`, if on.
    pub docker: Option<DockerProvider>,
    /// Names of other providers that are on (`kubernetesCRD` …): what they add is unseen.
    pub other_providers: Vec<Text>,
    /// `api`: `None` is off.
    pub api: Option<Api>,
    /// `ping` is on.
    pub ping: bool,
    /// `certificatesResolvers`: names only.
    pub cert_resolvers: Vec<Text>,
    /// `core.defaultRuleSyntax`.
    pub default_rule_syntax: Option<Text>,
    /// `--configFile=…`: then all other flags are ignored.
    pub config_file: Option<Text>,
    /// What Traefik's decoder refuses: Traefik does not start.
    pub refused: Vec<Problem>,
}

/// An entry point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryPoint {
    /// Its name.
    pub name: Name,
    /// `address`, such as `:443` or `127.0.0.1:80/tcp`.
    pub address: Option<Text>,
    /// `asDefault`
    pub as_default: bool,
    /// `http.tls`: where it is turned on.
    pub tls: Option<TextRange>,
    /// `http.middlewares`
    pub middlewares: Vec<Text>,
    /// `http.redirections.entryPoint`
    pub redirection: Option<Redirection>,
    /// Whether any setting makes Traefik split routers by entry point and rename the parts (`websecure-api@file`):
    /// `http.middlewares`, `http.tls`, `observability`, `http.encodedCharacters` or a `core` block.
    pub has_model: bool,
    /// `http.sanitizePath`, true by default.
    pub sanitize_path: bool,
}

/// `entryPoints.<name>.http.redirections.entryPoint`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirection {
    /// The key or flag.
    pub range: TextRange,
    /// `to`: an entry point's name, or `:port`.
    pub to: Option<Text>,
    /// `scheme`, `https` by default.
    pub scheme: Option<Text>,
    /// `permanent`, true by default.
    pub permanent: bool,
    /// `priority`, `MaxInt - 1` by default.
    pub priority: Option<Ranged<i64>>,
}

/// `providers.file`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileProvider {
    /// `directory`: wins over `filename`.
    pub directory: Option<Text>,
    /// `filename`
    pub filename: Option<Text>,
}

/// `providers.docker`, `providers.swarm`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DockerProvider {
    /// Whether it is Swarm's.
    pub swarm: bool,
    /// `exposedByDefault`, true by default.
    pub exposed_by_default: bool,
    /// `network`
    pub network: Option<Text>,
    /// `defaultRule`
    pub default_rule: Option<Text>,
    /// `constraints`
    pub constraints: Option<Text>,
}

/// `api`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Api {
    /// `insecure`
    pub insecure: bool,
    /// `dashboard`, true by default.
    pub dashboard: bool,
}
