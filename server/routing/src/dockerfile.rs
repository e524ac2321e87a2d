//! What a Dockerfile says about ports and about the Go package it builds.

use syntax::{FileId, Text};
use traefik::compose::ComposeService;

use crate::model::{Facts, Source};
use crate::paths;

/// The facts of one Dockerfile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dockerfile {
    /// Ports of `EXPOSE` in the last stage that has any.
    pub expose: Vec<u16>,
    /// Folders of the packages that `go build`, `go install` and `go run` name, relative to the build context:
    /// `cmd/api`, "" for the context itself. A `WORKDIR` below the one that the sources are copied to counts.
    pub packages: Vec<String>,
    /// Whether it starts from a Go image at all: then it may build a program by other means, `make` for instance.
    pub golang: bool,
    /// `ENV`, in order.
    pub env: Vec<(String, String)>,
}

/// The Dockerfile that builds `service` of a compose file in `folder`, and its place among `sources`.
pub(crate) fn of<'s>(
    sources: &'s [Source],
    folder: &str,
    service: &ComposeService,
) -> Option<(FileId, &'s Dockerfile)> {
    let context = paths::join(folder, service.build_context.as_ref()?.as_str())?;
    let path = paths::join(&context, service.dockerfile.as_ref().map_or("Dockerfile", Text::as_str))?;
    let source = sources.iter().find(|source| source.path == path)?;
    match &source.facts {
        Facts::Dockerfile(dockerfile) => Some((source.file, dockerfile)),
        _ => None,
    }
}

/// Reads the instructions that matter; all others are passed over.
pub fn parse(text: &str) -> Dockerfile {
    let mut facts = Dockerfile::default();
    let mut workdir = String::from("/");
    // Folders of the build context and where they are copied to.
    let mut copies: Vec<(String, String)> = Vec::new();
    for (instruction, rest) in instructions(text) {
        match instruction.as_str() {
            "FROM" => {
                let image = rest.split_whitespace().find(|word| !word.starts_with("--")).unwrap_or_default();
                facts.golang |= paths::name(image).split([':', '@']).next() == Some("golang");
                workdir = "/".into();
                copies.clear();
            }
            "WORKDIR" => workdir = absolute(&workdir, &rest),
            "COPY" | "ADD" if !rest.contains("--from") => {
                let words: Vec<&str> = rest.split_whitespace().filter(|w| !w.starts_with("--")).collect();
                if let [source, target] = words[..] {
                    let source = paths::join("", source.trim_start_matches('/'));
                    copies.extend(source.map(|source| (source, absolute(&workdir, target))));
                }
            }
            "EXPOSE" => {
                let port = |word: &str| word.split('/').next().and_then(|port| port.parse().ok());
                facts.expose = rest.split_whitespace().filter_map(port).collect();
            }
            "ENV" => facts.env.extend(environment(&rest)),
            "RUN" | "CMD" | "ENTRYPOINT" => {
                let folders = built(&rest).into_iter().map(|package| absolute(&workdir, &package));
                facts.packages.extend(folders.filter_map(|folder| in_context(&folder, &workdir, &copies)));
            }
            _ => {}
        }
    }
    facts.packages.sort();
    facts.packages.dedup();
    facts
}

/// The folder of the build context that `folder` of the image was copied from; below the working directory where
/// nothing says so.
fn in_context(folder: &str, workdir: &str, copies: &[(String, String)]) -> Option<String> {
    let below = |target: &str| {
        let rest = folder.strip_prefix(target.trim_end_matches('/'))?;
        (rest.is_empty() || rest.starts_with('/')).then(|| rest.trim_matches('/').to_owned())
    };
    let copied = copies.iter().filter_map(|(source, target)| Some((target.len(), source, below(target)?)));
    match copied.max_by_key(|(length, ..)| *length) {
        Some((_, source, rest)) => paths::join(source, &rest),
        None => below(workdir),
    }
}

/// Instructions in upper case with their joined lines; comments are taken out.
fn instructions(text: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut line = String::new();
    for raw in text.lines().map(str::trim).filter(|raw| !raw.is_empty() && !raw.starts_with('#')) {
        line.push_str(raw.trim_end_matches('\\'));
        line.push(' ');
        if raw.ends_with('\\') {
            continue;
        }
        if let Some((instruction, rest)) = line.trim().split_once(char::is_whitespace) {
            all.push((instruction.to_ascii_uppercase(), rest.trim().to_owned()));
        }
        line.clear();
    }
    all
}

fn absolute(workdir: &str, path: &str) -> String {
    if path.starts_with('/') { paths::clean(path) } else { paths::clean(&format!("{workdir}/{path}")) }
}

/// `A=1 B="x y"` and the old `A value`.
fn environment(rest: &str) -> Vec<(String, String)> {
    match rest.split_whitespace().next() {
        Some(first) if !first.contains('=') => {
            let value = rest[first.len()..].trim();
            vec![(first.to_owned(), value.to_owned())]
        }
        _ => rest
            .split_whitespace()
            .filter_map(|word| word.split_once('='))
            .map(|(key, value)| (key.to_owned(), value.trim_matches(['"', '\'']).to_owned()))
            .collect(),
    }
}

/// The packages that the `go` commands of a shell line or an exec form build.
fn built(line: &str) -> Vec<String> {
    let words: Vec<&str> = line
        .split(|c: char| {
            c.is_whitespace() || matches!(c, '"' | '\'' | '[' | ']' | ',' | ';' | '&' | '|' | '(' | ')')
        })
        .filter(|word| !word.is_empty())
        .collect();
    let mut packages = Vec::new();
    for (at, pair) in words.windows(2).enumerate() {
        let go = pair[0] == "go" || pair[0].ends_with("/go");
        if !go || !matches!(pair[1], "build" | "install" | "run") {
            continue;
        }
        let mut named = Vec::new();
        let mut arguments = words[at + 2..].iter().copied();
        while let Some(word) = arguments.next() {
            // Flags whose value is a word of its own; the quoted value of `-ldflags` was split, and its parts look
            // like flags themselves.
            if matches!(word, "-o" | "-ldflags" | "-tags" | "-mod" | "-gcflags" | "-p") {
                arguments.next();
            } else if word == "go" {
                break;
            } else if word == "." || word.starts_with("./") {
                named.push(package(word));
            } else if word.ends_with(".go") {
                named.push(paths::folder(word).to_owned());
            }
        }
        if named.is_empty() {
            named.push(String::new());
        }
        packages
            .extend(named.into_iter().filter(|package| !package.contains('$') && !package.ends_with("...")));
    }
    packages
}

fn package(word: &str) -> String {
    let word = word.trim_end_matches('/');
    if word.ends_with(".go") { paths::folder(word).to_owned() } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packages(text: &str) -> Vec<String> {
        parse(text).packages
    }

    #[test]
    fn the_usual_two_stages() {
        let facts = parse(
            "FROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\n\
             RUN CGO_ENABLED=0 go build \\\n  -ldflags=\"-s -w\" -o /out/api ./cmd/api\n\
             FROM alpine\nENV PORT=9000 GIN_MODE=release\nCOPY --from=build /out/api /api\n\
             EXPOSE 9000/tcp\nENTRYPOINT [\"/api\"]\n",
        );
        assert_eq!(facts.packages, ["cmd/api"]);
        assert_eq!(facts.expose, [9000]);
        assert_eq!(facts.env[0], ("PORT".to_owned(), "9000".to_owned()));
    }

    #[test]
    fn the_package_of_the_working_directory() {
        assert_eq!(packages("WORKDIR /app\nCOPY . .\nRUN go build -o app\n"), [""]);
        assert_eq!(
            packages("WORKDIR /app\nCOPY . .\nWORKDIR /app/cmd/web\nRUN go build -o /web .\n"),
            ["cmd/web"]
        );
        let copied = "WORKDIR /app\nCOPY platform/go.mod ./platform/\nCOPY platform ./platform\nWORKDIR /app/platform\n\
                      RUN go build -o /bin/x ./cmd/server\n";
        assert_eq!(packages(copied), ["platform/cmd/server"]);
        assert_eq!(packages("CMD [\"go\", \"run\", \"./cmd/api/main.go\"]\n"), ["cmd/api"]);
        assert_eq!(
            packages("RUN go build -ldflags \"-s -w\" -o server ./server && chmod +x server\n"),
            ["server"]
        );
    }

    #[test]
    fn other_programs_build_nothing() {
        assert_eq!(
            packages("FROM node\nRUN npm run build\nCMD [\"node\", \"x.js\"]\n"),
            Vec::<String>::new()
        );
    }
}
