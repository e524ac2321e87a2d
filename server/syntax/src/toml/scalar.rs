//! Keys and scalars, decoded, with the way back.

use toml_datetime::Datetime;
use toml_parser::decoder::{Encoding, ScalarKind, StringBuilder};
use toml_parser::{ErrorSink, ParseError, Raw, Source, Span};

use super::range;
use crate::text::TextBuilder;
use crate::value::{Kind, Node, Scalar, Style};
use crate::{Text, TextRange, TextSize};

/// The key at `span`.
pub(super) fn key(
    source: Source<'_>,
    span: Span,
    encoding: Option<Encoding>,
    errors: &mut dyn ErrorSink,
) -> Text {
    let raw = raw(source, span, encoding);
    let mut decoder = Decoder::new(source, span);
    raw.decode_key(&mut decoder, errors);
    decoder.finish(encoding)
}

/// The value at `span`; nothing where none was written.
pub(super) fn value(
    source: Source<'_>,
    span: Span,
    encoding: Option<Encoding>,
    errors: &mut dyn ErrorSink,
) -> Node {
    let range = range(span);
    if span.is_empty() {
        let error = match source.input()[span.end()..].chars().next() {
            Some(next) => ParseError::new(format!("expected value but found {next:?} instead")),
            None => ParseError::new("unexpected EOF; expected value"),
        };
        errors.report_error(error.with_unexpected(span));
        return Node { range, kind: Kind::Null };
    }
    let raw = raw(source, span, encoding);
    let mut decoder = Decoder::new(source, span);
    let kind = raw.decode_scalar(&mut decoder, errors);
    let style = match (kind, encoding) {
        (ScalarKind::String, Some(Encoding::LiteralString)) => Style::SingleQuoted,
        (ScalarKind::String, Some(Encoding::MlLiteralString)) => Style::Literal,
        (ScalarKind::String, _) => Style::DoubleQuoted,
        _ => Style::Bare,
    };
    let text = if style == Style::Bare {
        // As it is written: `0x1F`, `1_000`, `2024-01-31`.
        check_value(kind, &decoder.finish(encoding), span, errors);
        Text::plain(raw.as_str(), range)
    } else {
        decoder.finish(encoding)
    };
    Node { range, kind: Kind::Scalar(Scalar { text, style, tag: None }) }
}

fn raw(source: Source<'_>, span: Span, encoding: Option<Encoding>) -> Raw<'_> {
    let text = source.input().get(span.start()..span.end()).unwrap_or_default();
    Raw::new_unchecked(text, encoding, span)
}

/// What only the value of a number or date tells.
fn check_value(kind: ScalarKind, digits: &Text, span: Span, errors: &mut dyn ErrorSink) {
    let is_valid = match kind {
        ScalarKind::Integer(radix) => i64::from_str_radix(digits.as_str(), radix.value()).is_ok(),
        ScalarKind::Float => digits.as_str().parse::<f64>().is_ok(),
        ScalarKind::DateTime => digits.as_str().parse::<Datetime>().is_ok(),
        _ => true,
    };
    if !is_valid {
        errors.report_error(ParseError::new(kind.invalid_description()).with_unexpected(span));
    }
}

/// Takes what toml_parser decodes, piece by piece. Pieces that stand in the source as they are come as slices
/// of it, and there is one, be it empty, on either side of an escape.
struct Decoder<'s> {
    source: &'s str,
    range: TextRange,
    builder: TextBuilder,
    /// Where the last slice ended, and what was decoded since.
    end: TextSize,
    escaped: String,
}

impl<'s> Decoder<'s> {
    fn new(source: Source<'s>, span: Span) -> Self {
        let range = range(span);
        let builder = Text::builder(range);
        Self { source: source.input(), range, builder, end: range.start(), escaped: String::new() }
    }

    fn flush(&mut self, upto: TextSize) {
        let escaped = std::mem::take(&mut self.escaped);
        self.builder.push_for(&escaped, TextRange::new(self.end.min(upto), upto));
    }

    fn finish(mut self, encoding: Option<Encoding>) -> Text {
        let quotes = match encoding {
            None => 0,
            Some(Encoding::LiteralString | Encoding::BasicString) => 1,
            Some(Encoding::MlLiteralString | Encoding::MlBasicString) => 3,
        };
        let end = self.range.end() - TextSize::new(quotes).min(self.range.len());
        self.flush(end.max(self.end));
        self.builder.finish()
    }
}

impl<'s> StringBuilder<'s> for Decoder<'s> {
    fn clear(&mut self) {
        self.builder = Text::builder(self.range);
        self.escaped.clear();
    }

    fn push_str(&mut self, append: &'s str) -> bool {
        let offset = (append.as_ptr() as usize).checked_sub(self.source.as_ptr() as usize);
        let start = offset.filter(|offset| offset + append.len() <= self.source.len());
        let Some(start) = start.and_then(|start| TextSize::try_from(start).ok()) else {
            // A constant of the decoder, not a part of the source.
            self.escaped.push_str(append);
            return true;
        };
        self.flush(start);
        let range = TextRange::at(start, TextSize::of(append));
        self.builder.push(append, range);
        self.end = range.end();
        true
    }

    fn push_char(&mut self, append: char) -> bool {
        self.escaped.push(append);
        true
    }
}
