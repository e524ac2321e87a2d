//! A configuration as Traefik's decoder leaves it: every option with the value that Traefik's struct holds.
//!
//! The rest of this crate asks for single options. Here all of them are told, so that what we decode can be held against
//! what Traefik does.

use serde_json::{Map, Value};
use syntax::value::{Kind, Parse};
use syntax::{Problem, Text, TextRange};

use crate::install::removed::Removed;
use crate::install::{self, env, flags};
use crate::options::decode::check;
use crate::options::difference::difference;
use crate::options::fill::{fill, fresh};
use crate::options::node::Node;
use crate::options::schema::{DYNAMIC, Form, STATIC, Schema};
use crate::options::settings::{self, Setting};
use crate::options::values;
use crate::{docker, dynamic};

/// What a decoder makes of a configuration.
#[derive(Clone, Debug, PartialEq)]
pub enum Decoded {
    /// Traefik takes it. What the configuration holds beyond what Traefik begins with, by the documented names of
    /// options: durations are texts as Go prints them, and so are numbers with a fraction. A struct is told by what sets
    /// it apart from a new one.
    Taken {
        /// The options.
        configuration: Map<String, Value>,
        /// Why Traefik does not start with it, in the order in which it looks.
        invalid: Vec<Problem>,
    },
    /// The text is no YAML or TOML: all that its reader says, in order.
    NoText(Vec<Problem>),
    /// Traefik refuses it, with the first of these words.
    Refused(Vec<Problem>),
    /// It holds options that were removed; Traefik's words for each begin with these.
    Removed(Vec<Problem>),
    /// What a template makes of the text is not known.
    Unknown,
}

/// The two languages of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// yaml.v3's.
    Yaml,
    /// BurntSushi/toml's.
    Toml,
}

impl Language {
    fn parse(self, text: &str) -> Parse {
        match self {
            Self::Yaml => syntax::yaml::parse(text),
            Self::Toml => syntax::toml::parse(text),
        }
    }
}

/// A file of the file provider (pkg/provider/file/file.go:125).
pub fn file(text: &str, language: Language) -> Decoded {
    if text.contains("{{") {
        return Decoded::Unknown;
    }
    let parse = language.parse(text);
    if !parse.problems.is_empty() {
        return Decoded::NoText(parse.problems);
    }
    let (root, problems) =
        parse.documents.first().map(|root| values::read(root, &dynamic::read::ROOTS)).unwrap_or_default();
    decoded(&DYNAMIC, root, problems, Form::File)
}

/// A container's labels, as the Docker provider reads them (pkg/provider/docker/shared_labels.go,
/// pkg/config/label/label.go).
pub fn labels(labels: &[(String, String)]) -> Decoded {
    let labels: Vec<(Text, Text)> =
        labels.iter().map(|(key, value)| (nowhere(key), nowhere(value))).collect();
    let settings = || {
        let setting = |(key, value)| Setting { key, value: Some(value), range: TextRange::default() };
        labels.iter().map(|(key, value)| (key, value)).map(setting)
    };
    let refused = docker::refused(settings());
    if !refused.is_empty() {
        return Decoded::Refused(refused);
    }
    let (root, problems) = settings::read(settings(), &docker::PREFIXES);
    decoded(&DYNAMIC, root, problems, Form::Label)
}

/// A static configuration file.
pub fn static_file(text: &str, language: Language) -> Decoded {
    let parse = language.parse(text);
    if !parse.problems.is_empty() {
        return Decoded::NoText(parse.problems);
    }
    let nothing = syntax::value::Node { range: TextRange::default(), kind: Kind::Null };
    let (root, removed, problems) = install::read::file_options(parse.documents.first().unwrap_or(&nothing));
    started(root, removed, problems, Form::File)
}

/// The words of Traefik's command, without its name.
pub fn static_flags(words: &[String]) -> Decoded {
    let words: Vec<Text> = words.iter().map(|word| nowhere(word)).collect();
    let (root, problems) = flags::options(&words);
    started(root, flags::removed(&words), problems, Form::Label)
}

/// Environment variables; none of Traefik's is an empty configuration.
pub fn static_environment(variables: &[(String, String)]) -> Decoded {
    let variables: Vec<(Text, Option<Text>)> =
        variables.iter().map(|(name, value)| (nowhere(name), Some(nowhere(value)))).collect();
    let (root, problems) = env::options(&variables).unwrap_or_default();
    started(root, env::removed(&variables), problems, Form::Label)
}

/// A text that stands in no file.
fn nowhere(text: &str) -> Text {
    Text::plain(text, TextRange::default())
}

fn decoded(schema: &Schema, mut root: Node, mut problems: Vec<Problem>, form: Form) -> Decoded {
    problems.extend(check(schema, &mut root, form));
    if !problems.is_empty() {
        return Decoded::Refused(problems);
    }
    let (filled, base) = (fill(schema, &root, form), fresh(schema, Schema::ROOT));
    Decoded::Taken { configuration: difference(schema, Schema::ROOT, &filled, &base), invalid: Vec::new() }
}

fn started(root: Node, removed: Vec<Removed>, problems: Vec<Problem>, form: Form) -> Decoded {
    if !removed.is_empty() {
        return Decoded::Removed(removed.into_iter().map(|option| option.problem).collect());
    }
    // Validation sees the options, not their defaults.
    let mut options = root.clone();
    check(&STATIC, &mut options, form);
    match decoded(&STATIC, root, problems, form) {
        Decoded::Taken { configuration, .. } => {
            Decoded::Taken { configuration, invalid: install::validate::invalid(&options) }
        }
        refused => refused,
    }
}
