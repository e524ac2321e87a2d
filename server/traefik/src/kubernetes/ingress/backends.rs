//! The service of a backend (`loadService`, kubernetes.go:560).

use syntax::rule::quote::quoted;
use syntax::{Text, TextRange};

use super::{Ingress, Ingresses, Skip};
use crate::dynamic::{Protocol, Server, Service};
use crate::kubernetes::annotations;
use crate::kubernetes::cluster::Found;
use crate::kubernetes::manifest::Object;
use crate::kubernetes::names;
use crate::kubernetes::servers::{Port, Reference, Servers, address, new_service, server, unseen};
use crate::options::node::Node;

/// Where the Service of a backend is named.
pub(super) fn place(backend: &Node) -> TextRange {
    let name = backend.field("service").and_then(|service| service.field("name"));
    name.map_or(backend.range, Node::place)
}

/// The port of a backend: its name, else its number.
fn port(backend: &Node) -> Option<(Option<Text>, Option<Text>)> {
    let port = backend.field("service")?.field("port")?;
    Some((port.text_at("name"), port.text_at("number")))
}

/// `ns-service-port`
pub(super) fn service_name(namespace: &Text, backend: &Node) -> Text {
    let name = backend.field("service").and_then(|service| service.text_at("name")).unwrap_or_default();
    let (by_name, number) = port(backend).unwrap_or_default();
    let port = by_name.or(number).unwrap_or_else(|| names::bare("0"));
    names::normal(&[namespace, &name, &port], place(backend))
}

impl Ingresses<'_> {
    /// The service of `backend` under the name `name`. `words` are what Traefik says where the backend is a resource, or
    /// nothing.
    pub(super) fn backend(
        &self,
        ingress: &Ingress<'_>,
        backend: &Node,
        name: &Text,
        words: [&str; 2],
    ) -> Result<Service, Skip> {
        let here = place(backend);
        let [resource, nothing] = words;
        if backend.field("resource").is_some() {
            return Err((here, resource.to_owned()));
        }
        let Some(service) = backend.field("service") else { return Err((here, nothing.to_owned())) };
        let target = service.text_at("name").unwrap_or_default();
        let made = self.service(&ingress.object.namespace, &target, backend, name);
        let service = made.map_err(|why| (here, format!("Cannot create service: {why}")))?;
        if service.servers.is_empty() && !self.provider.allow_empty_services {
            return Err((here, "Skipping service: no endpoints found".to_owned()));
        }
        Ok(service)
    }

    fn service(
        &self,
        namespace: &Text,
        target: &Text,
        backend: &Node,
        name: &Text,
    ) -> Result<Service, String> {
        let mut reference = Reference {
            namespace: namespace.clone(),
            name: target.clone(),
            spelled: namespace.clone(),
            port: port(backend).and_then(|(name, number)| name.or(number)),
            scheme: None,
            any_scheme: true,
            health_check: false,
            native_lb: None,
            node_port_lb: false,
            place: place(backend),
        };
        let made = new_service(name, Protocol::Http, "loadBalancer", reference.place, backend.range);
        let object = match self.cluster.find("Service", namespace, target) {
            Found::Object(object) => object,
            Found::Missing => return Err("service not found".to_owned()),
            Found::Unseen => {
                return Ok(Service { servers: vec![unseen(&reference, Protocol::Http)], ..made });
            }
        };
        let kind = object.spec().and_then(|spec| spec.text_at("type"));
        let kind = kind.as_ref().map_or("ClusterIP", Text::as_str);
        if kind == "ExternalName" && !self.provider.allow_external_name_services {
            return Err(format!("externalName services not allowed: {namespace}/{target}"));
        }
        let Some(port) = find_port(object, backend) else {
            return Err("service port not found".to_owned());
        };
        let options = annotations::read(object, "service").map_err(|problem| problem.message)?;
        let options = options.unwrap_or_default();
        let allowed = self.allows(namespace);
        let refused = |what: &str| {
            let namespace = quoted(namespace.as_str());
            Err(format!("cross-provider {what} reference is not allowed from namespace {namespace}"))
        };
        let middlewares = options.list("middlewares");
        if !middlewares.is_empty() && !allowed {
            return refused("middleware");
        }
        let servers_transport = options.text("serversTransport");
        if servers_transport.is_some() && !allowed {
            return refused("serversTransport");
        }
        reference.scheme = options.text("serversScheme");
        reference.native_lb = options.bool("nativeLB");
        reference.node_port_lb = kind == "NodePort" && options.bool("nodePortLB").unwrap_or(false);
        let servers = self.servers(object, kind, &reference, &port)?;
        let pass_host_header = options.bool("passHostHeader").unwrap_or(true);
        Ok(Service { servers, pass_host_header, servers_transport, middlewares, ..made })
    }

    fn servers(
        &self,
        object: &Object,
        kind: &str,
        reference: &Reference,
        port: &Port,
    ) -> Result<Vec<Server>, String> {
        let make = |host: &Text, number: &Text| server(reference, Protocol::Http, port, host, number);
        let number = port.number.clone().unwrap_or_default();
        if reference.node_port_lb {
            if self.provider.disable_cluster_scope {
                return Err("nodes lookup is disabled".to_owned());
            }
            if self.cluster.whole {
                return Err(format!("nodes not found in namespace {}", reference.namespace));
            }
            return Ok(vec![unseen(reference, Protocol::Http)]);
        }
        if kind == "ExternalName" {
            let host = object.spec().and_then(|spec| spec.text_at("externalName")).unwrap_or_default();
            return Ok(vec![make(&host, &number)?]);
        }
        if reference.native_lb.unwrap_or(self.provider.native_lb_by_default) {
            let ip = object.spec().and_then(|spec| spec.text_at("clusterIP"));
            if ip.is_some_and(|ip| ip.as_str() == "None") {
                let path = object.path();
                let why = format!("no clusterIP on headless service: {path}");
                return Err(format!("getting native Kubernetes Service address: {why}"));
            }
            return Ok(vec![make(&address(object, reference), &number)?]);
        }
        let servers = Servers { cluster: self.cluster, provider: self.provider, route: true };
        servers.endpoints(object, reference, Protocol::Http, port)
    }
}

/// The port of `service` that the backend means, by number or by name.
fn find_port(service: &Object, backend: &Node) -> Option<Port> {
    let (name, number) = port(backend).unwrap_or_default();
    let number = number.as_ref().map_or("0", Text::as_str);
    let is_it = |found: &Port| {
        let by_number = found.number.as_ref().is_some_and(|own| own.as_str() == number);
        let by_name = name.as_ref().is_some_and(|name| name.as_str() == found.name());
        by_number || by_name
    };
    let ports = service.spec().map_or(&[][..], |spec| spec.items_at("ports"));
    ports.iter().map(Port::of).find(is_it)
}
