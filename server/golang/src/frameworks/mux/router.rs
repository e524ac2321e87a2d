//! Routers and routes of gorilla/mux (mux.go, route.go): how they are built.

use std::sync::Arc;

use syntax::regexp::Regexp;

use super::template::{Fault, Kind, Template};

/// Index of a router.
pub(super) type RouterId = usize;

/// Routers in routers; the first is the outermost.
#[derive(Clone, Debug, Default)]
pub(super) struct Routers {
    pub(super) all: Vec<Router>,
    /// Up to 1.8.0 a route of which something else fits does not make the one before with another method forgotten.
    pub(super) remembers_methods: bool,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Router {
    pub(super) routes: Vec<Route>,
    pub(super) shared: Shared,
    /// Handlers for what no route answers, by their numbers.
    pub(super) not_found: Option<usize>,
    pub(super) not_allowed: Option<usize>,
}

/// What a router hands down to its routes, and a route to its subrouter (`routeConf`).
#[derive(Clone, Debug, Default)]
pub(super) struct Shared {
    pub(super) use_encoded_path: bool,
    pub(super) strict_slash: bool,
    pub(super) skip_clean: bool,
    pub(super) host: Option<Arc<Template>>,
    pub(super) path: Option<Arc<Template>>,
    pub(super) queries: Vec<Arc<Template>>,
    pub(super) matchers: Vec<Matcher>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Route {
    pub(super) handler: Option<usize>,
    /// A route with an error matches nothing, and takes nothing more.
    pub(super) is_void: bool,
    /// One for building URLs only matches nothing.
    pub(super) build_only: bool,
    pub(super) shared: Shared,
}

#[derive(Clone, Debug)]
pub(super) enum Matcher {
    Template(Arc<Template>),
    Methods(Vec<String>),
    Schemes(Vec<String>),
    /// Canonical names and values; an empty value is any.
    Headers(Vec<(String, String)>),
    HeadersRegexp(Vec<(String, Regexp)>),
    Router(RouterId),
    /// One that is not followed, in words.
    Other(String),
}

impl Routers {
    /// `NewRouter`.
    pub(super) fn router(&mut self) -> RouterId {
        self.all.push(Router::default());
        self.all.len() - 1
    }

    /// `NewRoute`, without its place in the router: [`Routers::add`] gives it that.
    pub(super) fn route(&self, router: RouterId) -> Route {
        Route { shared: self.all[router].shared.clone(), ..Route::default() }
    }

    pub(super) fn add(&mut self, router: RouterId, route: Route) {
        self.all[router].routes.push(route);
    }

    /// `Subrouter`: a router that is a part of the route.
    pub(super) fn subrouter(&mut self, route: &mut Route) -> RouterId {
        self.all.push(Router { shared: route.shared.clone(), ..Router::default() });
        let inner = self.all.len() - 1;
        route.matcher(Matcher::Router(inner));
        inner
    }
}

impl Route {
    /// `addMatcher`.
    pub(super) fn matcher(&mut self, matcher: Matcher) {
        if !self.is_void {
            self.shared.matchers.push(matcher);
        }
    }

    pub(super) fn handler(&mut self, number: usize) {
        if !self.is_void {
            self.handler = Some(number);
        }
    }

    /// `Path`, `PathPrefix`, `Host`, and each pair of `Queries` (`addRegexpMatcher`). An error is a panic's words.
    pub(super) fn template(&mut self, text: &str, kind: Kind) -> Result<(), String> {
        if self.is_void {
            return Ok(());
        }
        match self.add_template(text, kind) {
            Ok(()) => Ok(()),
            Err(Fault::Error) => {
                self.is_void = true;
                Ok(())
            }
            Err(Fault::Panic(message)) => Err(message),
        }
    }

    fn add_template(&mut self, text: &str, kind: Kind) -> Result<(), Fault> {
        let shared = &mut self.shared;
        let mut text = text.to_owned();
        if matches!(kind, Kind::Path | Kind::Prefix) {
            if !text.is_empty() && !text.starts_with('/') {
                return Err(Fault::Error);
            }
            if let Some(path) = &shared.path {
                text.insert_str(0, path.text.trim_end_matches('/'));
            }
        }
        let template = Template::new(&text, kind, shared.strict_slash, shared.use_encoded_path)?;
        let template = Arc::new(template);
        let clashes = |other: &Arc<Template>| other.names.iter().any(|name| template.names.contains(name));
        let other = if kind == Kind::Host { &shared.path } else { &shared.host };
        if shared.queries.iter().any(clashes) || other.as_ref().is_some_and(clashes) {
            return Err(Fault::Error);
        }
        match kind {
            Kind::Host => shared.host = Some(Arc::clone(&template)),
            Kind::Query => shared.queries.push(Arc::clone(&template)),
            Kind::Path | Kind::Prefix => shared.path = Some(Arc::clone(&template)),
        }
        self.matcher(Matcher::Template(template));
        Ok(())
    }

    /// `Queries`.
    pub(super) fn queries(&mut self, pairs: &[&str]) -> Result<(), String> {
        for pair in pairs.chunks(2) {
            match pair {
                [key, value] => self.template(&format!("{key}={value}"), Kind::Query)?,
                // The next call on the route is one on nil.
                _ => self.is_void = true,
            }
        }
        Ok(())
    }

    /// `Headers` and, with `regexp`, `HeadersRegexp`.
    pub(super) fn headers(&mut self, pairs: &[&str], regexp: bool) {
        let mut headers: Vec<(String, String)> = Vec::new();
        for pair in pairs.chunks(2) {
            let [name, value] = pair else {
                self.is_void = true;
                return;
            };
            // Later ones replace those of the same name, as it is written.
            headers.retain(|(other, _)| other != name);
            headers.push(((*name).to_owned(), (*value).to_owned()));
        }
        for (name, _) in &mut headers {
            *name = canonical(name);
        }
        if !regexp {
            self.matcher(Matcher::Headers(headers));
            return;
        }
        let compiled = headers.into_iter().map(|(name, value)| Some((name, Regexp::compile(&value).ok()?)));
        match compiled.collect() {
            Some(headers) => self.matcher(Matcher::HeadersRegexp(headers)),
            None => self.is_void = true,
        }
    }
}

/// `textproto.CanonicalMIMEHeaderKey`.
pub(super) fn canonical(name: &str) -> String {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if !name.bytes().all(is_token) {
        return name.to_owned();
    }
    let mut upper = true;
    let letters = name.chars().map(|letter| {
        let written = if upper { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() };
        upper = letter == '-';
        written
    });
    letters.collect()
}
