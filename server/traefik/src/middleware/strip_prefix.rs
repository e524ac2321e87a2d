//! `stripPrefix` and `stripPrefixRegex` (pkg/middlewares/stripprefix/strip_prefix.go:56,
//! pkg/middlewares/stripprefixregex/strip_prefix_regex.go:49).

use syntax::Text;

use super::{Outcome, expression, lead, unseen};
use crate::regexp::Regexp;
use crate::request::{Request, bytes, url};

/// Takes off the first prefix of the list that the path starts with, be it in the middle of a segment. A path that is
/// then not clean is answered with 400.
pub fn apply(prefixes: &[Text], force_slash: bool, request: &mut Request) -> Outcome {
    if let Some(outcome) = unseen(prefixes) {
        return outcome;
    }
    for prefix in prefixes {
        let prefix = prefix.as_str().trim();
        let Some(rest) = request.path.strip_prefix(prefix) else { continue };
        let slash = |path: String| {
            if force_slash { format!("/{}", path.strip_prefix('/').unwrap_or(&path)) } else { lead(path) }
        };
        let path = slash(rest.to_owned());
        let raw_path = strip_raw(&request.raw_path, prefix, slash);
        if !set_if_clean(path, raw_path, request) {
            return Outcome::error(400);
        }
        // The text as configured, not as the client sent it.
        request.headers.push(("X-Forwarded-Prefix".to_owned(), prefix.to_owned()));
        request.update_request_uri();
        return Outcome::Next;
    }
    Outcome::Next
}

/// Takes off what the first regular expression matches that matches the path's start.
pub fn apply_regex(regexes: &[Text], request: &mut Request) -> Outcome {
    if let Some(outcome) = unseen(regexes) {
        return outcome;
    }
    for regex in regexes {
        let Ok(expression) = Regexp::compile(regex.as_str().trim()) else { return Outcome::Next };
        let engine = match expression::engine(&expression) {
            Ok(engine) => engine,
            Err(unknown) => return unknown,
        };
        let Some(found) = find(engine, &request.path).filter(|found| !found.is_empty()) else { continue };
        let Some(rest) = request.path.strip_prefix(&found) else { continue };
        let path = lead(rest.to_owned());
        let raw_path = strip_raw(&request.raw_path, &found, lead);
        request.headers.push(("X-Forwarded-Prefix".to_owned(), found));
        if !set_if_clean(path, raw_path, request) {
            return Outcome::error(400);
        }
        request.update_request_uri();
        return Outcome::Next;
    }
    Outcome::Next
}

/// The first match. Go sees U+FFFD where a byte is no UTF-8; what is found is the path's own bytes.
fn find(engine: &regex::Regex, path: &str) -> Option<String> {
    let seen = bytes::lossy(path);
    let found = engine.find(&seen)?;
    let before = seen.get(..found.start())?.chars().count();
    Some(path.chars().skip(before).take(found.as_str().chars().count()).collect())
}

/// The raw path without as many escapes or bytes as the decoded prefix has bytes.
fn strip_raw(raw_path: &str, prefix: &str, slash: impl Fn(String) -> String) -> String {
    if raw_path.is_empty() {
        return String::new();
    }
    let raw = bytes::bytes(raw_path);
    let mut at = 0;
    for _ in bytes::bytes(prefix) {
        at += if raw.get(at) == Some(&b'%') && at + 2 < raw.len() { 3 } else { 1 };
    }
    slash(bytes::text(raw.get(at..).unwrap_or_default()))
}

/// Sets path and raw path, cleaned; whether cleaning left the path as it was.
pub(super) fn set_if_clean(path: String, raw_path: String, request: &mut Request) -> bool {
    if path.is_empty() {
        (request.path, request.raw_path) = (path, raw_path);
        return true;
    }
    (request.path, request.raw_path) = url::clean(&path, &raw_path);
    let is_clean = request.path == path;
    request.left = Some((path, raw_path));
    is_clean
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, text, unknown};
    use crate::dynamic::Effect;

    fn strip(prefixes: &[&str]) -> Effect {
        Effect::StripPrefix { prefixes: prefixes.iter().map(|p| text(p)).collect(), force_slash: false }
    }

    #[test]
    fn the_first_prefix_goes() {
        check(&strip(&["/stat"]), "/stat", r#""" "" "/stat""#);
        check(&strip(&["/stat"]), "/stat/", r#""/" "" "/stat""#);
        check(&strip(&["/stat"]), "/status", r#""/us" "" "/stat""#);
        check(&strip(&["/stat/"]), "/status", r#""/status" "" """#);
        check(&strip(&["/stat/"]), "/stat/us", r#""/us" "" "/stat/""#);
        check(&strip(&["/"]), "/", r#""" "" "/""#);
        check(&strip(&["/"]), "/x", r#""/x" "" "/""#);
        check(&strip(&[""]), "/x", r#""/x" "" """#);
        check(&strip(&["/stat", "/stat/us"]), "/stat/us", r#""/us" "" "/stat""#);
        check(&strip(&["/api", "/api/v1"]), "/api/v1/u", r#""/v1/u" "" "/api""#);
        check(&strip(&["/stat"]), "/stat/a%2Fb", r#""/a/b" "/a%2Fb" "/stat""#);
        check(&strip(&["/api/"]), "/ap%69/a%2Fb", r#""/a/b" "/a%2Fb" "/api/""#);
        check(&strip(&[" /api "]), "/api/x", r#""/x" "" "/api""#);
        check(&strip(&[]), "/x", r#""/x" "" """#);
    }

    #[test]
    fn what_is_left_must_be_clean() {
        for target in ["/api./foo", "/api../foo", "/api//x", "/api/."] {
            check(&strip(&["/api"]), target, "400");
        }
    }

    #[test]
    fn a_forced_slash() {
        let strip = Effect::StripPrefix { prefixes: vec![text("/api")], force_slash: true };
        check(&strip, "/api", r#""/" "" "/api""#);
        check(&strip, "/apix%2Fy", r#""/x/y" "/x%2Fy" "/api""#);
    }

    #[test]
    fn regular_expressions_match_at_the_start() {
        let strip = |regexes: &[&str]| Effect::StripPrefixRegex {
            regexes: regexes.iter().map(|r| text(r)).collect(),
        };
        check(&strip(&["/a/[0-9]+"]), "/a/12/x", r#""/x" "" "/a/12""#);
        check(&strip(&["/b", "/a"]), "/a/b", r#""/b" "" "/a""#);
        check(&strip(&["b"]), "/a/b", r#""/a/b" "" """#);
        check(&strip(&["^/[a-z]+"]), "/abc", r#""" "" "/abc""#);
        check(&strip(&["/a"]), "/a../x", "400");
        check(&strip(&["/a/b/"]), "/a/b%2Fc%2Fd", r#""/c/d" "/c%2Fd" "/a/b/""#);
        check(&Effect::StripPrefixRegex { regexes: vec![unknown()] }, "/b", "? DOMAIN");
    }
}
