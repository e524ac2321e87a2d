use std::sync::Arc;

use expect_test::Expect;
use fixture::Fixture;
use syntax::FileId;

use super::{Configuration, Inputs, Kind, Runtime, RuntimeError, Why, build};
use crate::facts;
use crate::names::Provider;

mod entry_points;
mod merging;
mod references;
mod tables;

/// `traefik.yml` is the static configuration; `docker/…` files stand for containers, all others are the file
/// provider's. Numbers of files are their order.
fn inputs(fixture: &Fixture) -> Inputs {
    let mut inputs = Inputs::default();
    for ((path, text), id) in fixture.files.iter().zip(0..) {
        let facts = facts::read(path, text);
        if path == "traefik.yml" {
            inputs.install = Some((FileId(id), Arc::new(facts.install.unwrap())));
            continue;
        }
        let provider = if path.starts_with("docker/") { Provider::Docker } else { Provider::File };
        inputs.configurations.push(Configuration {
            provider,
            file: FileId(id),
            dynamic: Arc::new(facts.dynamic.unwrap()),
            container: None,
            broken: false,
        });
    }
    inputs
}

fn check(text: &str, want: &Expect) {
    let fixture = Fixture::parse(text);
    want.assert_eq(&show(&fixture, &build(&inputs(&fixture))));
}

fn show(fixture: &Fixture, runtime: &Runtime) -> String {
    let mut lines = Vec::new();
    let errors = |errors: &[RuntimeError], file: Option<FileId>| {
        let spot = |error: &RuntimeError| {
            let text = file.and_then(|file| fixture.files.get(file.0 as usize)).map(|(_, text)| text);
            error.range.zip(text).map_or(String::new(), |(range, text)| format!(" at `{}`", &text[range]))
        };
        errors.iter().fold(String::new(), |all, error| format!("{all}\n    {}{}", error.text, spot(error)))
    };
    for entry_point in &runtime.entry_points {
        let flags = [(entry_point.default, " default"), (entry_point.tls, " tls"), (entry_point.udp, " udp")];
        let flags: String = flags.iter().filter(|(set, _)| *set).map(|(_, word)| *word).collect();
        let file = entry_point.declared.as_ref().map(|(at, _)| at.file);
        let errors = errors(&entry_point.errors, file);
        lines.push(format!("{} on {:?}{flags}{errors}", entry_point.name, entry_point.address));
    }
    for router in &runtime.routers {
        let names = |references: &[super::Reference]| {
            let found = |r: &super::Reference| format!("{}{}", r.name, if r.found { "" } else { "?" });
            references.iter().map(found).collect::<Vec<_>>().join(", ")
        };
        let service = router.service.clone().into_iter().collect::<Vec<_>>();
        let tls = router.tls_options.as_ref().map_or(String::new(), |options| format!(" tls={options}"));
        let chain = names(&router.middlewares);
        let file = router.declared.as_ref().map(|(at, _)| at.file);
        lines.push(format!(
            "{} {} {:?} {} [{chain}] -> {}{tls}{}",
            router.name,
            router.status.as_str(),
            router.entry_points,
            router.priority,
            names(&service),
            errors(&router.errors, file),
        ));
    }
    for middleware in runtime.middlewares.iter().filter(|middleware| !middleware.errors.is_empty()) {
        let errors = errors(&middleware.errors, Some(middleware.declared.0.file));
        lines.push(format!("{} {}{errors}", middleware.name, middleware.status.as_str()));
    }
    for service in
        runtime.services.iter().filter(|service| !service.errors.is_empty() || service.servers.len() > 1)
    {
        let servers: Vec<&str> = service.servers.iter().map(|server| server.url.as_str()).collect();
        let file = service.declared.as_ref().map(|(at, _)| at.file);
        let errors = errors(&service.errors, file);
        lines.push(format!("{} {} {servers:?}{errors}", service.name, service.status.as_str()));
    }
    for dropped in &runtime.dropped {
        let kind = match dropped.kind {
            Kind::Router => "router",
            Kind::Middleware => "middleware",
            Kind::Service => "service",
        };
        let files: Vec<u32> = dropped.locations.iter().map(|location| location.file.0).collect();
        let why = match dropped.why {
            Why::Conflict => "conflict".to_owned(),
            Why::Duplicate(first) => format!("already in {}", first.file.0),
            Why::Refused(by) => format!("{} is refused", by.0),
        };
        lines.push(format!("dropped {kind} {} of {files:?}: {why}", dropped.name));
    }
    lines.join("\n") + "\n"
}

const SERVICE: &str = "
  services:
    s:
      loadBalancer:
        servers: [{url: http://s}]
";
