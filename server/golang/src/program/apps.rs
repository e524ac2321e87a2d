//! From packages to apps: which programs there are, and what each engine of theirs is called.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use syntax::TextSize;

use super::packages::{FileIndex, FunctionRef, Member, PackageId, Program};
use super::{App, Module, Source};
use crate::flow::{Machine, Made};
use crate::frameworks;

/// Callers of callers that are looked for above an engine that no program makes.
const CALLERS: usize = 6;

/// All apps of the workspace, sorted by name. `modules` need not be sorted.
pub fn apps(sources: &[Source], modules: &[Module]) -> Vec<App> {
    let program = Program::new(sources, modules);
    let mut made = Vec::new();
    let mut visited = FxHashSet::default();
    let mains: Vec<(PackageId, Vec<FunctionRef<'_>>)> = mains(&program);
    for (main, functions) in &mains {
        let mut machine = Machine::new(&program);
        for package in imported(&program, *main) {
            for function in inits(&program, package) {
                machine.run(function);
            }
        }
        for function in functions {
            machine.run(*function);
        }
        visited.extend(machine.finish(Some(*main), &mut made));
    }
    for (function, root) in unreached(&program, &visited) {
        let package = program.file(function.file).package;
        let mut importers = mains.iter().map(|(main, _)| *main);
        let importers: Vec<PackageId> =
            importers.by_ref().filter(|main| imported(&program, *main).contains(&package)).collect();
        let main = if let [only] = importers.as_slice() { Some(*only) } else { None };
        // Who seems to lead to it may not.
        for first in [root, function] {
            if !visited.contains(&(function.file, function.function.start)) {
                let mut machine = Machine::new(&program);
                machine.run(first);
                visited.extend(machine.finish(main, &mut made));
            }
        }
    }
    named(&program, made)
}

/// The main packages, each with its `main`.
fn mains<'a>(program: &Program<'a>) -> Vec<(PackageId, Vec<FunctionRef<'a>>)> {
    let ids = (0u32..).map(PackageId).take(program.packages.len());
    let mains = ids.filter_map(|id| match program.package(id).member("main") {
        Some(Member::Functions(functions)) if program.package(id).is_main => Some((id, functions.clone())),
        _ => None,
    });
    mains.collect()
}

/// The `init` functions of a package, in order of files.
fn inits<'a>(program: &Program<'a>, package: PackageId) -> Vec<FunctionRef<'a>> {
    match program.package(package).member("init") {
        Some(Member::Functions(functions)) => functions.clone(),
        _ => Vec::new(),
    }
}

/// The packages that `package` is made of, each after those that it imports; itself last.
fn imported(program: &Program<'_>, package: PackageId) -> Vec<PackageId> {
    let mut order = Vec::new();
    let mut seen = FxHashSet::default();
    // Packages to visit, and whether those that they import were put before them.
    let mut open = vec![(package, false)];
    while let Some((package, done)) = open.pop() {
        if done {
            order.push(package);
            continue;
        }
        if !seen.insert(package) {
            continue;
        }
        open.push((package, true));
        let files = &program.package(package).files;
        let module = program.package(package).module;
        for &file in files.iter().rev() {
            let facts = program.file(file).facts;
            let paths = facts.imports.iter().rev().map(|import| facts.name(import.path));
            open.extend(paths.filter_map(|path| program.import(module, path)).map(|id| (id, false)));
        }
    }
    order
}

/// Functions that make an engine and that no program was seen to call, each with the function to begin with: itself,
/// or whoever calls it and is called by nobody.
fn unreached<'a>(
    program: &Program<'a>,
    visited: &FxHashSet<(FileIndex, TextSize)>,
) -> Vec<(FunctionRef<'a>, FunctionRef<'a>)> {
    let ids = (0u32..).map(FileIndex).take(program.files.len());
    let functions: Vec<FunctionRef<'a>> = ids
        .flat_map(|file| {
            program.file(file).facts.functions.iter().map(move |function| FunctionRef { file, function })
        })
        .filter(|function| !visited.contains(&(function.file, function.function.start)))
        .collect();
    let makers = functions.iter().filter(|function| function.function.makes);
    let mut found = Vec::new();
    for maker in makers {
        let mut root = *maker;
        for _ in 0..CALLERS {
            let caller = functions.iter().find(|caller| calls(program, **caller, root));
            match caller {
                Some(caller) if !std::ptr::eq(caller.function, root.function) => root = *caller,
                _ => break,
            }
        }
        found.push((*maker, root));
    }
    found
}

/// Whether `caller` seems to call `callee`: by its name, and in a package that knows it.
fn calls(program: &Program<'_>, caller: FunctionRef<'_>, callee: FunctionRef<'_>) -> bool {
    let name = program.name(callee.file, callee.function.name);
    let facts = program.file(caller.file).facts;
    if !caller.function.mentions.iter().any(|mention| facts.name(*mention) == name) {
        return false;
    }
    let (from, to) = (program.file(caller.file).package, program.file(callee.file).package);
    let module = program.package(from).module;
    from == to
        || facts.imports.iter().any(|import| program.import(module, facts.name(import.path)) == Some(to))
}

fn named(program: &Program<'_>, made: Vec<Made>) -> Vec<App> {
    let mut by_name: BTreeMap<String, Vec<App>> = BTreeMap::new();
    for made in made {
        let package = program.package(made.main.unwrap_or(made.package));
        let module = package.module.map(|module| program.modules[module]);
        let name = match package.folder {
            "" => module.map(|module| frameworks::last_element(&module.path)).filter(|name| !name.is_empty()),
            folder => Some(folder),
        };
        let name = name.unwrap_or("main").to_owned();
        let mut listen = made.listen;
        listen.sort_by_key(|listen| listen.location);
        by_name.entry(name.clone()).or_default().push(App {
            name,
            framework: made.framework,
            version: made.version,
            main: made.main.map(|main| program.package(main).folder.to_owned()),
            engine: made.engine,
            listen,
            routes: made.flat.routes,
            engines: made.flat.engines,
            fallback: made.fallback,
            unseen: made.flat.unseen,
        });
    }
    let mut apps: Vec<App> = Vec::new();
    for (name, mut same) in by_name {
        // The one that has the name by itself has routes.
        same.sort_by_key(|app| (app.routes.is_empty(), app.engine));
        for (place, app) in same.into_iter().enumerate() {
            let name = if place == 0 { name.clone() } else { format!("{name}#{}", place + 1) };
            apps.push(App { name, ..app });
        }
    }
    apps.sort_by(|a, b| a.name.cmp(&b.name));
    apps
}
