//! An entry point: its address, what it does itself, and who listens on it.

use std::fmt::Write as _;

use routing::model::Stack;
use traefik::runtime::RuntimeRouter;

use super::code;

/// Routers that are named; the rest is counted.
const ROUTERS: usize = 12;

pub(super) fn describe(stack: &Stack, name: &str) -> Option<String> {
    let Some(entry_point) = stack.runtime.entry_point(name) else {
        return stack.runtime.install_known.then(|| format!("There is no entry point {}.", code(name)));
    };
    let mut text = format!("**Entry point** {}", code(name));
    if !entry_point.address.is_empty() {
        let _ = write!(text, " on {}", code(&entry_point.address));
    }
    let published: Vec<String> = entry_point.published.iter().map(|port| code(&port.to_string())).collect();
    if !published.is_empty() && entry_point.published.first() != entry_point.port.as_ref() {
        let _ = write!(text, ", published as {}", published.join(", "));
    }
    if entry_point.tls {
        text.push_str("\n\nRouters here are TLS, also without `tls` of their own.");
    }
    if entry_point.default {
        text.push_str("\n\nRouters without `entryPoints` listen here.");
    }
    if let Some((_, declared)) = &entry_point.declared {
        if let Some(to) = declared.redirection.as_ref().and_then(|redirection| redirection.to.as_ref()) {
            let _ = write!(
                text,
                "\n\nRedirects to {} what no router of a higher priority takes.",
                code(to.as_str())
            );
        }
        let middlewares: Vec<String> = declared.middlewares.iter().map(|name| code(name.as_str())).collect();
        if !middlewares.is_empty() {
            let _ =
                write!(text, "\n\nPuts {} before the middlewares of every router.", middlewares.join(", "));
        }
    }
    for (tls, scheme) in [(false, "http"), (true, "https")] {
        let routers: Vec<&RuntimeRouter> = stack.runtime.table(name, tls).into_iter().flatten().collect();
        if routers.is_empty() {
            continue;
        }
        let _ = write!(text, "\n\nTried for {scheme}, in this order:\n");
        for router in routers.iter().take(ROUTERS) {
            let _ =
                write!(text, "\n1. {} {} ({})", code(&router.name), code(&router.rule_text), router.priority);
        }
        if routers.len() > ROUTERS {
            let _ = write!(text, "\n\n… and {} more.", routers.len() - ROUTERS);
        }
    }
    Some(text)
}
