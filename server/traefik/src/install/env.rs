//! Static configuration from environment variables (paerser/env/{env,filter}.go, v0.2.2).

use syntax::{Problem, Text};

use crate::install::removed::{self, Removed};
use crate::install::{Install, read};
use crate::options::node::Node;
use crate::options::schema::{Form, STATIC, Schema};
use crate::options::settings::{self, Setting};

/// The static configuration in `TRAEFIK_…` variables; `None` where no variable is one of Traefik's options. Traefik
/// only looks at them where there are neither flags nor a file.
pub fn from_env(variables: &[(Text, Option<Text>)]) -> Option<Install> {
    let removed = removed(variables);
    let (root, refused) = match options(variables) {
        None if removed.is_empty() => return None,
        options => options.unwrap_or_default(),
    };
    Some(read::from_options(root, removed, refused, Form::Label))
}

/// The options among them that were removed.
pub(crate) fn removed(variables: &[(Text, Option<Text>)]) -> Vec<Removed> {
    let keyed = dotted(variables, &|name| removed::VARIABLES.iter().any(|root| name.starts_with(root)));
    removed::find(settings(&keyed))
}

/// The options in those variables, as written, and what keeps paerser from seeing some.
pub(crate) fn options(variables: &[(Text, Option<Text>)]) -> Option<(Node, Vec<Problem>)> {
    let roots: Vec<String> = STATIC
        .fields(Schema::ROOT)
        .iter()
        .map(|field| format!("TRAEFIK_{}", field.name.to_ascii_uppercase()))
        .collect();
    let keyed = dotted(variables, &|name| roots.iter().any(|root| name.starts_with(root.as_str())));
    if keyed.is_empty() {
        return None;
    }
    Some(settings::read(settings(&keyed), &["traefik"]))
}

/// `TRAEFIK_API_INSECURE` as `traefik.api.insecure`, of those variables that `counts` picks.
fn dotted<'a>(
    variables: &'a [(Text, Option<Text>)],
    counts: &dyn Fn(&str) -> bool,
) -> Vec<(Text, Option<&'a Text>)> {
    let chosen = variables.iter().filter(|(name, _)| counts(name.as_str()));
    let key = |name: &Text| {
        let mut builder = Text::builder(name.range());
        builder.push(&name.as_str().to_lowercase().replace('_', "."), name.content_range());
        builder.finish()
    };
    chosen.map(|(name, value)| (key(name), value.as_ref())).collect()
}

fn settings<'a>(keyed: &'a [(Text, Option<&'a Text>)]) -> impl Iterator<Item = Setting<'a>> {
    keyed.iter().map(|(key, value)| {
        let range = value.map_or(key.range(), |value| key.range().cover(value.range()));
        Setting { key, value: *value, range }
    })
}
