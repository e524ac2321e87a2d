//! gorilla/mux's templates, which v2 rules are written in: `/users/{id:[0-9]+}` (containous/mux 41b6ec3, regexp.go).

use std::fmt::Write;

use crate::regexp::Regexp;
use crate::request::bytes::quoted;

/// A template as a regular expression, and the names in its braces.
pub(super) struct Template {
    pub(super) regexp: Regexp,
    pub(super) variables: Vec<String>,
}

/// What a template is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Host,
    Path,
    PathPrefix,
    /// `key=value`
    Query,
}

/// newRouteRegexp
pub(super) fn parse(template: &str, purpose: Purpose) -> Result<Template, String> {
    let default = match purpose {
        Purpose::Host => "[^.]+",
        Purpose::Path | Purpose::PathPrefix => "[^/]+",
        Purpose::Query => ".*",
    };
    let mut variables = Vec::new();
    let mut pattern = prepare(template, purpose == Purpose::Host, default, |name, regexp| {
        variables.push(name.to_owned());
        Regexp::compile(&format!("^{regexp}$")).map(|_| ())
    })?;
    if purpose == Purpose::Query && template.split_once('=').is_some_and(|(_, value)| value.is_empty()) {
        pattern.push_str(default);
    }
    if purpose != Purpose::PathPrefix {
        pattern.push('$');
    }
    Ok(Template { regexp: Regexp::compile(&pattern)?, variables })
}

/// TCP's own copy of the host's part of it (pkg/muxer/tcp/matcher_v2.go:168).
pub(super) fn server_name(template: &str) -> Result<String, String> {
    prepare(template, true, "[^.]+", |_, _| Ok(())).map(|pattern| pattern + "$")
}

/// The regular expression without its end. `variable` sees the name and the expression in each pair of braces.
fn prepare(
    template: &str,
    fold_case: bool,
    default: &str,
    mut variable: impl FnMut(&str, &str) -> Result<(), String>,
) -> Result<String, String> {
    let mut pattern = if fold_case { "(?i)^".to_owned() } else { "^".to_owned() };
    let mut end = 0;
    for (at, braces) in braces(template)?.into_iter().enumerate() {
        let (start, inside) = (braces.start, &template[braces.start + 1..braces.end - 1]);
        let (name, regexp) = inside.split_once(':').unwrap_or((inside, default));
        if name.is_empty() || regexp.is_empty() {
            return Err(format!("mux: missing name or pattern in {}", quoted(&template[start..braces.end])));
        }
        quote(&mut pattern, &template[end..start]);
        // Writing to a string cannot fail.
        let _ = write!(pattern, "(?P<v{at}>{regexp})");
        end = braces.end;
        variable(name, regexp)?;
    }
    quote(&mut pattern, &template[end..]);
    Ok(pattern)
}

/// The outermost pairs of braces.
fn braces(template: &str) -> Result<Vec<std::ops::Range<usize>>, String> {
    let unbalanced = || format!("mux: unbalanced braces in {}", quoted(template));
    let mut found = Vec::new();
    let mut level = 0usize;
    let mut start = 0;
    for (at, byte) in template.bytes().enumerate() {
        match byte {
            b'{' => {
                level += 1;
                if level == 1 {
                    start = at;
                }
            }
            b'}' => {
                level = level.checked_sub(1).ok_or_else(unbalanced)?;
                if level == 0 {
                    found.push(start..at + 1);
                }
            }
            _ => {}
        }
    }
    if level == 0 { Ok(found) } else { Err(unbalanced()) }
}

/// regexp.QuoteMeta
fn quote(pattern: &mut String, text: &str) {
    for c in text.chars() {
        if r"\.+*?()|[]{}^$".contains(c) {
            pattern.push('\\');
        }
        pattern.push(c);
    }
}
