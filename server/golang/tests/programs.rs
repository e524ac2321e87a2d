//! Holds what is read out of the programs in `tests/programs` against what they were seen to register when they ran with
//! the real frameworks; `tests/programs/record` writes that down.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "what cannot be read must fail the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use golang::facts;
use golang::program::{ANY, App, Engine, Framework, Module, Registration, Source, Target, apps};
use serde_json::Value;
use syntax::{FileId, Location};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/programs")
}

/// One registration: method, path, handler (nothing where it leads to an engine), and the line that makes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    method: String,
    path: String,
    handler: Option<String>,
    at: String,
}

/// The Go files of a program, by path relative to the folder of all programs.
struct Program {
    files: Vec<(String, String)>,
    apps: Vec<App>,
}

impl Program {
    /// Reads the program in `name`: `gin/aliases`.
    fn read(name: &str) -> Self {
        let mut files = Vec::new();
        let mut open = vec![folder().join(name)];
        while let Some(path) = open.pop() {
            if path.is_dir() {
                open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            } else if path.extension().is_some_and(|extension| extension == "go") {
                let relative = path.strip_prefix(folder()).unwrap().to_str().unwrap().replace('\\', "/");
                files.push((relative, fs::read_to_string(&path).unwrap()));
            }
        }
        files.sort();
        let sources: Vec<Source> = files
            .iter()
            .zip(0..)
            .map(|((path, text), number)| Source {
                file: FileId(number),
                path: path.clone(),
                facts: Arc::new(facts::read(path, text.as_str())),
            })
            .collect();
        let module = Module::parse("", &fs::read_to_string(folder().join("go.mod")).unwrap());
        let apps = apps(&sources, &[module]);
        Self { files, apps }
    }

    fn at(&self, location: Location) -> String {
        let (path, text) = &self.files[location.file.0 as usize];
        let line = text[..location.range.start().into()].matches('\n').count() + 1;
        format!("{path}:{line}")
    }

    /// All registrations of the main package in `main`.
    fn lines<'a>(&'a self, main: &str) -> BTreeSet<Line> {
        let mut lines = BTreeSet::new();
        for app in self.apps.iter().filter(|app| app.main.as_deref() == Some(main)) {
            // Fiber registers middlewares like handlers; a run does not tell them apart.
            let is_use = |engine: &Engine, line: &Registration| {
                line.prefix && matches!(engine.framework, Framework::Fiber2 | Framework::Fiber3)
            };
            let lines_of = |engine: &'a Engine| engine.registrations.iter().map(move |line| (engine, line));
            let lines_seen = app.engines.iter().flat_map(lines_of);
            for (engine, line) in lines_seen.filter(|(engine, line)| !is_use(engine, line)) {
                let mut add = |line: &Registration, handler, at| {
                    let (method, path) = written(line);
                    lines.insert(Line { method, path, handler, at });
                };
                match &line.target {
                    Target::Routes(routes) => {
                        for route in routes.iter().map(|route| &app.routes[*route]) {
                            let mut line = line.clone();
                            // A part of another router has what that asks for.
                            if engine.part {
                                (line.method, line.host) = (route.method.clone(), route.host.clone());
                            }
                            add(&line, Some(route.handler.symbol.clone()), self.at(route.registration));
                        }
                    }
                    Target::Mount { .. } => add(line, None, self.at(line.path)),
                    Target::Middleware(_) => {}
                }
            }
        }
        lines
    }
}

/// Method and path as the framework has them.
fn written(line: &Registration) -> (String, String) {
    let host = line.host.as_deref().unwrap_or("");
    match line.method.as_str() {
        ANY => (String::new(), format!("{host}{}", line.pattern)),
        method => (method.to_owned(), format!("{host}{}", line.pattern)),
    }
}

/// What was recorded, by main package.
fn recorded() -> BTreeMap<String, BTreeSet<Line>> {
    let text = fs::read_to_string(folder().join("routes.jsonl")).expect("the recorded routes");
    let program = |line: &str| {
        let value: Value = serde_json::from_str(line).expect("a program a line");
        let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
        let route = |route: &Value| {
            let (mut method, mut path) = (text(&route["method"]), text(&route["path"]));
            // net/http has both in one.
            if let Some((before, after)) = path.clone().split_once(' ') {
                (method, path) = (before.to_owned(), after.to_owned());
            }
            Line { method, path, handler: Some(text(&route["handler"])), at: text(&route["at"]) }
        };
        let routes = value["routes"].as_array().expect("routes").iter().map(route).collect();
        (text(&value["main"]), routes)
    };
    text.lines().map(program).collect()
}

/// Whether `ours` says what was `seen`, as far as it says something.
fn is_met(ours: &Line, seen: &Line) -> bool {
    ours.method == seen.method
        && ours.at == seen.at
        && is_path(&ours.path, &seen.path)
        && (ours.handler.is_none() || ours.handler == seen.handler)
}

/// Whether `pattern`, in which `⟨…⟩` stands for anything, is `path`.
fn is_path(pattern: &str, path: &str) -> bool {
    match pattern.split_once('⟨') {
        None => pattern == path,
        Some((before, rest)) => {
            let rest = rest.split_once('⟩').map_or("", |(_, rest)| rest);
            let Some(path) = path.strip_prefix(before) else { return false };
            path.char_indices().map(|(at, _)| &path[at..]).chain([""]).any(|path| is_path(rest, path))
        }
    }
}

#[test]
fn programs_register_what_they_were_seen_to_register() {
    let mut wrong = String::new();
    let mut programs: BTreeMap<String, Program> = BTreeMap::new();
    let recorded = recorded();
    assert!(recorded.len() > 30, "only {} programs", recorded.len());
    for (main, seen) in &recorded {
        let name = main.splitn(3, '/').take(2).collect::<Vec<_>>().join("/");
        let program = programs.entry(name.clone()).or_insert_with(|| Program::read(&name));
        let ours = program.lines(main);
        let missing = seen.iter().filter(|seen| !ours.iter().any(|ours| is_met(ours, seen)));
        let invented = ours.iter().filter(|ours| !seen.iter().any(|seen| is_met(ours, seen)));
        for line in missing {
            writeln!(wrong, "{main}: not seen: {line:?}").unwrap();
        }
        for line in invented {
            writeln!(wrong, "{main}: invented: {line:?}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
