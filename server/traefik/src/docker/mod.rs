//! From compose services to dynamic configuration, as the Docker provider does it from the containers
//! (pkg/provider/docker/config.go, pkg/provider/configuration.go, 3.7.13).

use syntax::Problem;

use crate::compose::{ComposeService, Project};
use crate::dynamic::Dynamic;
use crate::install::DockerProvider;

/// What the provider makes of one container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Container {
    /// Its configuration, with the service and the router that the provider adds.
    Configured(Box<Dynamic>),
    /// No labels of ours and not exposed, or `traefik.enable=false`, or excluded by a constraint.
    Ignored(String),
    /// Traefik skips it with all its labels.
    Skipped(Vec<Problem>),
}

/// What Traefik makes of `service`'s container.
pub fn configure(project: &Project, service: &ComposeService, provider: &DockerProvider) -> Container {
    let _ = (project, service, provider);
    Container::Ignored(String::new())
}
