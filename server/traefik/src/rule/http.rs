//! v3's HTTP matchers (pkg/muxer/http/matcher.go).

use super::address;
use super::error::{Fault, RuleErrorKind};
use super::predicate::{Argument, Leaf};
use super::test::Test;
use super::{lower, upper};
use crate::regexp::Regexp;
use crate::request::bytes;

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
    let Some(first) = leaf.arguments.first() else { return Ok(Test::Unknown) };
    let second = leaf.arguments.get(1);
    let value = || second.map(|second| second.value.clone()).unwrap_or_default();
    Ok(match leaf.name {
        "Host" if first.value == "*" => Test::Always,
        "Host" => Test::Host(lower(ascii(leaf.name, first)?)),
        "HostRegexp" => Test::HostRegexp(regexp(leaf.name, ascii(leaf.name, first).map(|_| first)?)?),
        "Path" => Test::Path(path(first)?),
        "PathPrefix" => Test::PathPrefix(path(first)?),
        // The text names another matcher, as Traefik's does (matcher.go:163).
        "PathRegexp" => Test::PathRegexps(vec![regexp("PathPrefix", first)?]),
        "Method" => Test::Method(vec![upper(&first.value)]),
        "Header" => Test::Headers(vec![(first.value.clone(), value())]),
        "HeaderRegexp" => {
            let regexp = regexp(leaf.name, second.unwrap_or(first))?;
            Test::HeaderRegexps(vec![(first.value.clone(), regexp)])
        }
        "QueryRegexp" => match second {
            Some(second) => Test::QueryRegexp(first.value.clone(), regexp(leaf.name, second)?),
            None => Test::Query(first.value.clone(), String::new()),
        },
        "Query" => Test::Query(first.value.clone(), value()),
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

fn ascii<'a>(name: &str, host: &'a Argument) -> Result<&'a str, Fault> {
    if host.value.is_ascii() {
        return Ok(&host.value);
    }
    let quoted = host.quoted();
    Err(host
        .fault(format!("invalid value {quoted} for {name} matcher, non-ASCII characters are not allowed")))
}

fn path(path: &Argument) -> Result<String, Fault> {
    if path.value.starts_with('/') {
        return Ok(path.value.clone());
    }
    Err(path.fault(format!("path {} does not start with a '/'", path.quoted())))
}

/// A regular expression of the matcher that is named.
pub(super) fn regexp(name: &str, source: &Argument) -> Result<Regexp, Fault> {
    Regexp::compile(&source.value).map_err(|error| source.fault(format!("compiling {name} matcher: {error}")))
}

/// Addresses, in the words of whoever wants them.
pub(super) fn network(argument: &Argument, doing: &str) -> Result<address::Network, Fault> {
    address::parse(&argument.value).ok_or_else(|| {
        let value = bytes::lossy(&argument.value);
        let message = format!("{doing}: parsing CIDR trusted IPs <nil>: invalid CIDR address: {value}");
        argument.fault(message)
    })
}
