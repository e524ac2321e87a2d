//! v2's HTTP matchers (pkg/muxer/http/matcher_v2.go), most of them gorilla/mux's routes (containous/mux 41b6ec3).

use std::collections::BTreeMap;

use syntax::TextRange;

use super::error::{Fault, RuleErrorKind};
use super::http::network;
use super::predicate::{Argument, Leaf};
use super::template::{self, Purpose};
use super::test::Test;
use super::{lower, upper};
use crate::regexp::Regexp;
use crate::request::bytes;

/// Builds a matcher's test.
pub(super) fn build(leaf: &Leaf) -> Result<Test, Fault> {
    if !leaf.is_known() {
        return Ok(Test::Unknown);
    }
    let values = || leaf.arguments.iter();
    Ok(match leaf.name {
        "Host" | "HostHeader" => {
            Test::Hosts(values().map(|host| ascii(host, "\"Host\"").map(lower)).collect::<Result<_, _>>()?)
        }
        "HostRegexp" => {
            let regexp = |host| {
                ascii(host, "HostRegexp")?;
                route(host, Purpose::Host)
            };
            Test::HostTemplates(values().map(regexp).collect::<Result<_, _>>()?)
        }
        "Path" => Test::PathRegexps(values().map(|p| path(p, Purpose::Path)).collect::<Result<_, _>>()?),
        "PathPrefix" => {
            Test::PathRegexps(values().map(|p| path(p, Purpose::PathPrefix)).collect::<Result<_, _>>()?)
        }
        "Method" => Test::Method(values().map(|method| upper(&method.value)).collect()),
        "Headers" => {
            let headers: BTreeMap<_, _> =
                pairs(leaf)?.into_iter().map(|(name, value)| (&name.value, &value.value)).collect();
            Test::Headers(headers.into_iter().map(|(name, value)| (name.clone(), value.clone())).collect())
        }
        "HeadersRegexp" => {
            let mut headers = BTreeMap::new();
            for (name, value) in pairs(leaf)? {
                let regexp = Regexp::compile(&value.value).map_err(|error| value.fault(error))?;
                headers.insert(&name.value, regexp);
            }
            Test::HeaderRegexps(headers.into_iter().map(|(name, re)| (name.clone(), re)).collect())
        }
        "Query" => queries(leaf)?,
        _ => {
            let doing = "could not initialize IP Checker for \"ClientIP\" matcher";
            Test::ClientIp(values().map(|text| network(text, doing)).collect::<Result<_, _>>()?)
        }
    })
}

fn ascii<'a>(host: &'a Argument, matcher: &str) -> Result<&'a str, Fault> {
    if host.value.is_ascii() {
        return Ok(&host.value);
    }
    let quoted = host.quoted();
    Err(host
        .fault(format!("invalid value {quoted} for {matcher} matcher, non-ASCII characters are not allowed")))
}

fn route(argument: &Argument, purpose: Purpose) -> Result<Regexp, Fault> {
    template::parse(&argument.value, purpose)
        .map(|template| template.regexp)
        .map_err(|message| argument.fault(message))
}

fn path(path: &Argument, purpose: Purpose) -> Result<Regexp, Fault> {
    if !path.value.starts_with('/') {
        return Err(path.fault(format!("mux: path must start with a slash, got {}", path.quoted())));
    }
    route(path, purpose)
}

/// The values two by two.
fn pairs(leaf: &Leaf) -> Result<Vec<(&Argument, &Argument)>, Fault> {
    let (pairs, []) = leaf.arguments.as_chunks::<2>() else {
        return Err(odd(leaf, &leaf.printed()));
    };
    Ok(pairs.iter().map(|[name, value]| (name, value)).collect())
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
        pieces.extend(argument.value.splitn(2, '=').map(|piece| (piece, range)));
    }
    let (pairs, []) = pieces.as_chunks::<2>() else {
        let values: Vec<_> = pieces.iter().map(|(piece, _)| *piece).collect();
        return Err(odd(leaf, &bytes::lossy(&format!("[{}]", values.join(" ")))));
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
                let message = format!("mux: duplicated route variable {}", bytes::quoted(twice));
                return Err(Fault::value(range, message));
            }
        }
        seen.push(template.variables);
        let key = source.split_once('=').map_or("", |(key, _)| key);
        templates.push((key.to_owned(), template.regexp));
    }
    Ok(Test::QueryTemplates(templates))
}
