use expect_test::{Expect, expect};

use crate::testing::shown;
use crate::value::Kind;
use crate::yaml::parse;

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&shown(text, &parse(text)));
}

/// A small file of routers, as it is when all is well.
const WELL: &str = "\
http:
  routers:
    api:
      rule: \"Host(`a`)\"
      service: api
      entryPoints: [web]
      middlewares:
        - strip
    web:
      rule: \"Host(`b`)\"
      service: web
  services:
    api:
      loadBalancer:
        servers:
          - url: http://a
    web:
      loadBalancer:
        servers:
          - url: http://b
";

/// Puts `new` in place of `old`, and shows what of the tree is not as it was, and the problem.
fn breaks(old: &str, new: &str, expected: &Expect) {
    assert!(WELL.contains(old), "{old}");
    let text = WELL.replacen(old, new, 1);
    let leaves = |text: &str| {
        let lines = shown(text, &parse(text));
        lines
            .lines()
            .map(|line| line.split(" from ").next().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    let (well, broken) = (leaves(WELL), leaves(&text));
    let lost = well.iter().filter(|leaf| !broken.contains(leaf)).map(|leaf| format!("-{leaf}\n"));
    let found = broken.iter().filter(|leaf| !well.contains(leaf)).map(|leaf| format!("+{leaf}\n"));
    expected.assert_eq(&lost.chain(found).collect::<String>());
}

#[test]
fn half_typed() {
    breaks(
        "      service: api\n",
        "      serv\n      service: api\n",
        &expect![[r#"
        +! "serv" could not find expected ':'
    "#]],
    );
    breaks(
        "    web:\n      rule",
        "    we\n    web:\n      rule",
        &expect![[r#"
        +! "we" could not find expected ':'
    "#]],
    );
    breaks(
        "service: web",
        "service:",
        &expect![[r#"
        -.http.routers.web.service Plain "web"
        +.http.routers.web.service Null
    "#]],
    );
    breaks(
        "rule: \"Host(`a`)\"",
        "rule: \"Host(`a",
        &expect![[r#"
        -.http.routers.api.rule DoubleQuoted "Host(`a`)"
        +.http.routers.api.rule Null
        +! "Host(`b`)\"" did not find expected key
    "#]],
    );
    breaks(
        "service: api",
        "service: 'api",
        &expect![[r#"
        -.http.routers.api.service Plain "api"
        +.http.routers.api.service Null
        +! "'api" found unexpected end of stream
    "#]],
    );
    breaks(
        "[web]",
        "[web, ",
        &expect![[r#"
            -.http.routers.api.entryPoints[0] Plain "web"
            +.http.routers.api.entryPoints Null
            +! "- strip" did not find expected node content
        "#]],
    );
    breaks(
        "      service: api\n",
        "      service: api\n      - \n",
        &expect![[r#"
        +! "-" did not find expected key
    "#]],
    );
    breaks(
        "http://b",
        "\"http://b",
        &expect![[r#"
        -.http.services.web.loadBalancer.servers[0].url Plain "http://b"
        +.http.services.web.loadBalancer.servers[0].url Null
        +! "\"http://b" found unexpected end of stream
    "#]],
    );
}

#[test]
fn common_mistakes() {
    breaks(
        "\"Host(`a`)\"",
        "`Host(a)`",
        &expect![[r#"
        -.http.routers.api.rule DoubleQuoted "Host(`a`)"
        +.http.routers.api.rule Null
        +! "`Host(a)`" found character that cannot start any token
    "#]],
    );
    breaks(
        "service: api",
        "service: @api",
        &expect![[r#"
        -.http.routers.api.service Plain "api"
        +.http.routers.api.service Null
        +! "@api" found character that cannot start any token
    "#]],
    );
    breaks(
        "service: api",
        "service: api: x",
        &expect![[r#"
        -.http.routers.api.service Plain "api"
        +.http.routers.api.service Null
        +! ": x" mapping values are not allowed in this context
    "#]],
    );
    breaks(
        "service: api",
        "service:api",
        &expect![[r#"
        -.http.routers.api.service Plain "api"
        +! "service:api" could not find expected ':'
    "#]],
    );
    breaks(
        "      service: api",
        "\tservice: api",
        &expect![[r#"
        -.http.routers.api.service Plain "api"
        +! "\tservice: api" found character that cannot start any token
    "#]],
    );
    breaks(
        "      service: api",
        "     service: api",
        &expect![[r#"
        -.http.routers.api.service Plain "api"
        +! "service: api" did not find expected key
    "#]],
    );
    breaks(
        "      service: api",
        "        service: api",
        &expect![[r#"
        -.http.routers.api.service Plain "api"
        +! "service: api" did not find expected key
    "#]],
    );
    breaks(
        "    web:\n      rule",
        "   web:\n      rule",
        &expect![[r#"
        -.http.routers.web.rule DoubleQuoted "Host(`b`)"
        -.http.routers.web.service Plain "web"
        +! "web:" did not find expected key
    "#]],
    );
    breaks(
        "\"Host(`a`)\"",
        "\"HostRegexp(`\\d`)\"",
        &expect![[r#"
        -.http.routers.api.rule DoubleQuoted "Host(`a`)"
        +.http.routers.api.rule Null
        +! "\\d`)\"" found unknown escape character
    "#]],
    );
    breaks(
        "\"Host(`a`)\"",
        "\"Host(`a`)\" && x",
        &expect![[r#"
        +! "& x" did not find expected alphabetic or numeric character
    "#]],
    );
    breaks(
        "[web]",
        "[${X:-y}, b]",
        &expect![[r#"
        -.http.routers.api.entryPoints[0] Plain "web"
        +.http.routers.api.entryPoints Null
        +! "{X:-y}, b]" did not find expected ',' or ']'
    "#]],
    );
}

#[test]
fn what_belongs_to_a_lost_key_is_lost_with_it() {
    breaks(
        "  routers:\n",
        "  routers\n",
        &expect![[r#"
        -.http.routers.api.rule DoubleQuoted "Host(`a`)"
        -.http.routers.api.service Plain "api"
        -.http.routers.api.entryPoints[0] Plain "web"
        -.http.routers.api.middlewares[0] Plain "strip"
        -.http.routers.web.rule DoubleQuoted "Host(`b`)"
        -.http.routers.web.service Plain "web"
        +! ":" mapping values are not allowed in this context
    "#]],
    );
    breaks(
        "    web:\n      rule",
        "    web\n      rule",
        &expect![[r#"
            -.http.routers.web.rule DoubleQuoted "Host(`b`)"
            -.http.routers.web.service Plain "web"
            +! "web" could not find expected ':'
        "#]],
    );
    breaks(
        "    api:\n      rule",
        "    api:\n    we\n      rule",
        &expect![[r#"
        +! "we" could not find expected ':'
    "#]],
    );
}

#[test]
fn conflict_markers() {
    breaks(
        "      service: api\n",
        "<<<<<<< HEAD\n      service: api\n=======\n      service: other\n>>>>>>> theirs\n",
        &expect![[r#"
            +! "<<<<<<< HEAD" could not find expected ':'
        "#]],
    );
}

#[test]
fn template_tags() {
    breaks(
        "    web:\n      rule",
        "{{ range .a }}\n    web:\n      rule",
        &expect![[r#"
        +! "{{ range .a }}" could not find expected ':'
    "#]],
    );
    breaks(
        "    web:\n      rule",
        "{% for a in b %}\n    web:\n      rule",
        &expect![[r#"
        +! "% for a in b %}" found character that cannot start any token
    "#]],
    );
    breaks(
        "service: api",
        "service: {{ .x }}",
        &expect![[r#"
        -.http.routers.api.service Plain "api"
        +.http.routers.api.service Plain "{{ .x }}"
        +! "{ .x }" invalid map key: map[string]interface {}{".x":interface {}(nil)}
    "#]],
    );
    breaks(
        "service: api",
        "service: {{ .x | quote }}/é",
        &expect![[r#"
        -.http.routers.api.service Plain "api"
        +.http.routers.api.service Plain "{{ .x | quote }}/é"
        +! "/é" did not find expected key
    "#]],
    );
    breaks(
        "Host(`a`)",
        "Host(`{{ env \"X\" }}`)",
        &expect![[r#"
        -.http.routers.api.rule DoubleQuoted "Host(`a`)"
        +.http.routers.api.rule DoubleQuoted "Host(`{{ env \"X\" }}`)"
        +! "X\" }}`)\"" did not find expected key
    "#]],
    );
}

#[test]
fn several_mistakes() {
    let text = WELL
        .replace("service: api", "service: `api")
        .replace("http://b", "\"http://b")
        .replace("[web]", "[web");
    check(
        &text,
        &expect![[r#"
        .http.routers.api.rule DoubleQuoted "Host(`a`)" from "\"Host(`a`)\""
        .http.routers.api.service Null from ""
        .http.routers.api.entryPoints Null from ""
        .http.routers.api.middlewares[0] Plain "strip" from "strip"
        .http.routers.web.rule DoubleQuoted "Host(`b`)" from "\"Host(`b`)\""
        .http.routers.web.service Plain "web" from "web"
        .http.services.api.loadBalancer.servers[0].url Plain "http://a" from "http://a"
        .http.services.web.loadBalancer.servers[0].url Null from ""
        ! "`api" found character that cannot start any token
    "#]],
    );
}

#[test]
fn a_text_that_is_no_yaml_at_all() {
    let text = "#!/bin/sh\nif [ -z \"$1\" ]; then\n\techo `date` && { exit 1; }\nfi\n".repeat(200);
    let parse = parse(&text);
    assert_eq!(parse.problems.len(), 1);
    assert!(matches!(
        parse.documents.first().map(|d| &d.kind),
        None | Some(Kind::Scalar(_) | Kind::Mapping(_) | Kind::Null)
    ));
}
