use super::super::Rule;
use super::*;
use crate::request::Request;

const LANGUAGES: [(Protocol, RuleSyntax); 4] = [
    (Protocol::Http, RuleSyntax::V3),
    (Protocol::Http, RuleSyntax::V2),
    (Protocol::Tcp, RuleSyntax::V3),
    (Protocol::Tcp, RuleSyntax::V2),
];

/// Reads an example's request.
fn request(text: &str) -> Request {
    let (text, address) = text.split_once(" from ").unwrap_or((text, "192.0.2.7"));
    let (text, header) = text.split_once(" with ").unwrap_or((text, ""));
    let (text, protocols) = text.split_once(" offering ").unwrap_or((text, ""));
    let mut request = match (text.strip_prefix("TLS to "), text.split_once(' ')) {
        (Some(name), _) => Request::from_url("GET", &format!("https://{name}/")).unwrap(),
        (None, Some(("a", _))) => Request::new("GET", false, "", "/"),
        (None, words) => {
            let (method, url) = words.unwrap();
            Request::from_url(method, url).unwrap()
        }
    };
    if let Some((name, value)) = header.split_once(": ") {
        request.add_header(name, value);
    }
    request.alpn = Some(protocols.split(", ").map(str::to_owned).collect());
    request.client_ip = address.parse().ok();
    request
}

#[test]
fn the_examples_hold() {
    for (protocol, syntax) in LANGUAGES {
        for matcher in matchers(protocol, syntax) {
            assert!(matcher.example.matches);
            for example in [matcher.example, matcher.surprise] {
                let rule = Rule::compile(example.rule, protocol, syntax).unwrap();
                assert_eq!(rule.matches(&request(example.request)), Some(example.matches), "{example:?}");
            }
        }
    }
}

#[test]
fn every_matcher_has_an_entry_and_takes_as_many_values_as_it_says() {
    for (protocol, syntax) in LANGUAGES {
        let listed: Vec<_> = matchers(protocol, syntax).iter().map(|matcher| matcher.name).collect();
        assert_eq!(listed, names(protocol, syntax));
        assert!(listed.iter().all(|name| all_names(protocol).contains(name)));
        for matcher in matchers(protocol, syntax) {
            for count in 1..=4 {
                let accepted = match matcher.arity {
                    Arity::One => count == 1,
                    Arity::Two => count == 2,
                    Arity::OneOrTwo => count <= 2,
                    Arity::Any => true,
                    Arity::Pairs => count % 2 == 0,
                };
                // A value that each matcher takes.
                let value = match matcher.name {
                    "ClientIP" => "`::1`",
                    "Query" if syntax == RuleSyntax::V2 => "`a=b`",
                    "HostSNI" => "`a`",
                    _ => "`/a`",
                };
                let rule = format!("{}({})", matcher.name, vec![value; count].join(", "));
                let compiled = Rule::compile(&rule, protocol, syntax);
                assert_eq!(compiled.is_ok(), accepted, "{rule}: {compiled:?}");
            }
        }
    }
}

#[test]
fn matchers_are_found_in_their_four_spellings() {
    let found = |name| find(name, Protocol::Http, RuleSyntax::V3).map(|matcher| matcher.name);
    for name in ["PathPrefix", "pathprefix", "PATHPREFIX", "Pathprefix"] {
        assert_eq!(found(name), Some("PathPrefix"));
    }
    assert_eq!(found("pathPrefix"), None);
    assert_eq!(found("Headers"), None);
}
