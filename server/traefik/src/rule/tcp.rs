//! TCP's matchers, v3 and v2 (pkg/muxer/tcp/{matcher,matcher_v2}.go).

use super::error::Fault;
use super::http::{arity, network, regexp};
use super::predicate::{Argument, Leaf};
use super::test::Test;
use super::{lower, template};
use crate::regexp::Regexp;
use crate::request::bytes::quoted;

/// The protocol of a challenge that Traefik answers itself.
const ACME: &str = "acme-tls/1";

/// Builds a v3 matcher's test.
pub(super) fn build(leaf: &Leaf) -> Result<Test, Fault> {
    let [only] = &leaf.arguments[..] else {
        let count = leaf.arguments.len();
        return Err(arity(leaf, 1, format!("unexpected number of parameters; got {count}, expected 1")));
    };
    if !leaf.is_known() {
        return Ok(Test::Unknown);
    }
    let value = only.value.as_str();
    let fault = |message| Err(only.fault(message));
    match leaf.name {
        "ALPN" if value == ACME => {
            fault(format!("invalid protocol value for ALPN matcher, {} is not allowed", quoted(ACME)))
        }
        "ALPN" => Ok(Test::Alpn(vec![value.to_owned()])),
        "ClientIP" => {
            Ok(Test::ClientIp(vec![network(only, "initializing IP checker for ClientIP matcher")?]))
        }
        "HostSNI" if value == "*" => Ok(Test::Always),
        "HostSNI" if is_host(value.strip_prefix("*.").unwrap_or(value)) => {
            Ok(Test::ServerName(value.strip_suffix('.').unwrap_or(value).to_owned()))
        }
        "HostSNIRegexp" if value.is_ascii() => Ok(Test::ServerNameRegexps(vec![regexp(leaf.name, only)?])),
        name => {
            let quoted = only.quoted();
            fault(format!("invalid value for {name} matcher, {quoted} is not a valid hostname"))
        }
    }
}

/// Builds a v2 matcher's test.
pub(super) fn build_v2(leaf: &Leaf) -> Result<Test, Fault> {
    if !leaf.is_known() {
        return Ok(Test::Unknown);
    }
    let values = || leaf.arguments.iter();
    match leaf.name {
        "ALPN" => match values().find(|argument| argument.value == ACME) {
            Some(argument) => {
                let quoted = quoted(ACME);
                let message = format!("invalid protocol value for \"ALPN\" matcher, {quoted} is not allowed");
                Err(argument.fault(message))
            }
            None => Ok(Test::Alpn(values().map(|argument| argument.value.clone()).collect())),
        },
        "ClientIP" => {
            let doing = "could not initialize IP Checker for \"ClientIP\" matcher";
            Ok(Test::ClientIp(values().map(|argument| network(argument, doing)).collect::<Result<_, _>>()?))
        }
        "HostSNI" => match values().find(|argument| argument.value != "*" && !is_host(&argument.value)) {
            Some(argument) => {
                let quoted = argument.quoted();
                let what = "is not a valid hostname or IP";
                Err(argument.fault(format!("invalid value for \"HostSNI\" matcher, {quoted} {what}")))
            }
            None => Ok(Test::ServerNames(values().map(|argument| lower(&argument.value)).collect())),
        },
        _ => Ok(Test::ServerNameRegexps(values().map(server_name_regexp).collect::<Result<_, _>>()?)),
    }
}

fn server_name_regexp(argument: &Argument) -> Result<Regexp, Fault> {
    let pattern = template::server_name(&argument.value).map_err(|error| {
        let quoted = argument.quoted();
        format!(
            "invalid pattern value for \"HostSNIRegexp\" matcher, {quoted} is not a valid pattern: {error}"
        )
    });
    pattern.and_then(|pattern| Regexp::compile(&pattern)).map_err(|message| argument.fault(message))
}

/// `[[:word:]\.\-\:]+`
fn is_host(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b':');
    !text.is_empty() && text.bytes().all(allowed)
}
