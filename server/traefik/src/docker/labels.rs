//! A container's labels (pkg/provider/docker/shared_labels.go, pkg/config/label/label.go).

use std::sync::LazyLock;

use syntax::{Problem, Text, TextRange};

use crate::compose::{ComposeService, Label, Project};
use crate::dynamic::{Dynamic, read};
use crate::options::decode::decode;
use crate::options::node::Node;
use crate::options::schema::{DYNAMIC, Form, Schema};
use crate::options::settings::{self, Setting};

/// The labels that are no dynamic configuration (shared_labels.go:25-45).
static EXTRA: LazyLock<Schema> = LazyLock::new(|| {
    Schema::parse(
        "shared_labels.go\n\
         docker.labelConfiguration\n\
         \tenable\tbool\n\
         \tdocker\t*docker.dockerSpecificConfiguration\n\
         \tswarm\t*docker.specificConfiguration\n\
         docker.dockerSpecificConfiguration\n\
         \tnetwork\t*string\n\
         \tlbSwarm\tbool\n\
         \tallowNonRunning\tbool\n\
         docker.specificConfiguration\n\
         \tnetwork\t*string\n\
         \tlbSwarm\tbool\n",
    )
});

/// How the labels of dynamic configuration begin (pkg/config/label/label.go:20).
pub(crate) const PREFIXES: [&str; 4] =
    ["traefik.http", "traefik.tcp", "traefik.udp", "traefik.tls.stores.default"];

/// The labels of one container.
pub(super) struct Labels<'a> {
    written: &'a [Label],
    /// Those that compose adds.
    added: Vec<(&'static str, Text)>,
    swarm: bool,
}

impl<'a> Labels<'a> {
    /// The labels that the provider sees: `deploy.labels` are the Swarm service's, `labels` the container's.
    pub(super) fn of(project: &Project, service: &'a ComposeService, swarm: bool) -> Self {
        let written = if swarm { &service.deploy_labels } else { &service.labels };
        let added = if swarm {
            Vec::new()
        } else {
            vec![
                ("com.docker.compose.project", project_name(project)),
                ("com.docker.compose.service", service.name.clone()),
            ]
        };
        Self { written, added, swarm }
    }

    fn settings(&self) -> impl Iterator<Item = Setting<'a>> {
        self.written.iter().map(|label| Setting {
            key: &label.key,
            value: label.value.as_ref(),
            range: label.range,
        })
    }

    /// The value of the label `key`.
    pub(super) fn get(&self, key: &str) -> Option<&Text> {
        let written = self.written.iter().rev().find(|label| label.key.as_str() == key);
        let added = self.added.iter().find(|(name, _)| *name == key);
        written.and_then(|label| label.value.as_ref()).or(added.map(|(_, value)| value))
    }

    /// Whether any label is meant for Traefik.
    pub(super) fn are_ours(&self) -> bool {
        self.written.iter().any(|label| label.key.as_str().starts_with("traefik."))
    }

    /// Whether the files tell all keys.
    pub(super) fn are_known(&self) -> bool {
        self.written.iter().all(|label| label.key.is_known())
    }

    /// Whether the container is enabled, or what keeps Traefik from reading that.
    pub(super) fn enabled(&self, by_default: bool) -> Result<bool, Vec<Problem>> {
        let (root, mut problems) = extra(self.settings(), self.swarm);
        if let (true, Some(docker), Some(_)) = (self.swarm, root.get("docker"), root.get("swarm")) {
            let message = "both Docker and Swarm labels are defined";
            problems.push(Problem::new(docker.range, message));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(root.bool("enable").unwrap_or(by_default || root.get("enable").is_some()))
    }

    /// `traefik.docker.network`; of a Swarm service also `traefik.swarm.network`, which wins.
    pub(super) fn network(&self) -> Option<Text> {
        let prefixes =
            if self.swarm { ["traefik.swarm.", "traefik.docker."] } else { ["traefik.docker."; 2] };
        let (mut root, _) = settings::read(self.settings(), &prefixes);
        decode(&EXTRA, &mut root, Form::Label);
        let named = |option| root.get(option).and_then(|node| node.text("network"));
        named("swarm").or_else(|| named("docker"))
    }

    /// The dynamic configuration in the labels; of TLS only the default store can be set.
    pub(super) fn configuration(&self) -> Dynamic {
        let (mut root, mut refused) = settings::read(self.settings(), &PREFIXES);
        refused.extend(decode(&DYNAMIC, &mut root, Form::Label));
        read::from_options(&root, refused)
    }
}

/// The labels that are no dynamic configuration.
pub(super) fn extra<'a>(settings: impl Iterator<Item = Setting<'a>>, swarm: bool) -> (Node, Vec<Problem>) {
    let (kind, prefixes): (_, &[&str]) = if swarm {
        ("Swarm", &["traefik.enable", "traefik.docker.", "traefik.swarm."])
    } else {
        ("Docker", &["traefik.docker.", "traefik.enable"])
    };
    let (mut root, mut problems) = settings::read(settings, prefixes);
    problems.extend(decode(&EXTRA, &mut root, Form::Label));
    for problem in &mut problems {
        problem.message = format!("decoding {kind} labels: {}", problem.message);
    }
    (root, problems)
}

/// The project's name, unknown where the folder that gives it was not seen.
pub(super) fn project_name(project: &Project) -> Text {
    let nowhere = TextRange::default();
    let mut builder = Text::builder(nowhere);
    if project.name_known {
        builder.push(&project.name, nowhere);
    } else {
        builder.push_unknown("project", nowhere);
    }
    builder.finish()
}
