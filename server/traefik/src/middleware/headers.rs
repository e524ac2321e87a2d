//! `headers`: what it makes of a request (pkg/middlewares/headers/header.go, secure.go) and of the response to it.

use syntax::Text;

use super::Outcome;
use super::around::Response;
use crate::dynamic::{Cors, Headers, Secure};
use crate::regexp::Regexp;
use crate::request::Request;
use crate::request::fields::{self, Fields};

/// Answers a CORS preflight, then sets or removes fields, then looks whether the host is allowed.
/// Values may hold parts that are not known: they stay visible in the field.
pub fn apply(headers: &Headers, request: &mut Request) -> Outcome {
    if let Some(cors) = &headers.cors
        && let Some(preflight) = preflight(cors, request)
    {
        return preflight;
    }
    for (name, value) in &headers.request {
        let (name, value) = (name.as_str(), value.as_str());
        if value.is_empty() {
            // Only in this spelling the proxy is told, too (header.go:119).
            request.hide_client |= name == "X-Forwarded-For";
            request.remove_header(name);
        } else if name.eq_ignore_ascii_case("Host") {
            // Rules go on seeing the host that was sent.
            value.clone_into(&mut request.host);
        } else {
            request.hide_client &= !name.eq_ignore_ascii_case("X-Forwarded-For");
            request.set_header(name, value);
        }
    }
    headers.secure.as_ref().map_or(Outcome::Next, |secure| host_allowed(secure, request))
}

/// The answer to a preflight. `None` where the request is none.
fn preflight(cors: &Cors, request: &Request) -> Option<Outcome> {
    let method = request.header("Access-Control-Request-Method");
    let origin = request.header("Origin");
    if request.method != "OPTIONS" || method.is_empty() || origin.is_empty() {
        return None;
    }
    let mut answer = Fields::new();
    let mut add = |name: &str, value: &str| answer.push((name.to_owned(), value.to_owned()));
    if cors.credentials {
        add("Access-Control-Allow-Credentials", "true");
    }
    let asked = request.header("Access-Control-Request-Headers");
    // With credentials a browser takes `*` for a name, so what it asks for is given back.
    if let Some(allowed) = if is_any(&cors.headers, cors) { some(asked) } else { list(&cors.headers) } {
        add("Access-Control-Allow-Headers", &allowed);
    }
    if let Some(allowed) = if is_any(&cors.methods, cors) { some(method) } else { list(&cors.methods) } {
        add("Access-Control-Allow-Methods", &allowed);
    }
    if let Some(allowed) = allowed_origin(cors, origin) {
        add("Access-Control-Allow-Origin", &allowed);
    }
    if let Some(age) = cors.max_age {
        add("Access-Control-Max-Age", &age.to_string());
    }
    if let Some(exposed) = exposed(cors) {
        add("Access-Control-Expose-Headers", &exposed);
    }
    Some(Outcome::with(200, answer))
}

fn is_any(texts: &[Text], cors: &Cors) -> bool {
    cors.credentials && texts.iter().any(|text| text.as_str() == "*")
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn list(texts: &[Text]) -> Option<String> {
    some(&texts.iter().map(Text::as_str).collect::<Vec<_>>().join(","))
}

fn exposed(cors: &Cors) -> Option<String> {
    (!cors.exposed.is_empty() && !is_any(&cors.exposed, cors))
        .then(|| cors.exposed.iter().map(Text::as_str).collect::<Vec<_>>().join(","))
}

/// What `Access-Control-Allow-Origin` says. An entry of the list that is not wholly known might be the origin, so it is
/// shown as it is written.
fn allowed_origin(cors: &Cors, origin: &str) -> Option<String> {
    for item in &cors.origins {
        match item.as_str() {
            "*" if cors.credentials => return Some(origin.to_owned()),
            written if written == origin || written == "*" || !item.is_known() => {
                return Some(written.to_owned());
            }
            _ => {}
        }
    }
    let fits = |regex: &Text| Regexp::compile(regex.as_str()).ok()?.is_match(origin);
    cors.origin_regexes
        .iter()
        .any(|regex| regex.is_known() && fits(regex) == Some(true))
        .then(|| origin.to_owned())
}

/// An answer with 500 is what the library behind gives (unrolled/secure, `Bad Host`).
fn host_allowed(secure: &Secure, request: &Request) -> Outcome {
    if secure.allowed_hosts.is_empty() {
        return Outcome::Next;
    }
    let from_header =
        secure.host_headers.iter().map(|name| request.header(name.as_str())).find(|v| !v.is_empty());
    let host = from_header.unwrap_or(&request.host);
    if secure.allowed_hosts.iter().any(|allowed| allowed.as_str().to_lowercase() == host.to_lowercase()) {
        return Outcome::Next;
    }
    let unseen = super::unseen(secure.allowed_hosts.iter().chain(&secure.host_headers));
    unseen.unwrap_or_else(|| Outcome::error(500))
}

/// Whether the library takes `request` for one sent by TLS, behind [`apply`].
pub(super) fn is_tls(headers: &Headers, request: &Request) -> bool {
    let says = |(name, value): &(Text, Text)| request.header(name.as_str()) == value.as_str();
    request.tls
        || request.scheme == "https"
        || headers.secure.as_ref().is_some_and(|secure| secure.ssl_headers.iter().any(says))
}

/// Sets and removes the fields of a response that came from behind. `request` is as it is by then.
pub(super) fn respond(headers: &Headers, tls: bool, request: &Request, response: &mut Response) {
    let out = &mut response.headers;
    if let Some(secure) = &headers.secure {
        let with_tls = secure.with_tls.iter().filter(|_| tls);
        for (name, value) in secure.always.iter().chain(with_tls) {
            fields::set(out, name, value.as_str());
        }
    }
    for (name, value) in &headers.response {
        match value.as_str() {
            "" => fields::remove(out, name.as_str()),
            value => fields::set(out, name.as_str(), value),
        }
    }
    let Some(cors) = &headers.cors else { return };
    if let Some(origin) = allowed_origin(cors, request.header("Origin")) {
        fields::set(out, "Access-Control-Allow-Origin", &origin);
    }
    if cors.credentials {
        fields::set(out, "Access-Control-Allow-Credentials", "true");
    }
    if let Some(exposed) = exposed(cors) {
        fields::set(out, "Access-Control-Expose-Headers", &exposed);
    }
    let vary = fields::get(out, "Vary");
    if cors.vary && vary != "Origin" {
        let vary = if vary.is_empty() { "Origin".to_owned() } else { format!("{vary},Origin") };
        fields::set(out, "Vary", &vary);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{text, unknown};
    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(Text, Text)> {
        pairs.iter().map(|(name, value)| (text(name), text(value))).collect()
    }

    fn options(origin: &str) -> Request {
        let mut request = Request::new("OPTIONS", false, "a.io", "/");
        request.add_header("Origin", origin);
        request.add_header("Access-Control-Request-Method", "PUT");
        request
    }

    #[test]
    fn fields_are_set_and_removed() {
        let mut request = Request::new("GET", false, "a.io", "/");
        request.add_header("x-one", "1");
        request.add_header("X-Two", "2");
        let headers = Headers {
            request: pairs(&[("X-One", "new"), ("x-two", ""), ("host", "b.io")]),
            ..Headers::default()
        };
        assert_eq!(apply(&headers, &mut request), Outcome::Next);
        assert_eq!(request.headers, [("X-One".to_owned(), "new".to_owned())]);
        assert_eq!((request.host.as_str(), request.canonical_host.as_str()), ("b.io", "a.io"));
    }

    #[test]
    fn a_preflight_is_answered() {
        let answer = |cors: Cors| {
            let headers = Headers { cors: Some(cors), ..Headers::default() };
            let Outcome::Respond { status, headers, .. } = apply(&headers, &mut options("http://b")) else {
                return String::new();
            };
            let lines = headers.iter().map(|(name, value)| {
                format!("{}={value}", name.strip_prefix("Access-Control-").unwrap_or(name))
            });
            format!("{status} {}", lines.collect::<Vec<_>>().join(" "))
        };
        assert_eq!(answer(Cors { vary: true, ..Cors::default() }), "200 ");
        let any = || vec![text("*")];
        let cors = Cors { credentials: true, methods: any(), origins: any(), ..Cors::default() };
        assert_eq!(answer(cors), "200 Allow-Credentials=true Allow-Methods=PUT Allow-Origin=http://b");
        let cors = Cors { methods: any(), origins: any(), max_age: Some(0), ..Cors::default() };
        assert_eq!(answer(cors), "200 Allow-Methods=* Allow-Origin=* Max-Age=0");
        let cors = Cors { origin_regexes: vec![text("^http://[a-c]$")], ..Cors::default() };
        assert_eq!(answer(cors), "200 Allow-Origin=http://b");
        assert_eq!(apply(&Headers::default(), &mut options("http://b")), Outcome::Next);
    }

    #[test]
    fn hosts_that_are_not_allowed() {
        let mut request = Request::new("GET", false, "A.io", "/");
        let mut check = |allowed_hosts: Vec<Text>, want| {
            let secure = Secure { allowed_hosts, ..Secure::default() };
            let headers = Headers { secure: Some(secure), ..Headers::default() };
            assert_eq!(apply(&headers, &mut request), want);
        };
        check(vec![text("a.io")], Outcome::Next);
        check(vec![text("b.io")], Outcome::error(500));
        check(vec![text("b.io"), unknown()], Outcome::Unknown("DOMAIN".to_owned()));
    }

    #[test]
    fn a_response_gets_its_fields() {
        let mut response = Response { status: 200, headers: vec![("Vary".to_owned(), "Accept".to_owned())] };
        let headers = Headers {
            response: pairs(&[("X-One", "1"), ("Server", "")]),
            cors: Some(Cors { vary: true, ..Cors::default() }),
            secure: Some(Secure {
                always: vec![("X-Frame-Options", text("DENY"))],
                with_tls: vec![("Public-Key-Pins", text("x"))],
                ..Secure::default()
            }),
            ..Headers::default()
        };
        respond(&headers, false, &Request::new("GET", false, "a", "/"), &mut response);
        let want = [("X-Frame-Options", "DENY"), ("X-One", "1"), ("Vary", "Accept,Origin")];
        assert_eq!(response.headers, want.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
