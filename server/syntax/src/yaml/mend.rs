//! Mends a text that is not YAML, keeping its length, so that a tree can be had all the same.

use super::event::SyntaxError;
use super::parser;
use super::tree::Builder;
use crate::value::Node;
use crate::{Problem, TextRange, TextSize};

/// How often one text is mended.
const ROUNDS: usize = 6;

/// The documents of `text` as far as they can be had; `error` is the first of its problems.
pub(super) fn read(text: &str, error: &SyntaxError) -> Vec<Node> {
    let mut mended = text.to_owned();
    let mut current = *error;
    for _ in 0..ROUNDS {
        let Some((better, next)) = best(&mended, &current) else { break };
        mended = better;
        match next {
            None => break,
            Some(next) => current = next,
        }
    }
    let mut builder = Builder::new(&mended);
    // What still cannot be read ends the tree there.
    let _ = parser::events(&mended, &mut |event| builder.push(event));
    builder.finish().documents
}

/// The mended text that gets furthest, and where it fails next.
fn best(text: &str, error: &SyntaxError) -> Option<(String, Option<SyntaxError>)> {
    let problem = line(text, error.at);
    let above = TextSize::from(u32::from(problem.start()).saturating_sub(1));
    let context = error.context.map(|at| line(text, at));
    let mut lines: Vec<TextRange> = context.into_iter().chain([problem, line(text, above)]).collect();
    lines.dedup();
    let mut best: Option<(String, Option<SyntaxError>)> = None;
    for line in lines.into_iter().filter(|line| !text[*line].trim().is_empty()) {
        let mut candidate = text.to_owned();
        candidate.replace_range(std::ops::Range::<usize>::from(line), &" ".repeat(line.len().into()));
        let next = parser::events(&candidate, &mut |_| {}).err();
        let reach = |e: &Option<SyntaxError>| e.map_or(u32::MAX, |e| e.at.into());
        if best.as_ref().is_none_or(|(_, b)| reach(&next) > reach(b)) {
            best = Some((candidate, next));
        }
    }
    best
}

/// The line around `at`, without its break.
fn line(text: &str, at: TextSize) -> TextRange {
    let at = usize::from(at).min(text.len());
    let start = text.as_bytes()[..at].iter().rposition(|b| *b == b'\n').map_or(0, |p| p + 1);
    let end =
        text.as_bytes()[at..].iter().position(|b| matches!(b, b'\n' | b'\r')).map_or(text.len(), |p| at + p);
    let size = |offset: usize| TextSize::try_from(offset).unwrap_or_default();
    TextRange::new(size(start), size(end.max(start)))
}

/// What an editor underlines: from where the reader stopped to the end of the line, or the line before it.
pub(super) fn problem(text: &str, error: &SyntaxError) -> Problem {
    let line = line(text, error.at);
    let rest = TextRange::new(error.at.clamp(line.start(), line.end()), line.end());
    Problem::new(if rest.is_empty() { line } else { rest }, error.message)
}
