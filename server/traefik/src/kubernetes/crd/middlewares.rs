//! `Middleware` and `MiddlewareTCP` (kubernetes.go:300-440): the options of the file provider, but for what another
//! object holds.

use syntax::{Text, TextRange};

use super::Crd;
use super::http::Skip;
use super::references::place;
use super::services::duration;
use crate::dynamic::{self, Protocol};
use crate::kubernetes::cluster::Placed;
use crate::kubernetes::secrets;
use crate::kubernetes::tables::{Origin, Tables};
use crate::options::node::{Node, Value};
use crate::options::schema::{DYNAMIC, Form, Schema, Shape, StructId};

/// What is skipped, without its place: that of the middleware's name.
type Why = String;

impl Crd<'_> {
    pub(super) fn middlewares(&self, tables: &mut Tables) {
        for placed in self.all("Middleware") {
            let origin = tables.origin(placed);
            match self.middleware(tables, origin, placed) {
                Ok(node) => tables.put_middleware(origin, dynamic::read::middleware(&node, Protocol::Http)),
                Err((range, words)) => tables.skip(origin, range, words),
            }
        }
        for placed in self.all("MiddlewareTCP") {
            let origin = tables.origin(placed);
            let node = self.named(placed);
            let node = with_options(&node, section(Protocol::Tcp));
            tables.put_middleware(origin, dynamic::read::middleware(&node, Protocol::Tcp));
        }
    }

    /// The object's spec under the name that Traefik gives it.
    fn named(&self, placed: Placed<'_>) -> Node {
        let object = placed.object;
        let here = object.name.content_range();
        let children = object.spec().map(|spec| spec.children.clone()).unwrap_or_default();
        Node {
            name: self.naming.id(&object.namespace, &object.name, here),
            range: object.range,
            mentions: vec![here],
            children,
            ..Node::default()
        }
    }

    fn middleware(&self, tables: &mut Tables, origin: Origin, placed: Placed<'_>) -> Result<Node, Skip> {
        let namespace = &placed.object.namespace;
        let mut node = self.named(placed);
        let name = node.name.clone();
        let fail = |node: &Node, what: &str, why: Why| {
            (node.name_range(), format!("Error while reading {what} middleware: {why}"))
        };
        // In Traefik's order, for the first error counts.
        for (kind, what) in [("basicAuth", "basic auth"), ("digestAuth", "digest auth")] {
            if let Some(auth) = kind_mut(&mut node, kind) {
                self.users(auth, namespace).map_err(|why| fail(auth, what, why))?;
            }
        }
        if let Some(auth) = node.field("forwardAuth") {
            self.forward_auth(auth, namespace).map_err(|why| fail(auth, "forward auth", why))?;
        }
        if let Some(errors) = kind_mut(&mut node, "errors") {
            self.error_page(tables, origin, errors, namespace, &name)
                .map_err(|why| fail(errors, "error page", why))?;
        }
        if let Some(plugin) = node.field("plugin") {
            self.plugin(plugin, namespace).map_err(|why| fail(plugin, "plugins", why))?;
        }
        if let Some(limit) = node.field("rateLimit") {
            self.rate_limit(limit, namespace).map_err(|why| fail(limit, "rateLimit", why))?;
        }
        let durations: [(&str, &str, &[&str]); 2] = [
            ("retry", "retry", &["initialInterval", "timeout"]),
            ("circuitBreaker", "circuit breaker", &["checkPeriod", "fallbackDuration", "recoveryDuration"]),
        ];
        for (kind, what, options) in durations {
            if let Some(kind) = node.field(kind) {
                let all = options.iter().try_for_each(|option| duration(kind, option));
                all.map_err(|why| fail(kind, what, why))?;
            }
        }
        if let Some(chain) = kind_mut(&mut node, "chain") {
            let names = self
                .middleware_names(chain, namespace)
                .map_err(|(range, why)| (range, format!("Error while reading chain middleware: {why}")))?;
            set(chain, "middlewares", Value::List { kind: 0, items: names });
        }
        Ok(with_options(&node, section(Protocol::Http)))
    }

    /// `secret` becomes the users that it holds.
    fn users(&self, auth: &mut Node, namespace: &Text) -> Result<(), Why> {
        let Some(secret) = auth.text_at("secret") else { return Err("auth secret must be set".to_owned()) };
        let basic = auth.name.as_str() == "basicAuth";
        let here = secret.content_range();
        let users = secrets::users(self.cluster, namespace, &secret, basic)?;
        let items = match users {
            Some(users) => users.iter().map(|user| Text::plain(user.as_str(), here)).collect(),
            None => {
                let mut builder = Text::builder(here);
                builder.push_unknown(&format!("users of {secret}"), here);
                vec![builder.finish()]
            }
        };
        set(auth, "users", Value::List { kind: 0, items });
        Ok(())
    }

    fn forward_auth(&self, auth: &Node, namespace: &Text) -> Result<(), Why> {
        if auth.text_at("address").is_none() {
            return Err("forward authentication requires an address".to_owned());
        }
        self.client_tls(auth, namespace)
    }

    /// The Secrets of a `tls`.
    fn client_tls(&self, node: &Node, namespace: &Text) -> Result<(), Why> {
        let Some(tls) = node.field("tls") else { return Ok(()) };
        if let Some(secret) = tls.text_at("caSecret") {
            secrets::authority(self.cluster, namespace, &secret)
                .map_err(|why| format!("failed to load auth ca secret: {why}"))?;
        }
        if let Some(secret) = tls.text_at("certSecret") {
            secrets::certificate(self.cluster, namespace, &secret)
                .map_err(|why| format!("failed to load auth secret: {why}"))?;
        }
        Ok(())
    }

    /// `service` becomes the name of one.
    fn error_page(
        &self,
        tables: &mut Tables,
        origin: Origin,
        errors: &mut Node,
        namespace: &Text,
        name: &Text,
    ) -> Result<(), Why> {
        let empty = Node { range: errors.range, ..Node::default() };
        let target = errors.field("service").unwrap_or(&empty);
        let here = place(target);
        let mut own = Text::builder(here);
        own.push_text(&name.placed(here));
        own.push_for("-errorpage-service", here);
        let own = own.finish_at(here);
        let made = self.service(target, namespace, &own, false).map_err(|(_, why)| why)?;
        let service = match made.service {
            Some(mut service) => {
                service.name.text = own.clone();
                tables.put_service(origin, service);
                own
            }
            None => made.name,
        };
        set(errors, "service", Value::Scalar(service));
        Ok(())
    }

    /// Secrets that values of a plugin name.
    fn plugin(&self, plugin: &Node, namespace: &Text) -> Result<(), Why> {
        let mut pending = vec![plugin];
        while let Some(node) = pending.pop() {
            let texts = match &node.value {
                Value::Empty => &[][..],
                Value::Scalar(text) => std::slice::from_ref(text),
                Value::List { items, .. } => items,
            };
            for text in texts.iter().filter(|text| text.as_str().starts_with("urn:k8s:secret:")) {
                secrets::value(self.cluster, namespace, text)?;
            }
            pending.extend(node.children.iter().rev());
        }
        Ok(())
    }

    fn rate_limit(&self, limit: &Node, namespace: &Text) -> Result<(), Why> {
        duration(limit, "period")?;
        let Some(redis) = limit.field("redis") else { return Ok(()) };
        self.client_tls(redis, namespace)?;
        ["dialTimeout", "readTimeout", "writeTimeout"]
            .iter()
            .try_for_each(|option| duration(redis, option))?;
        match redis.text_at("secret") {
            Some(secret) => secrets::credentials(self.cluster, namespace, &secret),
            None => Ok(()),
        }
    }
}

fn kind_mut<'n>(node: &'n mut Node, kind: &str) -> Option<&'n mut Node> {
    node.children.iter_mut().find(|child| child.name.as_str() == kind)
}

/// Puts another value into the field `name`.
fn set(node: &mut Node, name: &str, value: Value) {
    let old = node.field(name);
    let range = old.map_or(node.range, |old| old.range);
    let mentions = old.map(|old| old.mentions.clone()).unwrap_or_default();
    node.children.retain(|child| child.name.as_str() != name);
    let name = Text::plain(name, TextRange::empty(range.start()));
    node.children.push(Node { name, value, range, mentions, ..Node::default() });
}

/// The struct of a middleware of the file provider.
fn section(protocol: Protocol) -> Option<StructId> {
    let mut id = Schema::ROOT;
    for name in [protocol.as_str(), "middlewares"] {
        let mut shape = &DYNAMIC.field(id, name, Form::File)?.shape;
        while let Shape::Map(inner) = shape {
            shape = inner;
        }
        let Shape::Struct(inner) = shape else { return None };
        id = *inner;
    }
    Some(id)
}

/// `node` with the documented names of its options, and without what is none.
fn with_options(node: &Node, id: Option<StructId>) -> Node {
    let children = node.children.iter().filter_map(|child| {
        let Some(id) = id else { return Some(child.clone()) };
        let field = DYNAMIC.fields(id).iter().find(|field| field.name == child.name.as_str())?;
        let below = with_shape(child, &field.shape);
        Some(Node { option: field.name, ..below })
    });
    Node { children: children.collect(), ..node.clone() }
}

/// The depth of the recursion is the table's.
fn with_shape(node: &Node, shape: &Shape) -> Node {
    match shape {
        Shape::Struct(id) => with_options(node, Some(*id)),
        Shape::List(inner) | Shape::Map(inner) => {
            let children = node.children.iter().map(|child| with_shape(child, inner)).collect();
            Node { children, ..node.clone() }
        }
        Shape::Leaf(_) | Shape::Raw => node.clone(),
    }
}
