//! How tests look at trees.

use std::fmt::Write;

use crate::value::{Kind, Node, Parse};
use crate::{Text, TextRange, TextSize};

/// A line for each leaf of a tree and for each problem, with what they cover in `text`.
///
/// # Panics
/// Where a range is not inside the text, not inside what it belongs to, or not on character borders.
pub(crate) fn shown(text: &str, parse: &Parse) -> String {
    let mut shown = String::new();
    for (index, root) in parse.documents.iter().enumerate() {
        let path = if parse.documents.len() > 1 { format!("{index}:") } else { String::new() };
        show(text, root, &path, &mut shown);
    }
    for problem in &parse.problems {
        let covered = text.get(std::ops::Range::<usize>::from(problem.range)).expect("a range of the text");
        writeln!(shown, "! {covered:?} {}", problem.message).expect("a string takes all");
    }
    shown
}

fn show(text: &str, node: &Node, path: &str, shown: &mut String) {
    let covered = text.get(std::ops::Range::<usize>::from(node.range)).expect("a range of the text");
    let name = if path.is_empty() { "." } else { path };
    let mut line = |words: String| writeln!(shown, "{name} {words}").expect("a string takes all");
    match &node.kind {
        Kind::Mapping(entries) if entries.is_empty() => line("{}".to_owned()),
        Kind::Sequence(items) if items.is_empty() => line("[]".to_owned()),
        Kind::Mapping(entries) => {
            for entry in entries {
                assert!(node.range.contains_range(entry.range), "{node:?} {entry:?}");
                assert!(entry.range.contains_range(entry.key.range()), "{entry:?}");
                assert!(entry.range.contains_range(entry.value.range), "{entry:?}");
                leads_back(text, &entry.key);
                show(text, &entry.value, &format!("{path}.{}", entry.key), shown);
            }
        }
        Kind::Sequence(items) => {
            for (index, item) in items.iter().enumerate() {
                assert!(node.range.contains_range(item.range), "{node:?} {item:?}");
                show(text, item, &format!("{path}[{index}]"), shown);
            }
        }
        Kind::Scalar(scalar) => {
            assert_eq!(node.range, scalar.text.range());
            leads_back(text, &scalar.text);
            line(format!("{:?} {:?} from {covered:?}", scalar.style, scalar.text.as_str()));
        }
        Kind::Null => line(format!("Null from {covered:?}")),
        Kind::Alias(Some(target)) => line(format!("{covered} for {:?}", &text[target.range])),
        Kind::Alias(None) => line(format!("{covered} for nothing")),
    }
}

/// Checks that every character of a decoded text comes from whole characters of the source, in order.
pub(crate) fn leads_back(source: &str, text: &Text) {
    let mut last = TextSize::new(0);
    for (at, c) in text.as_str().char_indices() {
        let start = TextSize::try_from(at).expect("a small text");
        let range = text.source_range(TextRange::at(start, TextSize::of(c)));
        let covered = source.get(std::ops::Range::<usize>::from(range));
        assert!(covered.is_some_and(|covered| !covered.is_empty()), "{text:?} at {at}: {range:?}");
        assert!(range.start() >= last, "{text:?} at {at}: {range:?}");
        last = range.start();
    }
}
