//! Go's way of reading single values, with its words for what it does not take (strconv, time; Go 1.26).

use syntax::rule::quote::quoted;

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
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(refusal("ParseInt", text, "invalid syntax"));
    }
    let fits = |value: &i64| bits >= 64 || (-(1 << (bits - 1))..1 << (bits - 1)).contains(value);
    text.parse().ok().filter(fits).ok_or_else(|| refusal("ParseInt", text, "value out of range"))
}

/// `strconv.ParseUint` with base 10.
pub(crate) fn parse_uint(text: &str, bits: u8) -> Result<u64, String> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(refusal("ParseUint", text, "invalid syntax"));
    }
    let fits = |value: &u64| bits >= 64 || *value < 1 << bits;
    text.parse().ok().filter(fits).ok_or_else(|| refusal("ParseUint", text, "value out of range"))
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
    let invalid = || format!("time: invalid duration {}", quoted(text));
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
    let mut total = 0_f64;
    while !rest.is_empty() {
        let number = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let (digits, after) = rest.split_at(number);
        if digits.bytes().filter(|b| *b == b'.').count() > 1 || !digits.bytes().any(|b| b.is_ascii_digit()) {
            return Err(invalid());
        }
        let whole = digits.split('.').next().unwrap_or(digits);
        if whole.trim_start_matches('0').len() > 19 || whole.parse::<u64>().is_ok_and(|n| n > 1 << 63) {
            return Err(invalid());
        }
        let end = after.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(after.len());
        let (unit, after) = after.split_at(end);
        let nanoseconds = match unit {
            "ns" => 1.0,
            "us" | "µs" | "μs" => 1e3,
            "ms" => 1e6,
            "s" => 1e9,
            "m" => 60e9,
            "h" => 3600e9,
            "" => return Err(format!("time: missing unit in duration {}", quoted(text))),
            unit => {
                return Err(format!("time: unknown unit {} in duration {}", quoted(unit), quoted(text)));
            }
        };
        total += digits.parse::<f64>().map_err(|_| invalid())? * nanoseconds;
        rest = after;
    }
    if total > 9.223_372_036_854_775e18 {
        return Err(invalid());
    }
    #[expect(clippy::cast_possible_truncation, reason = "the bound above holds it in range")]
    let value = total as i64;
    Ok(if negative { -value } else { value })
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

fn refusal(function: &str, text: &str, why: &str) -> String {
    format!("strconv.{function}: parsing {}: {why}", quoted(text))
}

#[cfg(test)]
mod tests {
    use super::*;

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
