//! Traefik's own objects (pkg/provider/kubernetes/crd, 3.7.13).

mod http;
mod middlewares;
mod references;
mod services;
mod stream;
mod tls;
mod transports;

use crate::install::KubernetesProvider;
use crate::kubernetes::Emitted;
use crate::kubernetes::cluster::{Cluster, Placed};
use crate::kubernetes::manifest::Object;
use crate::kubernetes::names::Naming;
use crate::kubernetes::servers::Servers;
use crate::kubernetes::tables::Tables;
use crate::options::node::Node;

/// The API group.
const GROUP: &str = "traefik.io";

/// One run of the provider.
struct Crd<'a> {
    cluster: &'a Cluster<'a>,
    provider: &'a KubernetesProvider,
    naming: Naming,
}

/// What the provider makes of the cluster, in its order.
pub(super) fn configure(cluster: &Cluster<'_>, provider: &KubernetesProvider) -> Emitted {
    let crd = Crd { cluster, provider, naming: Naming { safe: provider.safe_naming } };
    let mut tables = Tables::default();
    crd.http_routes(&mut tables);
    crd.tcp_routes(&mut tables);
    crd.udp_routes(&mut tables);
    crd.tls_options(&mut tables);
    crd.middlewares(&mut tables);
    crd.traefik_services(&mut tables);
    crd.transports(&mut tables);
    tables.finish()
}

impl<'a> Crd<'a> {
    fn all(&self, kind: &'static str) -> Vec<Placed<'a>> {
        self.cluster.selected(GROUP, kind, self.provider)
    }

    /// Finds servers for a route (`true`), or for what is defined beside routes.
    fn servers(&self, route: bool) -> Servers<'_> {
        Servers { cluster: self.cluster, provider: self.provider, route }
    }

    /// Whether the object's ingress class is the provider's (kubernetes.go:1536).
    fn takes(&self, object: &Object, spec: &Node) -> bool {
        let annotation = || object.annotation("kubernetes.io/ingress.class").cloned();
        let class = match spec.field("ingressClassName") {
            Some(_) => spec.text_at("ingressClassName"),
            None => annotation(),
        };
        let class = class.as_ref().map_or("", |class| class.as_str());
        let wanted = self.provider.ingress_class.as_ref().map_or("", |class| class.as_str());
        wanted == class || wanted.is_empty() && class == "traefik"
    }
}
