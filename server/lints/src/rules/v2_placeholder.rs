//! TRK114: a placeholder of v2 in a v3 rule, which compiles and never matches.

use routing::model::Model;
use syntax::Location;
use traefik::rule::Matcher;

use crate::{Finding, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "TRK114",
    name: "v2-placeholder",
    severity: Severity::Error,
    summary: "`{name}` and `{name:regexp}` are v2's; v3 takes the braces literally.",
    page: include_str!("../../../../docs/rules/TRK114.md"),
};

pub(crate) fn check(model: &Model) -> Vec<Finding> {
    let mut findings = Vec::new();
    for stack in &model.stacks {
        for router in stack.runtime.routers.iter().filter(|router| router.syntax != "v2") {
            let Some((place, declared)) = &router.declared else { continue };
            let (Some(rule), Some(text)) = (&router.rule, &declared.rule) else { continue };
            for matcher in rule.matchers() {
                let Some((value, placeholder)) = placeholder(matcher) else { continue };
                let location = Location::new(place.file, text.source_range(matcher.range));
                let router = router.authored_name();
                let message = match matcher.name {
                    "Path" | "PathPrefix" => format!(
                        "Requests that `{router}` means get 404: `{placeholder}` is v2's; since v3 `{}` compares the \
                         braces as they are. Write ``PathRegexp(`{}`)``.",
                        matcher.name,
                        pattern(&value, matcher.name == "Path"),
                    ),
                    _ => format!(
                        "Every request for `{router}` gets 404: `{placeholder}` is v2's; since v3 it is a regular \
                         expression with literal braces, which no host has. Write ``{}(`{}`)``.",
                        matcher.name,
                        pattern(&value, true),
                    ),
                };
                findings.push(Finding::new(&RULE, location, message));
            }
        }
    }
    findings
}

/// The value with a placeholder, and the placeholder: `{id}`, `{id:[0-9]+}`. A counted repetition (`{2,3}`) is none.
fn placeholder(matcher: &Matcher) -> Option<(String, String)> {
    if !matches!(matcher.name, "Path" | "PathPrefix" | "HostRegexp" | "Host" | "HostSNIRegexp") {
        return None;
    }
    let value = matcher.arguments.first()?;
    let open = value.find('{')?;
    let name =
        value[open + 1..].chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '-').count();
    let starts_like_a_name = value[open + 1..].starts_with(|c: char| c.is_alphabetic() || c == '_');
    let rest = value[open + 1..].get(name..)?;
    if !starts_like_a_name || !rest.starts_with([':', '}']) {
        return None;
    }
    Some((value.clone(), value[open..=close(value, open)?].to_owned()))
}

/// Where the brace that opens at `open` closes.
fn close(value: &str, open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in value[open..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return Some(open + at),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// v3's regular expression for v2's template.
fn pattern(template: &str, whole: bool) -> String {
    let mut pattern = String::from("^");
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let Some(end) = close(rest, open) else { break };
        literal(&rest[..open], template, &mut pattern);
        let inner = &rest[open + 1..end];
        let default = if template.starts_with('/') { "[^/]+" } else { "[^.]+" };
        pattern.push_str(inner.split_once(':').map_or(default, |(_, regexp)| regexp));
        rest = &rest[end + 1..];
    }
    literal(rest, template, &mut pattern);
    if whole {
        pattern.push('$');
    }
    pattern
}

/// A part that is no placeholder. Whoever escapes something in it wrote a regular expression already.
fn literal(part: &str, template: &str, into: &mut String) {
    if template.contains('\\') {
        into.push_str(part);
    } else {
        escape(part, into);
    }
}

fn escape(literal: &str, into: &mut String) {
    for c in literal.chars() {
        if matches!(c, '.' | '+' | '*' | '?' | '(' | ')' | '[' | ']' | '^' | '$' | '|' | '\\') {
            into.push('\\');
        }
        into.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn templates_become_patterns() {
        assert_eq!(pattern("{sub:[a-z]{2}}.example.com", true), r"^[a-z]{2}\.example\.com$");
        assert_eq!(pattern(r"{sub:.+}\.example\.com", true), r"^.+\.example\.com$");
        assert_eq!(pattern("/users/{id}", true), "^/users/[^/]+$");
        assert_eq!(pattern("/users/{id:[0-9]+}/", false), "^/users/[0-9]+/");
    }
}
