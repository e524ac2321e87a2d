//! From options to static configuration.

use syntax::scalar::{Resolved, resolve_plain};
use syntax::value::Entry;
use syntax::{Problem, Text};

use crate::dynamic::denied_characters;
use crate::facts::template::Template;
use crate::install::removed::Removed;
use crate::install::{
    Api, DockerProvider, EntryPoint, EntryPointOptions, Feature, FileProvider, Install, KubernetesProvider,
    Redirection, removed, validate,
};
use crate::names::Provider;
use crate::options::decode::decode;
use crate::options::node::Node;
use crate::options::schema::{Form, STATIC, Schema};
use crate::options::values;

/// The static configuration in a YAML or TOML file.
pub(crate) fn from_file(root: &syntax::value::Node) -> Install {
    let (node, removed, refused) = file_options(root);
    from_options(node, removed, refused, Form::File)
}

/// The options in a YAML or TOML file, as written, those that were removed, and what keeps paerser from seeing some.
pub(crate) fn file_options(root: &syntax::value::Node) -> (Node, Vec<Removed>, Vec<Problem>) {
    let options = STATIC.fields(Schema::ROOT).iter().map(|field| field.name);
    let (mut node, mut problems) = values::read(root, &options.chain(removed::ROOTS).collect::<Vec<_>>());
    let removed = removed::in_file(&node);
    node.children.retain(|child| STATIC.field(Schema::ROOT, child.name.as_str(), Form::File).is_some());
    if problems.is_empty() && node.children.is_empty() {
        let is_null =
            |entry: &&Entry| entry.key_is_plain && resolve_plain(entry.key.as_str()) == Resolved::Null;
        let first =
            root.entries().iter().find(|entry| !is_null(entry)).map(|entry| entry.key.content_range());
        let what = if first.is_some() { "valid configuration" } else { "configuration" };
        problems.push(Problem::new(first.unwrap_or(root.range), format!("no {what} found in file")));
    }
    (node, removed, problems)
}

/// The same for a file that another tool makes from a template. What Traefik refuses cannot be told before.
pub(crate) fn from_template(root: &syntax::value::Node, template: &Template) -> Install {
    let options = STATIC.fields(Schema::ROOT).iter().map(|field| field.name);
    let (mut node, _) = values::read(root, &options.collect::<Vec<_>>());
    template.mark(&mut node);
    decode(&STATIC, &mut node, Form::File);
    read(&node)
}

/// The static configuration among options as written in `form`, some of which were removed.
pub(super) fn from_options(
    mut root: Node,
    removed: Vec<Removed>,
    mut refused: Vec<Problem>,
    form: Form,
) -> Install {
    refused.extend(decode(&STATIC, &mut root, form));
    refused.retain(|problem| !removed.iter().any(|option| option.holds(problem)));
    // What was removed is looked for first.
    refused.splice(0..0, removed.into_iter().map(|option| option.problem));
    refused.extend(validate::invalid(&root));
    refused.extend(validate::unbuildable(&root));
    Install { refused, ..read(&root) }
}

fn read(root: &Node) -> Install {
    let providers = root.get("providers");
    let provider = |option| providers.and_then(|providers| providers.get(option));
    let mut dockers = [("docker", false), ("swarm", true)]
        .into_iter()
        .filter_map(|(option, swarm)| provider(option).map(|node| docker(node, swarm)));
    let core = root.get("core");
    let resolvers = || root.map("certificatesResolvers");
    Install {
        // Any `core` at all gives every entry point a model (static_config.go:124, internal.go:231).
        entry_points: root.map("entryPoints").map(|node| entry_point(node, core.is_some())).collect(),
        file_provider: provider("file")
            .map(|node| FileProvider { directory: node.text("directory"), filename: node.text("filename") }),
        docker: dockers.next(),
        swarm_too: dockers.next(),
        kubernetes: providers.map(|node| kubernetes(node, core)).unwrap_or_default(),
        other_providers: providers.map(other_providers).unwrap_or_default(),
        api: root.get("api").map(|node| Api {
            insecure: flag(node, "insecure"),
            dashboard: node.bool("dashboard").unwrap_or(true),
            debug: flag(node, "debug"),
        }),
        ping: root.get("ping").map(feature),
        prometheus: root.get("metrics").and_then(|node| node.get("prometheus")).map(feature),
        rest: provider("rest").map(|node| flag(node, "insecure")),
        cert_resolvers: resolvers().map(|node| node.name.clone()).collect(),
        http_challenges: resolvers()
            .filter_map(|node| node.get("acme")?.get("httpChallenge")?.text("entryPoint"))
            .collect(),
        precedence: providers.map(|node| node.list("precedence")).unwrap_or_default(),
        plugins: root.get("experimental").map(plugins).unwrap_or_default(),
        core: core.is_some(),
        strict_tls_options: core.is_some_and(|node| flag(node, "strictTLSOptions")),
        default_rule_syntax: core.and_then(|node| node.text("defaultRuleSyntax")),
        config_file: None,
        refused: Vec::new(),
    }
}

fn entry_point(node: &Node, core: bool) -> EntryPoint {
    let http = node.get("http");
    let text = |option| http.and_then(|http| http.text(option));
    let list = |option| http.map(|http| http.list(option)).unwrap_or_default();
    let tls = http.and_then(|http| http.get("tls"));
    let encoded = http.and_then(|http| http.get("encodedCharacters"));
    let forwarded = node.get("forwardedHeaders");
    let middlewares = list("middlewares");
    EntryPoint {
        name: node.declared(),
        address: node.text("address"),
        as_default: flag(node, "asDefault"),
        tls: tls.map(Node::name_range),
        has_model: core
            || !middlewares.is_empty()
            || tls.is_some()
            || encoded.is_some()
            || node.get("observability").is_some(),
        middlewares,
        redirection: http.and_then(|http| http.get("redirections")?.get("entryPoint")).map(redirection),
        sanitize_path: http.and_then(|http| http.bool("sanitizePath")).unwrap_or(true),
        options: EntryPointOptions {
            tls_options: tls.and_then(|tls| tls.text("options")),
            cert_resolver: tls.and_then(|tls| tls.text("certResolver")),
            encode_query_semicolons: http.is_some_and(|http| flag(http, "encodeQuerySemicolons")),
            denied_characters: encoded.map(|node| denied_characters(node, false)).unwrap_or_default(),
            alias_headers: text("aliasHeadersStrategy"),
            underscore_headers: text("underscoreHeadersStrategy"),
            forwarded_insecure: forwarded.is_some_and(|node| flag(node, "insecure")),
            forwarded_trusted: forwarded.map(|node| node.list("trustedIPs")).unwrap_or_default(),
            forwarded_connection: forwarded.map(|node| node.list("connection")).unwrap_or_default(),
            forwarded_as_is: forwarded.is_some_and(|node| flag(node, "notAppendXForwardedFor")),
            allow_acme_bypass: flag(node, "allowACMEByPass"),
        },
    }
}

fn redirection(node: &Node) -> Redirection {
    Redirection {
        range: node.name_range(),
        to: node.text("to"),
        scheme: node.text("scheme"),
        permanent: node.bool("permanent").unwrap_or(true),
        priority: node.int("priority"),
    }
}

fn docker(node: &Node, swarm: bool) -> DockerProvider {
    DockerProvider {
        swarm,
        exposed_by_default: node.bool("exposedByDefault").unwrap_or(true),
        network: node.text("network"),
        // An empty one takes the default's place.
        default_rule: node.written("defaultRule"),
        constraints: node.text("constraints"),
    }
}

fn feature(node: &Node) -> Feature {
    Feature {
        range: node.name_range(),
        // An empty one takes the default's place.
        entry_point: node.written("entryPoint"),
        manual_routing: flag(node, "manualRouting"),
    }
}

fn kubernetes(providers: &Node, core: Option<&Node>) -> Vec<KubernetesProvider> {
    let syntax = core.and_then(|node| node.text("defaultRuleSyntax"));
    let one =
        |(option, provider)| Some(kubernetes_provider(providers.get(option)?, provider, syntax.clone()));
    KUBERNETES.into_iter().filter_map(one).collect()
}

fn kubernetes_provider(node: &Node, provider: Provider, syntax: Option<Text>) -> KubernetesProvider {
    let namespaces = node.list("namespaces").into_iter().chain(node.text("watchNamespace"));
    let cross = node.get("crossProviderNamespaces").map(|_| node.list("crossProviderNamespaces"));
    KubernetesProvider {
        provider,
        namespaces: namespaces.collect(),
        label_selector: node.text("labelSelector"),
        ingress_class: node.text("ingressClass"),
        allow_cross_namespace: flag(node, "allowCrossNamespace"),
        allow_external_name_services: flag(node, "allowExternalNameServices"),
        allow_empty_services: flag(node, "allowEmptyServices"),
        cross_provider_namespaces: cross,
        native_lb_by_default: flag(node, "nativeLBByDefault"),
        disable_cluster_scope: flag(node, "disableClusterScopeResources")
            || flag(node, "disableIngressClassLookup"),
        safe_naming: flag(node, "safeNaming"),
        default_tls_namespace: node.text("defaultTLSResourcesNamespace"),
        strict_prefix_matching: flag(node, "strictPrefixMatching"),
        experimental_channel: flag(node, "experimentalChannel"),
        default_rule_syntax: syntax,
    }
}

/// The Kubernetes providers that are read.
const KUBERNETES: [(&str, Provider); 2] =
    [("kubernetesCRD", Provider::KubernetesCrd), ("kubernetesIngress", Provider::KubernetesIngress)];

/// The members of `providers` that are read here wholly, or are none. Of a cluster no workspace holds everything.
const KNOWN_PROVIDERS: [&str; 6] =
    ["file", "docker", "swarm", "rest", "precedence", "providersThrottleDuration"];

fn other_providers(providers: &Node) -> Vec<Text> {
    let unseen = |node: &&Node| !KNOWN_PROVIDERS.contains(&node.option);
    providers.children.iter().filter(unseen).map(|node| node.name.clone()).collect()
}

fn plugins(experimental: &Node) -> Vec<Text> {
    let named = |option| experimental.map(option).map(|node| node.name.clone());
    named("plugins").chain(named("localPlugins")).collect()
}

fn flag(node: &Node, option: &'static str) -> bool {
    node.bool(option).unwrap_or(false)
}
