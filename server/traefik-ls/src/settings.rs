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

/// What is not understood, and why.
enum Fault {
    Key(String),
    Value(String),
}

impl Fault {
    fn words(self) -> String {
        match self {
            Self::Key(words) | Self::Value(words) => words,
        }
    }
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
                    None => Err(Fault::Value(format!("`{key}` needs a string"))),
                };
                problems.extend(taken.err().map(|fault| format!("`{section}`: {}", fault.words())));
            }
        }
        (settings, problems)
    }

    fn set(&mut self, section: &str, key: &str, value: &str) -> Result<(), Fault> {
        let pair = || (key.to_owned(), value.to_owned());
        match section {
            "links" => put(&mut self.routing.links, pair()),
            "env" => put(&mut self.routing.env, pair()),
            _ => {
                self.rules.insert(
                    known_rule(key).map_err(Fault::Key)?.to_owned(),
                    level(value).map_err(Fault::Value)?,
                );
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
            None => Err(Fault::Value(format!("`{key}` needs a string"))),
        };
        if let Err(fault) = taken {
            let span = match fault {
                Fault::Key(_) => table.key(key).and_then(Key::span),
                Fault::Value(_) => item.span(),
            };
            read.problems.push(Problem::new(range(span), fault.words()));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<(String, String)> {
        let problems = read(text, &Settings::default()).problems.into_iter();
        let pairs = problems.map(|problem| {
            (
                text[usize::from(problem.range.start())..usize::from(problem.range.end())].to_owned(),
                problem.message,
            )
        });
        pairs.collect()
    }

    fn pair(covered: &str, message: &str) -> (String, String) {
        (covered.to_owned(), message.to_owned())
    }

    #[test]
    fn all_that_can_be_set() {
        let read = read(
            "[links]\n\"api@docker\" = \"cmd/api\"\n[env]\nA = \"1\"\n\
             [rules]\nTRK201 = \"off\"\nunknown-service = \"hint\"\n",
            &Settings::default(),
        );
        assert_eq!(read.problems, []);
        assert_eq!(read.settings.routing.links, [("api@docker".to_owned(), "cmd/api".to_owned())]);
        assert_eq!(read.settings.routing.env, [("A".to_owned(), "1".to_owned())]);
        let level =
            |code: &str| read.settings.level(lints::rules().find(|rule| rule.code == code).expect("a rule"));
        assert_eq!(level("TRK201"), Some(Level::Off));
        assert_eq!(level("TRK101"), None);
        assert_eq!(level("TRK203"), Some(Level::Severity(Severity::Hint)));
    }

    #[test]
    fn the_file_wins_over_the_editor_key_by_key() {
        let (client, words) = Settings::from_json(
            &serde_json::json!({ "env": { "A": "client", "B": "client" }, "server": {} }),
        );
        assert_eq!(words, Vec::<String>::new());
        let read = read("env.A = \"file\"\n", &client);
        let env: Vec<_> = read.settings.routing.env.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(env, [("B", "client"), ("A", "file")]);
    }

    #[test]
    fn what_is_not_understood_says_what_to_do() {
        assert_eq!(
            problems("link = {}\n[env]\nA = 1\n[rules]\nunknown-servcie = \"off\"\nTRK201 = \"loud\"\n"),
            [
                pair("link", "`link` is no setting: there are `links`, `env` and `rules`"),
                pair("1", "`A` needs a string"),
                pair("unknown-servcie", "`unknown-servcie` is no rule: write `unknown-service`"),
                pair(
                    "\"loud\"",
                    "`loud` is no level: there are `off`, `hint`, `info`, `warning` and `error`"
                ),
            ]
        );
        assert_eq!(problems("rules = \"off\"\n"), [pair("rules", "`rules` is a table: write `[rules]`")]);
        let broken = problems("[env\nA = \"1\"\n");
        assert!(broken[0].1.ends_with("this file is not TOML, none of it is used"), "{broken:?}");
    }

    #[test]
    fn an_editor_may_send_anything() {
        for (value, expected) in [
            (serde_json::json!(null), ""),
            (serde_json::json!([]), "the settings are not an object"),
            (serde_json::json!({ "env": [] }), "`env` is not an object"),
            (serde_json::json!({ "env": { "A": 1 } }), "`env`: `A` needs a string"),
            (
                serde_json::json!({ "rules": { "x": "off" } }),
                "`rules`: `x` is no rule: rules go by code or name",
            ),
        ] {
            let words = Settings::from_json(&value).1.join("\n");
            assert!(
                words.starts_with(expected) && words.is_empty() == expected.is_empty(),
                "{value}: {words}"
            );
        }
    }
}
