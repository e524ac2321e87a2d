//! `command:` and `entrypoint:`: a list, or one string that compose splits as a shell would.

use syntax::value::Node;
use syntax::{Text, TextRange, TextSize};

use crate::compose::read::texts;

/// The words of a command.
pub(super) fn of(node: &Node) -> Vec<Text> {
    match node.text() {
        Some(text) => split(text),
        None => texts(node),
    }
}

/// Splits at white space outside of quotes; quotes go, a backslash makes the next character plain
/// (github.com/mattn/go-shellwords, which compose-go uses). What stands in `${…}` stays together.
fn split(text: &Text) -> Vec<Text> {
    let value = text.as_str();
    let mut words = Vec::new();
    let mut word: Option<Vec<(usize, usize)>> = None;
    let mut quote = None;
    let mut depth = 0_u32;
    let mut chars = value.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let mut take = |start: usize, end: usize| word.get_or_insert_default().push((start, end));
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (None, '"' | '\'') if depth == 0 => {
                quote = Some(c);
                take(at, at);
            }
            (None | Some('"'), '\\') => {
                if let Some((next, escaped)) = chars.next() {
                    take(next, next + escaped.len_utf8());
                }
            }
            (None, c) if c.is_ascii_whitespace() && depth == 0 => words.extend(word.take()),
            (_, c) => {
                match c {
                    '{' if depth > 0 || value[..at].ends_with('$') => depth += 1,
                    '}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                take(at, at + c.len_utf8());
            }
        }
    }
    words.extend(word);
    words.iter().map(|pieces| join(text, pieces)).collect()
}

fn join(text: &Text, pieces: &[(usize, usize)]) -> Text {
    let start = pieces.first().map_or(0, |piece| piece.0);
    let end = pieces.last().map_or(0, |piece| piece.1);
    let mut builder = Text::builder(text.source_range(TextRange::new(size(start), size(end))));
    for (start, end) in pieces {
        builder.push_text(&text.slice(*start..*end));
    }
    builder.finish()
}

fn size(offset: usize) -> TextSize {
    TextSize::try_from(offset).unwrap_or(TextSize::new(u32::MAX))
}
