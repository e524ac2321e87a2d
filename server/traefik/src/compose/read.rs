//! From the value tree to the services of a compose file, as written (Compose specification).

use syntax::Text;
use syntax::value::{Entry, Kind, Node};

use crate::compose::{Compose, ComposeService, Label, Network, extends, ports, words};
use crate::last::last_of_each;

/// What the compose file with this root says.
pub(crate) fn from_file(root: &Node) -> Compose {
    let services = root.get("services").map(Node::all_entries).unwrap_or_default();
    let entries = last_of_each(services, |entry| entry.key.as_str());
    let bases: Vec<Option<Text>> = entries.iter().map(|entry| base(&entry.value)).collect();
    let mut services: Vec<ComposeService> = entries.into_iter().map(service).collect();
    extends::resolve(&mut services, &bases);
    Compose {
        name: root.get("name").and_then(text),
        services,
        networks: root
            .get("networks")
            .map(Node::all_entries)
            .unwrap_or_default()
            .into_iter()
            .map(network)
            .collect(),
        includes: root.get("include").map(includes).unwrap_or_default(),
    }
}

fn service(entry: &Entry) -> ComposeService {
    let node = &entry.value;
    let build = node.get("build");
    let scalar = |key: &str| node.get(key).and_then(text);
    let networks = node.get("networks");
    ComposeService {
        name: entry.key.clone(),
        range: entry.range,
        image: scalar("image"),
        build_context: build.and_then(|build| text(build).or_else(|| text(build.get("context")?))),
        dockerfile: build.and_then(|build| text(build.get("dockerfile")?)),
        container_name: scalar("container_name"),
        hostname: scalar("hostname"),
        network_mode: scalar("network_mode"),
        networks: networks.map(names).unwrap_or_default(),
        aliases: networks.map(aliases).unwrap_or_default(),
        labels: node.get("labels").map(labels).unwrap_or_default(),
        deploy_labels: node
            .get("deploy")
            .and_then(|deploy| deploy.get("labels"))
            .map(labels)
            .unwrap_or_default(),
        command: node.get("command").map(words::of).unwrap_or_default(),
        entrypoint: node.get("entrypoint").map(words::of).unwrap_or_default(),
        env_files: node.get("env_file").map(env_files).unwrap_or_default(),
        environment: node
            .get("environment")
            .map(labels)
            .unwrap_or_default()
            .into_iter()
            .map(|variable| (variable.key, variable.value))
            .collect(),
        ports: node.get("ports").map(Node::items).unwrap_or_default().iter().flat_map(ports::read).collect(),
        expose: node.get("expose").map(texts).unwrap_or_default(),
        volumes: node.get("volumes").map(Node::items).unwrap_or_default().iter().filter_map(volume).collect(),
        profiles: node.get("profiles").map(texts).unwrap_or_default(),
        healthcheck: node.get("healthcheck").is_some_and(is_health_checked),
        extends: node.get("extends").is_some(),
    }
}

/// The service of this file that a service extends.
fn base(service: &Node) -> Option<Text> {
    let extends = service.get("extends")?;
    text(extends).or_else(|| text(extends.get("service")?).filter(|_| extends.get("file").is_none()))
}

/// A scalar's text; a bare number or switch is text to compose, too.
pub(super) fn text(node: &Node) -> Option<Text> {
    node.text().cloned()
}

/// The scalars of a list, or a single one.
pub(super) fn texts(node: &Node) -> Vec<Text> {
    text(node).map_or_else(|| node.items().iter().filter_map(text).collect(), |text| vec![text])
}

/// `labels` or `environment`: a map, or a list of `key=value`.
fn labels(node: &Node) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    match &node.resolved().kind {
        Kind::Sequence(items) => {
            for item in items.iter().filter_map(text) {
                labels.push(split_item(&item));
            }
        }
        _ => {
            for entry in node.all_entries() {
                labels.push(Label {
                    key: entry.key.clone(),
                    value: text(&entry.value),
                    range: entry.range,
                    item: false,
                });
            }
        }
    }
    last_of_each(labels, |label| label.key.as_str())
}

/// `key=value`, at the first `=` outside of `${…}`.
fn split_item(item: &Text) -> Label {
    let mut depth = 0_u32;
    let mut previous = '\0';
    let at = item.as_str().char_indices().find_map(|(at, c)| {
        match c {
            '{' if previous == '$' || depth > 0 => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '=' if depth == 0 => return Some(at),
            _ => {}
        }
        previous = c;
        None
    });
    let (key, value) = match at {
        Some(at) => (item.slice(0..at), Some(item.slice(at + 1..item.as_str().len()))),
        None => (item.clone(), None),
    };
    Label { key, value, range: item.range(), item: true }
}

/// Names in list form, or the keys of a map.
fn names(node: &Node) -> Vec<Text> {
    match &node.resolved().kind {
        Kind::Mapping(_) => node.all_entries().into_iter().map(|entry| entry.key.clone()).collect(),
        _ => texts(node),
    }
}

fn aliases(networks: &Node) -> Vec<Text> {
    let entries = networks.all_entries();
    entries.iter().filter_map(|entry| entry.value.get("aliases")).flat_map(texts).collect()
}

fn network(entry: &Entry) -> Network {
    let external = entry.value.get("external");
    let is_on = |node: &Node| match node.text() {
        Some(text) => text.as_str().eq_ignore_ascii_case("true"),
        // The old form: `external: {name: …}`.
        None => !node.entries().is_empty(),
    };
    Network {
        key: entry.key.clone(),
        name: entry.value.get("name").or_else(|| external?.get("name")).and_then(text),
        external: external.is_some_and(is_on),
    }
}

fn includes(node: &Node) -> Vec<Text> {
    match text(node) {
        Some(path) => vec![path],
        None => node
            .items()
            .iter()
            .flat_map(|item| {
                text(item).map_or_else(|| item.get("path").map(texts).unwrap_or_default(), |path| vec![path])
            })
            .collect(),
    }
}

fn env_files(node: &Node) -> Vec<Text> {
    match text(node) {
        Some(path) => vec![path],
        None => {
            node.items().iter().filter_map(|item| text(item).or_else(|| text(item.get("path")?))).collect()
        }
    }
}

/// `source:target[:mode]`, or the long form. Volumes without a source are not of interest.
fn volume(item: &Node) -> Option<(Text, Text)> {
    let Some(short) = text(item) else {
        return Some((text(item.get("source")?)?, text(item.get("target")?)?));
    };
    let colons = ports::colons(short.as_str());
    let (first, second) = (*colons.first()?, colons.get(1).copied().unwrap_or(short.as_str().len()));
    Some((short.slice(0..first), short.slice(first + 1..second)))
}

/// Whether a check is set here and not switched off.
fn is_health_checked(node: &Node) -> bool {
    let off = node.get("disable").and_then(Node::text).is_some_and(|text| text.as_str() == "true");
    let none = node.get("test").is_some_and(|test| {
        let first = test.items().first().and_then(Node::text).or_else(|| test.text());
        first.is_some_and(|text| text.as_str() == "NONE")
    });
    !off && !none && !node.is_null()
}
