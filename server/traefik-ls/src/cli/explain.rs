//! `explain`: what happens to one request.

mod json;
mod target;
mod text;

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use golang::program::{App, Route};
use routing::model::{Model, Stack};
use routing::trace::{Trace, trace};
use traefik::request::Request;

use super::places::Places;
use super::scope::Scope;
use super::{Failure, Outcome, terminal};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// GET, POST …
    method: String,
    /// The URL as a client would type it. It is taken as it is: neither path nor host is normalised.
    url: String,
    /// The folder to take as the workspace (the current one if none is given).
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The entry point; else it is the one whose published port the URL names.
    #[arg(long, value_name = "NAME")]
    entrypoint: Option<String>,
    /// A header field, such as 'X-Api-Version: 2'. `Host` replaces the URL's host.
    #[arg(long = "header", short = 'H', value_name = "K: V", value_parser = header)]
    headers: Vec<(String, String)>,
    /// The client's address.
    #[arg(long, value_name = "IP")]
    client_ip: Option<IpAddr>,
    /// The server name of the TLS handshake; else it is the URL's host.
    #[arg(long, value_name = "NAME")]
    sni: Option<String>,
    /// The running Traefik, where the workspace has several: the name that `routes` shows.
    #[arg(long, value_name = "NAME")]
    stack: Option<String>,
    /// What the output looks like.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Step by step, for people.
    Text,
    /// One JSON document.
    Json,
}

/// A request with all that became of it.
struct Explanation<'a> {
    url: &'a str,
    request: &'a Request,
    model: &'a Model,
    stack: &'a Stack,
    trace: Trace,
}

impl Explanation<'_> {
    /// The path as typed, without the query.
    fn path(&self) -> &str {
        self.request.request_uri.split('?').next().unwrap_or_default()
    }

    fn app(&self) -> Option<&App> {
        self.model.apps.get(self.trace.app?)
    }

    fn route(&self) -> Option<&Route> {
        self.app()?.routes.get(self.trace.route?)
    }

    /// The router with its rule and priority, for people.
    fn router(&self, name: &str) -> String {
        let known = self.stack.runtime.router(name);
        let details = known.map(|router| format!(", priority {}: {}", router.priority, router.rule_text));
        format!("{name}{}", details.unwrap_or_default())
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let request = request(arguments)?;
    let port = target::port(&arguments.url, request.tls);
    let scope = Scope::open(arguments.root.as_deref(), &[])?;
    let model = scope.snapshot.model();
    let targets = target::find(&model, arguments.stack.as_deref(), arguments.entrypoint.as_deref(), port)?;
    let traces = targets.into_iter().map(|target| {
        let trace = trace(&model, target.stack, &target.entry_point, &request);
        Explanation { url: &arguments.url, request: &request, model: &model, stack: target.stack, trace }
    });
    let explanation = the_one(traces.collect(), port)?;
    let places = Places::new(&scope.snapshot);
    let output = match arguments.format {
        Format::Text => terminal::plain(&text::render(&explanation, places)),
        Format::Json => json::render(&explanation, places)?,
    };
    terminal::print(&output)?;
    Ok(Outcome::Clean)
}

fn request(arguments: &Arguments) -> Result<Request, Failure> {
    let url = &arguments.url;
    let mut request = Request::from_url(&arguments.method, url)
        .map_err(|error| Failure(format!("cannot ask for {url}: {error}")))?;
    for (name, value) in &arguments.headers {
        request.add_header(name, value);
    }
    request.client_ip = arguments.client_ip;
    if let Some(sni) = &arguments.sni {
        if !request.tls {
            return Err(Failure(format!("--sni {sni} needs TLS: {url} is asked for without, use https://")));
        }
        request.sni = Some(sni.clone());
    }
    Ok(request)
}

/// `K: V`, as curl reads it.
fn header(text: &str) -> Result<(String, String), String> {
    match text.split_once(':') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err("a header field is written 'Name: value'".to_owned()),
    }
}

/// Several running Traefiks may listen on the port. The one that has a router for the request is meant.
fn the_one(mut all: Vec<Explanation<'_>>, port: u16) -> Result<Explanation<'_>, Failure> {
    if all.iter().filter(|explanation| explanation.trace.router.is_some()).count() == 1 {
        all.retain(|explanation| explanation.trace.router.is_some());
    }
    let names: Vec<&str> = all.iter().map(|explanation| explanation.stack.name.as_str()).collect();
    let several = format!(
        "several Traefiks take requests on port {port}; choose one with --stack: {}",
        names.join(", ")
    );
    match all.pop() {
        Some(explanation) if all.is_empty() => Ok(explanation),
        _ => Err(Failure(several)),
    }
}
