//! How Go writes the `Location` of a redirection to another path of the same server.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::path;

/// What `url.EscapedPath` escapes: all but unreserved bytes and `$&+,/:;=@`.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b',')
    .remove(b'/')
    .remove(b':')
    .remove(b';')
    .remove(b'=')
    .remove(b'@');

/// `(*url.URL).EscapedPath`: `raw_path` where it is a valid encoding of `path`.
pub(super) fn escaped(path: &str, raw_path: &str) -> String {
    if !raw_path.is_empty() && is_valid(raw_path) && percent_decode_str(raw_path).eq(path.bytes()) {
        return raw_path.to_owned();
    }
    if path == "*" { path.to_owned() } else { utf8_percent_encode(path, PATH).to_string() }
}

/// `validEncoded` of net/url for paths.
fn is_valid(raw_path: &str) -> bool {
    let digits = |rest: &[u8]| rest.len() > 2 && rest[1].is_ascii_hexdigit() && rest[2].is_ascii_hexdigit();
    raw_path.bytes().enumerate().all(|(at, byte)| match byte {
        b'%' => digits(&raw_path.as_bytes()[at..]),
        byte => byte.is_ascii_alphanumeric() || b"-_.~$&+,/:;=@!'()*[]".contains(&byte),
    })
}

/// The `Location` that `http.Redirect` (net/http/server.go) writes when a framework has put `path` into the request's
/// URL and redirects to it. The query, which stays, is not part of it.
pub(super) fn location(path: &str, raw_path: &str) -> String {
    let escaped = match escaped(path, raw_path) {
        nothing if nothing.is_empty() => return "/".to_owned(),
        escaped => escaped,
    };
    let mut url = escaped.clone();
    // What begins with `//` is taken for a host.
    if let Some(rest) = url.strip_prefix("//") {
        let authority = rest.split('/').next().unwrap_or("");
        if authority.rsplit('@').next().is_some_and(|host| !host.is_empty()) {
            return url;
        }
    }
    if !url.starts_with('/') {
        let folder = escaped.rfind('/').map_or("", |at| &escaped[..=at]);
        url = format!("{folder}{url}");
    }
    let trailing = url.ends_with('/');
    let mut cleaned = path::clean(&url);
    if trailing && !cleaned.ends_with('/') {
        cleaned.push('/');
    }
    cleaned
}

/// The `Location` that `http.Redirect` writes for a URL that begins with one `/` and was put together without escaping.
pub(super) fn rooted(url: &str) -> String {
    let (before, fragment) = url.split_once('#').unwrap_or((url, ""));
    let (target, query) = url.split_at(url.find('?').unwrap_or(url.len()));
    let path = before.split('?').next().unwrap_or(before);
    let is_sound = |text: &str| {
        text.split('%').skip(1).all(|rest| {
            rest.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        })
    };
    let mut written = target.to_owned();
    // What is no URL is written as it is.
    if !url.bytes().any(|byte| byte.is_ascii_control()) && is_sound(path) && is_sound(fragment) {
        written = path::clean(target);
        if target.ends_with('/') && !written.ends_with('/') {
            written.push('/');
        }
    }
    written.push_str(query);
    let mut ascii = String::with_capacity(written.len());
    for byte in written.bytes() {
        if byte.is_ascii() {
            ascii.push(char::from(byte));
        } else {
            ascii.extend(['%', hex(byte >> 4), hex(byte & 15)]);
        }
    }
    ascii
}

fn hex(digit: u8) -> char {
    char::from_digit(u32::from(digit), 16).unwrap_or('0')
}
