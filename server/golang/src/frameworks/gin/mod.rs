//! Gin (github.com/gin-gonic/gin 1.12): what it registers, how it joins, what it answers.

mod clean;
mod fold;
mod lookup;
mod serve;
mod tree;

use super::parts::Part;
use super::table::{Constructor, Group, Methods, Operation, Place, Port, Position, Table, unchanged};
use crate::path;
use crate::program::Framework;
use crate::words::{Words, is_stand_in};

/// `anyMethods` (routergroup.go:19).
const ANY: &[&str] = &["GET", "POST", "PUT", "PATCH", "HEAD", "OPTIONS", "DELETE", "CONNECT", "TRACE"];

const fn route(methods: &'static [&'static str]) -> Operation {
    registers(Methods::These(methods), 0)
}

const fn registers(methods: Methods, path: usize) -> Operation {
    Operation::Route { methods, path: Place::At(path), handler: Position::Last, narrows: None }
}

const fn files(pattern: fn(&str) -> String) -> Operation {
    Operation::Files { path: 0, pattern, prefix: false, methods: &["GET", "HEAD"] }
}

/// `path.Join(relativePath, "/*filepath")` (routergroup.go:209).
fn below(relative: &str) -> String {
    path::join([relative, "/*filepath"])
}

pub(super) static TABLE: Table = Table {
    framework: Framework::Gin,
    imports: &["github.com/gin-gonic/gin"],
    constructors: &[
        Constructor { name: "Default", config: false },
        Constructor { name: "New", config: false },
    ],
    literals: &[],
    functions: &[],
    requests: &["Context"],
    adapters: &[
        ("github.com/gin-gonic/gin", "WrapF"),
        ("github.com/gin-gonic/gin", "WrapH"),
        ("github.com/gin-gonic/gin", "HandlerFunc"),
    ],
    starters: &[],
    methods: &[
        ("GET", route(&["GET"])),
        ("POST", route(&["POST"])),
        ("PUT", route(&["PUT"])),
        ("PATCH", route(&["PATCH"])),
        ("DELETE", route(&["DELETE"])),
        ("HEAD", route(&["HEAD"])),
        ("OPTIONS", route(&["OPTIONS"])),
        ("Any", route(ANY)),
        ("Handle", registers(Methods::Argument(0, str::to_owned), 1)),
        ("Match", registers(Methods::Argument(0, str::to_owned), 1)),
        (
            "Group",
            Operation::Group(Group {
                path: Place::At(0),
                middlewares: Some(1),
                function: None,
                mounted: false,
                methods: None,
            }),
        ),
        ("Use", Operation::Use { path: Place::None }),
        ("With", Operation::Options),
        ("Static", files(below)),
        ("StaticFS", files(below)),
        ("StaticFile", files(str::to_owned)),
        ("StaticFileFS", files(str::to_owned)),
        ("NoRoute", Operation::Fallback),
        ("BasePath", Operation::Prefix),
        ("Run", Operation::Listen { address: 0, default: Some(Port { variable: "PORT", port: "8080" }) }),
        ("RunTLS", Operation::Listen { address: 0, default: None }),
        ("RunQUIC", Operation::Listen { address: 0, default: None }),
        ("RunListener", Operation::Serve { listener: 0 }),
        ("RunUnix", Operation::Other),
        ("RunFd", Operation::Other),
        ("NoMethod", Operation::Other),
        ("Routes", Operation::Other),
        ("ServeHTTP", Operation::Other),
        ("HandleContext", Operation::Other),
        ("Delims", Operation::Itself),
        ("SecureJsonPrefix", Operation::Itself),
        ("LoadHTMLGlob", Operation::Other),
        ("LoadHTMLFiles", Operation::Other),
        ("LoadHTMLFS", Operation::Other),
        ("SetHTMLTemplate", Operation::Other),
        ("SetFuncMap", Operation::Other),
        ("SetTrustedProxies", Operation::Other),
    ],
    itself: &["RouterGroup", "Handler"],
    settings: &[
        ("RedirectTrailingSlash", true),
        ("RedirectFixedPath", false),
        ("HandleMethodNotAllowed", false),
        ("UseRawPath", false),
        ("UseEscapedPath", false),
        ("RemoveExtraSlash", false),
    ],
    root: "/",
    join,
    mount: unchanged,
    parts,
    in_order: false,
    heads: false,
    not_allowed: |settings| settings.is("HandleMethodNotAllowed"),
    matcher: Some(serve::matcher),
    clashes: serve::clashes,
};

/// `joinPaths` (utils.go:135). A path that begins with something unknown stands for itself at the root.
fn join(prefix: &Words, relative: &Words) -> Words {
    Words::through([prefix, relative], |[prefix, relative]| {
        if relative.is_empty() {
            return prefix.to_owned();
        }
        let mut joined = path::join([prefix, relative]);
        if relative.ends_with('/') && !joined.ends_with('/') {
            joined.push('/');
        }
        if prefix == "/" && relative.starts_with(is_stand_in) {
            joined.remove(0);
        }
        joined
    })
}

/// The parts of a pattern without unknown ones: `:name` up to the next `/`, `*name` to the end, `\:` for a colon.
pub(super) fn parts(pattern: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find([':', '*']) {
        let (before, wildcard) = rest.split_at(at);
        if let (Some(before), true) = (before.strip_suffix('\\'), wildcard.starts_with(':')) {
            literal.push_str(before);
            literal.push(':');
            rest = &wildcard[1..];
            continue;
        }
        literal.push_str(before);
        if !literal.is_empty() {
            parts.push(Part::Literal(std::mem::take(&mut literal)));
        }
        let end = wildcard.find('/').unwrap_or(wildcard.len());
        let name = wildcard[1..end].to_owned();
        parts.push(if wildcard.starts_with(':') { Part::Param(name) } else { Part::CatchAll(name) });
        rest = &wildcard[end..];
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        parts.push(Part::Literal(literal));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Unknown;

    #[test]
    fn paths_join_as_gin_joins_them() {
        let cases = [
            ("/api", "", "/api"),
            ("/api", "/", "/api/"),
            ("/api/", "", "/api/"),
            ("/api/", "users", "/api/users"),
            ("/api", "users", "/api/users"),
            ("/api/", "/users", "/api/users"),
            ("/api", "//users", "/api/users"),
            ("/api/", "/../x", "/x"),
            ("/", "", "/"),
            ("/", "api/v1", "/api/v1"),
            ("/a//b", "/c", "/a/b/c"),
            ("/a", "b/", "/a/b/"),
        ];
        for (prefix, relative, joined) in cases {
            let words = join(&Words::known(prefix), &Words::known(relative));
            assert_eq!(words.text(), Some(joined), "{prefix} + {relative}");
        }
    }

    #[test]
    fn an_unknown_prefix_stays_in_the_path() {
        let prefix = Words::unknown(Unknown { expression: "cfg.Prefix".to_owned(), ..Unknown::default() });
        let group = join(&Words::known("/"), &prefix);
        assert_eq!(group.to_string(), "⟨cfg.Prefix⟩");
        assert_eq!(join(&group, &Words::known("users")).to_string(), "⟨cfg.Prefix⟩/users");
        assert_eq!(join(&Words::known("/api"), &prefix).to_string(), "/api/⟨cfg.Prefix⟩");
    }

    #[test]
    fn patterns_fall_into_parts() {
        let literal = |text: &str| Part::Literal(text.to_owned());
        let param = |text: &str| Part::Param(text.to_owned());
        assert_eq!(parts("/u/:id/x"), [literal("/u/"), param("id"), literal("/x")]);
        assert_eq!(parts("/f:n.js"), [literal("/f"), param("n.js")]);
        assert_eq!(parts("/c/*any"), [literal("/c/"), Part::CatchAll("any".to_owned())]);
        assert_eq!(parts("/a/v1\\:go"), [literal("/a/v1:go")]);
    }
}
