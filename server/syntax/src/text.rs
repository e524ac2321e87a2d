use std::fmt;
use std::ops::Range;

use crate::{TextRange, TextSize};

/// A decoded string with the way back to its source.
///
/// A rule inside a folded, quoted, `$$`-escaped or interpolated scalar is not where its bytes seem to be;
/// a `Text` keeps, for every byte of the decoded value, the bytes of the file it came from.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Text {
    value: String,
    source: TextRange,
    way: Way,
}

/// The way back. Nearly all texts are exact, and there are many of them.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Way {
    /// The whole value stands in the source as it is, from here on.
    Exact(TextSize),
    Pieces(Box<Pieces>),
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Pieces {
    /// Sorted by `decoded`, without gaps.
    segments: Vec<Segment>,
    /// Parts of the value that the files do not tell, such as `${DOMAIN}` without a value.
    unknown: Vec<Unknown>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Segment {
    decoded: TextRange,
    source: TextRange,
    /// Whether the bytes correspond one to one; if not (an escape, a fold, a variable), only as a whole.
    exact: bool,
}

/// A part of a [`Text`] that stands for something unseen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unknown {
    /// Bytes of the decoded value, which holds `⟨name⟩` there.
    pub range: TextRange,
    /// What would have to be known: `DOMAIN`, `cfg.Prefix`.
    pub name: String,
}

impl Text {
    /// Text that stands in the source as it is, at `source`; of another length, it stands for all of that.
    pub fn plain(value: impl Into<String>, source: TextRange) -> Self {
        let value = value.into();
        if TextSize::of(value.as_str()) == source.len() {
            return Self { value, source, way: Way::Exact(source.start()) };
        }
        let mut builder = Self::builder(source);
        builder.push_for(&value, source);
        builder.finish()
    }

    /// Like [`Text::plain`] at `content`, inside the scalar at `source`.
    pub(crate) fn within(value: &str, content: TextRange, source: TextRange) -> Self {
        Self { source, ..Self::plain(value, content) }
    }

    /// Starts a text whose whole scalar, quotes included, is at `source`.
    pub fn builder(source: TextRange) -> TextBuilder {
        TextBuilder { value: String::new(), source, pieces: Pieces::default() }
    }

    /// The decoded value.
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// The whole scalar in the file, quotes and block indicator included.
    pub fn range(&self) -> TextRange {
        self.source
    }

    /// The content in the file, without quotes; nothing, at the start of the scalar, when the value is empty.
    pub fn content_range(&self) -> TextRange {
        self.source_range(TextRange::up_to(TextSize::of(self.value.as_str())))
    }

    /// The file's bytes that `decoded` (bytes of [`Text::as_str`], clamped to it) came from.
    pub fn source_range(&self, decoded: TextRange) -> TextRange {
        let start = self.source_start(decoded.start());
        if decoded.is_empty() {
            return TextRange::empty(start);
        }
        let end = self.source_end(decoded.end());
        TextRange::new(start, end.max(start))
    }

    /// The offset in the decoded value that a byte of the file belongs to, if the file's byte is part of it.
    /// Inside what corresponds as a whole only, its start.
    pub fn decoded_offset(&self, source: TextSize) -> Option<TextSize> {
        self.with_segments(|segments| {
            let segment = segments.iter().find(|s| s.source.contains_inclusive(source))?;
            if segment.exact {
                return Some(segment.decoded.start() + (source - segment.source.start()));
            }
            let is_behind = source == segment.source.end();
            Some(if is_behind { segment.decoded.end() } else { segment.decoded.start() })
        })
    }

    /// The part `decoded` of this text, as a text of its own. `decoded` must lie on character borders.
    pub fn slice(&self, decoded: Range<usize>) -> Self {
        let range = TextRange::new(size(decoded.start), size(decoded.end));
        let mut builder = Self::builder(self.source_range(range));
        self.with_segments(|segments| {
            let first = segments.partition_point(|s| s.decoded.end() <= range.start());
            for segment in &segments[first..] {
                let Some(part) = segment.decoded.intersect(range).filter(|part| !part.is_empty()) else {
                    break;
                };
                let value = &self.value[part.start().into()..part.end().into()];
                builder.push_segment(value, self.source_range(part), segment.exact);
            }
        });
        let part = |u: &Unknown| {
            let part = u.range.intersect(range).filter(|part| !part.is_empty())?;
            Some(Unknown { range: part - range.start(), name: u.name.clone() })
        };
        builder.pieces.unknown = self.unknown().iter().filter_map(part).collect();
        builder.finish()
    }

    /// The same value, all of it made from what stands at `source`.
    pub fn placed(&self, source: TextRange) -> Self {
        let mut builder = Self::builder(source);
        builder.push_for(&self.value, source);
        builder.pieces.unknown = self.unknown().to_vec();
        builder.finish()
    }

    /// This text with `value` for what stands in the source at `place` as it is.
    pub(crate) fn with(&self, place: TextRange, value: &str) -> Self {
        let mut builder = Self::builder(self.source);
        self.with_segments(|segments| {
            for segment in segments {
                let decoded = &self.value[segment.decoded.start().into()..segment.decoded.end().into()];
                let common =
                    segment.source.intersect(place).filter(|common| segment.exact && !common.is_empty());
                let Some(common) = common else {
                    builder.push_segment(decoded, segment.source, segment.exact);
                    continue;
                };
                let (start, end) = (segment.source.start(), segment.source.end());
                let (before, behind) = (common.start() - start, common.end() - start);
                builder.push(&decoded[..before.into()], TextRange::new(start, common.start()));
                builder.push(value, common);
                builder.push(&decoded[behind.into()..], TextRange::new(common.end(), end));
            }
        });
        builder.pieces.unknown = self.unknown().to_vec();
        builder.finish()
    }

    /// The parts of the value that the files do not tell, in order.
    pub fn unknown(&self) -> &[Unknown] {
        match &self.way {
            Way::Exact(_) => &[],
            Way::Pieces(pieces) => &pieces.unknown,
        }
    }

    /// Whether the files tell the whole value.
    pub fn is_known(&self) -> bool {
        self.unknown().is_empty()
    }

    /// This text without white space around it.
    pub fn trim(&self) -> Self {
        let start = self.value.len() - self.value.trim_start().len();
        let end = self.value.trim_end().len().max(start);
        self.slice(start..end)
    }

    /// The pieces between `separator`s, each trimmed of white space.
    pub fn split(&self, separator: char) -> Vec<Self> {
        let mut start = 0;
        let mut parts = Vec::new();
        for part in self.value.split(separator) {
            parts.push(self.slice(start..start + part.len()).trim());
            start += part.len() + separator.len_utf8();
        }
        parts
    }

    fn source_start(&self, offset: TextSize) -> TextSize {
        self.with_segments(|segments| {
            match segments.get(segments.partition_point(|s| s.decoded.end() <= offset)) {
                Some(s) if s.exact => s.source.start() + (offset - s.decoded.start()),
                Some(s) => s.source.start(),
                None => segments.last().map_or(self.source.start(), |s| s.source.end()),
            }
        })
    }

    fn source_end(&self, offset: TextSize) -> TextSize {
        self.with_segments(|segments| {
            match segments.get(segments.partition_point(|s| s.decoded.end() < offset)) {
                Some(s) if s.exact => s.source.start() + (offset - s.decoded.start()),
                Some(s) => s.source.end(),
                None => segments.last().map_or(self.source.end(), |s| s.source.end()),
            }
        })
    }

    fn with_segments<R>(&self, use_them: impl FnOnce(&[Segment]) -> R) -> R {
        match &self.way {
            Way::Exact(_) if self.value.is_empty() => use_them(&[]),
            Way::Exact(start) => {
                let len = TextSize::of(self.value.as_str());
                let decoded = TextRange::up_to(len);
                use_them(&[Segment { decoded, source: TextRange::at(*start, len), exact: true }])
            }
            Way::Pieces(pieces) => use_them(&pieces.segments),
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::plain("", TextRange::default())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}@{:?}", self.value, self.source)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.value)
    }
}

/// Puts a [`Text`] together piece by piece, in source order.
#[derive(Debug)]
pub struct TextBuilder {
    value: String,
    source: TextRange,
    pieces: Pieces,
}

impl TextBuilder {
    /// Adds `value`, which came from `source`. Pieces of equal length correspond byte for byte.
    pub fn push(&mut self, value: &str, source: TextRange) {
        self.push_segment(value, source, TextSize::of(value) == source.len());
    }

    /// Adds `value`, for which something else stands at `source`: an escape, a fold, a variable.
    pub fn push_for(&mut self, value: &str, source: TextRange) {
        self.push_segment(value, source, false);
    }

    fn push_segment(&mut self, value: &str, source: TextRange, exact: bool) {
        if value.is_empty() {
            return;
        }
        let start = TextSize::of(self.value.as_str());
        self.value.push_str(value);
        let decoded = TextRange::at(start, TextSize::of(value));
        match self.pieces.segments.last_mut() {
            Some(last) if exact && last.exact && last.source.end() == source.start() => {
                last.decoded = last.decoded.cover(decoded);
                last.source = last.source.cover(source);
            }
            _ => self.pieces.segments.push(Segment { decoded, source, exact }),
        }
    }

    /// Adds a piece of another text, keeping its way back and what is unknown in it.
    pub fn push_text(&mut self, piece: &Text) {
        let start = TextSize::of(self.value.as_str());
        piece.with_segments(|segments| {
            for segment in segments {
                let value = &piece.value[segment.decoded.start().into()..segment.decoded.end().into()];
                self.push_segment(value, segment.source, segment.exact);
            }
        });
        let moved = |u: &Unknown| Unknown { range: u.range + start, name: u.name.clone() };
        self.pieces.unknown.extend(piece.unknown().iter().map(moved));
    }

    /// Adds `⟨name⟩` for something at `source` that the files do not tell.
    pub fn push_unknown(&mut self, name: &str, source: TextRange) {
        let start = TextSize::of(self.value.as_str());
        self.push_for(&format!("⟨{name}⟩"), source);
        let range = TextRange::new(start, TextSize::of(self.value.as_str()));
        self.pieces.unknown.push(Unknown { range, name: name.to_owned() });
    }

    /// The text.
    pub fn finish(mut self) -> Text {
        let Self { value, source, .. } = self;
        let way = match (self.pieces.segments.as_slice(), self.pieces.unknown.is_empty()) {
            ([], true) => Way::Exact(source.start()),
            ([Segment { exact: true, source, .. }], true) => Way::Exact(source.start()),
            _ => {
                self.pieces.segments.shrink_to_fit();
                Way::Pieces(Box::new(self.pieces))
            }
        };
        Text { value, source, way }
    }

    /// The text, whose whole scalar turned out to be at `source`.
    pub fn finish_at(self, source: TextRange) -> Text {
        Self { source, ..self }.finish()
    }
}

fn size(offset: usize) -> TextSize {
    TextSize::try_from(offset).unwrap_or(TextSize::new(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: u32, end: u32) -> TextRange {
        TextRange::new(start.into(), end.into())
    }

    /// `"a$$b c"` in a compose file: the decoded value is `a$b c`.
    fn escaped() -> Text {
        let mut builder = Text::builder(range(10, 18));
        builder.push("a", range(11, 12));
        builder.push("$", range(12, 14));
        builder.push("b c", range(14, 17));
        builder.finish()
    }

    #[test]
    fn the_way_back_leads_through_an_escape() {
        let text = escaped();
        assert_eq!(text.as_str(), "a$b c");
        assert_eq!(text.content_range(), range(11, 17));
        assert_eq!(text.source_range(range(1, 2)), range(12, 14));
        assert_eq!(text.source_range(range(4, 5)), range(16, 17));
        assert_eq!(text.decoded_offset(16.into()), Some(4.into()));
    }

    #[test]
    fn a_slice_keeps_the_way_back() {
        let text = escaped().slice(2..5);
        assert_eq!(text.as_str(), "b c");
        assert_eq!(text.source_range(range(2, 3)), range(16, 17));
    }

    #[test]
    fn an_unknown_part_travels_with_its_slice() {
        let mut builder = Text::builder(range(0, 12));
        builder.push("api.", range(0, 4));
        builder.push_unknown("DOMAIN", range(4, 12));
        let text = builder.finish();
        assert_eq!(text.as_str(), "api.⟨DOMAIN⟩");
        assert!(text.slice(0..3).is_known());
        assert_eq!(text.slice(2..text.as_str().len()).unknown()[0].name, "DOMAIN");
    }

    #[test]
    fn a_list_splits_and_trims() {
        let parts = Text::plain("web, websecure", range(5, 19)).split(',');
        assert_eq!(parts[1].as_str(), "websecure");
        assert_eq!(parts[1].content_range(), range(10, 19));
    }
}
