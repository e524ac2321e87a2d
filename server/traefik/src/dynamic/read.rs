//! From options to declarations: what Traefik's structs would hold, with places.

use syntax::{Problem, Text};

use crate::dynamic::{Dynamic, Middleware, Protocol, Router, RouterTls, Server, Service, effect, fault};
use crate::facts::template::Template;
use crate::options::decode::decode;
use crate::options::node::Node;
use crate::options::schema::{DYNAMIC, Form};
use crate::options::{go, values};

/// The root keys; others are ignored, also misspelt ones (pkg/config/dynamic/config.go:24).
pub(crate) const ROOTS: [&str; 4] = ["http", "tcp", "udp", "tls"];

/// The declarations of a YAML or TOML file of the file provider.
pub(crate) fn from_file(root: &syntax::value::Node) -> Dynamic {
    let (mut node, mut refused) = values::read(root, &ROOTS);
    refused.extend(decode(&DYNAMIC, &mut node, Form::File));
    from_options(&node, refused)
}

/// The same for a file with template actions. What Traefik refuses cannot be told before they are run.
pub(crate) fn from_template(root: &syntax::value::Node, template: &Template) -> Dynamic {
    let (mut node, _) = values::read(root, &ROOTS);
    template.mark(&mut node);
    decode(&DYNAMIC, &mut node, Form::File);
    from_options(&node, Vec::new())
}

/// The declarations among decoded options.
pub(crate) fn from_options(root: &Node, refused: Vec<Problem>) -> Dynamic {
    let mut dynamic = Dynamic { refused, ..Dynamic::default() };
    for protocol in [Protocol::Http, Protocol::Tcp, Protocol::Udp] {
        for section in root.all(protocol.as_str()) {
            dynamic.routers.extend(section.map("routers").map(|node| router(node, protocol)));
            dynamic.middlewares.extend(section.map("middlewares").map(|node| middleware(node, protocol)));
            dynamic.services.extend(section.map("services").map(|node| service(node, protocol)));
            dynamic.servers_transports.extend(section.map("serversTransports").map(|node| node.name.clone()));
        }
    }
    for section in root.all("tls") {
        dynamic.tls_options.extend(section.map("options").map(|node| node.name.clone()));
    }
    dynamic
}

fn router(node: &Node, protocol: Protocol) -> Router {
    Router {
        name: node.declared(),
        protocol,
        rule: node.text("rule"),
        rule_syntax: node.text("ruleSyntax"),
        entry_points: node.list("entryPoints"),
        middlewares: node.list("middlewares"),
        service: node.text("service"),
        priority: node.int("priority"),
        tls: node.get("tls").map(|tls| RouterTls {
            range: tls.name_range(),
            cert_resolver: tls.text("certResolver"),
            options: tls.text("options"),
            passthrough: tls.bool("passthrough").unwrap_or(false),
        }),
        parent_refs: node.list("parentRefs"),
        observability: node.get("observability").map(Node::name_range),
        default_rule: false,
    }
}

/// A middleware from its options.
pub(crate) fn middleware(node: &Node, protocol: Protocol) -> Middleware {
    Middleware {
        name: node.declared(),
        protocol,
        types: node.children.iter().map(|child| child.name.clone()).collect(),
        kind: node.children.first().map_or("", |child| child.option),
        effect: effect::read(node.children.first()),
        plugins: node.map("plugin").map(|plugin| plugin.name.clone()).collect(),
        fault: node.children.first().and_then(fault::middleware),
    }
}

/// The members of a service that are no kinds of service.
const NO_KIND: [&str; 1] = ["middlewares"];

fn service(node: &Node, protocol: Protocol) -> Service {
    let kinds: Vec<&Node> = node.children.iter().filter(|child| !NO_KIND.contains(&child.option)).collect();
    let balancer = node.get("loadBalancer");
    let in_balancer = |option| balancer.and_then(|balancer| balancer.text(option));
    let label = balancer.and_then(|balancer| balancer.get("servers"));
    let in_label = |option| label.and_then(|server| server.text(option));
    let (children, weights) = kinds.iter().flat_map(|kind| children(kind)).unzip();
    Service {
        name: node.declared(),
        protocol,
        types: kinds.iter().map(|kind| kind.name.clone()).collect(),
        servers: balancer.map(servers).unwrap_or_default(),
        port: in_label("port"),
        scheme: in_label("scheme"),
        pass_host_header: in_balancer("passHostHeader")
            .and_then(|text| go::parse_bool(text.as_str()).ok())
            .unwrap_or(true),
        servers_transport: in_balancer("serversTransport"),
        children,
        weights,
        middlewares: node.list("middlewares"),
        health_check: kinds.iter().any(|kind| kind.get("healthCheck").is_some()),
        on_status: kinds.iter().any(|kind| kind.get("errors").is_some_and(|e| !e.list("status").is_empty())),
        settings: balancer.unwrap_or(node).content(&["servers", "middlewares"]),
        strategy: in_balancer("strategy"),
        fault: kinds.first().and_then(|kind| fault::service(kind, protocol)),
    }
}

/// The servers of a load balancer: the items of a list, or the one that labels give.
fn servers(balancer: &Node) -> Vec<Server> {
    let Some(list) = balancer.get("servers") else { return Vec::new() };
    let is_item = |child: &Node| child.option.is_empty();
    let items: Vec<&Node> =
        if list.children.iter().all(is_item) { list.children.iter().collect() } else { vec![list] };
    items
        .into_iter()
        .map(|item| Server {
            url: item
                .text("url")
                .or_else(|| item.text("address"))
                .unwrap_or_else(|| Text::builder(item.range).finish()),
            preserve_path: item.bool("preservePath").unwrap_or(false),
            weight: weight(item),
        })
        .collect()
}

/// The services that a kind of service leads to, with their weights.
fn children(kind: &Node) -> Vec<(Text, i64)> {
    let named = |list| kind.map(list).filter_map(|item| Some((item.text("name")?, weight(item))));
    let one = |option| kind.text(option).map(|name| (name, 1));
    one("service")
        .into_iter()
        .chain(one("fallback"))
        .chain(named("services"))
        .chain(named("mirrors"))
        .collect()
}

fn weight(item: &Node) -> i64 {
    item.int("weight").map_or(1, |weight| weight.value)
}
