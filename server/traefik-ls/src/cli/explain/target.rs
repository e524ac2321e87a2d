//! Where a request goes in: the running Traefik and its entry point.

use routing::model::{Model, Stack};
use traefik::runtime::RuntimeEntryPoint;

use crate::cli::Failure;

/// An entry point of a stack.
pub(super) struct Target<'a> {
    pub(super) stack: &'a Stack,
    pub(super) entry_point: String,
}

/// The port that a URL names, or that its scheme stands for.
pub(super) fn port(url: &str, tls: bool) -> u16 {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let named = authority.rsplit_once(':').and_then(|(_, port)| port.parse().ok());
    named.unwrap_or(if tls { 443 } else { 80 })
}

/// The entry points that a request to `port` may come in by, at most one a stack. `stack` and `entry_point` are names
/// that were asked for.
pub(super) fn find<'a>(
    model: &'a Model,
    stack: Option<&str>,
    entry_point: Option<&str>,
    port: u16,
) -> Result<Vec<Target<'a>>, Failure> {
    let stacks: Vec<&Stack> =
        model.stacks.iter().filter(|candidate| stack.is_none_or(|name| candidate.name == name)).collect();
    if stacks.is_empty() {
        return Err(Failure(no_stack(model, stack)));
    }
    let mut targets = Vec::new();
    for stack in &stacks {
        let found = stack.runtime.entry_points.iter().find(|candidate| match entry_point {
            Some(name) => candidate.name == name,
            None => takes_http(candidate) && candidate.published.contains(&port),
        });
        if let Some(found) = found {
            targets.push(Target { stack, entry_point: found.name.clone() });
        } else if let Some(name) = entry_point.filter(|_| !stack.runtime.install_known) {
            // Without a static configuration whatever name the routers use is as good as any.
            targets.push(Target { stack, entry_point: name.to_owned() });
        }
    }
    if targets.is_empty() { Err(Failure(no_entry_point(&stacks, entry_point, port))) } else { Ok(targets) }
}

fn takes_http(entry_point: &RuntimeEntryPoint) -> bool {
    !entry_point.address.ends_with("/udp")
}

fn no_stack(model: &Model, asked: Option<&str>) -> String {
    let known: Vec<&str> = model.stacks.iter().map(|stack| stack.name.as_str()).collect();
    match (asked, known.as_slice()) {
        (_, []) => {
            "no configuration of Traefik was found: name the folder that holds it with --root".to_owned()
        }
        (Some(asked), known) => format!("there is no stack {asked}, but {}", known.join(", ")),
        (None, known) => format!("there are the stacks {}", known.join(", ")),
    }
}

fn no_entry_point(stacks: &[&Stack], asked: Option<&str>, port: u16) -> String {
    let mut known: Vec<String> = Vec::new();
    for entry_point in stacks.iter().flat_map(|stack| &stack.runtime.entry_points) {
        let ports: Vec<String> = entry_point.published.iter().map(u16::to_string).collect();
        let ports = if ports.is_empty() { entry_point.address.clone() } else { ports.join(", ") };
        let words = format!("{} on {ports}", entry_point.name);
        if !known.contains(&words) {
            known.push(words);
        }
    }
    let missing = asked.map_or_else(
        || format!("no entry point is published on port {port}"),
        |name| format!("there is no entry point {name}"),
    );
    if known.is_empty() {
        return format!(
            "{missing}: no static configuration was found; name an entry point with --entrypoint"
        );
    }
    format!("{missing}, but {}; choose one with --entrypoint", known.join(", "))
}

#[cfg(test)]
mod tests {
    use super::port;

    #[test]
    fn ports() {
        assert_eq!(port("http://a/b", false), 80);
        assert_eq!(port("https://a?b:1", true), 443);
        assert_eq!(port("https://u:p@a:8443/b", true), 8443);
        assert_eq!(port("http://[::1]/", false), 80);
        assert_eq!(port("http://[::1]:81/", false), 81);
    }
}
