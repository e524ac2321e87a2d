//! `forwardAuth`: what the authentication server is asked, and what its answer does (pkg/middlewares/auth/forward.go).

use super::around::Response;
use super::{Outcome, unseen, value};
use crate::dynamic::ForwardAuth;
use crate::regexp::Regexp;
use crate::request::Request;
use crate::request::credentials::authorization;
use crate::request::entry::is_managed;
use crate::request::fields::{self, Fields};
use crate::request::reference;
use crate::request::url::{Url, split_host_port};

/// What is not in the files.
pub(super) const UNSEEN: &str = "the answer of the authentication server";

/// Fields for one connection, never sent on. `Trailers` is none that anybody sends, and yet what is listed.
const HOP: [&str; 6] = ["Connection", "Keep-Alive", "Te", "Trailers", "Transfer-Encoding", "Upgrade"];

/// The request that the authentication server gets. An error is the answer where it cannot be asked.
pub fn question(auth: &ForwardAuth, request: &Request) -> Result<Request, Outcome> {
    if let Some(outcome) = unseen(&auth.address) {
        return Err(outcome);
    }
    let failed = || Outcome::status(500);
    let url = Url::parse(value(auth.address.as_ref())).map_err(|_| failed())?;
    if auth.max_body.is_some_and(|max| request.content_length().is_some_and(|length| length > max)) {
        return Err(Outcome::status(401));
    }
    if !matches!(url.scheme.as_str(), "http" | "https") || url.host.is_empty() {
        return Err(failed());
    }
    let host = without_empty_port(&url.host).to_owned();
    let mut asked = Request {
        method: if auth.preserve_method { request.method.clone() } else { "GET".to_owned() },
        tls: url.scheme == "https",
        request_uri: url.request_uri(),
        canonical_host: crate::request::canonical_host(&host),
        host,
        headers: passed_on(auth, request),
        ..Request::default()
    };
    if let Some((name, password)) = &url.user
        && asked.header("Authorization").is_empty()
    {
        // Go's client says what stands in the URL (net/http/client.go, `send`).
        let password = password.as_deref().unwrap_or("");
        asked.set_header("Authorization", &authorization(&format!("{name}:{password}")));
    }
    asked.set_url(Url::parse_request_uri(&asked.request_uri).unwrap_or_default());
    match auth.trust_forward_header {
        Some(trusted) => {
            // A field without values is still one, and is joined as such.
            let empty = trusted && auth.request_headers.is_empty() && request.hide_client;
            if empty && asked.header("X-Forwarded-For").is_empty() {
                asked.set_header("X-Forwarded-For", "");
            }
            fill_in(request, &mut asked);
        }
        None => write_over(request, &mut asked),
    }
    Ok(asked)
}

/// `removeEmptyPort` (net/http/http.go)
fn without_empty_port(host: &str) -> &str {
    host.strip_suffix(':').unwrap_or(host)
}

/// The fields of `request` that the authentication server sees.
fn passed_on(auth: &ForwardAuth, request: &Request) -> Fields {
    let mut headers = request.headers.clone();
    fields::remove_connection(&mut headers);
    headers.retain(|(name, _)| !HOP.iter().any(|hop| hop.eq_ignore_ascii_case(name)));
    if auth.trust_forward_header == Some(false) {
        headers.retain(|(name, _)| !is_managed(name));
    }
    if auth.request_headers.is_empty() {
        return headers;
    }
    let trusted = |name: &str| auth.trust_forward_header == Some(true) && is_canonical_managed(name);
    let wanted = |name: &str| auth.request_headers.iter().any(|own| own.as_str().eq_ignore_ascii_case(name));
    headers.retain(|(name, _)| wanted(name) || trusted(name));
    headers
}

/// A managed name without underscores.
fn is_canonical_managed(name: &str) -> bool {
    is_managed(name) && !name.contains('_')
}

/// `writeHeader`: what is missing is added.
fn fill_in(request: &Request, asked: &mut Request) {
    if let Some(ip) = request.client_ip {
        let mut chain: Vec<&str> = asked.header_values("X-Forwarded-For").collect();
        let ip = ip.to_string();
        chain.push(&ip);
        let chain = chain.join(", ");
        asked.set_header("X-Forwarded-For", &chain);
    }
    let mut add = |name: &str, value: &str| {
        if !asked.headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name)) {
            asked.set_header(name, value);
        }
    };
    add("X-Forwarded-Method", &request.method);
    add("X-Forwarded-Proto", if request.tls { "https" } else { "http" });
    add("X-Forwarded-Host", &request.host);
    add("X-Forwarded-Uri", &request.uri());
    let secure = request.tls || matches!(asked.header("X-Forwarded-Proto"), "https" | "wss");
    let port = match split_host_port(&request.host) {
        Some((_, port)) if !port.is_empty() => port,
        _ if secure => "443",
        _ => "80",
    };
    if !asked.headers.iter().any(|(own, _)| own.eq_ignore_ascii_case("X-Forwarded-Port")) {
        asked.set_header("X-Forwarded-Port", port);
    }
}

/// `oldWriteHeader`: whatever the client said is replaced.
fn write_over(request: &Request, asked: &mut Request) {
    if let Some(ip) = request.client_ip {
        asked.set_header("X-Forwarded-For", &ip.to_string());
    }
    asked.set_header("X-Forwarded-Proto", if request.tls { "https" } else { "http" });
    asked.set_header("X-Forwarded-Method", &request.method);
    asked.set_header("X-Forwarded-Host", &request.host);
    asked.set_header("X-Forwarded-Uri", &request.uri());
}

/// What becomes of `request` when the authentication server answers with `response`.
pub fn answered(auth: &ForwardAuth, request: &mut Request, response: &Response) -> Outcome {
    let signin = value(auth.signin_url.as_ref());
    if !signin.is_empty() && response.status == 401 {
        if let Some(outcome) = unseen(&auth.signin_url) {
            return outcome;
        }
        let location = Some(reference::redirect(&request.escaped_path(), signin));
        return Outcome::Respond { status: 302, location, headers: Fields::new() };
    }
    if !(200..300).contains(&response.status) {
        // Go's client reads where a redirection leads before it hands it over.
        let followed = matches!(response.status, 301 | 302 | 303 | 307 | 308);
        if followed && Url::parse(fields::get(&response.headers, "Location")).is_err() {
            return Outcome::status(500);
        }
        return refused(auth, response);
    }
    // Whoever takes a field away takes it back to be written, too.
    let client = "X-Forwarded-For";
    request.hide_client &=
        !auth.response_headers.iter().any(|name| client.eq_ignore_ascii_case(name.as_str()));
    for name in &auth.response_headers {
        request.remove_header(name.as_str());
        for value in fields::values(&response.headers, name.as_str()) {
            request.headers.push((name.as_str().to_owned(), value.to_owned()));
        }
    }
    if let Some(outcome) = unseen(&auth.response_headers_regex) {
        return outcome;
    }
    if let Some(regex) =
        auth.response_headers_regex.as_ref().and_then(|regex| Regexp::compile(regex.as_str()).ok())
    {
        let fits = |name: &str| regex.is_match(&fields::canonical(name)) == Some(true);
        request.hide_client &= !fits(client);
        request.headers.retain(|(name, _)| !fits(name));
        let given = response.headers.iter().filter(|(name, _)| fits(name));
        request.headers.extend(given.cloned());
    }
    request.update_request_uri();
    Outcome::Next
}

/// The client gets the answer, as it is but for hop-by-hop fields; a `Location` counts from the server asked.
fn refused(auth: &ForwardAuth, response: &Response) -> Outcome {
    let mut headers = response.headers.clone();
    headers.retain(|(name, _)| !HOP.iter().any(|hop| hop.eq_ignore_ascii_case(name)));
    let location = fields::get(&headers, "Location").to_owned();
    if location.is_empty() {
        return Outcome::with(response.status, headers);
    }
    let Ok(mut url) = Url::parse(&location) else { return Outcome::with(500, headers) };
    if !auth.preserve_location {
        let Ok(mut base) = Url::parse(value(auth.address.as_ref())) else { return Outcome::status(500) };
        base.host.truncate(without_empty_port(&base.host).len());
        url = reference::resolve(&base, &url);
    }
    let shown = url.to_string();
    if !shown.is_empty() {
        fields::remove(&mut headers, "Location");
    }
    Outcome::Respond { status: response.status, location: Some(shown).filter(|s| !s.is_empty()), headers }
}

#[cfg(test)]
mod tests {
    use super::super::testing::text;
    use super::*;

    fn auth() -> ForwardAuth {
        ForwardAuth { address: Some(text("http://auth/v/check?x")), ..ForwardAuth::default() }
    }

    /// Who asks for `/a?b` by TLS, with two fields that a client may make up.
    fn request() -> Request {
        let mut request = Request::new("POST", true, "a.io", "/a?b");
        request.client_ip = Some("10.0.0.1".parse().unwrap());
        request.add_header("X-Forwarded-For", "9.9.9.9");
        request.add_header("X-Forwarded-Prefix", "/p");
        request
    }

    /// What the authentication server sees of `X-Forwarded-…`.
    fn seen(auth: &ForwardAuth) -> String {
        let asked = question(auth, &request()).unwrap();
        let shown = ["For", "Prefix", "Proto", "Method", "Uri", "Port"]
            .map(|name| asked.header(&format!("X-Forwarded-{name}")).to_owned());
        format!("{} {} {}", asked.method, asked.request_uri, shown.join("|"))
    }

    #[test]
    fn what_is_trusted_is_passed_on() {
        let mut auth = auth();
        assert_eq!(seen(&auth), "GET /v/check?x 10.0.0.1|/p|https|POST|/a?b|");
        auth.trust_forward_header = Some(false);
        assert_eq!(seen(&auth), "GET /v/check?x 10.0.0.1||https|POST|/a?b|443");
        auth.trust_forward_header = Some(true);
        auth.preserve_method = true;
        assert_eq!(seen(&auth), "POST /v/check?x 9.9.9.9, 10.0.0.1|/p|https|POST|/a?b|443");
        auth.request_headers = vec![text("Cookie")];
        assert_eq!(seen(&auth), "POST /v/check?x 9.9.9.9, 10.0.0.1|/p|https|POST|/a?b|443");
    }

    #[test]
    fn what_an_answer_does() {
        let answer = |auth: &ForwardAuth, status, location: &str| {
            let headers = vec![("Location".to_owned(), location.to_owned())];
            match answered(auth, &mut request(), &Response { status, headers }) {
                Outcome::Respond { status, location, .. } => {
                    format!("{status} {}", location.unwrap_or_default())
                }
                outcome => format!("{outcome:?}"),
            }
        };
        let mut auth = auth();
        assert_eq!(answer(&auth, 204, ""), "Next");
        assert_eq!(answer(&auth, 401, ""), "401 ");
        assert_eq!(answer(&auth, 302, "../in?y"), "302 http://auth/in?y");
        assert_eq!(answer(&auth, 302, "http://[::1"), "500 ");
        auth.preserve_location = true;
        assert_eq!(answer(&auth, 302, "../in"), "302 ../in");
        auth.signin_url = Some(text("in"));
        assert_eq!(answer(&auth, 401, ""), "302 /in");
        auth.address = Some(text("auth"));
        assert_eq!(question(&auth, &request()), Err(Outcome::status(500)));
    }
}
