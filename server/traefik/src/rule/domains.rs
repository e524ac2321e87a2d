//! The hosts that a rule names.

use super::error::RuleError;
use super::predicate;
use super::{catalogue, lower};
use crate::dynamic::Protocol;

/// The hosts that TLS options and certificates are chosen by: the values, in lower case, of the `Host` (TCP: `HostSNI`)
/// matchers of `text` that are not negated. Both rule languages are read at once, and no value is looked at
/// (pkg/muxer/http/mux.go:178, pkg/muxer/tcp/mux.go:187). A value with an unseen part holds `⟨NAME⟩`.
///
/// The error's text is what Traefik puts behind `invalid rule …, error: ` for an HTTP router with TLS
/// (pkg/server/router/tcp/manager.go:130), and a TCP router's whole error.
pub fn domains(text: &str, protocol: Protocol) -> Result<Vec<String>, RuleError> {
    let node = predicate::parse(text, catalogue::all_names(protocol))
        .map_err(|fault| fault.while_finding_domains(text, protocol))?;
    let name = if protocol == Protocol::Http { "Host" } else { "HostSNI" };
    let positive = node.leaves().into_iter().filter(|leaf| leaf.name == name && !leaf.negated);
    Ok(positive.flat_map(|leaf| leaf.arguments.iter().map(|host| lower(host.text.as_str()))).collect())
}
