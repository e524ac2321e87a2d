//! Mends a text that is not YAML, keeping its length, so that a tree can be had all the same.

use std::ops::Range;

use super::cursor::size;
use super::event::{Event, SyntaxError};
use super::parser::{Parser, events};
use super::suspects::{self, Cut, LIKELY};
use super::tree::Builder;
use crate::limits::{MEND_BYTES, MEND_ROUNDS, MEND_WINDOW};
use crate::value::{Kind, Node};
use crate::{Problem, TextRange, TextSize};

/// The documents of `text` as far as they can be had; `error` is the first of its problems.
pub(super) fn read(text: &str, error: &SyntaxError) -> Vec<Node> {
    let mut mending = Mending {
        text: text.to_owned(),
        changes: Vec::new(),
        before: start(text),
        error: Some(*error),
        read: 0,
    };
    for _ in 0..MEND_ROUNDS {
        let Some(error) = mending.error else { break };
        if mending.read > MEND_BYTES {
            break;
        }
        let foreign = suspects::foreign(&mending.text);
        mending.read += text.len();
        let suspects = suspects::suspects(&mending.text, &error);
        if !(mending.mend(foreign) || mending.mend(suspects)) {
            break;
        }
    }
    let Mending { text: mended, changes, .. } = mending;
    let changes = in_order(changes);
    let mut builder = Builder::new(&mended);
    // What still cannot be read ends the tree there.
    let _ = events(&mended, &mut |event| builder.push(restored(event, text, &changes)));
    builder.finish().documents
}

/// The documents of `text` as they are with a word for every template tag, if it has any and is YAML then.
pub(super) fn expanded(text: &str) -> Option<Vec<Node>> {
    let cut = suspects::foreign(text).pop()?;
    let (expanded, _) = cut.make(text);
    let mut builder = Builder::new(&expanded);
    let changes = in_order(changes(&cut).collect());
    events(&expanded, &mut |event| builder.push(restored(event, text, &changes))).ok()?;
    Some(builder.finish().documents)
}

/// What a mended text has another text for.
struct Change {
    place: TextRange,
    is_filled: bool,
}

fn changes(cut: &Cut) -> impl Iterator<Item = Change> {
    let place = |range: &Range<usize>| TextRange::new(size(range.start), size(range.end));
    let blank = cut.ranges.iter().map(move |range| Change { place: place(range), is_filled: false });
    blank.chain(cut.filled.iter().map(move |range| Change { place: place(range), is_filled: true }))
}

/// Changes by place, those within others left out.
fn in_order(mut changes: Vec<Change>) -> Vec<Change> {
    changes.sort_by_key(|change| (change.place.start(), std::cmp::Reverse(change.place.end())));
    let mut end = TextSize::new(0);
    changes.retain(|change| {
        let is_new = change.place.end() > end;
        end = end.max(change.place.end());
        is_new
    });
    changes
}

/// `event` without the blanks of a mended text, and with what `text` has where words were filled in.
fn restored(event: Event, text: &str, changes: &[Change]) -> Event {
    let Event::Leaf { anchor, node: Node { range, kind: Kind::Scalar(mut scalar) } } = event else {
        return event;
    };
    let first = changes.partition_point(|change| change.place.end() <= range.start());
    for Change { place, is_filled } in &changes[first..] {
        if place.start() >= range.end() {
            break;
        }
        scalar.text = scalar.text.with(*place, if *is_filled { &text[*place] } else { "" });
    }
    Event::Leaf { anchor, node: Node { range, kind: Kind::Scalar(scalar) } }
}

/// A parser that has read nothing of `text` but its byte order mark.
fn start(text: &str) -> Parser<'static> {
    Parser::new(if text.starts_with('\u{feff}') { "\u{feff}" } else { "" })
}

struct Mending {
    text: String,
    /// Where the text is not what it was.
    changes: Vec<Change>,
    /// A parser that has not come to anything that was cut.
    before: Parser<'static>,
    /// Where the text still fails.
    error: Option<SyntaxError>,
    /// Bytes read so far.
    read: usize,
}

impl Mending {
    /// Makes the cut after which most can be read of what it leaves. False where none helps.
    fn mend(&mut self, cuts: Vec<Cut>) -> bool {
        let (Some(error), Some(first)) = (self.error, cuts.iter().filter_map(Cut::start).min()) else {
            return false;
        };
        self.advance(first);
        let failed = reach(&error);
        // What is behind the window is not there for now: an open quote would be looked for to the end.
        let end = suspects::line(&self.text, usize::from(error.at) + MEND_WINDOW).end;
        let window = &self.text[..end];
        let mut best: Option<(isize, Cut)> = None;
        for cut in cuts {
            let (text, lost) = cut.make(window);
            if cut.weight > LIKELY && suspects::misplaces(window, &text, &cut, error.at.into()) {
                continue;
            }
            let mut parser = self.before.on(&text);
            let reached = run(&mut parser).map_or(end, |error| reach(&error));
            self.read += end - usize::from(self.before.offset());
            let gain = (2 * reached).cast_signed() - (cut.weight * lost).cast_signed();
            if reached > failed && best.as_ref().is_none_or(|(most, _)| gain > *most) {
                best = Some((gain, cut));
            }
        }
        let Some((_, cut)) = best else { return false };
        (self.text, _) = cut.make(&self.text);
        self.changes.extend(changes(&cut));
        let mut parser = self.before.on(&self.text);
        self.error = run(&mut parser);
        self.read += usize::from(parser.offset() - self.before.offset());
        true
    }

    /// Brings `before` as near to `place` as is safe.
    fn advance(&mut self, place: usize) {
        // A token may end by the three characters behind it.
        let place = place.saturating_sub(4);
        if usize::from(self.before.offset()) > place {
            self.before = start(&self.text);
        }
        let mut parser = self.before.on(&self.text);
        while usize::from(parser.offset()) <= place {
            if usize::from(parser.offset()) > usize::from(self.before.offset()) + 1024 {
                self.before = parser.on("");
            }
            if !matches!(parser.event(), Ok(Some(_))) {
                break;
            }
        }
        self.read += usize::from(parser.offset());
    }
}

/// Reads up to an error.
fn run(parser: &mut Parser<'_>) -> Option<SyntaxError> {
    loop {
        match parser.event() {
            Ok(Some(_)) => {}
            Ok(None) => return None,
            Err(error) => return Some(error),
        }
    }
}

/// How far was read before `error`: what is behind an open quote does not count.
fn reach(error: &SyntaxError) -> usize {
    let at = match error.message {
        "found unexpected end of stream" | "found unexpected document indicator" => error.context,
        _ => None,
    };
    at.unwrap_or(error.at).into()
}

/// What an editor underlines: from where the reader stopped to the end of the line. Where what was being read
/// began on another line and only did not go on, from there.
pub(super) fn problem(text: &str, error: &SyntaxError) -> Problem {
    let rest = |at: TextSize| {
        let line = suspects::line(text, at.into());
        let rest = text[usize::from(at)..line.end.max(at.into())].trim_end();
        TextRange::at(at, TextSize::of(rest))
    };
    let stopped = rest(error.at);
    let begun = error.context.map(rest).filter(|begun| begun.end() < error.at && !error.is_in_block());
    let range = begun.or(Some(stopped)).filter(|range| !range.is_empty());
    Problem::new(range.or(error.context.map(rest)).unwrap_or(stopped), error.message)
}

#[cfg(test)]
mod tests;
