//! Static configuration from flags (paerser/flag/flagparser.go, v0.2.2).

use rustc_hash::FxHashMap;
use syntax::{Problem, Text, TextRange};

use crate::install::{Install, read};
use crate::options::schema::{Form, Leaf, STATIC, Schema, Shape};
use crate::options::settings::{self, Setting};

/// The static configuration in the words of a command: `--entrypoints.web.address=:80`, `--api`, `-a.b=c`.
///
/// A program's name before the flags is passed over; without flags the result is empty. What keeps Traefik from
/// reading the flags at all is in [`Install::refused`], with what stands before it read.
pub fn from_flags(words: &[Text]) -> Install {
    let mut words = words;
    if let Some((first, rest)) = words.split_first()
        && !first.as_str().starts_with('-')
    {
        if first.as_str().rsplit('/').next() != Some("traefik") {
            return Install::default();
        }
        words = rest;
    }
    let mut flags = Flags::default();
    let mut refused: Vec<Problem> = flags.parse(words).err().into_iter().collect();
    let config_file = flags.take_config_file();
    let settings =
        flags.all.iter().map(|flag| Setting { key: &flag.key, value: Some(&flag.value), range: flag.range });
    let (root, problems) = settings::read(settings, &["traefik"]);
    refused.extend(problems);
    Install { config_file, ..read::from_options(root, refused, Form::Label) }
}

#[derive(Default)]
struct Flags {
    all: Vec<Flag>,
    /// By lower-case key: where it stands in `all`. The first spelling stays.
    known: FxHashMap<String, usize>,
}

struct Flag {
    key: Text,
    value: Text,
    range: TextRange,
}

impl Flags {
    fn parse(&mut self, words: &[Text]) -> Result<(), Problem> {
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let text = word.as_str();
            let minuses = text.bytes().take(2).take_while(|b| *b == b'-').count();
            if minuses == 0 || text.len() < 2 || text == "--" {
                // The first word that is no flag ends them.
                return Ok(());
            }
            if matches!(text.as_bytes().get(minuses), None | Some(b'-' | b'=')) {
                return Err(Problem::new(word.content_range(), format!("bad flag syntax: {text}")));
            }
            let (name, value) = match text.find('=') {
                Some(at) => (word.slice(minuses..at), Some(word.slice(at + 1..text.len()))),
                None => (word.slice(minuses..text.len()), None),
            };
            let kind = kind(name.as_str());
            let value = match value {
                Some(value) => value,
                None if kind == Kind::Switch => switched_on(word),
                None => words.next().cloned().ok_or_else(|| {
                    Problem::new(word.content_range(), format!("flag needs an argument: -{name}"))
                })?,
            };
            self.set(&name, value, word.range(), kind);
        }
        Ok(())
    }

    fn set(&mut self, name: &Text, value: Text, range: TextRange, kind: Kind) {
        let range = range.cover(value.range());
        let lower = name.as_str().to_ascii_lowercase();
        let Some(flag) = self.known.get(&lower).and_then(|index| self.all.get_mut(*index)) else {
            self.known.insert(lower, self.all.len());
            self.all.push(Flag { key: rooted(name), value, range });
            return;
        };
        flag.range = flag.range.cover(range);
        if kind == Kind::List {
            let mut builder = Text::builder(flag.value.range().cover(value.range()));
            builder.push_text(&flag.value);
            builder.push(",", TextRange::empty(value.range().start()));
            builder.push_text(&value);
            flag.value = builder.finish();
        } else {
            flag.value = value;
        }
    }

    /// `configFile` is the command's own flag (cmd/configuration.go). Only these two spellings name a file; any
    /// other is taken for the option and forgotten (paerser/cli/loader_file.go).
    fn take_config_file(&mut self) -> Option<Text> {
        let is_config_file = |flag: &Flag| flag.key.as_str().eq_ignore_ascii_case("traefik.configFile");
        let at = self.all.iter().position(is_config_file)?;
        let flag = self.all.remove(at);
        matches!(flag.key.as_str(), "traefik.configFile" | "traefik.configfile").then_some(flag.value)
    }
}

/// `name` behind the root that paerser puts before it.
fn rooted(name: &Text) -> Text {
    let mut builder = Text::builder(name.range());
    builder.push("traefik.", TextRange::empty(name.range().start()));
    builder.push_text(name);
    builder.finish()
}

fn switched_on(word: &Text) -> Text {
    let mut builder = Text::builder(word.range());
    builder.push("true", word.content_range());
    builder.finish()
}

/// How a flag takes its value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Alone it is `true`.
    Switch,
    /// Several are joined.
    List,
    /// The next word is its value.
    Value,
}

/// What paerser knows of the flag `name` (paerser/flag/flagtype.go). It finds options below a name that the user
/// chose by patterns that fit any beginning, so that the struct around them answers: alone, all of them are switches.
fn kind(name: &str) -> Kind {
    let mut id = Schema::ROOT;
    let mut below_map = false;
    let mut names = name.split('.').peekable();
    while let Some(name) = names.next() {
        let Some(field) = STATIC.field(id, name, Form::File) else { break };
        let is_last = names.peek().is_none();
        let mut shape = &field.shape;
        if let Shape::Map(element) = shape
            && matches!(**element, Shape::Struct(_))
            && names.next().is_some()
        {
            below_map = true;
            shape = element;
        }
        match shape {
            Shape::Struct(inner) if names.peek().is_some() => id = *inner,
            Shape::Struct(_) if below_map || field.go_type.starts_with('*') => return Kind::Switch,
            Shape::Leaf(Leaf::Bool) if is_last => return Kind::Switch,
            Shape::List(_) if is_last => return Kind::List,
            _ => break,
        }
    }
    if below_map { Kind::Switch } else { Kind::Value }
}
