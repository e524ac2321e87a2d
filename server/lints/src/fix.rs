//! How a finding is mended: edits of whole texts.

use std::ops::Range;

use routing::model::Model;
use syntax::yaml;
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

    /// Takes the list item at `location` (a scalar) out of its list: of a YAML list, or between the commas of a label's
    /// value.
    pub(crate) fn remove_item(model: &Model, location: Location) -> Self {
        let text = model.text(location.file);
        let range = yaml::concrete::list_item(text, location.range)
            .filter(|item| !is_part(text, location.range, *item))
            .unwrap_or_else(|| between_commas(text, location.range));
        Self { file: location.file, range, text: String::new() }
    }
}

/// Whether `part` is only one of several values in the scalar that is the list item.
fn is_part(text: &str, part: TextRange, item: TextRange) -> bool {
    let around = |range: TextRange| text.get(Range::<usize>::from(range)).unwrap_or_default();
    let before = around(TextRange::new(item.start(), part.start()));
    before.contains([',', '='])
}

/// A value with one of the commas around it.
fn between_commas(text: &str, value: TextRange) -> TextRange {
    let (start, end) = (usize::from(value.start()), usize::from(value.end()));
    let (before, behind) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
    if let Some(rest) = behind.trim_start_matches(' ').strip_prefix(',') {
        let rest = rest.trim_start_matches(' ');
        return range_of((start, text.len() - rest.len()));
    }
    match before.trim_end_matches(' ').strip_suffix(',') {
        Some(kept) => range_of((kept.len(), end)),
        None => value,
    }
}

fn range_of((start, end): (usize, usize)) -> TextRange {
    let size = |offset| TextSize::try_from(offset).unwrap_or(TextSize::new(u32::MAX));
    TextRange::new(size(start), size(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of one file without the item that `needle` stands in.
    fn without(text: &str, needle: &str) -> String {
        let model = routing::model::link_texts([("dynamic.yml", text)], &routing::model::Settings::default());
        let start = text.find(needle).expect("the needle");
        let edit =
            Edit::remove_item(&model, Location::new(FileId(0), range_of((start, start + needle.len()))));
        format!("{}{}", &text[..edit.range.start().into()], &text[edit.range.end().into()..])
    }

    #[test]
    fn items_of_lists_and_of_labels() {
        assert_eq!(without("m:\n  - strip\n  - auth\n", "strip"), "m:\n  - auth\n");
        assert_eq!(without("m: [strip, auth]\n", "auth"), "m: [strip]\n");
        assert_eq!(without("m: strip, auth\n", "strip"), "m: auth\n");
        assert_eq!(without("- a.middlewares=strip,auth\n", "auth"), "- a.middlewares=strip\n");
        assert_eq!(without("- a.middlewares=strip,auth\n", "strip"), "- a.middlewares=auth\n");
    }
}
