//! Middlewares as functions on a request, each with its exact algorithm on path and raw path (pkg/middlewares, 3.7.13).

use syntax::Text;

use crate::dynamic::Effect;
use crate::request::Request;
use crate::request::fields::Fields;

pub mod access;
pub mod add_prefix;
pub mod address;
pub mod around;
pub mod carry;
pub mod errors;
mod expression;
pub mod forward_auth;
pub mod grpc_web;
pub mod headers;
pub mod limits;
pub mod redirect;
pub mod replace_path;
pub mod strip_prefix;

/// What a middleware did with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It goes on, perhaps changed.
    Next,
    /// It is answered here.
    Respond {
        /// The status.
        status: u16,
        /// `Location`, of a redirection.
        location: Option<String>,
        /// The other header fields that say something: why, or how to ask again.
        headers: Fields,
    },
    /// What happens cannot be told from the files; the words say what is unseen.
    Unknown(String),
}

impl Outcome {
    /// An answer without header fields.
    pub(crate) const fn status(status: u16) -> Self {
        Self::Respond { status, location: None, headers: Vec::new() }
    }

    /// An answer of Go's `http.Error`, which forbids to guess its type.
    pub(crate) fn error(status: u16) -> Self {
        Self::with(status, vec![("X-Content-Type-Options".to_owned(), "nosniff".to_owned())])
    }

    /// An answer with these header fields.
    pub(crate) fn with(status: u16, headers: Fields) -> Self {
        Self::Respond { status, location: None, headers }
    }
}

/// Applies one middleware. `Chain` does nothing itself: whoever calls expands it first. A middleware whose options
/// Traefik refuses is never built (see [`crate::runtime`]); here it lets the request pass.
pub fn apply(effect: &Effect, request: &mut Request) -> Outcome {
    match effect {
        Effect::AddPrefix { prefix } => add_prefix::apply(prefix.as_ref(), request),
        Effect::StripPrefix { prefixes, force_slash } => strip_prefix::apply(prefixes, *force_slash, request),
        Effect::StripPrefixRegex { regexes } => strip_prefix::apply_regex(regexes, request),
        Effect::ReplacePath { path } => replace_path::apply(path.as_ref(), request),
        Effect::ReplacePathRegex { regex, replacement } => {
            replace_path::apply_regex(regex.as_ref(), replacement.as_ref(), request)
        }
        Effect::RedirectScheme { scheme, port, permanent } => {
            redirect::scheme(scheme.as_ref(), port.as_ref(), *permanent, request)
        }
        Effect::RedirectRegex { regex, replacement, permanent } => {
            redirect::regex(regex.as_ref(), replacement.as_ref(), *permanent, request)
        }
        Effect::Headers(options) => headers::apply(options, request),
        Effect::Auth(credentials) => access::auth(credentials, request),
        Effect::ForwardAuth(auth) => match forward_auth::question(auth, request) {
            Ok(_) => Outcome::Unknown(forward_auth::UNSEEN.to_owned()),
            Err(outcome) => outcome,
        },
        Effect::IpAllowList { source_range, reject_status, strategy } => {
            access::ip_allow_list(source_range, *reject_status, strategy, request)
        }
        Effect::Buffering { max_request } => limits::body(*max_request, request),
        Effect::GrpcWeb { origins } => grpc_web::apply(origins, request),
        Effect::InFlight { amount } => limits::in_flight(*amount),
        Effect::EncodedCharacters { denied } => access::encoded_characters(denied, request),
        Effect::Unknown => Outcome::Unknown("what this middleware does".to_owned()),
        Effect::Chain { .. } | Effect::Errors(_) | Effect::Retry(_) | Effect::Passes => Outcome::Next,
    }
}

/// The first part of `texts` that the files do not tell.
pub(crate) fn unseen<'a>(texts: impl IntoIterator<Item = &'a Text>) -> Option<Outcome> {
    texts.into_iter().flat_map(Text::unknown).next().map(|part| Outcome::Unknown(part.name.clone()))
}

/// The decoded value, "" where nothing is written: Go's zero value.
fn value(text: Option<&Text>) -> &str {
    text.map_or("", Text::as_str)
}

/// `ensureLeadingSlash`
fn lead(path: String) -> String {
    if path.is_empty() || path.starts_with('/') { path } else { format!("/{path}") }
}

#[cfg(test)]
mod testing {
    use syntax::{Text, TextRange};

    use super::{Outcome, apply};
    use crate::dynamic::Effect;
    use crate::request::Request;

    pub(super) fn text(value: &str) -> Text {
        let end = u32::try_from(value.len()).unwrap();
        Text::plain(value, TextRange::new(0.into(), end.into()))
    }

    /// A text of which `DOMAIN` is not known.
    pub(super) fn unknown() -> Text {
        let mut builder = Text::builder(TextRange::new(0.into(), 9.into()));
        builder.push_unknown("DOMAIN", TextRange::new(0.into(), 9.into()));
        builder.finish()
    }

    /// What `effect` makes of `target`, as `path raw-path X-Forwarded-Prefix|X-Replaced-Path` or `status location`.
    pub(super) fn check(effect: &Effect, target: &str, want: &str) {
        let mut request = Request::new("GET", false, "a", target);
        let got = match apply(effect, &mut request) {
            Outcome::Next => {
                let header = request.headers.iter().map(|(_, v)| v.as_str()).collect::<Vec<_>>().join(",");
                format!("{:?} {:?} {header:?}", request.path, request.raw_path)
            }
            Outcome::Respond { status, location, .. } => {
                format!("{status} {}", location.unwrap_or_default()).trim_end().to_owned()
            }
            Outcome::Unknown(words) => format!("? {words}"),
        };
        assert_eq!(got, want, "{target} through {effect:?}");
    }
}
