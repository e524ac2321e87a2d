//! Options of earlier versions that keep Traefik from starting (pkg/cli/deprecation.go, 3.7.13).

use std::sync::LazyLock;

use syntax::{Problem, Text, TextRange};

use crate::options::decode::check;
use crate::options::node::{Node, Value};
use crate::options::schema::{Form, Schema, Shape, StructId};
use crate::options::settings::{self, Setting};

/// Roots that only exist here.
pub(super) const ROOTS: [&str; 1] = ["pilot"];

/// How the variables begin that hold some of them (deprecation.go, configuration).
pub(super) const VARIABLES: [&str; 5] =
    ["TRAEFIK_CORE", "TRAEFIK_EXPERIMENTAL", "TRAEFIK_PILOT", "TRAEFIK_PROVIDERS", "TRAEFIK_TRACING"];

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

/// What Traefik looks for removed options with: structs of their own, which it decodes all sources into.
static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    Schema::parse(
        "deprecation.go\n\
         cli.configuration\n\
         \tcore\t*cli.core\tempty\n\
         \texperimental\t*cli.experimental\tempty\n\
         \tpilot\tmap[string]any\tempty\n\
         \tproviders\t*cli.providers\tempty\n\
         \ttracing\t*cli.tracing\tempty\n\
         cli.core\n\
         \tdefaultRuleSyntax\tstring\n\
         cli.experimental\n\
         \thttp3\t*bool\n\
         \tkubernetesGateway\t*bool\n\
         \tkubernetesIngressNGINX\t*bool\n\
         cli.providers\n\
         \tdocker\t*cli.docker\tempty\n\
         \tswarm\t*cli.swarm\tempty\n\
         \tconsul\t*cli.consul\tempty\n\
         \tconsulCatalog\t*cli.consulCatalog\tempty\n\
         \tnomad\t*cli.consulCatalog\tempty\n\
         \tmarathon\tmap[string]any\tempty\n\
         \trancher\tmap[string]any\tempty\n\
         \tetcd\t*cli.swarm\tempty\n\
         \tredis\t*cli.swarm\tempty\n\
         \thttp\t*cli.swarm\tempty\n\
         \tkubernetesIngress\t*cli.ingress\tempty\n\
         cli.docker\n\
         \tswarmMode\t*bool\n\
         \ttls\t*cli.tls\tempty\n\
         cli.swarm\n\
         \ttls\t*cli.tls\tempty\n\
         cli.consul\n\
         \tnamespace\t*string\n\
         \ttls\t*cli.tls\tempty\n\
         cli.consulCatalog\n\
         \tnamespace\t*string\n\
         \tendpoint\t*cli.endpointConfig\tempty\n\
         cli.endpointConfig\n\
         \ttls\t*cli.tls\n\
         cli.tls\n\
         \tcaOptional\t*bool\n\
         cli.ingress\n\
         \tdisableIngressClassLookup\t*bool\n\
         cli.tracing\n\
         \tspanNameLimit\t*int\n\
         \tglobalAttributes\tmap[string]string\n\
         \tjaeger\tmap[string]any\tempty\n\
         \tzipkin\tmap[string]any\tempty\n\
         \tdatadog\tmap[string]any\tempty\n\
         \tinstana\tmap[string]any\tempty\n\
         \thaystack\tmap[string]any\tempty\n\
         \telastic\tmap[string]any\tempty\n",
    )
});

/// The removed options in a file whose options are `root`.
pub(crate) fn in_file(root: &Node) -> Vec<Removed> {
    let mut flat = Vec::new();
    let nowhere = TextRange::empty(root.range.start());
    let mut prefix = Text::builder(nowhere);
    prefix.push("traefik", nowhere);
    flatten(root, &prefix.finish(), &mut flat);
    let settings =
        flat.iter().map(|(key, value, range)| Setting { key, value: value.as_ref(), range: *range });
    find(settings)
}

/// The leaves below `node` as dotted settings. The depth of a tree is bounded.
fn flatten(node: &Node, key: &Text, flat: &mut Vec<(Text, Option<Text>, TextRange)>) {
    for child in &node.children {
        let separator = if child.name.as_str().starts_with('[') { "" } else { "." };
        let key = join(key, separator, &child.name);
        match &child.value {
            _ if !child.children.is_empty() => flatten(child, &key, flat),
            Value::List { items, .. } => flat.extend(items.iter().enumerate().map(|(index, item)| {
                let index = Text::plain(format!("[{index}]"), TextRange::empty(item.range().start()));
                (join(&key, "", &index), Some(item.clone()), child.range)
            })),
            value => flat.push((key, value.text(), child.range)),
        }
    }
}

fn join(key: &Text, separator: &str, name: &Text) -> Text {
    let mut builder = Text::builder(key.range().cover(name.range()));
    builder.push_text(key);
    builder.push(separator, TextRange::empty(key.range().end()));
    builder.push_text(name);
    builder.finish()
}

/// The removed options among `settings`. Where one of those that Traefik looks at has a wrong value, it does not find
/// any.
pub(crate) fn find<'a>(settings: impl Iterator<Item = Setting<'a>>) -> Vec<Removed> {
    let (mut root, problems) = settings::read(settings, &[""]);
    if !problems.is_empty() {
        return Vec::new();
    }
    keep_known(&mut root, Schema::ROOT);
    if !check(&SCHEMA, &mut root, Form::File).is_empty() {
        return Vec::new();
    }
    let find = |path: &'static str| {
        let mut node = &root;
        for option in path.split('.') {
            node = node.get(option)?;
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

/// Leaves what [`SCHEMA`] knows (deprecation.go, filterUnknownNodes). The depth of this recursion is the schema's.
fn keep_known(node: &mut Node, id: StructId) {
    node.children.retain_mut(|child| {
        let Some(field) = SCHEMA.field(id, child.name.as_str(), Form::File) else { return false };
        match field.shape {
            _ if child.children.is_empty() => true,
            Shape::Raw => true,
            Shape::Struct(id) => {
                keep_known(child, id);
                !child.children.is_empty()
            }
            _ => false,
        }
    });
}

/// One removed option that is written.
pub(crate) struct Removed {
    range: TextRange,
    /// At its name.
    pub(crate) problem: Problem,
}

impl Removed {
    /// Whether `problem` lies within it.
    pub(crate) fn holds(&self, problem: &Problem) -> bool {
        self.range.contains_range(problem.range)
    }
}
