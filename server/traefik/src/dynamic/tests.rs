use expect_test::{Expect, expect};

use crate::dynamic::summary::summary;
use crate::facts;

/// The declarations of a file of the file provider.
fn check(text: &str, expect: &Expect) {
    check_at("dynamic.yml", text, expect);
}

fn check_at(path: &str, text: &str, expect: &Expect) {
    let text = text.strip_prefix('\n').unwrap_or(text);
    let dynamic = facts::read(path, text).dynamic.expect("dynamic configuration");
    expect.assert_eq(&summary(&dynamic, text));
}

#[test]
fn keys_are_taken_in_any_case() {
    check(
        "
HTTP:
  ROUTERS:
    aB:
      RULE: Host(`a`)
      ENTRYPOINTS: [web]
",
        &expect!["http router aB rule=Host(`a`) entryPoints=[web]"],
    );
}

#[test]
fn unknown_roots_are_ignored_unknown_members_are_not() {
    check(
        "
x-foo: 1
htpp: {routers: {a: {rule: x}}}
http:
  routers:
    a:
      rulee: x
      service: s
  routerz: {}
",
        &expect![[r"
            http router a service=s
            refused `rulee`: field not found, node: rulee
            refused `routerz`: field not found, node: routerz"]],
    );
}

#[test]
fn nothing_and_emptiness() {
    check(
        "
http:
  routers:
    a: {}
    b:
    c:
      rule: x
      tls:
  services:
    s:
      loadBalancer:
        servers: []
",
        &expect![[r"
            http router a
            http router c rule=x
            http service s [loadBalancer] "]],
    );
    check(
        "
http:
  routers: {}
  services:
    s:
tcp: {}
udp:
",
        &expect![[r"
            refused `routers`: routers cannot be a standalone element (type map[string]*dynamic.Router)
            refused `services`: services cannot be a standalone element (type map[string]*dynamic.Service)
            refused `tcp`: tcp cannot be a standalone element (type *dynamic.TCPConfiguration)"]],
    );
    check(
        "
http:
  middlewares:
    a:
      stripPrefix: {}
    b:
      stripPrefix:
    c:
      compress: {}
    d:
      compress:
    e:
      compress: false
",
        &expect![[r"
            http middleware a  Unknown
            http middleware b  Unknown
            http middleware c [compress] Passes
            http middleware d  Unknown
            http middleware e  Unknown
            refused `stripPrefix`: stripPrefix cannot be a standalone element (type *dynamic.StripPrefix)"]],
    );
}

#[test]
fn tls_is_on() {
    check(
        "
http:
  routers:
    a: {rule: x, tls: {}}
    b: {rule: x, tls: true}
    c: {rule: x, tls: false}
    d: {rule: x, tls: {certResolver: le}}
",
        &expect![[r"
            http router a rule=x tls=on
            http router b rule=x tls=on
            http router c rule=x
            http router d rule=x tls=le"]],
    );
}

#[test]
fn lists() {
    check(
        "
http:
  routers:
    a:
      rule: x
      entryPoints: web,websecure
      middlewares: \"m, n\"
  middlewares:
    m:
      stripPrefix:
        prefixes: ['/a,b', ' /c ']
    n:
      stripPrefix:
        prefixes: []
    o:
      stripPrefix:
        prefixes: /a
",
        &expect![[r"
            http router a rule=x entryPoints=[web|websecure] middlewares=[m|n]
            http middleware m [stripPrefix] [/a,b|/c]
            http middleware n [stripPrefix] 
            http middleware o [stripPrefix] [/a]"]],
    );
}

#[test]
fn numbers_and_switches() {
    check(
        "
http:
  routers:
    a: {rule: x, priority: '10'}
    b: {rule: x, priority: 0x10}
    c: {rule: x, priority: 1.5}
    d: {rule: x, priority: [200]}
    e: {rule: x, priority: {a: b}}
    f: {rule: x, priority: 99999999999999999999}
  middlewares:
    m:
      stripPrefix:
        prefixes: [/a]
        forceSlash: yes
  services:
    s:
      loadBalancer:
        healthCheck:
          status: 200-399
          interval: 10x
        passHostHeader: 'off'
",
        &expect![[r#"
            http router a rule=x priority=10
            http router b rule=x priority=16
            http router c rule=x
            http router d rule=x
            http router e rule=x
            http router f rule=x
            http middleware m [stripPrefix] [/a]
            http service s [loadBalancer] 
            refused `priority`: invalid node priority: int
            refused `yes`: strconv.ParseBool: parsing "yes": invalid syntax
            refused `1.5`: strconv.ParseInt: parsing "1.500000": invalid syntax
            refused `200`: strconv.ParseInt: parsing "║2║200": invalid syntax
            refused `99999999999999999999`: strconv.ParseInt: parsing "100000000000000000000": value out of range
            refused `10x`: time: unknown unit "x" in duration "10x"
            refused `200-399`: strconv.ParseInt: parsing "200-399": invalid syntax
            refused `off`: strconv.ParseBool: parsing "off": invalid syntax"#]],
    );
}

#[test]
fn shapes_of_servers() {
    check(
        "
http:
  services:
    map:
      loadBalancer:
        servers: {url: x}
    texts:
      loadBalancer:
        servers: ['http://x']
    label:
      loadBalancer:
        server: {url: x}
    port:
      loadBalancer:
        servers: [{port: 80}]
    right:
      loadBalancer:
        servers:
          - url: http://a
          - url: http://b
            preservePath: true
tcp:
  services:
    t:
      loadBalancer:
        servers:
          - address: a:1
",
        &expect![[r"
            http service map [loadBalancer] <>
            http service texts [loadBalancer] 
            http service label [loadBalancer] 
            http service port [loadBalancer] <>
            http service right [loadBalancer] <http://a> <http://b>
            tcp service t [loadBalancer] <a:1>
            refused `server`: field not found, node: server"]],
    );
}

#[test]
fn shapes_of_lists() {
    check(
        "
http:
  routers:
    crd:
      rule: x
      middlewares: [{name: x}]
    nested:
      rule: [a, b]
      middlewares: [[a], 2020-01-01, ~]
    date:
      rule: x
      service: 2020-01-01
",
        &expect![[r#"
            http router crd rule=x
            http router nested rule=║24║a║b
            http router date rule=x
            refused `2020-01-01`: field service uses unsupported type: struct
            refused `[a]`: unsupported simple value type: slice
            refused `2020-01-01`: unsupported simple value type: struct
            refused `~`: unsupported simple value type: invalid
            refused `name`: field not found, node: name"#]],
    );
}

#[test]
fn numbers_as_names() {
    check(
        "
http:
  routers:
    1: {rule: x}
    '2': {rule: y}
  middlewares:
    e:
      errors:
        statusRewrites:
          418: 404
",
        &expect![[r#"
            http router <int Value> rule=x
            http router 2 rule=y
            http middleware e [errors] Errors(ErrorPages { statuses: [], rewrites: [("<int Value>"@123..126, 404)], service: None, query: None, request_headers: None }) fault: strconv.Atoi: parsing "<int Value>": invalid syntax"#]],
    );
}

#[test]
fn double_keys() {
    check(
        "
http:
  routers:
    a:
      rule: Host(`a`)
      Rule: Host(`b`)
",
        &expect!["http router a rule=Host(`a`)"],
    );
}

#[test]
fn anchors_and_merges() {
    check(
        "
x-tls: &tls
  certResolver: le
http:
  routers:
    a: &a
      rule: Host(`a`)
      service: s
      tls: *tls
    b:
      <<: *a
      rule: Host(`b`)
",
        &expect![[r"
            http router a rule=Host(`a`) service=s tls=le
            http router b rule=Host(`b`) service=s tls=le"]],
    );
}

#[test]
fn only_the_first_document_counts() {
    check(
        "
http:
  routers:
    a: {rule: x}
---
http:
  routers:
    b: {rule: x}
",
        &expect!["http router a rule=x"],
    );
}

#[test]
fn services_of_services() {
    check(
        "
http:
  services:
    w:
      weighted:
        services:
          - {name: a, weight: 3}
          - {name: b@docker}
    m:
      mirroring:
        service: a
        mirrors:
          - {name: b, percent: 10}
    f:
      failover:
        fallback: b
        service: a
    h:
      highestRandomWeight:
        services: [{name: a}]
    two:
      loadBalancer: {servers: [{url: x}]}
      weighted: {services: [{name: a}]}
      middlewares: [m]
  serversTransports:
    t: {insecureSkipVerify: true}
tls:
  options:
    modern: {minVersion: VersionTLS13}
    mtls: {sniStrict: true}
",
        &expect![[r"
            http service w [weighted]  -> [a|b@docker]
            http service m [mirroring]  -> [a|b]
            http service f [failover]  -> [a|b]
            http service h [highestRandomWeight]  -> [a]
            http service two [loadBalancer|weighted] <x> -> [a]
            transport t
            tls options modern
            tls options mtls"]],
    );
}

#[test]
fn an_alias_bomb_ends() {
    let level = |level: usize| {
        let item = format!("{{k: *x{}}}, ", level - 1).repeat(10);
        format!("x{level}: &x{level} [{item}]\n")
    };
    let mut text = "x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n".to_owned();
    text.extend((1..9).map(level));
    text.push_str("http:\n  routers:\n    a: {rule: x}\n  middlewares:\n    m: {plugin: {p: {k: *x8}}}\n");
    let dynamic = facts::read("dynamic.yml", &text).dynamic.expect("dynamic configuration");
    assert_eq!(dynamic.routers.len(), 1);
}

#[test]
fn what_traefik_refuses_to_build() {
    let faults = |text: &str| {
        let dynamic = facts::read("dynamic.yml", text).dynamic.expect("dynamic configuration");
        let middlewares = dynamic.middlewares.iter().map(|m| (&m.name, &m.fault));
        let services = dynamic.services.iter().map(|s| (&s.name, &s.fault));
        let show = |(name, fault): (&crate::dynamic::Name, &Option<syntax::Problem>)| {
            let fault =
                fault.as_ref().map_or("fine".to_owned(), |fault| super::summary::problem(fault, text));
            format!("{}: {fault}", name.as_str())
        };
        middlewares.chain(services).map(show).collect::<Vec<_>>().join("\n")
    };
    expect![[r#"
        auth: `basicAuth`: no users found in 
        auth2: `ab`: error parsing BasicUser: ab
        auth3: fine
        auth4: `a:b`: error parsing DigestUser: a:b
        headers: `headers`: headers configuration not valid
        headers2: fine
        headers3: fine
        headers4: `a(`: error occurred during origin parsing: error parsing regexp: missing closing ): `a(`
        forward: `*`: error compiling regular expression *: error parsing regexp: missing argument to repetition operator: `*`
        retry: `retry`: incorrect (or empty) value for attempt (0)
        retry2: `5x`: creating HTTP code ranges: strconv.Atoi: parsing "5x": invalid syntax
        retry3: `retry`: retry middleware requires at least HTTP status codes or retry on TCP
        rate: `-1m0s`: negative value not valid for period: -1m0s
        rate2: `sourceCriterion`: getting source extractor: requestHost and RequestHeaderName are mutually exclusive
        flight: `sourceCriterion`: error creating requests limiter: iPStrategy and RequestHost are mutually exclusive
        compress: `lz4`: unsupported encoding: lz4
        compress2: fine
        compress3: `compress`: excludedContentTypes and includedContentTypes options are mutually exclusive
        errors: `x`: strconv.Atoi: parsing "x": invalid syntax
        errors2: `418`: strconv.Atoi: parsing "<int Value>": invalid syntax
        strategy: `random`: unsupported load-balancer strategy "random"
        mirror: `101`: percent must be between 0 and 100
        weight: `-1`: invalid negative weight -1 for service "a""#]].assert_eq(&faults(
        "http:
  middlewares:
    auth: {basicAuth: {realm: x}}
    auth2: {basicAuth: {users: ['a:b', 'ab']}}
    auth3: {basicAuth: {usersFile: /users}}
    auth4: {digestAuth: {users: ['a:b']}}
    headers: {headers: {frameDeny: false}}
    headers2: {headers: {stsSeconds: 0}}
    headers3: {headers: {customResponseHeaders: {X: y}}}
    headers4: {headers: {accessControlAllowOriginListRegex: ['a(']}}
    forward: {forwardAuth: {address: x, authResponseHeadersRegex: '*'}}
    retry: {retry: {initialInterval: 1s}}
    retry2: {retry: {attempts: 3, status: ['5x']}}
    retry3: {retry: {attempts: 3, disableRetryOnNetworkError: true}}
    rate: {rateLimit: {average: 1, period: -1m0s}}
    rate2: {rateLimit: {average: 1, sourceCriterion: {requestHost: true, requestHeaderName: X}}}
    flight: {inFlightReq: {amount: 1, sourceCriterion: {requestHost: true, ipStrategy: {depth: 1}}}}
    compress: {compress: {encodings: [gzip, lz4]}}
    compress2: {compress: {defaultEncoding: br}}
    compress3: {compress: {excludedContentTypes: [a/b], includedContentTypes: [c/d]}}
    errors: {errors: {status: ['500-599', 'x'], service: s}}
    errors2: {errors: {statusRewrites: {418: 404}, service: s}}
  services:
    strategy: {loadBalancer: {strategy: random, servers: [{url: x}]}}
    mirror: {mirroring: {service: a, mirrors: [{name: b, percent: 101}]}}
tcp:
  services:
    weight: {weighted: {services: [{name: a, weight: -1}]}}
",
    ));
}

#[test]
fn toml() {
    check_at(
        "dynamic.toml",
        "
[http.routers.api]
rule = 'PathPrefix(`/api`)'
entryPoints = ['web', 'websecure']
priority = 0x10
service = 'api'
[http.routers.api.tls]
certResolver = 'le'
[http.routers.wrong]
rulee = 'x'
priority = 2020-01-01

[[http.services.api.loadBalancer.servers]]
url = 'http://a'
[[http.services.api.loadBalancer.servers]]
url = 'http://b'
preservePath = true

[http.middlewares]
strip.stripPrefix.prefixes = ['/api']
numbers.stripPrefix.forceSlash = [1]
",
        &expect![[r#"
            http router api rule=PathPrefix(`/api`) entryPoints=[web|websecure] service=api priority=16 tls=le
            http router wrong
            http middleware strip [stripPrefix] [/api]
            http middleware numbers [stripPrefix] 
            http service api [loadBalancer] <http://a> <http://b>
            refused `2020-01-01`: field priority uses unsupported type: struct
            refused `rulee`: field not found, node: rulee
            refused `1`: strconv.ParseBool: parsing "║6║1": invalid syntax"#]],
    );
}
