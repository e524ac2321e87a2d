//! Hosts of version 3.2 and later (domain.go): `api.example.com`, `:tenant.example.com`.

/// Labels of a name.
const LABELS: usize = 16;

/// Bytes of a name, and of a label (RFC 1035).
const NAME: usize = 253;
const LABEL: usize = 63;

/// A host pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Domain(Vec<String>);

impl Domain {
    /// Reads `pattern`, or says what Fiber panics with (`parseDomainPattern`).
    pub(super) fn parse(pattern: &str) -> Result<Self, String> {
        let pattern = pattern.trim_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}']).trim_end_matches('.');
        if pattern.is_empty() {
            return Err("Domain pattern cannot be empty".to_owned());
        }
        let length = pattern.len();
        if length > NAME {
            return Err(format!(
                "Domain pattern '{pattern}' exceeds RFC 1035 maximum of {NAME} characters ({length} chars)"
            ));
        }
        let labels: Vec<&str> = pattern.split('.').collect();
        let count = labels.len();
        if count > LABELS {
            return Err(format!(
                "Domain pattern '{pattern}' has {count} parts, which exceeds the maximum of {LABELS}"
            ));
        }
        let about = format!("Domain pattern '{pattern}'");
        let mut parsed = Vec::new();
        for (at, label) in labels.into_iter().enumerate() {
            if label.is_empty() {
                return Err(format!("{about} contains empty label at position {at}"));
            }
            let Some(name) = label.strip_prefix(':') else {
                parsed.push(constant(label, &about)?);
                continue;
            };
            if name.is_empty() {
                return Err(format!("{about} contains empty parameter name at position {at}"));
            }
            if let Some(c) = name.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-')) {
                return Err(format!("{about} contains invalid parameter name '{name}' with character '{c}'"));
            }
            parsed.push(String::new());
        }
        Ok(Self(parsed))
    }

    /// Whether a request with this `Host` is for it (`domainMatcher.match`).
    pub(super) fn takes(&self, host: &str) -> bool {
        let name = without_port(host).trim_end_matches('.').to_ascii_lowercase();
        if name.is_empty() || name.len() > NAME {
            return false;
        }
        let labels: Vec<&str> = name.split('.').collect();
        let is_label = |label: &&str| {
            !label.is_empty()
                && label.len() <= LABEL
                && label.bytes().all(|byte| byte == b'-' || byte.is_ascii_alphanumeric())
        };
        labels.len() == self.0.len()
            && labels.iter().all(is_label)
            && labels.iter().zip(&self.0).all(|(label, part)| part.is_empty() || part == label)
    }
}

/// A label that is no parameter.
fn constant(label: &str, about: &str) -> Result<String, String> {
    if label.len() > LABEL {
        let length = label.len();
        return Err(format!(
            "{about} has label '{label}' exceeding RFC 1035 limit of {LABEL} characters ({length} chars)"
        ));
    }
    let lower = label.to_ascii_lowercase();
    match lower.chars().find(|c| !c.is_ascii_alphanumeric() && *c != '-') {
        Some(c) => Err(format!("{about} contains invalid character '{c}' in label '{label}'")),
        None => Ok(lower),
    }
}

/// `Hostname()` of what fasthttp made of the header.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, _)) if !name.contains(':') => name,
        _ => host,
    }
}
