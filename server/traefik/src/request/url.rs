//! Go's `net/url`, as far as it decides what a path is (net/url/url.go, Go 1.26).
//!
//! Strings may hold any byte, see [`super::bytes`].

use std::fmt::Write as _;
use std::net::Ipv6Addr;

use super::bytes;

/// A parsed URL. `raw_path` is "" where `path`'s own escaping is the path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Url {
    /// Lower case.
    pub scheme: String,
    /// What stands behind `scheme:` where that is no `/`.
    pub opaque: String,
    /// User name and password, decoded.
    pub user: Option<(String, Option<String>)>,
    /// Host and port, decoded.
    pub host: String,
    /// Decoded.
    pub path: String,
    /// As written, where escaping `path` does not give it.
    pub raw_path: String,
    /// As written, without `?`.
    pub query: String,
    /// Whether a lone `?` ends the URL.
    pub force_query: bool,
    /// Decoded, without `#`.
    pub fragment: String,
    /// As written, where escaping `fragment` does not give it.
    pub raw_fragment: String,
    /// Whether the authority was left out (`http:/path`).
    pub omit_host: bool,
}

/// What Go escapes depends on the part of the URL.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Path,
    User,
    Host,
    Zone,
    Fragment,
}

impl Url {
    /// `url.Parse`. The error is Go's text without its `parse "…": `.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (rest, fragment) = text.split_once('#').unwrap_or((text, ""));
        let mut url = Self::parse_parts(rest, false)?;
        url.fragment = unescape(fragment, Part::Fragment)?;
        if escape(&url.fragment, Part::Fragment) != fragment {
            fragment.clone_into(&mut url.raw_fragment);
        }
        Ok(url)
    }

    /// `url.ParseRequestURI`: the text is a request target, `#` means nothing in it.
    pub fn parse_request_uri(text: &str) -> Result<Self, String> {
        Self::parse_parts(text, true)
    }

    fn parse_parts(text: &str, via_request: bool) -> Result<Self, String> {
        if text.bytes().any(|b| b < b' ' || b == 0x7f) {
            return Err("net/url: invalid control character in URL".to_owned());
        }
        if text.is_empty() && via_request {
            return Err("empty url".to_owned());
        }
        let mut url = Self::default();
        if text == "*" {
            "*".clone_into(&mut url.path);
            return Ok(url);
        }
        let (scheme, mut rest) = split_scheme(text)?;
        url.scheme = scheme.to_ascii_lowercase();
        match rest.strip_suffix('?') {
            Some(before) if !before.contains('?') => {
                url.force_query = true;
                rest = before;
            }
            _ => {
                let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
                query.clone_into(&mut url.query);
                rest = before;
            }
        }
        if !rest.starts_with('/') {
            if !url.scheme.is_empty() {
                rest.clone_into(&mut url.opaque);
                return Ok(url);
            }
            if via_request {
                return Err("invalid URI for request".to_owned());
            }
            if rest.split('/').next().unwrap_or("").contains(':') {
                return Err("first path segment in URL cannot contain colon".to_owned());
            }
        }
        let authority_may_follow = !url.scheme.is_empty() || (!via_request && !rest.starts_with("///"));
        match rest.strip_prefix("//").filter(|_| authority_may_follow) {
            Some(behind) => {
                let end = behind.find('/').unwrap_or(behind.len());
                let (authority, path) = behind.split_at(end);
                url.set_authority(authority)?;
                rest = path;
            }
            None => url.omit_host = !url.scheme.is_empty() && rest.starts_with('/'),
        }
        url.set_path(rest)?;
        Ok(url)
    }

    fn set_authority(&mut self, authority: &str) -> Result<(), String> {
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, authority),
        };
        self.host = parse_host(&self.scheme, host)?;
        let Some(user) = user else { return Ok(()) };
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-._:~!$&'()*+,;=%@".contains(c);
        if !user.chars().all(allowed) {
            return Err("net/url: invalid userinfo".to_owned());
        }
        self.user = Some(match user.split_once(':') {
            None => (unescape(user, Part::User)?, None),
            Some((name, password)) => (unescape(name, Part::User)?, Some(unescape(password, Part::User)?)),
        });
        Ok(())
    }

    /// `URL.setPath`: keeps the raw path only where escaping the decoded one does not give it.
    pub fn set_path(&mut self, raw: &str) -> Result<(), String> {
        self.path = unescape(raw, Part::Path)?;
        self.raw_path = if escape(&self.path, Part::Path) == raw { String::new() } else { raw.to_owned() };
        Ok(())
    }

    /// `URL.EscapedPath`
    pub fn escaped_path(&self) -> String {
        escaped_path(&self.path, &self.raw_path)
    }

    /// `URL.RequestURI`: what goes on the wire.
    pub fn request_uri(&self) -> String {
        let mut uri = self.opaque.clone();
        if uri.is_empty() {
            uri = self.escaped_path();
            if uri.is_empty() {
                uri.push('/');
            }
        } else if uri.starts_with("//") {
            uri = format!("{}:{uri}", self.scheme);
        }
        self.push_query(&mut uri);
        uri
    }

    fn push_query(&self, to: &mut String) {
        if self.force_query || !self.query.is_empty() {
            to.push('?');
            to.push_str(&self.query);
        }
    }
}

/// `URL.String`
impl std::fmt::Display for Url {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = String::new();
        if !self.scheme.is_empty() {
            let _ = write!(text, "{}:", self.scheme);
        }
        if self.opaque.is_empty() {
            let authority = !self.host.is_empty() || self.user.is_some();
            let omitted = self.omit_host && !authority;
            if (!self.scheme.is_empty() || authority) && !omitted && (authority || !self.path.is_empty()) {
                text.push_str("//");
            }
            if let Some((name, password)) = &self.user {
                text.push_str(&escape(name, Part::User));
                if let Some(password) = password {
                    let _ = write!(text, ":{}", escape(password, Part::User));
                }
                text.push('@');
            }
            text.push_str(&escape(&self.host, Part::Host));
            let path = self.escaped_path();
            if !path.is_empty() && !path.starts_with('/') && !self.host.is_empty() {
                text.push('/');
            }
            if text.is_empty() && path.split('/').next().unwrap_or("").contains(':') {
                text.push_str("./");
            }
            text.push_str(&path);
        } else {
            text.push_str(&self.opaque);
        }
        self.push_query(&mut text);
        if !self.fragment.is_empty() {
            text.push('#');
            text.push_str(&escaped_fragment(&self.fragment, &self.raw_fragment));
        }
        f.write_str(&text)
    }
}

/// `URL.EscapedPath` of a path and its raw path.
pub fn escaped_path(path: &str, raw_path: &str) -> String {
    if !raw_path.is_empty()
        && valid_encoded(raw_path, Part::Path)
        && unescape(raw_path, Part::Path).is_ok_and(|decoded| decoded == path)
    {
        return raw_path.to_owned();
    }
    if path == "*" {
        return "*".to_owned();
    }
    escape(path, Part::Path)
}

fn escaped_fragment(fragment: &str, raw: &str) -> String {
    let fits = !raw.is_empty() && valid_encoded(raw, Part::Fragment);
    if fits && unescape(raw, Part::Fragment).is_ok_and(|decoded| decoded == fragment) {
        return raw.to_owned();
    }
    escape(fragment, Part::Fragment)
}

/// `URL.JoinPath` without elements: `.`, `..` and double slashes go, one slash at the end stays. It works on the
/// escaped path, so `%2F` and `%2E` are ordinary characters.
pub fn clean(path: &str, raw_path: &str) -> (String, String) {
    let escaped = escaped_path(path, raw_path);
    // A relative path stays relative, but an empty one becomes `/`.
    let relative = !escaped.starts_with('/');
    let rooted = if relative { format!("/{escaped}") } else { escaped };
    let mut cleaned = clean_segments(&rooted).split_off(usize::from(relative));
    if rooted.ends_with('/') && !cleaned.ends_with('/') {
        cleaned.push('/');
    }
    let mut url = Url { path: path.to_owned(), raw_path: raw_path.to_owned(), ..Url::default() };
    // An escaped path always decodes; were it not so, Go would keep the old path too.
    let _ = url.set_path(&cleaned);
    (url.path, url.raw_path)
}

/// `path.Clean` of a path that starts with `/`.
fn clean_segments(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                kept.pop();
            }
            _ => kept.push(segment),
        }
    }
    format!("/{}", kept.join("/"))
}

/// `url.PathUnescape`. The error is Go's text.
pub fn path_unescape(text: &str) -> Result<String, String> {
    unescape(text, Part::Path)
}

/// `net.SplitHostPort`: `None` is an error.
pub fn split_host_port(text: &str) -> Option<(&str, &str)> {
    let colon = text.rfind(':')?;
    let (host, open_from, close_from) = if let Some(inner) = text.strip_prefix('[') {
        let end = inner.find(']')? + 1;
        if end + 1 != colon {
            return None;
        }
        (text.get(1..end)?, 1, end + 1)
    } else {
        let host = text.get(..colon)?;
        if host.contains(':') {
            return None;
        }
        (host, 0, 0)
    };
    if text.get(open_from..)?.contains('[') || text.get(close_from..)?.contains(']') {
        return None;
    }
    Some((host, text.get(colon + 1..)?))
}

fn split_scheme(text: &str) -> Result<(&str, &str), String> {
    for (i, c) in text.char_indices() {
        match c {
            'a'..='z' | 'A'..='Z' => {}
            '0'..='9' | '+' | '-' | '.' if i > 0 => {}
            ':' if i == 0 => return Err("missing protocol scheme".to_owned()),
            ':' => return Ok((&text[..i], &text[i + 1..])),
            _ => break,
        }
    }
    Ok(("", text))
}

fn parse_host(scheme: &str, host: &str) -> Result<String, String> {
    match host.rfind('[') {
        Some(0) => return parse_ip_literal(host),
        Some(_) => return Err("invalid IP-literal".to_owned()),
        None => {}
    }
    let colon = if scheme == "http" || scheme == "https" { host.find(':') } else { host.rfind(':') };
    if let Some(colon) = colon {
        check_port(&host[colon..])?;
    }
    unescape(host, Part::Host)
}

fn parse_ip_literal(host: &str) -> Result<String, String> {
    let close = host.rfind(']').ok_or("missing ']' in host")?;
    let (inside, behind) = (&host[1..close], &host[close + 1..]);
    check_port(behind)?;
    let name = match inside.find("%25") {
        Some(zone) => unescape(&inside[..zone], Part::Host)? + &unescape(&inside[zone..], Part::Zone)?,
        None => unescape(inside, Part::Host)?,
    };
    let (address, zone) = name.split_once('%').map_or((name.as_str(), None), |(a, zone)| (a, Some(zone)));
    if address.parse::<std::net::Ipv4Addr>().is_ok() && zone.is_none() {
        return Err("invalid IP-literal".to_owned());
    }
    if address.parse::<Ipv6Addr>().is_err() || zone == Some("") {
        return Err(format!("invalid host: ParseAddr({name:?}): unable to parse IP"));
    }
    Ok(format!("[{name}]{behind}"))
}

fn check_port(port: &str) -> Result<(), String> {
    let fits = match port.strip_prefix(':') {
        Some(digits) => digits.bytes().all(|b| b.is_ascii_digit()),
        None => port.is_empty(),
    };
    if fits { Ok(()) } else { Err(format!("invalid port {port:?} after host")) }
}

fn should_escape(byte: u8, part: Part) -> bool {
    if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
        return false;
    }
    match part {
        Part::Path => !b"$&+,/:;=@".contains(&byte),
        Part::User => !b"$&+,;=".contains(&byte),
        Part::Host | Part::Zone => !b"!$&'()*+,;=:[]<>\"".contains(&byte),
        Part::Fragment => !b"$&+,/:;=?@!()*".contains(&byte),
    }
}

fn valid_encoded(text: &str, part: Part) -> bool {
    bytes::bytes(text).into_iter().all(|b| b"!$&'()*+,;=:@[]%".contains(&b) || !should_escape(b, part))
}

fn escape(text: &str, part: Part) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in bytes::bytes(text) {
        if should_escape(byte, part) {
            let _ = write!(escaped, "%{byte:02X}");
        } else {
            escaped.push(char::from(byte));
        }
    }
    escaped
}

fn unescape(text: &str, part: Part) -> Result<String, String> {
    let source = bytes::bytes(text);
    let mut decoded = Vec::with_capacity(source.len());
    let mut at = 0;
    while let Some(&byte) = source.get(at) {
        let value = (byte == b'%').then(|| hex(&source, at)).flatten();
        match value {
            Some(value) => {
                let escape = source.get(at..at + 3).unwrap_or_default();
                let refused = match part {
                    Part::Host => value < 0x80 && escape != b"%25",
                    Part::Zone => escape != b"%25" && value != b' ' && should_escape(value, Part::Host),
                    _ => false,
                };
                if refused {
                    return Err(bad_escape(escape));
                }
                decoded.push(value);
                at += 3;
            }
            None if byte == b'%' => {
                return Err(bad_escape(source.get(at..).unwrap_or_default()));
            }
            None => {
                if matches!(part, Part::Host | Part::Zone) && byte < 0x80 && should_escape(byte, part) {
                    return Err(format!("invalid character {:?} in host name", char::from(byte).to_string()));
                }
                decoded.push(byte);
                at += 1;
            }
        }
    }
    Ok(bytes::text(&decoded))
}

fn bad_escape(rest: &[u8]) -> String {
    let shown = bytes::text(rest.get(..3).unwrap_or(rest));
    format!("invalid URL escape {shown:?}")
}

fn hex(source: &[u8], at: usize) -> Option<u8> {
    let digit = |offset| char::from(*source.get(at + offset)?).to_digit(16);
    u8::try_from(digit(1)? * 16 + digit(2)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(target: &str, path: &str, raw_path: &str) {
        let url = Url::parse_request_uri(target).unwrap();
        assert_eq!((url.path.as_str(), url.raw_path.as_str()), (path, raw_path), "{target}");
    }

    #[test]
    fn the_raw_path_is_kept_only_where_it_says_more() {
        check("/foo%20bar", "/foo bar", "");
        check("/foo%2fbar", "/foo/bar", "/foo%2fbar");
        check("/%61pi", "/api", "/%61pi");
        check("/a;b,c", "/a;b,c", "");
        check("/a!b", "/a!b", "/a!b");
        check("/caf%C3%A9", "/café", "");
        check("//h/a", "//h/a", "");
        check("/a#b", "/a#b", "/a#b");
        check("*", "*", "");
    }

    #[test]
    fn bytes_that_are_no_text_survive() {
        let url = Url::parse_request_uri("/%FF%C3").unwrap();
        assert_eq!(url.escaped_path(), "/%FF%C3");
        assert_eq!(bytes::lossy(&url.path), "/\u{FFFD}\u{FFFD}");
        assert_eq!(url.raw_path, "");
    }

    #[test]
    fn targets_that_go_refuses() {
        let error = |target| Url::parse_request_uri(target).unwrap_err();
        assert_eq!(error("/%"), "invalid URL escape \"%\"");
        assert_eq!(error("/%zz"), "invalid URL escape \"%zz\"");
        assert_eq!(error("/a%4"), "invalid URL escape \"%4\"");
        assert_eq!(error("a"), "invalid URI for request");
        assert_eq!(error(""), "empty url");
        assert_eq!(error("/a\u{7f}"), "net/url: invalid control character in URL");
        assert_eq!(error("http://h:x/"), "invalid port \":x\" after host");
    }

    #[test]
    fn cleaning_works_on_the_escaped_path() {
        let cleaned = |target: &str| {
            let url = Url::parse_request_uri(target).unwrap();
            let (path, raw_path) = clean(&url.path, &url.raw_path);
            escaped_path(&path, &raw_path)
        };
        let cases = [
            ("//", "/"),
            ("/a//b", "/a/b"),
            ("/a/../b/", "/b/"),
            ("/a%2Fb/../c", "/c"),
            ("/..", "/"),
            ("/a/b/.", "/a/b"),
            ("/a/b/./", "/a/b/"),
            ("/a/..%2Fb/", "/a/..%2Fb/"),
            ("/..///b///", "/b/"),
            ("/a/%2E%2E/b", "/a/%2E%2E/b"),
        ];
        for (target, want) in cases {
            assert_eq!(cleaned(target), want, "{target}");
        }
        assert_eq!(clean("", ""), ("/".to_owned(), String::new()));
        assert_eq!(clean("foo/../../x/", ""), ("x/".to_owned(), String::new()));
    }

    #[test]
    fn a_url_is_written_back() {
        for text in
            ["http://h/a?b#c", "http:/a", "https://u:p@h:8/%2F?", "http://[::1]:80/", "//h/x", "mailto:x"]
        {
            assert_eq!(Url::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Url::parse("HTTP://h/a\"b").unwrap().to_string(), "http://h/a%22b");
        // A raw path that is no valid encoding is given up.
        assert_eq!(Url::parse("http://h/a%2fb c").unwrap().to_string(), "http://h/a/b%20c");
    }

    #[test]
    fn host_and_port() {
        assert_eq!(split_host_port("a:80"), Some(("a", "80")));
        assert_eq!(split_host_port("[::1]:80"), Some(("::1", "80")));
        assert_eq!(split_host_port("a:"), Some(("a", "")));
        for text in ["a", "::1", "[::1]", "[::1", "a:b:c", "[a]b:1", "[a:1"] {
            assert_eq!(split_host_port(text), None, "{text}");
        }
    }
}
