//! Why Go refuses a regular expression, in its words; and how to take a text from the front.

use std::fmt;

/// Why Go refuses an expression.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Error {
    code: &'static str,
    expression: String,
}

impl Error {
    /// Whether Go meets it in `source` before it gets to the byte `at`.
    pub(super) fn stands_before(&self, source: &str, at: usize) -> bool {
        let start = source.find(&self.expression).unwrap_or(source.len());
        self.code != TRAILING_BACKSLASH && start + self.expression.len() <= at
    }
}

/// What Go says where the rest of an expression does not start with a character.
pub(super) fn invalid_utf8(rest: &str) -> String {
    Error { code: "invalid UTF-8", expression: rest.to_owned() }.to_string()
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error parsing regexp: {}: `{}`", self.code, self.expression)
    }
}

pub(super) const INVALID_ESCAPE: &str = "invalid escape sequence";
pub(super) const INVALID_RANGE: &str = "invalid character class range";
pub(super) const INVALID_NAME: &str = "invalid named capture";
pub(super) const INVALID_PERL: &str = "invalid or unsupported Perl syntax";
pub(super) const INVALID_COUNT: &str = "invalid repeat count";
pub(super) const NESTED_REPEAT: &str = "invalid nested repetition operator";
pub(super) const MISSING_ARGUMENT: &str = "missing argument to repetition operator";
pub(super) const MISSING_BRACKET: &str = "missing closing ]";
pub(super) const MISSING_PAREN: &str = "missing closing )";
pub(super) const UNEXPECTED_PAREN: &str = "unexpected )";
pub(super) const TRAILING_BACKSLASH: &str = "trailing backslash at end of expression";
pub(super) const TOO_DEEP: &str = "expression nests too deeply";
pub(super) const TOO_LARGE: &str = "expression too large";

pub(super) fn error<T>(code: &'static str, expression: &str) -> Result<T, Error> {
    Err(Error { code, expression: expression.to_owned() })
}

/// What of `whole` was read where `rest` is left.
pub(super) fn read<'a>(whole: &'a str, rest: &str) -> &'a str {
    &whole[..whole.len() - rest.len()]
}

/// The first character and what follows.
pub(super) fn first(text: &str) -> (Option<char>, &str) {
    let mut characters = text.chars();
    (characters.next(), characters.as_str())
}
