//! What to leave out of a text that is not YAML, so that it might be.

use std::ops::Range;

use super::event::SyntaxError;
use super::template::{self, Tags};

/// What a mended text has blanks for.
#[derive(Debug)]
pub(super) struct Cut {
    pub ranges: Vec<Range<usize>>,
    /// Parts that stand for some word, which the mended text has in their place.
    pub filled: Vec<Range<usize>>,
    /// How much a lost byte counts against it, where a byte that can be read counts two.
    pub weight: usize,
}

/// Nothing of value is lost.
const FOREIGN: usize = 0;

/// It stands where the text fails.
pub(super) const LIKELY: usize = 2;

/// It stands before.
const UNLIKELY: usize = 3;

impl Cut {
    fn one(range: Range<usize>, weight: usize) -> Self {
        Self { ranges: std::iter::once(range).collect(), filled: Vec::new(), weight }
    }

    fn foreign(ranges: Vec<Range<usize>>, filled: Vec<Range<usize>>) -> Self {
        Self { ranges, filled, weight: FOREIGN }
    }

    /// Where the first of it begins.
    pub(super) fn start(&self) -> Option<usize> {
        self.ranges.iter().chain(&self.filled).map(|range| range.start).min()
    }

    /// `text`, or as much of it as there is, after the cut, and how many bytes were lost by it.
    pub(super) fn make(&self, text: &str) -> (String, usize) {
        let mut bytes = text.as_bytes().to_vec();
        let within = |range: &Range<usize>| range.start.min(text.len())..range.end.min(text.len());
        let mut lost = 0;
        for range in &self.ranges {
            let place = &mut bytes[within(range)];
            lost += place.iter().filter(|byte| !byte.is_ascii_whitespace()).count();
            fill(place, b' ');
        }
        for range in &self.filled {
            fill(&mut bytes[within(range)], b'_');
        }
        (String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned()), lost)
    }
}

/// Puts `filler` for all but line breaks.
fn fill(bytes: &mut [u8], filler: u8) {
    for byte in bytes.iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')) {
        *byte = filler;
    }
}

/// What might be to blame for `error`, the likely and mild first.
pub(super) fn suspects(text: &str, error: &SyntaxError) -> Vec<Cut> {
    let problem = line_with_content(text, error.at.into());
    // A block is not to blame for what is in it, as a quote or a bracket left open is.
    let context = error.context.map(usize::from);
    let (begun, block) = if error.is_in_block() { (None, context) } else { (context, None) };
    let open = [error.quotes, error.bracket].map(|place| place.map(usize::from));
    let begun = open.into_iter().chain([begun]).flatten();
    let likely: Vec<Range<usize>> =
        std::iter::once(problem.clone()).chain(begun.clone().map(|place| line(text, place))).collect();

    let above = problem.start.checked_sub(1).map(|above| line_with_content(text, above));
    let header = above.as_ref().and_then(|above| header(text, above.clone()));
    let unlikely = [above, header, block.map(|place| line(text, place))].into_iter().flatten();

    // From where an open bracket or quote stands to the end of its line; the whole line comes below.
    let is_within = |place: &usize| !text[line(text, *place).start..*place].trim().is_empty();
    let rest = |place: usize| Cut::one(place..line(text, place).end, LIKELY);
    let mut cuts: Vec<Cut> = begun.filter(is_within).map(rest).collect();
    let lines = likely.into_iter().map(|line| (line, LIKELY)).chain(unlikely.map(|line| (line, UNLIKELY)));
    for (line, weight) in lines {
        let parts = [tabs(text, line.clone()), value(text, line.clone()), Some(with_block(text, line))];
        cuts.extend(parts.into_iter().flatten().map(|range| Cut::one(range, weight)));
    }
    cuts.retain(|cut| cut.ranges.iter().any(|range| !text[range.clone()].trim_matches(' ').is_empty()));
    cuts
}

/// Cuts for what is all over a text: conflict markers with the other side, and template tags.
pub(super) fn foreign(text: &str) -> Vec<Cut> {
    let Tags { lines, inline } = template::tags(text);
    let mut cuts = vec![Cut::foreign(conflicts(text), Vec::new()), Cut::foreign(lines.clone(), Vec::new())];
    if !inline.is_empty() {
        cuts.push(Cut::foreign(lines, inline));
    }
    cuts.retain(|cut| cut.start().is_some());
    cuts
}

/// `<<<<<<<` lines, and all from `|||||||` or `=======` to `>>>>>>>`.
fn conflicts(text: &str) -> Vec<Range<usize>> {
    let mut cut = Vec::new();
    let mut theirs: Option<usize> = None;
    for line in lines(text) {
        match &text[line.clone()] {
            marker if marker.starts_with("<<<<<<< ") => cut.push(line),
            marker if marker.starts_with("||||||| ") || marker.trim_end() == "=======" => {
                theirs.get_or_insert(line.start);
            }
            marker if marker.starts_with(">>>>>>> ") => {
                cut.push(theirs.take().unwrap_or(line.start)..line.end);
            }
            _ => {}
        }
    }
    cut
}

/// The indentation of a line, if there are tabs in it.
fn tabs(text: &str, line: Range<usize>) -> Option<Range<usize>> {
    let content = text[line.clone()].trim_start_matches([' ', '\t']);
    let indentation = line.start..line.end - content.len();
    text[indentation.clone()].contains('\t').then_some(indentation)
}

/// What stands behind the first `key:` or `- ` of a line.
fn value(text: &str, line: Range<usize>) -> Option<Range<usize>> {
    let content = &text[line.clone()];
    let item = content.trim_start().strip_prefix("- ").map(|item| content.len() - item.len());
    let colon = content.find(": ").map(|colon| colon + 2);
    let start = line.start + colon.or(item)?;
    let value = text[start..line.end].trim_start_matches(' ');
    (!value.is_empty()).then(|| line.end - value.len()..line.end)
}

/// A line; if it opens a block, with the deeper lines below it.
fn with_block(text: &str, line: Range<usize>) -> Range<usize> {
    let own = indentation(&text[line.clone()]);
    let mut end = line.end;
    for below in lines(&text[line.end..]).skip(1) {
        let content = &text[line.end..][below.clone()];
        if content.trim().is_empty() {
            continue;
        }
        if indentation(content) <= own {
            break;
        }
        if end == line.end && !opens_block(text, line.clone()) {
            break;
        }
        end = line.end + below.end;
    }
    line.start..end
}

/// Whether what is deeper below `line` belongs to it: it is a key, or a word that lacks the colon. A word right
/// below a key of the same depth has come between that and what is in it.
fn opens_block(text: &str, line: Range<usize>) -> bool {
    let content = text[line.clone()].trim_end();
    if content.contains(':') {
        return content.ends_with(':');
    }
    let above = line.start.checked_sub(1).map_or("", |above| &text[line_with_content(text, above)]);
    !(above.trim_end().ends_with(':') && indentation(above) == indentation(content))
}

/// Whether `cut`, made in `text`, gives the line around `at` to a key above that had something else or nothing.
pub(super) fn misplaces(text: &str, mended: &str, cut: &Cut, at: usize) -> bool {
    let problem = line_with_content(mended, at);
    let own = indentation(&mended[problem.clone()]);
    let Some(above) = problem.start.checked_sub(1).map(|above| line_with_content(mended, above)) else {
        return false;
    };
    let above = &mended[above];
    // Below a line that is gone as a whole and was less deep, it had no other place.
    let was_below = cut.ranges.iter().any(|range| {
        let cut_line = line(text, range.start);
        cut_line.start == range.start && indentation(&text[cut_line]) < own
    });
    !was_below && above.trim_end().ends_with(':') && indentation(above) < own
}

/// The nearest line above that opens the block in which `line` stands.
fn header(text: &str, line_in_block: Range<usize>) -> Option<Range<usize>> {
    let own = indentation(&text[line_in_block.clone()]);
    let mut above = line_in_block;
    loop {
        above = line_with_content(text, above.start.checked_sub(1)?);
        if indentation(&text[above.clone()]) < own {
            return Some(above);
        }
    }
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// The line around `at`, without its break.
pub(super) fn line(text: &str, at: usize) -> Range<usize> {
    let at = at.min(text.len());
    let bytes = text.as_bytes();
    let is_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let start = bytes[..at].iter().rposition(is_break).map_or(0, |at| at + 1);
    let end = bytes[at..].iter().position(is_break).map_or(text.len(), |len| at + len);
    start..end
}

/// The line around `at`, or the nearest above it with something on it that is no comment.
fn line_with_content(text: &str, at: usize) -> Range<usize> {
    let mut found = line(text, at);
    loop {
        let content = text[found.clone()].trim_start();
        if !content.is_empty() && !content.starts_with('#') || found.start == 0 {
            return found;
        }
        found = line(text, found.start - 1);
    }
}

/// All lines, without their breaks.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split_inclusive(['\n', '\r']).map(move |line| {
        let range = start..start + line.trim_end_matches(['\n', '\r']).len();
        start += line.len();
        range
    })
}
