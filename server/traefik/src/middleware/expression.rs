//! Replacement templates of Go's regular expressions (regexp/regexp.go, Go 1.26).

use regex::{Captures, Regex};

use crate::regexp::Regexp;

use super::Outcome;

/// The expression with its engine: none where Go refuses it (the middleware is never built then), unknown where it is
/// too large to be run here.
pub(super) fn engine(expression: &Regexp) -> Result<&Regex, Outcome> {
    expression.engine().ok_or_else(|| Outcome::Unknown(format!("what {} matches", expression.as_str())))
}

/// `Regexp.ReplaceAllString`
pub(super) fn replace_all(expression: &Regexp, engine: &Regex, text: &str, template: &str) -> String {
    engine.replace_all(text, |captures: &Captures| expand(template, captures, expression)).into_owned()
}

/// `Regexp.expand`: `$name`, `${name}`, `$1`; the longest name wins, so `$1x` is a group called `1x`.
fn expand(template: &str, captures: &Captures, expression: &Regexp) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('$') {
        out.push_str(before);
        if let Some(behind) = behind.strip_prefix('$') {
            out.push('$');
            rest = behind;
            continue;
        }
        let Some((name, behind)) = group_name(behind) else {
            out.push('$');
            rest = behind;
            continue;
        };
        out.push_str(group(name, captures, expression).unwrap_or(""));
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// The group's name behind a `$`, and what follows. `None` where the `$` stands for itself.
fn group_name(text: &str) -> Option<(&str, &str)> {
    let (braced, text) = match text.strip_prefix('{') {
        Some(inside) => (true, inside),
        None => (false, text),
    };
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    let (name, behind) = text.split_at(end);
    if name.is_empty() {
        return None;
    }
    if braced { Some((name, behind.strip_prefix('}')?)) } else { Some((name, behind)) }
}

/// Of several groups of one name the first that took part.
fn group<'t>(name: &str, captures: &Captures<'t>, expression: &Regexp) -> Option<&'t str> {
    let digits = name.bytes().all(|b| b.is_ascii_digit());
    if digits && (name == "0" || !name.starts_with('0')) {
        return captures.get(name.parse().ok()?).map(|m| m.as_str());
    }
    let named = expression.group_names().iter().zip(1..).filter(|(own, _)| own.as_deref() == Some(name));
    named.map(|(_, number)| number).find_map(|number| captures.get(number)).map(|m| m.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates() {
        let check = |regex: &str, text: &str, template: &str, want: &str| {
            let expression = Regexp::compile(regex).unwrap();
            let engine = engine(&expression).unwrap();
            assert_eq!(replace_all(&expression, engine, text, template), want, "{template}");
        };
        check("(?P<n>b)", "abc", "[$n]", "a[b]c");
        check("(b)", "abc", "$1x", "ac");
        check("(b)", "abc", "${1}x", "abxc");
        check("(b)", "abc", "$$1", "a$1c");
        check("(b)", "abc", "$", "a$c");
        check("(b)", "abc", "${1", "a${1c");
        check("(b)", "abc", "$-$2", "a$-c");
        check("(b)", "abc", "$01", "ac");
        check("x*", "axxb", "-", "-a-b-");
    }
}
