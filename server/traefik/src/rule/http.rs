//! v3's HTTP matchers (pkg/muxer/http/matcher.go).

use syntax::Text;
use syntax::rule::quote::quoted;

use super::address;
use super::error::{Fault, RuleErrorKind};
use super::predicate::Leaf;
use super::test::{Test, encoded};
use super::{lower, upper};
use crate::regexp::Regexp;

/// Builds a matcher's test.
pub(super) fn build(leaf: &Leaf) -> Result<Test, Fault> {
    let allowed: &[usize] = match leaf.name {
        "Header" | "HeaderRegexp" => &[2],
        "Query" | "QueryRegexp" => &[1, 2],
        _ => &[1],
    };
    expect(leaf, allowed)?;
    if !leaf.is_known() {
        return Ok(Test::Unknown);
    }
    let argument = |at: usize| leaf.arguments.get(at).map(|argument| &argument.text);
    let Some(first) = argument(0) else { return Ok(Test::Unknown) };
    let second = argument(1);
    let value = || second.map(encoded).unwrap_or_default();
    Ok(match leaf.name {
        "Host" if first.as_str() == "*" => Test::Always,
        "Host" => Test::Host(lower(ascii(leaf.name, first)?)),
        "HostRegexp" => Test::HostRegexp(regexp(leaf.name, ascii(leaf.name, first).map(|_| first)?)?),
        "Path" => Test::Path(path(first)?),
        "PathPrefix" => Test::PathPrefix(path(first)?),
        // The text names another matcher, as Traefik's does (matcher.go:163).
        "PathRegexp" => Test::PathRegexps(vec![regexp("PathPrefix", first)?]),
        "Method" => Test::Method(vec![upper(first.as_str())]),
        "Header" => Test::Headers(vec![(first.as_str().to_owned(), value())]),
        "HeaderRegexp" => {
            let regexp = regexp(leaf.name, second.unwrap_or(first))?;
            Test::HeaderRegexps(vec![(first.as_str().to_owned(), regexp)])
        }
        "QueryRegexp" => match second {
            Some(second) => Test::QueryRegexp(encoded(first), regexp(leaf.name, second)?),
            None => Test::Query(encoded(first), String::new()),
        },
        "Query" => Test::Query(encoded(first), value()),
        _ => Test::ClientIp(vec![network(first, "initializing IP checker for ClientIP matcher")?]),
    })
}

/// matcher.go:30
fn expect(leaf: &Leaf, allowed: &[usize]) -> Result<(), Fault> {
    let count = leaf.arguments.len();
    if allowed.contains(&count) {
        return Ok(());
    }
    let allowed_text: Vec<_> = allowed.iter().map(usize::to_string).collect();
    let message =
        format!("unexpected number of parameters; got {count}, expected one of [{}]", allowed_text.join(" "));
    Err(arity(leaf, allowed.iter().copied().max().unwrap_or(0), message))
}

/// A fault about the number of values: at those beyond the `most`, or at the whole call.
pub(super) fn arity(leaf: &Leaf, most: usize, message: String) -> Fault {
    let surplus = leaf.arguments.get(most..).unwrap_or_default();
    let range = match (surplus.first(), surplus.last()) {
        (Some(first), Some(last)) => first.text.range().cover(last.text.range()),
        _ => leaf.range,
    };
    Fault::new(RuleErrorKind::Arity, range, message)
}

fn ascii<'a>(name: &str, host: &'a Text) -> Result<&'a str, Fault> {
    let text = host.as_str();
    if text.is_ascii() {
        return Ok(text);
    }
    let quoted = quoted(text);
    let message = format!("invalid value {quoted} for {name} matcher, non-ASCII characters are not allowed");
    Err(Fault::value(host.content_range(), message))
}

fn path(path: &Text) -> Result<String, Fault> {
    if path.as_str().starts_with('/') {
        return Ok(encoded(path));
    }
    let message = format!("path {} does not start with a '/'", quoted(path.as_str()));
    Err(Fault::value(path.content_range(), message))
}

/// A regular expression of the matcher that is named.
pub(super) fn regexp(name: &str, source: &Text) -> Result<Regexp, Fault> {
    Regexp::compile(source.as_str())
        .map_err(|error| Fault::value(source.content_range(), format!("compiling {name} matcher: {error}")))
}

/// Addresses, in the words of whoever wants them.
pub(super) fn network(text: &Text, doing: &str) -> Result<address::Network, Fault> {
    address::parse(text.as_str()).ok_or_else(|| {
        let message =
            format!("{doing}: parsing CIDR trusted IPs <nil>: invalid CIDR address: {}", text.as_str());
        Fault::value(text.content_range(), message)
    })
}
