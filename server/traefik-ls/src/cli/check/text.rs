//! Findings for people: the source, carets under both ends, and how to mend it.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet, normalize_untrusted_str};
use lints::{Finding, Severity};
use syntax::{FileId, TextRange, TextSize};

use crate::cli::places::Places;
use crate::cli::terminal::Terminal;

/// Places of one file that are no more lines apart are shown together.
const EXCERPT_LINES: u32 = 60;

/// Longer lines are named, not shown: nobody reads them, and every finding in them would copy them.
const SHOWN_LINE_BYTES: u32 = 4096;

/// One finding with its source.
pub(super) fn render(finding: &Finding, places: Places<'_>, terminal: Terminal) -> String {
    let name = format!("{} {}", finding.rule.code, finding.rule.name);
    let fixes = finding.fixes.iter().map(|fix| {
        let sure = if fix.safe { "" } else { " (to be looked at)" };
        Element::from(Level::HELP.message(normalize_untrusted_str(&format!("{}{sure}", fix.title))))
    });
    let excerpts = excerpts(finding, places).into_iter().map(|excerpt| excerpt.element(places));
    let title = level(finding.severity).primary_title(finding.message.as_str()).id(name);
    let renderer = if terminal.colours { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(terminal.columns);
    renderer.render(&[title.elements(excerpts.chain(fixes))]) + "\n"
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
        Severity::Hint => Level::NOTE.with_name("hint"),
    }
}

/// Places that are shown together.
struct Excerpt<'a> {
    file: FileId,
    marks: Vec<Mark<'a>>,
}

struct Mark<'a> {
    range: TextRange,
    kind: AnnotationKind,
    label: Option<&'a str>,
}

fn excerpts<'a>(finding: &'a Finding, places: Places<'_>) -> Vec<Excerpt<'a>> {
    let main = Mark { range: finding.location.range, kind: AnnotationKind::Primary, label: None };
    let mut excerpts = vec![Excerpt { file: finding.location.file, marks: vec![main] }];
    for related in &finding.related {
        let (file, range) = (related.location.file, related.location.range);
        let mark = Mark { range, kind: AnnotationKind::Context, label: Some(&related.message) };
        match excerpts.iter_mut().find(|excerpt| excerpt.file == file && excerpt.is_near(range, places)) {
            Some(excerpt) => excerpt.marks.push(mark),
            None => excerpts.push(Excerpt { file, marks: vec![mark] }),
        }
    }
    excerpts
}

impl<'a> Excerpt<'a> {
    fn is_near(&self, range: TextRange, places: Places<'_>) -> bool {
        let line = |range: TextRange| places.position(self.file, range.start()).line;
        self.marks.iter().any(|mark| line(mark.range).abs_diff(line(range)) <= EXCERPT_LINES)
    }

    /// The lines that hold the marks. Only these are handed on, so that the cost does not grow with the file.
    fn element(&self, places: Places<'_>) -> Element<'a> {
        let (mut first, mut last) = (u32::MAX, 1);
        for mark in &self.marks {
            let start = places.position(self.file, mark.range.start()).line;
            let end = places.position(self.file, mark.range.end()).line;
            // Of a mark over many lines the first ones say enough.
            (first, last) = (first.min(start), last.max(end.min(start + EXCERPT_LINES)));
        }
        let path = normalize_untrusted_str(places.path(self.file));
        let Some((window, text)) = lines(places, self.file, first, last) else {
            let start = self.marks.first().map_or_else(TextSize::default, |mark| mark.range.start());
            let at = places.position(self.file, start);
            return Origin::path(path).line(at.line as usize).char_column(at.column as usize).into();
        };
        let annotations =
            self.marks.iter().map(|mark| mark.kind.span(span(&text, window, mark.range)).label(mark.label));
        let annotations: Vec<_> = annotations.collect();
        Snippet::source(text).path(path).line_start(first as usize).annotations(annotations).into()
    }
}

/// The text of the lines `first` to `last` (from 1, both included) and where it starts; `None` where one is too long.
fn lines(places: Places<'_>, file: FileId, first: u32, last: u32) -> Option<(TextSize, String)> {
    let file = places.file(file)?;
    let mut bounds = (first..=last).filter_map(|line| file.lines().bounds(line - 1));
    let (start, mut end) = bounds.next()?;
    let limit = SHOWN_LINE_BYTES as usize;
    if end - start > limit {
        return None;
    }
    for (from, to) in bounds {
        if to - from > limit {
            return None;
        }
        end = to;
    }
    let text = file.text().get(start..end)?.to_owned();
    Some((TextSize::try_from(start).ok()?, text))
}

/// `range` of the file as bytes of `text`, which starts at `window`: inside it and on borders of characters, whatever
/// was given.
fn span(text: &str, window: TextSize, range: TextRange) -> Range<usize> {
    let border = |offset: TextSize| {
        let within = offset.checked_sub(window).unwrap_or_default();
        text.floor_char_boundary(usize::from(within))
    };
    let start = border(range.start());
    start..border(range.end()).max(start)
}
