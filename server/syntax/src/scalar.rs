//! What a scalar of YAML or TOML is (yaml.v3 v3.0.1 resolve.go; BurntSushi/toml).

use crate::value::{Scalar, Style, Tag};

/// A scalar's type, with its value where Go would print another text than is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolved {
    /// `null` in any spelling.
    Null,
    /// A switch.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A whole number that only fits without a sign.
    Uint(u64),
    /// Any other number.
    Float(f64),
    /// A date, with or without time.
    Time,
    /// A text.
    String,
}

/// The type of `scalar`.
pub fn resolve(scalar: &Scalar) -> Resolved {
    let text = scalar.text.as_str();
    match (scalar.tag, scalar.style) {
        (Some(tag), _) => resolve_tagged(tag, text).unwrap_or(Resolved::String),
        (None, Style::Plain) => resolve_plain(text),
        (None, Style::Bare) => resolve_toml(text),
        (None, _) => Resolved::String,
    }
}

/// The type of a scalar with a tag; an error is that of a text which the tag does not fit, in yaml.v3's words.
pub fn resolve_tagged(tag: Tag, text: &str) -> Result<Resolved, String> {
    if tag == Tag::Text {
        return Ok(Resolved::String);
    }
    let resolved = match resolve_plain(text) {
        Resolved::Time if tag != Tag::Time => Resolved::String,
        #[expect(clippy::cast_precision_loss, reason = "Go loses it, too")]
        Resolved::Int(value) if tag == Tag::Float => Resolved::Float(value as f64),
        resolved => resolved,
    };
    let found = resolved.tag();
    if found == tag {
        return Ok(resolved);
    }
    Err(format!("cannot decode {} `{text}` as a {}", found.name(), tag.name()))
}

impl Resolved {
    pub(crate) fn tag(&self) -> Tag {
        match self {
            Self::Null => Tag::Null,
            Self::Bool(_) => Tag::Bool,
            Self::Int(_) | Self::Uint(_) => Tag::Int,
            Self::Float(_) => Tag::Float,
            Self::Time => Tag::Time,
            Self::String => Tag::Text,
        }
    }

    /// The text that paerser makes of it; `None` where it is the one written (paerser/file/raw_node.go, getSimpleValue).
    pub fn simple(&self) -> Option<String> {
        match self {
            Self::Bool(value) => Some(value.to_string()),
            Self::Int(value) => Some(value.to_string()),
            Self::Uint(value) => Some(value.to_string()),
            Self::Float(value) => Some(format_float(*value)),
            Self::Null | Self::Time | Self::String => None,
        }
    }

    /// The number of its kind in Go's `reflect`; whole numbers of TOML are `int64`.
    pub fn kind(&self, style: Style) -> u8 {
        match self {
            Self::Null => 0,
            Self::Bool(_) => 1,
            Self::Int(_) if style == Style::Bare => 6,
            Self::Int(_) => 2,
            Self::Uint(_) => 11,
            Self::Float(_) => 14,
            Self::String => 24,
            Self::Time => 25,
        }
    }

    /// How Go prints a map key of this type that is no string (`reflect.Value.String`).
    pub fn key(&self) -> Option<&'static str> {
        match self {
            Self::Bool(_) => Some("<bool Value>"),
            Self::Int(_) => Some("<int Value>"),
            Self::Uint(_) => Some("<uint64 Value>"),
            Self::Float(_) => Some("<float64 Value>"),
            Self::Time => Some("<time.Time Value>"),
            Self::Null | Self::String => None,
        }
    }
}

/// A plain scalar of YAML.
pub fn resolve_plain(text: &str) -> Resolved {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Resolved::Null,
        "true" | "True" | "TRUE" => return Resolved::Bool(true),
        "false" | "False" | "FALSE" => return Resolved::Bool(false),
        ".nan" | ".NaN" | ".NAN" => return Resolved::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Resolved::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => return Resolved::Float(f64::NEG_INFINITY),
        _ => {}
    }
    match text.as_bytes().first() {
        Some(b'0'..=b'9' | b'+' | b'-') => {}
        Some(b'.') => return float(text).unwrap_or(Resolved::String),
        _ => return Resolved::String,
    }
    if is_time(text) {
        return Resolved::Time;
    }
    let plain = text.replace('_', "");
    integer(&plain).or_else(|| is_float(&plain).then(|| float(&plain))?).unwrap_or(Resolved::String)
}

/// What is out of range is no number to Go.
fn float(text: &str) -> Option<Resolved> {
    text.parse().ok().filter(|value: &f64| value.is_finite()).map(Resolved::Float)
}

/// A TOML value that is no string.
fn resolve_toml(text: &str) -> Resolved {
    match text {
        "true" => return Resolved::Bool(true),
        "false" => return Resolved::Bool(false),
        "inf" | "+inf" => return Resolved::Float(f64::INFINITY),
        "-inf" => return Resolved::Float(f64::NEG_INFINITY),
        "nan" | "+nan" | "-nan" => return Resolved::Float(f64::NAN),
        _ => {}
    }
    let plain = text.replace('_', "");
    integer(&plain).or_else(|| plain.parse().ok().map(Resolved::Float)).unwrap_or(Resolved::Time)
}

/// Go's `ParseInt` with base 0, then `ParseUint`, then YAML 1.2's `0o`.
fn integer(plain: &str) -> Option<Resolved> {
    let (sign, digits) = match plain.as_bytes().first()? {
        b'-' => ("-", &plain[1..]),
        b'+' => ("", &plain[1..]),
        _ => ("", plain),
    };
    let lower = digits.to_ascii_lowercase();
    let (radix, digits) = match lower.get(..2) {
        Some("0x") => (16, &lower[2..]),
        Some("0b") => (2, &lower[2..]),
        Some("0o") => (8, &lower[2..]),
        _ if lower.len() > 1 && lower.starts_with('0') => (8, &lower[1..]),
        _ => (10, lower.as_str()),
    };
    if !digits.bytes().next()?.is_ascii_alphanumeric() {
        return None;
    }
    let signed = format!("{sign}{digits}");
    match i64::from_str_radix(&signed, radix) {
        Ok(value) => Some(Resolved::Int(value)),
        Err(_) if sign.is_empty() => u64::from_str_radix(digits, radix).ok().map(Resolved::Uint),
        Err(_) => None,
    }
}

/// `^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`
fn is_float(plain: &str) -> bool {
    let unsigned = plain.strip_prefix(['+', '-']).unwrap_or(plain);
    let (mantissa, exponent) =
        unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(m, e)| (m, Some(e)));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mantissa_fits = digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    let exponent = exponent.map(|e| e.strip_prefix(['+', '-']).unwrap_or(e));
    mantissa_fits && exponent.is_none_or(|e| !e.is_empty() && digits(e))
}

/// The forms that yaml.v3 takes for a time: `2006-1-2`, with `T15:4:5Z`, `t15:4:5+07:00` or ` 15:4:5` behind it.
fn is_time(text: &str) -> bool {
    let (date, time) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], Some((text.as_bytes()[at], &text[at + 1..]))),
        None => (text, None),
    };
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let within = |s: &str, low: u32, high: u32| {
        (1..=2).contains(&s.len())
            && s.bytes().all(|b| b.is_ascii_digit())
            && s.parse::<u32>().is_ok_and(|n| (low..=high).contains(&n))
    };
    let date_fits = year.len() == 4
        && year.bytes().all(|b| b.is_ascii_digit())
        && within(month, 1, 12)
        && within(day, 1, 31);
    let Some((separator, time)) = time else { return date_fits };
    let (clock, zone) = match time.find(['Z', '+', '-']) {
        Some(at) => (&time[..at], &time[at..]),
        None => (time, ""),
    };
    let zone_fits = match separator {
        b' ' => zone.is_empty(),
        _ => {
            zone == "Z"
                || zone.get(1..).and_then(|z| z.split_once(':')).is_some_and(|(hours, minutes)| {
                    hours.len() == 2 && minutes.len() == 2 && within(hours, 0, 24) && within(minutes, 0, 60)
                })
        }
    };
    let parts: Vec<&str> = clock.split(':').collect();
    let [hour, minute, second] = parts.as_slice() else { return false };
    let (second, fraction) = second.split_once('.').unwrap_or((second, "0"));
    date_fits
        && zone_fits
        && within(hour, 0, 23)
        && within(minute, 0, 59)
        && within(second, 0, 59)
        && fraction.bytes().all(|b| b.is_ascii_digit())
}

/// Six decimals, or none where they are all zero.
fn format_float(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let text = format!("{value:.6}");
    text.strip_suffix(".000000").unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars() {
        let simple = |text: &str| resolve_plain(text).simple().unwrap_or_else(|| text.to_owned());
        for (written, read) in [
            ("true", "true"),
            ("True", "true"),
            ("yes", "yes"),
            ("0x10", "16"),
            ("010", "8"),
            ("0o17", "15"),
            ("1_000", "1000"),
            ("-5", "-5"),
            ("1.5", "1.500000"),
            ("1e3", "1000"),
            ("18446744073709551615", "18446744073709551615"),
            ("200-399", "200-399"),
            ("1.2.3.4", "1.2.3.4"),
            ("30s", "30s"),
            ("08", "8"),
            ("-", "-"),
            ("0x", "0x"),
        ] {
            assert_eq!(simple(written), read, "{written}");
        }
    }

    #[test]
    fn times() {
        for text in ["2020-01-01", "2020-1-2", "2020-01-01T10:00:00Z", "2020-01-01 10:00:00.5"] {
            assert_eq!(resolve_plain(text), Resolved::Time, "{text}");
        }
        for text in ["2020-13-01", "20-01-01", "2020-01-01T10:00:00", "2020-01-01x"] {
            assert_eq!(resolve_plain(text), Resolved::String, "{text}");
        }
    }
}
