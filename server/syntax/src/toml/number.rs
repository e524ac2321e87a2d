//! What BurntSushi/toml takes for numbers and dates, and its words for the others (parse.go, v1.6.0).

use crate::rule::quote::quoted;

/// `0x1F`, `1_000`, `-7`
pub(super) fn integer(text: &str) -> Result<(), String> {
    let wrong = |why: &str| Err(format!("Invalid integer {}: {why}", quoted(text)));
    if !underscores_fit(text) {
        return wrong("underscores must be surrounded by digits");
    }
    if has_leading_zero(text) {
        return wrong("cannot have leading zeroes");
    }
    let plain = text.replace('_', "");
    let value = match plain.get(..2) {
        Some("0x") => i64::from_str_radix(&plain[2..], 16),
        Some("0o") => i64::from_str_radix(&plain[2..], 8),
        Some("0b") => i64::from_str_radix(&plain[2..], 2),
        _ => plain.parse(),
    };
    value.map(drop).map_err(|_| format!("{text} is out of range for int64"))
}

/// `1.5`, `2e3`
pub(super) fn float(text: &str) -> Result<(), String> {
    let wrong = |why: &str| Err(format!("Invalid float {}: {why}", quoted(text)));
    let mut parts = text.split(['.', 'e', 'E']).filter(|part| !part.is_empty()).peekable();
    let has_leading_zero = parts.peek().is_some_and(|part| has_leading_zero(part));
    if !parts.all(underscores_fit) {
        return wrong("underscores must be surrounded by digits");
    }
    if has_leading_zero {
        return wrong("cannot have leading zeroes");
    }
    let mut behind_periods = text.split('.').skip(1);
    if !behind_periods.all(|part| part.starts_with(|c: char| c.is_ascii_digit())) {
        return wrong("'.' must be followed by one or more digits");
    }
    match text.replace('_', "").parse::<f64>() {
        Err(_) => Err(format!("Invalid float value: {}", quoted(text))),
        Ok(value) if value.is_infinite() => Err(format!("{text} is out of range for float64")),
        Ok(_) => Ok(()),
    }
}

/// `1979-05-27T07:32:00Z`, each part of which may be missing.
pub(super) fn date(text: &str) -> Result<(), String> {
    let text = text.replace('z', "Z").replace(['t', ' '], "T");
    let is_valid = match text.get(..10).filter(|date| date.as_bytes()[4] == b'-') {
        Some(date) => {
            let rest = &text[10..];
            let is_time = |time: &str| {
                let at = time.find(['Z', '+', '-']).unwrap_or(time.len());
                is_clock(&time[..at]) && is_zone(&time[at..])
            };
            is_date(date) && (rest.is_empty() || rest.strip_prefix('T').is_some_and(is_time))
        }
        None => is_clock(&text),
    };
    if is_valid { Ok(()) } else { Err(format!("invalid datetime: {}", quoted(&text))) }
}

/// `nn`, below `end`.
fn two_digits(text: &str, end: u32) -> bool {
    text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()) && text.parse().is_ok_and(|n: u32| n < end)
}

fn is_date(date: &str) -> bool {
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) || !two_digits(month, 13) {
        return false;
    }
    let year: u32 = year.parse().unwrap_or(0);
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match *month {
        "02" => 28 + u32::from(is_leap),
        "04" | "06" | "09" | "11" => 30,
        _ => 31,
    };
    *month != "00" && *day != "00" && two_digits(day, days + 1)
}

/// `07:32:00.5`; without seconds, too.
fn is_clock(clock: &str) -> bool {
    let parts: Vec<&str> = clock.split(':').collect();
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute] => (hour, minute, "00"),
        [hour, minute, second] => (hour, minute, *second),
        _ => return false,
    };
    let (second, fraction) = second.split_once('.').unwrap_or((second, "0"));
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit());
    two_digits(hour, 24) && two_digits(minute, 60) && two_digits(second, 60) && is_fraction
}

fn is_zone(zone: &str) -> bool {
    let is_offset = |offset: &str| {
        offset
            .split_once(':')
            .is_some_and(|(hours, minutes)| two_digits(hours, 25) && two_digits(minutes, 61))
    };
    matches!(zone, "" | "Z") || zone.strip_prefix(['+', '-']).is_some_and(is_offset)
}

fn has_leading_zero(text: &str) -> bool {
    match text.as_bytes() {
        [b'0', second, ..] => !matches!(second, b'b' | b'o' | b'x'),
        [b'-' | b'+', b'0', _, ..] => true,
        _ => false,
    }
}

/// Whether each underscore stands between digits, as far as the original looks.
fn underscores_fit(text: &str) -> bool {
    let mut accept = false;
    for c in text.chars() {
        if c == '_' && !accept {
            return false;
        }
        accept = c.is_ascii_hexdigit();
    }
    accept
}
