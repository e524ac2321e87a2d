//! The concrete tree of a YAML text, through tree-sitter-yaml: where an item of a list begins and ends, for edits that
//! leave everything else as it is. What a text *means* is [`super::parse`]'s to say.

use tree_sitter::{Node, Parser, Tree};

use crate::limits::{TREE_SITTER_YAML_BYTES, TREE_SITTER_YAML_INDENT, TREE_SITTER_YAML_LINES};
use crate::{TextRange, TextSize};

/// What to cut out of `text` to take the list item at `at` out of its list: whole lines of a block list, an item with
/// one of its commas of a flow list. `None` where no list item stands there by itself, or the text is more than
/// tree-sitter-yaml can take.
pub fn list_item(text: &str, at: TextRange) -> Option<TextRange> {
    let tree = parse(text)?;
    let mut node = tree.root_node().descendant_for_byte_range(at.start().into(), at.end().into())?;
    loop {
        let parent = node.parent()?;
        match parent.kind() {
            "block_sequence_item" => return lines(text, parent),
            "flow_sequence" => return Some(with_comma(node)),
            "block_mapping_pair" | "flow_pair" => return None,
            _ => node = parent,
        }
    }
}

/// Nothing reaches the parser unguarded: its scanner keeps rows in 16 bits, and deep nesting aborts the process.
fn parse(text: &str) -> Option<Tree> {
    let indent = |line: &str| line.bytes().take_while(|b| matches!(b, b' ' | b'\t' | b'-' | b'?')).count();
    let mut lines = 0_usize;
    let fits = text.len() <= TREE_SITTER_YAML_BYTES
        && text.split('\n').all(|line| {
            lines += 1;
            lines <= TREE_SITTER_YAML_LINES && indent(line) <= TREE_SITTER_YAML_INDENT
        });
    if !fits {
        return None;
    }
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_yaml::LANGUAGE.into()).ok()?;
    parser.parse(text, None)
}

/// The lines of a block item, if nothing else stands on them.
fn lines(text: &str, item: Node<'_>) -> Option<TextRange> {
    let start = text.get(..item.start_byte())?.rfind('\n').map_or(0, |at| at + 1);
    if !text.get(start..item.start_byte())?.trim().is_empty() {
        return None;
    }
    let end = text.get(item.end_byte()..)?.find('\n').map_or(text.len(), |at| item.end_byte() + at + 1);
    let behind = text.get(item.end_byte()..end)?.trim();
    (behind.is_empty() || behind.starts_with('#')).then(|| range(start, end))
}

/// A flow item up to the next one, or from the one before.
fn with_comma(item: Node<'_>) -> TextRange {
    match (item.next_named_sibling(), item.prev_named_sibling()) {
        (Some(next), _) => range(item.start_byte(), next.start_byte()),
        (None, Some(previous)) => range(previous.end_byte(), item.end_byte()),
        (None, None) => range(item.start_byte(), item.end_byte()),
    }
}

fn range(start: usize, end: usize) -> TextRange {
    let size = |offset| TextSize::try_from(offset).unwrap_or(TextSize::new(u32::MAX));
    TextRange::new(size(start), size(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `text` without the list item that `needle` stands in.
    fn without(text: &str, needle: &str) -> Option<String> {
        let start = text.find(needle).expect("the needle");
        let cut = list_item(text, range(start, start + needle.len()))?;
        Some(format!("{}{}", &text[..cut.start().into()], &text[cut.end().into()..]))
    }

    #[test]
    fn block_lists_lose_lines() {
        let text = "middlewares:\n  - strip # of the prefix\n  # kept\n  - auth\nservice: a\n";
        assert_eq!(without(text, "strip").as_deref(), Some("middlewares:\n  # kept\n  - auth\nservice: a\n"));
        assert_eq!(
            without(text, "auth").as_deref(),
            Some("middlewares:\n  - strip # of the prefix\n  # kept\nservice: a\n")
        );
        assert_eq!(without("- - a\n  - b\n", "a"), None, "another list begins on the line");
    }

    #[test]
    fn flow_lists_lose_a_comma() {
        assert_eq!(without("m: [ \"strip\", auth ]\n", "strip").as_deref(), Some("m: [ auth ]\n"));
        assert_eq!(without("m: [strip, auth]\n", "auth").as_deref(), Some("m: [strip]\n"));
        assert_eq!(without("m: [strip]\n", "strip").as_deref(), Some("m: []\n"));
    }

    #[test]
    fn what_is_no_item_is_left() {
        assert_eq!(without("a: strip,auth\n", "strip"), None);
        assert_eq!(without("- a: strip\n", "strip"), None, "a value inside of an item is not the item");
        let deep = format!("{}strip\n", "- ".repeat(5_000));
        assert_eq!(without(&deep, "strip"), None, "deep nesting is not asked");
        let long = format!("{}- strip\n", "# a\n".repeat(40_000));
        assert_eq!(without(&long, "strip"), None, "too many lines");
    }
}
