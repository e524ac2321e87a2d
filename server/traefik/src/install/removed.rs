//! Options of earlier versions that keep Traefik from starting (pkg/cli/deprecation.go, 3.7.13).

use syntax::Problem;

use crate::options::node::Node;

/// Roots that only exist here.
pub(crate) const ROOTS: [&str; 1] = ["pilot"];

/// Dotted options, and how what Traefik logs before it stops begins.
const REMOVED: [(&str, &str); 23] = [
    ("pilot", "Pilot configuration has been removed in v3"),
    ("providers.marathon", "Marathon provider has been removed in v3"),
    ("providers.rancher", "Rancher provider has been removed in v3"),
    (
        "providers.docker.swarmMode",
        "Docker provider `swarmMode` option has been removed in v3, please use the Swarm Provider instead.",
    ),
    ("providers.docker.tls.caOptional", "Docker provider `tls.CAOptional` option has been removed in v3"),
    ("providers.swarm.tls.caOptional", "Swarm provider `tls.CAOptional` option does not exist"),
    ("providers.etcd.tls.caOptional", "ETCD provider `tls.CAOptional` option has been removed in v3"),
    ("providers.redis.tls.caOptional", "Redis provider `tls.CAOptional` option has been removed in v3"),
    ("providers.http.tls.caOptional", "HTTP provider `tls.CAOptional` option has been removed in v3"),
    ("providers.consul.tls.caOptional", "Consul provider `tls.CAOptional` option has been removed in v3"),
    (
        "providers.consulCatalog.endpoint.tls.caOptional",
        "ConsulCatalog provider `tls.CAOptional` option has been removed in v3",
    ),
    (
        "providers.nomad.endpoint.tls.caOptional",
        "Nomad provider `tls.CAOptional` option has been removed in v3",
    ),
    (
        "providers.consul.namespace",
        "Consul provider `namespace` option has been removed, please use the `namespaces` option instead.",
    ),
    (
        "providers.consulCatalog.namespace",
        "ConsulCatalog provider `namespace` option has been removed, please use the `namespaces` option instead.",
    ),
    (
        "providers.nomad.namespace",
        "Nomad provider `namespace` option has been removed, please use the `namespaces` option instead.",
    ),
    (
        "experimental.http3",
        "HTTP3 is not an experimental feature in v3 and the associated enablement has been removed.",
    ),
    ("tracing.spanNameLimit", "SpanNameLimit option for Tracing has been removed in v3"),
    ("tracing.jaeger", "Jaeger Tracing backend has been removed in v3"),
    ("tracing.zipkin", "Zipkin Tracing backend has been removed in v3"),
    ("tracing.datadog", "Datadog Tracing backend has been removed in v3"),
    ("tracing.instana", "Instana Tracing backend has been removed in v3"),
    ("tracing.haystack", "Haystack Tracing backend has been removed in v3"),
    ("tracing.elastic", "Elastic Tracing backend has been removed in v3"),
];

/// The removed options in `root`, as written. Whatever else is refused within one is not worth a word.
pub(crate) fn find(root: &Node) -> Vec<Removed> {
    let find = |path: &str| {
        let mut node = root;
        for name in path.split('.') {
            node = node.children.iter().find(|child| child.name.as_str().eq_ignore_ascii_case(name))?;
        }
        Some(node)
    };
    REMOVED
        .iter()
        .filter_map(|(path, words)| {
            let node = find(path)?;
            let name = node.name_range();
            Some(Removed { range: node.range.cover(name), problem: Problem::new(name, *words) })
        })
        .collect()
}

/// One removed option that is written.
pub(crate) struct Removed {
    range: syntax::TextRange,
    /// At its name.
    pub(crate) problem: Problem,
}

impl Removed {
    /// Whether `problem` lies within it.
    pub(crate) fn holds(&self, problem: &Problem) -> bool {
        self.range.contains_range(problem.range)
    }
}
