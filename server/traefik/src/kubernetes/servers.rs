//! From a reference to a Kubernetes Service to servers (`loadServers` in pkg/provider/kubernetes/crd/kubernetes_http.go:556,
//! kubernetes_tcp.go:209, kubernetes_udp.go:120).
//!
//! Manifests tell no addresses of pods. A server's host is the Service's name in the cluster's DNS, its port that of the
//! pods; a Service that selects something is taken to have pods that are ready. Where somebody has written
//! `EndpointSlice`s, they count.

use syntax::rule::quote::quoted;
use syntax::{Text, TextRange};

use crate::dynamic::{Name, Protocol, Server, Service};
use crate::install::KubernetesProvider;
use crate::kubernetes::cluster::{Cluster, Found, pod};
use crate::kubernetes::manifest::Object;
use crate::kubernetes::tree::is_number;
use crate::options::node::Node;

/// A reference to a Service.
pub(super) struct Reference {
    pub(super) namespace: Text,
    pub(super) name: Text,
    /// Its namespace as it is written, if it is.
    pub(super) spelled: Text,
    /// Its port: a number or a name.
    pub(super) port: Option<Text>,
    pub(super) scheme: Option<Text>,
    /// Whether any scheme is taken.
    pub(super) any_scheme: bool,
    pub(super) health_check: bool,
    pub(super) native_lb: Option<bool>,
    pub(super) node_port_lb: bool,
    /// What stands for the servers in the file.
    pub(super) place: TextRange,
}

/// Finds servers for one provider.
pub(super) struct Servers<'a> {
    pub(super) cluster: &'a Cluster<'a>,
    pub(super) provider: &'a KubernetesProvider,
    /// Whether whoever refers honours `nativeLBByDefault` and `disableClusterScopeResources`: only routes do.
    pub(super) route: bool,
}

/// A port of a Service.
pub(super) struct Port {
    pub(super) number: Option<Text>,
    pub(super) name: Option<Text>,
    pub(super) target: Option<Text>,
}

impl Port {
    /// As `spec.ports` has it.
    pub(super) fn of(node: &Node) -> Self {
        Self { number: node.text_at("port"), name: node.text_at("name"), target: node.text_at("targetPort") }
    }

    pub(super) fn name(&self) -> &str {
        self.name.as_ref().map_or("", Text::as_str)
    }
}

impl Servers<'_> {
    /// The servers, or why there are none.
    pub(super) fn find(&self, reference: &Reference, protocol: Protocol) -> Result<Vec<Server>, String> {
        let Reference { namespace, name, .. } = reference;
        let path = format!("{namespace}/{name}");
        if !self.provider.watches(namespace) {
            return Err(format!("failed to get service {path}: namespace is not within watched namespaces"));
        }
        let service = match self.cluster.find("Service", namespace, name) {
            Found::Object(service) => service,
            Found::Missing if protocol == Protocol::Http => {
                return Err(format!("kubernetes service not found: {path}"));
            }
            Found::Missing => return Err("service not found".to_owned()),
            Found::Unseen => return Ok(vec![unseen(reference, protocol)]),
        };
        let spec = service.spec();
        let kind = spec.and_then(|spec| spec.text_at("type"));
        let kind = kind.as_ref().map_or("ClusterIP", Text::as_str);
        let external = kind == "ExternalName";
        let allowed = !external || self.provider.allow_external_name_services;
        let refused = || format!("externalName services not allowed: {path}");
        if !allowed && protocol != Protocol::Http {
            return Err(refused());
        }
        let Some(port) = port(service, reference, external)? else {
            return Ok(vec![unseen(reference, protocol)]);
        };
        if !external && reference.health_check {
            return Err(format!("healthCheck allowed only for ExternalName services: {path}"));
        }
        if !allowed {
            return Err(refused());
        }
        let make = |host: &Text, number: &Text| server(reference, protocol, &port, host, number);
        if external {
            let host = spec.and_then(|spec| spec.text_at("externalName")).unwrap_or_default();
            return Ok(vec![make(&host, port.number.as_ref().unwrap_or(&Text::default()))?]);
        }
        let native = reference.native_lb.unwrap_or(self.route && self.provider.native_lb_by_default);
        let node_port = kind == "NodePort" && reference.node_port_lb;
        // In HTTP the cluster's address comes before the nodes'.
        if native && (protocol == Protocol::Http || !node_port) {
            let headless =
                spec.and_then(|spec| spec.text_at("clusterIP")).is_some_and(|ip| ip.as_str() == "None");
            if headless {
                let why = format!("no clusterIP on headless service: {path}");
                return Err(format!("getting native Kubernetes Service address: {why}"));
            }
            let number = port.number.clone().unwrap_or_default();
            return Ok(vec![make(&address(service, reference), &number)?]);
        }
        if node_port {
            return self.nodes(reference, protocol, &port);
        }
        let servers = self.endpoints(service, reference, protocol, &port)?;
        if servers.is_empty() && !self.provider.allow_empty_services {
            return Err(format!("no servers found for {path}"));
        }
        Ok(servers)
    }

    /// Nodes are in no manifest.
    fn nodes(&self, reference: &Reference, protocol: Protocol, port: &Port) -> Result<Vec<Server>, String> {
        if self.route && self.provider.disable_cluster_scope {
            return Err("nodes lookup is disabled".to_owned());
        }
        if self.cluster.whole {
            // The namespace of a stream's reference is printed as it is written (kubernetes_tcp.go:240).
            let http = protocol == Protocol::Http;
            let namespace = if http { &reference.namespace } else { &reference.spelled };
            let name = &reference.name;
            return Err(format!("nodes not found for NodePort service {namespace}/{name}"));
        }
        let unknown = |what| {
            let mut builder = Text::builder(reference.place);
            builder.push_unknown(what, reference.place);
            builder.finish()
        };
        Ok(vec![server(reference, protocol, port, &unknown("node"), &unknown("nodePort"))?])
    }

    /// The pods behind a Service.
    pub(super) fn endpoints(
        &self,
        service: &Object,
        reference: &Reference,
        protocol: Protocol,
        port: &Port,
    ) -> Result<Vec<Server>, String> {
        let slices = self.cluster.slices(service);
        // An address counts once, with the port it is first found with.
        let mut addresses: Vec<String> = Vec::new();
        let mut servers = Vec::new();
        for slice in &slices {
            let Some(number) = slice_port(&slice.root, port) else { continue };
            if protocol == Protocol::Http {
                scheme(reference, port)?;
            }
            for endpoint in slice.root.items_at("endpoints") {
                if !takes_requests(endpoint, protocol) {
                    continue;
                }
                for address in endpoint.texts_at("addresses") {
                    if !addresses.iter().any(|known| known == address.as_str()) {
                        addresses.push(address.as_str().to_owned());
                        servers.push(server(reference, protocol, port, &address, &number)?);
                    }
                }
            }
        }
        if !slices.is_empty() {
            return Ok(servers);
        }
        let selects = service.spec().is_some_and(|spec| spec.field("selector").is_some());
        if !selects {
            return Ok(if self.cluster.whole { Vec::new() } else { vec![unseen(reference, protocol)] });
        }
        match self.target(service, port) {
            Some(number) => Ok(vec![server(reference, protocol, port, &dns_name(reference), &number)?]),
            None if self.cluster.whole => Ok(Vec::new()),
            None => Ok(vec![unseen(reference, protocol)]),
        }
    }

    /// The port of the pods.
    fn target(&self, service: &Object, port: &Port) -> Option<Text> {
        let Some(target) = port.target.clone() else { return port.number.clone() };
        if target.as_str().parse::<u16>().is_ok() || !target.is_known() {
            return Some(target);
        }
        let workloads = self.cluster.workloads(service);
        workloads.iter().find_map(|placed| {
            let containers = pod(placed.object)?.field("spec")?.items_at("containers");
            let mut ports = containers.iter().flat_map(|container| container.items_at("ports"));
            ports
                .find(|own| own.text_at("name").is_some_and(|name| name.as_str() == target.as_str()))?
                .text_at("containerPort")
        })
    }
}

/// `getServicePort`: a number is compared with numbers, a text with names. `None` where it is not known.
fn port(service: &Object, reference: &Reference, external: bool) -> Result<Option<Port>, String> {
    let undefined = || Err("ingressRoute service port not defined".to_owned());
    let Some(wanted) = &reference.port else { return undefined() };
    let by_number = is_number(wanted);
    if by_number && wanted.as_str().parse::<i64>() == Ok(0) {
        return undefined();
    }
    if !wanted.is_known() {
        return Ok(None);
    }
    let ports = service.spec().map_or(&[][..], |spec| spec.items_at("ports"));
    for port in ports {
        let found = Port::of(port);
        let fits = if by_number {
            found.number.as_ref().is_some_and(|number| number.as_str() == wanted.as_str())
        } else {
            found.name() == wanted.as_str()
        };
        if fits {
            return Ok(Some(found));
        }
    }
    if ports.iter().any(|port| {
        let unknown = |name| port.text_at(name).is_some_and(|text| !text.is_known());
        unknown("port") || unknown("name")
    }) {
        return Ok(None);
    }
    if !external || !by_number {
        return Err(format!("service port not found: {wanted}"));
    }
    Ok(Some(Port { number: Some(wanted.clone()), name: None, target: None }))
}

fn slice_port(slice: &Node, port: &Port) -> Option<Text> {
    let named = |own: &&Node| match own.field("name") {
        Some(_) => own.text_at("name").as_ref().map_or("", Text::as_str) == port.name(),
        None => false,
    };
    slice.items_at("ports").iter().find(named)?.text_at("port").filter(|number| number.as_str() != "0")
}

/// HTTP asks whether a pod serves, the others whether it is ready; nothing said means yes there and no here.
fn takes_requests(endpoint: &Node, protocol: Protocol) -> bool {
    let condition = |name| endpoint.field("conditions").and_then(|conditions| conditions.bool_at(name));
    match protocol {
        Protocol::Http => condition("serving").unwrap_or(true),
        Protocol::Tcp | Protocol::Udp => condition("ready").unwrap_or(false),
    }
}

/// What stands for an address: the cluster's own where somebody has chosen it.
pub(super) fn address(service: &Object, reference: &Reference) -> Text {
    let chosen = service.spec().and_then(|spec| spec.text_at("clusterIP"));
    chosen.unwrap_or_else(|| dns_name(reference))
}

/// `name.namespace`
fn dns_name(reference: &Reference) -> Text {
    let mut builder = Text::builder(reference.place);
    builder.push_text(&reference.name.placed(reference.place));
    builder.push_for(".", reference.place);
    builder.push_text(&reference.namespace.placed(reference.place));
    builder.finish_at(reference.place)
}

/// The server at a host and a port.
pub(super) fn server(
    reference: &Reference,
    protocol: Protocol,
    port: &Port,
    host: &Text,
    number: &Text,
) -> Result<Server, String> {
    let mut builder = Text::builder(reference.place);
    if protocol == Protocol::Http {
        builder.push_for(&format!("{}://", scheme(reference, port)?), reference.place);
    }
    builder.push_text(&join(host, number).placed(reference.place));
    Ok(Server { url: builder.finish_at(reference.place), preserve_path: false, weight: 1 })
}

/// `net.JoinHostPort`
fn join(host: &Text, number: &Text) -> Text {
    let mut builder = Text::builder(host.range());
    let bare = |builder: &mut syntax::TextBuilder, text: &str| builder.push_for(text, host.range());
    if host.as_str().contains(':') && host.is_known() {
        bare(&mut builder, "[");
        builder.push_text(host);
        bare(&mut builder, "]");
    } else {
        builder.push_text(host);
    }
    bare(&mut builder, ":");
    builder.push_text(number);
    builder.finish_at(host.range())
}

/// `parseServiceProtocol`
fn scheme(reference: &Reference, port: &Port) -> Result<String, String> {
    match reference.scheme.as_ref().filter(|scheme| scheme.is_known()).map(Text::as_str) {
        Some(scheme @ ("http" | "https" | "h2c")) => Ok(scheme.to_owned()),
        Some(scheme) if reference.any_scheme => Ok(scheme.to_owned()),
        Some(scheme) => Err(format!("invalid scheme {} specified", quoted(scheme))),
        None => {
            let number = port.number.as_ref().map_or("", Text::as_str);
            let secure = number == "443" || port.name().starts_with("https");
            Ok(if secure { "https" } else { "http" }.to_owned())
        }
    }
}

/// What stands for the servers of a Service that is not seen.
pub(super) fn unseen(reference: &Reference, protocol: Protocol) -> Server {
    let place = reference.place;
    let mut number = Text::builder(place);
    number.push_unknown("port", place);
    let written = reference.port.clone();
    let port = Port {
        number: written.clone().filter(is_number),
        name: written.filter(|port| !is_number(port)),
        target: None,
    };
    let made = server(reference, protocol, &port, &dns_name(reference), &number.finish());
    made.unwrap_or_else(|_| Server { url: dns_name(reference), preserve_path: false, weight: 1 })
}

/// An empty service of the kind `kind`, whose name nobody has written: `here` stands for it.
pub(super) fn new_service(
    name: &Text,
    protocol: Protocol,
    kind: &str,
    here: TextRange,
    range: TextRange,
) -> Service {
    Service {
        name: Name { text: name.placed(here), mentions: Vec::new(), range },
        protocol,
        types: vec![Text::plain(kind, TextRange::empty(here.start()))],
        servers: Vec::new(),
        port: None,
        scheme: None,
        pass_host_header: true,
        servers_transport: None,
        children: Vec::new(),
        weights: Vec::new(),
        middlewares: Vec::new(),
        health_check: false,
        on_status: false,
        settings: Vec::new(),
        strategy: None,
        fault: None,
    }
}
