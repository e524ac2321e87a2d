//! Echo's pattern language: text, `:name` up to the next `/`, `*`, and `\:` for a colon (v5 route_path.go).

/// A part of a pattern as version 5 reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    Param(String),
    /// What follows it is left out.
    Any,
}

/// `normalizePathSlash`
pub(super) fn rooted(pattern: &str) -> String {
    if pattern.starts_with('/') { pattern.to_owned() } else { format!("/{pattern}") }
}

/// The parts of `pattern`, up to the first `*`.
pub(super) fn parts(pattern: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = pattern;
    while !rest.is_empty() {
        if let Some(behind) = rest.strip_prefix("\\:") {
            parts.push(Part::Text(":".to_owned()));
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix(':') {
            let length = name(behind);
            parts.push(Part::Param(behind[..length].to_owned()));
            rest = &behind[length..];
        } else if rest.starts_with('*') {
            parts.push(Part::Any);
            return parts;
        } else {
            let escaped = rest.find("\\:").unwrap_or(rest.len());
            let end = rest.find([':', '*']).unwrap_or(rest.len()).min(escaped);
            parts.push(Part::Text(rest[..end].to_owned()));
            rest = &rest[end..];
        }
    }
    parts
}

/// How long the name is that `rest` begins with. A `\:` ends it only where text alone follows in the segment.
fn name(rest: &str) -> usize {
    let segment = rest.find('/').unwrap_or(rest.len());
    match rest[..segment].find("\\:") {
        Some(at) if !rest[..at].contains([':', '*']) && is_text(&rest[at + 2..segment]) => at,
        _ => segment,
    }
}

/// `isInlineVerb`
fn is_text(rest: &str) -> bool {
    let bytes = rest.as_bytes();
    let is_sign = |at: usize| match bytes[at] {
        b'*' => true,
        b':' => at == 0 || bytes[at - 1] != b'\\',
        _ => false,
    };
    !(0..bytes.len()).any(is_sign)
}
