//! Strings of which parts may be unknown.

use std::fmt;
use std::rc::Rc;

use syntax::limits::GO_TEXT_BYTES;

/// A string: known bytes and unknown parts, in order. Neighbouring known parts are one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words(Rc<[Word]>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Known(Rc<str>),
    Unknown(Rc<Unknown>),
}

/// A part that only a run could tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Unknown {
    /// Its source: `cfg.Prefix`.
    pub(crate) expression: String,
    /// The environment variable or flag that it is read from.
    pub(crate) variable: Option<String>,
    /// What it is unless somebody says otherwise.
    pub(crate) default: Option<String>,
}

impl Words {
    /// A known string; beyond [`GO_TEXT_BYTES`] it is as good as unknown.
    pub(crate) fn known(text: &str) -> Self {
        if text.is_empty() {
            return Self::default();
        }
        if text.len() > GO_TEXT_BYTES {
            return Self::unknown(Unknown { expression: "…".to_owned(), ..Unknown::default() });
        }
        Self(Rc::new([Word::Known(text.into())]))
    }

    pub(crate) fn unknown(unknown: Unknown) -> Self {
        Self(Rc::new([Word::Unknown(Rc::new(unknown))]))
    }

    pub(crate) fn parts(&self) -> &[Word] {
        &self.0
    }

    /// The whole text, where all of it is known.
    pub(crate) fn text(&self) -> Option<&str> {
        match self.parts() {
            [] => Some(""),
            [Word::Known(text)] => Some(text),
            _ => None,
        }
    }

    pub(crate) fn is_known(&self) -> bool {
        self.text().is_some()
    }

    /// The whole text where nobody says otherwise: unknown parts as their defaults.
    pub(crate) fn text_by_default(&self) -> Option<String> {
        let texts = self.parts().iter().map(|word| match word {
            Word::Known(text) => Some(&**text),
            Word::Unknown(unknown) => unknown.default.as_deref(),
        });
        texts.collect()
    }

    /// The last variable that an unknown part is read from.
    pub(crate) fn variable(&self) -> Option<String> {
        let mut unknown = self.parts().iter().rev().filter_map(|word| match word {
            Word::Unknown(unknown) => Some(unknown),
            Word::Known(_) => None,
        });
        unknown.find_map(|unknown| unknown.variable.clone())
    }

    /// The only part, where it is unknown.
    pub(crate) fn as_unknown(&self) -> Option<&Rc<Unknown>> {
        match self.parts() {
            [Word::Unknown(unknown)] => Some(unknown),
            _ => None,
        }
    }

    pub(crate) fn concat<'w>(all: impl IntoIterator<Item = &'w Words>) -> Self {
        let mut parts: Vec<Word> = Vec::new();
        let mut length = 0;
        for word in all.into_iter().flat_map(Words::parts) {
            length += match word {
                Word::Known(text) => text.len(),
                Word::Unknown(unknown) => unknown.expression.len(),
            };
            if length > GO_TEXT_BYTES {
                return Self::unknown(Unknown { expression: "…".to_owned(), ..Unknown::default() });
            }
            match (parts.last_mut(), word) {
                (Some(Word::Known(before)), Word::Known(text)) => *before = format!("{before}{text}").into(),
                _ => parts.push(word.clone()),
            }
        }
        Self(parts.into())
    }

    /// `GET /users` in two, at the spaces between; `None` where it cannot be told whether there is a method.
    pub(crate) fn split_method(&self) -> Option<(Option<String>, Self)> {
        let spaces = [' ', '\t'];
        let has_space = |word: &Word| matches!(word, Word::Known(text) if text.contains(spaces));
        match self.parts().split_first() {
            Some((Word::Known(first), rest)) if first.contains(spaces) => {
                let (method, path) = first.split_once(spaces)?;
                let path = Self::known(path.trim_start_matches(spaces));
                Some((Some(method.to_owned()), Self::concat([&path, &Self(rest.into())])))
            }
            _ if self.parts().iter().any(has_space) => None,
            _ => Some((None, self.clone())),
        }
    }

    /// `example.com/users` in two, at the first slash. What begins with something unknown is a path.
    pub(crate) fn split_host(&self) -> (Option<Self>, Self) {
        match self.parts().split_first() {
            Some((Word::Known(first), rest)) => match first.find('/') {
                Some(at) if at > 0 => {
                    let path = Self::known(&first[at..]);
                    (Some(Self::known(&first[..at])), Self::concat([&path, &Self(rest.into())]))
                }
                _ => (None, self.clone()),
            },
            _ => (None, self.clone()),
        }
    }

    /// What `change` makes of the texts of `all`, in which each unknown part stands as one private character.
    pub(crate) fn through<const N: usize>(
        all: [&Words; N],
        change: impl FnOnce([&str; N]) -> String,
    ) -> Self {
        let mut unknown: Vec<&Rc<Unknown>> = Vec::new();
        let texts = all.map(|words| {
            let mut text = String::new();
            for word in words.parts() {
                match word {
                    Word::Known(known) => text.push_str(known),
                    Word::Unknown(part) => {
                        text.push(stand_in(unknown.len()));
                        unknown.push(part);
                    }
                }
            }
            text
        });
        let changed = change(texts.each_ref().map(String::as_str));
        if unknown.is_empty() {
            return Self::known(&changed);
        }
        let mut parts = Vec::new();
        let mut known = String::new();
        for letter in changed.chars() {
            match unknown.get(stood_for(letter)) {
                Some(part) => {
                    if !known.is_empty() {
                        parts.push(Word::Known(std::mem::take(&mut known).into()));
                    }
                    parts.push(Word::Unknown(Rc::clone(part)));
                }
                None => known.push(letter),
            }
        }
        if !known.is_empty() {
            parts.push(Word::Known(known.into()));
        }
        Self(parts.into())
    }
}

/// Unknown parts while a string is worked on: characters of the last private plane.
const STAND_IN: u32 = 0x10_0000;

fn stand_in(index: usize) -> char {
    u32::try_from(index).ok().and_then(|index| char::from_u32(STAND_IN + index)).unwrap_or('\u{10FFFD}')
}

/// Whether `letter` stands for an unknown part inside [`Words::through`].
pub(crate) fn is_stand_in(letter: char) -> bool {
    letter as u32 >= STAND_IN
}

fn stood_for(letter: char) -> usize {
    (letter as u32).checked_sub(STAND_IN).map_or(usize::MAX, |index| index as usize)
}

/// Unknown parts read `⟨expression⟩`.
impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for word in self.parts() {
            match word {
                Word::Known(text) => f.write_str(text)?,
                Word::Unknown(unknown) => write!(f, "⟨{}⟩", unknown.expression)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_parts_grow_together_and_unknown_ones_stay() {
        let name = Words::unknown(Unknown { expression: "name".to_owned(), ..Unknown::default() });
        let words = Words::concat([&Words::known("/"), &Words::known("a/"), &name]);
        assert_eq!(words.parts().len(), 2);
        assert_eq!(words.to_string(), "/a/⟨name⟩");
        let upper = Words::through([&words], |[text]| text.to_uppercase());
        assert_eq!(upper.to_string(), "/A/⟨name⟩");
    }
}
