//! Static configuration from environment variables (paerser/env/{env,filter}.go, v0.2.2).

use syntax::{Problem, Text};

use crate::install::{Install, read};
use crate::options::node::Node;
use crate::options::schema::{Form, STATIC, Schema};
use crate::options::settings::{self, Setting};

/// The static configuration in `TRAEFIK_…` variables; `None` where no variable is one of Traefik's options. Traefik
/// only looks at them where there are neither flags nor a file.
pub fn from_env(variables: &[(Text, Option<Text>)]) -> Option<Install> {
    let (root, refused) = options(variables)?;
    Some(read::from_options(root, refused, Form::Label))
}

/// The options in those variables, as written, and what keeps paerser from seeing some.
pub(crate) fn options(variables: &[(Text, Option<Text>)]) -> Option<(Node, Vec<Problem>)> {
    let roots: Vec<String> = STATIC
        .fields(Schema::ROOT)
        .iter()
        .map(|field| format!("TRAEFIK_{}", field.name.to_ascii_uppercase()))
        .collect();
    let is_option = |name: &str| roots.iter().any(|root| name.starts_with(root.as_str()));
    let keyed: Vec<(Text, Option<&Text>)> = variables
        .iter()
        .filter(|(name, _)| is_option(name.as_str()))
        .map(|(name, value)| (dotted(name), value.as_ref()))
        .collect();
    if keyed.is_empty() {
        return None;
    }
    let settings = keyed.iter().map(|(key, value)| {
        let range = value.map_or(key.range(), |value| key.range().cover(value.range()));
        Setting { key, value: *value, range }
    });
    Some(settings::read(settings, &["traefik"]))
}

/// `TRAEFIK_API_INSECURE` as `traefik.api.insecure`, byte for byte.
fn dotted(name: &Text) -> Text {
    let key = name.as_str().to_ascii_lowercase().replace('_', ".");
    let mut builder = Text::builder(name.range());
    builder.push(&key, name.content_range());
    builder.finish()
}
