//! `headers`, as far as it changes or answers a request (pkg/middlewares/headers/header.go, secure.go).

use syntax::Text;

use super::Outcome;
use crate::request::Request;

/// `allowedHosts`, and the fields it looks at before the host.
pub struct Allowed<'a> {
    /// `allowedHosts`
    pub hosts: &'a [Text],
    /// `hostsProxyHeaders`
    pub headers: &'a [Text],
}

/// Answers a CORS preflight, then sets or removes fields, then looks whether the host is allowed.
/// Values may hold parts that are not known: they stay visible in the field.
pub fn apply(fields: &[(Text, Text)], cors: bool, allowed: &Allowed, request: &mut Request) -> Outcome {
    let preflight = request.method == "OPTIONS"
        && !request.header("Access-Control-Request-Method").is_empty()
        && !request.header("Origin").is_empty();
    if cors && preflight {
        return Outcome::status(200);
    }
    for (name, value) in fields {
        let (name, value) = (name.as_str(), value.as_str());
        if value.is_empty() {
            request.remove_header(name);
        } else if name.eq_ignore_ascii_case("Host") {
            // Rules go on seeing the host that was sent.
            value.clone_into(&mut request.host);
        } else {
            request.set_header(name, value);
        }
    }
    host_allowed(allowed, request)
}

/// An answer with 500 is what the library behind gives (unrolled/secure, `Bad Host`).
fn host_allowed(allowed: &Allowed, request: &Request) -> Outcome {
    if allowed.hosts.is_empty() {
        return Outcome::Next;
    }
    let from_header =
        allowed.headers.iter().map(|name| request.header(name.as_str())).find(|v| !v.is_empty());
    let host = from_header.unwrap_or(&request.host);
    if allowed.hosts.iter().any(|allowed| allowed.as_str().to_lowercase() == host.to_lowercase()) {
        return Outcome::Next;
    }
    super::unseen(allowed.hosts.iter().chain(allowed.headers)).unwrap_or(Outcome::status(500))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{text, unknown};
    use super::*;

    const NONE: Allowed<'static> = Allowed { hosts: &[], headers: &[] };

    #[test]
    fn fields_are_set_and_removed() {
        let mut request = Request::new("GET", false, "a.io", "/");
        request.add_header("x-one", "1");
        request.add_header("X-Two", "2");
        let fields = [(text("X-One"), text("new")), (text("x-two"), text("")), (text("host"), text("b.io"))];
        assert_eq!(apply(&fields, true, &NONE, &mut request), Outcome::Next);
        assert_eq!(request.headers, [("X-One".to_owned(), "new".to_owned())]);
        assert_eq!((request.host.as_str(), request.canonical_host.as_str()), ("b.io", "a.io"));
    }

    #[test]
    fn a_preflight_is_answered() {
        let mut request = Request::new("OPTIONS", false, "a.io", "/");
        request.add_header("Origin", "http://b");
        assert_eq!(apply(&[], true, &NONE, &mut request), Outcome::Next);
        request.add_header("Access-Control-Request-Method", "PUT");
        assert_eq!(apply(&[], false, &NONE, &mut request), Outcome::Next);
        assert_eq!(apply(&[], true, &NONE, &mut request), Outcome::status(200));
    }

    #[test]
    fn hosts_that_are_not_allowed() {
        let mut request = Request::new("GET", false, "A.io", "/");
        let mut check = |hosts: &[Text], want| {
            assert_eq!(apply(&[], false, &Allowed { hosts, headers: &[] }, &mut request), want);
        };
        check(&[text("a.io")], Outcome::Next);
        check(&[text("b.io")], Outcome::status(500));
        check(&[text("b.io"), unknown()], Outcome::Unknown("DOMAIN".to_owned()));
    }
}
