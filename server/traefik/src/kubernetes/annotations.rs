//! Annotations behind `traefik.ingress.kubernetes.io/`, which are decoded like labels
//! (pkg/provider/kubernetes/ingress/annotations.go, 3.7.13).

use std::sync::LazyLock;

use regex::Regex;
use syntax::{Problem, Text};

use crate::kubernetes::manifest::Object;
use crate::options::decode::decode;
use crate::options::node::Node;
use crate::options::schema::{Form, Schema};
use crate::options::settings::{self, Setting};

/// What the annotations of Ingresses (`router`) and of Services (`service`) can say.
static ANNOTATIONS: LazyLock<Schema> =
    LazyLock::new(|| Schema::parse(include_str!("../options/annotations.txt")));

const PREFIX: &str = "traefik.ingress.kubernetes.io/";

/// An index between dots: `tls.domains.0.main`. Of several the last one is.
static INDEX: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^(.+)\.(\w+)\.(\d+)\.(.+)$").ok());

/// The options that the annotations of `object` give to its `section`, or what the decoder refuses.
pub(super) fn read(object: &Object, section: &'static str) -> Result<Option<Node>, Problem> {
    let keyed: Vec<(Text, &Text)> =
        object.annotations.iter().filter_map(|(key, value)| Some((label(key)?, value))).collect();
    let settings = keyed.iter().map(|(key, value)| Setting {
        key,
        value: Some(value),
        range: key.range().cover(value.range()),
    });
    let prefix = format!("traefik.{section}.");
    let (mut root, mut problems) = settings::read(settings, &[&prefix]);
    problems.extend(decode(&ANNOTATIONS, &mut root, Form::Label));
    match problems.into_iter().next() {
        Some(problem) => Err(problem),
        None => Ok(root.get(section).cloned()),
    }
}

/// The label that stands for an annotation (`convertAnnotations`).
fn label(key: &Text) -> Option<Text> {
    if !key.as_str().starts_with(PREFIX) {
        return None;
    }
    let label = key.as_str().replace("ingress.kubernetes.io/", "");
    let label = match INDEX.as_ref().and_then(|index| index.captures(&label)) {
        Some(parts) => format!("{}.{}[{}].{}", &parts[1], &parts[2], &parts[3], &parts[4]),
        None => label,
    };
    // Its option keeps its place: what it has lost stands before it.
    let cut = PREFIX.len();
    let rest = label.strip_prefix("traefik.").unwrap_or(&label);
    let mut builder = Text::builder(key.range());
    builder.push_for("traefik.", key.slice(0..cut).content_range());
    if key.as_str().get(cut..) == Some(rest) {
        builder.push_text(&key.slice(cut..key.as_str().len()));
    } else {
        builder.push_for(rest, key.slice(cut..key.as_str().len()).content_range());
    }
    Some(builder.finish_at(key.range()))
}
