use super::*;

fn check(source: &str, expected: &str) {
    let found = match Regexp::compile(source) {
        Ok(regexp) => {
            assert!(regexp.engine().is_some(), "{}", regexp.pattern());
            regexp.pattern().to_owned()
        }
        Err(error) => error,
    };
    assert_eq!(found, expected, "{source}");
}

#[test]
fn faults_are_told_in_go_s_words() {
    check("[", "error parsing regexp: missing closing ]: `[`");
    check("a**", "error parsing regexp: invalid nested repetition operator: `**`");
    check("(a", "error parsing regexp: missing closing ): `(a`");
    check("a)", "error parsing regexp: unexpected ): `a)`");
    check("(?=a)", "error parsing regexp: invalid or unsupported Perl syntax: `(?=`");
    check("*", "error parsing regexp: missing argument to repetition operator: `*`");
    check("[b-a]", "error parsing regexp: invalid character class range: `b-a`");
    check("a{1001}", "error parsing regexp: invalid repeat count: `{1001}`");
    check("(a{500}){3}", "error parsing regexp: invalid repeat count: `{3}`");
    check("\\", "error parsing regexp: trailing backslash at end of expression: ``");
    check("\\Z", "error parsing regexp: invalid escape sequence: `\\Z`");
    check("\\p{Old_Italic}", "error parsing regexp: invalid character class range: `\\p{Old_Italic}`");
    check("[[:word", "error parsing regexp: missing closing ]: `[[:word`");
    check("(?P<a b>c)", "error parsing regexp: invalid named capture: `(?P<a b>`");
}

#[test]
fn patterns_mean_the_same() {
    check("^a.b$", r"\Aa[^\n]b\z");
    check(r"\d\.\w", r"[0-9]\x{2E}[0-9A-Z_a-z]");
    check("(?i)k(?-i)k", r"(?i:k)k");
    check("(?P<n>a)|(?<n>b)", "(a)|(b)");
    check(r"\Qa.b\E+", r"a\x{2E}(?:b)+");
    check("a{,2}", r"a\x{7B}\x{2C}2\x{7D}");
    check("a*(?i)?", "(?:(?:a)*)?");
}
