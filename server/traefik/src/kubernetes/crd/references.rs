//! References by name, to objects of the same namespace or of another one (kubernetes.go:1700).

use syntax::rule::quote::quoted;
use syntax::{Text, TextRange};

use super::Crd;
use crate::kubernetes::names;
use crate::options::node::Node;

/// Whether a name belongs to the CRD provider by what it says.
fn is_own(name: &str) -> bool {
    name.ends_with("@kubernetescrd")
}

impl Crd<'_> {
    /// `namespace`, or the one of whoever refers.
    pub(super) fn namespace_of(node: &Node, parent: &Text) -> Text {
        node.text_at("namespace").unwrap_or_else(|| parent.clone())
    }

    /// `isNamespaceAllowed`: of a namespace that is not known, it is taken to be the same.
    pub(super) fn may_enter(&self, parent: &Text, namespace: &Text) -> bool {
        self.provider.allow_cross_namespace
            || parent.as_str() == namespace.as_str()
            || !parent.is_known()
            || !namespace.is_known()
    }

    /// `isCrossProviderNamespaceAllowed`
    fn may_leave(&self, parent: &Text) -> bool {
        let Some(allowed) = &self.provider.cross_provider_namespaces else { return true };
        !parent.is_known() || allowed.iter().any(|namespace| namespace.as_str() == parent.as_str())
    }

    /// `resolveReference`: the name of the object that `node` (name and namespace) means.
    pub(super) fn resolve(&self, node: &Node, parent: &Text) -> Result<Text, String> {
        let name = node.text_at("name").unwrap_or_default();
        if name.as_str().contains('@') {
            if !self.provider.allow_cross_namespace && is_own(name.as_str()) {
                return Err("when allowCrossNamespace is disabled, @kubernetescrd references are disallowed"
                    .to_owned());
            }
            if !self.may_leave(parent) {
                let parent = quoted(parent.as_str());
                return Err(format!("namespace {parent} is not in crossProviderNamespaces"));
            }
            return Ok(name);
        }
        let namespace = Self::namespace_of(node, parent);
        if !self.may_enter(parent, &namespace) {
            return Err("allowCrossNamespace is disabled, cross-namespace are disallowed".to_owned());
        }
        Ok(self.naming.id(&namespace, &name, place(node)))
    }

    /// The middlewares in the list `middlewares` of `node`.
    pub(super) fn middleware_names(
        &self,
        node: &Node,
        parent: &Text,
    ) -> Result<Vec<Text>, (TextRange, String)> {
        let one = |item: &Node| {
            self.resolve(item, parent).map_err(|why| {
                let name = item.text_at("name").unwrap_or_default();
                (place(item), format!("invalid reference to middleware {name}: {why}"))
            })
        };
        node.items_at("middlewares").iter().map(one).collect()
    }

    /// `makeServersTransportKey`
    pub(super) fn transport_name(&self, node: &Node, parent: &Text) -> Result<Option<Text>, String> {
        let Some(name) = node.text_at("serversTransport") else { return Ok(None) };
        if !name.as_str().contains('@') {
            let place = name.content_range();
            return Ok(Some(self.naming.id(parent, &name, place)));
        }
        if !self.provider.allow_cross_namespace && is_own(name.as_str()) {
            return Err(not_across("serversTransport", &name));
        }
        if !self.may_leave(parent) {
            let (quoted_name, parent) = (quoted(name.as_str()), quoted(parent.as_str()));
            return Err(format!(
                "serversTransport {quoted_name} reference is not allowed: namespace {parent} is not in crossProviderNamespaces"
            ));
        }
        Ok(Some(name))
    }

    /// Whether a service may be referred to by this name, where it names a provider.
    pub(super) fn may_refer(&self, name: &Text, parent: &Text) -> Result<(), String> {
        if !self.provider.allow_cross_namespace && is_own(name.as_str()) {
            return Err(not_across("service", name));
        }
        if name.as_str().contains('@') && !self.may_leave(parent) {
            let (name, parent) = (quoted(name.as_str()), quoted(parent.as_str()));
            return Err(format!(
                "service {name} reference is not allowed: namespace {parent} is not in crossProviderNamespaces"
            ));
        }
        Ok(())
    }

    /// `fullServiceName`: the name that a Service or `TraefikService` has for everybody.
    pub(super) fn service_name(
        &self,
        namespace: &Text,
        name: &Text,
        port: Option<&Text>,
        place: TextRange,
    ) -> Text {
        let make = |parts: &[&Text]| {
            if self.naming.safe { names::join(parts, "_", place) } else { names::normal(parts, place) }
        };
        if let Some(port) = port {
            return make(&[namespace, name, port]);
        }
        let Some(at) = name.as_str().rfind('@') else { return make(&[namespace, name]) };
        let (own, provider) = (name.slice(0..at), name.slice(at..name.as_str().len()));
        if provider.as_str() == "@kubernetescrd" {
            return make(&[namespace, &own]);
        }
        let mut builder = Text::builder(place);
        builder.push_text(&names::normal(&[&own], place));
        builder.push_text(&provider);
        builder.finish_at(place)
    }
}

fn not_across(what: &str, name: &Text) -> String {
    format!(
        "invalid reference to {what} {name}: namespace-name@kubernetescrd format is not allowed when crossnamespace is disallowed"
    )
}

/// Where the name in a reference stands.
pub(super) fn place(node: &Node) -> TextRange {
    node.field("name").map_or(node.range, Node::place)
}
