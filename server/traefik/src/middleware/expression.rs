//! Go's regular expressions with their replacement templates (regexp, Go 1.26).

use regex::{Captures, Regex};

/// The compiled expression, or Go's error text.
pub(crate) fn compile(expression: &str) -> Result<Regex, String> {
    Regex::new(expression).map_err(|error| error.to_string())
}

/// `Regexp.ReplaceAllString`
pub(super) fn replace_all(regex: &Regex, text: &str, template: &str) -> String {
    regex.replace_all(text, |captures: &Captures| expand(template, captures, regex)).into_owned()
}

/// `Regexp.expand`: `$name`, `${name}`, `$1`; the longest name wins, so `$1x` is a group called `1x`.
fn expand(template: &str, captures: &Captures, regex: &Regex) -> String {
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
        out.push_str(group(name, captures, regex).unwrap_or(""));
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

fn group<'t>(name: &str, captures: &Captures<'t>, regex: &Regex) -> Option<&'t str> {
    let digits = name.bytes().all(|b| b.is_ascii_digit());
    if digits && (name == "0" || !name.starts_with('0')) {
        return captures.get(name.parse().ok()?).map(|m| m.as_str());
    }
    let mut names = regex.capture_names().enumerate();
    names.find_map(|(i, n)| (n == Some(name)).then(|| captures.get(i)).flatten()).map(|m| m.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates() {
        let check = |regex: &str, text: &str, template: &str, want: &str| {
            assert_eq!(replace_all(&Regex::new(regex).unwrap(), text, template), want, "{template}");
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
