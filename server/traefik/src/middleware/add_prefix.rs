//! `addPrefix` (pkg/middlewares/addprefix/add_prefix.go:45).

use syntax::Text;

use super::{Outcome, lead, unseen, value};
use crate::request::Request;

/// Puts the prefix before path and raw path, as it is: nothing is cleaned, nothing escaped.
pub fn apply(prefix: Option<&Text>, request: &mut Request) -> Outcome {
    if let Some(outcome) = unseen(prefix) {
        return outcome;
    }
    let prefix = value(prefix);
    let path = lead(format!("{prefix}{}", request.path));
    let raw_path = if request.raw_path.is_empty() {
        String::new()
    } else {
        lead(format!("{prefix}{}", request.raw_path))
    };
    request.set_path(path, raw_path);
    Outcome::Next
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, text, unknown};
    use crate::dynamic::Effect;

    #[test]
    fn the_prefix_stands_before_the_path() {
        let add = |prefix: &str| Effect::AddPrefix { prefix: Some(text(prefix)) };
        check(&add("/foo"), "/b", r#""/foo/b" "" """#);
        check(&add("/foo/"), "/b", r#""/foo//b" "" """#);
        check(&add("foo"), "/b", r#""/foo/b" "" """#);
        check(&add("/foo"), "/b%2Fc", r#""/foo/b/c" "/foo/b%2Fc" """#);
        check(&add("/a b"), "/b%2Fc", r#""/a b/b/c" "/a b/b%2Fc" """#);
        check(&Effect::AddPrefix { prefix: Some(unknown()) }, "/b", "? DOMAIN");
    }
}
