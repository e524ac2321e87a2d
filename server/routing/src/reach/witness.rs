//! Requests that a rule lets through: one opening for each of its alternatives.

use std::net::IpAddr;

use regex_syntax::hir::{Class, Hir, HirKind};
use traefik::request::Request;
use traefik::rule::{Matcher, Rule, Tree};

/// Alternatives of one rule that are looked at; a rule with more is not exhausted.
const OPENINGS: usize = 64;

/// How long an example of a regular expression may get.
const EXAMPLE_BYTES: usize = 512;

/// One alternative of a rule: what a request must be like to take it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Opening {
    host: Option<String>,
    pub(crate) method: Option<String>,
    /// Literal paths that the alternative asks for: of `Path`, `PathPrefix`, and examples of `PathRegexp`.
    pub(crate) paths: Vec<String>,
    headers: Vec<(String, String)>,
    query: Vec<(String, String)>,
    client_ip: Option<IpAddr>,
}

impl Opening {
    /// The host, as a client would type it.
    pub(crate) fn host(&self) -> &str {
        self.host.as_deref().unwrap_or("localhost")
    }

    /// A request that takes this alternative, if `path` (decoded) suits it.
    pub(crate) fn request(&self, method: &str, path: &str, tls: bool) -> Option<Request> {
        // An unseen part of a host matches nothing and refutes nothing.
        let host = self.host().replace(['\u{27e8}', '\u{27e9}'], "");
        let query: Vec<String> = self.query.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let scheme = if tls { "https" } else { "http" };
        let mut url = format!("{scheme}://{host}{path}");
        if !query.is_empty() {
            url.push('?');
            url.push_str(&query.join("&"));
        }
        let mut request = Request::from_url(method, &url).ok()?;
        request.headers.extend(self.headers.iter().cloned());
        request.client_ip = self.client_ip;
        Some(request)
    }
}

/// The openings of `rule`, and whether they are all there are: a regular expression on the path, or too many
/// alternatives, leave some out.
pub(crate) fn openings(rule: &Rule) -> (Vec<Opening>, bool) {
    let mut exhaustive = true;
    let alternatives = expand(&rule.tree, &mut exhaustive);
    let openings = alternatives.iter().map(|matchers| opening(matchers, &mut exhaustive)).collect();
    (openings, exhaustive)
}

/// The disjunctive form of `tree`.
fn expand<'t>(tree: &'t Tree, exhaustive: &mut bool) -> Vec<Vec<(&'t Matcher, usize)>> {
    match tree {
        Tree::Matcher(matcher) => {
            // Several values of a v2 matcher are alternatives; pairs of `Headers` are not.
            let values = if alternatives(matcher) { matcher.arguments.len() } else { 1 };
            (0..values).map(|value| vec![(matcher, value)]).collect()
        }
        Tree::Or(left, right) => {
            let mut all = expand(left, exhaustive);
            all.extend(expand(right, exhaustive));
            cut(all, exhaustive)
        }
        Tree::And(left, right) => {
            let (left, right) = (expand(left, exhaustive), expand(right, exhaustive));
            let pairs = left.iter().flat_map(|a| right.iter().map(move |b| [a.as_slice(), b].concat()));
            let all = pairs.take(OPENINGS + 1).collect();
            cut(all, exhaustive)
        }
    }
}

fn alternatives(matcher: &Matcher) -> bool {
    !matcher.negated
        && matcher.arguments.len() > 1
        && !matches!(
            matcher.name,
            "Header" | "HeaderRegexp" | "Headers" | "HeadersRegexp" | "Query" | "QueryRegexp"
        )
}

fn cut<T>(mut all: Vec<T>, exhaustive: &mut bool) -> Vec<T> {
    if all.len() > OPENINGS {
        *exhaustive = false;
        all.truncate(OPENINGS);
    }
    all
}

fn opening(matchers: &[(&Matcher, usize)], exhaustive: &mut bool) -> Opening {
    let mut opening = Opening::default();
    for (matcher, value) in matchers.iter().filter(|(matcher, _)| !matcher.negated) {
        let argument = |index: usize| matcher.arguments.get(index).map(String::as_str).unwrap_or_default();
        let first = argument(*value);
        match matcher.name {
            "Host" | "HostHeader" | "HostSNI" => {
                opening.host = match first.strip_prefix('*') {
                    Some("") => None,
                    Some(rest) => Some(format!("a{rest}")),
                    None => Some(first.to_owned()),
                };
            }
            "HostRegexp" => opening.host = example(first),
            "Path" | "PathPrefix" if !first.contains('{') => opening.paths.push(first.to_owned()),
            "Path" | "PathPrefix" => {
                *exhaustive = false;
                opening.paths.push(fill(first));
            }
            "PathRegexp" => {
                *exhaustive = false;
                let path = example(first).unwrap_or_default();
                opening.paths.push(if path.starts_with('/') { path } else { format!("/{path}") });
            }
            "Method" => opening.method = Some(first.to_ascii_uppercase()),
            "Header" | "Headers" => opening.headers.push((argument(0).to_owned(), argument(1).to_owned())),
            "HeaderRegexp" | "HeadersRegexp" => {
                opening.headers.push((argument(0).to_owned(), example(argument(1)).unwrap_or_default()));
            }
            "Query" => opening.query.push(match argument(0).split_once('=') {
                Some((key, value)) if matcher.arguments.len() == 1 => (key.to_owned(), value.to_owned()),
                _ => (argument(0).to_owned(), argument(1).to_owned()),
            }),
            "QueryRegexp" => {
                opening.query.push((argument(0).to_owned(), example(argument(1)).unwrap_or_default()));
            }
            "ClientIP" => opening.client_ip = first.split('/').next().and_then(|ip| ip.parse().ok()),
            _ => {}
        }
    }
    opening
}

/// A v2 template with its variables filled: `/users/{id:[0-9]+}` → `/users/1`.
fn fill(template: &str) -> String {
    let mut path = String::new();
    let mut depth = 0_usize;
    for c in template.chars() {
        match c {
            '{' => {
                if depth == 0 {
                    path.push('1');
                }
                depth += 1;
            }
            '}' => depth = depth.saturating_sub(1),
            c if depth == 0 => path.push(c),
            _ => {}
        }
    }
    path
}

/// A short text that `pattern` matches; the caller tries it, so a pattern that Go reads differently does no harm.
pub(super) fn example(pattern: &str) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let mut text = String::new();
    write(&hir, &mut text, 0);
    (text.len() <= EXAMPLE_BYTES).then_some(text)
}

fn write(hir: &Hir, text: &mut String, depth: usize) {
    if text.len() > EXAMPLE_BYTES || depth > 64 {
        return;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => text.extend(pick(class)),
        HirKind::Repetition(repetition) => {
            for _ in 0..repetition.min.min(64) {
                write(&repetition.sub, text, depth + 1);
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, text, depth + 1),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, text, depth + 1)),
        HirKind::Alternation(parts) => parts.iter().take(1).for_each(|part| write(part, text, depth + 1)),
    }
}

/// A character of `class`, a readable one if it has any.
fn pick(class: &Class) -> Option<char> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.ranges().iter().map(|range| (range.start(), range.end())).collect(),
        Class::Bytes(class) => {
            class.ranges().iter().map(|range| (char::from(range.start()), char::from(range.end()))).collect()
        }
    };
    let holds = |c: &char| ranges.iter().any(|(start, end)| start <= c && c <= end);
    ['a', '1', 'A', '-', '/'].into_iter().find(holds).or_else(|| ranges.first().map(|(start, _)| *start))
}

/// The literal text that every match of `pattern` at the start of a path begins with: `^/api/(.*)` → `/api/`.
pub(super) fn literal_head(pattern: &str) -> String {
    let Ok(hir) = regex_syntax::parse(pattern) else { return String::new() };
    let mut head = String::new();
    let parts = match hir.kind() {
        HirKind::Concat(parts) => parts.as_slice(),
        _ => std::slice::from_ref(&hir),
    };
    for part in parts {
        match part.kind() {
            HirKind::Look(_) | HirKind::Empty => {}
            HirKind::Literal(literal) => head.push_str(&String::from_utf8_lossy(&literal.0)),
            _ => break,
        }
    }
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples() {
        assert_eq!(example(r"^[a-z]+\.example\.com$").as_deref(), Some("a.example.com"));
        assert_eq!(example(r"^/users/[0-9]{3}$").as_deref(), Some("/users/111"));
        assert_eq!(example(r"^/(?:v1|v2)/").as_deref(), Some("/v1/"));
        assert_eq!(example("("), None);
    }

    #[test]
    fn heads() {
        assert_eq!(literal_head("^/api/(.*)"), "/api/");
        assert_eq!(literal_head("^/v[0-9]+/"), "/v");
        assert_eq!(literal_head("^/(a|b)"), "/");
    }

    #[test]
    fn templates_are_filled() {
        assert_eq!(fill("/users/{id:[0-9]{2}}/x"), "/users/1/x");
    }
}
