//! Whether a file is part of a program: its path and its build constraint, for a build on Linux without tags.

/// How a file takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// In every build, as far as tags go.
    Always,
    /// In builds with certain tags.
    Tagged,
    /// In none: a test, example data, vendored, ignored, or for another platform.
    Never,
}

/// Systems and processors that files are named for.
const OTHER_PLATFORMS: &[&str] = &[
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "illumos",
    "ios",
    "js",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "wasip1",
    "windows",
    "386",
    "arm",
    "loong64",
    "mips",
    "mips64",
    "mips64le",
    "mipsle",
    "ppc64",
    "ppc64le",
    "riscv64",
    "s390x",
    "wasm",
];

/// Tags that hold on the machines that programs are deployed to. Of two processors a file is for either.
const PLATFORM: &[&str] = &["linux", "unix", "cgo", "gc", "amd64", "arm64"];

/// How the file at `path` takes part in builds of its package.
pub(super) fn part(path: &str, text: &str) -> Part {
    if is_outside(path) {
        return Part::Never;
    }
    let header = text.lines().take_while(|line| !line.starts_with("package "));
    let mut constraints = header.into_iter().filter_map(|line| line.strip_prefix("//go:build "));
    let Some(constraint) = constraints.next() else {
        return Part::Always;
    };
    match (holds(constraint, false), holds(constraint, true)) {
        (true, _) => Part::Always,
        (false, true) => Part::Tagged,
        (false, false) => Part::Never,
    }
}

/// Whether the go command takes `path` for no part of a program here.
fn is_outside(path: &str) -> bool {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let hidden = |name: &str| name.starts_with('_') || (name.starts_with('.') && name.len() > 1);
    let name = file.strip_suffix(".go").unwrap_or(file);
    let mut suffixes = name.split('_').skip(1);
    file.ends_with("_test.go")
        || hidden(file)
        || suffixes.any(|suffix| OTHER_PLATFORMS.contains(&suffix))
        || folders.split('/').any(|folder| matches!(folder, "vendor" | "testdata") || hidden(folder))
}

/// Whether a constraint holds, custom tags being set or not.
fn holds(constraint: &str, custom: bool) -> bool {
    any(&mut constraint.trim(), custom, 0)
}

/// Nesting of parentheses in a constraint.
const DEPTH: usize = 16;

fn any(rest: &mut &str, custom: bool, depth: usize) -> bool {
    let mut result = all(rest, custom, depth);
    while let Some(after) = rest.strip_prefix("||") {
        *rest = after.trim_start();
        result |= all(rest, custom, depth);
    }
    result
}

fn all(rest: &mut &str, custom: bool, depth: usize) -> bool {
    let mut result = one(rest, custom, depth);
    while let Some(after) = rest.strip_prefix("&&") {
        *rest = after.trim_start();
        result &= one(rest, custom, depth);
    }
    result
}

fn one(rest: &mut &str, custom: bool, depth: usize) -> bool {
    if depth > DEPTH {
        return true;
    }
    if let Some(after) = rest.strip_prefix('!') {
        *rest = after.trim_start();
        return !one(rest, custom, depth + 1);
    }
    if let Some(after) = rest.strip_prefix('(') {
        *rest = after.trim_start();
        let result = any(rest, custom, depth + 1);
        *rest = rest.strip_prefix(')').unwrap_or(rest).trim_start();
        return result;
    }
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).unwrap_or(rest.len());
    let (tag, after) = rest.split_at(end);
    *rest = after.trim_start();
    let is_version = tag.strip_prefix("go1.").is_some_and(|minor| minor.bytes().all(|b| b.is_ascii_digit()));
    match tag {
        "ignore" | "" => false,
        tag if PLATFORM.contains(&tag) || is_version => true,
        tag if OTHER_PLATFORMS.contains(&tag) => false,
        _ => custom,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_takes_part_by_its_path_and_its_constraint() {
        let cases = [
            ("api/a.go", "package a", Part::Always),
            ("api/a_test.go", "package a", Part::Never),
            ("vendor/x/a.go", "package a", Part::Never),
            ("_old/a.go", "package a", Part::Never),
            ("a_windows.go", "package a", Part::Never),
            ("a_linux.go", "package a", Part::Always),
            ("a.go", "//go:build ignore\n\npackage a", Part::Never),
            ("a.go", "//go:build windows || darwin\n\npackage a", Part::Never),
            ("a.go", "//go:build !windows\n\npackage a", Part::Always),
            ("a.go", "//go:build swagger\n\npackage a", Part::Tagged),
            ("a.go", "//go:build !swagger\n\npackage a", Part::Always),
            ("a.go", "//go:build linux && (e2e || dev)\n\npackage a", Part::Tagged),
            ("a.go", "// Package a.\npackage a\n//go:build ignore\n", Part::Always),
        ];
        for (path, text, expected) in cases {
            assert_eq!(part(path, text), expected, "{path}: {text}");
        }
    }
}
