//! The rule of a path (`loadRouter`, kubernetes.go:745).

use syntax::rule::quote::quoted;
use syntax::{Text, TextRange};

use super::{Ingress, Ingresses, Skip};
use crate::kubernetes::manifest::Object;
use crate::kubernetes::names;
use crate::kubernetes::text::{call, joined};
use crate::options::node::Node;

impl Ingresses<'_> {
    /// The rule that host and path make together.
    pub(super) fn rule(
        &self,
        ingress: &Ingress<'_>,
        host: Option<&Text>,
        node: &Node,
        path: Option<&Text>,
    ) -> Result<Text, Skip> {
        let syntax = ingress.text("ruleSyntax").or_else(|| self.provider.default_rule_syntax.clone());
        let is_v2 = syntax.is_some_and(|syntax| syntax.as_str() == "v2");
        let mut parts = Vec::new();
        if let Some(host) = host {
            parts.push(host_matcher(host, is_v2));
        }
        if let Some(path) = path {
            let kind = node.text_at("pathType");
            let matcher = match kind.as_ref().map_or("ImplementationSpecific", Text::as_str) {
                "ImplementationSpecific" => path_matcher(ingress, path)?,
                "Exact" => "Path".to_owned(),
                _ => "PathPrefix".to_owned(),
            };
            parts.push(if self.provider.strict_prefix_matching && matcher == "PathPrefix" {
                strict(path)
            } else {
                call(&matcher, &[path])
            });
        }
        Ok(joined(&parts, " && ", node.range))
    }
}

/// `router.pathmatcher`
fn path_matcher(ingress: &Ingress<'_>, path: &Text) -> Result<String, Skip> {
    let Some(matcher) = ingress.text("pathMatcher").filter(Text::is_known) else {
        return Ok("PathPrefix".to_owned());
    };
    if matches!(matcher.as_str(), "Path" | "PathPrefix" | "PathRegexp") {
        return Ok(matcher.as_str().to_owned());
    }
    let words = format!(
        "Skipping path.: invalid router path matcher {}: must be one of Path, PathPrefix, PathRegexp",
        quoted(matcher.as_str())
    );
    Err((path.content_range(), words))
}

fn host_matcher(host: &Text, is_v2: bool) -> Text {
    match host.as_str().strip_prefix("*.") {
        Some(rest) if is_v2 => {
            let pattern = format!("{{subdomain:[a-zA-Z0-9-]+}}.{rest}");
            call("HostRegexp", &[&Text::plain(pattern, host.content_range())])
        }
        _ => call("Host", &[host]),
    }
}

/// A prefix that ends with a part of the path (`buildStrictPrefixMatchingRule`).
pub(in crate::kubernetes) fn strict(path: &Text) -> Text {
    if path.as_str() == "/" {
        return call("PathPrefix", &[path]);
    }
    let end = path.as_str().strip_suffix('/').unwrap_or(path.as_str()).len();
    let path = path.slice(0..end);
    let mut below = Text::builder(path.range());
    below.push_text(&path);
    below.push_for("/", TextRange::empty(path.content_range().end()));
    let parts = [call("Path", &[&path]), call("PathPrefix", &[&below.finish()])];
    let place = path.range();
    let mut builder = Text::builder(place);
    builder.push_for("(", TextRange::empty(place.start()));
    builder.push_text(&joined(&parts, " || ", place));
    builder.push_for(")", TextRange::empty(place.end()));
    builder.finish_at(place)
}

/// `ns-ingress-hostpath`, without what is neither letter nor digit.
pub(super) fn router_name(
    object: &Object,
    host: Option<&Text>,
    path: Option<&Text>,
    here: TextRange,
) -> Text {
    let empty = Text::default();
    let rest = joined(&[host.unwrap_or(&empty).clone(), path.unwrap_or(&empty).clone()], "", here);
    names::normal(&[&object.namespace, &object.name, &rest], here)
}
