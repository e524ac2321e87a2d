//! A service: its servers, and the programs behind them with the reasons for it.

use std::fmt::Write as _;

use routing::model::{Model, Stack};
use traefik::runtime::Status;

use super::code;

pub(super) fn describe(model: &Model, stack: &Stack, name: &str) -> Option<String> {
    let service = stack.runtime.service(name)?;
    let mut text = format!("**Service** {}", code(&service.name));
    if service.status != Status::Enabled {
        let _ = write!(text, " ({})", service.status.as_str());
    }
    for error in &service.errors {
        let _ = write!(text, "\n\n⚠ {}", code(&error.text));
    }
    for child in &service.children {
        let missing = if child.found { "" } else { " (does not exist)" };
        let _ = write!(text, "\n\n- {}{missing}", code(&child.name));
    }
    for (index, server) in service.servers.iter().enumerate() {
        let _ = write!(text, "\n\n- {}", code(&server.url));
        for link in stack.links_of(name).filter(|link| link.server == index) {
            let app = &model.apps[link.app];
            let sure = if link.certain { "is" } else { "is probably" };
            let why: Vec<&str> = link.evidence.iter().map(|evidence| evidence.text.as_str()).collect();
            let _ = write!(
                text,
                " {sure} the {} program {}: {}",
                app.framework.as_str(),
                code(&app.name),
                why.join("; ")
            );
            let listens: Vec<String> = app.listen.iter().map(|listen| code(&listen.address)).collect();
            if !listens.is_empty() {
                let _ = write!(text, ". It listens on {}", listens.join(", "));
            }
        }
    }
    let users: Vec<String> = stack
        .runtime
        .routers
        .iter()
        .filter(|router| router.service.as_ref().is_some_and(|service| service.name == name))
        .map(|router| code(&router.name))
        .collect();
    match users.len() {
        0 => text.push_str("\n\nNo router leads here."),
        _ => {
            let _ = write!(text, "\n\nReached by {}.", users.join(", "));
        }
    }
    Some(text)
}
