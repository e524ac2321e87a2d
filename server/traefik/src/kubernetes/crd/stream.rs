//! `IngressRouteTCP` and `IngressRouteUDP` (kubernetes_tcp.go, kubernetes_udp.go).

use syntax::{Problem, Text, TextRange};

use super::Crd;
use super::http::{Route, Skip, declared, routes, rule, rule_place};
use super::references::place;
use super::services::{new_service, weight};
use crate::dynamic::{Protocol, Router, RouterTls, Service};
use crate::kubernetes::names;
use crate::kubernetes::servers::Reference;
use crate::kubernetes::tables::Tables;
use crate::options::node::Node;

impl Crd<'_> {
    pub(super) fn tcp_routes(&self, tables: &mut Tables) {
        self.streams(tables, "IngressRouteTCP", |tables, route, spec| self.tcp_route(tables, route, spec));
    }

    pub(super) fn udp_routes(&self, tables: &mut Tables) {
        self.streams(tables, "IngressRouteUDP", |tables, route, spec| {
            self.udp_route(tables, route, spec);
            Ok(())
        });
    }

    fn streams(
        &self,
        tables: &mut Tables,
        kind: &'static str,
        make: impl Fn(&mut Tables, &Route<'_>, &Node) -> Result<(), Skip>,
    ) {
        for placed in self.all(kind) {
            let origin = tables.origin(placed);
            let Some(spec) = placed.object.spec() else { continue };
            if !self.takes(placed.object, spec) {
                continue;
            }
            for (index, node) in routes(spec) {
                let route = Route { object: placed.object, origin, node, index };
                if let Err((range, words)) = make(tables, &route, spec) {
                    tables.skip(origin, range, words);
                }
            }
        }
    }

    fn tcp_route(&self, tables: &mut Tables, route: &Route<'_>, spec: &Node) -> Result<(), Skip> {
        let Route { object, origin, node, index } = *route;
        let rule = rule(node)?;
        let namespace = &object.namespace;
        let middlewares = self
            .middleware_names(node, namespace)
            .map_err(|(range, why)| (range, format!("Failed to create middleware keys: {why}")))?;
        let here = rule_place(node);
        let name = self.naming.tcp_router(namespace, &object.name, index, &rule, here);
        let service = self.stream_service(tables, route, &name, Protocol::Tcp);
        let tls = match spec.field("tls") {
            None => None,
            Some(tls) => Some(RouterTls {
                range: tls.name_range(),
                cert_resolver: tls.text_at("certResolver"),
                options: self.tls_option(tls, namespace)?,
                passthrough: tls.bool_at("passthrough").unwrap_or(false),
            }),
        };
        tables.put_router(
            origin,
            Router {
                rule: Some(rule),
                rule_syntax: node.text_at("syntax"),
                middlewares,
                priority: node.int_at("priority"),
                tls,
                ..stream_router(&name, node, here, Protocol::Tcp, spec, service)
            },
        );
        Ok(())
    }

    fn udp_route(&self, tables: &mut Tables, route: &Route<'_>, spec: &Node) {
        let Route { object, origin, node, index } = *route;
        // Nothing in a route stands for its router but its services.
        let here = node.field("services").map_or(node.range, Node::name_range);
        let name = self.naming.udp_router(&object.namespace, &object.name, index, here);
        let service = self.stream_service(tables, route, &name, Protocol::Udp);
        tables.put_router(origin, stream_router(&name, node, here, Protocol::Udp, spec, service));
    }

    /// The service of a route. One that cannot be made is left out; the router is there all the same.
    fn stream_service(
        &self,
        tables: &mut Tables,
        route: &Route<'_>,
        router: &Text,
        protocol: Protocol,
    ) -> Text {
        let Route { object, origin, node, index } = *route;
        let services = node.items_at("services");
        let mut name = router.placed(TextRange::empty(node.range.start()));
        let key = |role: &str| Self::route_key(object, index, role, node.range);
        for (at, item) in services.iter().enumerate() {
            let balancer = match self.stream_balancer(item, &object.namespace, protocol) {
                Ok(balancer) => balancer,
                Err(why) => {
                    tables.skip(origin, place(item), format!("Cannot create service: {why}"));
                    continue;
                }
            };
            let here = place(item);
            if services.len() == 1 {
                if self.naming.safe {
                    name = key("lb");
                }
                name = name.placed(here);
                tables.put_service(origin, Service { name: own(&name, item), ..balancer });
                break;
            }
            let child = if self.naming.safe {
                name = key("wrr").placed(TextRange::empty(node.range.start()));
                Self::child_key(&[&key("wrr"), &names::bare(&at.to_string())], item, &object.namespace)
            } else {
                let service = item.text_at("name").unwrap_or_default();
                let port = item.text_at("port").unwrap_or_else(|| names::bare("0"));
                names::join(&[&name, &service, &port], "-", here)
            };
            tables.put_service(origin, Service { name: own(&child, item), ..balancer });
            match tables.services.get_mut(protocol, name.as_str()) {
                None => {
                    let parent = new_service(&name, protocol, "weighted", item);
                    let (children, weights) = (vec![child], vec![weight(item)]);
                    tables.put_service(origin, Service { children, weights, ..parent });
                }
                Some(parent) if parent.types.iter().any(|kind| kind.as_str() == "weighted") => {
                    parent.children.push(child);
                    parent.weights.push(weight(item));
                }
                // A route with the same rule and one service is called the same: Traefik reads through a null pointer
                // (kubernetes_tcp.go:114), and starts again, for ever.
                Some(_) => {
                    let words = "the provider stops: another route with the same rule has one service, this one several";
                    tables.stopped = Some((origin.file, Problem::new(rule_place(node), words)));
                }
            }
        }
        name
    }

    fn stream_balancer(&self, node: &Node, parent: &Text, protocol: Protocol) -> Result<Service, String> {
        let name = node.text_at("name").unwrap_or_default();
        let namespace = Self::namespace_of(node, parent);
        if !self.may_enter(parent, &namespace) {
            return Err(match protocol {
                Protocol::Udp => {
                    format!("udp service {namespace}/{name} is not in the parent resource namespace {parent}")
                }
                _ => {
                    format!("tcp service {namespace}/{name} is not in the parent resource namespace {parent}")
                }
            });
        }
        let reference = Reference {
            spelled: node.text_at("namespace").unwrap_or_default(),
            namespace,
            name: name.clone(),
            port: node.text_at("port"),
            scheme: None,
            any_scheme: false,
            health_check: false,
            native_lb: node.bool_at("nativeLB"),
            node_port_lb: node.bool_at("nodePortLB").unwrap_or(false),
            place: place(node),
        };
        let servers = self.servers(true).find(&reference, protocol)?;
        let servers_transport =
            if protocol == Protocol::Tcp { self.transport_name(node, parent)? } else { None };
        Ok(Service { servers, servers_transport, ..new_service(&name, protocol, "loadBalancer", node) })
    }
}

/// The name of a service that a route makes for one of its own.
fn own(name: &Text, node: &Node) -> crate::dynamic::Name {
    new_service(name, Protocol::Tcp, "", node).name
}

fn stream_router(
    name: &Text,
    node: &Node,
    here: TextRange,
    protocol: Protocol,
    spec: &Node,
    service: Text,
) -> Router {
    Router {
        name: declared(name, node, here),
        protocol,
        rule: None,
        rule_syntax: None,
        entry_points: spec.texts_at("entryPoints"),
        middlewares: Vec::new(),
        service: Some(service),
        priority: None,
        tls: None,
        parent_refs: Vec::new(),
        observability: None,
        default_rule: false,
    }
}
