//! Go's way of reading single values, with its words for what it does not take (strconv, time; Go 1.26).

use syntax::rule::quote::quoted;

/// `strings.EqualFold`
pub(crate) fn equal_fold(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        return a.eq_ignore_ascii_case(b);
    }
    a.chars().map(fold).eq(b.chars().map(fold))
}

/// One of all the characters that are the same to [`equal_fold`].
pub(crate) fn fold(c: char) -> char {
    match c {
        _ if c.is_ascii() => c.to_ascii_lowercase(),
        // The dotless i has no other case in Go.
        'ı' => c,
        _ => {
            // A mapping to several characters is none.
            let upper = c.to_uppercase().next().filter(|_| c.to_uppercase().len() == 1).unwrap_or(c);
            upper.to_lowercase().next().filter(|_| upper.to_lowercase().len() == 1).unwrap_or(upper)
        }
    }
}

/// `strconv.ParseBool`
pub(crate) fn parse_bool(text: &str) -> Result<bool, String> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Ok(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Ok(false),
        _ => Err(refusal("ParseBool", text, "invalid syntax")),
    }
}

/// `strconv.ParseInt` with base 10.
pub(crate) fn parse_int(text: &str, bits: u8) -> Result<i64, String> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let refused = |why| refusal("ParseInt", text, why);
    let value = unsigned(digits, bits).map_err(refused)?;
    let signed = if text.starts_with('-') { -i128::from(value) } else { i128::from(value) };
    let fits = |value: &i64| bits >= 64 || (-(1 << (bits - 1))..1 << (bits - 1)).contains(value);
    i64::try_from(signed).ok().filter(fits).ok_or_else(|| refused(OUT_OF_RANGE))
}

/// `strconv.ParseUint` with base 10.
pub(crate) fn parse_uint(text: &str, bits: u8) -> Result<u64, String> {
    unsigned(text, bits).map_err(|why| refusal("ParseUint", text, why))
}

const OUT_OF_RANGE: &str = "value out of range";

/// Digits, or what is wrong with them: Go stops where the value gets too large, whatever follows.
fn unsigned(digits: &str, bits: u8) -> Result<u64, &'static str> {
    if digits.is_empty() {
        return Err("invalid syntax");
    }
    let fits = |value: &u64| bits >= 64 || *value < 1 << bits;
    digits.bytes().try_fold(0_u64, |value, byte| {
        if !byte.is_ascii_digit() {
            return Err("invalid syntax");
        }
        let next = value.checked_mul(10).and_then(|value| value.checked_add(u64::from(byte - b'0')));
        next.filter(fits).ok_or(OUT_OF_RANGE)
    })
}

/// `strconv.ParseFloat`, for what people write: no underscores, no hexadecimal.
pub(crate) fn parse_float(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if value.is_infinite() && text.bytes().any(|b| b.is_ascii_digit()) => {
            Err(refusal("ParseFloat", text, "value out of range"))
        }
        Ok(value) => Ok(value),
        Err(_) => Err(refusal("ParseFloat", text, "invalid syntax")),
    }
}

/// paerser's durations in nanoseconds: seconds without a unit, else `time.ParseDuration`
/// (paerser/parser/element_fill.go, setDuration).
pub(crate) fn parse_duration(text: &str) -> Result<i64, String> {
    if let Ok(seconds) = parse_int(text, 64) {
        // Go lets the product wrap.
        return Ok(seconds.wrapping_mul(1_000_000_000));
    }
    let invalid = || format!("time: invalid duration {}", quoted_time(text));
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Ok(0);
    }
    if rest.is_empty() {
        return Err(invalid());
    }
    let mut total = 0_u64;
    while !rest.is_empty() {
        let (whole, after) = digits(rest);
        let (fraction, after) = after.strip_prefix('.').map_or(("", after), digits);
        if whole.is_empty() && fraction.is_empty() {
            return Err(invalid());
        }
        let whole = if whole.is_empty() { Some(0) } else { whole.parse().ok() };
        let whole: u64 = whole.filter(|value| *value <= MAX).ok_or_else(invalid)?;
        let end = after.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(after.len());
        let (name, after) = after.split_at(end);
        let unit = match name {
            "ns" => 1,
            "us" | "µs" | "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            "" => return Err(format!("time: missing unit in duration {}", quoted_time(text))),
            unit => {
                let (unit, text) = (quoted_time(unit), quoted_time(text));
                return Err(format!("time: unknown unit {unit} in duration {text}"));
            }
        };
        let value = whole.checked_mul(unit).map(|value| value + part(fraction, unit));
        total = value.and_then(|value| total.checked_add(value)).filter(|t| *t <= MAX).ok_or_else(invalid)?;
        rest = after;
    }
    match i64::try_from(total) {
        Ok(value) => Ok(if negative { -value } else { value }),
        Err(_) if negative => Ok(i64::MIN),
        Err(_) => Err(invalid()),
    }
}

/// The most that Go counts to: the lowest duration without its sign.
const MAX: u64 = 1 << 63;

/// The digits that `text` begins with, and the rest.
fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

/// A fraction of `unit`, of which digits that do not fit are left out.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "as Go has it"
)]
fn part(fraction: &str, unit: u64) -> u64 {
    let (mut value, mut scale) = (0_u64, 1_f64);
    for digit in fraction.bytes() {
        if value > (MAX - 1) / 10 {
            break;
        }
        value = value * 10 + u64::from(digit - b'0');
        scale *= 10.0;
    }
    (value as f64 * (unit as f64 / scale)) as u64
}

/// `strconv.FormatFloat` with format `f`: as many digits as it takes.
pub(crate) fn format_float(value: f64) -> String {
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    value.to_string()
}

/// `time.Duration.String`
pub(crate) fn format_duration(nanoseconds: i64) -> String {
    let sign = if nanoseconds < 0 { "-" } else { "" };
    let total = nanoseconds.unsigned_abs();
    let decimal = |value: u64, unit: u64| {
        let (whole, rest) = (value / unit, value % unit);
        let digits = unit.ilog10() as usize;
        let fraction = format!("{rest:0digits$}");
        match fraction.trim_end_matches('0') {
            "" => whole.to_string(),
            fraction => format!("{whole}.{fraction}"),
        }
    };
    match total {
        0 => "0s".to_owned(),
        1..1_000 => format!("{sign}{total}ns"),
        1_000..1_000_000 => format!("{sign}{}µs", decimal(total, 1_000)),
        1_000_000..1_000_000_000 => format!("{sign}{}ms", decimal(total, 1_000_000)),
        _ => {
            let (minutes, rest) = (total / 60_000_000_000, total % 60_000_000_000);
            let seconds = decimal(rest, 1_000_000_000);
            match (minutes / 60, minutes % 60) {
                (0, 0) => format!("{sign}{seconds}s"),
                (0, minutes) => format!("{sign}{minutes}m{seconds}s"),
                (hours, minutes) => format!("{sign}{hours}h{minutes}m{seconds}s"),
            }
        }
    }
}

/// `text` in quotes as package time has them: byte by byte where it is not plain ASCII.
fn quoted_time(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            ' '..='\u{7f}' => quoted.push(c),
            c => {
                let mut bytes = [0; 4];
                quoted.extend(c.encode_utf8(&mut bytes).bytes().map(|byte| format!("\\x{byte:02x}")));
            }
        }
    }
    quoted.push('"');
    quoted
}

fn refusal(function: &str, text: &str, why: &str) -> String {
    format!("strconv.{function}: parsing {}: {why}", quoted(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_any_case() {
        for (a, b) in [("Routers", "rOUTERſ"), ("k", "\u{212a}"), ("É", "é"), ("µ", "μ")] {
            assert!(equal_fold(a, b), "{a} {b}");
        }
        for (a, b) in [("i", "ı"), ("i", "İ"), ("ß", "ss"), ("a", "b"), ("a", "aa")] {
            assert!(!equal_fold(a, b), "{a} {b}");
        }
    }

    #[test]
    fn switches() {
        assert_eq!(parse_bool("T"), Ok(true));
        assert_eq!(parse_bool("yes"), Err("strconv.ParseBool: parsing \"yes\": invalid syntax".into()));
    }

    #[test]
    fn numbers() {
        assert_eq!(parse_int("-12", 64), Ok(-12));
        assert_eq!(parse_int("+7", 32), Ok(7));
        assert_eq!(
            parse_int("99999999999", 32),
            Err("strconv.ParseInt: parsing \"99999999999\": value out of range".into())
        );
        assert_eq!(parse_int("a\"b", 64), Err("strconv.ParseInt: parsing \"a\\\"b\": invalid syntax".into()));
    }

    #[test]
    fn durations() {
        assert_eq!(parse_duration("5"), Ok(5_000_000_000));
        assert_eq!(parse_duration("1m30s"), Ok(90_000_000_000));
        assert_eq!(parse_duration("1.5h"), Ok(5_400_000_000_000));
        assert_eq!(parse_duration("-2ms"), Ok(-2_000_000));
        assert_eq!(parse_duration("1.5"), Err("time: missing unit in duration \"1.5\"".into()));
        assert_eq!(parse_duration("5 s"), Err("time: unknown unit \" s\" in duration \"5 s\"".into()));
        assert_eq!(parse_duration(""), Err("time: invalid duration \"\"".into()));
        for text in ["1h0m0s", "-1m30s", "1.5s", "250ms", "1.5µs", "7ns", "0s"] {
            assert_eq!(format_duration(parse_duration(text).expect("a duration")), text);
        }
        assert_eq!(parse_duration("1d"), Err("time: unknown unit \"d\" in duration \"1d\"".into()));
    }
}
