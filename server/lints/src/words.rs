//! Words that several rules use.

use routing::model::{Model, Stack};
use syntax::Location;

/// `dynamic/auth.yml:4`: where something stands, for a message.
pub(crate) fn place(model: &Model, location: Location) -> String {
    let before = model.text(location.file).get(..location.range.start().into()).unwrap_or_default();
    format!("{}:{}", model.path(location.file), before.matches('\n').count() + 1)
}

/// `` `a`, `b` and `c` ``
pub(crate) fn list<T: AsRef<str>>(names: &[T]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// The name most like `name`, if one is like it at all: at most a third of the letters differ.
pub fn nearest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let lower = name.to_lowercase();
    let distance = |other: &str| strsim::damerau_levenshtein(&lower, &other.to_lowercase());
    let limit = name.chars().count() / 3;
    let mut near: Vec<(usize, &str)> = names.into_iter().map(|other| (distance(other), other)).collect();
    near.retain(|(distance, other)| *distance <= limit && *other != name);
    near.sort_unstable();
    near.first().map(|(_, other)| *other)
}

/// Why a name that is not seen in `stack` may exist all the same; `None` where all was seen.
pub(crate) fn unseen(stack: &Stack) -> Option<String> {
    if !stack.runtime.install_known && stack.install.is_empty() {
        return Some("no static configuration claims this file, so others may belong to it".to_owned());
    }
    stack.runtime.unseen.first().map(|what| format!("not seen: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists() {
        assert_eq!(list(&["a"]), "`a`");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` and `c`");
    }

    #[test]
    fn only_what_is_like_it_is_near() {
        assert_eq!(nearest("websecrue", ["web", "websecure"]), Some("websecure"));
        assert_eq!(nearest("Web", ["web"]), Some("web"));
        assert_eq!(nearest("https", ["web", "websecure"]), None);
        assert_eq!(nearest("t", ["s"]), None);
    }
}
