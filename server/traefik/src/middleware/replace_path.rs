//! `replacePath` and `replacePathRegex` (pkg/middlewares/replacepath/replace_path.go:41,
//! pkg/middlewares/replacepathregex/replace_path_regex.go:48).

use syntax::Text;

use super::strip_prefix::set_if_clean;
use super::{Outcome, expression, unseen, value};
use crate::regexp::Regexp;
use crate::request::{Request, url};

/// Puts the path in place of the request's; the query stays.
pub fn apply(path: Option<&Text>, request: &mut Request) -> Outcome {
    if let Some(outcome) = unseen(path) {
        return outcome;
    }
    request.headers.push(("X-Replaced-Path".to_owned(), current(request)));
    let raw_path = value(path).to_owned();
    let Ok(path) = url::path_unescape(&raw_path) else { return undecodable(raw_path, request) };
    request.set_path(path, raw_path);
    Outcome::Next
}

/// Replaces all matches in the escaped path. A path that is then not clean is answered with 400.
pub fn apply_regex(regex: Option<&Text>, replacement: Option<&Text>, request: &mut Request) -> Outcome {
    if let Some(outcome) = unseen(regex.into_iter().chain(replacement)) {
        return outcome;
    }
    let Ok(expression) = Regexp::compile(value(regex).trim()) else { return Outcome::Next };
    let engine = match expression::engine(&expression) {
        Ok(engine) => engine,
        Err(unknown) => return unknown,
    };
    let before = current(request);
    if !engine.is_match(&before) {
        return Outcome::Next;
    }
    let raw_path = expression::replace_all(&expression, engine, &before, value(replacement).trim());
    request.headers.push(("X-Replaced-Path".to_owned(), before));
    let Ok(path) = url::path_unescape(&raw_path) else { return undecodable(raw_path, request) };
    // The request URI is made before the path is cleaned.
    request.set_path(path.clone(), raw_path.clone());
    if set_if_clean(path, raw_path, request) { Outcome::Next } else { Outcome::error(400) }
}

/// The answer to a path that does not decode, which leaves none: whoever asks for an error page sees that.
fn undecodable(raw_path: String, request: &mut Request) -> Outcome {
    request.path.clear();
    request.raw_path = raw_path;
    Outcome::error(500)
}

fn current(request: &Request) -> String {
    if request.raw_path.is_empty() { request.escaped_path() } else { request.raw_path.clone() }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, text};
    use crate::dynamic::Effect;

    #[test]
    fn another_path() {
        let replace = |path: &str| Effect::ReplacePath { path: Some(text(path)) };
        check(&replace("/new"), "/a%20b?x", r#""/new" "/new" "/a%20b""#);
        check(&replace("/n%2Fw"), "/a%2fb", r#""/n/w" "/n%2Fw" "/a%2fb""#);
        check(&replace("/a?b"), "/x", r#""/a?b" "/a?b" "/x""#);
        check(&replace(""), "/x", r#""" "" "/x""#);
        check(&replace("/%zz"), "/x", "500");
    }

    #[test]
    fn matches_in_the_escaped_path() {
        let replace = |regex: &str, replacement: &str| Effect::ReplacePathRegex {
            regex: Some(text(regex)),
            replacement: Some(text(replacement)),
        };
        check(&replace("^/api/(.*)", "/$1"), "/api/users", r#""/users" "" "/api/users""#);
        check(&replace("^/api/(.*)", "/${1}x"), "/api/users", r#""/usersx" "" "/api/users""#);
        check(&replace("^/api/(.*)", "/$1x"), "/api/users", r#""/" "" "/api/users""#);
        check(&replace("a", "b"), "/aa", r#""/bb" "" "/aa""#);
        check(&replace("%20", "+"), "/a%20b", r#""/a+b" "" "/a%20b""#);
        check(&replace("^/nope", "/x"), "/a", r#""/a" "" """#);
        check(&replace("^/a", "/%"), "/a", "500");
        check(&replace("^/a", "/../b"), "/a", "400");
        check(&replace("^/a", "b"), "/a", r#""b" "" "/a""#);
        check(&replace("^/a(/?)", "/b$1/c"), "/a%2Fd", r#""/b/c/d" "/b/c%2Fd" "/a%2Fd""#);
    }
}
