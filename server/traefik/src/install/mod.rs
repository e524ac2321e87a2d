//! Static ("install") configuration as written: entry points, providers and the few switches that change routing
//! (pkg/config/static, 3.7.13). Read from a file, from flags, and from a compose service's `command:`.

pub(crate) mod env;
mod flag_kinds;
pub(crate) mod flags;
pub(crate) mod read;
pub(crate) mod removed;
#[cfg(test)]
mod tests;
pub(crate) mod validate;

pub use env::from_env;
pub use flags::from_flags;

use syntax::{Problem, Text, TextRange};

use crate::dynamic::{Name, Ranged};
use crate::names::Provider;

/// What one source of static configuration says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Install {
    /// `entryPoints`, in the order of the text.
    pub entry_points: Vec<EntryPoint>,
    /// `providers.file`, if on.
    pub file_provider: Option<FileProvider>,
    /// `providers.docker` or `providers.swarm`, if on.
    pub docker: Option<DockerProvider>,
    /// `providers.swarm`, where `docker` is the other one and both are on.
    pub swarm_too: Option<DockerProvider>,
    /// `providers.kubernetesCRD`, `kubernetesIngress`, `kubernetesGateway`, `kubernetesIngressNGINX`, those that are on.
    pub kubernetes: Vec<KubernetesProvider>,
    /// Names of other providers that are on (`consulCatalog` …): what they add is unseen.
    pub other_providers: Vec<Text>,
    /// `api`: `None` is off.
    pub api: Option<Api>,
    /// `ping`, if on.
    pub ping: Option<Feature>,
    /// `metrics.prometheus`, if on.
    pub prometheus: Option<Feature>,
    /// `providers.rest`, if on: whether it is `insecure`.
    pub rest: Option<bool>,
    /// `certificatesResolvers`: names only.
    pub cert_resolvers: Vec<Text>,
    /// `certificatesResolvers.<name>.acme.httpChallenge.entryPoint` of all resolvers.
    pub http_challenges: Vec<Text>,
    /// `providers.precedence`, strongest first.
    pub precedence: Vec<Text>,
    /// Names of `experimental.plugins` and `experimental.localPlugins`.
    pub plugins: Vec<Text>,
    /// Whether there is a `core` at all: then entry points that Traefik adds have a model, too.
    pub core: bool,
    /// `core.strictTLSOptions`
    pub strict_tls_options: bool,
    /// `core.defaultRuleSyntax`.
    pub default_rule_syntax: Option<Text>,
    /// `--configFile=…`: then all other flags are ignored.
    pub config_file: Option<Text>,
    /// What Traefik's decoder or its validation refuses, the one that it stops at first: Traefik does not start.
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
    /// What changes few requests.
    pub options: EntryPointOptions,
}

/// Options of an entry point that change few requests; the default is Traefik's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryPointOptions {
    /// `http.tls.options`
    pub tls_options: Option<Text>,
    /// `http.tls.certResolver`
    pub cert_resolver: Option<Text>,
    /// `http.encodeQuerySemicolons`
    pub encode_query_semicolons: bool,
    /// What a present `http.encodedCharacters` does not allow: `%2F`, `%5C`, `%00`, `%3B`, `%25`, `%3F`, `%23`.
    pub denied_characters: Vec<&'static str>,
    /// `http.aliasHeadersStrategy`
    pub alias_headers: Option<Text>,
    /// `http.underscoreHeadersStrategy`
    pub underscore_headers: Option<Text>,
    /// `forwardedHeaders.insecure`
    pub forwarded_insecure: bool,
    /// `forwardedHeaders.trustedIPs`
    pub forwarded_trusted: Vec<Text>,
    /// `forwardedHeaders.connection`: fields that `Connection` may name without being taken out.
    pub forwarded_connection: Vec<Text>,
    /// `forwardedHeaders.notAppendXForwardedFor`
    pub forwarded_as_is: bool,
    /// `allowACMEByPass`
    pub allow_acme_bypass: bool,
}

/// Something that Traefik serves itself: `ping`, `metrics.prometheus`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// The key or flag that turns it on.
    pub range: TextRange,
    /// `entryPoint`; `traefik` where none is written.
    pub entry_point: Option<Text>,
    /// `manualRouting`: then Traefik makes no router for it.
    pub manual_routing: bool,
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

/// One of the four Kubernetes providers. Options that it does not have are as if unset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KubernetesProvider {
    /// Which of them.
    pub provider: Provider,
    /// `namespaces`, `watchNamespace`; empty is all.
    pub namespaces: Vec<Text>,
    /// `labelSelector`
    pub label_selector: Option<Text>,
    /// `ingressClass`
    pub ingress_class: Option<Text>,
    /// `allowCrossNamespace`
    pub allow_cross_namespace: bool,
    /// `allowExternalNameServices`
    pub allow_external_name_services: bool,
    /// `allowEmptyServices`
    pub allow_empty_services: bool,
    /// `crossProviderNamespaces`; unset is all.
    pub cross_provider_namespaces: Option<Vec<Text>>,
    /// `nativeLBByDefault`
    pub native_lb_by_default: bool,
    /// `disableClusterScopeResources`, `disableIngressClassLookup`
    pub disable_cluster_scope: bool,
    /// `safeNaming`
    pub safe_naming: bool,
    /// `defaultTLSResourcesNamespace`
    pub default_tls_namespace: Option<Text>,
    /// `strictPrefixMatching`
    pub strict_prefix_matching: bool,
    /// `experimentalChannel`
    pub experimental_channel: bool,
    /// `core.defaultRuleSyntax`, which is the provider's too.
    pub default_rule_syntax: Option<Text>,
}

impl KubernetesProvider {
    /// One without any option.
    pub fn new(provider: Provider) -> Self {
        Self {
            provider,
            namespaces: Vec::new(),
            label_selector: None,
            ingress_class: None,
            allow_cross_namespace: false,
            allow_external_name_services: false,
            allow_empty_services: false,
            cross_provider_namespaces: None,
            native_lb_by_default: false,
            disable_cluster_scope: false,
            safe_naming: false,
            default_tls_namespace: None,
            strict_prefix_matching: false,
            experimental_channel: false,
            default_rule_syntax: None,
        }
    }

    /// Whether it watches a namespace; of one that is not known it is taken that it does.
    pub fn watches(&self, namespace: &Text) -> bool {
        let is = |watched: &Text| !watched.is_known() || watched.as_str() == namespace.as_str();
        self.namespaces.is_empty() || !namespace.is_known() || self.namespaces.iter().any(is)
    }
}

/// `api`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Api {
    /// `insecure`
    pub insecure: bool,
    /// `dashboard`, true by default.
    pub dashboard: bool,
    /// `debug`
    pub debug: bool,
}
