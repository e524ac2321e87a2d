//! Whole small workspaces: which Traefiks run, what is behind their services, where requests go.

mod frameworks;

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use fixture::Fixture;
use traefik::request::Request;

use crate::model::{Model, Settings, link_texts};
use crate::reach::reach;
use crate::trace::trace;

fn linked(text: &str) -> Model {
    let fixture = Fixture::parse(text);
    let files = fixture.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    link_texts(files, &Settings::default())
}

/// Stacks with their files, routers and links.
fn check_stacks(text: &str, expected: &Expect) {
    let model = linked(text);
    let mut shown = String::new();
    for stack in &model.stacks {
        let files: Vec<&str> = stack.files.iter().map(|file| model.path(*file)).collect();
        let _ = writeln!(shown, "{}: {}", stack.name, files.join(", "));
        for router in stack.runtime.routers.iter().filter(|router| router.declared.is_some()) {
            let _ = writeln!(shown, "  {} {} {}", router.name, router.status.as_str(), router.syntax);
        }
        for link in &stack.links {
            let evidence: Vec<&str> = link.evidence.iter().map(|evidence| evidence.text.as_str()).collect();
            let sure = if link.certain { "is" } else { "may be" };
            let _ = writeln!(
                shown,
                "  {} {sure} {}: {}",
                link.service,
                model.apps[link.app].name,
                evidence.join("; ")
            );
        }
        for unseen in &stack.runtime.unseen {
            let _ = writeln!(shown, "  unseen: {unseen}");
        }
    }
    expected.assert_eq(&shown);
}

/// What each router of the only stack reaches.
fn check_reach(text: &str, expected: &Expect) {
    let model = linked(text);
    let mut shown = String::new();
    for stack in &model.stacks {
        for router in stack.runtime.routers.iter().filter(|router| router.declared.is_some()) {
            let reach = reach(&model, stack, &router.name);
            let all = if reach.complete { "all" } else { "some" };
            let _ = writeln!(shown, "{} ({all})", router.name);
            for reached in &reach.routes {
                let method = &model.apps[reached.app].routes[reached.route].method;
                let doubled = if reached.doubled { ", twice" } else { "" };
                let _ = writeln!(
                    shown,
                    "  {method} {} -> {}{doubled}, {}",
                    reached.public_path, reached.effective_path, reached.example,
                );
            }
        }
    }
    expected.assert_eq(&shown);
}

/// The way of `GET url` through the first stack, by the entry point `web`.
fn check_trace(text: &str, url: &str, expected: &Expect) {
    let model = linked(text);
    let request = Request::from_url("GET", url).expect("a URL");
    let trace = trace(&model, &model.stacks[0], "web", &request);
    let mut shown = String::new();
    for candidate in &trace.candidates {
        let failed = candidate.failed.as_deref().unwrap_or("-");
        let _ = writeln!(shown, "{} {} {} {failed}", candidate.router, candidate.priority, candidate.matched);
    }
    for step in &trace.middlewares {
        let _ = writeln!(shown, "{}: {} -> {}", step.name, step.before, step.after);
    }
    if let Some(upstream) = &trace.upstream {
        let _ = writeln!(shown, "{} {}", upstream.method, upstream.target);
    }
    let _ = writeln!(shown, "{:?} by {}, certain: {}", trace.status, trace.by.as_str(), trace.certain);
    for unknown in &trace.unknown {
        let _ = writeln!(shown, "unknown: {unknown}");
    }
    let _ = writeln!(shown, "{}", trace.verdict);
    expected.assert_eq(&shown);
}

/// A static file for [`check_reach`] and [`check_trace`], then `dynamic` as the dynamic file, and a program.
fn with_program(dynamic: &str, routes: &str) -> String {
    format!(
        "//- traefik.yml\nentryPoints:\n  web:\n    address: :80\nproviders:\n  file:\n    filename: dynamic.yml\n\
         //- dynamic.yml\n{}\n//- go.mod\nmodule example.com/app\n\nrequire github.com/gin-gonic/gin v1.12.0\n\
         //- main.go\npackage main\n\nimport \"github.com/gin-gonic/gin\"\n\nfunc main() {{\n\tr := gin.New()\n{}\n\
         \tr.Run(\":8080\")\n}}\n\nfunc h(c *gin.Context) {{}}\n",
        dynamic.trim(),
        routes,
    )
}

const SERVICE: &str = "
  services:
    app:
      loadBalancer:
        servers:
          - url: http://localhost:8080
";

#[test]
fn a_compose_traefik_loads_what_is_mounted() {
    check_stacks(
        "
//- deploy/compose.yml
services:
  proxy:
    image: traefik:v3.7
    command: [--providers.file.directory=/conf, --providers.docker=true, --entrypoints.web.address=:80]
    volumes: [./dynamic:/conf:ro]
  api:
    build: ../api
    labels:
      - traefik.http.routers.api.rule=Host(`api`)
      - traefik.http.services.api.loadbalancer.server.port=8080
//- deploy/dynamic/a.yml
http:
  routers:
    web: {rule: Host(`web`), service: api@docker}
//- api/go.mod
module example.com/api
//- api/Dockerfile
FROM golang
WORKDIR /src
COPY . .
RUN go build -o /api ./cmd/api
//- api/cmd/api/main.go
package main

import \"github.com/gin-gonic/gin\"

func main() {
	r := gin.New()
	r.GET(\"/\", func(c *gin.Context) {})
	r.Run(\":8080\")
}
",
        &expect![[r#"
            deploy: deploy/compose.yml, deploy/dynamic/a.yml
              api@docker enabled v3
              web@file enabled v3
              api@docker is api/cmd/api: the labels are those of `api`; `build: ../api` builds `api/cmd/api`; its Dockerfile builds `api/cmd/api`
        "#]],
    );
}

#[test]
fn files_that_no_traefik_claims_are_grouped_by_folder() {
    check_stacks(
        "
//- a/one.yml
http:
  routers:
    one: {rule: Host(`one`), service: two}
//- a/two.yml
http:
  services:
    two: {loadBalancer: {servers: [{url: http://two}]}}
//- b/compose.yml
services:
  x:
    image: x
    labels: [traefik.http.routers.x.rule=Host(`x`)]
",
        &expect![[r#"
            a: a/one.yml, a/two.yml
              one@file enabled v3
            b: b/compose.yml
              x@docker enabled v3
        "#]],
    );
}

#[test]
fn a_v2_image_has_v2_rules() {
    check_stacks(
        "
//- compose.yml
services:
  traefik:
    image: traefik:v2.11
    command: --providers.docker
  x:
    image: x
    labels: ['traefik.http.routers.x.rule=Host(`a`, `b`)', traefik.http.services.x.loadbalancer.server.port=1]
",
        &expect![[r#"
            .: compose.yml
              x@docker enabled v2
              unseen: what Traefik 2.11 does, as `image: traefik:v2.11` is not Traefik v3
        "#]],
    );
}

#[test]
fn a_mounted_file_that_is_not_here_hides_the_flags() {
    check_stacks(
        "
//- compose.yml
services:
  traefik:
    image: traefik
    command: --providers.docker
    volumes: [./conf/traefik.yml:/etc/traefik/traefik.yml]
",
        &expect![[r#"
            .: compose.yml
              unseen: Traefik's configuration file `conf/traefik.yml`, which is mounted but not here
        "#]],
    );
}

#[test]
fn a_prefix_is_taken_off() {
    let dynamic = format!(
        "
http:
  routers:
    app: {{rule: Host(`app.example`) && PathPrefix(`/api`), middlewares: [strip], service: app}}
  middlewares:
    strip: {{stripPrefix: {{prefixes: [/api]}}}}{SERVICE}"
    );
    let text = with_program(&dynamic, "\tr.GET(\"/users/:id\", h)\n\tr.POST(\"/api/login\", h)");
    check_reach(
        &text,
        &expect![[r#"
        app@file (all)
          POST /api/api/login -> /api/login, twice, http://app.example/api/api/login
          GET /api/users/:id -> /users/:id, http://app.example/api/users/1
    "#]],
    );
    check_trace(
        &text,
        "http://app.example/api/users/7?x=1",
        &expect![[r#"
        app@file 41 true -
        strip@file: /api/users/7 -> /users/7
        GET /users/7?x=1
        None by app, certain: false
        unknown: whether `app` is what answers there (seen: `app` listens on port 8080)
        `app@file` takes it; `app` gets GET /users/7?x=1 and `main.h` answers.
    "#]],
    );
    check_trace(
        &text,
        "http://app.example/api/nothing",
        &expect![[r#"
        app@file 41 true -
        strip@file: /api/nothing -> /nothing
        GET /nothing
        Some(404) by app, certain: false
        unknown: whether `app` is what answers there (seen: `app` listens on port 8080)
        `app@file` takes it, but `app` gets GET /nothing and has no such route: 404.
    "#]],
    );
    check_trace(
        &text,
        "http://other.example/api",
        &expect![[r#"
        app@file 41 false Host(`app.example`)
        Some(404) by traefik, certain: true
        Traefik answers 404: the one router for http on entry point `web` does not match.
    "#]],
    );
}

#[test]
fn a_pattern_replaces_a_prefix_and_parameters_take_what_a_rule_asks_for() {
    let dynamic = format!(
        "
http:
  routers:
    v1: {{rule: PathPrefix(`/v1/`), middlewares: [rewrite], service: app}}
    acme: {{rule: PathPrefix(`/acme`), service: app}}
    login: {{rule: Path(`/acme/login`), priority: 1000, middlewares: [auth], service: app}}
  middlewares:
    rewrite: {{replacePathRegex: {{regex: ^/v1/(.*), replacement: /api/$1}}}}
    auth: {{basicAuth: {{users: ['a:$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/']}}}}{SERVICE}"
    );
    let text = with_program(&dynamic, "\tr.GET(\"/api/items\", h)\n\tr.GET(\"/:tenant/login\", h)");
    check_reach(
        &text,
        &expect![[r#"
        acme@file (some)
        login@file (all)
          GET /acme/login -> /:tenant/login, http://localhost/acme/login
        v1@file (some)
          GET /v1/items -> /api/items, http://localhost/v1/items
          GET /v1/login -> /:tenant/login, http://localhost/v1/login
    "#]],
    );
    check_trace(
        &text,
        "http://x/acme/login",
        &expect![[r#"
        login@file 1000 true -
        auth@file: /acme/login -> /acme/login
        Some(401) by middleware, certain: true
        `login@file` takes it, and its middleware `auth@file` answers 401.
    "#]],
    );
}

#[test]
fn a_page_in_place_of_an_answer() {
    let text = format!(
        "
//- traefik/dynamic/a.yml
http:
  routers:
    r: {{rule: PathPrefix(`/`), middlewares: [pages, auth], service: app}}
  middlewares:
    pages: {{errors: {{status: ['401'], statusRewrites: {{'401': 404}}, service: app, query: '/{{status}}'}}}}
    auth: {{basicAuth: {{users: ['a:$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/']}}}}{SERVICE}"
    );
    check_trace(
        &text,
        "http://x/a",
        &expect![[r#"
        r@file 15 true -
        pages@file: /a -> /a
        auth@file: /a -> /a
        Some(404) by middleware, certain: true
        `r@file` takes it, its middleware `auth@file` answers 401, and `pages@file` has its service show a page with 404 instead.
    "#]],
    );
}

#[test]
fn equals_are_left_open() {
    let dynamic = format!(
        "
http:
  routers:
    a: {{rule: Host(`x.example`), service: app}}
    b: {{rule: PathPrefix(`/a/b`), service: app, priority: 17}}{SERVICE}"
    );
    check_trace(
        &with_program(&dynamic, "\tr.GET(\"/a/b\", h)"),
        "http://x.example/a/b",
        &expect![[r#"
        a@file 17 true -
        b@file 17 true -
        GET /a/b
        None by app, certain: false
        unknown: `b@file` matches too, with the same priority 17 as `a@file`: which of them answers may change at each reload
        unknown: whether `app` is what answers there (seen: `app` listens on port 8080)
        `a@file` takes it; `app` gets GET /a/b and `main.h` answers.
    "#]],
    );
}

#[test]
fn what_traefik_refuses_is_not_routed_to() {
    let dynamic = format!(
        "
http:
  routers:
    a: {{rule: Host(`x.example`), service: app}}
    b: {{rulez: 1}}{SERVICE}"
    );
    check_trace(
        &with_program(&dynamic, ""),
        "http://x.example/",
        &expect![[r#"
        Some(404) by traefik, certain: false
        unknown: Traefik refuses `dynamic.yml` (field not found, node: rulez): of its file provider it loads nothing, or keeps what it had
        Traefik answers 404: no router listens for http on entry point `web`.
    "#]],
    );
}

#[test]
fn without_servers() {
    let dynamic = "
http:
  routers:
    a: {rule: Host(`x.example`), service: app}
  services:
    app: {loadBalancer: {servers: []}}";
    check_trace(
        &with_program(dynamic, ""),
        "http://x.example/",
        &expect![[r#"
        a@file 17 true -
        Some(503) by traefik, certain: true
        `a@file` takes it, but `app@file` has no server: Traefik answers 503.
    "#]],
    );
}

/// A TCP router, and TLS options that differ between two hosts.
#[test]
fn connections_come_before_requests() {
    let dynamic = format!(
        "
http:
  routers:
    a: {{rule: Host(`a.example`), service: app, tls: {{options: strict}}}}
    b: {{rule: Host(`b.example`), service: app, tls: {{}}}}{SERVICE}
tcp:
  routers:
    db: {{rule: HostSNI(`db.example`), service: db, tls: {{}}}}
  services:
    db: {{loadBalancer: {{servers: [{{address: 'db:5432'}}]}}}}
tls:
  options:
    strict: {{minVersion: VersionTLS13}}"
    );
    let text = with_program(&dynamic, "");
    check_trace(
        &text,
        "https://db.example/",
        &expect![[r#"
        None by unknown, certain: false
        unknown: what answers behind the TCP router `db@file`
        The TCP router `db@file` takes the connection; no HTTP router sees it.
    "#]],
    );
    check_trace(
        &text,
        "https://a.example/",
        &expect![[r#"
        a@file 17 true -
        b@file 17 false Host(`b.example`)
        GET /
        Some(404) by app, certain: false
        unknown: whether `app` is what answers there (seen: `app` listens on port 8080)
        `a@file` takes it, but `app` gets GET / and has no such route: 404.
    "#]],
    );
}

const ONE_PROGRAM: &str = "
//- api/go.mod
module example.com/api
//- api/main.go
package main

import \"github.com/gin-gonic/gin\"

func main() {
	r := gin.New()
	r.GET(\"/\", func(c *gin.Context) {})
	r.Run(\":8080\")
}
";

#[test]
fn an_image_without_go_runs_something_else() {
    let files = |dockerfile: &str| {
        format!(
            "
//- compose.yml
services:
  traefik: {{image: traefik, command: [--providers.docker=true]}}
  web:
    build: api
    labels: [traefik.http.routers.web.rule=Host(`w`), traefik.http.services.web.loadbalancer.server.port=80]
//- api/Dockerfile
{dockerfile}
{}",
            ONE_PROGRAM.trim_start()
        )
    };
    check_stacks(
        &files("FROM oven/bun\nRUN bun install"),
        &expect![[r#"
        .: compose.yml
          web@docker enabled v3
    "#]],
    );
    check_stacks(
        &files("FROM golang:1.26\nCOPY . .\nRUN make"),
        &expect![[r#"
        .: compose.yml
          web@docker enabled v3
          web@docker may be api: the labels are those of `web`; `build: api` holds one Go program, `api`
    "#]],
    );
}

#[test]
fn a_project_far_from_every_traefik_is_nobodys() {
    let labels =
        "labels: [traefik.http.routers.x.rule=Host(`x`), traefik.http.services.x.loadbalancer.server.port=1]";
    check_stacks(
        &format!(
            "
//- setup/docker/demo/compose.yml
services:
  traefik: {{image: traefik, command: [--providers.docker=true]}}
//- compose.yml
services:
  x:
    image: x
    {labels}
//- setup/docker/near/compose.yml
services:
  y:
    image: y
    {labels}
"
        ),
        &expect![[r#"
            .: compose.yml
              x@docker enabled v3
            setup/docker/demo: setup/docker/demo/compose.yml, setup/docker/near/compose.yml
              x@docker enabled v3
        "#]],
    );
}

#[test]
fn every_entry_point_is_a_way_in() {
    let dynamic = format!(
        "
http:
  routers:
    app: {{rule: PathPrefix(`/`), entryPoints: [web, other], service: app}}
    first: {{rule: Path(`/x`), priority: 100, entryPoints: [web], service: app}}{SERVICE}"
    );
    let text = with_program(&dynamic, "\tr.GET(\"/x\", h)").replacen(
        "  web:",
        "  other: {address: ':81'}\n  web:",
        1,
    );
    check_reach(
        &text,
        &expect![[r#"
            app@file (some)
              GET /x -> /x, http://localhost:81/x
            first@file (all)
              GET /x -> /x, http://localhost/x
        "#]],
    );
}
