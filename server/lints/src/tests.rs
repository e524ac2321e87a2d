//! Every rule's page is its test: the wrong example gives the finding, the right one gives none at all.

use std::fmt::Write as _;

use fixture::Fixture;
use routing::model::{Model, Settings, link_texts};

use crate::{Finding, check, rules};

fn linked(text: &str) -> (Model, Vec<Finding>) {
    let fixture = Fixture::parse(text);
    let files = fixture.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let model = link_texts(files, &Settings::default());
    let findings = check(&model);
    (model, findings)
}

/// The fenced blocks under the heading `## title`.
fn blocks<'p>(page: &'p str, title: &str) -> Vec<&'p str> {
    let section = page.split("\n## ").find_map(|section| section.strip_prefix(title)).unwrap_or_default();
    section.split("```yaml\n").skip(1).filter_map(|block| block.split("```").next()).collect()
}

fn told(model: &Model, findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let slice =
            &model.text(finding.location.file)[std::ops::Range::<usize>::from(finding.location.range)];
        let _ = writeln!(
            text,
            "{} {} at {slice:?}: {}",
            finding.severity.as_str(),
            finding.rule.code,
            finding.message
        );
    }
    text
}

#[test]
fn pages_tell_the_truth() {
    for rule in rules() {
        let head = format!("# {} {}\n\nSeverity: {}.", rule.code, rule.name, rule.severity.as_str());
        assert!(rule.page.starts_with(&head), "the page of {} starts with {head:?}", rule.code);
        let (wrong, right) = (blocks(rule.page, "Wrong"), blocks(rule.page, "Right"));
        assert!(!wrong.is_empty() && !right.is_empty(), "{} needs both examples", rule.code);
        for example in wrong {
            let (model, findings) = linked(example);
            let codes: Vec<&str> = findings.iter().map(|finding| finding.rule.code).collect();
            assert_eq!(codes, [rule.code], "wrong example of {}:\n{}", rule.code, told(&model, &findings));
        }
        for example in right {
            let (model, findings) = linked(example);
            assert!(findings.is_empty(), "right example of {}:\n{}", rule.code, told(&model, &findings));
        }
    }
}

#[test]
fn codes_and_names_are_unique_and_sorted() {
    let codes: Vec<&str> = rules().map(|rule| rule.code).collect();
    assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
    let mut names: Vec<&str> = rules().map(|rule| rule.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), codes.len());
}

#[test]
fn the_index_of_pages_is_fresh() {
    let mut index =
        String::from("# Rules\n\n| code | name | severity | what it finds |\n|---|---|---|---|\n");
    for rule in rules() {
        let (code, name, severity) = (rule.code, rule.name, rule.severity.as_str());
        let _ = writeln!(index, "| [{code}]({code}.md) | {name} | {severity} | {} |", rule.summary);
    }
    expect_test::expect_file!["../../../docs/rules/README.md"].assert_eq(&index);
}

/// What a fix makes of `text`, a dynamic file, if the only finding has one.
fn mended(text: &str) -> Option<String> {
    let (model, findings) = linked(&format!("//- dynamic.yml\n{text}"));
    let [finding] = &findings[..] else { panic!("{}", told(&model, &findings)) };
    let edit = finding.fixes.first()?.edits.first()?;
    let range = std::ops::Range::<usize>::from(edit.range);
    let text = model.text(edit.file);
    Some(format!("{}{}{}", &text[..range.start], edit.text, &text[range.end..]))
}

#[test]
fn fixes_of_several_values_are_rules_in_any_quotes() {
    let dynamic = |rule: &str| {
        format!(
            "http:\n  routers:\n    a: {{rule: {rule}, service: s}}\n  services:\n    s: {{loadBalancer: {{servers: [{{url: 'http://x'}}]}}}}\n"
        )
    };
    let both = dynamic("\"(Host(`a`) || Host(`b`)) && Path(`/x`)\"");
    assert_eq!(mended(&dynamic("\"Host(`a`, `b`) && Path(`/x`)\"")), Some(both.clone()));
    assert_eq!(mended(&dynamic(r#""Host(\"a\", \"b\") && Path(`/x`)""#)), Some(both));
    assert_eq!(mended(&dynamic(r"'HostRegexp(`a`, `b`)'")), None, "no alternatives in v2 either way");
    assert_eq!(mended(&dynamic(r"'Path(`/a$`, `/b`)'")), None, "a dollar may be compose's");
}
