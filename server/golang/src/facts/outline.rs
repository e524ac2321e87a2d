//! What a file is and imports, without its syntax tree: enough to tell whether it can matter.

use memchr::memmem;

use crate::frameworks;

/// The head of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outline {
    pub(crate) package: Option<Box<str>>,
    /// Import paths.
    pub(crate) imports: Vec<Box<str>>,
    /// Whether it may have to do with a framework by itself.
    pub(crate) touches: bool,
}

/// What of net/http has to do with routers. Most files that import it send requests or handle them.
const NET_HTTP: &[&str] = &[
    "ServeMux",
    "http.Handle",
    ".Handle(",
    ".HandleFunc(",
    "ListenAndServe",
    "http.Serve",
    "http.Server",
    "StripPrefix",
    "ServeHTTP",
    ". \"net/http\"",
];

/// Reads the head of `text`.
pub(super) fn read(text: &str) -> Outline {
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut outline = Outline::default();
    skip(&mut rest);
    if word(&mut rest) != "package" {
        return outline;
    }
    skip(&mut rest);
    outline.package = Some(word(&mut rest)).filter(|name| !name.is_empty()).map(Box::from);
    loop {
        skip(&mut rest);
        if word(&mut rest) != "import" {
            break;
        }
        skip(&mut rest);
        match rest.strip_prefix('(') {
            Some(inside) => {
                rest = inside;
                loop {
                    skip(&mut rest);
                    if let Some(after) = rest.strip_prefix(')') {
                        rest = after;
                        break;
                    }
                    let Some(path) = import(&mut rest) else { break };
                    outline.imports.push(path);
                }
            }
            None => outline.imports.extend(import(&mut rest)),
        }
    }
    outline.touches = outline.imports.iter().any(|path| match &**path {
        "net/http" => NET_HTTP.iter().any(|word| memmem::find(text.as_bytes(), word.as_bytes()).is_some()),
        path => frameworks::by_import(path).is_some(),
    });
    outline
}

/// Takes an import, its alias included, and gives its path.
fn import(rest: &mut &str) -> Option<Box<str>> {
    *rest = rest.strip_prefix('.').unwrap_or(rest);
    word(rest);
    skip(rest);
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '`'))?;
    let (path, after) = rest[1..].split_once(quote)?;
    *rest = after;
    Some(path.into())
}

/// Takes a name; empty where there is none.
fn word<'t>(rest: &mut &'t str) -> &'t str {
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
    let (word, after) = rest.split_at(end);
    *rest = after;
    word
}

/// Takes blanks, semicolons and comments.
fn skip(rest: &mut &str) {
    loop {
        let text = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ';');
        *rest = if text.starts_with("//") {
            text.split_once('\n').map_or("", |(_, after)| after)
        } else if text.starts_with("/*") {
            text.split_once("*/").map_or("", |(_, after)| after)
        } else {
            text
        };
        if rest.len() == text.len() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read() {
        let cases = [
            ("package a\n", "a", "", false),
            ("// Package a.\n/* more */ package a;import \"fmt\"\nimport (\n)\nvar x int", "a", "fmt", false),
            (
                "package api\n\nimport (\n\t\"os\" // why\n\t. \"strings\"\n\t_ `embed`\n\tg \"github.com/gin-gonic/gin\"\n)\n",
                "api",
                "os strings embed github.com/gin-gonic/gin",
                true,
            ),
            ("package a\nimport \"net/http\"\nvar m http.ServeMux", "a", "net/http", true),
            ("package a\nimport \"net/http\"\nvar c http.Client", "a", "net/http", false),
            ("package a\nimport (\n\t\"os\"\n\t\"unclosed\n)", "a", "os", false),
            ("func f() {}", "", "", false),
        ];
        for (text, package, imports, touches) in cases {
            let outline = read(text);
            assert_eq!(outline.package.as_deref().unwrap_or(""), package, "{text}");
            assert_eq!(outline.imports.join(" "), imports, "{text}");
            assert_eq!(outline.touches, touches, "{text}");
        }
    }
}
