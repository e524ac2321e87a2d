//! Names and the providers they live in (pkg/server/provider/provider.go).

use std::fmt;

/// Where a declaration was written, as it shows behind the `@`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Provider {
    /// The file provider.
    File,
    /// Labels of containers.
    Docker,
    /// Labels of Swarm services.
    Swarm,
    /// Traefik's own Kubernetes objects.
    KubernetesCrd,
    /// Kubernetes Ingresses.
    KubernetesIngress,
    /// Kubernetes Ingresses as ingress-nginx takes them.
    KubernetesNginx,
    /// Gateways and their routes.
    KubernetesGateway,
    /// What Traefik makes itself: redirections, `api@internal` …
    Internal,
}

impl Provider {
    /// The word behind the `@`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Docker => "docker",
            Self::Swarm => "swarm",
            Self::KubernetesCrd => "kubernetescrd",
            Self::KubernetesIngress => "kubernetes",
            Self::KubernetesNginx => "kubernetesingressnginx",
            Self::KubernetesGateway => "kubernetesgateway",
            Self::Internal => "internal",
        }
    }
}

impl Provider {
    /// Whether it reads Kubernetes objects.
    pub fn is_kubernetes(self) -> bool {
        matches!(
            self,
            Self::KubernetesCrd | Self::KubernetesIngress | Self::KubernetesNginx | Self::KubernetesGateway
        )
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// `name` as it is looked up from inside `provider`: with an `@` as it is, else with the provider's own.
pub fn qualify(name: &str, provider: Provider) -> String {
    qualify_in(name, provider.as_str())
}

/// [`qualify`] by the provider's word, which may be one that is not read here.
pub(crate) fn qualify_in(name: &str, provider: &str) -> String {
    if name.contains('@') { name.to_owned() } else { format!("{name}@{provider}") }
}

/// What stands between the first and the second `@` of a qualified name (provider.go:17).
pub(crate) fn provider_of(name: &str) -> &str {
    name.split('@').nth(1).unwrap_or("")
}

/// `provider.Normalize`: every run of what is neither letter nor digit becomes one `-`
/// (pkg/provider/configuration.go:126).
pub fn normalize(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_looked_up_in_their_provider() {
        assert_eq!(qualify("strip", Provider::Docker), "strip@docker");
        assert_eq!(qualify("strip@file", Provider::Docker), "strip@file");
        assert_eq!(provider_of("a@b@c"), "b");
    }

    #[test]
    fn normal_names() {
        assert_eq!(normalize("web-to-:443"), "web-to-443");
        assert_eq!(normalize("my_app.é"), "my-app-é");
    }
}
