//! User name and password of a request (net/http/request.go, `BasicAuth`; encoding/base64, Go 1.26).

use super::bytes;

/// What an `Authorization` of the scheme `Basic` says. `None` where it is none that Go takes.
pub fn basic(header: &str) -> Option<(String, String)> {
    const SCHEME: &str = "Basic ";
    let scheme = header.get(..SCHEME.len())?;
    let encoded = header.get(SCHEME.len()..).filter(|_| scheme.eq_ignore_ascii_case(SCHEME))?;
    let decoded = bytes::text(&decode(encoded)?);
    let (user, password) = decoded.split_once(':')?;
    Some((user.to_owned(), password.to_owned()))
}

/// The header that says `user` and `password`.
pub fn authorization(credentials: &str) -> String {
    let mut encoded = "Basic ".to_owned();
    for chunk in bytes::bytes(credentials).chunks(3) {
        let group =
            chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = usize::try_from(group >> (18 - 6 * place) & 0x3f).unwrap_or(0);
            encoded.push(if place <= chunk.len() { char::from(DIGITS[digit]) } else { '=' });
        }
    }
    encoded
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// `base64.StdEncoding.DecodeString`: padded, line ends count for nothing, bits left over neither.
fn decode(text: &str) -> Option<Vec<u8>> {
    let text: Vec<u8> = text.bytes().filter(|b| !b"\r\n".contains(b)).collect();
    let digits = text.strip_suffix(b"==").or_else(|| text.strip_suffix(b"=")).unwrap_or(&text);
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let mut decoded = Vec::with_capacity(text.len());
    for chunk in digits.chunks(4) {
        let mut group = 0_u32;
        for byte in chunk {
            let digit = DIGITS.iter().position(|digit| digit == byte)?;
            group = group << 6 | u32::try_from(digit).ok()?;
        }
        group <<= 6 * (4 - chunk.len());
        decoded.extend(group.to_be_bytes().get(1..chunk.len())?);
    }
    Some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for credentials in ["u:p", "user:", ":", "a:bc", "ü:ß", "u:p:q"] {
            let (user, password) = basic(&authorization(credentials)).unwrap();
            assert_eq!(format!("{user}:{password}"), credentials);
        }
        assert_eq!(authorization("a:b"), "Basic YTpi");
    }

    #[test]
    fn what_is_none() {
        for header in
            ["", "Basic", "Basic ", "Basic dTpw=", "Basic dTp", "Basic dXA=", "Bearer dTpw", "Basic d:pw"]
        {
            assert_eq!(basic(header), None, "{header}");
        }
        assert_eq!(basic("bASIC dTpw"), Some(("u".to_owned(), "p".to_owned())));
    }
}
