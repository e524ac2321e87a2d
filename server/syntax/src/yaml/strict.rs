//! The strict reader: libyaml's events.

use libyaml_safer::{EventData, MappingStyle, Parser, ScalarStyle, SequenceStyle};

use super::event::{Event, SyntaxError};
use super::tree::Builder;
use crate::value::{Kind, Node, Parse, Scalar, Style};
use crate::{Text, TextRange, TextSize};

/// The tree of a text that is YAML.
pub(super) fn read(text: &str) -> Result<Parse, SyntaxError> {
    let mut builder = Builder::default();
    events(text, |event| builder.push(event))?;
    Ok(builder.finish())
}

/// Hands the events of `text` to `sink`, up to the first error.
pub(super) fn events(text: &str, mut sink: impl FnMut(Event)) -> Result<(), SyntaxError> {
    let bom = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let at = |mark: libyaml_safer::Mark| {
        let offset = usize::try_from(mark.index).unwrap_or(usize::MAX).saturating_add(bom);
        TextSize::try_from(offset.min(text.len())).unwrap_or_default()
    };
    // libyaml-safer panics where a text ends inside a block scalar or behind a backslash.
    let ended = format!("{text}\n");
    let mut bytes = ended.as_bytes();
    let mut parser = Parser::new();
    parser.set_input_string(&mut bytes);
    let mut styles = Vec::new();
    loop {
        let event = parser.parse().map_err(|error| SyntaxError {
            message: error.problem(),
            at: error.problem_mark().map_or(0.into(), at),
            context: error.context_mark().map(at),
        })?;
        let range = TextRange::new(at(event.start_mark), at(event.end_mark).max(at(event.start_mark)));
        match event.data {
            EventData::StreamEnd => return Ok(()),
            EventData::DocumentStart { .. } => sink(Event::DocumentStart),
            EventData::DocumentEnd { .. } => sink(Event::DocumentEnd),
            EventData::Alias { anchor } => sink(Event::Alias { name: anchor, range }),
            EventData::Scalar { anchor, tag, value, style, .. } => {
                let range = behind_properties(text, range, anchor.is_some() || tag.is_some());
                sink(Event::Leaf { anchor, node: leaf(text, range, &value, tag.as_deref(), style) });
            }
            EventData::SequenceStart { anchor, tag, style, .. } => {
                let start = behind_properties(text, range, anchor.is_some() || tag.is_some()).start();
                styles.push(style == SequenceStyle::Flow);
                sink(Event::Start { anchor, mapping: false, start });
            }
            EventData::MappingStart { anchor, tag, style, .. } => {
                let start = behind_properties(text, range, anchor.is_some() || tag.is_some()).start();
                styles.push(style == MappingStyle::Flow);
                sink(Event::Start { anchor, mapping: true, start });
            }
            EventData::SequenceEnd | EventData::MappingEnd => {
                let flow = styles.pop().unwrap_or(false);
                sink(Event::End { bracket: flow.then_some(range.end()) });
            }
            EventData::StreamStart { .. } => {}
        }
    }
}

fn leaf(text: &str, range: TextRange, value: &str, tag: Option<&str>, style: ScalarStyle) -> Node {
    let plain = matches!(style, ScalarStyle::Plain);
    if plain && tag.is_none() && matches!(value, "" | "~" | "null" | "Null" | "NULL") {
        return Node { range, kind: Kind::Null };
    }
    let style = match style {
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
        _ => Style::Plain,
    };
    let source = &text[range];
    let text = match source.find(value) {
        Some(offset) if !value.is_empty() => {
            let start = range.start() + TextSize::of(&source[..offset]);
            let mut builder = Text::builder(range);
            builder.push(value, TextRange::at(start, TextSize::of(value)));
            builder.finish()
        }
        _ => {
            let mut builder = Text::builder(range);
            builder.push(value, range);
            builder.finish()
        }
    };
    Node { range, kind: Kind::Scalar(Scalar { text, style }) }
}

/// `range` without the anchor and tag before the value.
fn behind_properties(text: &str, range: TextRange, has_some: bool) -> TextRange {
    if !has_some {
        return range;
    }
    let mut rest = &text[range];
    while rest.starts_with(['&', '!']) {
        rest = rest.trim_start_matches(|c: char| !c.is_whitespace()).trim_start();
    }
    TextRange::new(range.end() - TextSize::of(rest), range.end())
}
