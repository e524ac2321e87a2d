//! From Kubernetes manifests to dynamic configuration, as Traefik's providers do it from the objects of a cluster
//! (pkg/provider/kubernetes, 3.7.13).
//!
//! - [`Manifests`]: one file's text → its objects.
//! - `cluster`: the objects of all files, and how they are found.
//! - [`Kustomization`]: which files belong together, and their names.
//! - `crd`, `ingress`: Traefik's own objects, and Ingresses → [`Dynamic`].

mod annotations;
mod cluster;
mod crd;
mod ingress;
mod kustomize;
mod manifest;
mod names;
mod secrets;
mod selector;
mod servers;
mod tables;
mod text;
mod tree;
mod variables;
mod workload;

pub use kustomize::Kustomization;
pub use manifest::{Manifests, Object};
pub use workload::{PodContainer, behind};

pub(crate) use manifest::{read, read_kustomization};

use syntax::{FileId, Problem};

use crate::dynamic::Dynamic;
use crate::install::KubernetesProvider;
use crate::names::Provider;
use cluster::Cluster;

/// What a provider makes of all manifests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Emitted {
    /// A configuration for each file that gives something, by file. No name is in two of them.
    pub configurations: Vec<(FileId, Dynamic)>,
    /// Names that two objects give to different things: Traefik takes either.
    pub undecided: Vec<String>,
    /// Why the provider stops before it emits anything, in our words.
    pub stopped: Option<(FileId, Problem)>,
}

/// What `provider` makes of `manifests`. `whole` says that these are all of the cluster; if not, what is referred to and
/// not there may be elsewhere, and is taken to exist.
pub fn configure(manifests: &[(FileId, &Manifests)], provider: &KubernetesProvider, whole: bool) -> Emitted {
    let cluster = Cluster::new(manifests, whole);
    match provider.provider {
        Provider::KubernetesCrd => crd::configure(&cluster, provider),
        Provider::KubernetesIngress => ingress::configure(&cluster, provider),
        _ => Emitted::default(),
    }
}
