//! What a router of gorilla/mux answers (mux.go:175, route.go:40). Whether a path that has routes for other methods is
//! 404 or 405 depends on what was tried behind it, so the whole state of a match is kept as mux keeps it.

use std::collections::BTreeMap;

use super::router::{Matcher, Route, RouterId, Routers, canonical as canonical_name};
use super::template::{Kind, Template};
use crate::frameworks::outcome::{Asked, Outcome};
use crate::frameworks::redirect;
use crate::path::canonical;

/// Subrouters in each other.
const DEPTH: usize = 64;

/// What answers.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Handler {
    Number(usize),
    Redirect(String),
}

/// `RouteMatch.MatchErr`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Method,
    NotFound,
}

struct Search<'a> {
    routers: &'a Routers,
    asked: Asked<'a>,
    escaped: String,
    handler: Option<Handler>,
    variables: BTreeMap<String, String>,
    fault: Option<Fault>,
    /// Why we cannot tell.
    unknown: Option<String>,
}

/// What `router` answers.
pub(super) fn serve(routers: &Routers, router: RouterId, asked: Asked<'_>) -> Outcome {
    let shared = &routers.all[router].shared;
    let escaped = redirect::escaped(asked.path, asked.raw_path);
    if !shared.skip_clean {
        let path = if shared.use_encoded_path { &escaped } else { asked.path };
        let cleaned = canonical(path);
        if cleaned != path {
            return Outcome::Redirect { status: 301, location: redirect::escaped(&cleaned, asked.raw_path) };
        }
    }
    let mut search = Search {
        routers,
        asked,
        escaped,
        handler: None,
        variables: BTreeMap::new(),
        fault: None,
        unknown: None,
    };
    let found = search.router(router, 0);
    if let Some(unknown) = search.unknown {
        return Outcome::Unknown(unknown);
    }
    match search.handler.filter(|_| found) {
        Some(Handler::Number(number)) => {
            Outcome::Met { number, params: search.variables.into_iter().collect() }
        }
        Some(Handler::Redirect(location)) => Outcome::Redirect { status: 301, location },
        None if search.fault == Some(Fault::Method) => Outcome::Status { status: 405, allow: Vec::new() },
        None => Outcome::NOT_FOUND,
    }
}

impl Search<'_> {
    /// `Router.Match`
    fn router(&mut self, router: RouterId, depth: usize) -> bool {
        let router = &self.routers.all[router];
        if depth > DEPTH {
            self.unknown.get_or_insert_with(|| "routers are too deep in each other".to_owned());
            return false;
        }
        for route in &router.routes {
            if self.route(route, depth) {
                return true;
            }
        }
        let fallback = if self.fault == Some(Fault::Method) {
            router.not_allowed
        } else {
            self.fault = Some(Fault::NotFound);
            router.not_found
        };
        if let Some(number) = fallback {
            self.handler = Some(Handler::Number(number));
        }
        fallback.is_some()
    }

    /// `Route.Match`
    fn route(&mut self, route: &Route, depth: usize) -> bool {
        if route.is_void || route.build_only {
            return false;
        }
        let mut other_method = false;
        for matcher in &route.shared.matchers {
            if self.unknown.is_some() {
                return false;
            }
            if self.matches(matcher, depth) {
                if self.fault == Some(Fault::Method) && !self.routers.remembers_methods {
                    self.fault = None;
                }
            } else if matches!(matcher, Matcher::Methods(_)) {
                other_method = true;
            } else {
                if self.fault == Some(Fault::NotFound) {
                    self.fault = None;
                }
                return false;
            }
        }
        if other_method {
            self.fault = Some(Fault::Method);
            return false;
        }
        let own = route.handler.map(Handler::Number);
        if self.fault == Some(Fault::Method) && own.is_some() {
            self.fault = None;
            self.handler.clone_from(&own);
        }
        if self.handler.is_none() {
            self.handler = own;
        }
        self.set(route);
        true
    }

    fn matches(&mut self, matcher: &Matcher, depth: usize) -> bool {
        let known = match matcher {
            Matcher::Router(inner) => return self.router(*inner, depth + 1),
            Matcher::Template(template) => self.text(template).and_then(|text| template.is_match(&text)),
            Matcher::Methods(methods) => Some(methods.iter().any(|method| method == self.asked.method)),
            Matcher::Schemes(schemes) => self.asked.tls.map(|tls| {
                let scheme = if tls { "https" } else { "http" };
                schemes.iter().any(|other| other == scheme)
            }),
            Matcher::Headers(headers) => self.asked.headers.map(|sent| {
                headers.iter().all(|(name, value)| {
                    let mut sent = sent.iter().filter(|(other, _)| canonical_name(other) == *name);
                    sent.any(|(_, sent)| value.is_empty() || sent == value)
                })
            }),
            Matcher::HeadersRegexp(headers) => self.asked.headers.and_then(|sent| {
                headers.iter().try_fold(true, |all, (name, value)| {
                    let mut sent = sent.iter().filter(|(other, _)| canonical_name(other) == *name);
                    let any = sent.try_fold(false, |any, (_, sent)| Some(any || value.is_match(sent)?))?;
                    Some(all && any)
                })
            }),
            Matcher::Other(_) => None,
        };
        known.unwrap_or_else(|| {
            self.unknown = Some(match matcher {
                Matcher::Template(template) => format!("whether the request is one for `{}`", template.text),
                Matcher::Other(words) => format!("whether the request has {words}"),
                _ => "whether the request has the scheme or the headers that a route asks for".to_owned(),
            });
            false
        })
    }

    /// The part of the request that a template is for; `None` where it is not known.
    fn text(&self, template: &Template) -> Option<String> {
        match template.kind {
            Kind::Path | Kind::Prefix => Some(self.path(template.use_encoded_path).to_owned()),
            Kind::Host => {
                let host = self.asked.host?;
                let name = if template.any_port { host.split(':').next().unwrap_or(host) } else { host };
                Some(name.to_owned())
            }
            Kind::Query => {
                let key = template.key();
                let value = first_value(self.asked.query?, key);
                Some(value.map(|value| format!("{key}={value}")).unwrap_or_default())
            }
        }
    }

    fn path(&self, encoded: bool) -> &str {
        if encoded { &self.escaped } else { self.asked.path }
    }

    /// `setMatch`: variables, and the redirection of `StrictSlash`.
    fn set(&mut self, route: &Route) {
        let shared = &route.shared;
        let templates = shared.host.iter().chain(&shared.path).chain(&shared.queries);
        for template in templates {
            let text = match template.kind {
                Kind::Path | Kind::Prefix => Some(self.path(shared.use_encoded_path).to_owned()),
                Kind::Host | Kind::Query => self.text(template),
            };
            let Some(values) = text.as_deref().and_then(|text| template.values(text)) else {
                self.unknown = Some(format!("what `{}` takes", template.text));
                return;
            };
            self.variables.extend(values);
            let path = text.unwrap_or_default();
            let is_other = path.ends_with('/') != template.text.ends_with('/');
            if template.kind == Kind::Path
                && template.strict_slash
                && is_other
                && template.is_match(&path) == Some(true)
            {
                let decoded = self.asked.path;
                if !decoded.starts_with('/')
                    || (self.escaped.starts_with("//") && !self.escaped.starts_with("///"))
                {
                    self.unknown = Some("where the path with or without its last slash leads".to_owned());
                    return;
                }
                let other = match decoded.strip_suffix('/') {
                    Some(shorter) if path.ends_with('/') => shorter.to_owned(),
                    None if path.ends_with('/') => decoded[..decoded.len() - 1].to_owned(),
                    _ => format!("{decoded}/"),
                };
                self.handler = Some(Handler::Redirect(redirect::location(&other, "")));
            }
        }
    }
}

/// `findFirstQueryKey`
fn first_value(query: &str, key: &str) -> Option<String> {
    query.split(['&', ';']).find_map(|pair| {
        if pair.is_empty() {
            return None;
        }
        let (found, value) = pair.split_once('=').unwrap_or((pair, ""));
        (unescape(found)? == key).then(|| unescape(value)).flatten()
    })
}

/// `url.QueryUnescape`; `None` where an escape is none.
fn unescape(text: &str) -> Option<String> {
    let is_sound = text
        .split('%')
        .skip(1)
        .all(|rest| rest.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)));
    let spaced = text.replace('+', " ");
    is_sound.then(|| percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy().into_owned())
}
