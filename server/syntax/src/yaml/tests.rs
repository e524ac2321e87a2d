use super::parse;
use crate::Text;
use crate::value::Node;

#[test]
fn a_mapping_has_ranges() {
    let parse = parse("a:\n  b: 'x'\n  c:\n");
    let root = &parse.documents[0];
    let a = root.get("a").expect("a");
    assert_eq!(a.get("b").and_then(Node::text).map(Text::as_str), Some("x"));
    assert!(a.get("c").is_some_and(Node::is_null));
    assert!(parse.problems.is_empty());
}

#[test]
fn a_broken_line_costs_only_itself() {
    let parse = parse("a:\n  b: x\n  c: `y`\n  d: z\n");
    assert_eq!(parse.problems.len(), 1);
    assert_eq!(parse.documents[0].get("a").map(|a| a.entries().len()), Some(2));
}
