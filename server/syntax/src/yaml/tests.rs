use std::fmt::Write;

use expect_test::{Expect, expect};

use super::parse;
use crate::testing::shown;
use crate::value::Node;
use crate::{Problem, Text, TextRange};

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&shown(text, &parse(text)));
}

#[test]
fn collections_and_leaves() {
    check(
        "a:\n  b: x\n  c:\n  - 1\n  - [y, {z: ~, k}]\nd: {}\n",
        &expect![[r#"
        .a.b Plain "x" from "x"
        .a.c[0] Plain "1" from "1"
        .a.c[1][0] Plain "y" from "y"
        .a.c[1][1].z Null from "~"
        .a.c[1][1].k Null from ""
        .d {}
    "#]],
    );
}

#[test]
fn a_collection_reaches_from_its_first_byte_to_its_last() {
    let text = "a:\n  - b: 1\n    c: [2,\n     3]\n  -\n# end\n\nd: &x\n  e: !t 'f'\n";
    let parse = parse(text);
    let root = &parse.documents[0];
    let covered = |node: Option<&Node>| node.map(|node| &text[node.range]);
    assert_eq!(covered(Some(root)), Some(text.trim_end()));
    assert_eq!(covered(root.get("a")), Some("- b: 1\n    c: [2,\n     3]\n  -"));
    assert_eq!(covered(root.get("a").map(|a| &a.items()[0])), Some("b: 1\n    c: [2,\n     3]"));
    assert_eq!(covered(root.get("a").map(|a| &a.items()[1])), Some(""));
    assert_eq!(covered(root.get("d")), Some("e: !t 'f'"));
    assert_eq!(covered(root.get("d").and_then(|d| d.get("e"))), Some("'f'"));
    let entry = root.entry("d").expect("d");
    assert_eq!(&text[entry.range], "d: &x\n  e: !t 'f'");
}

/// Each piece of the decoded value with what it came from.
fn pieces(text: &str, expected: &Expect) {
    let parse = parse(text);
    assert_eq!(parse.problems, [], "{text}");
    let value: &Text = parse.documents[0].get("a").and_then(Node::text).expect("a scalar under `a`");
    let mut pieces: Vec<(String, TextRange)> = Vec::new();
    for (at, c) in value.as_str().char_indices() {
        let at = u32::try_from(at).expect("a small text");
        let source = value.source_range(TextRange::at(at.into(), crate::TextSize::of(c)));
        match pieces.last_mut() {
            Some((piece, range)) if range.end() == source.start() && text[source].starts_with(c) => {
                piece.push(c);
                *range = range.cover(source);
            }
            _ => pieces.push((c.into(), source)),
        }
    }
    let shown: Vec<String> =
        pieces.iter().map(|(piece, range)| format!("{piece:?} from {:?}", &text[*range])).collect();
    expected.assert_eq(&(shown.join("\n") + "\n"));
}

#[test]
fn the_way_back_from_plain_scalars() {
    pieces(
        "a: one two\n  three\n\n\n  four # five\n",
        &expect![[r#"
        "one two" from "one two"
        " three\n" from "\n  three\n\n\n  "
        "\nfour" from "\n\n\n  four"
    "#]],
    );
    pieces(
        "a: é#日:本\r\n  x\r\n",
        &expect![[r#"
        "é#日:本" from "é#日:本"
        " x" from "\r\n  x"
    "#]],
    );
}

#[test]
fn the_way_back_from_quotes() {
    pieces(
        "a: 'it''s \n  so'\n",
        &expect![[r#"
        "it's so" from "it''s \n  so"
    "#]],
    );
    pieces(
        "a: \"x\\ty\\u00e9\\\"z  \\\n    w\n\n  v\"\n",
        &expect![[r#"
        "x" from "x"
        "\ty" from "\\ty"
        "é" from "\\u00e9"
        "\"z  " from "\\\"z  "
        "w\nv" from "w\n\n  v"
    "#]],
    );
    pieces(
        "a: \"\\x41\\U0001F600\\N\\_\\L\\P\\e\\0\\/\"\n".replace("\\/", "\\'").as_str(),
        &expect![[r#"
        "A" from "\\x41"
        "😀" from "\\U0001F600"
        "\u{85}" from "\\N"
        "\u{a0}" from "\\_"
        "\u{2028}" from "\\L"
        "\u{2029}" from "\\P"
        "\u{1b}" from "\\e"
        "\0" from "\\0"
        "'" from "\\'"
    "#]],
    );
}

#[test]
fn the_way_back_from_block_scalars() {
    pieces(
        "a: |\n  one\n   two\n\n  three\n\n\nb: 1\n",
        &expect![[r#"
        "one\n" from "one\n"
        " two\n\n" from " two\n\n"
        "three\n" from "three\n"
    "#]],
    );
    pieces(
        "a: >-\n  one\n  two\n\n   three\n  four\n",
        &expect![[r#"
        "one" from "one"
        " " from "\n"
        "two\n\n" from "two\n\n"
        " three\n" from " three\n"
        "four" from "four"
    "#]],
    );
    pieces(
        "a: |2+ # note\n   x\n\n",
        &expect![[r#"
        " x\n\n" from " x\n\n"
    "#]],
    );
    pieces(
        "a: >\n  x",
        &expect![[r#"
        "x" from "x"
    "#]],
    );
}

#[test]
fn what_is_nothing() {
    check(
        "a:\nb: ~\nc: null\nd: 'null'\ne: nil\nf: Null\ng: ''\n? h\n",
        &expect![[r#"
        .a Null from ""
        .b Null from "~"
        .c Null from "null"
        .d SingleQuoted "null" from "'null'"
        .e Plain "nil" from "nil"
        .f Null from "Null"
        .g SingleQuoted "" from "''"
        .h Null from ""
    "#]],
    );
}

#[test]
fn documents() {
    check(
        "a: 1\n---\n---\nb\n...\n# end\n",
        &expect![[r#"
        0:.a Plain "1" from "1"
        1: Null from ""
        2: Plain "b" from "b"
    "#]],
    );
    check("", &expect![""]);
    check("# only\n\n", &expect![""]);
    check(
        "---",
        &expect![[r#"
            . Null from ""
        "#]],
    );
}

#[test]
fn anchors_and_aliases() {
    check(
        "a: &x {b: 1}\nc: *x\nd: [*x, *y]\ne: &z [*z]\n*x : 1\n",
        &expect![[r#"
        .a.b Plain "1" from "1"
        .c *x for "{b: 1}"
        .d[0] *x for "{b: 1}"
        .d[1] *y for nothing
        .e[0] *z for nothing
        . Plain "1" from "1"
        ! "*y" unknown anchor 'y' referenced
        ! "*z" anchor 'z' value contains itself
    "#]],
    );
    let parse = parse("base: &b {x: 1, y: 2}\nmore: &m {<<: *b, y: 3}\nall:\n  <<: [*m, *b]\n  z: 4\n");
    let all = parse.documents[0].get("all").expect("all");
    let value = |key| all.get(key).and_then(Node::text).map(Text::as_str);
    assert_eq!((value("x"), value("y"), value("z")), (Some("1"), Some("3"), Some("4")));
}

#[test]
fn line_breaks_and_byte_order_marks() {
    check(
        "\u{feff}a: 1\r\nb:\r\n- é\r- x\u{2028}c: 'y\u{85} z'\n",
        &expect![[r#"
        .a Plain "1" from "1"
        .b[0] Plain "é" from "é"
        .b[1] Plain "x" from "x"
        .c SingleQuoted "y z" from "'y\u{85} z'"
    "#]],
    );
}

#[test]
fn what_yaml_v3_refuses_when_it_decodes() {
    check(
        "a: 1\n'a': 2\nb: {c: 1, c: 2}\n",
        &expect![[r#"
            .a Plain "1" from "1"
            .a Plain "2" from "2"
            .b.c Plain "1" from "1"
            .b.c Plain "2" from "2"
            ! "'a'" mapping key "a" already defined at line 1
        "#]],
    );
    check(
        "a: {{ .x }}\nb: {[c]: d}\n? [e]\n: f\n",
        &expect![[r#"
        .a Plain "{{ .x }}" from "{{ .x }}"
        .b. Plain "d" from "d"
        . Plain "f" from "f"
        ! "{ .x }" invalid map key: map[string]interface {}{".x":interface {}(nil)}
        ! "[c]" invalid map key: []interface {}{"c"}
        ! "[e]" cannot unmarshal !!seq into string
    "#]],
    );
    check(
        "a: {<<: 1}\nb: {'<<': 1}\n",
        &expect![[r#"
        .a.<< Plain "1" from "1"
        .b.<< Plain "1" from "1"
        ! "<<: 1" map merge requires map or sequence of maps as the value
    "#]],
    );
    check(
        "a: b\0c\u{7}\n",
        &expect![[r#"
        .a Plain "b_c_" from "b\0c\u{7}"
        ! "\0" control characters are not allowed
    "#]],
    );
}

#[test]
fn words_of_yaml_v3() {
    for (text, words) in [
        ("a: b: c", "mapping values are not allowed in this context"),
        ("a: `b`", "found character that cannot start any token"),
        ("a: @b", "found character that cannot start any token"),
        ("\ta: b", "found character that cannot start any token"),
        ("a: 'b", "found unexpected end of stream"),
        ("a: \"\\d\"", "found unknown escape character"),
        ("a: \"\\/\"", "found unknown escape character"),
        ("a: [b", "did not find expected ',' or ']'"),
        ("a: [b?c]", "did not find expected ',' or ']'"),
        ("a: {b: c", "did not find expected ',' or '}'"),
        ("a:\n  b: c\n d: e", "did not find expected key"),
        ("a:\n  - b\n  c: d", "did not find expected '-' indicator"),
        ("a: b\nc\nd: e", "could not find expected ':'"),
        ("a: - b", "block sequence entries are not allowed in this context"),
        ("a: |x\n", "did not find expected comment or line break"),
        ("a: >0\n", "found an indentation indicator equal to 0"),
        ("a: |\n\tb", "found a tab character where an indentation space is expected"),
        ("a: *", "did not find expected alphabetic or numeric character"),
        ("a: !x!y z", "found undefined tag handle"),
        ("%YAML 1.2\n---\na: b", "found incompatible YAML document"),
    ] {
        let parse = parse(text);
        let found = parse.problems.first().map(|problem| problem.message.as_str());
        assert_eq!(found, Some(words), "{text}");
        assert_eq!(parse.problems.len(), 1, "{text}");
    }
}

#[test]
fn what_stands_behind_the_first_document_is_not_read() {
    for text in ["a: b\n--- c\n... d", "{a: b} c", "a: b\n---\nc: d\nc: *e", "a: b\n---\n- c: 'd\n"] {
        assert_eq!(parse(text).problems, [], "{text}");
    }
}

#[test]
fn deep_nesting_is_cut() {
    for text in [
        "- ".repeat(5_000),
        "- ".repeat(12_000),
        "[".repeat(100_000),
        format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)),
        "{a: ".repeat(10_000),
        "? ".repeat(5_000),
        (0..3_000).fold(String::new(), |text, depth| text + &" ".repeat(depth) + "a:\n"),
        "[a, &x ".repeat(5_000),
    ] {
        let parse = parse(&text);
        let is_deep = |problem: &Problem| problem.message.contains("deep");
        assert!(parse.problems.iter().any(is_deep) || parse.problems.len() == 1, "{:?}", parse.problems);
        assert_eq!(parse, parse.clone());
    }
}

#[test]
fn alias_bombs_cost_nothing() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    let mut chain = "a0: &a0 [x]\n".to_owned();
    for level in 1..2_000 {
        let above = level - 1;
        let aliases = vec![format!("*a{above}"); 9].join(", ");
        writeln!(bomb, "a{level}: &a{level} [{aliases}]").expect("a string takes all");
        writeln!(chain, "a{level}: &a{level} [*a{above}]").expect("a string takes all");
    }
    let parsed = parse(&bomb);
    assert_eq!(parsed.problems[0].message, "document contains excessive aliasing");
    assert_eq!(parsed, parse(&bomb));
    assert!(format!("{parsed:?}").len() < 2_000_000);
    // A chain is followed so far and no further, so that nobody recurses too deep.
    let parsed = parse(&chain);
    assert!(parsed.problems[0].message.contains("deeper"), "{:?}", parsed.problems[0]);
    drop(parsed);
    // Anchors within anchors are copied once.
    let nested = format!("{}{}{}", "[&a ".repeat(150), "x, ".repeat(10_000), "]".repeat(150));
    assert_eq!(parse(&format!("a: {nested}")).problems, []);
}

#[test]
fn merges_that_multiply_end() {
    let mut text = "a0: &a0 {k: v}\n".to_owned();
    for level in 1..100 {
        let above = level - 1;
        writeln!(text, "a{level}: &a{level} {{<<: [*a{above}, *a{above}, *a{above}]}}")
            .expect("a string takes all");
    }
    let parse = parse(&text);
    let last = parse.documents[0].get("a99").expect("the last");
    assert!(last.get("nothing").is_none());
    assert!(last.all_entries().len() <= crate::limits::MERGED_ENTRIES);
}
