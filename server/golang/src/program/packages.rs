//! The packages of a workspace and what each declares.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use syntax::{FileId, Location, TextRange, TextSize};

use super::needed::{Folder, needed};
use super::{Module, Source};
use crate::facts::Declared;
use crate::facts::tree::{Function, Name, Type, TypeDeclaration, ValueDeclaration};
use crate::frameworks;

/// Index into [`Program::packages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PackageId(pub(crate) u32);

/// Index into [`Program::files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FileIndex(pub(crate) u32);

/// Everything that is declared, by package.
pub(crate) struct Program<'a> {
    pub(crate) files: Vec<File<'a>>,
    pub(crate) packages: Vec<Package<'a>>,
    pub(crate) modules: Vec<&'a Module>,
    by_path: FxHashMap<String, Vec<PackageId>>,
    /// Types by the name of each of their methods: who may implement an interface.
    pub(crate) by_method: FxHashMap<&'a str, Vec<Named<'a>>>,
}

pub(crate) struct File<'a> {
    pub(crate) id: FileId,
    pub(crate) facts: &'a Declared,
    pub(crate) package: PackageId,
    imported: OnceCell<FxHashMap<&'a str, &'a str>>,
}

/// The files of one folder.
#[derive(Default)]
pub(crate) struct Package<'a> {
    pub(crate) folder: &'a str,
    /// Import path, as far as a module says it.
    pub(crate) path: String,
    /// The import path behind the module's; what handlers are named by.
    pub(crate) label: String,
    /// Index into [`Program::modules`].
    pub(crate) module: Option<usize>,
    pub(crate) is_main: bool,
    pub(crate) files: Vec<FileIndex>,
    members: FxHashMap<&'a str, Member<'a>>,
    methods: FxHashMap<(&'a str, &'a str), Vec<FunctionRef<'a>>>,
}

/// What a name of a package stands for.
#[derive(Clone)]
pub(crate) enum Member<'a> {
    /// More than one where build constraints choose.
    Functions(Vec<FunctionRef<'a>>),
    Type(Named<'a>),
    /// A constant or variable: its line, and which name in it.
    Value(FileIndex, &'a ValueDeclaration, usize),
}

#[derive(Clone, Copy)]
pub(crate) struct FunctionRef<'a> {
    pub(crate) file: FileIndex,
    pub(crate) function: &'a Function,
}

/// A declared type.
#[derive(Clone, Copy)]
pub(crate) struct Named<'a> {
    pub(crate) file: FileIndex,
    pub(crate) declaration: &'a TypeDeclaration,
}

impl PartialEq for Named<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.file == other.file && self.declaration.start == other.declaration.start
    }
}

impl<'a> Program<'a> {
    pub(crate) fn new(sources: &'a [Source], modules: &'a [Module]) -> Self {
        let mut modules: Vec<&Module> = modules.iter().collect();
        // The module that holds a folder is the one with the longest folder.
        modules.sort_by(|a, b| b.folder.len().cmp(&a.folder.len()).then_with(|| a.folder.cmp(&b.folder)));
        let mut program = Self {
            files: Vec::new(),
            packages: Vec::new(),
            modules,
            by_path: FxHashMap::default(),
            by_method: FxHashMap::default(),
        };
        let mut folders: BTreeMap<&str, Vec<&Source>> = BTreeMap::new();
        for source in sources.iter().filter(|source| source.facts.outline.package.is_some()) {
            let folder = source.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            folders.entry(folder).or_default().push(source);
        }
        let needed = needed(folders, &program.modules);
        let sources: Vec<&Source> = needed.iter().flat_map(|(.., sources)| sources.iter().copied()).collect();
        sources.par_iter().for_each(|source| {
            source.facts.declared();
        });
        for (name, folder, mut sources) in needed {
            sources.sort_by(|a, b| a.path.cmp(&b.path));
            program.add(name, folder, &sources);
        }
        program
    }

    fn add(&mut self, name: &'a str, folder: Folder, sources: &[&'a Source]) {
        let id = PackageId(index(self.packages.len()));
        let Folder { module, inner, path } = folder;
        let mut package = Package { folder: name, module, path, ..Package::default() };
        for source in sources {
            let file = FileIndex(index(self.files.len()));
            let facts: &'a Declared = source.facts.declared();
            self.files.push(File { id: source.file, facts, package: id, imported: OnceCell::new() });
            let name = facts.package.map_or("", |name| facts.name(name));
            package.is_main |= name == "main";
            package.label = match inner.as_str() {
                _ if name == "main" => "main".to_owned(),
                "" => name.to_owned(),
                inner => inner.to_owned(),
            };
            package.files.push(file);
            package.declare(file, facts);
            for function in &facts.functions {
                let receiver = function.receiver.as_ref().and_then(|receiver| receiver_name(&receiver.kind));
                let Some(receiver) = receiver.map(|name| facts.name(name)) else {
                    continue;
                };
                let method = FunctionRef { file, function };
                package.methods.entry((receiver, facts.name(function.name))).or_default().push(method);
            }
        }
        for &source in sources {
            let facts = source.facts.declared();
            for function in &facts.functions {
                let receiver = function.receiver.as_ref().and_then(|receiver| receiver_name(&receiver.kind));
                let receiver = receiver.and_then(|name| package.members.get(facts.name(name)));
                if let Some(Member::Type(named)) = receiver {
                    self.by_method.entry(facts.name(function.name)).or_default().push(*named);
                }
            }
        }
        self.by_path.entry(package.path.clone()).or_default().push(id);
        self.packages.push(package);
    }

    pub(crate) fn file(&self, file: FileIndex) -> &File<'a> {
        &self.files[file.0 as usize]
    }

    pub(crate) fn package(&self, package: PackageId) -> &Package<'a> {
        &self.packages[package.0 as usize]
    }

    pub(crate) fn package_of(&self, file: FileIndex) -> &Package<'a> {
        self.package(self.file(file).package)
    }

    /// The text of a name of `file`.
    pub(crate) fn name(&self, file: FileIndex, name: Name) -> &'a str {
        self.file(file).facts.name(name)
    }

    pub(crate) fn location(&self, file: FileIndex, range: TextRange) -> Location {
        Location::new(self.file(file).id, range)
    }

    /// The `length` bytes of `file` from `start`.
    pub(crate) fn span(&self, file: FileIndex, start: TextSize, length: usize) -> Location {
        self.location(file, TextRange::at(start, TextSize::from(index(length))))
    }

    /// The package that `path` means to a file of the module with index `module`.
    pub(crate) fn import(&self, module: Option<usize>, path: &str) -> Option<PackageId> {
        if let Some(found) = self.by_path.get(path) {
            // Modules of one workspace may have one name; each means its own packages.
            let own = found.iter().find(|id| self.package(**id).module == module);
            return own.or(found.first()).copied();
        }
        let wanted = self.modules[module?].replaced(path)?;
        let found = self.packages.binary_search_by(|package| package.folder.cmp(&wanted)).ok()?;
        Some(PackageId(index(found)))
    }

    /// The import path that `name` stands for in `file`.
    pub(crate) fn imported(&self, file: FileIndex, name: &str) -> Option<&'a str> {
        self.file(file).imported.get_or_init(|| self.import_names(file)).get(name).copied()
    }

    /// The import paths of a file by the names that they are used by.
    fn import_names(&self, file: FileIndex) -> FxHashMap<&'a str, &'a str> {
        let facts = self.file(file).facts;
        let module = self.package_of(file).module;
        let mut names = FxHashMap::default();
        for import in &facts.imports {
            let path = facts.name(import.path);
            let known = || self.import(module, path).and_then(|id| self.package(id).files.first());
            let name = match import.alias {
                Some(alias) => Some(facts.name(alias)),
                None => match known() {
                    Some(&first) => self.file(first).facts.package.map(|package| self.name(first, package)),
                    None => Some(frameworks::package_name(path)),
                },
            };
            if let Some(name) = name {
                names.entry(name).or_insert(path);
            }
        }
        names
    }

    /// What `name` stands for in the package of `file`, its dot imports included.
    pub(crate) fn member(&self, file: FileIndex, name: &str) -> Option<&Member<'a>> {
        if let Some(member) = self.package_of(file).member(name) {
            return Some(member);
        }
        let module = self.package_of(file).module;
        self.dot_imports(file)
            .filter_map(|path| self.import(module, path))
            .find_map(|id| self.package(id).member(name))
    }

    /// The import paths of the packages whose members `file` uses without their package's name.
    pub(crate) fn dot_imports(&self, file: FileIndex) -> impl Iterator<Item = &'a str> + Clone {
        let facts = self.file(file).facts;
        let dots = facts.imports.iter().filter(|import| import.alias.is_some_and(|a| facts.name(a) == "."));
        dots.map(|import| facts.name(import.path))
    }
}

impl<'a> Package<'a> {
    fn declare(&mut self, file: FileIndex, facts: &'a Declared) {
        for function in facts.functions.iter().filter(|function| function.receiver.is_none()) {
            let function = FunctionRef { file, function };
            let name = facts.name(function.function.name);
            match self.members.get_mut(name) {
                Some(Member::Functions(others)) => others.push(function),
                _ => {
                    self.members.insert(name, Member::Functions(vec![function]));
                }
            }
        }
        for declaration in &facts.types {
            let named = Named { file, declaration };
            self.members.entry(facts.name(declaration.name)).or_insert(Member::Type(named));
        }
        for line in &facts.values {
            for (place, &name) in line.names.iter().enumerate() {
                self.members.entry(facts.name(name)).or_insert(Member::Value(file, line, place));
            }
        }
    }

    pub(crate) fn member(&self, name: &str) -> Option<&Member<'a>> {
        self.members.get(name)
    }

    /// The method `name` of the type `receiver`; more than one where build constraints choose.
    pub(crate) fn method(&self, receiver: &'a str, name: &'a str) -> &[FunctionRef<'a>] {
        self.methods.get(&(receiver, name)).map_or(&[], Vec::as_slice)
    }
}

/// The type that a method's receiver names.
pub(crate) fn receiver_name(kind: &Type) -> Option<Name> {
    match kind {
        Type::Named(name) => Some(*name),
        Type::Pointer(inner) => receiver_name(inner),
        _ => None,
    }
}

/// Whether `path` is `folder` or lies in it.
pub(super) fn holds(folder: &str, path: &str) -> bool {
    let rest = path.strip_prefix(folder);
    rest.is_some_and(|rest| folder.is_empty() || rest.is_empty() || rest.starts_with('/'))
}

fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
