//! Ingresses with Traefik's annotations (pkg/provider/kubernetes/ingress/kubernetes.go, 3.7.13).

mod backends;
mod rules;

use syntax::{Text, TextRange};

use crate::dynamic::{Name, Protocol, Ranged, Router, RouterTls};
use crate::install::KubernetesProvider;
use crate::kubernetes::Emitted;
use crate::kubernetes::annotations;
use crate::kubernetes::cluster::Cluster;
use crate::kubernetes::manifest::Object;
use crate::kubernetes::names;
use crate::kubernetes::tables::{Origin, Tables};
use crate::options::node::Node;

const GROUP: &str = "networking.k8s.io";

/// One run of the provider.
struct Ingresses<'a> {
    cluster: &'a Cluster<'a>,
    provider: &'a KubernetesProvider,
}

/// One Ingress.
struct Ingress<'a> {
    object: &'a Object,
    origin: Origin,
    spec: &'a Node,
    /// What its annotations say of its routers.
    router: Option<Node>,
}

/// What is skipped, and why.
type Skip = (TextRange, String);

/// What the provider makes of the cluster.
pub(super) fn configure(cluster: &Cluster<'_>, provider: &KubernetesProvider) -> Emitted {
    let ingresses = Ingresses { cluster, provider };
    let mut tables = Tables::default();
    for placed in cluster.selected(GROUP, "Ingress", provider) {
        let origin = tables.origin(placed);
        let Some(spec) = placed.object.spec() else { continue };
        if !ingresses.takes(placed.object, spec) {
            continue;
        }
        let router = match annotations::read(placed.object, "router") {
            Ok(router) => router,
            Err(problem) => {
                let words = format!("Failed to parse annotations: {}", problem.message);
                tables.skip(origin, problem.range, words);
                continue;
            }
        };
        let ingress = Ingress { object: placed.object, origin, spec, router };
        if let Err((range, words)) = ingresses.may_leave(&ingress) {
            tables.skip(origin, range, words);
            continue;
        }
        ingresses.default_backend(&mut tables, &ingress);
        ingresses.rules(&mut tables, &ingress);
    }
    tables.finish()
}

impl Ingresses<'_> {
    /// Whether the Ingress is of the provider's class.
    fn takes(&self, object: &Object, spec: &Node) -> bool {
        let own = self.provider.ingress_class.as_ref().map_or("", Text::as_str);
        if spec.field("ingressClassName").is_some() {
            let name = spec.text_at("ingressClassName").unwrap_or_default();
            return !self.provider.disable_cluster_scope && self.is_own_class(name.as_str(), own);
        }
        let annotation = object.annotation("kubernetes.io/ingress.class").map_or("", Text::as_str);
        own == annotation || own.is_empty() && annotation == "traefik"
    }

    /// Whether the class `name` is Traefik's. One that is not seen is, where it bears the provider's own name: that is
    /// what its chart makes.
    fn is_own_class(&self, name: &str, own: &str) -> bool {
        if !own.is_empty() && own != name {
            return false;
        }
        match self.cluster.class(name) {
            Some(class) => {
                let controller = class.spec().and_then(|spec| spec.text_at("controller"));
                controller.is_some_and(|controller| controller.as_str() == "traefik.io/ingress-controller")
            }
            None => !self.cluster.whole && (name == "traefik" || !own.is_empty()),
        }
    }

    /// `crossProviderNamespaces`: middlewares and TLS options are always another provider's.
    fn may_leave(&self, ingress: &Ingress<'_>) -> Result<(), Skip> {
        let Some(router) = &ingress.router else { return Ok(()) };
        let namespace = &ingress.object.namespace;
        if self.allows(namespace) {
            return Ok(());
        }
        let refused = |node: &Node, what: &str| {
            let namespace = syntax::rule::quote::quoted(namespace.as_str());
            let words = format!(
                "Skipping Ingress: cross-provider {what} reference is not allowed from namespace {namespace}"
            );
            Err((node.name_range(), words))
        };
        if let Some(middlewares) =
            router.get("middlewares").filter(|_| !router.list("middlewares").is_empty())
        {
            return refused(middlewares, "middleware");
        }
        match router.get("tls") {
            Some(tls) if tls.text("options").is_some() => refused(tls, "TLS option"),
            _ => Ok(()),
        }
    }

    fn allows(&self, namespace: &Text) -> bool {
        let allowed = self.provider.cross_provider_namespaces.as_ref();
        allowed.is_none_or(|allowed| allowed.iter().any(|own| own.as_str() == namespace.as_str()))
    }

    /// The router for everything that no other takes.
    fn default_backend(&self, tables: &mut Tables, ingress: &Ingress<'_>) {
        let Some(backend) = ingress.spec.field("defaultBackend") else { return };
        if !ingress.spec.items_at("rules").is_empty() {
            return;
        }
        let origin = ingress.origin;
        let here = backend.name_range();
        if tables.services.get_mut(Protocol::Http, "default-backend").is_some() {
            // Which of them comes first is left to chance.
            tables.undecide(&["default-router", "default-backend"]);
            tables.skip(origin, here, "The default backend already exists.");
            return;
        }
        let name = names::bare("default-backend");
        let words = [
            "Resource is not supported for default backend",
            "Default backend is missing service definition",
        ];
        let made = self.backend(ingress, backend, &name, words);
        match made {
            Ok(service) => {
                tables.put_service(origin, service);
                let priority = Some(Ranged { value: i64::from(i32::MIN), range: here });
                let rule = Text::plain("PathPrefix(\"/\")", here);
                let router = Router {
                    rule_syntax: Some(Text::plain("default", here)),
                    priority,
                    service: Some(name.placed(here)),
                    ..ingress.router(&names::bare("default-router"), here, backend.range, rule)
                };
                tables.put_router(origin, router);
            }
            Err((range, words)) => tables.skip(origin, range, words),
        }
    }

    fn rules(&self, tables: &mut Tables, ingress: &Ingress<'_>) {
        // By name; those of one name get a hash of their rule.
        let mut routers: Vec<(Text, Router)> = Vec::new();
        for rule in ingress.spec.items_at("rules") {
            let host = rule.text_at("host");
            let paths = rule.field("http").map_or(&[][..], |http| http.items_at("paths"));
            for path in paths {
                match self.path(tables, ingress, host.as_ref(), path) {
                    Ok(router) => routers.push((router.name.text.clone(), router)),
                    Err((range, words)) => tables.skip(ingress.origin, range, words),
                }
            }
        }
        let count = |name: &Text| routers.iter().filter(|(other, _)| other.as_str() == name.as_str()).count();
        let several: Vec<bool> = routers.iter().map(|(name, _)| count(name) > 1).collect();
        for ((name, mut router), several) in routers.into_iter().zip(several) {
            if several {
                let hash = match &router.rule {
                    Some(rule) if rule.is_known() => names::hash(rule.as_str()),
                    _ => "hash".to_owned(),
                };
                router.name.text = names::join(&[&name, &names::bare(&hash)], "-", name.range());
            }
            tables.put_router(ingress.origin, router);
        }
    }

    fn path(
        &self,
        tables: &mut Tables,
        ingress: &Ingress<'_>,
        host: Option<&Text>,
        path: &Node,
    ) -> Result<Router, Skip> {
        let object = ingress.object;
        let empty = Node { range: path.range, ..Node::default() };
        let backend = path.field("backend").unwrap_or(&empty);
        let name = backends::service_name(&object.namespace, backend);
        let words = ["Resource backends are not supported", "Missing service definition"];
        let service = self.backend(ingress, backend, &name, words)?;
        tables.put_service(ingress.origin, service);
        let here = path.field("path").map_or(path.range, Node::place);
        let written = path.text_at("path");
        let rule = self.rule(ingress, host, path, written.as_ref())?;
        let router_name = rules::router_name(object, host, written.as_ref(), here);
        let service = name.placed(backends::place(backend));
        Ok(Router {
            rule_syntax: ingress.text("ruleSyntax"),
            priority: ingress.router.as_ref().and_then(|router| router.int("priority")),
            service: Some(service),
            ..ingress.router(&router_name, here, path.range, rule)
        })
    }
}

impl Ingress<'_> {
    fn text(&self, option: &'static str) -> Option<Text> {
        self.router.as_ref()?.text(option)
    }

    fn list(&self, option: &'static str) -> Vec<Text> {
        self.router.as_ref().map(|router| router.list(option)).unwrap_or_default()
    }

    /// A router with all that annotations say of every router.
    fn router(&self, name: &Text, here: TextRange, range: TextRange, rule: Text) -> Router {
        let tls = self.router.as_ref().and_then(|router| router.get("tls"));
        Router {
            name: Name { text: name.placed(here), mentions: vec![here], range },
            protocol: Protocol::Http,
            rule: Some(rule).filter(|rule| !rule.as_str().is_empty()),
            rule_syntax: None,
            entry_points: self.list("entryPoints"),
            middlewares: self.list("middlewares"),
            service: None,
            priority: None,
            tls: tls.map(|tls| RouterTls {
                range: tls.name_range(),
                cert_resolver: tls.text("certResolver"),
                options: tls.text("options"),
                passthrough: false,
            }),
            parent_refs: Vec::new(),
            observability: None,
            default_rule: false,
        }
    }
}
