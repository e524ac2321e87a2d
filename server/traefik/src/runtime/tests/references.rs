use std::fmt::Write as _;

use expect_test::expect;
use fixture::Fixture;

use super::{SERVICE, check, inputs};
use crate::runtime::build;

#[test]
fn what_a_reference_lacks() {
    check(
        &format!(
            "
//- traefik.yml
entryPoints: {{web: {{address: ':80'}}}}
providers: {{file: {{filename: d.yml}}}}
//- d.yml
http:
  routers:
    service: {{rule: Path(`/`), service: nope}}
    other: {{rule: Path(`/`), service: s@docker}}
    middleware: {{rule: Path(`/`), service: s, middlewares: [missing, gone]}}
    api: {{rule: Path(`/`), service: api@internal}}
    odd: {{rule: Path(`/`), service: odd@internal}}
    tls: {{rule: Host(`a`), service: s, tls: {{options: nope}}}}
    child: {{rule: Path(`/`), service: w}}
    high: {{rule: Path(`/`), service: s, priority: 9223372036854775807}}
    rule: {{rule: Path(`a`), service: s}}
    nothing: {{rule: Path(`/`)}}{SERVICE}    w: {{weighted: {{services: [{{name: x}}]}}}}
"
        ),
        &expect![[r#"
            web on ":80" default
            api@file disabled ["web"] 9 [] -> api@internal?
                api is not enabled at `api@internal`
            child@file disabled ["web"] 9 [] -> w@file
                building HTTP service "x": the service "x@file" does not exist at `w`
            high@file disabled ["web"] 9223372036854775807 [] -> s@file
                the router priority 9223372036854775807 exceeds the max user-defined priority 9223372036854774807 at `9223372036854775807`
            middleware@file disabled ["web"] 9 [missing@file?, gone@file?] -> s@file
                middleware "gone@file" does not exist at `gone`
            nothing@file disabled ["web"] 9 [] -> 
                router has no service and no child routers at `nothing`
                router must have either a service or child routers at `nothing`
            odd@file disabled ["web"] 9 [] -> odd@internal?
                unknown internal service odd@internal at `odd@internal`
            other@file disabled ["web"] 9 [] -> s@docker?
                the service "s@docker" does not exist at `s@docker`
            rule@file disabled ["web"] 9 [] -> s@file
                error while parsing rule Path(`a`): adding rule Path(`a`): error while adding rule Path: path "a" does not start with a '/' at `a`
            service@file disabled ["web"] 9 [] -> nope@file?
                the service "nope@file" does not exist at `nope`
            tls@file disabled ["web"] 9 [] -> s@file tls=nope@file
                building router handler: unknown TLS options: nope@file at `nope`
            w@file disabled []
                building HTTP service "x": the service "x@file" does not exist at `x`
        "#]],
    );
}

#[test]
fn what_constructors_refuse_once_a_router_leads_there() {
    check(
        &format!(
            "
//- d.yml
http:
  routers:
    a: {{rule: Path(`/`), service: s, entryPoints: [web], middlewares: [bad]}}
    b: {{rule: Path(`/`), service: s, entryPoints: [web], middlewares: [outer]}}
    c: {{rule: Path(`/`), service: s, entryPoints: [web], middlewares: [multi]}}
    d: {{rule: Path(`/`), service: s, entryPoints: [web], middlewares: [none]}}
    e: {{rule: Path(`/`), service: s, entryPoints: [web], middlewares: [regex]}}
  middlewares:
    bad: {{redirectScheme: {{port: '1'}}}}
    outer: {{chain: {{middlewares: [inner]}}}}
    inner: {{chain: {{middlewares: [outer]}}}}
    multi: {{addPrefix: {{prefix: /a}}, stripPrefix: {{prefixes: [/a]}}}}
    none: {{addPrefix:}}
    regex: {{replacePathRegex: {{regex: '^(/a', replacement: /b}}}}
    idle: {{addPrefix: {{prefix: ''}}}}{SERVICE}"
        ),
        &expect![[r#"
            web on "" default
            a@file disabled ["web"] 9 [bad@file] -> s@file
                you must provide a target scheme at `bad`
            b@file disabled ["web"] 9 [outer@file] -> s@file
                could not instantiate middleware outer@file: recursion detected in middleware:outer@file->middleware:inner@file->middleware:outer@file at `outer`
            c@file disabled ["web"] 9 [multi@file] -> s@file
                cannot create middleware: multi-types middleware not supported, consider declaring two different pieces of middleware instead at `multi`
            d@file disabled ["web"] 9 [none@file] -> s@file
                invalid middleware "none@file" configuration: invalid middleware type or middleware does not exist at `none`
            e@file disabled ["web"] 9 [regex@file] -> s@file
                error compiling regular expression ^(/a: error parsing regexp: missing closing ): `^(/a` at `regex`
            bad@file disabled
                you must provide a target scheme at `redirectScheme`
            inner@file disabled
                could not instantiate middleware outer@file: recursion detected in middleware:outer@file->middleware:inner@file->middleware:outer@file at `outer`
            multi@file disabled
                cannot create middleware: multi-types middleware not supported, consider declaring two different pieces of middleware instead at `stripPrefix`
            none@file disabled
                invalid middleware "none@file" configuration: invalid middleware type or middleware does not exist at `none`
            outer@file disabled
                could not instantiate middleware outer@file: recursion detected in middleware:outer@file->middleware:inner@file->middleware:outer@file at `outer`
            regex@file disabled
                error compiling regular expression ^(/a: error parsing regexp: missing closing ): `^(/a` at `^(/a`
        "#]],
    );
}

#[test]
fn chains_are_expanded_and_the_services_own_come_last() {
    let fixture = Fixture::parse(
        "
//- d.yml
http:
  routers:
    a: {rule: Path(`/`), service: s, entryPoints: [web], middlewares: [x, both, y]}
  middlewares:
    both: {chain: {middlewares: [y, nested]}}
    nested: {chain: {middlewares: [z]}}
    x: {addPrefix: {prefix: /x}}
    y: {addPrefix: {prefix: /y}}
    z: {addPrefix: {prefix: /z}}
  services:
    s: {loadBalancer: {servers: [{url: http://s}]}, middlewares: [z]}
",
    );
    let runtime = build(&inputs(&fixture));
    let chain = runtime.chain(runtime.router("a@file").unwrap());
    let names: Vec<&str> = chain.iter().map(|middleware| middleware.name.as_str()).collect();
    assert_eq!(names, ["x@file", "y@file", "z@file", "y@file", "z@file"]);
}

#[test]
fn what_was_not_seen_is_not_missing() {
    check(
        &format!(
            "
//- traefik.yml
providers: {{file: {{filename: d.yml}}, kubernetesCRD: {{}}}}
//- d.yml
http:
  routers:
    a: {{rule: Path(`/`), service: x@kubernetescrd, middlewares: [m@kubernetescrd]}}
    b: {{rule: Path(`/`), service: x@consul}}{SERVICE}"
        ),
        &expect![[r#"
            http on ":80" default
            a@file enabled ["http"] 9 [m@kubernetescrd] -> x@kubernetescrd
            b@file disabled ["http"] 9 [] -> x@consul?
                the service "x@consul" does not exist at `x@consul`
        "#]],
    );
}

#[test]
fn ten_thousand_chains_of_chains_end() {
    let mut text = String::from(
        "
//- d.yml
http:
  routers:
    a: {rule: Path(`/`), service: s, entryPoints: [web], middlewares: [m0]}
  middlewares:
",
    );
    for i in 0..10_000 {
        writeln!(text, "    m{i}: {{chain: {{middlewares: [m{0}, m{0}]}}}}", i + 1).unwrap();
    }
    text += "    m10000: {addPrefix: {prefix: /a}}\n";
    let fixture = Fixture::parse(&(text + SERVICE.trim_start_matches('\n')));
    let runtime = build(&inputs(&fixture));
    let router = runtime.router("a@file").unwrap();
    assert!(router.errors.is_empty());
    assert!(runtime.chain(router).is_empty());
}
