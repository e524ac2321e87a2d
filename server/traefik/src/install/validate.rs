//! What keeps Traefik from starting though it could decode everything (pkg/config/static/static_config.go,
//! ValidateConfiguration; pkg/server/server_entrypoint_{tcp,udp}.go, 3.7.13). Of values that are not known nothing is
//! said.

use syntax::rule::quote::quoted;
use syntax::{Problem, Text};

use crate::options::node::Node;

/// What Traefik's validation finds in decoded static configuration, in the order in which it looks.
pub(crate) fn invalid(root: &Node) -> Vec<Problem> {
    let mut faults: Vec<Problem> = root.map("certificatesResolvers").filter_map(resolver).collect();
    faults.extend(root.get("core").and_then(rule_syntax));
    faults.extend(root.map("entryPoints").filter_map(strategies));
    if let Some(providers) = root.get("providers") {
        faults.extend(providers.list("precedence").iter().filter_map(precedence));
        faults.extend(providers.get("kubernetesIngressNGINX").and_then(namespaces));
        faults.extend(knative(root, providers));
    }
    for (option, feature, what) in
        [("accessLog", "access logging", "access logs"), ("log", "logging", "logs")]
    {
        faults.extend(root.get(option).and_then(|log| logs(root, log, feature)));
        faults.extend(root.get(option).and_then(|log| insecure(log, what)));
    }
    for what in ["tracing", "metrics"] {
        faults.extend(root.get(what).and_then(|node| insecure(node, what)));
    }
    faults.extend(root.get("api").and_then(base_path));
    faults.extend(root.get("ocsp").and_then(overrides));
    faults
}

/// What Traefik cannot build its servers from, once all else is valid.
pub(super) fn unbuildable(root: &Node) -> Vec<Problem> {
    root.map("entryPoints").filter_map(building).collect()
}

fn strategies(node: &Node) -> Option<Problem> {
    let http = node.get("http")?;
    let strategy = |option| http.text(option).filter(Text::is_known);
    let (alias, underscore) = (strategy("aliasHeadersStrategy")?, strategy("underscoreHeadersStrategy")?);
    let message = format!(
        "entry point {} cannot have both underscoreHeadersStrategy and aliasHeadersStrategy options \
         configured with different values",
        quoted(node.name.as_str())
    );
    (alias.as_str() != underscore.as_str()).then(|| Problem::new(underscore.content_range(), message))
}

fn building(node: &Node) -> Option<Problem> {
    let name = &node.name;
    let building = |text: &Text, why: String| {
        let message = format!("error while building entryPoint {name}: {why}");
        Some(Problem::new(text.content_range(), message))
    };
    let address = node.text("address").filter(Text::is_known)?;
    let (listen, protocol) = address.as_str().split_once('/').unwrap_or((address.as_str(), "tcp"));
    match protocol.to_ascii_lowercase().as_str() {
        "udp" => return None,
        "tcp" => {}
        _ => return building(&address, format!("invalid protocol: {protocol}")),
    }
    if !listen.contains(':') {
        let why = format!("listen tcp: address {listen}: missing port in address");
        return building(&address, format!("building listener: error opening listener: {why}"));
    }
    let http = node.get("http")?;
    let (option, value) = ["aliasHeadersStrategy", "underscoreHeadersStrategy"]
        .into_iter()
        .find_map(|option| Some((option, http.text(option)?)))
        .filter(|(_, value)| value.is_known())?;
    if matches!(value.as_str(), "keep" | "delete" | "reject") {
        return None;
    }
    building(&value, format!("creating HTTP server: invalid {option} value {}", quoted(value.as_str())))
}

fn resolver(node: &Node) -> Option<Problem> {
    let (acme, tailscale) = (node.get("acme"), node.get("tailscale"));
    let name = quoted(node.name.as_str());
    let message = match (acme, tailscale) {
        (Some(_), Some(_)) => format!(
            "unable to initialize certificates resolver {name}, as ACME and Tailscale providers are mutually \
             exclusive"
        ),
        // It has a default; only an empty one is refused.
        (Some(acme), None) if acme.get("storage").is_some_and(|storage| storage.value.is_empty()) => format!(
            "unable to initialize certificates resolver {name} with no storage location for the certificates"
        ),
        _ => return None,
    };
    Some(Problem::new(node.name.content_range(), message))
}

fn rule_syntax(core: &Node) -> Option<Problem> {
    let syntax = core.written("defaultRuleSyntax").filter(Text::is_known)?;
    let known = matches!(syntax.as_str(), "v2" | "v3");
    let message = format!("unsupported default rule syntax configuration: {}", quoted(syntax.as_str()));
    (!known).then(|| Problem::new(syntax.content_range(), message))
}

fn namespaces(nginx: &Node) -> Option<Problem> {
    nginx.text("watchNamespace")?;
    let selector = nginx.text("watchNamespaceSelector")?;
    let message = "watchNamespace and watchNamespaceSelector options are mutually exclusive";
    Some(Problem::new(selector.content_range(), message))
}

fn logs(root: &Node, log: &Node, feature: &str) -> Option<Problem> {
    let otlp = log.get("otlp")?;
    let enabled = root.get("experimental").and_then(|node| node.bool("otlplogs")) == Some(true);
    let message = format!("the experimental OTLPLogs feature must be enabled to use OTLP {feature}");
    (!enabled).then(|| Problem::new(otlp.name_range(), message))
}

fn insecure(exporter: &Node, what: &str) -> Option<Problem> {
    let grpc = exporter.get("otlp")?.get("grpc")?;
    grpc.get("tls")?;
    let insecure = grpc.get("insecure").filter(|_| grpc.bool("insecure") == Some(true))?;
    let message = format!("{what} OTLP GRPC: TLS and Insecure options are mutually exclusive");
    Some(Problem::new(insecure.name_range(), message))
}

/// `^/[a-zA-Z0-9/_.:~-]*$`
fn base_path(api: &Node) -> Option<Problem> {
    let path = api.written("basePath").filter(Text::is_known)?;
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"/_.:~-".contains(&b);
    let valid = path.as_str().starts_with('/') && path.as_str().bytes().all(fits);
    (!valid).then(|| Problem::new(path.content_range(), "API basePath must be a valid absolute URL path"))
}

fn overrides(ocsp: &Node) -> Option<Problem> {
    let pairs = ocsp.get("responderOverrides").map(Node::pairs).unwrap_or_default();
    let (responder, _) = pairs.into_iter().find(|(_, url)| url.as_str().is_empty())?;
    let message = format!("OCSP responder override value for {responder} cannot be empty");
    Some(Problem::new(responder.content_range(), message))
}

/// static_config.go:62
const PROVIDERS: [&str; 17] = [
    "kubernetesgateway",
    "kubernetescrd",
    "kubernetes",
    "kubernetesingressnginx",
    "swarm",
    "docker",
    "file",
    "redis",
    "knative",
    "consul",
    "consulcatalog",
    "nomad",
    "etcd",
    "ecs",
    "http",
    "zookeeper",
    "rest",
];

fn precedence(name: &Text) -> Option<Problem> {
    let lower = name.as_str().to_lowercase();
    let known = PROVIDERS.contains(&lower.as_str()) || !name.is_known();
    let message = format!("provider {} is not a valid provider name", quoted(&lower));
    (!known).then(|| Problem::new(name.content_range(), message))
}

fn knative(root: &Node, providers: &Node) -> Option<Problem> {
    let knative = providers.get("knative")?;
    let enabled = root.get("experimental").and_then(|node| node.bool("knative")) == Some(true);
    let message = "the experimental Knative feature must be enabled to use the Knative provider";
    (!enabled).then(|| Problem::new(knative.name.content_range(), message))
}
