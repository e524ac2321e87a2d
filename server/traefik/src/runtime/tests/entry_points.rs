use expect_test::expect;
use fixture::Fixture;

use super::{SERVICE, check, inputs};
use crate::runtime::build;

#[test]
fn entry_points_that_nobody_writes() {
    check(
        "
//- traefik.yml
api: {insecure: true}
ping: {}
providers: {docker: {}}
",
        &expect![[r#"
            http on ":80" default
            traefik on ":8080"
            api@internal enabled ["traefik"] 9223372036854775806 [] -> api@internal
            dashboard@internal enabled ["traefik"] 9223372036854775805 [dashboard_redirect@internal, dashboard_stripprefix@internal] -> dashboard@internal
            ping@internal enabled ["traefik"] 9223372036854775807 [] -> ping@internal
        "#]],
    );
}

#[test]
fn default_entry_points_are_those_that_say_so() {
    check(
        &format!(
            "
//- traefik.yml
entryPoints:
  web: {{address: ':80', asDefault: true}}
  alt: {{address: ':81'}}
  dns: {{address: ':53/udp'}}
providers: {{file: {{filename: d.yml}}}}
//- d.yml
http:
  routers:
    a: {{rule: Path(`/`), service: s}}
    b: {{rule: Path(`/`), service: s, entryPoints: [alt, dns, nope]}}
    c: {{rule: Path(`/`), service: s, entryPoints: [nope]}}{SERVICE}"
        ),
        &expect![[r#"
            alt on ":81"
            dns on ":53" udp
            web on ":80" default
            a@file enabled ["web"] 9 [] -> s@file
            b@file warning ["alt"] 9 [] -> s@file
                entryPoint "dns" doesn't exist at `dns`
                entryPoint "nope" doesn't exist at `nope`
            c@file disabled [] 9 [] -> s@file
                entryPoint "nope" doesn't exist at `nope`
                no valid entryPoint for this router at `nope`
        "#]],
    );
}

#[test]
fn redirections_are_routers() {
    check(
        "
//- traefik.yml
entryPoints:
  web:
    address: ':80'
    http: {redirections: {entryPoint: {to: web_secure, priority: 10}}}
  web_secure: {address: ':8443'}
  bad:
    address: ':82'
    http: {redirections: {entryPoint: {to: nope}}}
providers: {docker: {}}
",
        &expect![[r#"
            bad on ":82" default
                'to' entry point field references a non-existing entry point: nope at `nope`
            web on ":80" default
            web_secure on ":8443" default
            web-to-web-secure@internal enabled ["web"] 10 [redirect-web-to-web-secure@internal] -> noop@internal
        "#]],
    );
}

#[test]
fn models_split_routers_and_come_first_in_their_chains() {
    check(
        &format!(
            "
//- traefik.yml
entryPoints:
  web: {{address: ':80'}}
  alt: {{address: ':81'}}
  websecure:
    address: ':443'
    http: {{tls: {{options: strict@file}}, middlewares: [auth]}}
providers: {{file: {{filename: d.yml}}}}
//- d.yml
http:
  routers:
    a: {{rule: Host(`a`), service: s, middlewares: [strip]}}
    b: {{rule: Host(`b`), service: s, entryPoints: [websecure]}}
  middlewares:
    strip: {{stripPrefix: {{prefixes: [/a]}}}}
    auth: {{basicAuth: {{users: ['a:b']}}}}{SERVICE}
tls:
  options: {{strict: {{minVersion: VersionTLS12}}}}
"
        ),
        &expect![[r#"
            alt on ":81" default
            web on ":80" default
            websecure on ":443" default tls
            a@file enabled ["alt", "web"] 9 [strip@file] -> s@file
            b@file enabled ["websecure"] 9 [auth@file] -> s@file tls=strict@file
            websecure-a@file enabled ["websecure"] 9 [auth@file, strip@file] -> s@file tls=strict@file
        "#]],
    );
}

#[test]
fn the_order_of_trial() {
    let fixture = Fixture::parse(&format!(
        "
//- traefik.yml
entryPoints: {{web: {{address: ':80'}}}}
providers: {{file: {{directory: d}}, docker: {{}}, precedence: [docker, file]}}
//- d/a.yml
http:
  routers:
    long: {{rule: Path(`/longer`), service: s}}
    one: {{rule: Path(`/a`), service: s}}
    two: {{rule: Path(`/b`), service: s}}
    tls: {{rule: Path(`/a`), service: s, tls: {{}}}}{SERVICE}
//- docker/b.yml
http:
  routers:
    one: {{rule: Path(`/c`), service: s@file}}
    last: {{rule: Path(`/c`), service: s@file, priority: -1}}
    gone: {{rule: Path(`/c`), service: nope}}
"
    ));
    let runtime = build(&inputs(&fixture));
    let table = runtime.table("web", false);
    let names: Vec<Vec<&str>> =
        table.iter().map(|group| group.iter().map(|router| router.name.as_str()).collect()).collect();
    assert_eq!(
        names,
        [vec!["long@file"], vec!["one@docker"], vec!["one@file", "two@file"], vec!["last@docker"]]
    );
}
