//! What keeps Traefik from starting though it could decode everything (pkg/config/static/static_config.go,
//! ValidateConfiguration; pkg/server/server_entrypoint_{tcp,udp}.go, 3.7.13). Of values that are not known nothing is
//! said.

use syntax::rule::quote::quoted;
use syntax::{Problem, Text};

use crate::options::node::Node;

/// The faults of decoded static configuration.
pub(super) fn faults(root: &Node) -> Vec<Problem> {
    let mut faults: Vec<Problem> = root.map("entryPoints").filter_map(entry_point).collect();
    faults.extend(root.map("certificatesResolvers").filter_map(resolver));
    faults.extend(root.get("core").and_then(rule_syntax));
    faults.extend(root.get("api").and_then(base_path));
    if let Some(providers) = root.get("providers") {
        faults.extend(providers.list("precedence").iter().filter_map(precedence));
        faults.extend(knative(root, providers));
    }
    faults
}

fn entry_point(node: &Node) -> Option<Problem> {
    let name = &node.name;
    let http = node.get("http");
    let strategy = |option| http.and_then(|http| http.text(option)).filter(Text::is_known);
    let alias = strategy("aliasHeadersStrategy");
    let underscore = strategy("underscoreHeadersStrategy");
    let building = |text: &Text, why: String| {
        let message = format!("error while building entryPoint {name}: {why}");
        Some(Problem::new(text.content_range(), message))
    };
    if let (Some(alias), Some(underscore)) = (&alias, &underscore)
        && alias.as_str() != underscore.as_str()
    {
        let message = format!(
            "entry point {} cannot have both underscoreHeadersStrategy and aliasHeadersStrategy options \
             configured with different values",
            quoted(name.as_str())
        );
        return Some(Problem::new(underscore.content_range(), message));
    }
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
    let (option, value) = match (alias, underscore) {
        (Some(alias), _) => ("aliasHeadersStrategy", alias),
        (None, Some(underscore)) => ("underscoreHeadersStrategy", underscore),
        (None, None) => return None,
    };
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
    let syntax = core.text("defaultRuleSyntax").filter(Text::is_known)?;
    let known = matches!(syntax.as_str(), "v2" | "v3");
    let message = format!("unsupported default rule syntax configuration: {}", quoted(syntax.as_str()));
    (!known).then(|| Problem::new(syntax.content_range(), message))
}

/// `^/[a-zA-Z0-9/_.:~-]*$`
fn base_path(api: &Node) -> Option<Problem> {
    let path = api.text("basePath").filter(Text::is_known)?;
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"/_.:~-".contains(&b);
    let valid = path.as_str().starts_with('/') && path.as_str().bytes().all(fits);
    (!valid).then(|| Problem::new(path.content_range(), "API basePath must be a valid absolute URL path"))
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
