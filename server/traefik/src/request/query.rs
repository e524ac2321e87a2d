//! Queries as Go writes them (net/url/url.go, net/http/httputil/reverseproxy.go, Go 1.26).

use std::fmt::Write as _;

use super::bytes;
use crate::rule::query::parse;

/// `url.QueryEscape`
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in bytes::bytes(text) {
        match byte {
            b' ' => escaped.push('+'),
            byte if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) => {
                escaped.push(char::from(byte));
            }
            byte => {
                let _ = write!(escaped, "%{byte:02X}");
            }
        }
    }
    escaped
}

/// `cleanQueryParams`: a query that cannot be read in one way only is written anew, sorted, with what can be read.
pub fn cleaned(query: &str) -> String {
    let mut rest = query.as_bytes();
    while let Some((byte, behind)) = rest.split_first() {
        rest = match (byte, behind) {
            (b'%', [high, low, behind @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => behind,
            (b';' | b'%', _) => return encoded(query),
            _ => behind,
        };
    }
    query.to_owned()
}

/// `url.Values.Encode`
fn encoded(query: &str) -> String {
    let mut pairs = parse(query);
    // Values of one key stay in order.
    pairs.sort_by_key(|(key, _)| bytes::bytes(key));
    let pairs: Vec<String> =
        pairs.iter().map(|(key, value)| format!("{}={}", escape(key), escape(value))).collect();
    pairs.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_that_are_odd() {
        for (query, want) in [
            ("b=1&a", "b=1&a"),
            ("b=1&a=%zz", "b=1"),
            ("b=é&a=+%&a&b=%2f%41;", "a=&b=%C3%A9"),
            ("b=2&a=%20&b=1&x;y&", "a=+&b=2&b=1"),
            ("a=%C3%A9", "a=%C3%A9"),
            ("%", ""),
        ] {
            assert_eq!(cleaned(query), want, "{query}");
        }
        assert_eq!(escape("a b/é~"), "a+b%2F%C3%A9~");
    }
}
