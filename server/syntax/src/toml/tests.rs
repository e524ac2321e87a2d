use expect_test::{Expect, expect};

use super::parse;
use crate::testing::shown;
use crate::value::Node;

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&shown(text, &parse(text)));
}

#[test]
fn tables_come_together_from_all_forms() {
    check(
        r#"
[http.routers.api]
rule = "Host(`a`)"
tls.domains = [{main = "x", sans = ['y']}]
[http.services]
[[http.services.s.loadBalancer.servers]]
url = "http://a"
[[http.services.s.loadBalancer.servers]]
url = "http://b"
[http.routers.web]
priority = 1_0
"#,
        &expect![[r#"
            .http.routers.api.rule DoubleQuoted "Host(`a`)" from "\"Host(`a`)\""
            .http.routers.api.tls.domains[0].main DoubleQuoted "x" from "\"x\""
            .http.routers.api.tls.domains[0].sans[0] SingleQuoted "y" from "'y'"
            .http.routers.web.priority Bare "1_0" from "1_0"
            .http.services.s.loadBalancer.servers[0].url DoubleQuoted "http://a" from "\"http://a\""
            .http.services.s.loadBalancer.servers[1].url DoubleQuoted "http://b" from "\"http://b\""
        "#]],
    );
}

#[test]
fn strings_lead_back_through_escapes() {
    let text = "a = \"x\\u00e9\\ty\"\nb = \"\"\"\nc \\\n  d\"\"\"\n";
    let parse = parse(text);
    let a = parse.documents[0].get("a").and_then(Node::text).expect("a");
    assert_eq!(a.as_str(), "xé\ty");
    let source =
        |start: u32, end: u32| &text[a.source_range(crate::TextRange::new(start.into(), end.into()))];
    assert_eq!(source(1, 3), "\\u00e9");
    assert_eq!(source(3, 4), "\\t");
    assert_eq!(source(4, 5), "y");
    let b = parse.documents[0].get("b").and_then(Node::text).expect("b");
    assert_eq!(b.as_str(), "c d");
    assert_eq!(&text[b.content_range()], "c \\\n  d");
}

#[test]
fn keys_defined_twice() {
    check(
        "[a]\nb = 1\nb = 2\n[a]\n[c]\nd = {x = 1}\nd.y = 2\n[[a]]\n",
        &expect![[r#"
            .a.b Bare "1" from "1"
            .c.d.x Bare "1" from "1"
            .c.d.y Bare "2" from "2"
            ! "b" Key 'a.b' has already been defined.
            ! "a" Key 'a' has already been defined.
            ! "a" Key 'a' was already created and cannot be used as an array.
        "#]],
    );
}

#[test]
fn behind_an_error_reading_goes_on() {
    check(
        "[http]\na =\nrul\nb = `x`\n[http.routers\nc = 1\n[tcp]\nd = 2\n",
        &expect![[r#"
            .http.a Null from ""
            .http.b DoubleQuoted "`x`" from "`x`"
            .http.routers.c Bare "1" from "1"
            .tcp.d Bare "2" from "2"
            ! "a =" expected value but found '\n' instead
        "#]],
    );
}

#[test]
fn what_is_left_open_swallows_its_line_only() {
    check(
        "[http]\na = [\"web\"\nb = 1\n[tcp]\nc = \"\"\"x\nd = {e = 2\n[udp]\nf = 3\n",
        &expect![[r#"
            .http.a Null from ""
            .http.b Bare "1" from "1"
            .tcp.c Null from ""
            .tcp.d Null from ""
            .udp.f Bare "3" from "3"
            ! "b" expected a comma (',') or array terminator (']'), but got 'b'
        "#]],
    );
}

#[test]
fn deep_nesting_is_cut() {
    for text in [
        format!("a = {}{}", "[".repeat(10_000), "]".repeat(10_000)),
        format!("a = {}", "{b=".repeat(10_000)),
        format!("{} = 1", vec!["a"; 10_000].join(".")),
        format!("[{}]\nb = 1", vec!["a"; 10_000].join(".")),
        format!("[{0}]\n{0} = {{{0} = [[{{{0} = 1}}]]}}", vec!["a"; 150].join(".")),
    ] {
        let parse = parse(&text);
        assert!(!parse.problems.is_empty(), "{}", &text[..20]);
        let again = parse.clone();
        assert_eq!(parse, again);
    }
}

#[test]
fn odd_texts_are_read() {
    check("", &expect![""]);
    check(
        "\u{feff}a = 1\r\n",
        &expect![[r#"
            .a Bare "1" from "1"
        "#]],
    );
    check("# only\n", &expect![""]);
    check(
        "\0",
        &expect![[r#"
            ! "\0" TOML files cannot contain control characters: '0x00'
        "#]],
    );
}
