//! `TLSOption` (kubernetes.go:1344). Stores and certificates choose no routes.

use super::Crd;
use crate::kubernetes::tables::Tables;
use syntax::rule::quote::quoted;

/// The name of options that hold for all routers without others.
const DEFAULT: &str = "default";

impl Crd<'_> {
    pub(super) fn tls_options(&self, tables: &mut Tables) {
        let mut defaults = Vec::new();
        for placed in self.all("TLSOption") {
            let origin = tables.origin(placed);
            let object = placed.object;
            let here = object.name.content_range();
            if object.name.as_str() != DEFAULT {
                let name = self.naming.raw_id(&object.namespace, &object.name, here);
                tables.put_tls_options(origin, name);
                continue;
            }
            let only = self.provider.default_tls_namespace.as_ref();
            match only.filter(|only| only.as_str() != object.namespace.as_str()) {
                Some(only) => {
                    let only = quoted(only.as_str());
                    let words = format!(
                        "Ignoring default TLS options: they can only be defined in the {only} namespace"
                    );
                    tables.skip(origin, here, words);
                }
                None => defaults.push((origin, object)),
            }
        }
        if let [(origin, object)] = defaults[..] {
            tables.put_tls_options(origin, object.name.clone());
            return;
        }
        let namespaces: Vec<&str> = defaults.iter().map(|(_, object)| object.namespace.as_str()).collect();
        let words = format!("Default TLS Options defined in multiple namespaces: [{}]", namespaces.join(" "));
        for (origin, object) in defaults {
            tables.skip(origin, object.name.content_range(), words.clone());
        }
    }
}
