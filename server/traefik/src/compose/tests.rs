use expect_test::{Expect, expect};
use fixture::Fixture;
use syntax::{FileId, Text};

use crate::compose::{ComposeService, Label, Project};
use crate::facts;

const ENV: [(&str, &str); 3] = [("TAG", "1.2"), ("PORTS", "8080:80"), ("TOKEN", "secret")];

/// The project of the first file of a fixture, line by line.
fn check(text: &str, expect: &Expect) {
    let fixture = Fixture::parse(text);
    let (path, text) = &fixture.files[0];
    let compose = facts::read(path, text).compose.expect("a compose file");
    let env = ENV.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let project = Project::resolve(FileId(0), path, &compose, &env);
    let mut lines = vec![format!("project {}", project.name)];
    for service in &project.compose.services {
        lines.push(format!("{}{}", service.name, show(service)));
        lines.push(format!("  on {}", project.networks(service).join(" ")));
    }
    if !project.compose.includes.is_empty() {
        lines.push(format!("includes {}", list(&project.compose.includes)));
    }
    lines.extend(project.problems.iter().map(|problem| crate::dynamic::summary::problem(problem, text)));
    expect.assert_eq(&lines.join("\n"));
}

fn show(service: &ComposeService) -> String {
    let mut line = String::new();
    let mut add = |name: &str, value: String| {
        if !value.is_empty() {
            line.extend([" ", name, "=", &value]);
        }
    };
    let text = |text: &Option<Text>| text.as_ref().map(ToString::to_string).unwrap_or_default();
    let labels = |labels: &[Label]| {
        let label = |label: &Label| format!("{}={}", label.key, text(&label.value));
        labels.iter().map(label).collect::<Vec<_>>().join("|")
    };
    add("image", text(&service.image));
    add("build", text(&service.build_context));
    add("dockerfile", text(&service.dockerfile));
    add("name", text(&service.container_name));
    add("mode", text(&service.network_mode));
    add("aliases", list(&service.aliases));
    add("labels", labels(&service.labels));
    add("deploy", labels(&service.deploy_labels));
    add("command", list(&service.command));
    add("entrypoint", list(&service.entrypoint));
    let variable = |(key, value): &(Text, Option<Text>)| format!("{key}={}", text(value));
    add("env", service.environment.iter().map(variable).collect::<Vec<_>>().join("|"));
    add("files", list(&service.env_files));
    let port = |port: &crate::compose::Port| format!("{}>{}", text(&port.published), port.target);
    add("ports", service.ports.iter().map(port).collect::<Vec<_>>().join("|"));
    add("expose", list(&service.expose));
    let volume = |(source, target): &(Text, Text)| format!("{source}>{target}");
    add("volumes", service.volumes.iter().map(volume).collect::<Vec<_>>().join("|"));
    add("profiles", list(&service.profiles));
    if service.healthcheck {
        line.push_str(" healthcheck");
    }
    if service.extends {
        line.push_str(" extends");
    }
    line
}

fn list(texts: &[Text]) -> String {
    texts.iter().map(Text::as_str).collect::<Vec<_>>().join("|")
}

#[test]
fn short_and_long_forms() {
    check(
        "
//- My Shop/compose.yml
services:
  short:
    image: api:${TAG}
    build: ./api
    labels:
      - a=b=c
      - flag
      - a=d
    command: --api --x=\"a b\" 'c d' e\\ f
    entrypoint: [/bin/api, serve]
    environment:
      - PORT=80
      - TOKEN
      - NONE
    env_file: .env.api
    ports:
      - 3000
      - '8000:80'
      - '127.0.0.1:8001:81/tcp'
      - '[::1]:8002:82'
      - '9000-9001:90-91'
      - '${PORTS}'
      - '${UNSET:-8003}:83'
    expose: [70]
    networks: [front]
    volumes:
      - ./conf:/etc/conf:ro
      - data:/data
      - /anonymous
    healthcheck:
      test: [CMD, true]
  long:
    build:
      context: .
      dockerfile: api.Dockerfile
    labels:
      a: b
      n: 1
      b: true
      empty:
    deploy:
      labels:
        c: d
    environment:
      PORT: 80
    env_file:
      - one.env
      - path: two.env
        required: false
    ports:
      - target: 80
        published: 8080
    networks:
      front:
        aliases: [web, www]
      back:
    volumes:
      - type: bind
        source: ./conf
        target: /etc/conf
    profiles: [debug]
    healthcheck:
      disable: true
  host:
    image: x
    network_mode: host
networks:
  front:
    name: proxy
  back:
    external: true
",
        &expect![[r"
            project myshop
            short image=api:1.2 build=./api labels=flag=|a=d command=--api|--x=a b|c d|e f entrypoint=/bin/api|serve env=PORT=80|TOKEN=secret|NONE= files=.env.api ports=>3000|8000>80|8001>81|8002>82|9000>90|9001>91|8080>80|8003>83 expose=70 volumes=./conf>/etc/conf|data>/data healthcheck
              on proxy
            long build=. dockerfile=api.Dockerfile aliases=web|www labels=a=b|n=1|b=true|empty= deploy=c=d env=PORT=80 files=one.env|two.env ports=8080>80 volumes=./conf>/etc/conf profiles=debug
              on proxy back
            host image=x mode=host
              on "]],
    );
}

#[test]
fn merges_and_extensions() {
    check(
        "
//- shop/docker-compose.yml
x-common: &common
  image: base
  environment:
    A: 1
x-labels: &labels
  traefik.enable: true
services:
  one:
    <<: *common
    labels:
      <<: *labels
      own: x
  two:
    extends: one
    image: two
    labels: {own: y}
  three:
    extends: {service: two}
    ports: [80]
  other:
    extends: {file: base.yml, service: web}
  loop:
    extends: loop
",
        &expect![[r"
            project shop
            one image=base labels=traefik.enable=true|own=x env=A=1
              on shop_default
            two image=two labels=traefik.enable=true|own=y env=A=1
              on shop_default
            three image=two labels=traefik.enable=true|own=y env=A=1 ports=>80
              on shop_default
            other extends
              on shop_default
            loop extends
              on shop_default"]],
    );
}

#[test]
fn names_of_projects() {
    let name = |path: &str, text: &str, env: &[(&str, &str)]| {
        let compose = facts::read("compose.yml", text).compose.expect("a compose file");
        let env: Vec<_> = env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let project = Project::resolve(FileId(0), path, &compose, &env);
        (project.name, project.name_known)
    };
    let plain = "services: {a: {image: x}}";
    let named = "name: own\nservices: {a: {image: x}}";
    assert_eq!(name("apps/My_Shop.v2/compose.yml", plain, &[]), ("my_shopv2".into(), true));
    assert_eq!(name("compose.yml", plain, &[]), ("⟨project⟩".into(), false));
    assert_eq!(name("compose.yml", named, &[]), ("own".into(), true));
    assert_eq!(name("compose.yml", named, &[("COMPOSE_PROJECT_NAME", "env")]), ("env".into(), true));
    assert_eq!(
        name("compose.yml", "name: ${X}\nservices: {a: {image: x}}", &[("X", "v")]),
        ("v".into(), true)
    );
}

#[test]
fn what_compose_refuses() {
    check(
        "
//- shop/compose.yml
include:
  - a.yml
  - path: [b.yml, c.yml]
services:
  web:
    image: x
    labels:
      - a=${}
      - b=$$ok
",
        &expect![[r"
            project shop
            web image=x labels=a=${}|b=$ok
              on shop_default
            includes a.yml|b.yml|c.yml
            `${`: invalid interpolation format.
            You may need to escape any $ with another $.
            ${}"]],
    );
}

#[test]
fn places_lead_into_the_file() {
    let text = "services:\n  web:\n    image: x\n    labels:\n      - \"traefik.http.routers.a.rule=Host(`${D:-x.y}`)\"\n";
    let compose = facts::read("shop/compose.yml", text).compose.expect("a compose file");
    let raw = &compose.services[0].labels[0];
    assert_eq!(&text[raw.key.content_range()], "traefik.http.routers.a.rule");
    let project = Project::resolve(FileId(0), "shop/compose.yml", &compose, &[]);
    let value = project.compose.services[0].labels[0].value.as_ref().expect("a value");
    assert_eq!(value.as_str(), "Host(`x.y`)");
    let host = syntax::TextRange::new(6.into(), 9.into());
    assert_eq!(&text[value.source_range(host)], "x.y");
}
