//! `grpcWeb`: makes gRPC of gRPC-Web, and answers its preflights (github.com/traefik/grpc-web 0.16.0, wrapper.go:123;
//! github.com/rs/cors 1.7.0, cors.go:192-330).

use syntax::Text;

use super::around::Response;
use super::{Outcome, unseen};
use crate::request::Request;
use crate::request::fields::{self, Fields};

/// The media type that browsers send.
const WEB: &str = "application/grpc-web";

/// Answers a preflight of gRPC-Web, makes a request of it one of gRPC, and lets all others pass.
pub fn apply(origins: &[Text], request: &mut Request) -> Outcome {
    if !concerns(request) {
        return Outcome::Next;
    }
    if request.method == "OPTIONS" && !request.header("Access-Control-Request-Method").is_empty() {
        return preflight(origins, request);
    }
    let kind = request.header("Content-Type").to_owned();
    let web = if kind.starts_with("application/grpc-web-text") { "application/grpc-web-text" } else { WEB };
    request.set_header("Content-Type", &kind.replacen(web, "application/grpc", 1));
    // Of a body that is read anew the length is not known.
    request.remove_header("Content-Length");
    Outcome::Next
}

/// Whether the middleware does more than hand `request` on.
fn concerns(request: &Request) -> bool {
    let asked = || request.header("Access-Control-Request-Headers").to_ascii_lowercase();
    match request.method.as_str() {
        "OPTIONS" => asked().contains("x-grpc-web"),
        "POST" => request.header("Content-Type").starts_with(WEB),
        _ => false,
    }
}

fn preflight(origins: &[Text], request: &Request) -> Outcome {
    let mut answer: Fields = ["Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers"]
        .map(|name| ("Vary".to_owned(), name.to_owned()))
        .into();
    let method = request.header("Access-Control-Request-Method").to_uppercase();
    let origin = request.header("Origin");
    if let Some(unseen) = unseen(origins).filter(|_| !allows(origins, origin)) {
        return unseen;
    }
    if allows(origins, origin) && matches!(method.as_str(), "GET" | "POST" | "HEAD" | "OPTIONS") {
        let mut add = |name: &str, value: &str| answer.push((name.to_owned(), value.to_owned()));
        add("Access-Control-Allow-Origin", origin);
        add("Access-Control-Allow-Methods", &method);
        let headers = header_list(request.header("Access-Control-Request-Headers"));
        if !headers.is_empty() {
            add("Access-Control-Allow-Headers", &headers.join(", "));
        }
        add("Access-Control-Allow-Credentials", "true");
        add("Access-Control-Max-Age", "600");
    }
    Outcome::with(200, answer)
}

fn allows(origins: &[Text], origin: &str) -> bool {
    !origin.is_empty() && origins.iter().any(|allowed| allowed.as_str() == "*" || allowed.as_str() == origin)
}

/// `parseHeaderList`: names in their usual case, without what is no name.
fn header_list(list: &str) -> Vec<String> {
    let (mut names, mut name, mut upper) = (Vec::new(), String::new(), true);
    for (at, c) in list.char_indices() {
        match c {
            c if c.is_ascii_alphabetic() => {
                name.push(if upper { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() });
            }
            '-' | '_' | '0'..='9' => name.push(c),
            _ => {}
        }
        if matches!(c, ' ' | ',') || at + c.len_utf8() == list.len() {
            if !name.is_empty() {
                names.push(std::mem::take(&mut name));
                upper = true;
            }
        } else {
            upper = matches!(c, '-' | '_');
        }
    }
    names
}

/// The fields that a response to `request`, as it comes in, gets; `None` where the middleware leaves it alone.
pub(super) fn response_fields(origins: &[Text], request: &Request) -> Option<Fields> {
    concerns(request).then(|| {
        let mut given = vec![("Vary".to_owned(), "Origin".to_owned())];
        let origin = request.header("Origin");
        if allows(origins, origin) {
            given.push(("Access-Control-Allow-Origin".to_owned(), origin.to_owned()));
            given.push(("Access-Control-Allow-Credentials".to_owned(), "true".to_owned()));
        }
        given
    })
}

/// Adds `given` where the response does not say so itself. The names in `Access-Control-Expose-Headers` are all there
/// are, in no order, so that field is left out.
pub(super) fn respond(given: Fields, response: &mut Response) {
    let own = std::mem::take(&mut response.headers);
    let missing = |name: &str| !own.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
    response.headers = given.into_iter().filter(|(name, _)| missing(name)).collect();
    response.headers.extend(own);
    fields::remove(&mut response.headers, "Trailer");
    fields::remove(&mut response.headers, "Access-Control-Expose-Headers");
}

#[cfg(test)]
mod tests {
    use super::super::testing::text;
    use super::*;

    #[test]
    fn grpc_of_grpc_web() {
        let mut request = Request::new("POST", false, "a", "/x.Service/Do");
        request.add_header("Content-Type", "application/grpc-web-text+proto");
        request.add_header("Content-Length", "5");
        assert_eq!(apply(&[], &mut request), Outcome::Next);
        assert_eq!(request.headers, [("Content-Type".to_owned(), "application/grpc+proto".to_owned())]);
        request.method = "PUT".to_owned();
        assert_eq!(response_fields(&[], &request), None);
    }

    #[test]
    fn a_preflight() {
        let mut request = Request::new("OPTIONS", false, "a", "/x");
        for (name, value) in [
            ("Origin", "http://o"),
            ("Access-Control-Request-Method", "post"),
            ("Access-Control-Request-Headers", "X-GRPC-Web,x-user-agent"),
        ] {
            request.add_header(name, value);
        }
        let answer = |origins: &[Text], request: &mut Request| match apply(origins, request) {
            Outcome::Respond { status, headers, .. } => {
                let all = headers.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>();
                format!("{status} {}", all[3..].join(" | "))
            }
            outcome => format!("{outcome:?}"),
        };
        let allowed = "200 http://o | POST | X-Grpc-Web, X-User-Agent | true | 600";
        assert_eq!(answer(&[text("*")], &mut request), allowed);
        assert_eq!(answer(&[text("http://p")], &mut request), "200 ");
        request.set_header("Access-Control-Request-Headers", "x-a");
        assert_eq!(answer(&[text("*")], &mut request), "Next");
    }
}
