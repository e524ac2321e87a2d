use expect_test::expect;
use fixture::Fixture;

use super::{SERVICE, check, inputs};
use crate::runtime::{Inputs, build};

#[test]
fn containers_must_agree_and_unite_their_servers() {
    check(
        "
//- docker/a.yml
http:
  routers:
    same: {rule: Path(`/`), service: s, entryPoints: [web]}
    other: {rule: Path(`/a`), service: s, entryPoints: [web]}
  services:
    s: {loadBalancer: {servers: [{url: http://a}]}}
    t: {loadBalancer: {servers: [{url: http://a}]}}
//- docker/b.yml
http:
  routers:
    same: {service: s, rule: Path(`/`), entryPoints: [web]}
    other: {rule: Path(`/b`), service: s, entryPoints: [web]}
  services:
    s: {loadBalancer: {servers: [{url: http://b}]}}
    t: {loadBalancer: {servers: [{url: http://b}], passHostHeader: false}}
",
        &expect![[r#"
            web on "" default
            same@docker enabled ["web"] 9 [] -> s@docker
            s@docker enabled ["http://a", "http://b"]
            dropped router other@docker of [0, 1]: conflict
            dropped service t@docker of [0, 1]: conflict
        "#]],
    );
}

#[test]
fn files_of_a_directory_stand_and_fall_together() {
    let files = |broken: &str| {
        format!(
            "
//- traefik.yml
providers: {{file: {{directory: d}}}}
//- d/a.yml
http:
  routers:
    a: {{rule: Path(`/`), service: s}}{SERVICE}
//- d/b.yml
http:
  routers:
    a: {{{broken}: Path(`/b`), service: s}}
"
        )
    };
    check(
        &files("rule"),
        &expect![[r#"
            http on ":80" default
            a@file enabled ["http"] 9 [] -> s@file
            dropped router a@file of [2]: already in 1
        "#]],
    );
    check(
        &files("rulee"),
        &expect![[r#"
            http on ":80" default
            dropped router a@file of [1]: 2 is refused
            dropped router a@file of [2]: 2 is refused
            dropped service s@file of [1]: 2 is refused
        "#]],
    );
    let fixture = Fixture::parse(&files("rulee"));
    let tolerant = build(&Inputs { tolerant: true, ..inputs(&fixture) });
    assert!(tolerant.router("a@file").is_some_and(|router| router.live));
}
