//! What Traefik leaves to chance, or to whose turn it is. One way is followed, and all are named.

use traefik::runtime::{Choice, Connection};

/// Where several TCP routers may take a connection, or hosts with different TLS options.
pub(super) fn connections(connections: &[Connection<'_>]) -> Option<String> {
    let name = |connection: &Connection<'_>| match connection {
        Connection::Tcp(router) => format!("`{}`", router.name),
        Connection::Http(None) => "HTTP".to_owned(),
        Connection::Http(Some(options)) => format!("HTTP with the TLS options `{options}`"),
        Connection::Closed => "a router whose TLS options do not exist".to_owned(),
        Connection::Unknown => "somebody unseen".to_owned(),
    };
    let mut names: Vec<String> = connections.iter().map(name).collect();
    names.dedup();
    let several = names.len() > 1;
    several.then(|| {
        format!("who of equals takes the connection may change at each reload: {}", names.join(", "))
    })
}

/// Where services on the way of `choice` lead to several: one sentence for each.
pub(super) fn children(choice: &Choice<'_>, others: &[Choice<'_>]) -> Vec<String> {
    let pairs = choice.services.windows(2).enumerate();
    pairs
        .filter_map(|(depth, pair)| {
            let [parent, child] = pair else { return None };
            let same = |other: &&Choice<'_>| other.services.get(depth).is_some_and(|s| s.name == parent.name);
            let mut names = vec![child.name.as_str()];
            for other in others.iter().filter(same).filter_map(|other| other.services.get(depth + 1)) {
                if !names.contains(&other.name.as_str()) {
                    names.push(&other.name);
                }
            }
            let several = names.len() > 1;
            several.then(|| format!("which child of `{}` is chosen: {}", parent.name, names.join(", ")))
        })
        .collect()
}
