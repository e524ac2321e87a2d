//! Programs in, route tables out.

use std::fmt::Write as _;
use std::sync::Arc;

use expect_test::Expect;
use fixture::Fixture;
use syntax::{FileId, Location};

use super::{App, Module, Source, apps};
use crate::facts;
use crate::frameworks::{Answer, Request, Server};

mod basics;
mod chi;
mod echo;
mod fiber;
mod gorilla;
mod handlers;
mod limits;
mod listening;
mod nested;
mod programs;
mod registrations;
mod routers;
mod words;

/// The apps of `text`: a Go file without `//- path`, or several files. Each file is read, each `go.mod` parsed.
fn read(text: &str) -> (Fixture, Vec<App>) {
    let fixture = Fixture::parse(text);
    let mut sources = Vec::new();
    let mut modules = Vec::new();
    for (index, (path, text)) in fixture.files.iter().enumerate() {
        let path = if path == "main" { "main.go" } else { path };
        match path.strip_suffix("go.mod") {
            Some(folder) => modules.push(Module::parse(folder.trim_end_matches('/'), text)),
            None => sources.push(Source {
                file: FileId(u32::try_from(index).unwrap()),
                path: path.to_owned(),
                facts: Arc::new(facts::read(path, text.as_str())),
            }),
        }
    }
    if modules.is_empty() {
        modules
            .push(Module::parse("", "module example.com/shop\nrequire github.com/gin-gonic/gin v1.12.0\n"));
    }
    let apps = apps(&sources, &modules);
    (fixture, apps)
}

/// Compares the apps of `text` with `expect`: a line for each app, listen address, fallback, thing unseen and route,
/// `METHOD pattern handler declaration < registration`.
fn check(text: &str, expect: &Expect) {
    let (fixture, apps) = read(text);
    let place = |location: Location| {
        let (path, text) = &fixture.files[location.file.0 as usize];
        let line = text[..location.range.start().into()].matches('\n').count() + 1;
        let path = if path == "main" { "main.go" } else { path };
        format!("{path}:{line}")
    };
    let mut out = String::new();
    for app in &apps {
        let main = app.main.as_ref().map_or("library".to_owned(), |main| format!("main {main:?}"));
        writeln!(out, "{} ({}, {main})", app.name, app.framework.as_str()).unwrap();
        for listen in &app.listen {
            let port = listen.port.map_or("?".to_owned(), |port| port.to_string());
            let variable = listen.variable.as_ref().map_or(String::new(), |name| format!(" by {name}"));
            writeln!(out, "  listens {} = {port}{variable} < {}", listen.address, place(listen.location))
                .unwrap();
        }
        if let Some(fallback) = app.fallback {
            writeln!(out, "  fallback < {}", place(fallback)).unwrap();
        }
        for unseen in &app.unseen {
            writeln!(out, "  unseen {unseen}").unwrap();
        }
        for engine in &app.engines {
            let defaults = crate::frameworks::default_settings(engine.framework);
            let changed = engine.settings.all().iter().filter(|setting| !defaults.all().contains(setting));
            for (name, value) in changed {
                let value = value.map_or("?".to_owned(), |value| value.to_string());
                writeln!(out, "  {name} {value}").unwrap();
            }
        }
        for route in &app.routes {
            let declaration = route.handler.declaration.map_or("outside".to_owned(), place);
            let condition = if route.conditional { " if" } else { "" };
            let host = route.host.as_deref().unwrap_or("");
            let rest = if route.prefix { "…" } else { "" };
            writeln!(
                out,
                "  {} {host}{}{rest} {} {declaration} < {}{condition}",
                route.method,
                route.pattern,
                route.handler.symbol,
                place(route.registration),
            )
            .unwrap();
        }
    }
    expect.assert_eq(&out);
}

/// Asks the first app of `text` each request: `GET /users`, or with a host before the path. Shows the answer with
/// parameters and `Allow`.
fn answers(text: &str, requests: &[&str], expect: &Expect) {
    let (_, apps) = read(text);
    let app = &apps[0];
    let server = Server::new(app);
    let mut out = String::new();
    for request in requests {
        let (method, target) = request.split_once(' ').unwrap();
        let (host, path) = target.split_at(target.find('/').unwrap());
        let host = Some(if host.is_empty() { "shop.test" } else { host });
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let reply = server.ask(&Request { host, query: Some(query), ..Request::new(method, path) });
        let answer = match reply.answer {
            Answer::Route(route) => format!("{} {}", app.routes[route].method, app.routes[route].pattern),
            Answer::Redirect { status, location } => format!("{status} {location}"),
            Answer::NotFound => "404".to_owned(),
            Answer::MethodNotAllowed => "405".to_owned(),
            Answer::Status(status) => status.to_string(),
            Answer::Unknown(reason) => format!("unknown: {reason}"),
        };
        write!(out, "{request}: {answer}").unwrap();
        for (name, value) in &reply.params {
            write!(out, " {name}={value}").unwrap();
        }
        if !reply.allow.is_empty() {
            write!(out, " allow {}", reply.allow.join(", ")).unwrap();
        }
        out.push('\n');
    }
    expect.assert_eq(&out);
}
