//! YAML: strict first (whether yaml.v3 would take it, and its words), tolerant second.

mod aliasing;
pub mod concrete;
mod cursor;
mod directive;
mod event;
mod keys;
mod mend;
mod parser;
mod scalar;
mod scanner;
mod suspects;
mod template;
mod token;
mod tree;

use std::borrow::Cow;

use crate::limits::{FILE_BYTES, PROBLEMS};
use crate::value::Parse;
use crate::{Problem, TextRange, TextSize};

/// Reads `text`. Never fails; what yaml.v3 would refuse is in [`Parse::problems`].
///
/// Where `text` is no YAML, the first problem is the one yaml.v3 stops at; where it is, problems are unknown
/// anchors, then those of decoding (double keys, merges of what is no map …), each in yaml.v3's order. All of
/// them are problems of the first document, for yaml.v3 reads no further.
pub fn parse(text: &str) -> Parse {
    if text.len() > FILE_BYTES {
        let message = format!("larger than {} MiB: not read", FILE_BYTES >> 20);
        let problems = vec![Problem::new(TextRange::default(), message)];
        return Parse { documents: Vec::new(), problems };
    }
    let (text, forbidden) = without_control_characters(text);
    let mut builder = tree::Builder::new(&text);
    let result = parser::events(&text, &mut |event| builder.push(event));
    let begins_with_one = builder.has_document();
    let mut tree = builder.finish();
    let mut problems: Vec<Problem> = forbidden.into_iter().collect();
    problems.append(&mut tree.unknown_anchors);
    // Where the first document is whole and a second one fails to begin, or is broken, yaml.v3 does not get there.
    let result = result.or_else(|error| {
        let is_behind = tree.is_further
            || begins_with_one
                && (error.message == parser::NO_DOCUMENT || ends_before(&text, &tree, error.at));
        if is_behind { Ok(()) } else { Err(error) }
    });
    if let Err(error) = result {
        problems.push(mend::problem(&text, &error));
        problems.truncate(PROBLEMS);
        return Parse { documents: mend::read(&text, &error), problems };
    }
    if tree.has_aliases {
        let bombs = tree.documents.first().into_iter().filter_map(aliasing::excessive);
        let message = "document contains excessive aliasing";
        tree.problems.extend(bombs.map(|at| (at.start(), Problem::new(at, message))));
    }
    // `{{ … }}` for a key or value is a map within a map; whoever wrote it meant a tag.
    let documents = Some(&text).filter(|_| tree.has_odd_keys).and_then(|text| mend::expanded(text));
    tree.problems.sort_by_key(|(at, _)| *at);
    problems.extend(tree.problems.into_iter().map(|(_, problem)| problem));
    problems.truncate(PROBLEMS);
    Parse { documents: documents.unwrap_or(tree.documents), problems }
}

/// Whether `...` ends the first document of `tree` before `at`.
fn ends_before(text: &str, tree: &tree::Tree, at: TextSize) -> bool {
    let end = tree.documents.first().map(|document| usize::from(document.range.end()));
    let behind = end.and_then(|end| text.get(end..at.into())).unwrap_or_default();
    behind.lines().any(|line| line.starts_with("..."))
}

/// `text` with `_` for what yaml.v3 takes in no YAML, and the problem with the first such character.
fn without_control_characters(text: &str) -> (Cow<'_, str>, Option<Problem>) {
    // All of these have one of these bytes in UTF-8, and few other characters do.
    let suspicious = |byte: u8| {
        byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r') || matches!(byte, 0x7F | 0xC2 | 0xEF)
    };
    let is_forbidden = |c: char| {
        matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}'
            | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
    };
    if !text.bytes().any(suspicious) {
        return (Cow::Borrowed(text), None);
    }
    let Some(first) = text.find(is_forbidden) else { return (Cow::Borrowed(text), None) };
    let len = text[first..].chars().next().map_or(0, char::len_utf8);
    let range = TextRange::at(cursor::size(first), cursor::size(len));
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        if is_forbidden(c) {
            clean.extend(std::iter::repeat_n('_', c.len_utf8()));
        } else {
            clean.push(c);
        }
    }
    (Cow::Owned(clean), Some(Problem::new(range, "control characters are not allowed")))
}

/// The line, counted from 1, that `at` is on.
fn line_number(text: &str, at: TextSize) -> usize {
    let mut cursor = cursor::Cursor::new(text);
    let mut line = 1;
    loop {
        cursor.skip_line();
        if cursor.offset() >= at || cursor.take_break().is_none() {
            return line;
        }
        line += 1;
    }
}

#[cfg(test)]
mod tests;
