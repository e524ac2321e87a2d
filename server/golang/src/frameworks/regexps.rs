//! Values that a parameter's expression takes, for examples.

use syntax::regexp::Regexp;

/// What is tried.
const VALUES: &[&str] = &[
    "1",
    "a",
    "42",
    "abc",
    "A",
    "a1",
    "1a",
    "a-b",
    "a_b",
    "a.b",
    "2026",
    "2026-01-31",
    "01",
    "123",
    "1234",
    "ABC",
    "en",
    "en-US",
    "v1",
    "1.0",
    "1.0.0",
    "index.html",
    "a/b",
    "00000000-0000-4000-8000-000000000000",
    "0123456789abcdef",
    "0123456789abcdef01234567",
    "true",
];

/// A value that `regexp` takes as a whole.
pub(super) fn example(regexp: &str) -> Option<String> {
    let regexp = Regexp::compile(&format!("^(?:{regexp})$")).ok()?;
    let taken = VALUES.iter().find(|value| regexp.is_match(value) == Some(true));
    taken.map(|value| (*value).to_owned())
}

/// Whether `regexp` takes nothing at all.
pub(super) fn takes_nothing(regexp: &str) -> bool {
    Regexp::compile(&format!("^(?:{regexp})$")).is_ok_and(|regexp| regexp.is_match("") == Some(true))
}

/// Whether `regexp` takes a value with a slash in it.
pub(super) fn takes_slashes(regexp: &str) -> bool {
    Regexp::compile(&format!("^(?:{regexp})$"))
        .is_ok_and(|regexp| ["a/b", "1/2", "/"].iter().any(|value| regexp.is_match(value) == Some(true)))
}
