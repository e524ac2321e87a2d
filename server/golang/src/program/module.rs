//! `go.mod`.

use super::Module;
use super::packages::holds;
use crate::path;

impl Module {
    /// Reads the `go.mod` in `folder` (relative to the workspace's root, with `/`; "" is the root).
    pub fn parse(folder: &str, text: &str) -> Self {
        let mut module = Self {
            folder: folder.to_owned(),
            path: String::new(),
            requires: Vec::new(),
            replaces: Vec::new(),
            go: None,
        };
        let mut block = String::new();
        for line in text.lines() {
            let line = line.split_once("//").map_or(line, |(line, _)| line);
            let mut words: Vec<&str> =
                line.split_whitespace().map(|word| word.trim_matches(['"', '`'])).collect();
            match words.as_slice() {
                [] => continue,
                [")"] => {
                    block.clear();
                    continue;
                }
                [directive, "("] => {
                    (*directive).clone_into(&mut block);
                    continue;
                }
                _ => {}
            }
            let directive = if block.is_empty() { words.remove(0) } else { block.as_str() };
            match (directive, words.as_slice()) {
                ("module", [path]) => (*path).clone_into(&mut module.path),
                ("go", [version]) => module.go = Some((*version).to_owned()),
                ("require", [path, version]) => {
                    module.requires.push(((*path).to_owned(), (*version).to_owned()));
                }
                ("replace", words) => {
                    let from = words.first();
                    let to = words.iter().skip_while(|word| **word != "=>").nth(1);
                    if let (Some(from), Some(to)) = (from, to)
                        && let Some(to) = inside(folder, to)
                    {
                        module.replaces.push(((*from).to_owned(), to));
                    }
                }
                _ => {}
            }
        }
        module
    }
}

impl Module {
    /// The folder of the package at `path`, where it lies in a module that is replaced by a folder of the workspace.
    pub(super) fn replaced(&self, path: &str) -> Option<String> {
        let (from, folder) = self.replaces.iter().find(|(from, _)| holds(from, path))?;
        let inner = path[from.len()..].trim_start_matches('/');
        let parts = [folder.as_str(), inner].into_iter().filter(|part| !part.is_empty());
        Some(parts.collect::<Vec<_>>().join("/"))
    }
}

/// The folder of the workspace that a `replace` leads to; `None` where it is a module or lies outside.
fn inside(folder: &str, to: &str) -> Option<String> {
    if !to.starts_with("./") && !to.starts_with("../") && to != "." && to != ".." {
        return None;
    }
    let joined = path::join([folder, to]);
    match joined.as_str() {
        "." => Some(String::new()),
        outside if outside == ".." || outside.starts_with("../") => None,
        inside => Some(inside.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_says_its_path_its_requirements_and_its_replacements() {
        let module = Module::parse(
            "api",
            "module example.com/shop/api // the shop\n\ngo 1.26\n\nrequire github.com/gin-gonic/gin v1.12.0\n\n\
             require (\n\texample.com/shop/lib v0.0.0\n\tgolang.org/x/net v0.50.0 // indirect\n)\n\n\
             replace example.com/shop/lib => ../lib\n\nreplace (\n\texample.com/a v1.0.0 => ./inner\n\t\
             example.com/b => example.com/c v1.2.3\n\texample.com/d => ../../d\n)\n",
        );
        assert_eq!(module.path, "example.com/shop/api");
        assert_eq!(module.go.as_deref(), Some("1.26"));
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            module.requires,
            [
                pair("github.com/gin-gonic/gin", "v1.12.0"),
                pair("example.com/shop/lib", "v0.0.0"),
                pair("golang.org/x/net", "v0.50.0"),
            ]
        );
        assert_eq!(
            module.replaces,
            [pair("example.com/shop/lib", "lib"), pair("example.com/a", "api/inner")]
        );
    }
}
