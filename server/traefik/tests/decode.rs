//! What Traefik's own decoders made of the configurations in `tests/conformance/vectors/decode.jsonl`, said again by us:
//! every option with its value, or the words in which Traefik refuses it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};
use syntax::limits::PROBLEMS;
use syntax::{FileId, Problem, Text, TextRange};
use traefik::decoded::{self, Decoded, Language};
use traefik::facts;
use traefik::install::{Install, from_env, from_flags};
use traefik::runtime::{self, Inputs};

/// A question with its answer, by the names that `tests/conformance/cmd/decode` gives them.
struct Line(Value);

impl Line {
    fn form(&self) -> &str {
        self.0["form"].as_str().unwrap_or_default()
    }

    fn text(&self) -> &str {
        self.0["text"].as_str().unwrap_or_default()
    }

    fn words(&self) -> Vec<String> {
        let words = self.0["words"].as_array().into_iter().flatten();
        words.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    fn labels(&self) -> Vec<(String, String)> {
        let labels = self.0["labels"].as_object().into_iter().flatten();
        labels.map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned())).collect()
    }

    fn variables(&self) -> Vec<(String, String)> {
        let split = |word: &String| {
            let (name, value) = word.split_once('=').unwrap_or((word, ""));
            (name.to_owned(), value.to_owned())
        };
        self.words().iter().map(split).collect()
    }

    /// What we make of it.
    fn decode(&self) -> Decoded {
        match self.form() {
            "yaml" => decoded::file(self.text(), Language::Yaml),
            "toml" => decoded::file(self.text(), Language::Toml),
            "labels" => decoded::labels(&self.labels()),
            "static-yaml" => decoded::static_file(self.text(), Language::Yaml),
            "static-toml" => decoded::static_file(self.text(), Language::Toml),
            "flags" => decoded::static_flags(&self.words()),
            "environment" => decoded::static_environment(&self.variables()),
            form => panic!("no such form: {form}"),
        }
    }
}

/// Static configuration as the rest of the program knows it; of files only what it takes for one.
fn install(line: &Line) -> Option<Install> {
    let text = |value: &str| Text::plain(value, TextRange::default());
    match line.form() {
        "static-yaml" => facts::read("traefik.yml", line.text()).install,
        "static-toml" => facts::read("traefik.toml", line.text()).install,
        "flags" => Some(from_flags(&line.words().iter().map(|word| text(word)).collect::<Vec<_>>())),
        "environment" => {
            let variables = line.variables();
            let variables = variables.iter().map(|(name, value)| (text(name), Some(text(value))));
            Some(from_env(&variables.collect::<Vec<_>>()).unwrap_or_default())
        }
        _ => None,
    }
}

/// The entry points that Traefik listens on, with the addresses in front of their protocols.
fn entry_points(install: Install) -> BTreeMap<String, String> {
    let inputs = Inputs { install: Some((FileId(0), Arc::new(install))), ..Inputs::default() };
    let entry_points = runtime::build(&inputs).entry_points.into_iter();
    entry_points.map(|entry_point| (entry_point.name, entry_point.address)).collect()
}

/// What we say in the form of Traefik's answer, where that is another one.
fn difference(line: &Line) -> Option<Value> {
    let answer = &line.0["answer"];
    let error = answer["error"].as_str();
    match line.decode() {
        Decoded::Unknown => None,
        Decoded::Taken { configuration, invalid } => {
            let ours = Value::Object(configuration);
            let theirs = answer.get("configuration").cloned().unwrap_or_else(|| json!({}));
            if error.is_some() || ours != theirs {
                return Some(json!({ "configuration": ours }));
            }
            let invalid = invalid.first().map(|problem| problem.message.as_str());
            let theirs: Vec<&str> =
                answer["invalid"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let agrees = match invalid {
                Some(words) => theirs.contains(&words),
                None => theirs.is_empty(),
            };
            if !agrees {
                return Some(json!({ "invalid": invalid }));
            }
            let ours = entry_points(install(line)?);
            let theirs = answer["entryPoints"].as_object().into_iter().flatten().map(|(name, address)| {
                let address = address.as_str().unwrap_or_default();
                (name.clone(), address.split('/').next().unwrap_or(address).to_owned())
            });
            (ours != theirs.collect()).then(|| json!({ "entryPoints": ours }))
        }
        Decoded::Removed(options) => {
            let words = |message: &Value| {
                let message = message.as_str().unwrap_or_default();
                options.iter().any(|option| message.starts_with(&option.message))
            };
            let theirs = answer["removed"].as_array().map(Vec::as_slice).unwrap_or_default();
            let agree = theirs.len() == options.len() && theirs.iter().all(words);
            (!agree).then(|| json!({ "removed": messages(&options) }))
        }
        Decoded::Refused(problems) => {
            let ours = problems.first().map_or("", |problem| problem.message.as_str());
            // Loaders say where it came from.
            let said = error.map(|error| {
                let error =
                    error.split_once(" in file: ").map_or(error, |(words, _)| &error[..words.len() + 8]);
                [
                    "failed to decode configuration from flags: ",
                    "failed to decode configuration from environment variables: ",
                ]
                .iter()
                .find_map(|loader| error.strip_prefix(loader))
                .unwrap_or(error)
            });
            (said != Some(ours)).then(|| json!({ "error": messages(&problems) }))
        }
        Decoded::NoText(problems) => {
            let agree = match line.form() {
                "yaml" | "static-yaml" => error.is_some_and(|error| yaml_says(error, line.text(), &problems)),
                _ => error.and_then(toml_words) == problems.first().map(|problem| problem.message.as_str()),
            };
            (!agree).then(|| json!({ "error": messages(&problems) }))
        }
    }
}

/// What BurntSushi/toml says behind the line and the key it was at.
fn toml_words(error: &str) -> Option<&str> {
    let (_, rest) = error.strip_prefix("toml: line ")?.split_at_checked(0)?;
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let Some(mut key) = rest.strip_prefix(" (last key \"") else { return rest.strip_prefix(": ") };
    loop {
        let end = key.find(['"', '\\'])?;
        match key.as_bytes()[end] {
            b'"' => return key[end + 1..].strip_prefix("): "),
            _ => key = key.get(end + 2..)?,
        }
    }
}

fn messages(problems: &[Problem]) -> Vec<&str> {
    problems.iter().map(|problem| problem.message.as_str()).collect()
}

/// yaml.v3 stops at what is no YAML, with one text; of what it cannot decode it tells all, each with its line.
fn yaml_says(error: &str, text: &str, problems: &[Problem]) -> bool {
    if let Some(all) = error.strip_prefix("yaml: unmarshal errors:\n") {
        let line = |problem: &Problem| text[..problem.range.start().into()].matches('\n').count() + 1;
        let ours = problems.iter().map(|problem| format!("  line {}: {}", line(problem), problem.message));
        let ours = ours.collect::<Vec<_>>().join("\n");
        let mut ours: Vec<&str> = ours.split('\n').collect();
        let mut theirs: Vec<&str> = all.split('\n').collect();
        // What an alias leads to is decoded once more, and its faults are told once more.
        theirs.dedup();
        ours.dedup();
        return theirs == ours || problems.len() == PROBLEMS && theirs.starts_with(&ours);
    }
    let said = error.strip_prefix("yaml: ").unwrap_or(error);
    let said = match said.strip_prefix("line ").and_then(|rest| rest.split_once(": ")) {
        Some((number, words)) if number.bytes().all(|b| b.is_ascii_digit()) => words,
        _ => said,
    };
    let stops = |problem: &&Problem| FATAL.iter().any(|begin| problem.message.starts_with(begin));
    let first = problems.iter().find(stops).or(problems.first());
    first.is_some_and(|problem| problem.message == said)
}

/// How the words begin that yaml.v3 stops at while it decodes, whatever it has found before.
const FATAL: [&str; 6] = [
    "unknown anchor ",
    "cannot decode ",
    "invalid map key",
    "map merge requires",
    "anchor '",
    "document contains excessive aliasing",
];

#[test]
fn we_decode_what_traefik_decodes() {
    let Some(file) = fixture::vectors("decode") else { return };
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    let mut differences = Vec::new();
    for text in file.lines() {
        let line = Line(serde_json::from_str(text).unwrap());
        let answer = &line.0["answer"];
        assert!(answer.is_object(), "not recorded: {text}");
        // Where Traefik says now this and now that, or nothing at all, there is nothing to compare.
        let outcome = ["random", "panic", "error"].into_iter().find(|outcome| answer.get(outcome).is_some());
        *asked.entry(format!("{} {}", line.form(), outcome.unwrap_or("taken"))).or_default() += 1;
        if !matches!(outcome, Some("random" | "panic"))
            && let Some(ours) = difference(&line)
        {
            differences.push(format!("{text}\n  we say {ours}"));
        }
    }
    println!("{asked:#?}\ndifferent: {}", differences.len());
    assert!(!asked.is_empty());
    assert!(differences.is_empty(), "{}", differences[..differences.len().min(60)].join("\n"));
}
