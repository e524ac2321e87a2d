//! From compose services to dynamic configuration, as the Docker provider does it from the containers
//! (pkg/provider/docker/config.go, pkg/provider/configuration.go, 3.7.13).

mod constraints;
mod default_rule;
mod labels;
mod link;
mod server;
mod template;

pub(crate) use labels::PREFIXES;

use syntax::{Problem, Text};

use crate::compose::{ComposeService, Project};
use crate::dynamic::Dynamic;
use crate::install::DockerProvider;
use crate::options::settings::Setting;

/// What the provider makes of one container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Container {
    /// Its configuration, with the service and the router that the provider adds.
    Configured(Box<Dynamic>),
    /// No labels of ours and not exposed, or `traefik.enable=false`, or excluded by a constraint: in Traefik's words.
    Ignored(String),
    /// Traefik skips it with all its labels.
    Skipped(Vec<Problem>),
}

/// What Traefik makes of `service`'s container, taken as running and healthy.
///
/// A server's host is the service's name, which Docker resolves to the container. Its port is an unknown part of the
/// URL where no label names one and nothing is published or exposed: the image may expose some.
pub fn configure(project: &Project, service: &ComposeService, provider: &DockerProvider) -> Container {
    let labels = labels::Labels::of(project, service, provider.swarm);
    match labels.enabled(provider.exposed_by_default) {
        Err(problems) => return Container::Skipped(problems),
        Ok(false) => return Container::Ignored("Filtering disabled container".to_owned()),
        Ok(true) => {}
    }
    if let Some(words) = constraints::refusal(provider.constraints.as_ref(), &labels) {
        return Container::Ignored(words);
    }
    let mut dynamic = labels.configuration();
    if !dynamic.refused.is_empty() {
        return Container::Skipped(dynamic.refused);
    }
    match link::link(&mut dynamic, project, service, provider, &labels) {
        Ok(()) => Container::Configured(Box::new(dynamic)),
        Err(problems) if labels.are_ours() => Container::Skipped(problems),
        // Nobody meant this container for Traefik.
        Err(problems) => Container::Ignored(problems.into_iter().map(|p| p.message).collect()),
    }
}

/// The network that Traefik takes the container's address from, as its label or the provider's `network` names it:
/// the name that Docker knows, not compose's key. `None` leaves the choice to Docker's order.
pub fn network(project: &Project, service: &ComposeService, provider: &DockerProvider) -> Option<Text> {
    let labels = labels::Labels::of(project, service, provider.swarm);
    labels.network().or_else(|| provider.network.clone())
}

/// What keeps the provider from reading the labels that are no dynamic configuration.
pub(crate) fn refused<'a>(settings: impl Iterator<Item = Setting<'a>>) -> Vec<Problem> {
    labels::extra(settings, false).1
}

#[cfg(test)]
mod tests;
