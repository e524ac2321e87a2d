//! TOML into the same value tree as YAML.
//!
//! toml_parser reads tolerantly: behind an error it goes on with the next line. Only what is left open to the end
//! of the text needs mending.

mod number;
mod reader;
mod scalar;
mod strict;
mod tables;

use reader::Outcome;

use crate::limits::{FILE_BYTES, PROBLEMS};
use crate::value::{Node, Parse};
use crate::{Problem, TextRange, TextSize};

/// Reads `text`. Never fails; what a TOML reader would refuse is in [`Parse::problems`].
///
/// Problems are keys defined twice, and behind them the first place where `text` is no TOML, in the words of
/// BurntSushi/toml, which Traefik reads with. Where only toml_parser takes offence, it is in its words.
pub fn parse(text: &str) -> Parse {
    if text.len() > FILE_BYTES {
        let message = format!("larger than {} MiB: not read", FILE_BYTES >> 20);
        let problems = vec![Problem::new(TextRange::default(), message)];
        return Parse { documents: Vec::new(), problems };
    }
    let Outcome { mut root, errors, mut problems } = reader::read(text);
    mend(text, &errors, &mut root);
    let first = || errors.into_iter().map(|(error, _)| error).min_by_key(|error| error.range.start());
    if let Some(error) = strict::problem(text).or_else(first) {
        // Nothing behind it is read, and what stands on its line is not complete, unless it is a header that closes.
        let at = usize::from(error.range.start());
        let line = text[..at].rfind('\n').map_or(0, |at| at + 1);
        let is_header = text[line..].trim_start_matches([' ', '\t']).starts_with('[');
        problems.retain(|problem| {
            let behind = text.get(problem.range.end().into()..at).unwrap_or_default();
            usize::from(problem.range.start()) < line || is_header && behind.contains(']')
        });
        problems.push(Problem::new(visible(text, error.range), error.message));
    }
    problems.sort_by_key(|problem| problem.range.start());
    problems.truncate(PROBLEMS);
    Parse { documents: root.into_iter().collect(), problems }
}

/// How often one text is mended.
const ROUNDS: usize = 8;

/// Makes `root` that of a mended text, where a bracket or a string is open to the end of `text` and so swallows
/// what is behind it: the rest of the line it opens on is left out.
fn mend(text: &str, errors: &[(Problem, Option<TextSize>)], root: &mut Option<Node>) {
    let mut mended = text.to_owned();
    let mut start = swallowing(text, errors);
    for _ in 0..ROUNDS {
        let Some(from) = start.map(usize::from) else { break };
        let len = mended[from..].find('\n').unwrap_or(mended.len() - from);
        mended.replace_range(from..from + len, &" ".repeat(len));
        let outcome = reader::read(&mended);
        *root = outcome.root;
        start = swallowing(&mended, &outcome.errors);
    }
}

/// Where the first thing opens that reaches over lines to the end of the text.
fn swallowing(text: &str, errors: &[(Problem, Option<TextSize>)]) -> Option<TextSize> {
    let end = text.trim_end();
    let last_line = end.rfind('\n').unwrap_or(0);
    let reaches_end = |(error, context): &(Problem, Option<TextSize>)| {
        let start = context.filter(|start| usize::from(*start) < last_line)?;
        (usize::from(error.range.start()) >= end.len()).then_some(start)
    };
    errors.iter().find_map(reaches_end)
}

/// `range`, or where it is empty or the end of a line what stands before it on its line, or else behind it.
fn visible(text: &str, range: TextRange) -> TextRange {
    if !matches!(&text[range], "" | "\n" | "\r") {
        return range;
    }
    let range = TextRange::empty(range.start());
    let (before, behind) = text.split_at(range.start().into());
    let before = before.rsplit('\n').next().unwrap_or_default().trim_start();
    if before.is_empty() {
        let behind = behind.lines().next().unwrap_or_default();
        return TextRange::at(range.start(), TextSize::of(behind));
    }
    TextRange::new(range.start() - TextSize::of(before), range.end())
}

fn range(span: toml_parser::Span) -> TextRange {
    let size = |offset: usize| TextSize::try_from(offset).unwrap_or(TextSize::new(u32::MAX));
    TextRange::new(size(span.start()), size(span.end().max(span.start())))
}

#[cfg(test)]
mod tests;
