//! TCP's matchers, v3 and v2 (pkg/muxer/tcp/{matcher,matcher_v2}.go).

use syntax::Text;
use syntax::rule::quote::quoted;

use super::error::Fault;
use super::http::{arity, network, regexp};
use super::predicate::Leaf;
use super::test::Test;
use super::{lower, template};
use crate::regexp::Regexp;

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
    let text = &only.text;
    let fault = |message| Err(Fault::value(text.content_range(), message));
    match leaf.name {
        "ALPN" if text.as_str() == ACME => {
            fault(format!("invalid protocol value for ALPN matcher, {} is not allowed", quoted(ACME)))
        }
        "ALPN" => Ok(Test::Alpn),
        "ClientIP" => {
            Ok(Test::ClientIp(vec![network(text, "initializing IP checker for ClientIP matcher")?]))
        }
        "HostSNI" if text.as_str() == "*" => Ok(Test::Always),
        "HostSNI" if is_host(text.as_str().strip_prefix("*.").unwrap_or(text.as_str())) => {
            Ok(Test::ServerName(text.as_str().strip_suffix('.').unwrap_or(text.as_str()).to_owned()))
        }
        "HostSNIRegexp" if text.as_str().is_ascii() => {
            Ok(Test::ServerNameRegexps(vec![regexp(leaf.name, text)?]))
        }
        name => {
            let quoted = quoted(text.as_str());
            fault(format!("invalid value for {name} matcher, {quoted} is not a valid hostname"))
        }
    }
}

/// Builds a v2 matcher's test.
pub(super) fn build_v2(leaf: &Leaf) -> Result<Test, Fault> {
    if !leaf.is_known() {
        return Ok(Test::Unknown);
    }
    let texts = || leaf.arguments.iter().map(|argument| &argument.text);
    let fault = |text: &Text, message| Err(Fault::value(text.content_range(), message));
    match leaf.name {
        "ALPN" => match texts().find(|text| text.as_str() == ACME) {
            Some(text) => {
                let quoted = quoted(ACME);
                fault(text, format!("invalid protocol value for \"ALPN\" matcher, {quoted} is not allowed"))
            }
            None => Ok(Test::Alpn),
        },
        "ClientIP" => {
            let doing = "could not initialize IP Checker for \"ClientIP\" matcher";
            Ok(Test::ClientIp(texts().map(|text| network(text, doing)).collect::<Result<_, _>>()?))
        }
        "HostSNI" => match texts().find(|text| text.as_str() != "*" && !is_host(text.as_str())) {
            Some(text) => {
                let quoted = quoted(text.as_str());
                let what = "is not a valid hostname or IP";
                fault(text, format!("invalid value for \"HostSNI\" matcher, {quoted} {what}"))
            }
            None => Ok(Test::ServerNames(texts().map(|text| lower(text.as_str())).collect())),
        },
        _ => Ok(Test::ServerNameRegexps(texts().map(server_name_regexp).collect::<Result<_, _>>()?)),
    }
}

fn server_name_regexp(text: &Text) -> Result<Regexp, Fault> {
    let pattern = template::server_name(text.as_str()).map_err(|error| {
        let quoted = quoted(text.as_str());
        format!(
            "invalid pattern value for \"HostSNIRegexp\" matcher, {quoted} is not a valid pattern: {error}"
        )
    });
    pattern
        .and_then(|pattern| Regexp::compile(&pattern))
        .map_err(|message| Fault::value(text.content_range(), message))
}

/// `[[:word:]\.\-\:]+`
fn is_host(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b':');
    !text.is_empty() && text.bytes().all(allowed)
}
