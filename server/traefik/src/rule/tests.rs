use super::*;

/// The verdict on a rule in the language of v3: `ok`, or the fault's place, kind and innermost words.
fn check(rule: &str, expected: &str) {
    let found = match Rule::compile(rule, Protocol::Http, RuleSyntax::V3) {
        Ok(_) => "ok".to_owned(),
        Err(error) => {
            format!(
                "{:?} {:?} {}",
                &rule[std::ops::Range::<usize>::from(error.range)],
                error.kind,
                error.message
            )
        }
    };
    assert_eq!(found, expected, "{rule}");
}

#[test]
fn faults_have_a_place() {
    check("Host(`a`)", "ok");
    check("Host", r#""Host" Syntax Host is not defined"#);
    check("Host()", r#""Host()" Arity no args for matcher Host"#);
    check("Host(``)", r#""``" Value empty args for matcher Host, []"#);
    check("hOST(`a`)", r#""hOST" UnknownMatcher unsupported function: hOST"#);
    check("Host('a')", r#""'a'" Syntax unsupported function argument type: 'CHAR'"#);
    check("Host(1)", r#""1" Syntax reflect: cannot use int as type string in Call"#);
    check(
        "Host(`a`, `b`, `c`)",
        r#""`b`, `c`" Arity unexpected number of parameters; got 3, expected one of [1]"#,
    );
    check(
        "Header(`a`)",
        r#""Header(`a`)" Arity unexpected number of parameters; got 1, expected one of [2]"#,
    );
    check("Path(`a`)", r#""a" Value path "a" does not start with a '/'"#);
    check("Host(`a`) & Path(`/b`)", r#""&" Syntax & is not supported"#);
    check("`x`", r#""`x`" Syntax obtaining build tree"#);
    check(
        "PathRegexp(`[`)",
        r#""[" Value compiling PathPrefix matcher: error parsing regexp: missing closing ]: `[`"#,
    );
}

#[test]
fn the_api_s_text_wraps_the_fault() {
    let text = |rule: &str, protocol| Rule::compile(rule, protocol, RuleSyntax::V3).unwrap_err().text;
    assert_eq!(
        text("A(`a`)", Protocol::Http),
        "error while parsing rule A(`a`): parsing rule A(`a`): unsupported function: A"
    );
    assert_eq!(
        text("!(Host(`a`) || (Path(`b`) && Host(`c`)))", Protocol::Http),
        "error while parsing rule !(Host(`a`) || (Path(`b`) && Host(`c`))): adding rule !(Host(`a`) || (Path(`b`) && \
         Host(`c`))): error while adding rule or: error while adding rule Path: path \"b\" does not start with a '/'"
    );
    assert_eq!(text("A(\"a\")", Protocol::Tcp), r#"invalid rule: "A(\"a\")" , unsupported function: A"#);
    assert_eq!(
        text("HostSNI(`a b`)", Protocol::Tcp),
        "error while adding rule HostSNI(`a b`): invalid value for HostSNI matcher, \"a b\" is not a valid hostname"
    );
}

#[test]
fn what_is_unseen_is_unknown() {
    let rule =
        Rule::compile("Host(`⟨DOMAIN⟩`) && PathPrefix(`/api`)", Protocol::Http, RuleSyntax::V3).unwrap();
    let verdict = |path: &str| rule.matches(&Request::new("GET", false, "a", path));
    assert_eq!(verdict("/api"), None);
    assert_eq!(verdict("/"), Some(false));
    assert_eq!(rule.hosts(), ["⟨DOMAIN⟩"]);
    assert!(!rule.matchers()[0].is_known());
}

#[test]
fn the_first_matcher_that_says_no_is_named() {
    let failed = |text: &str| {
        let rule = Rule::compile(text, Protocol::Http, RuleSyntax::V3).unwrap();
        match rule.evaluate(&Request::new("GET", false, "a", "/x")) {
            Verdict::Fails(matcher) => matcher.source(text),
            other => format!("{other:?}"),
        }
    };
    assert_eq!(failed("Host(`a`) && Path(`/y`) && Method(`PUT`)"), "Path(`/y`)");
    assert_eq!(failed("Path(`/y`) || Path(`/z`)"), "Path(`/y`)");
    assert_eq!(failed("!(Host(`a`) || Path(`/y`))"), "!Host(`a`)");
}

#[test]
fn hosts_that_are_excluded_are_no_domains() {
    let found = |text: &str| domains(text, Protocol::Http).unwrap();
    assert_eq!(found("Host(`A`) && !(Host(`b`) || Host(`c`))"), ["a"]);
    assert_eq!(found("!(Host(`a`) && !Host(`b`))"), ["b"]);
    assert_eq!(found("Host(`a`, `b`) || HostHeader(`c`)"), ["a", "b"]);
    assert_eq!(
        domains("Hots(`a`)", Protocol::Http).unwrap_err().text,
        "error while parsing rule Hots(`a`): unsupported function: Hots"
    );
}

#[test]
fn priorities() {
    assert_eq!(default_priority("Path(`/é`)", Protocol::Http), 11);
    assert_eq!(default_priority("hostsni(\"*\")", Protocol::Tcp), -1);
    assert_eq!(default_priority("HostSNI(`*`)", Protocol::Http), 12);
    assert_eq!(default_priority("HostSNI(`*`) && ClientIP(`::1`)", Protocol::Tcp), 31);
}

#[test]
fn a_long_rule_is_read_and_a_longer_one_is_not() {
    let rule = |count| vec!["Host(`a`)"; count].join(" || ");
    assert!(Rule::compile(&rule(1001), Protocol::Http, RuleSyntax::V3).is_ok());
    let error = Rule::compile(&rule(1002), Protocol::Http, RuleSyntax::V3).unwrap_err();
    assert_eq!(error.kind, RuleErrorKind::TooLarge);
}
#[test]
fn expressions_too_large_to_run_are_unknown() {
    let matches = |count: usize| {
        let rule = vec![r"HostRegexp(`\pL{9}x`)"; count].join(" || ");
        let rule = Rule::compile(&rule, Protocol::Http, RuleSyntax::V3).unwrap();
        rule.matches(&Request::new("GET", false, "a", "/"))
    };
    assert_eq!(matches(1), Some(false));
    assert_eq!(matches(200), None);
}
