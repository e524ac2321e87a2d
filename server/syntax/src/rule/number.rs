//! Go's number literals (go/scanner scanNumber).

use super::quote::quoted_char;
use super::scanner::Scanner;
use super::tokens::Token;

#[derive(Default)]
struct Seen {
    digit: bool,
    separator: bool,
}

/// Scans the number that starts at the current character.
pub(super) fn scan(scanner: &mut Scanner<'_>) -> Token {
    let start = scanner.offset();
    let mut token = Token::Integer;
    let mut base = 10;
    let mut prefix = None;
    let mut seen = Seen::default();
    let mut invalid = None;
    if scanner.current() != Some('.') {
        if scanner.current() == Some('0') {
            scanner.advance();
            (base, prefix) = match scanner.current().map(|c| c.to_ascii_lowercase()) {
                Some('x') => (16, Some('x')),
                Some('o') => (8, Some('o')),
                Some('b') => (2, Some('b')),
                _ => (8, Some('0')),
            };
            if prefix == Some('0') {
                seen.digit = true;
            } else {
                scanner.advance();
            }
        }
        digits(scanner, base, &mut seen, &mut invalid);
    }
    if scanner.current() == Some('.') {
        token = Token::Float;
        if matches!(prefix, Some('o' | 'b')) {
            scanner.fault_here(format!("invalid radix point in {}", name(prefix)));
        }
        scanner.advance();
        digits(scanner, base, &mut seen, &mut invalid);
    }
    if !seen.digit {
        scanner.fault_here(format!("{} has no digits", name(prefix)));
    }
    match scanner.current() {
        Some(exponent @ ('e' | 'E' | 'p' | 'P')) => {
            let mark = quoted_char(exponent);
            if exponent.eq_ignore_ascii_case(&'e') && !matches!(prefix, None | Some('0')) {
                scanner.fault_here(format!("{mark} exponent requires decimal mantissa"));
            } else if exponent.eq_ignore_ascii_case(&'p') && prefix != Some('x') {
                scanner.fault_here(format!("{mark} exponent requires hexadecimal mantissa"));
            }
            scanner.advance();
            token = Token::Float;
            if matches!(scanner.current(), Some('+' | '-')) {
                scanner.advance();
            }
            let mut power = Seen::default();
            digits(scanner, 10, &mut power, &mut None);
            seen.separator |= power.separator;
            if !power.digit {
                scanner.fault_here("exponent has no digits");
            }
        }
        _ if prefix == Some('x') && token == Token::Float => {
            scanner.fault_here("hexadecimal mantissa requires a 'p' exponent");
        }
        _ => {}
    }
    if scanner.current() == Some('i') {
        token = Token::Imaginary;
        scanner.advance();
    }
    let literal = &scanner.text()[start..scanner.offset()];
    if let (Token::Integer, Some(at)) = (token, invalid) {
        let digit = literal[at - start..].chars().next().map(quoted_char).unwrap_or_default();
        scanner.fault(at..at + 1, format!("invalid digit {digit} in {}", name(prefix)));
    }
    if let Some(at) = seen.separator.then(|| invalid_separator(literal)).flatten() {
        scanner.fault(start + at..start + at + 1, "'_' must separate successive digits");
    }
    token
}

/// Digits and `_`. Below base 11 every decimal digit is taken; the first one too large is noted in `invalid`.
fn digits(scanner: &mut Scanner<'_>, base: u32, seen: &mut Seen, invalid: &mut Option<usize>) {
    while let Some(c) = scanner.current() {
        let digit = if base <= 10 { c.is_ascii_digit() } else { c.is_ascii_hexdigit() };
        if c == '_' {
            seen.separator = true;
        } else if digit {
            seen.digit = true;
            if c.to_digit(base.max(10)).is_some_and(|value| value >= base) && invalid.is_none() {
                *invalid = Some(scanner.offset());
            }
        } else {
            return;
        }
        scanner.advance();
    }
}

fn name(prefix: Option<char>) -> &'static str {
    match prefix {
        Some('x') => "hexadecimal literal",
        Some('o' | '0') => "octal literal",
        Some('b') => "binary literal",
        _ => "decimal literal",
    }
}

/// Where a `_` does not stand between digits (a base's prefix counts as one).
fn invalid_separator(literal: &str) -> Option<usize> {
    let bytes = literal.as_bytes();
    let base = match bytes {
        [b'0', mark, ..] => mark.to_ascii_lowercase(),
        _ => b' ',
    };
    let prefixed = matches!(base, b'x' | b'o' | b'b');
    // `0` stands for a digit, `.` for anything else.
    let mut before = if prefixed { b'0' } else { b'.' };
    for (at, &byte) in bytes.iter().enumerate().skip(if prefixed { 2 } else { 0 }) {
        let now = match byte {
            b'_' => b'_',
            _ if byte.is_ascii_digit() || base == b'x' && byte.is_ascii_hexdigit() => b'0',
            _ => b'.',
        };
        match (before, now) {
            (b'.' | b'_', b'_') => return Some(at),
            (b'_', b'.') => return Some(at - 1),
            _ => before = now,
        }
    }
    (before == b'_').then(|| bytes.len() - 1)
}
