//! `ServersTransport` and `ServersTransportTCP`: their names, for nothing in them chooses a route (kubernetes.go:440).

use syntax::Problem;

use super::Crd;
use crate::kubernetes::tables::Tables;
use crate::options::node::Node;

impl Crd<'_> {
    pub(super) fn transports(&self, tables: &mut Tables) {
        for kind in ["ServersTransport", "ServersTransportTCP"] {
            for placed in self.all(kind) {
                let origin = tables.origin(placed);
                let object = placed.object;
                let spec = object.spec();
                let authorities = spec.and_then(|spec| match kind {
                    "ServersTransport" => spec.field("rootCAs"),
                    _ => spec.field("tls")?.field("rootCAs"),
                });
                // Traefik follows the pointer of the one where the other is not there (kubernetes.go:482).
                let is_empty =
                    |item: &&Node| item.field("secret").is_none() && item.field("configMap").is_none();
                if let Some(empty) = authorities.and_then(|list| list.children.iter().find(is_empty)) {
                    let words = "the provider stops: neither `secret` nor `configMap` is set";
                    tables.stopped = Some((origin.file, Problem::new(empty.range, words)));
                }
                let here = object.name.content_range();
                tables.put_transport(origin, self.naming.id(&object.namespace, &object.name, here));
            }
        }
    }
}
