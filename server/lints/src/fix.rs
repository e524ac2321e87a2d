//! How a finding is mended: edits of whole texts.

use routing::model::Model;
use syntax::{FileId, Location, TextRange, TextSize};

/// A way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an imperative.
    pub title: String,
    /// Whether it can be applied without a look.
    pub safe: bool,
    /// All or none of them.
    pub edits: Vec<Edit>,
}

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The file.
    pub file: FileId,
    /// Bytes to take out.
    pub range: TextRange,
    /// What to put there.
    pub text: String,
}

impl Fix {
    /// A fix of one edit.
    pub(crate) fn new(title: impl Into<String>, safe: bool, edit: Edit) -> Self {
        Self { title: title.into(), safe, edits: vec![edit] }
    }
}

impl Edit {
    /// Puts `text` at `location`.
    pub(crate) fn replace(location: Location, text: impl Into<String>) -> Self {
        Self { file: location.file, range: location.range, text: text.into() }
    }

    /// Takes the list item at `location` (a scalar) out of its list: a line of its own in a block list, else one of
    /// several between commas.
    pub(crate) fn remove_item(model: &Model, location: Location) -> Self {
        let text = model.text(location.file);
        let (start, end) = (usize::from(location.range.start()), usize::from(location.range.end()));
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        let before = text[line_start..start].trim();
        let behind = text[end..line_end].trim();
        let alone = before == "-" && (behind.is_empty() || behind.starts_with('#'));
        let range = if alone {
            (line_start, line_end)
        } else if text[end..].trim_start().starts_with(',') {
            let comma = end + text[end..].find(',').unwrap_or(0) + 1;
            let blanks = text[comma..].len() - text[comma..].trim_start_matches(' ').len();
            (start, comma + blanks)
        } else if text[..start].trim_end().ends_with(',') {
            (text[..start].rfind(',').unwrap_or(start), end)
        } else {
            (start, end)
        };
        Self { file: location.file, range: range_of(range), text: String::new() }
    }
}

fn range_of((start, end): (usize, usize)) -> TextRange {
    let size = |offset| TextSize::try_from(offset).unwrap_or(TextSize::new(u32::MAX));
    TextRange::new(size(start), size(end))
}
