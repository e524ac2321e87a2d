//! Settings: `traefik-ls.toml` at the root, and what an editor's settings add to it.

use std::collections::BTreeMap;

use lints::{Rule, Severity};
use syntax::{Problem, TextRange, TextSize};
use toml_edit::{Document, Key, TableLike};

/// The name of the settings file at a workspace's root.
pub const SETTINGS_FILE: &str = "traefik-ls.toml";

/// Everything that can be set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// What changes where a request goes.
    pub routing: routing::model::Settings,
    /// By code or name of a rule.
    pub rules: BTreeMap<String, Level>,
}

/// How loud a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Not at all.
    Off,
    /// This loud at worst.
    Severity(Severity),
}

/// What was read, and what was not understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// What holds.
    pub settings: Settings,
    /// What was not understood, and what to do about it. It is left out, the rest holds.
    pub problems: Vec<Problem>,
}

impl Settings {
    /// What is set for `rule`; its code wins over its name.
    pub fn level(&self, rule: &Rule) -> Option<Level> {
        self.rules.get(rule.code).or_else(|| self.rules.get(rule.name)).copied()
    }

    /// From an editor's settings, which have the shape of the file: `{"links": {…}, "env": {…}, "rules": {…}}`.
    /// The words say what was not understood.
    pub fn from_json(value: &serde_json::Value) -> (Self, Vec<String>) {
        let mut settings = Self::default();
        let mut problems = Vec::new();
        let Some(sections) = value.as_object() else {
            if !value.is_null() {
                problems.push("the settings are not an object".to_owned());
            }
            return (settings, problems);
        };
        for section in SECTIONS {
            let Some(entries) = sections.get(section).filter(|entries| !entries.is_null()) else { continue };
            let Some(entries) = entries.as_object() else {
                problems.push(format!("`{section}` is not an object"));
                continue;
            };
            for (key, value) in entries {
                let taken = match value.as_str() {
                    Some(value) => settings.set(section, key, value),
                    None => Err(format!("`{key}` needs a string")),
                };
                problems.extend(taken.err().map(|problem| format!("`{section}`: {problem}")));
            }
        }
        (settings, problems)
    }

    fn set(&mut self, section: &str, key: &str, value: &str) -> Result<(), String> {
        let pair = || (key.to_owned(), value.to_owned());
        match section {
            "links" => put(&mut self.routing.links, pair()),
            "env" => put(&mut self.routing.env, pair()),
            _ => {
                self.rules.insert(known_rule(key)?.to_owned(), level(value)?);
            }
        }
        Ok(())
    }
}

const SECTIONS: [&str; 3] = ["links", "env", "rules"];

/// Reads the settings file's `text` (empty where there is none). What it says wins over `client`, key by key.
pub fn read(text: &str, client: &Settings) -> Read {
    let mut read = Read { settings: client.clone(), problems: Vec::new() };
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => {
            let message = format!("{}: this file is not TOML, none of it is used", error.message());
            read.problems.push(Problem::new(range(error.span()), message));
            return read;
        }
    };
    for (section, item) in document.iter() {
        let place = range(document.key(section).and_then(Key::span).or(item.span()));
        if !SECTIONS.contains(&section) {
            let message = format!("`{section}` is no setting: there are `links`, `env` and `rules`");
            read.problems.push(Problem::new(place, message));
            continue;
        }
        match item.as_table_like() {
            Some(table) => read_section(&mut read, section, table),
            None => read
                .problems
                .push(Problem::new(place, format!("`{section}` is a table: write `[{section}]`"))),
        }
    }
    read
}

fn read_section(read: &mut Read, section: &str, table: &dyn TableLike) {
    for (key, item) in table.iter() {
        let taken = match item.as_str() {
            Some(value) => read.settings.set(section, key, value),
            None => Err(format!("`{key}` needs a string")),
        };
        if let Err(message) = taken {
            read.problems.push(Problem::new(range(item.span()), message));
        }
    }
}

/// `key`, if it is the code or the name of a rule.
fn known_rule(key: &str) -> Result<&str, String> {
    let names = || lints::rules().flat_map(|rule| [rule.code, rule.name]);
    if names().any(|name| name == key) {
        return Ok(key);
    }
    Err(match lints::nearest(key, names()) {
        Some(near) => format!("`{key}` is no rule: write `{near}`"),
        None => format!("`{key}` is no rule: rules go by code or name, as `TRK203` or `unknown-service`"),
    })
}

fn level(value: &str) -> Result<Level, String> {
    Ok(match value {
        "off" => Level::Off,
        "hint" => Level::Severity(Severity::Hint),
        "info" => Level::Severity(Severity::Info),
        "warning" => Level::Severity(Severity::Warning),
        "error" => Level::Severity(Severity::Error),
        _ => {
            return Err(format!(
                "`{value}` is no level: there are `off`, `hint`, `info`, `warning` and `error`"
            ));
        }
    })
}

fn put(pairs: &mut Vec<(String, String)>, pair: (String, String)) {
    pairs.retain(|(key, _)| *key != pair.0);
    pairs.push(pair);
}

fn range(span: Option<std::ops::Range<usize>>) -> TextRange {
    let span = span.unwrap_or_default();
    let size = |at: usize| TextSize::try_from(at).unwrap_or_default();
    TextRange::new(size(span.start), size(span.end).max(size(span.start)))
}
