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
            Self::Internal => "internal",
        }
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// `name` as it is looked up from inside `provider`: with an `@` as it is, else with the provider's own.
pub fn qualify(name: &str, provider: Provider) -> String {
    if name.contains('@') { name.to_owned() } else { format!("{name}@{provider}") }
}
