use expect_test::{Expect, expect};
use fixture::Fixture;
use syntax::FileId;

use crate::compose::Project;
use crate::docker::{Container, configure, network};
use crate::dynamic::summary;
use crate::facts;
use crate::install::DockerProvider;

fn provider() -> DockerProvider {
    DockerProvider {
        swarm: false,
        exposed_by_default: true,
        network: None,
        default_rule: None,
        constraints: None,
    }
}

/// What `provider` makes of each service of the compose file, and where ranges lead.
fn check_with(provider: &DockerProvider, text: &str, expect: &Expect) {
    let fixture = Fixture::parse(text);
    let (path, text) = &fixture.files[0];
    let compose = facts::read(path, text).compose.expect("a compose file");
    let env = [("DOMAIN".to_owned(), "example.com".to_owned())];
    let project = Project::resolve(FileId(0), path, &compose, &env);
    let lines = project.compose.services.iter().map(|service| {
        let made = match configure(&project, service, provider) {
            Container::Configured(dynamic) => summary::summary(&dynamic, text),
            Container::Ignored(words) => format!("ignored: {words}"),
            Container::Skipped(problems) => {
                let lines: Vec<String> = problems
                    .iter()
                    .map(|problem| format!("skipped {}", summary::problem(problem, text)))
                    .collect();
                lines.join("\n")
            }
        };
        format!("{}:\n{made}", service.name)
    });
    expect.assert_eq(&lines.collect::<Vec<_>>().join("\n"));
}

fn check(text: &str, expect: &Expect) {
    check_with(&provider(), text, expect);
}

/// A compose file with one service `web` and these labels, one a line.
fn labelled(labels: &str) -> String {
    let mut text = "services:\n  web:\n    image: web\n    labels:\n".to_owned();
    for label in labels.trim().lines() {
        text.extend(["      - \"", label.trim(), "\"\n"]);
    }
    text
}

/// One service `web` of the project `shop` with these labels, one a line.
fn check_labels(labels: &str, expect: &Expect) {
    check(&format!("//- shop/compose.yml\n{}", labelled(labels)), expect);
}

#[test]
fn a_container_without_labels_gets_a_router_and_a_service() {
    check(
        "
//- My.Shop/compose.yml
services:
  api:
    build: .
  db:
    image: postgres
    expose: ['5432', '5000/tcp']
  admin:
    image: admin
    ports: ['127.0.0.1:9000:9000', '8080:80']
  host:
    image: host
    network_mode: host
    ports: ['8080:80']
",
        &expect![[r"
            api:
            http router api-myshop rule=Host(`api-myshop`) default=rule service=api-myshop
            http service api-myshop [loadBalancer] <http://api:⟨port⟩>
            db:
            http router db-myshop rule=Host(`db-myshop`) default=rule service=db-myshop
            http service db-myshop [loadBalancer] <http://db:5000>
            admin:
            http router admin-myshop rule=Host(`admin-myshop`) default=rule service=admin-myshop
            http service admin-myshop [loadBalancer] <http://admin:80>
            host:
            http router host-myshop rule=Host(`host-myshop`) default=rule service=host-myshop
            http service host-myshop [loadBalancer] <http://host:⟨port⟩>"]],
    );
}

#[test]
fn lists_and_names() {
    check_labels(
        "traefik.http.routers.a.entrypoints=web, websecure
         traefik.HTTP.Routers.A.RULE=Host(`a`)
         traefik.http.routers.a.service=web
         traefik.http.services.web.loadbalancer.server.port=80",
        &expect![[r"
            web:
            http router A rule=Host(`a`) entryPoints=[web|websecure] service=web
            http service web [loadbalancer] <http://web:80>"]],
    );
}

#[test]
fn unknown_names() {
    check_labels(
        "traefik.http.routers.a.rulee=x",
        &expect![[r"
            web:
            skipped `rulee`: field not found, node: rulee"]],
    );
    check_labels(
        "traefik.http.routerz.a.rule=x",
        &expect![[r"
            web:
            skipped `routerz`: field not found, node: routerz"]],
    );
    check_labels(
        "traefik.httpfoo.a=x",
        &expect![[r"
            web:
            skipped `httpfoo`: field not found, node: httpfoo"]],
    );
    check_labels(
        "traefik.enabled=true",
        &expect![[r"
            web:
            skipped `enabled`: decoding Docker labels: field not found, node: enabled"]],
    );
    check_labels(
        "traefik.http.routers.a.b.rule=x",
        &expect![[r"
            web:
            skipped `b`: field not found, node: b"]],
    );
    check_labels(
        "traefik.http.services.s.loadbalancer.servers[0].url=http://x",
        &expect![[r"
            web:
            skipped `servers`: field not found, node: servers"]],
    );
}

#[test]
fn keys_that_cannot_be_split() {
    check_labels(
        "Traefik.http.routers.a.rule=x",
        &expect![[r"
            web:
            skipped `Traefik`: invalid label root Traefik"]],
    );
    check_labels(
        "traefik.http.routers.a.=x",
        &expect![[r"
            web:
            skipped `traefik.http.routers.a.`: invalid element: traefik.http.routers.a."]],
    );
    check_labels(
        "traefik.http.routers.[0].rule=x",
        &expect![[r"
            web:
            skipped `[0]`: invalid leading character '[' in field name (bracket is a slice delimiter): [0]"]],
    );
}

#[test]
fn ignored_roots() {
    check_labels(
        "traefik.foo.a=x
         traefik.port=80
         traefik.tls.options.x.minversion=y
         traefik.frontend.rule=Host:a
         traefik.http.serverstransports.t.servername=x
         traefik.http.routers.a.parentrefs=p
         traefik.http.routers.a.rule=Host(`a`)",
        &expect![[r"
            web:
            http router a rule=Host(`a`) service=web-shop
            http service web-shop [loadBalancer] <http://web:⟨port⟩>"]],
    );
}

#[test]
fn values_without_members() {
    check_labels(
        "traefik.http.routers.a=x",
        &expect![[r"
            web:
            http router a rule=Host(`web-shop`) default=rule service=web-shop
            http service web-shop [loadBalancer] <http://web:⟨port⟩>"]],
    );
    check_labels(
        "traefik.http.routers=x",
        &expect![[r"
            web:
            skipped `routers`: routers cannot be a standalone element (type map[string]*dynamic.Router)"]],
    );
    check_labels(
        "traefik.http.middlewares.m.stripprefix=true",
        &expect![[r"
            web:
            skipped `stripprefix`: stripprefix cannot be a standalone element (type *dynamic.StripPrefix)"]],
    );
    check_labels(
        "traefik.http.middlewares.m.compress=true
         traefik.http.middlewares.n.compress=false",
        &expect![[r"
            web:
            http router web-shop rule=Host(`web-shop`) default=rule service=web-shop
            http middleware m [compress] Passes
            http middleware n  Unknown
            http service web-shop [loadBalancer] <http://web:⟨port⟩>"]],
    );
}

#[test]
fn tls() {
    for (labels, tls) in [
        ("tls=true", true),
        ("tls=", true),
        ("tls", true),
        ("tls=false", false),
        ("tls=1", false),
        ("tls=yes", false),
        ("tls.certresolver=le", true),
        ("tls=false\ntraefik.http.routers.a.tls.certresolver=le", false),
        ("tls.domains[0].main=x", true),
    ] {
        let text = labelled(&format!("traefik.http.routers.a.rule=x\ntraefik.http.routers.a.{labels}"));
        let compose = facts::read("shop/compose.yml", &text).compose.expect("a compose file");
        let project = Project::resolve(FileId(0), "shop/compose.yml", &compose, &[]);
        let Container::Configured(dynamic) = configure(&project, &compose.services[0], &provider()) else {
            panic!("{labels}")
        };
        assert_eq!(dynamic.routers[0].tls.is_some(), tls, "{labels}");
    }
}

#[test]
fn values() {
    check_labels(
        "traefik.http.routers.a.priority=abc
         traefik.http.services.s.loadbalancer.healthcheck.status=200-399
         traefik.http.services.s.loadbalancer.passhostheader=yes",
        &expect![[r#"
            web:
            skipped `abc`: strconv.ParseInt: parsing "abc": invalid syntax
            skipped `200-399`: strconv.ParseInt: parsing "200-399": invalid syntax
            skipped `yes`: strconv.ParseBool: parsing "yes": invalid syntax"#]],
    );
    check_labels(
        "traefik.http.middlewares.m.stripprefix.prefixes=/a, /b ,/c
         traefik.http.middlewares.n.stripprefix.prefixes[0]=/a
         traefik.http.middlewares.e.errors.statusrewrites.418=404
         traefik.http.middlewares.h.headers.customrequestheaders.X-Foo=bar
         traefik.http.middlewares.p.plugin.myplug.key[0]=v
         traefik.http.services.s.loadbalancer.healthcheck.interval=5
         traefik.http.services.s.loadbalancer.server.port=80",
        &expect![[r#"
            web:
            http router web-shop rule=Host(`web-shop`) default=rule service=s
            http middleware m [stripprefix] [/a|/b|/c]
            http middleware n [stripprefix] 
            http middleware e [errors] Errors(ErrorPages { statuses: [], rewrites: [("418"@235..238, 404)], service: None, query: None, request_headers: None })
            http middleware h [headers] Headers(Headers { request: [("X-Foo"@309..314, "bar"@315..318)], response: [], cors: None, secure: None })
            http middleware p [plugin] Unknown
            http service s [loadbalancer] <http://web:80>"#]],
    );
}

#[test]
fn services_that_labels_cannot_hold() {
    check_labels(
        "traefik.http.services.s.weighted.services[0].name=x",
        &expect![[r#"
            web:
            skipped `s`: service "s" error: load-balancer is not defined"#]],
    );
    check_labels(
        "traefik.http.services.s.loadbalancer.server.url=http://10.0.0.1
         traefik.http.services.s.loadbalancer.server.port=80",
        &expect![[r#"
            web:
            skipped `s`: service "s" error: defining scheme or port is not allowed when URL is defined"#]],
    );
    check_labels(
        "traefik.http.services.s.loadbalancer.server=x",
        &expect![[r"
            web:
            skipped `server`: invalid slice: node server"]],
    );
}

#[test]
fn routers_and_services_are_linked() {
    check_labels(
        "traefik.http.routers.a.rule=Host(`a`)
         traefik.http.services.s.loadbalancer.server.port=80
         traefik.http.services.s.loadbalancer.server.scheme=https",
        &expect![[r"
            web:
            http router a rule=Host(`a`) service=s
            http service s [loadbalancer] <https://web:80>"]],
    );
    check_labels(
        "traefik.http.routers.a.rule=Host(`a`)
         traefik.http.routers.b.rule=Host(`b`)
         traefik.http.routers.b.service=t@file
         traefik.http.services.s.loadbalancer.server.port=80
         traefik.http.services.t.loadbalancer.server.port=81",
        &expect![[r#"
            web:
            http router b rule=Host(`b`) service=t@file
            http service s [loadbalancer] <http://web:80>
            http service t [loadbalancer] <http://web:81>
            dropped `a`: Router a cannot be linked automatically with multiple Services: ["s" "t"]"#]],
    );
    check_labels(
        "traefik.http.services.s.loadbalancer.server.port=80
         traefik.http.services.t.loadbalancer.server.port=81",
        &expect![[r"
            web:
            http service s [loadbalancer] <http://web:80>
            http service t [loadbalancer] <http://web:81>"]],
    );
}

#[test]
fn tcp_and_udp() {
    check_labels(
        "traefik.tcp.routers.a.rule=HostSNI(`*`)
         traefik.tcp.routers.b.entrypoints=db
         traefik.udp.services.u.loadbalancer.server.port=53
         traefik.udp.routers.u.entrypoints=dns",
        &expect![[r"
            web:
            tcp router a rule=HostSNI(`*`) service=web-shop
            udp router u entryPoints=[dns] service=u
            udp service u [loadbalancer] <web:53>
            tcp service web-shop [loadBalancer] <web:⟨port⟩>
            dropped `b`: Empty rule"]],
    );
}

#[test]
fn enabling() {
    let text = "
//- shop/compose.yml
services:
  on:
    image: a
    labels: {traefik.enable: true, traefik.docker.network: net}
  off:
    image: a
    labels: [traefik.enable=false, traefik.http.routers.x.rulee=x]
  open:
    image: a
  wrong:
    image: a
    labels: {traefik.enable: 'yes'}
";
    check_with(
        &DockerProvider { exposed_by_default: false, ..provider() },
        text,
        &expect![[r#"
            on:
            http router on-shop rule=Host(`on-shop`) default=rule service=on-shop
            http service on-shop [loadBalancer] <http://on:⟨port⟩>
            off:
            ignored: Filtering disabled container
            open:
            ignored: Filtering disabled container
            wrong:
            skipped `yes`: decoding Docker labels: strconv.ParseBool: parsing "yes": invalid syntax"#]],
    );
}

#[test]
fn constraints() {
    let text = "
//- shop/compose.yml
services:
  a:
    image: a
    labels: [tier=front]
  b:
    image: b
    labels: [tier=back]
  c:
    image: c
    labels: ['tier=${TIER}']
";
    let check = |constraints: &str, expect: &Expect| {
        let constraints = Some(syntax::Text::plain(
            constraints,
            syntax::TextRange::up_to(syntax::TextSize::of(constraints)),
        ));
        check_with(&DockerProvider { constraints, ..provider() }, text, expect);
    };
    check(
        "Label(`tier`, `front`) && !LabelRegex(\"tier\", \"^b\")",
        &expect![[r#"
            a:
            http router a-shop rule=Host(`a-shop`) default=rule service=a-shop
            http service a-shop [loadBalancer] <http://a:⟨port⟩>
            b:
            ignored: Container pruned by constraint expression: "Label(`tier`, `front`) && !LabelRegex(\"tier\", \"^b\")"
            c:
            http router c-shop rule=Host(`c-shop`) default=rule service=c-shop
            http service c-shop [loadBalancer] <http://c:⟨port⟩>"#]],
    );
    check(
        "Label(`com.docker.compose.service`, `b`) || (Label(`tier`",
        &expect![[r#"
            a:
            ignored: Error matching constraints expression: "Label(`com.docker.compose.service`, `b`) || (Label(`tier`"
            b:
            ignored: Error matching constraints expression: "Label(`com.docker.compose.service`, `b`) || (Label(`tier`"
            c:
            ignored: Error matching constraints expression: "Label(`com.docker.compose.service`, `b`) || (Label(`tier`""#]],
    );
}

#[test]
fn default_rules() {
    let text = "
//- shop/compose.yml
services:
  web_app:
    image: a
    container_name: web
    labels: [team=blue]
";
    let rule = |template: &str| {
        let template =
            syntax::Text::plain(template, syntax::TextRange::up_to(syntax::TextSize::of(template)));
        let fixture = Fixture::parse(text);
        let (path, text) = &fixture.files[0];
        let compose = facts::read(path, text).compose.expect("a compose file");
        let project = Project::resolve(FileId(0), path, &compose, &[]);
        let provider = DockerProvider { default_rule: Some(template), ..provider() };
        match configure(&project, &compose.services[0], &provider) {
            Container::Configured(dynamic) => match dynamic.routers.first() {
                Some(router) => router.rule.as_ref().map_or_else(String::new, ToString::to_string),
                None => dynamic.dropped[0].1.message.clone(),
            },
            other => format!("{other:?}"),
        }
    };
    for (template, expected) in [
        ("Host(`{{ .ContainerName }}.example.com`)", "Host(`web.example.com`)"),
        ("Host(`{{ trimSuffix \"-shop\" .Name }}`)", "Host(`web-app`)"),
        ("Host(`{{ index .Labels \"com.docker.compose.service\" | normalize }}`)", "Host(`web-app`)"),
        ("Host(`{{ .Labels.team }}.x`)", "Host(`blue.x`)"),
        ("Host(`{{ index .Labels \"none\" | default \"d\" }}`)", "Host(`d`)"),
        ("Host(`{{ (replace \"-\" \".\" .Name) | upper }}`)", "Host(`WEB.APP.SHOP`)"),
        ("Host(`{{- .Name -}}`)", "Host(`{{- .Name -}}`)"),
        ("Host(`{{ first (splitList \"-\" .Name) }}`)", "Host(`⟨first (splitList \"-\" .Name)⟩`)"),
        ("{{ if .Name }}Host(`a`){{ end }}", "⟨{{ if .Name }}Host(`a`){{ end }}⟩"),
        ("", "Undefined rule"),
    ] {
        assert_eq!(rule(template), expected.replace("{{- .Name -}}", "web-app-shop"), "{template}");
    }
}

#[test]
fn swarm_reads_the_labels_of_the_service() {
    let text = "
//- shop/stack.yml
services:
  web:
    image: a
    labels: [traefik.http.routers.x.rulee=x]
    deploy:
      labels:
        - traefik.http.routers.a.rule=Host(`a`)
        - traefik.http.services.a.loadbalancer.server.port=80
        - traefik.swarm.network=net
  api:
    image: b
    deploy:
      labels: {traefik.docker.network: a, traefik.swarm.network: b}
  db:
    image: c
";
    check_with(
        &DockerProvider { swarm: true, ..provider() },
        text,
        &expect![[r#"
            web:
            http router a rule=Host(`a`) service=a
            http service a [loadbalancer] <http://web:80>
            api:
            skipped `traefik.docker.network: a`: both Docker and Swarm labels are defined
            db:
            ignored: service "⟨stack⟩-db" error: port is missing"#]],
    );
}

#[test]
fn the_network_that_the_address_comes_from() {
    let text = "services:\n  a:\n    image: x\n    labels: [traefik.docker.network=front]\n    deploy:\n      labels: [traefik.swarm.network=swarm]\n  b:\n    image: x\n";
    let compose = facts::read("shop/compose.yml", text).compose.expect("a compose file");
    let project = Project::resolve(FileId(0), "shop/compose.yml", &compose, &[]);
    let own = syntax::Text::plain("own", syntax::TextRange::up_to(3.into()));
    let docker = DockerProvider { network: Some(own), ..provider() };
    let swarm = DockerProvider { swarm: true, ..provider() };
    let [a, b] = project.compose.services.as_slice() else { panic!("two services") };
    let name = |service, provider| network(&project, service, provider).map(|text| text.to_string());
    assert_eq!(name(a, &docker).as_deref(), Some("front"));
    assert_eq!(name(b, &docker).as_deref(), Some("own"));
    assert_eq!(name(a, &swarm).as_deref(), Some("swarm"));
    assert_eq!(name(b, &swarm), None);
}

#[test]
fn variables_in_keys_and_values() {
    check(
        "
//- compose.yml
services:
  web:
    image: a
    labels:
      - traefik.http.routers.${NAME:-shop}.rule=Host(`${DOMAIN}`) && Path(`/$$x`)
      - traefik.http.routers.${UNSET}.rule=Host(`${UNSET}`)
      - traefik.http.routers.p.priority=${UNSET}
",
        &expect![[r"
            web:
            http router shop rule=Host(`example.com`) && Path(`/$x`) service=web-⟨project⟩
            http router ⟨UNSET⟩ rule=Host(`⟨UNSET⟩`) service=web-⟨project⟩
            http router p rule=Host(`web-⟨project⟩`) default=rule service=web-⟨project⟩
            http service web-⟨project⟩ [loadBalancer] <http://web:⟨port⟩>"]],
    );
}

#[test]
fn mentions_are_the_name_in_every_label() {
    let text = "services:\n  web:\n    image: a\n    labels:\n      - traefik.http.routers.a.service=s\n      - traefik.http.routers.A.rule=x\n      - traefik.http.services.s.loadbalancer.server.port=80\n";
    let compose = facts::read("shop/compose.yml", text).compose.expect("a compose file");
    let project = Project::resolve(FileId(0), "shop/compose.yml", &compose, &[]);
    let Container::Configured(dynamic) = configure(&project, &compose.services[0], &provider()) else {
        panic!()
    };
    let name = &dynamic.routers[0].name;
    let mentions: Vec<&str> = name.mentions.iter().map(|range| &text[*range]).collect();
    assert_eq!((name.as_str(), mentions), ("A", vec!["a", "A"]));
    assert_eq!(&text[name.range], "traefik.http.routers.a.service=s\n      - traefik.http.routers.A.rule=x");
    assert_eq!(&text[dynamic.services[0].servers[0].url.content_range()], "80");
}
