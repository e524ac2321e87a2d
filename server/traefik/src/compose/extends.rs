//! `extends:` within one file (Compose specification, "extends"): a service takes over what it does not say itself.

use syntax::Text;
use syntax::limits::VALUE_DEPTH;

use crate::compose::ComposeService;
use crate::last::last_of_each;

/// Fills each service from the one it extends in the same file. `bases` holds, service by service, the name of what it
/// extends there. A service that extends one of another file, or itself, keeps the mark.
pub(super) fn resolve(services: &mut [ComposeService], bases: &[Option<Text>]) {
    let find = |services: &[ComposeService], name: &str| {
        services.iter().position(|service| service.name.as_str() == name)
    };
    for index in 0..services.len() {
        let mut chain = vec![index];
        while let Some(base) = chain.last().and_then(|last| bases.get(*last)?.as_ref()) {
            match find(services, base.as_str()) {
                Some(next) if !chain.contains(&next) && chain.len() < VALUE_DEPTH => chain.push(next),
                _ => break,
            }
        }
        // The farthest base comes first; what it lacks itself is unseen.
        while let (Some(base), Some(own)) = (chain.pop(), chain.last()) {
            let Some(base) = services.get(base).cloned() else { return };
            if let Some(own) = services.get_mut(*own)
                && own.extends
            {
                take_over(own, base);
            }
        }
    }
}

fn take_over(own: &mut ComposeService, base: ComposeService) {
    let or = |own: &mut Option<Text>, base: Option<Text>| {
        if own.is_none() {
            *own = base;
        }
    };
    or(&mut own.image, base.image);
    or(&mut own.build_context, base.build_context);
    or(&mut own.dockerfile, base.dockerfile);
    or(&mut own.container_name, base.container_name);
    or(&mut own.hostname, base.hostname);
    or(&mut own.network_mode, base.network_mode);
    let or_all = |own: &mut Vec<Text>, base: Vec<Text>| {
        if own.is_empty() {
            *own = base;
        }
    };
    or_all(&mut own.command, base.command);
    or_all(&mut own.entrypoint, base.entrypoint);
    let add = |own: &mut Vec<Text>, base: Vec<Text>| {
        own.splice(0..0, base);
    };
    add(&mut own.networks, base.networks);
    add(&mut own.aliases, base.aliases);
    add(&mut own.expose, base.expose);
    add(&mut own.profiles, base.profiles);
    add(&mut own.env_files, base.env_files);
    own.networks = last_of_each(std::mem::take(&mut own.networks), Text::as_str);
    own.ports.splice(0..0, base.ports);
    own.volumes.splice(0..0, base.volumes);
    own.volumes = last_of_each(std::mem::take(&mut own.volumes), |(_, target)| target.as_str());
    own.labels.splice(0..0, base.labels);
    own.labels = last_of_each(std::mem::take(&mut own.labels), |label| label.key.as_str());
    own.deploy_labels.splice(0..0, base.deploy_labels);
    own.deploy_labels = last_of_each(std::mem::take(&mut own.deploy_labels), |label| label.key.as_str());
    own.environment.splice(0..0, base.environment);
    own.environment = last_of_each(std::mem::take(&mut own.environment), |(key, _)| key.as_str());
    own.healthcheck |= base.healthcheck;
    own.extends = base.extends;
}
