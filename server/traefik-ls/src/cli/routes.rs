//! `routes`: what leads where.

mod json;
mod table;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use golang::program::App;
use routing::model::{Model, Stack};
use syntax::Location;
use traefik::runtime::RuntimeRouter;

use super::places::Places;
use super::scope::Scope;
use super::{Failure, Outcome, terminal};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder to take as the workspace (the current one if none is given), or files and folders in the workspace
    /// to report on.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The folder to take as the workspace, whatever PATH names.
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// What the output looks like.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For people: each router with the routes behind it.
    Table,
    /// One JSON document.
    Json,
}

/// What was asked for.
pub(super) struct Selection<'a> {
    stacks: Vec<(&'a Stack, Vec<&'a RuntimeRouter>)>,
    apps: Vec<&'a App>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let scope = Scope::open(arguments.root.as_deref(), &arguments.paths)?;
    let model = scope.snapshot.model();
    let places = Places::new(&scope.snapshot);
    let selection = select(&model, &scope, places);
    let output = match arguments.format {
        Format::Table => terminal::plain(&table::render(&selection, &model, places)),
        Format::Json => json::render(&selection, &model, places)?,
    };
    terminal::print(&output)?;
    Ok(Outcome::Clean)
}

/// The routers and programs that are defined in the part asked for. All stacks stay, if all was asked for.
fn select<'a>(model: &'a Model, scope: &Scope, places: Places<'_>) -> Selection<'a> {
    let holds = |location: &Location| scope.holds(places.path(location.file));
    let stacks = model.stacks.iter().filter_map(|stack| {
        let routers = stack.runtime.routers.iter();
        let routers =
            routers.filter(|router| !scope.is_restricted() || router.definition.as_ref().is_some_and(holds));
        let routers: Vec<&RuntimeRouter> = routers.collect();
        (!scope.is_restricted() || !routers.is_empty()).then_some((stack, routers))
    });
    let in_scope =
        |app: &&App| holds(&app.engine) || app.routes.iter().any(|route| holds(&route.registration));
    Selection { stacks: stacks.collect(), apps: model.apps.iter().filter(in_scope).collect() }
}

/// URLs of the servers that `service` (qualified) leads to, through services of services, sorted.
pub(super) fn servers<'a>(stack: &'a Stack, service: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    let mut ahead: Vec<&str> =
        stack.runtime.service(service).map(|service| service.name.as_str()).into_iter().collect();
    while let Some(name) = ahead.pop() {
        let Some(service) = stack.runtime.service(name).filter(|_| !seen.contains(&name)) else { continue };
        seen.push(name);
        found.extend(service.servers.iter().map(|server| server.url.as_str()));
        ahead.extend(service.children.iter().map(|child| child.name.as_str()));
    }
    found.sort_unstable();
    found.dedup();
    found
}
