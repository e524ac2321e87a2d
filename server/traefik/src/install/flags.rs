//! Static configuration from flags (paerser/flag/flagparser.go, v0.2.2).

use rustc_hash::FxHashMap;
use syntax::{Problem, Text, TextRange};

use crate::install::flag_kinds::{Kind, kind};
use crate::install::removed::{self, Removed};
use crate::install::{Install, read};
use crate::options::node::Node;
use crate::options::schema::Form;
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
    let removed = removed(words);
    Install { config_file: flags.config_file(), ..read::from_options(root, removed, refused, Form::Label) }
}

/// The options among them that were removed. To look for those, each word alone is a flag, set to `true` where it says
/// nothing else (pkg/cli/deprecation.go, logDeprecations).
pub(crate) fn removed(words: &[Text]) -> Vec<Removed> {
    let with_value = |word: &Text| {
        if word.as_str().contains('=') {
            return word.clone();
        }
        let mut builder = Text::builder(word.range());
        builder.push_text(word);
        builder.push("=true", TextRange::empty(word.range().end()));
        builder.finish()
    };
    let (flags, refused) = Flags::of(&words.iter().map(with_value).collect::<Vec<_>>());
    if refused.is_empty() { removed::find(flags.settings()) } else { Vec::new() }
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
        let (root, problems) = settings::read(self.settings(), &["traefik"]);
        refused.extend(problems);
        (root, refused)
    }

    fn settings(&self) -> impl Iterator<Item = Setting<'_>> {
        let flags = self.all.iter();
        flags.map(|flag| Setting { key: &flag.key, value: Some(&flag.value), range: flag.range })
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
                None if kind == Kind::Either => {
                    if words.as_slice().first().is_some_and(|next| !next.as_str().starts_with('-')) {
                        words.next();
                    }
                    either(&name)
                }
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
        let lower = name.as_str().to_lowercase();
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
            flag.value = if kind == Kind::Either { either(name) } else { value };
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

/// The value of a flag that is read in one way or another, by chance.
fn either(name: &Text) -> Text {
    let mut builder = Text::builder(name.range());
    builder.push_unknown(name.as_str(), name.content_range());
    builder.finish()
}

fn switched_on(word: &Text) -> Text {
    let mut builder = Text::builder(word.range());
    builder.push("true", word.content_range());
    builder.finish()
}
