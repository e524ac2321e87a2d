//! The tree-sitter grammar of Traefik's rule expressions.
//!
//! ```
//! let mut parser = tree_sitter::Parser::new();
//! parser.set_language(&tree_sitter_traefik_rule::LANGUAGE.into())?;
//! let tree = parser.parse("Host(`a.example`) && PathPrefix(`/api`)", None).unwrap();
//! assert_eq!(tree.root_node().child(0).unwrap().kind(), "binary_expression");
//! # Ok::<(), tree_sitter::LanguageError>(())
//! ```

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_traefik_rule() -> *const ();
}

/// The grammar.
// SAFETY: the function was generated from `grammar.js` by tree-sitter's own generator.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_traefik_rule) };

/// What its nodes are called.
pub const NODE_TYPES: &str = include_str!("../../src/node-types.json");

/// Its highlights.
pub const HIGHLIGHTS_QUERY: &str = include_str!("../../queries/highlights.scm");

/// What it injects: regular expressions.
pub const INJECTIONS_QUERY: &str = include_str!("../../queries/injections.scm");

#[cfg(test)]
mod tests {
    use tree_sitter::{Language, Parser, Query, QueryCursor, StreamingIterator};

    #[test]
    fn the_queries_know_the_grammar() {
        let language = super::LANGUAGE.into();
        for query in [super::HIGHLIGHTS_QUERY, super::INJECTIONS_QUERY] {
            Query::new(&language, query).unwrap();
        }
    }

    /// The tree as `tree-sitter test` writes it, on one line.
    fn tree(text: &str) -> String {
        let mut parser = Parser::new();
        parser.set_language(&super::LANGUAGE.into()).unwrap();
        parser.parse(text, None).unwrap().root_node().to_sexp()
    }

    /// `tree-sitter test` without the tool: a name between rules of `=`, a text, a rule of `-`, the tree.
    #[test]
    fn the_corpus_parses_as_it_says() {
        let corpus = include_str!("../../test/corpus/rules.txt");
        let double = "=".repeat(80) + "\n";
        let single = "-".repeat(80) + "\n";
        let mut parts = corpus.split(&double).skip(1);
        let mut count = 0;
        while let (Some(name), Some(case)) = (parts.next(), parts.next()) {
            let (text, expected) = case.split_once(&single).unwrap();
            let expected = expected.split_whitespace().collect::<Vec<_>>().join(" ");
            let text = text.strip_prefix('\n').unwrap().strip_suffix("\n\n").unwrap();
            assert_eq!(tree(text), expected, "{name}");
            count += 1;
        }
        assert_eq!(count, 11);
    }

    /// What an injection query takes out of a YAML text, in order.
    fn injected(query: &str, yaml: &str) -> Vec<String> {
        let language: Language = tree_sitter_yaml::LANGUAGE.into();
        let query = Query::new(&language, query).unwrap();
        let content = query.capture_index_for_name("injection.content").unwrap();
        let mut parser = Parser::new();
        parser.set_language(&language).unwrap();
        let tree = parser.parse(yaml, None).unwrap();
        let mut cursor = QueryCursor::new();
        let mut matches = cursor.matches(&query, tree.root_node(), yaml.as_bytes());
        let mut found = Vec::new();
        while let Some(found_match) = matches.next() {
            found.extend(found_match.nodes_for_capture_index(content).map(|node| node.byte_range()));
        }
        found.sort_by_key(|range| range.start);
        found.into_iter().map(|range| yaml[range].to_owned()).collect()
    }

    #[test]
    fn rules_in_yaml_are_injected() {
        let yaml = "\
http:
  routers:
    plain: {service: a}
    a:
      rule: Host(`a`)
    b:
      rule: \"Host(`b`)\"
    c:
      rule: >-
        Host(`c`)
labels:
  traefik.http.routers.d.rule: 'Host(`d`)'
  traefik.http.routers.d.service: e
list:
  - traefik.http.routers.e.rule=Host(`e`)
  - \"traefik.http.routers.f.rule=Host(`f`)\"
  - traefik.enable=true
";
        let expected = [
            "Host(`a`)",
            "\"Host(`b`)\"",
            ">-\n        Host(`c`)",
            "'Host(`d`)'",
            "traefik.http.routers.e.rule=Host(`e`)",
            "\"traefik.http.routers.f.rule=Host(`f`)\"",
        ];
        assert_eq!(injected(include_str!("../../queries/injections/helix-yaml.scm"), yaml), expected);
        assert_eq!(injected(include_str!("../../queries/injections/neovim-yaml.scm"), yaml), expected);
    }
}
