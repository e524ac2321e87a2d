//! The rule of a container's router that has none (pkg/provider/docker/shared.go:27, config.go:88-97).

use syntax::{Text, TextRange};

use crate::compose::{ComposeService, Project};
use crate::docker::labels::{Labels, project_name};
use crate::docker::template::{Data, render};
use crate::install::DockerProvider;

/// `DefaultTemplateRule`
const DEFAULT: &str = "Host(`{{ normalize .Name }}`)";

/// What the provider's template makes for `container`, whose automatic name is `name`; `None` where nothing comes out.
/// The text's range is empty, at the container's name: nobody wrote it there.
pub(super) fn of(
    provider: &DockerProvider,
    project: &Project,
    container: &ComposeService,
    name: &Text,
    labels: &Labels,
) -> Option<Text> {
    let at = TextRange::empty(container.name.range().start());
    let template = provider.default_rule.as_ref();
    if template.is_some_and(|text| !text.is_known()) {
        return template.map(|text| text.placed(at));
    }
    let label = |key: &str| match labels.get(key) {
        Some(value) => Some(value.clone()),
        None => labels.are_known().then(Text::default),
    };
    let data =
        Data { name: name.clone(), container_name: container_name(project, container, at), label: &label };
    let rule = render(template.map_or(DEFAULT, Text::as_str), &data, at);
    (!rule.as_str().is_empty()).then_some(rule)
}

/// Compose's name for the first container of a service. Swarm numbers tasks.
fn container_name(project: &Project, container: &ComposeService, at: TextRange) -> Text {
    if let Some(name) = &container.container_name {
        return name.clone();
    }
    let mut builder = Text::builder(at);
    builder.push_text(&project_name(project).placed(at));
    builder.push(&format!("-{}-1", container.name), at);
    builder.finish()
}
