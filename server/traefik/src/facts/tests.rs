use expect_test::{Expect, expect};
use fixture::Fixture;

use crate::facts::{Facts, FileKind, read};

/// The facts of the first file of a fixture.
fn facts(text: &str) -> Facts {
    let fixture = Fixture::parse(text);
    let (path, text) = &fixture.files[0];
    read(path, text)
}

/// Kinds, one a file.
fn check_kinds(text: &str, expect: &Expect) {
    let fixture = Fixture::parse(text);
    let kind = |path: &str, text: &str| format!("{path}: {:?}", read(path, text).kind);
    let kinds: Vec<String> = fixture.files.iter().map(|(path, text)| kind(path, text)).collect();
    expect.assert_eq(&kinds.join("\n"));
}

#[test]
fn files_of_ours() {
    check_kinds(
        "
//- dynamic/api.yml
http:
  routers:
    api:
      rule: Host(`a`)
//- conf/tls.yaml
tls:
  options:
    modern:
      minVersion: VersionTLS13
//- conf/certificates.yaml
tls:
  certificates:
    - certFile: a.crt
      keyFile: a.key
//- conf/upper.yaml
HTTP:
  MIDDLEWARES:
    strip:
      STRIPPREFIX:
        prefixes: [/a]
//- traefik.yml
entryPoints:
  web:
    address: :80
//- conf/main.yml
providers:
  docker: {}
log:
  level: DEBUG
//- infra/traefik.yaml
api:
  dashboard: true
//- compose.yaml
services:
  api:
    build: .
//- deploy/stack.yml
version: '3.8'
services:
  api:
    image: api
    deploy:
      labels: [traefik.enable=true]
//- compose.override.yml
services:
  api:
//- compose.prod.yaml
include: [base.yml]
//- .env
A=1
//- env/prod.env
A=1
",
        &expect![[r"
            dynamic/api.yml: Dynamic
            conf/tls.yaml: Dynamic
            conf/certificates.yaml: Dynamic
            conf/upper.yaml: Dynamic
            traefik.yml: Static
            conf/main.yml: Static
            infra/traefik.yaml: Static
            compose.yaml: Compose
            deploy/stack.yml: Compose
            compose.override.yml: Compose
            compose.prod.yaml: Compose
            .env: DotEnv
            env/prod.env: DotEnv"]],
    );
}

#[test]
fn files_of_others() {
    check_kinds(
        "
//- .github/workflows/ci.yml
on: push
jobs:
  test:
    services:
      db:
        image: postgres
//- .gitlab-ci.yml
services:
  - docker:dind
image: golang
//- k8s/ingress.yml
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
spec:
  routes: []
//- chart/values.yaml
services:
  api:
    image:
      repository: api
      tag: 1
    ports: [80]
ingress:
  enabled: true
//- chart/traefik-values.yaml
providers:
  kubernetesCRD:
    enabled: true
ports:
  web:
    port: 8000
//- config/services.yaml
services:
  _defaults:
    autowire: true
  App\\Api:
    arguments: [1]
//- gateway.yml
http:
  server:
    port: 80
  middlewares: [cors, log]
//- app.yml
middlewares:
  - cors
routers:
  - users
//- playbook.yml
- hosts: all
  tasks: []
//- openapi.yml
openapi: 3.0.0
paths: {}
tls: {}
//- prometheus.yml
scrape_configs: []
//- grafana/provisioning.yml
apiVersion: 1
providers:
  - name: default
//- terraform.yml
providers:
  aws:
    region: eu
//- mkdocs.yml
site_name: docs
//- tls.yml
tls:
  enabled: true
//- settings.yaml
http:
  port: 80
tcp:
  keepalive: true
//- api.yaml
api:
  key: x
log:
  level: info
//- notes.txt
http:
  routers:
    a: {rule: x}
",
        &expect![[r"
            .github/workflows/ci.yml: Other
            .gitlab-ci.yml: Other
            k8s/ingress.yml: Other
            chart/values.yaml: Other
            chart/traefik-values.yaml: Other
            config/services.yaml: Other
            gateway.yml: Other
            app.yml: Other
            playbook.yml: Other
            openapi.yml: Other
            prometheus.yml: Other
            grafana/provisioning.yml: Other
            terraform.yml: Other
            mkdocs.yml: Other
            tls.yml: Other
            settings.yaml: Other
            api.yaml: Other
            notes.txt: Other"]],
    );
}

#[test]
fn files_just_begun() {
    check_kinds(
        "
//- a.yml
http:
  routers:
    api:
//- b.yml
http:
  routers:
    api:
      ru
//- c.yml
http:
  rou
//- traefik/dynamic/d.yml
http:
//- e.yml
http:
  routers:
    api:
      rule: Host(`a`)
  serv
",
        &expect![[r"
            a.yml: Dynamic
            b.yml: Dynamic
            c.yml: Other
            traefik/dynamic/d.yml: Dynamic
            e.yml: Dynamic"]],
    );
}

#[test]
fn every_beginning_of_a_dynamic_file_is_read() {
    let text = "http:\n  routers:\n    api:\n      rule: Host(`a`)\n      middlewares: [strip]\n      service: api\n";
    for end in 0..text.len() {
        let facts = read("conf.yml", &text[..end]);
        if end > "http:\n  routers:\n".len() {
            assert_eq!(facts.kind, FileKind::Dynamic, "{}", &text[..end]);
        }
    }
}

#[test]
fn template_actions_leave_unknown_parts() {
    let facts = facts(
        "
//- dynamic.yml
http:
  routers:
    {{ range .Sites }}
    api:
      rule: Host(`{{ env \"DOMAIN\" }}`) && Path(`/a`)
      priority: {{ .Priority }}
    {{ end }}
",
    );
    assert!(facts.templated);
    let router = &facts.dynamic.expect("declarations").routers[0];
    let rule = router.rule.as_ref().expect("a rule");
    assert_eq!(rule.as_str(), "Host(`⟨env \"DOMAIN\"⟩`) && Path(`/a`)");
    assert_eq!(rule.unknown()[0].name, "env \"DOMAIN\"");
    assert_eq!(router.priority, None);
}

#[test]
fn an_action_in_a_comment_changes_nothing() {
    assert!(!facts("# made by {{ tool }}\nhttp:\n  routers:\n    a: {rule: x}\n").templated);
}

#[test]
fn templates_of_other_tools() {
    let facts = facts(
        "
//- traefik.yml
entryPoints:
{% if web %}
  web:
    address: :{{ port }}
    asDefault: {{ default }}
{% endif %}
providers:
  docker:
    defaultRule: Host(`{{ .Name }}`)
    wrong: x
",
    );
    assert!(facts.templated && facts.syntax.is_empty());
    let install = facts.install.expect("static configuration");
    assert_eq!(install.entry_points[0].address.as_ref().map(syntax::Text::as_str), Some(":⟨port⟩"));
    assert_eq!(install.refused, []);
}

#[test]
fn a_default_rule_is_a_template_of_its_own() {
    let facts = facts(
        "
//- traefik.yml
providers:
  docker:
    defaultRule: Host(`{{ .Name }}`)
    wrong: x
",
    );
    assert!(!facts.templated);
    assert_eq!(facts.install.map(|install| install.refused.len()), Some(1));
}

#[test]
fn a_static_file_may_hold_declarations_too() {
    let facts = facts(
        "//- traefik.yml\nentryPoints:\n  web:\n    address: :80\nhttp:\n  routers:\n    a: {rule: x}\n",
    );
    assert_eq!(facts.kind, FileKind::Static);
    assert!(facts.install.is_some_and(|install| install.entry_points.len() == 1));
    assert!(facts.dynamic.is_some_and(|dynamic| dynamic.routers.len() == 1));
}

/// Kind, namespace and name of every object, and what is wrong with the text.
fn check_objects(text: &str, expect: &Expect) {
    let facts = facts(text);
    let objects = facts.manifests.iter().flat_map(|manifests| &manifests.objects);
    let mut lines: Vec<String> = objects.map(|object| format!("{} {}", object.kind, object.path())).collect();
    lines.extend(facts.syntax.iter().map(|problem| problem.message.clone()));
    expect.assert_eq(&lines.join("\n"));
}

#[test]
fn objects_come_in_documents_and_lists() {
    check_objects(
        "
//- all.yaml
# A comment, then nothing.
---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Service
    metadata: {name: web}
  - apiVersion: traefik.io/v1alpha1
    kind: IngressRoute
    metadata: {generateName: site-, namespace: apps}
---
apiVersion: v1
kind: Service
metadata: {name: api, name: api2}
",
        &expect![[r"
            Service default/web
            IngressRoute apps/site-
            Service default/api2"]],
    );
}

#[test]
fn what_a_chart_fills_in_is_unknown() {
    check_objects(
        "
//- templates/route.yaml
{{- if .Values.enabled }}
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata:
  name: {{ .Release.Name }}-web
  namespace: {{ .Release.Namespace }}
{{- end }}
",
        &expect!["IngressRoute ⟨.Release.Namespace⟩/⟨.Release.Name⟩-web"],
    );
}

#[test]
fn what_flux_fills_in_is_unknown() {
    check_objects(
        "
//- route.yaml
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata:
  name: web-${CLUSTER:=dev}
  namespace: $$1
",
        &expect!["IngressRoute $$1/web-⟨CLUSTER⟩"],
    );
}

#[test]
fn manifests_of_others_are_not_judged() {
    check_objects(
        "
//- release.yaml
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: x}
spec: a: b
",
        &expect!["HelmRelease default/x"],
    );
}

#[test]
fn a_chart_is_read_around_what_it_puts_in() {
    let facts = facts(
        "
//- templates/ha.yaml
{{/*
  The remote leg's weight
*/}}
{{- if include \"mc.isRemote\" (dict \"root\" . \"group\" \"air\") }}
{{- $ep := index .Values.endpoints \"air\" }}
---
apiVersion: traefik.io/v1alpha1
kind: TraefikService
metadata:
  name: flights
  labels:
    {{- include \"air.labels\" . | nindent 4 }}
spec:
  weighted:
    services:
      - name: {{ $ep }}@remote
        port: 80
{{- end }}
",
    );
    assert!(facts.templated && facts.syntax.is_empty());
    let manifests = facts.manifests.expect("manifests");
    assert_eq!(manifests.objects.len(), 1);
}
