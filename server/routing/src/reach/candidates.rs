//! The paths a client could ask for to meet a route, made from literal parts alone.

use golang::frameworks::{self, Part};
use golang::program::Route;
use syntax::Text;
use traefik::dynamic::Effect;
use traefik::runtime::RuntimeServer;

use super::Behind;
use super::witness::{self, Opening};

/// Candidates of one route and opening that are tried.
const CANDIDATES: usize = 48;

/// What the middlewares of a router may take off, put on or put in place of a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    /// Prefixes that are taken off.
    strips: Vec<String>,
    /// Literal heads of regular expressions that change the path.
    heads: Vec<String>,
    /// Prefixes that are put on.
    adds: Vec<String>,
    /// Whether the whole path is replaced.
    replaces: bool,
    /// Whether all of it is literal and known.
    pub(super) literal: bool,
}

impl Parts {
    pub(super) fn of<'e>(effects: impl Iterator<Item = &'e Effect>) -> Self {
        let mut parts = Self { literal: true, ..Self::default() };
        for effect in effects {
            match effect {
                Effect::StripPrefix { prefixes, .. } => {
                    parts.take(prefixes.iter(), |parts| &mut parts.strips);
                }
                Effect::AddPrefix { prefix } => parts.take(prefix.iter(), |parts| &mut parts.adds),
                Effect::StripPrefixRegex { regexes } => parts.regexes(regexes.iter()),
                Effect::ReplacePathRegex { regex, replacement } => {
                    parts.regexes(regex.iter());
                    // `^/v1/(.*)` → `/api/$1` takes `/v1` off and puts `/api` on.
                    let literal = |text: &Text| {
                        text.as_str().split('$').next().map(|head| head.trim_end_matches('/').to_owned())
                    };
                    parts.adds.extend(replacement.iter().filter_map(literal));
                }
                Effect::ReplacePath { .. } => parts.replaces = true,
                Effect::Unknown => parts.literal = false,
                _ => {}
            }
        }
        parts
    }

    fn take<'t>(
        &mut self,
        texts: impl Iterator<Item = &'t Text>,
        to: impl Fn(&mut Self) -> &mut Vec<String>,
    ) {
        for text in texts {
            self.literal &= text.is_known();
            let prefix = text.as_str().trim().trim_end_matches('/').to_owned();
            let prefix =
                if prefix.is_empty() || prefix.starts_with('/') { prefix } else { format!("/{prefix}") };
            to(self).push(prefix);
        }
    }

    fn regexes<'t>(&mut self, regexes: impl Iterator<Item = &'t Text>) {
        self.literal = false;
        for regex in regexes {
            self.heads.push(witness::literal_head(regex.as_str()).trim_end_matches('/').to_owned());
            self.heads.extend(
                witness::example(regex.as_str()).map(|example| example.trim_end_matches('/').to_owned()),
            );
        }
    }

    /// What may stand before a route's own path: nothing, one of the prefixes, or two of them.
    fn prefixes(&self, opening: &Opening) -> Vec<String> {
        let mut singles: Vec<String> = self.strips.iter().chain(&self.heads).cloned().collect();
        singles.extend(opening.paths.iter().map(|path| path.trim_end_matches('/').to_owned()));
        singles.retain(|prefix| prefix.starts_with('/'));
        singles.sort();
        singles.dedup();
        let mut all = vec![String::new()];
        all.extend(singles.iter().cloned());
        if self.strips.len() + self.heads.len() > 1 {
            all.extend(
                singles
                    .iter()
                    .flat_map(|a| singles.iter().filter(move |b| *b != a).map(move |b| format!("{a}{b}"))),
            );
        }
        all
    }
}

/// A path to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// With the route's parameters.
    pub(super) public: String,
    /// With values in their place.
    pub(super) example: String,
    /// Whether a prefix that is taken off stands before a path which starts with it itself.
    pub(super) doubled: bool,
}

/// The candidates for `route`.
pub(super) fn of(behind: &Behind<'_>, route: &Route, opening: &Opening, parts: &Parts) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut push = |public: String, example: String, doubled: bool| {
        if candidates.len() < CANDIDATES && !candidates.iter().any(|other| other.public == public) {
            candidates.push(Candidate { public, example, doubled });
        }
    };
    if !route.known {
        return candidates;
    }
    for (pattern, example) in variants(behind, route, opening, parts) {
        for (pattern, example) in without_added(&pattern, &example, parts, behind.server) {
            for prefix in parts.prefixes(opening) {
                let doubled = !prefix.is_empty()
                    && parts.strips.contains(&prefix)
                    && starts_with_segments(&pattern, &prefix);
                push(format!("{prefix}{pattern}"), format!("{prefix}{example}"), doubled);
            }
        }
    }
    if parts.replaces {
        for path in &opening.paths {
            push(path.clone(), path.clone(), false);
        }
    }
    candidates
}

/// The route's pattern with an example, and the same with parameters that take what the rule asks for.
fn variants(behind: &Behind<'_>, route: &Route, opening: &Opening, parts: &Parts) -> Vec<(String, String)> {
    let mut variants: Vec<(String, String)> = behind
        .framework
        .example_path(route)
        .map(|example| (route.pattern.clone(), example))
        .into_iter()
        .collect();
    let pattern = frameworks::route_parts(route);
    for literal in &opening.paths {
        let rests = parts.strips.iter().filter_map(|strip| literal.strip_prefix(strip.as_str()));
        for literal in std::iter::once(literal.as_str()).chain(rests) {
            variants.extend(align(&pattern, literal));
        }
    }
    variants
}

/// `pattern` with its leading parameters filled so that the path starts with `literal`: `/:tenant/users` and `/acme`
/// give `/acme/users`. Only where a parameter is needed for it.
fn align(pattern: &[Part], literal: &str) -> Option<(String, String)> {
    let (mut shown, mut example) = (String::new(), String::new());
    let mut rest = literal;
    let mut filled = false;
    for part in pattern {
        match part {
            Part::Literal(text) if rest.is_empty() => {
                shown.push_str(text);
                example.push_str(text);
            }
            Part::Literal(text) => {
                let common = text.bytes().zip(rest.bytes()).take_while(|(a, b)| a == b).count();
                if common < text.len() && common < rest.len() {
                    return None;
                }
                rest = rest.get(common..)?;
                shown.push_str(text);
                example.push_str(text);
            }
            Part::Param(name) if rest.is_empty() => {
                shown.push(':');
                shown.push_str(name);
                example.push('1');
            }
            Part::Param(_) => {
                let end = rest.find('/').unwrap_or(rest.len());
                if end == 0 {
                    return None;
                }
                shown.push_str(&rest[..end]);
                example.push_str(&rest[..end]);
                rest = &rest[end..];
                filled = true;
            }
            Part::CatchAll(name) => {
                filled |= !rest.is_empty();
                shown.push_str(rest);
                example.push_str(rest);
                if rest.is_empty() {
                    shown.push('*');
                    shown.push_str(name);
                }
                rest = "";
            }
            Part::Placeholder(_) | Part::Unknown(_) => return None,
        }
    }
    (rest.is_empty() && filled).then_some((shown, example))
}

/// The path as it is before a prefix is put on by `addPrefix`, or by the server's own path.
fn without_added(
    pattern: &str,
    example: &str,
    parts: &Parts,
    server: &RuntimeServer,
) -> Vec<(String, String)> {
    let mut all = vec![(pattern.to_owned(), example.to_owned())];
    let base = server.preserve_path.then(|| server.url.splitn(4, '/').nth(3)).flatten();
    let base = base.map(|base| format!("/{}", base.trim_end_matches('/')));
    for added in parts.adds.iter().chain(&base).filter(|added| added.len() > 1) {
        if let (Some(pattern), Some(example)) =
            (pattern.strip_prefix(added.as_str()), example.strip_prefix(added.as_str()))
        {
            all.push((pattern.to_owned(), example.to_owned()));
        }
    }
    all
}

fn starts_with_segments(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(text: &str) -> Part {
        Part::Literal(text.to_owned())
    }

    #[test]
    fn a_parameter_takes_what_the_rule_asks_for() {
        let pattern =
            [literal("/"), Part::Param("tenant".into()), literal("/users/"), Part::Param("id".into())];
        let aligned = align(&pattern, "/acme");
        assert_eq!(aligned, Some(("/acme/users/:id".into(), "/acme/users/1".into())));
        assert_eq!(align(&pattern, "/acme/orders"), None);
        assert_eq!(align(&[literal("/users")], "/users"), None, "nothing to fill");
    }

    #[test]
    fn a_catch_all_takes_the_rest() {
        let pattern = [literal("/assets/"), Part::CatchAll("filepath".into())];
        assert_eq!(align(&pattern, "/assets/css/"), Some(("/assets/css/".into(), "/assets/css/".into())));
    }
}
