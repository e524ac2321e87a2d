//! A list of middlewares around a server: forth with the request, back with the response.
//!
//! Middlewares change one and the same request, so those outside see what those inside did to it, also when the
//! response comes back; but some hand a copy on, and then they do not.

use super::{Outcome, apply, errors, forward_auth, grpc_web, headers};
use crate::dynamic::{Effect, ErrorPages, ForwardAuth, Retry};
use crate::request::Request;
use crate::request::fields::{self, Fields};

/// The head of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// Its status.
    pub status: u16,
    /// Its fields.
    pub headers: Fields,
}

/// Who is asked, of those whose answers are in no file.
#[derive(Clone, Copy, Debug)]
pub enum Asked<'e> {
    /// The service behind the middlewares.
    Server,
    /// The service of error pages.
    ErrorPage(&'e ErrorPages),
    /// The authentication server.
    Authentication(&'e ForwardAuth),
}

/// Sends `request` through `effects` (chains expanded). `ask` says what the others answer, or nothing where that is not
/// known. An error names what is unseen. Whoever is asked may change the request, as Traefik's proxy does
/// ([`crate::request::forward::refuse_http2`]).
pub fn around<'e>(
    effects: impl IntoIterator<Item = &'e Effect>,
    request: &mut Request,
    ask: &mut dyn FnMut(Asked<'e>, &mut Request) -> Option<Response>,
) -> Result<Response, String> {
    let mut frames: Vec<Frame> = Vec::new();
    let mut early = None;
    for effect in effects {
        let kept = Kept::before(effect, request);
        let before = Seen::before(effect, request);
        let url = Place::of(request);
        let outcome = match effect {
            Effect::ForwardAuth(auth) => authenticate(auth, request, ask),
            effect => apply(effect, request),
        };
        if let Some(left) = url.left_in(request) {
            for frame in &mut frames {
                frame.kept.leave(&left);
            }
        }
        match outcome {
            Outcome::Next => {
                frames.push(Frame { effect, kept, seen: before.behind(effect, request) });
            }
            Outcome::Respond { status, location, headers } => {
                early = Some(respond(status, location, headers));
                break;
            }
            Outcome::Unknown(words) => return Err(words),
        }
    }
    let mut response = match early {
        Some(response) => response,
        None => ask(Asked::Server, request).ok_or("the answer of the server")?,
    };
    if is_flushed_early(&frames, request) {
        return Err("what a retry makes of an answer that gRPC-Web flushes".to_owned());
    }
    for frame in frames.into_iter().rev() {
        frame.kept.restore(request);
        match (frame.effect, frame.seen) {
            (Effect::Headers(options), seen) => {
                headers::respond(options, matches!(seen, Seen::Tls), request, &mut response);
            }
            (Effect::Errors(pages), _) => response = error_page(pages, request, response, ask)?,
            (_, Seen::GrpcWeb(given)) => grpc_web::respond(given, &mut response),
            _ => {}
        }
    }
    Ok(response)
}

/// A middleware that the request passed.
struct Frame<'e> {
    effect: &'e Effect,
    kept: Kept,
    seen: Seen,
}

/// What a middleware has seen of the request when it passed, and needs for the response.
enum Seen {
    Nothing,
    /// To `headers` it counted as sent by TLS.
    Tls,
    /// It was one of gRPC-Web; these fields the response gets.
    GrpcWeb(Fields),
}

impl Seen {
    fn before(effect: &Effect, request: &Request) -> Self {
        match effect {
            Effect::GrpcWeb { origins } => {
                grpc_web::response_fields(origins, request).map_or(Self::Nothing, Self::GrpcWeb)
            }
            _ => Self::Nothing,
        }
    }

    fn behind(self, effect: &Effect, request: &Request) -> Self {
        match effect {
            Effect::Headers(options) if headers::is_tls(options, request) => Self::Tls,
            _ => self,
        }
    }
}

/// What a middleware that hands a copy on goes on seeing.
enum Kept {
    /// It hands the request itself on.
    Nothing,
    /// Host and request URI are the copy's own; fields and URL are not (`http.Request.WithContext`), until somebody
    /// puts another URL in the place of that one.
    Line { host: String, request_uri: String, url: Option<Place> },
    /// The copy is a whole one.
    All(Box<Request>),
}

impl Kept {
    fn before(effect: &Effect, request: &Request) -> Self {
        match effect {
            // pkg/middlewares/headers/secure.go:50; but the fields of the request come before.
            Effect::Headers(options) if options.secure.is_some() => {
                let host = options.request.iter().rev().find(|(name, value)| {
                    name.as_str().eq_ignore_ascii_case("Host") && !value.as_str().is_empty()
                });
                Self::Line {
                    host: host.map_or(&*request.host, |(_, host)| host.as_str()).to_owned(),
                    request_uri: request.request_uri.clone(),
                    url: None,
                }
            }
            Effect::Retry(retry) if copies(retry, request) => Self::All(Box::new(request.clone())),
            // vulcand/oxy buffer.go:235
            Effect::Buffering { .. } => Self::All(Box::new(request.clone())),
            _ => Self::Nothing,
        }
    }

    fn restore(self, request: &mut Request) {
        match self {
            Self::Nothing => {}
            Self::Line { host, request_uri, url } => {
                (request.host, request.request_uri) = (host, request_uri);
                if let Some(url) = url {
                    (request.path, request.raw_path, request.query) = (url.path, url.raw_path, url.query);
                    (request.scheme, request.fragment) = (url.scheme, url.fragment);
                }
            }
            Self::All(before) => *request = *before,
        }
    }
}

impl Kept {
    /// From now on the URL is another one than the one seen here.
    fn leave(&mut self, left: &Place) {
        if let Self::Line { url: url @ None, .. } = self {
            *url = Some(left.clone());
        }
    }
}

/// What an URL says.
#[derive(Clone)]
struct Place {
    scheme: String,
    path: String,
    raw_path: String,
    query: String,
    fragment: String,
}

impl Place {
    fn of(request: &Request) -> Self {
        Self {
            scheme: request.scheme.clone(),
            path: request.path.clone(),
            raw_path: request.raw_path.clone(),
            query: request.query.clone(),
            fragment: request.fragment.clone(),
        }
    }

    /// What is left behind where a middleware made another URL: a redirection before it changes any, the others after
    /// they have changed the one they found (`req.URL = …` in redirect.go:77, strip_prefix.go:73).
    fn left_in(self, request: &mut Request) -> Option<Self> {
        if let Some((path, raw_path)) = request.left.take() {
            return Some(Self { path, raw_path, ..Self::of(request) });
        }
        (self.scheme != request.scheme).then_some(self)
    }
}

/// pkg/middlewares/retry/retry.go:130-225
fn copies(retry: &Retry, request: &Request) -> bool {
    retry.attempts > 1 && (retry.on_network || retries_status(retry, request))
}

fn retries_status(retry: &Retry, request: &Request) -> bool {
    let idempotent = !matches!(request.method.as_str(), "POST" | "PATCH" | "LOCK");
    retry.attempts > 1 && retry.on_status && (idempotent || retry.any_method)
}

/// Whether a flush may reach the client while a retry still holds the answer back: it then gets 200 and nothing
/// (retry.go, `responseWriter.Flush`).
fn is_flushed_early(frames: &[Frame], request: &Request) -> bool {
    let retries =
        |frame: &Frame| matches!(frame.effect, Effect::Retry(retry) if retries_status(retry, request));
    let first = frames.iter().position(retries);
    first.is_some_and(|first| frames.iter().skip(first).any(|frame| matches!(frame.seen, Seen::GrpcWeb(_))))
}

fn authenticate<'e>(
    auth: &'e ForwardAuth,
    request: &mut Request,
    ask: &mut dyn FnMut(Asked<'e>, &mut Request) -> Option<Response>,
) -> Outcome {
    match forward_auth::question(auth, request) {
        Err(outcome) => outcome,
        Ok(mut question) => match ask(Asked::Authentication(auth), &mut question) {
            None => Outcome::Unknown(forward_auth::UNSEEN.to_owned()),
            Some(response) => forward_auth::answered(auth, request, &response),
        },
    }
}

fn error_page<'e>(
    pages: &'e ErrorPages,
    request: &Request,
    response: Response,
    ask: &mut dyn FnMut(Asked<'e>, &mut Request) -> Option<Response>,
) -> Result<Response, String> {
    let unseen = |outcome| match outcome {
        Outcome::Unknown(words) => Err(words),
        Outcome::Respond { status, location, headers } => Ok(respond(status, location, headers)),
        Outcome::Next => Err(String::new()),
    };
    let shown = match errors::caught(pages, response.status) {
        Ok(None) => return Ok(response),
        Ok(Some(shown)) => shown,
        Err(outcome) => return unseen(outcome),
    };
    match errors::question(pages, request, response.status, shown) {
        Err(outcome) => unseen(outcome),
        // Whatever the page says of itself, the client gets the status of what went wrong.
        Ok(mut question) => match ask(Asked::ErrorPage(pages), &mut question) {
            Some(page) => Ok(Response { status: shown, ..page }),
            None => Err("the answer of the service of error pages".to_owned()),
        },
    }
}

fn respond(status: u16, location: Option<String>, mut headers: Fields) -> Response {
    if let Some(location) = location {
        fields::set(&mut headers, "Location", &location);
    }
    Response { status, headers }
}

#[cfg(test)]
mod tests {
    use super::super::testing::text;
    use super::*;
    use crate::dynamic::Headers;

    fn run(effects: &[Effect], answer: u16) -> (String, Vec<String>) {
        let mut request = Request::new("GET", false, "a.io", "/api/x");
        let mut asked = Vec::new();
        let response = around(effects, &mut request, &mut |who, request| {
            asked.push(format!("{} {}", request.host, request.request_uri));
            let status = if matches!(who, Asked::Server) { answer } else { 200 };
            Some(Response { status, headers: Fields::new() })
        });
        let shown = response.map_or_else(
            |words| format!("? {words}"),
            |response| {
                format!(
                    "{} {:?}",
                    response.status,
                    response.headers.iter().map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>()
                )
            },
        );
        (shown, asked)
    }

    fn errors(query: &str) -> Effect {
        let pages = ErrorPages {
            statuses: vec![text("400-599")],
            query: Some(text(query)),
            rewrites: vec![(text("418"), 404)],
            ..ErrorPages::default()
        };
        Effect::Errors(Box::new(pages))
    }

    fn strip() -> Effect {
        Effect::StripPrefix { prefixes: vec![text("/api")], force_slash: false }
    }

    fn response_field(name: &str) -> Effect {
        let headers = Headers { response: vec![(text(name), text("1"))], ..Headers::default() };
        Effect::Headers(Box::new(headers))
    }

    #[test]
    fn pages_for_errors() {
        let (shown, asked) = run(&[errors("/{status}?{url}"), strip()], 418);
        assert_eq!(shown, "404 []");
        // Who looks from outside sees what is left of the path.
        assert_eq!(asked, ["a.io /x", "a.io /404?http%3A%2F%2Fa.io%2Fx"]);
        let (shown, asked) = run(&[errors("/{status}"), strip()], 302);
        assert_eq!((shown.as_str(), asked.len()), ("302 []", 1));
        // An answer of a middleware counts, too.
        let (shown, asked) = run(&[errors("/{status}"), Effect::InFlight { amount: 0 }], 200);
        assert_eq!((shown.as_str(), asked), ("429 []", vec!["a.io /429".to_owned()]));
    }

    #[test]
    fn a_copy_is_not_seen_from_outside() {
        let buffering = Effect::Buffering { max_request: 0 };
        let (_, asked) = run(&[errors("/{url}"), buffering, strip()], 500);
        assert_eq!(asked, ["a.io /x", "a.io /http%3A%2F%2Fa.io%2Fapi%2Fx"]);
    }

    #[test]
    fn fields_of_responses() {
        assert_eq!(run(&[response_field("A"), response_field("B")], 200).0, "200 [\"B=1\", \"A=1\"]");
        // What is inside of the one who catches errors is lost with the response.
        assert_eq!(run(&[response_field("A"), errors(""), response_field("B")], 500).0, "500 [\"A=1\"]");
        assert_eq!(run(&[response_field("A"), Effect::InFlight { amount: 0 }], 500).0, "429 [\"A=1\"]");
    }

    #[test]
    fn what_is_in_no_file() {
        let mut request = Request::new("GET", false, "a.io", "/");
        let nobody = &mut |_: Asked, _: &mut Request| None;
        assert_eq!(around(&[strip()], &mut request, nobody), Err("the answer of the server".to_owned()));
        let auth = ForwardAuth { address: Some(text("http://auth/")), ..ForwardAuth::default() };
        let auth = Effect::ForwardAuth(Box::new(auth));
        assert_eq!(around(&[auth], &mut request, nobody), Err(forward_auth::UNSEEN.to_owned()));
    }
}
