//! What the value of a parameter must be: `:id<int;min(3)>` (v2 path.go:637, v3 constraint.go).

use std::sync::OnceLock;

use syntax::bytes;
use syntax::regexp::Regexp;

use super::Version;
use super::pattern::{next_unescaped, sliced, split_unescaped, unescaped};

/// A constraint, with its arguments.
#[derive(Clone, Debug)]
pub(super) enum Constraint {
    /// It is never met: an argument is missing or is no number.
    Never,
    /// It is always met; version 2 takes names that it does not know for that.
    Always,
    /// Version 3 knows it only if the program has registered it.
    Custom,
    Int,
    Bool,
    Float,
    Alpha,
    Guid,
    /// The layout is Go's; it is not followed.
    DateTime,
    /// Bytes of the value, at least and at most.
    Length(i64, i64),
    /// The value as a number, at least and at most.
    Number(i64, i64),
    Regex(Regexp),
}

impl PartialEq for Constraint {
    fn eq(&self, other: &Self) -> bool {
        format!("{self:?}") == format!("{other:?}")
    }
}

impl Eq for Constraint {}

impl Constraint {
    /// Reads one constraint, or says what Fiber panics with.
    pub(super) fn parse(text: &str, version: Version) -> Result<Option<Self>, String> {
        let start = next_unescaped(text.as_bytes(), b"(");
        let (name, data) = match start.zip(text.rfind(')')) {
            Some((start, end)) => (&text[..start], Some(sliced(text, start + 1, end)?)),
            None => (text, None),
        };
        let arguments: Vec<String> = match data {
            None => Vec::new(),
            Some(data) => {
                let all = split_unescaped(data, b',');
                // Version 2 forgets to take the backslashes off where there are more than it expects.
                let keeps = version == Version::Two && all.len() > 2;
                all.into_iter().map(|text| if keeps { text.to_owned() } else { unescaped(text) }).collect()
            }
        };
        let has = |count: usize| arguments.len() >= count;
        let number = |at: usize| number(arguments.get(at).map_or("", String::as_str), version);
        let one = |make: fn(i64) -> Self| number(0).filter(|_| has(1)).map_or(Self::Never, make);
        let two = |make: fn(i64, i64) -> Self| {
            number(0).zip(number(1)).filter(|_| has(2)).map_or(Self::Never, |(low, high)| make(low, high))
        };
        let constraint = match (canonical(name, version), version) {
            ("int", _) => Self::Int,
            ("bool", _) => Self::Bool,
            ("float", _) => Self::Float,
            ("alpha", _) => Self::Alpha,
            ("guid", _) => Self::Guid,
            ("datetime", _) if !has(1) => Self::Never,
            ("datetime", _) => Self::DateTime,
            ("minLen", _) => one(|low| Self::Length(low, i64::MAX)),
            ("maxLen", _) => one(|high| Self::Length(i64::MIN, high)),
            ("len", _) => one(|length| Self::Length(length, length)),
            ("betweenLen", _) => two(Self::Length),
            ("min", _) => one(|low| Self::Number(low, i64::MAX)),
            ("max", _) => one(|high| Self::Number(i64::MIN, high)),
            ("range", _) => two(Self::Number),
            ("regex", _) => match data {
                None => Self::Never,
                Some(data) => Self::Regex(
                    Regexp::compile(data)
                        .map_err(|error| format!("regexp: Compile({}): {error}", back_quoted(data)))?,
                ),
            },
            (_, Version::Two) => Self::Always,
            (_, Version::Three { .. }) if name.is_empty() => return Ok(None),
            (_, Version::Three { .. }) => Self::Custom,
        };
        Ok(Some(constraint))
    }

    /// Whether `value` is taken; `None` where that is not known.
    pub(super) fn takes(&self, value: &[u8], version: Version) -> Option<bool> {
        let text = std::str::from_utf8(value).ok();
        let number = || text.and_then(|text| text.parse::<i64>().ok());
        Some(match self {
            Self::Never => false,
            Self::Always => true,
            Self::Custom | Self::DateTime => return None,
            Self::Int => number().is_some(),
            Self::Bool => matches!(
                value,
                b"1" | b"t"
                    | b"T"
                    | b"TRUE"
                    | b"true"
                    | b"True"
                    | b"0"
                    | b"f"
                    | b"F"
                    | b"FALSE"
                    | b"false"
                    | b"False"
            ),
            Self::Float => is_float(text.unwrap_or(""), version)?,
            Self::Alpha => text.is_some_and(is_alpha),
            Self::Guid => is_guid(value),
            Self::Length(low, high) => {
                let length = i64::try_from(value.len()).unwrap_or(i64::MAX);
                *low <= length && length <= *high
            }
            Self::Number(low, high) => number().is_some_and(|number| *low <= number && number <= *high),
            Self::Regex(regexp) => regexp.engine()?.is_match(&bytes::lossy(&bytes::text(value))),
        })
    }

    /// A value that all of these take, of a few.
    pub(super) fn example(all: &[Self], version: Version) -> Option<String> {
        let fits = |value: &&str| all.iter().all(|one| one.takes(value.as_bytes(), version) == Some(true));
        let known = EXAMPLES.iter().find(|value| fits(value)).map(|value| (*value).to_owned());
        let edges = all.iter().flat_map(|one| match one {
            Self::Number(low, high) => [low.to_string(), high.to_string()],
            Self::Length(low, high) => {
                [*low, *high].map(|length| "a".repeat(usize::try_from(length.min(LONGEST)).unwrap_or(0)))
            }
            _ => [String::new(), String::new()],
        });
        known.or_else(|| edges.into_iter().find(|value| fits(&value.as_str())))
    }
}

/// Values that constraints are tried with, and the longest one that is made up.
const EXAMPLES: &[&str] = &[
    "1",
    "a",
    "10",
    "100",
    "ab",
    "abc",
    "true",
    "1.5",
    "00",
    "abcd",
    "12345",
    "abcdef",
    "1234567890",
    "2024-01-01",
    "01-02",
    "A",
    "AB",
    "123e4567-e89b-12d3-a456-426614174000",
];
const LONGEST: i64 = 64;

/// The name as the framework itself has it.
fn canonical(name: &str, version: Version) -> &str {
    match (version, name) {
        (Version::Two, "minlen") => "minLen",
        (Version::Two, "maxlen") => "maxLen",
        (Version::Two, "betweenlen") => "betweenLen",
        (Version::Two, name) => name,
        (Version::Three { .. }, name) => match name.to_lowercase().as_str() {
            "minlen" => "minLen",
            "maxlen" => "maxLen",
            "betweenlen" => "betweenLen",
            _ => name,
        },
    }
}

/// An argument as a number. Version 2 takes what is none for the nearest number that `strconv.Atoi` comes to.
fn number(text: &str, version: Version) -> Option<i64> {
    if version == Version::Two {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let too_large = if text.starts_with('-') { i64::MIN } else { i64::MAX };
        return Some(text.parse().unwrap_or(if is_number { too_large } else { 0 }));
    }
    text.parse().ok()
}

/// `strconv.ParseFloat` gives no error; hexadecimal and underscored ones are not followed.
fn is_float(text: &str, version: Version) -> Option<bool> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let lower = digits.to_ascii_lowercase();
    if matches!(lower.as_str(), "inf" | "infinity") {
        return Some(true);
    }
    if lower == "nan" {
        return Some(digits.len() == text.len());
    }
    if !lower.bytes().any(|byte| byte.is_ascii_digit()) {
        return Some(false);
    }
    if lower.starts_with("0x") || lower.contains('_') {
        return None;
    }
    Some(match version {
        Version::Two => text.parse::<f32>().is_ok_and(f32::is_finite),
        Version::Three { .. } => text.parse::<f64>().is_ok_and(f64::is_finite),
    })
}

/// Only letters, as `unicode.IsLetter` has them.
fn is_alpha(text: &str) -> bool {
    static LETTERS: OnceLock<Option<Regexp>> = OnceLock::new();
    if text.is_ascii() {
        return text.bytes().all(|byte| byte.is_ascii_alphabetic());
    }
    let letters = LETTERS.get_or_init(|| Regexp::compile(r"^\pL*$").ok());
    letters.as_ref().and_then(Regexp::engine).is_some_and(|engine| engine.is_match(text))
}

/// `uuid.Parse` of google/uuid 1.6 gives no error.
fn is_guid(value: &[u8]) -> bool {
    let value = match value.len() {
        32 => return value.iter().all(u8::is_ascii_hexdigit),
        36 => value,
        38 => &value[1..],
        45 if value[..9].eq_ignore_ascii_case(b"urn:uuid:") => &value[9..],
        _ => return false,
    };
    value.iter().take(36).enumerate().all(|(at, byte)| match at {
        8 | 13 | 18 | 23 => *byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    })
}

/// As `regexp.MustCompile` quotes an expression.
fn back_quoted(text: &str) -> String {
    let can = text.chars().all(|c| c != '`' && c != '\u{7f}' && c != '\u{feff}' && (c >= ' ' || c == '\t'));
    if can { format!("`{text}`") } else { bytes::quoted(text) }
}
