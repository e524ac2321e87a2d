//! A compose project: the file with its variables filled in.

use syntax::interpolation::interpolate;
use syntax::{FileId, Problem, Text};

use crate::compose::{Compose, ComposeService, Label, Network, Port, Project, ports};

impl Project {
    /// Resolves `compose`, which stands in `file` at `path`, with the variables of its `.env` and of the settings.
    pub fn resolve(file: FileId, path: &str, compose: &Compose, env: &[(String, String)]) -> Self {
        let mut filler = Filler { env, problems: Vec::new() };
        let compose = filler.compose(compose);
        let name = project_name(path, &compose, env);
        let mut problems = filler.problems;
        problems.sort_by(|a, b| {
            let key = |p: &Problem| (p.range.start(), p.range.end());
            key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
        });
        problems.dedup();
        let name_known = name.is_some();
        let name = name.unwrap_or_else(|| "⟨project⟩".to_owned());
        Self { file, name, name_known, compose, problems }
    }

    /// The names Docker knows `service`'s networks by: `<project>_<key>` unless named or external.
    /// Empty where the service has no network of its own (`network_mode`).
    pub fn networks(&self, service: &ComposeService) -> Vec<String> {
        if service.network_mode.is_some() {
            return Vec::new();
        }
        if service.networks.is_empty() {
            return vec![self.network("default")];
        }
        service.networks.iter().map(|key| self.network(key.as_str())).collect()
    }

    fn network(&self, key: &str) -> String {
        let declared = self.compose.networks.iter().find(|network| network.key.as_str() == key);
        match declared {
            Some(Network { name: Some(name), .. }) => name.as_str().to_owned(),
            Some(Network { external: true, .. }) => key.to_owned(),
            _ => format!("{}_{key}", self.name),
        }
    }
}

/// The environment wins over `name:`, that over the folder's name (compose-go cli/options.go, loader.go).
fn project_name(path: &str, compose: &Compose, env: &[(String, String)]) -> Option<String> {
    let from_env = env.iter().rev().find(|(name, _)| name == "COMPOSE_PROJECT_NAME").map(|(_, value)| value);
    if let Some(name) = from_env.filter(|name| !name.is_empty()) {
        return Some(normalize(name));
    }
    match &compose.name {
        Some(name) if !name.as_str().is_empty() => name.is_known().then(|| name.as_str().to_owned()),
        _ => {
            let (folder, _) = path.rsplit_once('/')?;
            let name = normalize(folder.rsplit('/').next().unwrap_or(folder));
            (!name.is_empty()).then_some(name)
        }
    }
}

/// Lower case, without what is not `a-z0-9_-`, and with neither `_` nor `-` in front
/// (compose-go loader.NormalizeProjectName).
fn normalize(name: &str) -> String {
    let kept = |c: &char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
    let name: String = name.to_lowercase().chars().filter(kept).collect();
    name.trim_start_matches(['_', '-']).to_owned()
}

struct Filler<'a> {
    env: &'a [(String, String)],
    problems: Vec<Problem>,
}

impl Filler<'_> {
    fn compose(&mut self, compose: &Compose) -> Compose {
        Compose {
            name: self.option(compose.name.as_ref()),
            services: compose.services.iter().map(|service| self.service(service)).collect(),
            networks: compose
                .networks
                .iter()
                .map(|network| Network { name: self.option(network.name.as_ref()), ..network.clone() })
                .collect(),
            includes: self.texts(&compose.includes),
        }
    }

    /// Keys of maps stay as they are: compose fills variables in in values only.
    fn service(&mut self, service: &ComposeService) -> ComposeService {
        ComposeService {
            name: service.name.clone(),
            range: service.range,
            image: self.option(service.image.as_ref()),
            build_context: self.option(service.build_context.as_ref()),
            dockerfile: self.option(service.dockerfile.as_ref()),
            container_name: self.option(service.container_name.as_ref()),
            hostname: self.option(service.hostname.as_ref()),
            network_mode: self.option(service.network_mode.as_ref()),
            networks: self.texts(&service.networks),
            aliases: self.texts(&service.aliases),
            labels: self.labels(&service.labels),
            deploy_labels: self.labels(&service.deploy_labels),
            command: self.texts(&service.command),
            entrypoint: self.texts(&service.entrypoint),
            env_files: self.texts(&service.env_files),
            environment: service
                .environment
                .iter()
                .map(|(key, value)| (key.clone(), self.variable(key, value.as_ref())))
                .collect(),
            ports: service.ports.iter().flat_map(|port| self.ports(port)).collect(),
            expose: self.texts(&service.expose),
            volumes: service
                .volumes
                .iter()
                .map(|(source, target)| (self.text(source), self.text(target)))
                .collect(),
            profiles: self.texts(&service.profiles),
            healthcheck: service.healthcheck,
            extends: service.extends,
        }
    }

    /// A variable may hold the whole mapping: `${PORTS}`.
    fn ports(&mut self, port: &Port) -> Vec<Port> {
        let target = self.text(&port.target);
        match &port.published {
            None => ports::split(&target),
            Some(published) => vec![Port { published: Some(self.text(published)), target }],
        }
    }

    /// A variable without value is handed on from where compose runs.
    fn variable(&mut self, key: &Text, value: Option<&Text>) -> Option<Text> {
        if value.is_some() {
            return self.option(value);
        }
        let mut builder = Text::builder(key.range());
        builder.push(&self.lookup(key.as_str())?, key.content_range());
        Some(builder.finish())
    }

    fn labels(&mut self, labels: &[Label]) -> Vec<Label> {
        labels
            .iter()
            .map(|label| Label {
                key: if label.item { self.text(&label.key) } else { label.key.clone() },
                value: self.option(label.value.as_ref()),
                range: label.range,
                item: label.item,
            })
            .collect()
    }

    fn option(&mut self, text: Option<&Text>) -> Option<Text> {
        text.map(|text| self.text(text))
    }

    fn texts(&mut self, texts: &[Text]) -> Vec<Text> {
        texts.iter().map(|text| self.text(text)).collect()
    }

    fn text(&mut self, text: &Text) -> Text {
        if !text.as_str().contains('$') {
            return text.clone();
        }
        let (filled, problems) = interpolate(text, &|name| self.lookup(name));
        self.problems.extend(problems);
        filled
    }

    fn lookup(&self, name: &str) -> Option<String> {
        let found = self.env.iter().rev().find(|(key, _)| key == name);
        found.map(|(_, value)| value.clone())
    }
}
