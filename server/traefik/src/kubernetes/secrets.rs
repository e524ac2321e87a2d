//! What Secrets hold, and the words for what they lack (pkg/provider/kubernetes/crd/kubernetes.go:920-1330).

use syntax::Text;

use crate::kubernetes::cluster::{Cluster, Found};
use crate::kubernetes::manifest::Object;

/// The data of a Secret: keys with their values, where these can be read.
pub(super) struct Secret<'a> {
    pub(super) object: &'a Object,
    pub(super) data: Vec<(Text, Option<String>)>,
}

/// The Secret, `Ok(None)` where it may be somewhere unseen, `Err` where there is none.
pub(super) fn find<'a>(
    cluster: &Cluster<'a>,
    namespace: &Text,
    name: &Text,
) -> Result<Option<Secret<'a>>, Missing> {
    match cluster.find("Secret", namespace, name) {
        Found::Object(object) if !of_helm(object) => Ok(Some(Secret { object, data: data(object) })),
        Found::Object(_) | Found::Missing => Err(Missing),
        Found::Unseen => Ok(None),
    }
}

/// There is no such Secret.
pub(super) struct Missing;

/// Those that Helm keeps its releases in are not asked for.
fn of_helm(object: &Object) -> bool {
    object.labels.iter().any(|(key, value)| key.as_str() == "owner" && value.as_str() == "helm")
}

/// `data` is base64, and `stringData` comes over it.
fn data(object: &Object) -> Vec<(Text, Option<String>)> {
    let encoded = object.root.pairs_at("data").into_iter();
    let mut all: Vec<(Text, Option<String>)> = encoded
        .map(|(key, value)| {
            let value = decode(&value);
            (key, value)
        })
        .collect();
    for (key, value) in object.root.pairs_at("stringData") {
        all.retain(|(other, _)| other.as_str() != key.as_str());
        let known = value.is_known().then(|| value.as_str().to_owned());
        all.push((key, known));
    }
    all
}

impl Secret<'_> {
    fn has(&self, key: &str) -> bool {
        self.data.iter().any(|(name, _)| name.as_str() == key)
    }

    fn is_empty(&self, key: &str) -> bool {
        self.data.iter().any(|(name, value)| name.as_str() == key && value.as_deref() == Some(""))
    }

    /// Whether keys may be unseen: a template makes them.
    fn is_known(&self) -> bool {
        self.object.name.is_known() && self.data.iter().all(|(key, _)| key.is_known())
    }
}

/// `loadCASecret`: why it gives no certificate authority.
pub(super) fn authority(cluster: &Cluster<'_>, namespace: &Text, name: &Text) -> Result<(), String> {
    let path = format!("{namespace}/{name}");
    let Ok(secret) = find(cluster, namespace, name) else { return Err(format!("secret '{path}' not found")) };
    let Some(secret) = secret else { return Ok(()) };
    if secret.has("tls.ca") || secret.has("ca.crt") || secret.data.len() == 1 || !secret.is_known() {
        return Ok(());
    }
    Err(format!("secret '{path}' has no CA block: secret {path} contains neither tls.ca nor ca.crt"))
}

/// `loadAuthTLSSecret`: why it gives no certificate.
pub(super) fn certificate(cluster: &Cluster<'_>, namespace: &Text, name: &Text) -> Result<(), String> {
    let path = format!("{namespace}/{name}");
    let Ok(secret) = find(cluster, namespace, name) else {
        return Err(format!("secret '{path}' does not exist"));
    };
    let Some(secret) = secret.filter(Secret::is_known) else { return Ok(()) };
    let lacking = |test: &dyn Fn(&str) -> bool| {
        let keys = ["tls.crt", "tls.key"].into_iter().filter(|key| test(key));
        keys.collect::<Vec<_>>().join(", ")
    };
    let missing = lacking(&|key| !secret.has(key));
    if !missing.is_empty() {
        return Err(format!("secret {path} is missing the following TLS data entries: {missing}"));
    }
    let empty = lacking(&|key| secret.is_empty(key));
    if !empty.is_empty() {
        return Err(format!("secret {path} contains the following empty TLS data entries: {empty}"));
    }
    Ok(())
}

/// `loadRedisCredentials`
pub(super) fn credentials(cluster: &Cluster<'_>, namespace: &Text, name: &Text) -> Result<(), String> {
    let path = format!("{namespace}/{name}");
    let Ok(secret) = find(cluster, namespace, name) else { return Err(format!("secret '{path}' not found")) };
    let Some(secret) = secret.filter(Secret::is_known) else { return Ok(()) };
    both(&secret, &path)
}

fn both(secret: &Secret<'_>, path: &str) -> Result<(), String> {
    if secret.has("username") && secret.has("password") {
        return Ok(());
    }
    Err(format!("secret '{path}' must contain both username and password keys"))
}

/// The users of a basic or digest authentication, a line each; `None` where they are not seen.
pub(super) fn users(
    cluster: &Cluster<'_>,
    namespace: &Text,
    name: &Text,
    basic: bool,
) -> Result<Option<Vec<String>>, String> {
    let path = format!("{namespace}/{name}");
    let Ok(secret) = find(cluster, namespace, name) else { return Err(format!("secret '{path}' not found")) };
    let Some(secret) = secret.filter(Secret::is_known) else { return Ok(None) };
    let what = if basic { "basic" } else { "digest" };
    let fail = |why: String| Err(format!("failed to load {what} auth credentials: {why}"));
    let kind = secret.object.root.text_at("type");
    if basic && kind.is_some_and(|kind| kind.as_str() == "kubernetes.io/basic-auth") {
        // The password's hash is of no interest.
        return both(&secret, &path).map(|()| None).or_else(fail);
    }
    let [(_, value)] = secret.data.as_slice() else {
        let count = secret.data.len();
        return fail(format!("found {count} elements for secret '{path}', must be single element exactly"));
    };
    let Some(value) = value else { return Ok(None) };
    let users: Vec<String> = value.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
    if users.is_empty() {
        return fail(format!("secret '{path}' does not contain any credentials"));
    }
    Ok(Some(users))
}

/// `getSecretValue`: why a plugin's `urn:k8s:secret:name:key` leads nowhere.
pub(super) fn value(cluster: &Cluster<'_>, namespace: &Text, urn: &Text) -> Result<(), String> {
    let quoted = syntax::rule::quote::quoted;
    let parts = urn.split(':');
    let [_, _, _, name, key] = parts.as_slice() else {
        return Err(format!("malformed secret URN {}", quoted(urn.as_str())));
    };
    let path = format!("{namespace}/{name}");
    let Ok(secret) = find(cluster, namespace, name) else {
        return Err(format!("secret {path} is not found"));
    };
    match secret {
        Some(secret) if secret.is_known() && !secret.has(key.as_str()) => {
            Err(format!("key {} not found in secret {path}", quoted(key.as_str())))
        }
        _ => Ok(()),
    }
}

/// The text that a base64 value holds.
fn decode(value: &Text) -> Option<String> {
    if !value.is_known() {
        return None;
    }
    let mut bytes = Vec::new();
    let (mut buffer, mut bits) = (0_u32, 0);
    for byte in value.as_str().bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        buffer = buffer << 6 | u32::from(digit);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(buffer >> bits & 0xff).ok()?);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use syntax::TextRange;

    use super::*;

    #[test]
    fn base64() {
        let decoded = |text: &str| decode(&Text::plain(text, TextRange::default()));
        assert_eq!(decoded("YTpiCg=="), Some("a:b\n".to_owned()));
        assert_eq!(decoded("YT\n piYw"), Some("a:bc".to_owned()));
        assert_eq!(decoded("§"), None);
    }
}
