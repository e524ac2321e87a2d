//! Static configuration from flags (paerser/flag/flagparser.go, v0.2.2).

use rustc_hash::FxHashMap;
use syntax::{Problem, Text, TextRange};

use crate::install::{Install, read};
use crate::options::node::Node;
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
    let (flags, refused) = Flags::of(words);
    let (root, refused) = flags.options(refused);
    Install { config_file: flags.config_file(), ..read::from_options(root, refused, Form::Label) }
}

/// The options in those words, as written, and what keeps paerser from seeing some.
pub(crate) fn options(words: &[Text]) -> (Node, Vec<Problem>) {
    let (flags, refused) = Flags::of(words);
    flags.options(refused)
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
    fn of(words: &[Text]) -> (Self, Vec<Problem>) {
        let mut flags = Self::default();
        let refused = flags.parse(words).err();
        (flags, refused.into_iter().collect())
    }

    fn options(&self, mut refused: Vec<Problem>) -> (Node, Vec<Problem>) {
        let flags = self.all.iter();
        let settings =
            flags.map(|flag| Setting { key: &flag.key, value: Some(&flag.value), range: flag.range });
        let (root, problems) = settings::read(settings, &["traefik"]);
        refused.extend(problems);
        (root, refused)
    }

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

    /// Only these two spellings name a file; any other is an option that nobody asks for (pkg/cli/loader_file.go).
    fn config_file(&self) -> Option<Text> {
        let names_file =
            |flag: &&Flag| matches!(flag.key.as_str(), "traefik.configFile" | "traefik.configfile");
        self.all.iter().find(names_file).map(|flag| flag.value.clone())
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
