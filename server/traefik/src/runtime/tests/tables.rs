use expect_test::expect;

use super::{SERVICE, check};

#[test]
fn tls_options_that_conflict() {
    let files = |strict: bool| {
        format!(
            "
//- traefik.yml
core: {{strictTLSOptions: {strict}}}
entryPoints: {{web: {{address: ':443'}}}}
providers: {{file: {{filename: d.yml}}}}
//- d.yml
http:
  routers:
    a: {{rule: Host(`a`), service: s, tls: {{options: o}}}}
    b: {{rule: Host(`a`) && Path(`/b`), service: s, tls: {{}}}}
    c: {{rule: Path(`/c`), service: s, tls: {{options: o}}}}{SERVICE}
tls: {{options: {{o: {{minVersion: VersionTLS12}}}}}}
"
        )
    };
    check(
        &files(false),
        &expect![[r#"
            web on ":443" default
            web-conflicted-a@file warning ["web"] 9 [] -> s@file tls=default
                router's TLSOptions configuration is conflicting with other routers on the same entrypoint and host, default TLS options will be used instead at `o`
            web-conflicted-b@file enabled ["web"] 23 [] -> s@file tls=default
            web-conflicted-c@file warning ["web"] 10 [] -> s@file tls=default
                no domain found in rule Path(`/c`), the TLS option o@file cannot be applied at `o`
        "#]],
    );
    check(
        &files(true),
        &expect![[r#"
            web on ":443" default
            web-conflicted-a@file disabled ["web"] 9 [] -> s@file tls=o@file
                router's TLSOptions configuration is conflicting with other routers on the same entrypoint and host at `o`
            web-conflicted-b@file disabled ["web"] 23 [] -> s@file tls=default
                router's TLSOptions configuration is conflicting with other routers on the same entrypoint and host
            web-conflicted-c@file disabled ["web"] 10 [] -> s@file tls=o@file
                router's TLSOptions configuration is conflicting with other routers on the same entrypoint and host at `o`
                no domain found in rule Path(`/c`), the TLS option o@file cannot be applied at `o`
        "#]],
    );
}

#[test]
fn routers_below_routers() {
    check(
        &format!(
            "
//- d.yml
http:
  routers:
    top: {{rule: PathPrefix(`/`), entryPoints: [web]}}
    low: {{rule: Path(`/a`), service: s, parentRefs: [top]}}
    eps: {{rule: Path(`/a`), service: s, parentRefs: [top], entryPoints: [web]}}
    tls: {{rule: Path(`/a`), service: s, parentRefs: [top], tls: {{}}}}
    lost: {{rule: Path(`/a`), service: s, parentRefs: [nope]}}
    x: {{rule: Path(`/x`), service: s, parentRefs: [y]}}
    y: {{rule: Path(`/y`), service: s, parentRefs: [x]}}
    loop: {{rule: Path(`/l`), parentRefs: [top, loop]}}{SERVICE}"
        ),
        &expect![[r#"
            web on "" default
            eps@file disabled ["web"] 10 [] -> s@file
                non-root router cannot have Entrypoints configuration at `web`
            loop@file disabled [] 10 [] -> 
                cyclic reference detected in router tree: loop@file -> loop@file at `loop`
                router has no service and no child routers at `loop`
            lost@file disabled [] 10 [] -> s@file
                parent router "nope@file" does not exist at `nope`
                router is not reachable at `lost`
            low@file enabled [] 10 [] -> s@file
            top@file enabled ["web"] 15 [] -> 
            x@file disabled [] 10 [] -> s@file
                router is not reachable at `x`
            y@file disabled [] 10 [] -> s@file
                router is not reachable at `y`
        "#]],
    );
}

#[test]
fn tcp_and_udp() {
    check(
        "
//- traefik.yml
entryPoints: {web: {address: ':80'}, dns: {address: ':53/udp'}}
providers: {file: {filename: d.yml}}
//- d.yml
tcp:
  routers:
    all: {rule: HostSNI(`*`), service: t}
    clear: {rule: HostSNI(`a`), service: t}
    arity: {rule: HostSNI(), service: t, tls: {}}
    none: {rule: HostSNI(`a`), tls: {}}
    bare: {service: t}
  services: {t: {loadBalancer: {servers: [{address: 't:1'}]}}}
udp:
  routers:
    u: {service: nope}
    v: {entryPoints: [web]}
",
        &expect![[r#"
            dns on ":53" udp
            web on ":80" default
            all@file enabled ["web"] -1 [] -> t@file
            arity@file disabled ["web"] 9 [] -> t@file tls=
                error while adding rule HostSNI(): no args for matcher HostSNI at `HostSNI()`
            bare@file disabled ["web"] 0 [] -> t@file
                router has no rule at `bare`
            clear@file disabled ["web"] 12 [] -> t@file
                invalid rule: "HostSNI(`a`)" , has HostSNI matcher, but no TLS on router at `HostSNI(`a`)`
            none@file disabled ["web"] 12 [] ->  tls=
                the service is missing on the router at `none`
            u@file disabled ["dns"] 0 [] -> nope@file?
                the UDP service "nope@file" does not exist at `nope`
            v@file disabled [] 0 [] -> 
                entryPoint "web" doesn't exist at `web`
                no valid entryPoint for this router at `web`
        "#]],
    );
}
