//! The values of a query (net/url ParseQuery, Go 1.26).

use crate::request::bytes;

/// Keys and values in order, decoded; bytes that are no UTF-8 are kept as [`bytes`] says. A pair that does not decode,
/// or holds a `;`, is left out.
pub(crate) fn parse(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty() && !pair.contains(';'));
    pairs
        .filter_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((unescape(key)?, unescape(value)?))
        })
        .collect()
}

/// url.QueryUnescape
fn unescape(text: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = &bytes::bytes(text)[..];
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => {
                let (digits, after) = rest.split_at_checked(2)?;
                rest = after;
                let digit = |at: usize| char::from(*digits.get(at)?).to_digit(16);
                u8::try_from(digit(0)? * 16 + digit(1)?).ok()?
            }
            byte => byte,
        });
    }
    Some(bytes::text(&decoded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_that_do_not_decode_are_left_out() {
        let pairs = parse("a=1&&b&a=%zz&c=x;d=y&%61+b=%2B%e9&=&e==");
        let pairs: Vec<_> = pairs.iter().map(|(k, v)| (k.as_str(), bytes::lossy(v))).collect();
        let expected = [("a", "1"), ("b", ""), ("a b", "+\u{fffd}"), ("", ""), ("e", "=")];
        assert_eq!(pairs, expected.map(|(k, v)| (k, v.to_owned())));
    }
}
