//! References to services, and `TraefikService` (kubernetes_http.go:280-560, 700-830).

use syntax::{Problem, Text};

use super::Crd;
use super::http::Skip;
use super::references::place;
use crate::dynamic::{Name, Protocol, Service};
use crate::kubernetes::names;
use crate::kubernetes::servers::{self, Reference};
use crate::kubernetes::tables::{Origin, Tables};
use crate::options::go;
use crate::options::node::Node;

/// The name of a service, and the service itself where the reference makes it.
pub(super) struct Made {
    pub(super) name: Text,
    pub(super) service: Option<Service>,
}

/// An empty service of the kind `kind`, for `node`.
pub(super) fn new_service(name: &Text, protocol: Protocol, kind: &str, node: &Node) -> Service {
    servers::new_service(name, protocol, kind, place(node), node.range)
}

impl Crd<'_> {
    /// `nameAndService`: what `node` refers to from inside `parent`. With safe names a Service is called `key`.
    pub(super) fn service(&self, node: &Node, parent: &Text, key: &Text, route: bool) -> Result<Made, Skip> {
        let name = node.text_at("name").unwrap_or_default();
        let here = place(node);
        let skip = |words: String| (here, words);
        let mut namespace = node.text_at("namespace").unwrap_or_default();
        if !name.as_str().contains('@') {
            namespace = Self::namespace_of(node, parent);
            if !self.may_enter(parent, &namespace) {
                let words =
                    format!("service {namespace}/{name} not in the parent resource namespace {parent}");
                return Err(skip(words));
            }
        }
        self.may_refer(&name, parent).map_err(skip)?;
        let kind = node.text_at("kind");
        match kind.as_ref().map_or("Service", Text::as_str) {
            "Service" => {
                let service = self.balancer(node, &namespace, &name, route).map_err(skip)?;
                let port = node.text_at("port");
                let name = if self.naming.safe {
                    key.clone()
                } else {
                    self.service_name(&namespace, &name, port.as_ref(), here)
                };
                Ok(Made { name, service: Some(service) })
            }
            "TraefikService" => {
                Ok(Made { name: self.service_name(&namespace, &name, None, here), service: None })
            }
            kind => Err(skip(format!("unsupported service kind {kind}"))),
        }
    }

    /// `buildServersLB`
    fn balancer(&self, node: &Node, namespace: &Text, name: &Text, route: bool) -> Result<Service, String> {
        let strategy = node.text_at("strategy").filter(Text::is_known);
        if let Some(strategy) = &strategy
            && !["wrr", "p2c", "hrw", "leasttime", "RoundRobin"].contains(&strategy.as_str())
        {
            return Err(format!("load-balancer strategy {strategy} is not supported"));
        }
        let health_check = node.field("healthCheck");
        let reference = Reference {
            namespace: namespace.clone(),
            name: name.clone(),
            spelled: namespace.clone(),
            port: node.text_at("port"),
            scheme: node.text_at("scheme"),
            any_scheme: false,
            health_check: health_check.is_some(),
            native_lb: node.bool_at("nativeLB"),
            node_port_lb: node.bool_at("nodePortLB").unwrap_or(false),
            place: place(node),
        };
        let servers = self.servers(route).find(&reference, Protocol::Http)?;
        if let Some(check) = health_check {
            for option in ["interval", "unhealthyInterval", "timeout"] {
                duration(check, option)?;
            }
        }
        if let Some(check) = node.field("passiveHealthCheck") {
            duration(check, "failureWindow")?;
        }
        if let Some(forwarding) = node.field("responseForwarding") {
            duration(forwarding, "flushInterval")
                .map_err(|why| format!("unable to parse flushInterval: {why}"))?;
        }
        let servers_transport = self.transport_name(node, namespace)?;
        let middlewares = self
            .middleware_names(node, namespace)
            .map_err(|(_, why)| format!("could not create middleware keys: {why}"))?;
        Ok(Service {
            servers,
            pass_host_header: node.bool_at("passHostHeader").unwrap_or(true),
            servers_transport,
            middlewares,
            health_check: health_check.is_some(),
            strategy: strategy.filter(|strategy| strategy.as_str() != "RoundRobin"),
            ..new_service(name, Protocol::Http, "loadBalancer", node)
        })
    }

    /// `buildServicesLB`: a weighted service called `name`, and those it is made of.
    pub(super) fn weighted(
        &self,
        tables: &mut Tables,
        origin: Origin,
        services: &[Node],
        namespace: &Text,
        name: &Text,
        route: bool,
    ) -> Result<(), Skip> {
        let children = self.children(tables, origin, services, namespace, name, route)?;
        let Some(first) = services.first() else { return Ok(()) };
        let weights = services.iter().map(weight).collect();
        let service = Service { children, weights, ..new_service(name, Protocol::Http, "weighted", first) };
        tables.put_service(origin, service);
        Ok(())
    }

    /// The services of a list, made where they are its own; with safe names called after `parent` and their place.
    fn children(
        &self,
        tables: &mut Tables,
        origin: Origin,
        services: &[Node],
        namespace: &Text,
        parent: &Text,
        route: bool,
    ) -> Result<Vec<Text>, Skip> {
        let mut children = Vec::new();
        for (index, node) in services.iter().enumerate() {
            let index = names::bare(&index.to_string());
            let key = Self::child_key(&[parent, &index], node, namespace);
            children.push(self.child(tables, origin, node, namespace, &key, route)?);
        }
        Ok(children)
    }

    /// The name of one service that a service is made of.
    fn child(
        &self,
        tables: &mut Tables,
        origin: Origin,
        node: &Node,
        namespace: &Text,
        key: &Text,
        route: bool,
    ) -> Result<Text, Skip> {
        let made = self.service(node, namespace, key, route)?;
        if let Some(mut service) = made.service {
            service.name.text = made.name.placed(place(node));
            tables.put_service(origin, service);
        }
        Ok(made.name.placed(place(node)))
    }

    /// `parent_…_svcNs_svc_port`
    pub(super) fn child_key(parents: &[&Text], node: &Node, namespace: &Text) -> Text {
        let namespace = Self::namespace_of(node, namespace);
        let name = node.text_at("name").unwrap_or_default();
        let port = node.text_at("port").unwrap_or_else(|| names::bare("0"));
        let parts: Vec<&Text> = parents.iter().copied().chain([&namespace, &name, &port]).collect();
        names::join(&parts, "_", place(node))
    }

    pub(super) fn traefik_services(&self, tables: &mut Tables) {
        for placed in self.all("TraefikService") {
            let origin = tables.origin(placed);
            let object = placed.object;
            let here = object.name.content_range();
            let name = self.naming.id(&object.namespace, &object.name, here);
            let made = match object.spec() {
                Some(spec) => self.traefik_service(tables, origin, spec, &object.namespace, &object.name),
                None => Err((here, "unspecified service type".to_owned())),
            };
            match made {
                Ok((kind, children, node)) => {
                    let weighted = matches!(kind, "weighted" | "highestRandomWeight");
                    let weights = if weighted {
                        node.items_at("services").iter().map(weight).collect()
                    } else {
                        vec![1; children.len()]
                    };
                    let errors = node.field("errors").map(|errors| errors.texts_at("status"));
                    let service = Service {
                        name: Name { text: name, mentions: vec![here], range: object.range },
                        children,
                        weights,
                        on_status: errors.is_some_and(|status| !status.is_empty()),
                        fault: node.items_at("mirrors").iter().find_map(fault),
                        ..new_service(&object.name, Protocol::Http, kind, node)
                    };
                    tables.put_service(origin, service);
                }
                Err((range, why)) => {
                    tables.skip(origin, range, format!("Error while building TraefikService: {why}"));
                }
            }
        }
    }

    /// Kind, children and fields of a `TraefikService`.
    fn traefik_service<'n>(
        &self,
        tables: &mut Tables,
        origin: Origin,
        spec: &'n Node,
        namespace: &Text,
        name: &Text,
    ) -> Result<(&'static str, Vec<Text>, &'n Node), Skip> {
        let key = |role: &str| names::join(&[namespace, name, &names::bare(role)], "_", name.range());
        let list = |tables: &mut Tables, node: &Node, role: &str| {
            self.children(tables, origin, node.items_at("services"), namespace, &key(role), false)
        };
        if let Some(node) = spec.field("weighted") {
            return Ok(("weighted", list(tables, node, "wrr")?, node));
        }
        if let Some(node) = spec.field("mirroring") {
            let main = Self::child_key(&[&key("mirroring")], node, namespace);
            let mut children = vec![self.child(tables, origin, node, namespace, &main, false)?];
            for (index, mirror) in node.items_at("mirrors").iter().enumerate() {
                let index = names::bare(&index.to_string());
                let key = Self::child_key(&[&key("mirror"), &index], mirror, namespace);
                children.push(self.child(tables, origin, mirror, namespace, &key, false)?);
            }
            return Ok(("mirroring", children, node));
        }
        if let Some(node) = spec.field("highestRandomWeight") {
            return Ok(("highestRandomWeight", list(tables, node, "hrw")?, node));
        }
        if let Some(node) = spec.field("failover") {
            return self.failover(tables, origin, node, namespace, &key).map(|all| ("failover", all, node));
        }
        Err((name.content_range(), "unspecified service type".to_owned()))
    }

    /// `buildFailover`: neither service is taken unless both can be made.
    fn failover(
        &self,
        tables: &mut Tables,
        origin: Origin,
        node: &Node,
        namespace: &Text,
        key: &impl Fn(&str) -> Text,
    ) -> Result<Vec<Text>, Skip> {
        let empty = Node { range: node.range, ..Node::default() };
        let one = |field: &str, role: &str, what: &str| {
            let target = node.field(field).unwrap_or(&empty);
            let key = Self::child_key(&[&key(role)], target, namespace);
            let made = self.service(target, namespace, &key, false);
            made.map(|made| (made, place(target))).map_err(|(range, why)| (range, format!("{what}: {why}")))
        };
        let both = [
            one("service", "failover", "getting service")?,
            one("fallback", "fallback", "getting fallback service")?,
        ];
        let mut children = Vec::new();
        for (made, here) in both {
            if let Some(mut service) = made.service {
                service.name.text = made.name.placed(here);
                tables.put_service(origin, service);
            }
            children.push(made.name.placed(here));
        }
        Ok(children)
    }
}

/// The share of a service among others.
pub(super) fn weight(node: &Node) -> i64 {
    node.int_at("weight").map_or(1, |weight| weight.value)
}

/// What Traefik refuses in a mirror when it builds the service (pkg/server/service/loadbalancer/mirror).
fn fault(mirror: &Node) -> Option<Problem> {
    let percent = mirror.int_at("percent").filter(|percent| !(0..=100).contains(&percent.value))?;
    Some(Problem::new(percent.range, "percent must be between 0 and 100"))
}

/// Whether Go reads the duration `option`, where one is written.
pub(super) fn duration(node: &Node, option: &str) -> Result<(), String> {
    match node.text_at(option).filter(Text::is_known) {
        Some(text) => go::parse_duration(text.as_str()).map(drop),
        None => Ok(()),
    }
}
