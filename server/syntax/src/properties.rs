//! What holds for every text.

use proptest::prelude::*;

use crate::testing::shown;
use crate::value::{Kind, Node};
use crate::{Problem, Text, TextRange, TextSize, dotenv, interpolation, toml, yaml};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]

    /// Whatever is read, nothing panics, and every range lies in the text, on character borders, in what it
    /// belongs to.
    #[test]
    fn any_text_gives_a_tree(text in soup()) {
        shown(&text, &yaml::parse(&text));
        shown(&text, &toml::parse(&text));
        dotenv::parse(&text);
    }

    /// What goes into YAML, in whatever style, comes out of it.
    #[test]
    fn yaml_gives_back_what_went_in(value in value()) {
        let mut text = String::new();
        write_block(&value, 0, &mut text);
        let parse = yaml::parse(&text);
        let only_maps = |problem: &Problem| problem.message.starts_with("cannot unmarshal !!");
        prop_assert!(parse.problems.iter().all(only_maps), "{:?} {}", parse.problems, text);
        prop_assert_eq!(read(&parse.documents[0]), value.bare(), "{}", text);
        shown(&text, &parse);
    }

    /// Every byte of a filled text leads back into the template, in order.
    #[test]
    fn filled_templates_lead_back(raw in "([a-z.]|\\$\\$|\\$\\{[A-C](:?[-?+][a-z]{0,3})?\\}|\\$[A-C]|é){0,12}") {
        let text = Text::plain(raw.as_str(), TextRange::up_to(TextSize::of(raw.as_str())));
        let lookup = |name: &str| (name != "B").then(|| name.repeat(3));
        let (filled, problems) = interpolation::interpolate(&text, &lookup);
        prop_assert_eq!(problems, []);
        crate::testing::leads_back(&raw, &filled);
    }
}

/// Texts made of what means something to YAML or TOML.
fn soup() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        "b: ",
        "c:",
        "- ",
        "  ",
        "\n",
        "\n  ",
        "\n    ",
        "\"",
        "'",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "|",
        ">-\n",
        " # x",
        "#",
        "\t",
        "&a ",
        "*a",
        "!t ",
        "? ",
        ":",
        "\\",
        "\\n",
        "\\u00e9",
        "\\_",
        "---\n",
        "\n...\n",
        "é",
        "日",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "`",
        "@",
        "<<: ",
        "~",
        "\r\n",
        "\r",
        "{{ x }}",
        "{% y %}",
        "\n<<<<<<< a\n",
        "\n=======\n",
        "\n>>>>>>> b\n",
        "\0",
        "%YAML 1.1\n",
        " = ",
        "[[",
        "]]",
        "\"\"\"",
        "'''",
        ".",
        "1",
        "${A:-",
        "}",
        "$$",
        "export ",
    ]);
    prop::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

/// A value and how it is to be written.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Scalar(String, Style),
    Sequence(Vec<Value>),
    Mapping(Vec<(String, Value)>),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Style {
    Plain,
    Single,
    Double,
    Literal,
}

fn value() -> impl Strategy<Value = Value> {
    let quoted = "[a-z `'\"\\\\:#{}é日\u{1f600}\t-]{0,10}";
    let scalar = prop_oneof![
        "[a-z][a-z0-9`(./é]{0,8}( [a-z&|]{1,4}){0,2}".prop_map(|text| Value::Scalar(text, Style::Plain)),
        quoted.prop_map(|text| Value::Scalar(text, Style::Single)),
        (quoted, "[\n\r\u{85}\u{7}]{0,2}")
            .prop_map(|(text, more)| Value::Scalar(text + &more, Style::Double)),
        "([a-z:#'{][a-z ]{0,5}\n){1,3}".prop_map(|text| Value::Scalar(text, Style::Literal)),
    ];
    scalar.prop_recursive(4, 24, 4, |inner| {
        let keys = prop::collection::btree_map("[a-z]{1,5}", inner.clone(), 1..4);
        prop_oneof![
            prop::collection::vec(inner, 1..4).prop_map(Value::Sequence),
            keys.prop_map(|entries| Value::Mapping(entries.into_iter().collect())),
        ]
    })
}

impl Value {
    /// The same without styles.
    fn bare(&self) -> Self {
        match self {
            Self::Scalar(text, _) => Self::Scalar(text.clone(), Style::Plain),
            Self::Sequence(items) => Self::Sequence(items.iter().map(Self::bare).collect()),
            Self::Mapping(entries) => {
                Self::Mapping(entries.iter().map(|(key, value)| (key.clone(), value.bare())).collect())
            }
        }
    }
}

/// Writes `value` behind a key or dash that stands `depth` levels deep.
fn write_block(value: &Value, depth: usize, text: &mut String) {
    let indentation = "  ".repeat(depth);
    match value {
        Value::Scalar(scalar, style) => write_scalar(scalar, *style, &indentation, text),
        Value::Sequence(items) => {
            for item in items {
                text.extend(["\n", &indentation, "-"]);
                write_block(item, depth + 1, text);
            }
        }
        Value::Mapping(entries) => {
            for (key, value) in entries {
                text.extend(["\n", &indentation, key, ":"]);
                write_block(value, depth + 1, text);
            }
        }
    }
}

fn write_scalar(scalar: &str, style: Style, indentation: &str, text: &mut String) {
    match style {
        Style::Plain => text.extend([" ", scalar]),
        Style::Single => text.extend([" '", &scalar.replace('\'', "''"), "'"]),
        Style::Double => {
            let escaped = scalar.chars().map(|c| match c {
                '"' | '\\' => format!("\\{c}"),
                '\n' => "\\n".to_owned(),
                'a'..='z' | ' ' => c.to_string(),
                c => format!("\\U{:08x}", u32::from(c)),
            });
            text.extend([" \"", &escaped.collect::<String>(), "\""]);
        }
        Style::Literal => {
            text.push_str(" |\n");
            for line in scalar.lines() {
                text.extend([indentation, " ", line, "\n"]);
            }
            text.push_str(indentation);
        }
    }
}

fn read(node: &Node) -> Value {
    match &node.kind {
        Kind::Sequence(items) => Value::Sequence(items.iter().map(read).collect()),
        Kind::Mapping(entries) => {
            Value::Mapping(entries.iter().map(|e| (e.key.as_str().to_owned(), read(&e.value))).collect())
        }
        Kind::Scalar(scalar) => Value::Scalar(scalar.text.as_str().to_owned(), Style::Plain),
        Kind::Null => Value::Scalar("null".to_owned(), Style::Plain),
        Kind::Alias(_) => unreachable!("none are written"),
    }
}

/// A dynamic configuration is typed from its first byte to its last.
#[test]
fn half_typed_at_every_byte() {
    let router = |number: u32| {
        format!(
            "    r{number}:
      rule: \"Host(`{number}`) || Path(`/é`)\"
      service: 's{number}'
      middlewares: [a, {{b: c}}]
      entryPoints:
        - web # x
        - >-
          a
          b
      tls: {{}}
      priority: {number}
"
        )
    };
    let routers: Vec<String> = (0..18).map(router).collect();
    let text = format!("http:\n  routers:\n{}", routers.concat());
    assert!(text.lines().count() >= 200);
    let check = |end: usize| {
        let parse = yaml::parse(&text[..end]);
        assert!(parse.problems.len() <= 1, "{end}: {:?}", parse.problems);
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for first in 0..threads {
            let ends = (first..text.len()).step_by(threads).filter(|end| text.is_char_boundary(*end));
            scope.spawn(move || ends.for_each(check));
        }
    });
}
