use super::*;

fn check(text: &str, expected: &str) {
    let verdict = match expression(text) {
        Ok(_) => "ok".to_owned(),
        Err(refusal) => refusal.text,
    };
    assert_eq!(verdict, expected, "{text}");
}

#[test]
fn go_gives_the_verdict() {
    check("", "1:1: expected operand, found 'EOF'");
    check("Host(`a`)", "ok");
    check("HostRegexp(\"^a\\.b$\")", "1:16: unknown escape sequence");
    check("Host(`a`,)", "ok");
    check("Host(`a`...)", "ok");
    check("Host(`a`)\n&& Path(`/b`)", "2:1: expected 'EOF', found '&&'");
    check("Host(`a`) &&\nPath(`/b`)", "ok");
    check("Host(`a`)\n", "ok");
    check("Host(`a`) and Path(`/b`)", "1:11: expected 'EOF', found and");
    check("Host(`a`);Path(`/b`)", "1:10: expected 'EOF', found ';'");
    check("Host:a", "1:5: expected 'EOF', found ':'");
    check("Host(`a`))", "1:10: expected 'EOF', found ')'");
    check("Host(`a)", "1:6: raw string literal not terminated");
    check("Host(`a`) && (Path(`/x`) || Path(`/y`)", "1:39: expected ')', found newline");
}

#[test]
fn directives_move_positions() {
    check("//line rules.yml:7\nHost(", "rules.yml:7: expected ')', found 'EOF'");
    check("/*line a/../b:7:3*/Host(", "b:7:8: expected ')', found 'EOF'");
    check("Host(`a`) && /*line :x*/", "1:22: invalid line number: x");
    check("/*line :9223372036854775808:1*/+ T = + T", "expected '==', found '='");
    check(" //line a:7\n)", "2:1: expected operand, found ')'");
}

#[test]
fn functions_have_bodies() {
    check("func(a, b int) error { if a { return }; x := T{}; go f() }", "ok");
    check("func() { if x; { } }", "1:14: missing condition in if statement");
    check("func() { go f }", "1:14: expression in go must be function call");
    check("func(a, b, c.d) {}", "ok");
    check("func(a ...b, c d) {}", "1:8: can only use ... with final parameter");
    check("struct{ a, b int; *(c) }", "1:20: cannot parenthesize embedded type");
    check("interface{ m[T any]() }", "1:13: interface method must have no type parameters");
    check("func() { type a[P *T,] b }", "ok");
    check("<-(<-chan a)", "ok");
    check("<-<-chan a", "1:3: expected 'chan'");
}

#[test]
fn both_readers_see_the_same_tree() {
    let long = vec!["Host(`a`)"; 1001].join(" || ");
    for text in [
        "Host(`a`) && (Path(`/b`) || !Method(\"G\\x45T\"))",
        "Header(`a`, `b`,)",
        "Query(\n`a`, // comment\n`b`)",
        "a.b(1)[0x1F] == -'c' + .5 & *b",
        "`a\rb` + \"\\xc3\\xa9\\xff\"",
        &long,
    ] {
        assert_eq!(parse(text).tree, [expression(text).unwrap()], "{text}");
    }
}

#[test]
fn a_rule_beyond_the_limits_is_not_read() {
    for text in [
        "(".repeat(100_000),
        "!".repeat(10_000),
        "(".repeat(201),
        "a(".repeat(201),
        "a".to_owned() + &"()".repeat(201),
        vec!["a"; 1002].join("|"),
    ] {
        let parsed = parse(&text);
        assert!(parsed.tree.is_empty());
        assert_eq!(parsed.problems[0].message, "the rule is too large to be read here");
    }
}

/// What stands in a half-typed rule, call by call, with the problem that Go reports.
fn check_tolerant(text: &str, expected: &str) {
    let parsed = parse(text);
    let calls: Vec<_> = parsed
        .tree
        .iter()
        .flat_map(Expr::walk)
        .filter_map(|expr| match &expr.kind {
            ExprKind::Call(call) => {
                let slots: Vec<_> =
                    call.slots.iter().map(|slot| &text[Range::<usize>::from(*slot)]).collect();
                Some(format!("{}({})", call.name()?.text, slots.join("|")))
            }
            _ => None,
        })
        .collect();
    assert_eq!(calls.join(" "), expected, "{text}: {:?}", parsed.tree);
}

#[test]
fn half_typed_rules_keep_their_calls() {
    check_tolerant("Host(", "Host()");
    check_tolerant("Host(`exa", "Host(`exa)");
    check_tolerant("Host(`a`) && PathPrefix(", "Host(`a`) PathPrefix()");
    check_tolerant("Host(`a`) && ", "Host(`a`)");
    check_tolerant("(Host(`a`) || Path(`/b`", "Host(`a`) Path(`/b`)");
    check_tolerant("Host(`a`) and Path(`/b`)", "Host(`a`) Path(`/b`)");
    check_tolerant("Header(`a`, ", "Header(`a`|)");
    check_tolerant("Header(, `b`)", "Header(| `b`)");
    check_tolerant("Host(`a`))) && Path(`/b`)", "Host(`a`) Path(`/b`)");
    check_tolerant("Host(`a`);Path(`/b`)", "Host(`a`) Path(`/b`)");
    check_tolerant("Host(`a`) && {{ .X }} && Path(`/b`)", "Host(`a`) Path(`/b`)");
    check_tolerant("!", "");
    check_tolerant("", "");
}

#[test]
fn a_literal_leads_back_to_its_bytes() {
    let text = "Path(\"/\\u00e9x\")";
    let expr = expression(text).unwrap();
    let ExprKind::Call(call) = expr.kind else { panic!("no call") };
    let ExprKind::Literal(literal) = &call.arguments[0].kind else { panic!("no literal") };
    assert_eq!(literal.text.as_str(), "/éx");
    let x = literal.text.source_range(span(3..4));
    assert_eq!(&text[Range::<usize>::from(x)], "x");
    assert_eq!(&text[Range::<usize>::from(literal.text.source_range(span(1..3)))], "\\u00e9");
}
