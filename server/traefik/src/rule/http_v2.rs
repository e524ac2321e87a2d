//! v2's HTTP matchers (pkg/muxer/http/matcher_v2.go), most of them gorilla/mux's routes (containous/mux 41b6ec3).

use std::collections::BTreeMap;

use syntax::rule::quote::quoted;
use syntax::{Text, TextRange};

use super::error::{Fault, RuleErrorKind};
use super::http::network;
use super::predicate::Leaf;
use super::template::{self, Purpose};
use super::test::{Test, encoded};
use super::{lower, upper};
use crate::regexp::Regexp;

/// Builds a matcher's test.
pub(super) fn build(leaf: &Leaf) -> Result<Test, Fault> {
    if !leaf.is_known() {
        return Ok(Test::Unknown);
    }
    let texts = || leaf.arguments.iter().map(|argument| &argument.text);
    Ok(match leaf.name {
        "Host" | "HostHeader" => {
            Test::Hosts(texts().map(|host| ascii(host, "\"Host\"").map(lower)).collect::<Result<_, _>>()?)
        }
        "HostRegexp" => {
            let regexp = |host| {
                ascii(host, "HostRegexp")?;
                route(host, Purpose::Host)
            };
            Test::HostTemplates(texts().map(regexp).collect::<Result<_, _>>()?)
        }
        "Path" => Test::PathRegexps(texts().map(|p| path(p, Purpose::Path)).collect::<Result<_, _>>()?),
        "PathPrefix" => {
            Test::PathRegexps(texts().map(|p| path(p, Purpose::PathPrefix)).collect::<Result<_, _>>()?)
        }
        "Method" => Test::Method(texts().map(|method| upper(method.as_str())).collect()),
        "Headers" => {
            let headers: BTreeMap<_, _> =
                pairs(leaf)?.into_iter().map(|(name, value)| (name.as_str(), encoded(value))).collect();
            Test::Headers(headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
        }
        "HeadersRegexp" => {
            let mut headers = BTreeMap::new();
            for (name, value) in pairs(leaf)? {
                let regexp = Regexp::compile(value.as_str());
                headers.insert(name.as_str(), regexp.map_err(|e| Fault::value(value.content_range(), e))?);
            }
            Test::HeaderRegexps(headers.into_iter().map(|(name, re)| (name.to_owned(), re)).collect())
        }
        "Query" => queries(leaf)?,
        _ => {
            let doing = "could not initialize IP Checker for \"ClientIP\" matcher";
            Test::ClientIp(texts().map(|text| network(text, doing)).collect::<Result<_, _>>()?)
        }
    })
}

fn ascii<'a>(host: &'a Text, matcher: &str) -> Result<&'a str, Fault> {
    let text = host.as_str();
    if text.is_ascii() {
        return Ok(text);
    }
    let quoted = quoted(text);
    let message =
        format!("invalid value {quoted} for {matcher} matcher, non-ASCII characters are not allowed");
    Err(Fault::value(host.content_range(), message))
}

fn route(text: &Text, purpose: Purpose) -> Result<Regexp, Fault> {
    template::parse(text.as_str(), purpose)
        .map(|template| template.regexp)
        .map_err(|message| Fault::value(text.content_range(), message))
}

fn path(path: &Text, purpose: Purpose) -> Result<Regexp, Fault> {
    if !path.as_str().starts_with('/') {
        let message = format!("mux: path must start with a slash, got {}", quoted(path.as_str()));
        return Err(Fault::value(path.content_range(), message));
    }
    route(path, purpose)
}

/// The values two by two.
fn pairs(leaf: &Leaf) -> Result<Vec<(&Text, &Text)>, Fault> {
    let (pairs, []) = leaf.arguments.as_chunks::<2>() else {
        return Err(odd(leaf, &leaf.printed()));
    };
    Ok(pairs.iter().map(|[name, value]| (&name.text, &value.text)).collect())
}

fn odd(leaf: &Leaf, values: &str) -> Fault {
    let message = format!("mux: number of parameters must be multiple of 2, got {values}");
    Fault::new(RuleErrorKind::Arity, leaf.range, message)
}

/// Each value is cut at its first `=`; the pieces of all of them, two by two, are keys and templates
/// (matcher_v2.go:195). So ``Query(`a`, `b`)`` asks for `a=b`.
fn queries(leaf: &Leaf) -> Result<Test, Fault> {
    let mut pieces: Vec<(&str, TextRange)> = Vec::new();
    for argument in &leaf.arguments {
        let range = argument.text.content_range();
        pieces.extend(argument.text.as_str().splitn(2, '=').map(|piece| (piece, range)));
    }
    let (pairs, []) = pieces.as_chunks::<2>() else {
        let values: Vec<_> = pieces.iter().map(|(piece, _)| *piece).collect();
        return Err(odd(leaf, &format!("[{}]", values.join(" "))));
    };
    let mut templates = Vec::new();
    let mut seen: Vec<Vec<String>> = Vec::new();
    for [(key, start), (value, end)] in pairs {
        let range = start.cover(*end);
        let source = format!("{key}={value}");
        let template =
            template::parse(&source, Purpose::Query).map_err(|message| Fault::value(range, message))?;
        for others in &seen {
            if let Some(twice) = template.variables.iter().find(|name| others.contains(name)) {
                let message = format!("mux: duplicated route variable {}", quoted(twice));
                return Err(Fault::value(range, message));
            }
        }
        seen.push(template.variables);
        let key = source.split_once('=').map_or("", |(key, _)| key);
        templates.push((crate::request::bytes::text(key.as_bytes()), template.regexp));
    }
    Ok(Test::QueryTemplates(templates))
}
