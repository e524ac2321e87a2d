//! `IngressRoute` (kubernetes_http.go:29).

use syntax::{Text, TextRange};

use super::Crd;
use super::references::place;
use crate::dynamic::{Name, Protocol, Router, RouterTls};
use crate::kubernetes::cluster::Placed;
use crate::kubernetes::manifest::Object;
use crate::kubernetes::names;
use crate::kubernetes::tables::{Origin, Tables};
use crate::options::node::Node;

/// A route while its router is made.
pub(super) struct Route<'r> {
    pub(super) object: &'r Object,
    pub(super) origin: Origin,
    pub(super) node: &'r Node,
    /// Its place in `spec.routes`.
    pub(super) index: usize,
}

/// What is skipped, and why.
pub(super) type Skip = (TextRange, String);

impl Crd<'_> {
    pub(super) fn http_routes(&self, tables: &mut Tables) {
        for placed in self.all("IngressRoute") {
            let origin = tables.origin(placed);
            let Some(spec) = placed.object.spec() else { continue };
            if !self.takes(placed.object, spec) {
                continue;
            }
            let parents = match self.parents(placed, spec) {
                Ok(parents) => parents,
                Err((range, why)) => {
                    tables.skip(origin, range, format!("Error resolving parent routers: {why}"));
                    continue;
                }
            };
            for (index, node) in routes(spec) {
                let route = Route { object: placed.object, origin, node, index };
                if let Err((range, words)) = self.http_route(tables, &route, spec, &parents) {
                    tables.skip(origin, range, words);
                }
            }
        }
    }

    fn http_route(
        &self,
        tables: &mut Tables,
        route: &Route<'_>,
        spec: &Node,
        parents: &[Text],
    ) -> Result<(), Skip> {
        let Route { object, origin, node, index } = *route;
        if let Some(kind) = node.text_at("kind").filter(|kind| kind.is_known() && kind.as_str() != "Rule") {
            let words = format!("Unsupported match kind: {kind}. Only \"Rule\" is supported for now.");
            return Err((kind.content_range(), words));
        }
        let rule = rule(node)?;
        let namespace = &object.namespace;
        let middlewares = self
            .middleware_names(node, namespace)
            .map_err(|(range, why)| (range, format!("Failed to create middleware keys: {why}")))?;
        let here = rule_place(node);
        let router_name = self.naming.http_router(namespace, &object.name, index, &rule, here);
        let service = self.route_service(tables, route, &router_name)?;
        let tls = match spec.field("tls") {
            None => None,
            Some(tls) => Some(RouterTls {
                range: tls.name_range(),
                cert_resolver: tls.text_at("certResolver"),
                options: self.tls_option(tls, namespace)?,
                passthrough: false,
            }),
        };
        tables.put_router(
            origin,
            Router {
                name: declared(&router_name, node, here),
                protocol: Protocol::Http,
                rule: Some(rule),
                rule_syntax: node.text_at("syntax"),
                entry_points: spec.texts_at("entryPoints"),
                middlewares,
                service,
                priority: node.int_at("priority"),
                tls,
                parent_refs: parents.to_vec(),
                observability: node.field("observability").map(Node::name_range),
                default_rule: false,
            },
        );
        Ok(())
    }

    /// The service of a route, made where it is the route's own; `None` without any.
    fn route_service(
        &self,
        tables: &mut Tables,
        route: &Route<'_>,
        router_name: &Text,
    ) -> Result<Option<Text>, Skip> {
        let Route { object, origin, node, index } = *route;
        let namespace = &object.namespace;
        let key = |role: &str| Self::route_key(object, index, role, router_name.range());
        match node.items_at("services") {
            [] => Ok(None),
            [only] => {
                let made = self.service(only, namespace, &key("lb"), true)?;
                let Some(mut service) = made.service else { return Ok(Some(made.name)) };
                let name = if self.naming.safe { made.name } else { router_name.clone() };
                service.name.text = name.placed(place(only));
                tables.put_service(origin, service);
                Ok(Some(name.placed(place(only))))
            }
            several => {
                let name = if self.naming.safe { key("wrr") } else { router_name.clone() };
                self.weighted(tables, origin, several, namespace, &name, true)?;
                Ok(Some(name.placed(TextRange::empty(node.range.start()))))
            }
        }
    }

    /// `ns_ingress_index_role`
    pub(super) fn route_key(object: &Object, index: usize, role: &str, place: TextRange) -> Text {
        let index = names::bare(&index.to_string());
        names::join(&[&object.namespace, &object.name, &index, &names::bare(role)], "_", place)
    }

    /// The TLS options that `tls.options` names.
    pub(super) fn tls_option(&self, tls: &Node, namespace: &Text) -> Result<Option<Text>, Skip> {
        let Some(options) = tls.field("options") else { return Ok(None) };
        let Some(name) = options.text_at("name") else { return Ok(None) };
        let resolved = self.resolve(options, namespace);
        let resolved = resolved.map_err(|why| {
            let quoted = syntax::rule::quote::quoted(name.as_str());
            (place(options), format!("Invalid reference to TLSOption {quoted}: {why}"))
        });
        resolved.map(Some)
    }

    /// The routers of the `IngressRoute`s that `parentRefs` names.
    fn parents(&self, child: Placed<'_>, spec: &Node) -> Result<Vec<Text>, Skip> {
        let mut all = Vec::new();
        for reference in spec.items_at("parentRefs") {
            let namespace = Self::namespace_of(reference, &child.object.namespace);
            let name = reference.text_at("name").unwrap_or_default();
            let path = format!("{namespace}/{name}");
            if !self.may_enter(&child.object.namespace, &namespace) {
                let words = format!("cross-namespace reference to parent IngressRoute {path} not allowed");
                return Err((place(reference), words));
            }
            let parent = self.all("IngressRoute").into_iter().map(|placed| placed.object).find(|object| {
                object.name.as_str() == name.as_str() && object.namespace.as_str() == namespace.as_str()
            });
            let Some(parent) = parent else {
                if self.cluster.whole {
                    return Err((place(reference), format!("parent IngressRoute {path} does not exist")));
                }
                let mut builder = Text::builder(place(reference));
                builder.push_unknown(&format!("routers of {path}"), place(reference));
                all.push(builder.finish());
                continue;
            };
            let Some(parent_spec) = parent.spec() else { continue };
            for (index, node) in routes(parent_spec) {
                let rule = node.text_at("match").unwrap_or_default();
                all.push(self.naming.http_router(&namespace, &parent.name, index, &rule, place(reference)));
            }
        }
        Ok(all)
    }
}

/// The routes with their place in the list.
pub(super) fn routes(spec: &Node) -> Vec<(usize, &Node)> {
    let index = |node: &Node| node.name.as_str().trim_matches(['[', ']']).parse().unwrap_or_default();
    spec.items_at("routes").iter().map(|node| (index(node), node)).collect()
}

/// The rule of a route.
pub(super) fn rule(node: &Node) -> Result<Text, Skip> {
    node.text_at("match")
        .ok_or_else(|| (node.field("match").map_or(node.range, Node::place), "Empty match rule".to_owned()))
}

/// The place that stands for a route's router: the key of its rule, else the route.
pub(super) fn rule_place(node: &Node) -> TextRange {
    node.field("match").map_or(node.range, Node::name_range)
}

/// The name of what a provider makes of something in the manifest.
pub(super) fn declared(name: &Text, node: &Node, place: TextRange) -> Name {
    Name { text: name.placed(place), mentions: vec![place], range: node.range }
}
