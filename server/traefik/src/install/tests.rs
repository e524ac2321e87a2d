use expect_test::{Expect, expect};
use fixture::Fixture;
use syntax::{Text, TextRange, TextSize};

use crate::dynamic::summary;
use crate::facts;
use crate::install::{Install, from_env, from_flags};

/// An installation as lines, then what is refused with the words of `source` that it covers.
fn show(install: &Install, source: &str) -> String {
    let list = |texts: &[Text]| texts.iter().map(Text::as_str).collect::<Vec<_>>().join("|");
    let text = |text: &Option<Text>| text.as_ref().map_or("-".to_owned(), ToString::to_string);
    let mut lines = Vec::new();
    for point in &install.entry_points {
        lines.push(format!(
            "{} {} default={} tls={} model={} middlewares=[{}] to={}",
            point.name.as_str(),
            text(&point.address),
            point.as_default,
            point.tls.is_some(),
            point.has_model,
            list(&point.middlewares),
            text(&point.redirection.as_ref().and_then(|redirection| redirection.to.clone())),
        ));
    }
    if let Some(file) = &install.file_provider {
        lines.push(format!("file {} {}", text(&file.directory), text(&file.filename)));
    }
    for docker in install.docker.iter().chain(&install.swarm_too) {
        lines.push(format!(
            "docker swarm={} exposed={} network={} rule={}",
            docker.swarm,
            docker.exposed_by_default,
            text(&docker.network),
            text(&docker.default_rule)
        ));
    }
    if let Some(api) = &install.api {
        lines.push(format!("api insecure={} dashboard={} debug={}", api.insecure, api.dashboard, api.debug));
    }
    for (name, feature) in [("ping", &install.ping), ("prometheus", &install.prometheus)] {
        if let Some(feature) = feature {
            lines.push(format!("{name} {} manual={}", text(&feature.entry_point), feature.manual_routing));
        }
    }
    for (name, texts) in [
        ("others", &install.other_providers),
        ("resolvers", &install.cert_resolvers),
        ("challenges", &install.http_challenges),
        ("precedence", &install.precedence),
        ("plugins", &install.plugins),
    ] {
        if !texts.is_empty() {
            lines.push(format!("{name} {}", list(texts)));
        }
    }
    if let Some(syntax) = &install.default_rule_syntax {
        lines.push(format!("syntax {syntax}"));
    }
    if let Some(file) = &install.config_file {
        lines.push(format!("configFile {file}"));
    }
    lines.extend(install.refused.iter().map(|why| format!("refused {}", summary::problem(why, source))));
    lines.join("\n")
}

fn check(text: &str, expect: &Expect) {
    let fixture = Fixture::parse(text);
    let (path, text) = &fixture.files[0];
    let install = facts::read(path, text).install.expect("static configuration");
    expect.assert_eq(&show(&install, text));
}

/// The words of `line`, split at blanks; `_` stands for a blank.
fn words(line: &str) -> Vec<Text> {
    let mut at = 0;
    line.split(' ')
        .map(|word| {
            let start = TextSize::try_from(at).expect("a short line");
            at += word.len() + 1;
            Text::plain(word, TextRange::at(start, TextSize::of(word)))
        })
        .collect()
}

fn check_flags(line: &str, expect: &Expect) {
    expect.assert_eq(&show(&from_flags(&words(line)), line));
}

#[test]
fn a_file() {
    check(
        "
//- traefik.yml
entryPoints:
  web:
    address: ':80'
    http:
      redirections:
        entryPoint:
          to: websecure
  websecure:
    address: ':443'
    asDefault: true
    http:
      tls:
        certResolver: le
      middlewares: [secure@file]
  metrics:
    address: ':9100'
    observability:
      accessLogs: false
providers:
  providersThrottleDuration: 2s
  file:
    directory: /etc/traefik/dynamic
  docker:
    exposedByDefault: false
    network: proxy
    defaultRule: Host(`{{ .Name }}.example.com`)
  swarm: {}
  kubernetesCRD: {}
  precedence: [File, Docker]
api:
  insecure: true
ping: {}
metrics:
  prometheus:
    entryPoint: metrics
    manualRouting: true
certificatesResolvers:
  le:
    acme:
      email: a@example.com
      storage: acme.json
      httpChallenge:
        entryPoint: web
experimental:
  plugins:
    block:
      moduleName: github.com/x/block
      version: v1
  localPlugins:
    own:
      moduleName: own
",
        &expect![[r"
            web :80 default=false tls=false model=false middlewares=[] to=websecure
            websecure :443 default=true tls=true model=true middlewares=[secure@file] to=-
            metrics :9100 default=false tls=false model=true middlewares=[] to=-
            file /etc/traefik/dynamic -
            docker swarm=false exposed=false network=proxy rule=Host(`{{ .Name }}.example.com`)
            docker swarm=true exposed=true network=- rule=-
            api insecure=true dashboard=true debug=false
            ping - manual=false
            prometheus metrics manual=true
            others kubernetesCRD
            resolvers le
            challenges web
            precedence File|Docker
            plugins block|own"]],
    );
}

#[test]
fn models() {
    check(
        "
//- traefik.yml
entryPoints:
  web:
    address: ':80'
  chars:
    address: ':81'
    http:
      encodedCharacters:
        allowEncodedSlash: false
core:
  strictTLSOptions: false
",
        &expect![[r"
            web :80 default=false tls=false model=true middlewares=[] to=-
            chars :81 default=false tls=false model=true middlewares=[] to=-"]],
    );
}

#[test]
fn what_a_file_must_not_hold() {
    check(
        "
//- traefik.yml
entryPoints:
  web:
    addres: ':80'
  web2:
    address: ':81'
    asDefault: yes
    http2:
      maxConcurrentStreams: 99999999999
    transport:
      respondingTimeouts:
        readTimeout: 1d
providers:
  docker:
    swarmMode: true
    tls:
      caOptional: true
  marathon:
    endpoint: x
api:
pilot:
  token: x
unknown:
  a: b
tracing:
  jaeger: {}
",
        &expect![[r#"
            web - default=false tls=false model=false middlewares=[] to=-
            web2 :81 default=false tls=false model=false middlewares=[] to=-
            docker swarm=false exposed=true network=- rule=-
            refused `pilot`: Pilot configuration has been removed in v3
            refused `marathon`: Marathon provider has been removed in v3
            refused `swarmMode`: Docker provider `swarmMode` option has been removed in v3, please use the Swarm Provider instead.
            refused `caOptional`: Docker provider `tls.CAOptional` option has been removed in v3
            refused `jaeger`: Jaeger Tracing backend has been removed in v3
            refused `addres`: field not found, node: addres
            refused `yes`: strconv.ParseBool: parsing "yes": invalid syntax
            refused `99999999999`: strconv.ParseInt: parsing "99999999999": value out of range
            refused `1d`: time: unknown unit "d" in duration "1d""#]],
    );
}

#[test]
fn what_keeps_traefik_from_starting() {
    check(
        "
//- traefik.yml
entryPoints:
  port:
    address: 80
  protocol:
    address: ':80/http'
  both:
    address: ':81'
    http:
      aliasHeadersStrategy: keep
      underscoreHeadersStrategy: delete
  strategy:
    address: ':82'
    http:
      aliasHeadersStrategy: drop
  old:
    address: '[::]:83'
    http:
      underscoreHeadersStrategy: drop
providers:
  precedence: [File, dockr]
  knative: {}
api:
  basePath: traefik
core:
  defaultRuleSyntax: v1
certificatesResolvers:
  both:
    acme: {email: x}
    tailscale: {}
  storage:
    acme: {storage: ''}
",
        &expect![[r#"
            port 80 default=false tls=false model=true middlewares=[] to=-
            protocol :80/http default=false tls=false model=true middlewares=[] to=-
            both :81 default=false tls=false model=true middlewares=[] to=-
            strategy :82 default=false tls=false model=true middlewares=[] to=-
            old [::]:83 default=false tls=false model=true middlewares=[] to=-
            api insecure=false dashboard=true debug=false
            others knative
            resolvers both|storage
            precedence File|dockr
            syntax v1
            refused `both`: unable to initialize certificates resolver "both", as ACME and Tailscale providers are mutually exclusive
            refused `storage`: unable to initialize certificates resolver "storage" with no storage location for the certificates
            refused `v1`: unsupported default rule syntax configuration: "v1"
            refused `delete`: entry point "both" cannot have both underscoreHeadersStrategy and aliasHeadersStrategy options configured with different values
            refused `dockr`: provider "dockr" is not a valid provider name
            refused `knative`: the experimental Knative feature must be enabled to use the Knative provider
            refused `traefik`: API basePath must be a valid absolute URL path
            refused `80`: error while building entryPoint port: building listener: error opening listener: listen tcp: address 80: missing port in address
            refused `:80/http`: error while building entryPoint protocol: invalid protocol: http
            refused `drop`: error while building entryPoint strategy: creating HTTP server: invalid aliasHeadersStrategy value "drop"
            refused `drop`: error while building entryPoint old: creating HTTP server: invalid underscoreHeadersStrategy value "drop""#]],
    );
}

#[test]
fn nothing_behind_a_provider() {
    check(
        "
//- traefik.yml
entryPoints:
  web: {address: ':80'}
providers:
  docker:
",
        &expect![[r"
            web :80 default=false tls=false model=false middlewares=[] to=-
            refused `providers`: providers cannot be a standalone element (type *static.Providers)"]],
    );
}

#[test]
fn flags() {
    check_flags(
        "--entrypoints.web.address=:80 --entryPoints.Web.http.redirections.entrypoint.to=websecure \
         --entrypoints.websecure.address=:443 --entrypoints.websecure.http.tls \
         --entrypoints.websecure.http.middlewares=a@file,b@file --providers.docker \
         --providers.docker.exposedbydefault=false --api --api.insecure --ping.entrypoint web \
         --certificatesresolvers.le.acme.tlschallenge=true --log.level DEBUG",
        &expect![[r"
            Web :80 default=false tls=false model=false middlewares=[] to=websecure
            websecure :443 default=false tls=true model=true middlewares=[a@file|b@file] to=-
            docker swarm=false exposed=false network=- rule=-
            api insecure=true dashboard=true debug=false
            ping web manual=false
            resolvers le"]],
    );
}

#[test]
fn a_program_name_comes_first() {
    check_flags("traefik --api", &expect!["api insecure=false dashboard=true debug=false"]);
    check_flags(
        "/usr/local/bin/traefik -api.insecure",
        &expect!["api insecure=true dashboard=true debug=false"],
    );
    check_flags("healthcheck --ping", &expect![[""]]);
}

#[test]
fn the_first_spelling_names_an_entry_point() {
    check_flags(
        "--entrypoints.Web.address=:80 --entrypoints.web.asdefault",
        &expect!["Web :80 default=true tls=false model=false middlewares=[] to=-"],
    );
}

#[test]
fn below_a_name_a_flag_alone_is_true() {
    // The address is `true`, and what follows is no flag: Traefik reads no further.
    check_flags(
        "--entrypoints.web.address :80 --api",
        &expect![[r"
            web true default=false tls=false model=false middlewares=[] to=-
            refused `--entrypoints.web.address`: error while building entryPoint web: building listener: error opening listener: listen tcp: address true: missing port in address"]],
    );
}

#[test]
fn several_values() {
    check_flags(
        "--providers.precedence=file --providers.precedence=docker --providers.docker.network=a --providers.docker.network=b",
        &expect![[r"
            docker swarm=false exposed=true network=b rule=-
            precedence file|docker"]],
    );
}

#[test]
fn flags_that_are_refused() {
    check_flags(
        "--api --debug",
        &expect![[r"
        api insecure=false dashboard=true debug=false
        refused `--debug`: flag needs an argument: -debug"]],
    );
    check_flags(
        "--debug=true --api",
        &expect![[r"
        api insecure=false dashboard=true debug=false
        refused `debug`: field not found, node: debug"]],
    );
    check_flags("---api", &expect!["refused `---api`: bad flag syntax: ---api"]);
    check_flags(
        "--entrypoints.web.adress=:80 --api.insecure=yes",
        &expect![[r#"
        web - default=false tls=false model=false middlewares=[] to=-
        api insecure=false dashboard=true debug=false
        refused `adress`: field not found, node: adress
        refused `yes`: strconv.ParseBool: parsing "yes": invalid syntax"#]],
    );
    check_flags(
        "--providers.docker.swarmmode=true",
        &expect![[r"
        docker swarm=false exposed=true network=- rule=-
        refused `swarmmode`: Docker provider `swarmMode` option has been removed in v3, please use the Swarm Provider instead."]],
    );
}

#[test]
fn a_flag_may_name_the_file() {
    check_flags(
        "--configFile=/etc/traefik.yml --api",
        &expect![[r"
        api insecure=false dashboard=true debug=false
        configFile /etc/traefik.yml"]],
    );
    check_flags("--configfile /etc/traefik.yml", &expect!["configFile /etc/traefik.yml"]);
}

#[test]
fn variables() {
    let variable = |name: &str, value: &str| {
        let range = TextRange::up_to(TextSize::of(name));
        let text = |value: &str| {
            let mut builder = Text::builder(range);
            builder.push(value, range);
            builder.finish()
        };
        (Text::plain(name, range), Some(text(value)))
    };
    let variables = [
        variable("PATH", "/bin"),
        variable("TRAEFIK_ENTRYPOINTS_WEB_ADDRESS", ":80"),
        variable("TRAEFIK_PROVIDERS_DOCKER", "true"),
        variable("TRAEFIK_API_INSECURE", "true"),
        variable("TRAEFIK_VERSION", "3"),
    ];
    let install = from_env(&variables).expect("variables of Traefik");
    expect![[r"
        web :80 default=false tls=false model=false middlewares=[] to=-
        docker swarm=false exposed=true network=- rule=-
        api insecure=true dashboard=true debug=false"]]
    .assert_eq(&show(&install, ""));
    assert_eq!(from_env(&variables[..1]), None);
}
