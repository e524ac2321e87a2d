//! Patterns of `http.ServeMux` (net/http/pattern.go, Go 1.26): `[METHOD ][HOST]/[PATH]`.

use std::sync::OnceLock;

use percent_encoding::percent_decode;
use syntax::regexp::Regexp;
use syntax::rule::quote::quoted;

use crate::path::canonical;

/// A pattern that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    /// As written.
    pub(super) text: String,
    /// Empty is any.
    pub(super) method: String,
    /// Empty is any.
    pub(super) host: String,
    pub(super) segments: Vec<Segment>,
}

/// A piece of a path: text, a wildcard for one segment, or at the end one for all that is left. A slash at the end is a
/// wildcard for all without a name; `{$}` is the text `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    /// The text, unescaped, or the wildcard's name.
    pub(super) text: Vec<u8>,
    pub(super) wild: bool,
    pub(super) multi: bool,
}

impl Pattern {
    pub(super) fn is_multi(&self) -> bool {
        self.segments.last().is_some_and(|last| last.multi)
    }

    /// The names of its wildcards, in their order.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        let named = self.segments.iter().filter(|segment| segment.wild && !segment.text.is_empty());
        named.map(|segment| String::from_utf8_lossy(&segment.text).into_owned())
    }
}

impl Segment {
    fn text(text: impl Into<Vec<u8>>) -> Self {
        Self { text: text.into(), wild: false, multi: false }
    }

    pub(super) fn is_slash(&self) -> bool {
        self.text == b"/"
    }
}

/// Reads a pattern, or says why `Handle` panics.
pub(super) fn parse(pattern: &str) -> Result<Pattern, String> {
    if pattern.is_empty() {
        return Err("http: invalid pattern".to_owned());
    }
    read(pattern).map_err(|(at, fault)| format!("parsing {}: at offset {at}: {fault}", quoted(pattern)))
}

/// `parsePattern` (pattern.go:84); an error says where it stopped.
fn read(pattern: &str) -> Result<Pattern, (usize, String)> {
    const BLANKS: [char; 2] = [' ', '\t'];
    let (method, found, rest) = match pattern.split_once(BLANKS) {
        Some((method, rest)) => (method, true, rest.trim_start_matches(BLANKS)),
        None => ("", false, pattern),
    };
    let fault = |at: usize, words: &str| Err((at, words.to_owned()));
    if !method.bytes().all(is_token) {
        return Err((0, format!("invalid method {}", quoted(method))));
    }
    let mut at = if found { method.len() + 1 } else { 0 };
    let Some(slash) = rest.find('/') else {
        return fault(at, "host/path missing /");
    };
    let (host, path) = rest.split_at(slash);
    if let Some(brace) = host.find('{') {
        return fault(at + brace, "host contains '{' (missing initial '/'?)");
    }
    at += slash;
    if !method.is_empty() && method != "CONNECT" && path != canonical(path) {
        return fault(at, "non-CONNECT pattern with unclean path can never match");
    }
    let mut segments: Vec<Segment> = Vec::new();
    let mut open = path.strip_prefix('/');
    while let Some(rest) = open {
        let at = pattern.len() - rest.len();
        if rest.is_empty() {
            segments.push(Segment { text: Vec::new(), wild: true, multi: true });
            break;
        }
        let (segment, after) = match rest.split_once('/') {
            Some((segment, after)) => (segment, Some(after)),
            None => (rest, None),
        };
        open = after;
        let Some(brace) = segment.find('{') else {
            segments.push(Segment::text(unescape(segment.as_bytes())));
            continue;
        };
        if brace != 0 {
            return fault(at, "bad wildcard segment (must start with '{')");
        }
        let Some(name) = segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')) else {
            return fault(at, "bad wildcard segment (must end with '}')");
        };
        if name == "$" {
            if after.is_some() {
                return fault(at, "{$} not at end");
            }
            segments.push(Segment::text("/"));
            break;
        }
        let (name, multi) = name.strip_suffix("...").map_or((name, false), |name| (name, true));
        if multi && after.is_some() {
            return fault(at, "{...} wildcard not at end");
        }
        if name.is_empty() {
            return fault(at, "empty wildcard");
        }
        if !is_name(name) {
            return Err((at, format!("bad wildcard name {}", quoted(name))));
        }
        if segments.iter().any(|other| other.wild && other.text == name.as_bytes()) {
            return Err((at, format!("duplicate wildcard name {}", quoted(name))));
        }
        segments.push(Segment { text: name.into(), wild: true, multi });
    }
    Ok(Pattern { text: pattern.to_owned(), method: method.to_owned(), host: host.to_owned(), segments })
}

/// Bytes of a method (RFC 9110, `tchar`).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Whether it is a Go identifier.
fn is_name(name: &str) -> bool {
    static NAME: OnceLock<Option<Regexp>> = OnceLock::new();
    let regexp = NAME.get_or_init(|| Regexp::compile(r"^[\p{L}_][\p{L}\p{Nd}_]*$").ok());
    regexp.as_ref().and_then(|regexp| regexp.is_match(name)) == Some(true)
}

/// `pathUnescape`: as it is where an escape is none.
pub(super) fn unescape(text: &[u8]) -> Vec<u8> {
    let mut rest = text;
    while let Some(at) = rest.iter().position(|byte| *byte == b'%') {
        match rest.get(at + 1..at + 3) {
            Some(digits) if digits.iter().all(u8::is_ascii_hexdigit) => rest = &rest[at + 3..],
            _ => return text.to_owned(),
        }
    }
    percent_decode(text).collect()
}
