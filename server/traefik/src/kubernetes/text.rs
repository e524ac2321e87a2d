//! Rules that providers put together, with the way back to what they are made of.

use syntax::rule::quote::quoted;
use syntax::{Text, TextRange};

/// `Matcher("argument",…)` as Go's `%q` prints it: an argument that needs no escapes keeps its way back.
pub(super) fn call(matcher: &str, arguments: &[&Text]) -> Text {
    let place = arguments.first().map_or_else(TextRange::default, |first| first.range());
    let end = arguments.last().map_or(place, |last| place.cover(last.range()));
    let mut builder = Text::builder(place.cover(end));
    builder.push_for(&format!("{matcher}("), TextRange::empty(place.start()));
    for (index, argument) in arguments.iter().enumerate() {
        let start = TextRange::empty(argument.content_range().start());
        if index > 0 {
            builder.push_for(",", start);
        }
        let escaped = quoted(argument.as_str());
        if escaped.len() == argument.as_str().len() + 2 || !argument.is_known() {
            builder.push_for("\"", start);
            builder.push_text(argument);
            builder.push_for("\"", TextRange::empty(argument.content_range().end()));
        } else {
            builder.push_for(&escaped, argument.content_range());
        }
    }
    builder.push_for(")", TextRange::empty(end.end()));
    builder.finish()
}

/// The parts with `separator` between them.
pub(super) fn joined(parts: &[Text], separator: &str, place: TextRange) -> Text {
    let mut builder = Text::builder(place);
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            builder.push_for(separator, TextRange::empty(part.range().start()));
        }
        builder.push_text(part);
    }
    builder.finish()
}
