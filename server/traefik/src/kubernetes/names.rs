//! Names as the providers make them (pkg/provider/kubernetes/crd/name_builder.go, 3.7.13).

use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use syntax::{Text, TextRange};

use crate::names::normalize;

/// The first ten bytes of SHA-256, in hexadecimal.
pub(super) fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(10).fold(String::new(), |mut hash, byte| {
        let _ = write!(hash, "{byte:02x}");
        hash
    })
}

/// One of the two schemes of the CRD provider.
#[derive(Clone, Copy)]
pub(super) struct Naming {
    /// `safeNaming`
    pub(super) safe: bool,
}

impl Naming {
    /// An object's name, as middlewares, transports and `TraefikService`s have it.
    pub(super) fn id(self, namespace: &Text, name: &Text, place: TextRange) -> Text {
        if self.safe { join(&[namespace, name], "_", place) } else { normal(&[namespace, name], place) }
    }

    /// Likewise for TLS options and stores, whose older names are not normalized.
    pub(super) fn raw_id(self, namespace: &Text, name: &Text, place: TextRange) -> Text {
        if self.safe { join(&[namespace, name], "_", place) } else { flat(&[namespace, name], place) }
    }

    /// The router of the route at `index` of an object.
    pub(super) fn http_router(
        self,
        namespace: &Text,
        object: &Text,
        index: usize,
        rule: &Text,
        place: TextRange,
    ) -> Text {
        if self.safe {
            return indexed(namespace, object, index, place);
        }
        normal(&[namespace, object, &hash_of(rule, index)], place)
    }

    /// Likewise of an `IngressRouteTCP`.
    pub(super) fn tcp_router(
        self,
        namespace: &Text,
        object: &Text,
        index: usize,
        rule: &Text,
        place: TextRange,
    ) -> Text {
        if self.safe {
            return indexed(namespace, object, index, place);
        }
        flat(&[namespace, object, &hash_of(rule, index)], place)
    }

    /// Likewise of an `IngressRouteUDP`.
    pub(super) fn udp_router(self, namespace: &Text, object: &Text, index: usize, place: TextRange) -> Text {
        if self.safe {
            return indexed(namespace, object, index, place);
        }
        flat(&[namespace, object, &bare(&index.to_string())], place)
    }
}

fn indexed(namespace: &Text, object: &Text, index: usize, place: TextRange) -> Text {
    join(&[namespace, object, &bare(&index.to_string())], "_", place)
}

/// The hash of a rule; of one that is not known, an unknown part of its own.
fn hash_of(rule: &Text, index: usize) -> Text {
    if rule.is_known() {
        return bare(&hash(rule.as_str()));
    }
    let nowhere = TextRange::default();
    let mut builder = Text::builder(nowhere);
    builder.push_unknown(&format!("hash of route {index}"), nowhere);
    builder.finish()
}

/// A text that stands nowhere.
pub(super) fn bare(text: &str) -> Text {
    Text::plain(text, TextRange::default())
}

/// `provider.Normalize` of the parts with `-` between them.
pub(super) fn normal(parts: &[&Text], place: TextRange) -> Text {
    if parts.iter().all(|part| part.is_known()) {
        let all: Vec<&str> = parts.iter().map(|part| part.as_str()).collect();
        return Text::plain(normalize(&all.join("-")), place);
    }
    let normal = |part: &&Text| {
        if part.is_known() { bare(&normalize(part.as_str())) } else { (*part).clone() }
    };
    let parts: Vec<Text> = parts.iter().map(normal).filter(|part| !part.as_str().is_empty()).collect();
    join(&parts.iter().collect::<Vec<_>>(), "-", place)
}

/// The parts with `-` between them; an empty namespace leaves none (`makeFlattenedKey`).
fn flat(parts: &[&Text], place: TextRange) -> Text {
    let skip = usize::from(parts.first().is_some_and(|namespace| namespace.as_str().is_empty()));
    join(parts.get(skip..).unwrap_or_default(), "-", place)
}

/// The parts with `separator` between them, all of it made from what stands at `place`.
pub(super) fn join(parts: &[&Text], separator: &str, place: TextRange) -> Text {
    let mut builder = Text::builder(place);
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            builder.push_for(separator, place);
        }
        builder.push_text(&part.placed(place));
    }
    builder.finish_at(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_real_provider() {
        assert_eq!(hash("Host(`c.d`)"), "6a316ed98d0411fabdf3");
    }

    #[test]
    fn names_of_what_is_not_known_stay_unknown() {
        let nowhere = TextRange::default();
        let mut builder = Text::builder(nowhere);
        builder.push_unknown(".Release.Namespace", nowhere);
        let name = Naming { safe: false }.id(&builder.finish(), &bare("my.app"), nowhere);
        assert_eq!(name.as_str(), "⟨.Release.Namespace⟩-my-app");
        assert!(!name.is_known());
    }
}
