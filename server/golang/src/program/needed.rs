//! Which packages can have to do with routes: those that touch a framework, who imports them, and all that these import.
//! The others are never parsed.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::packages::holds;
use super::{Module, Source};

/// A folder with Go files: its module (index into the modules) and its import path.
pub(super) struct Folder {
    pub(super) module: Option<usize>,
    /// The path inside the module.
    pub(super) inner: String,
    /// Import path, as far as a module says it.
    pub(super) path: String,
}

impl Folder {
    /// What `folder` is, of modules with the deepest first.
    pub(super) fn new(folder: &str, modules: &[&Module]) -> Self {
        let module = modules.iter().position(|module| holds(&module.folder, folder));
        let inner =
            module.map_or(folder, |module| folder[modules[module].folder.len()..].trim_start_matches('/'));
        let root = module.map_or("", |module| modules[module].path.as_str());
        let path = [root, inner].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        Self { module, inner: inner.to_owned(), path }
    }
}

/// The folders that are needed, with what they are.
pub(super) fn needed<'a>(
    folders: BTreeMap<&'a str, Vec<&'a Source>>,
    modules: &[&Module],
) -> Vec<(&'a str, Folder, Vec<&'a Source>)> {
    let all: Vec<(&str, Folder, Vec<&Source>)> = folders
        .into_iter()
        .map(|(folder, sources)| (folder, Folder::new(folder, modules), sources))
        .collect();
    let mut by_path: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (index, (_, folder, _)) in all.iter().enumerate() {
        by_path.entry(&folder.path).or_default().push(index);
    }
    let resolve = |module: Option<usize>, path: &str| {
        if let Some(found) = by_path.get(path) {
            let own = found.iter().find(|index| all[**index].1.module == module);
            return own.or(found.first()).copied();
        }
        let replaced = modules[module?].replaced(path)?;
        all.binary_search_by(|(folder, ..)| (*folder).cmp(&replaced)).ok()
    };
    let mut imports: Vec<Vec<usize>> = Vec::with_capacity(all.len());
    let mut importers: Vec<Vec<usize>> = vec![Vec::new(); all.len()];
    for (index, (_, folder, sources)) in all.iter().enumerate() {
        let paths = sources.iter().flat_map(|source| &source.facts.outline.imports);
        let mut found: Vec<usize> = paths.filter_map(|path| resolve(folder.module, path)).collect();
        found.sort_unstable();
        found.dedup();
        for import in &found {
            importers[*import].push(index);
        }
        imports.push(found);
    }
    let touches = |(_, _, sources): &(&str, Folder, Vec<&Source>)| {
        sources.iter().any(|source| source.facts.outline.touches)
    };
    let touching = (0..all.len()).filter(|index| touches(&all[*index])).collect();
    let needed = reached(reached(touching, &importers), &imports);
    let mut is_needed = vec![false; all.len()];
    for index in needed {
        is_needed[index] = true;
    }
    all.into_iter().zip(is_needed).filter(|(_, needed)| *needed).map(|(folder, _)| folder).collect()
}

/// All that is reached from `open` over `edges`, itself included.
fn reached(mut open: Vec<usize>, edges: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; edges.len()];
    let mut all = Vec::new();
    while let Some(index) = open.pop() {
        if !std::mem::replace(&mut seen[index], true) {
            all.push(index);
            open.extend(&edges[index]);
        }
    }
    all
}
