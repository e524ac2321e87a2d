//! Hosts of requests.

/// `stripHostPort`: the host without its port; as it is where that cannot be told.
pub(super) fn without_port(host: &str) -> &str {
    split(host).unwrap_or(host)
}

/// The host of `net.SplitHostPort`.
fn split(text: &str) -> Option<&str> {
    let colon = text.rfind(':')?;
    let Some(inside) = text.strip_prefix('[') else {
        let host = &text[..colon];
        return (!host.contains(':') && !text.contains(['[', ']'])).then_some(host);
    };
    let (host, behind) = inside.split_once(']')?;
    (!inside.contains('[')
        && !behind.contains(']')
        && behind.find(':') == Some(0)
        && behind.rfind(':') == Some(0))
    .then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_taken_off() {
        let cases = [
            ("a.com", "a.com"),
            ("a.com:80", "a.com"),
            ("a.com:", "a.com"),
            (":80", ""),
            ("a:b:c", "a:b:c"),
            ("[::1]", "[::1]"),
            ("[::1]:80", "::1"),
            ("[::1]80:", "[::1]80:"),
            ("a]:80", "a]:80"),
        ];
        for (host, without) in cases {
            assert_eq!(without_port(host), without, "{host}");
        }
    }
}
