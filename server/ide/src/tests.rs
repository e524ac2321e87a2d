//! One small workspace, and what every feature says at each of its places.

mod frameworks;

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use fixture::Fixture;
use routing::model::{Model, Settings, link_texts};
use syntax::{FileId, Location};

use crate::definition::{definition, implementation};
use crate::hover::hover;
use crate::references::references;
use crate::symbols::{document_symbols, workspace_symbols};
use crate::{Place, Target};

/// Static file, dynamic file and a Gin program behind it.
const FILES: &str = r#"
//- traefik.yml
entryPoints:
  web:
    address: ":80"
    http:
      redirections:
        entryPoint:
          to: websecure
  websecure:
    address: ":443"
    http:
      tls: {}
providers:
  file:
    filename: dynamic.yml
//- dynamic.yml
http:
  routers:
    api:
      rule: Host(`api.example.com`) && PathPrefix(`/v1`)
      entryPoints: [websecure]
      middlewares:
        - edge
      service: users
  middlewares:
    edge:
      chain:
        middlewares: [strip]
    strip:
      stripPrefix:
        prefixes: [/v1]
  services:
    users:
      loadBalancer:
        servers:
          - url: http://localhost:8080
//- go.mod
module example.com/users

require github.com/gin-gonic/gin v1.12.0
//- main.go
package main

import "github.com/gin-gonic/gin"

func main() {
	r := gin.Default()
	users := r.Group("/users")
	users.GET("/:id", show)
	users.POST("", create)
	r.Run(":8080")
}

func show(c *gin.Context) {}

func create(c *gin.Context) {}
"#;

/// [`FILES`] with the cursor before the `nth` `needle` of `path`.
fn at(path: &str, needle: &str, nth: usize) -> (Model, Place) {
    at_in(FILES, path, needle, nth)
}

/// `files` with the cursor before the `nth` `needle` of `path`.
fn at_in(files: &str, path: &str, needle: &str, nth: usize) -> (Model, Place) {
    let fixture = Fixture::parse(files);
    let files = fixture.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let model = link_texts(files, &Settings::default());
    let number = fixture.files.iter().position(|(name, _)| name == path).expect("a file of the fixture");
    let (offset, _) = fixture.files[number].1.match_indices(needle).nth(nth).expect("the needle");
    let file = FileId(u32::try_from(number).expect("few files"));
    let offset = u32::try_from(offset).expect("small files").into();
    (model, Place { file, offset })
}

/// `path:line text`
fn show(model: &Model, location: Location) -> String {
    let text = model.text(location.file);
    let (start, end) = (usize::from(location.range.start()), usize::from(location.range.end()));
    let line = text[..start].matches('\n').count() + 1;
    format!("{}:{line} {}", model.path(location.file), text[start..end].lines().next().unwrap_or_default())
}

fn shown(model: &Model, locations: impl IntoIterator<Item = Location>) -> String {
    locations.into_iter().fold(String::new(), |mut text, location| {
        let _ = writeln!(text, "{}", show(model, location));
        text
    })
}

fn check_hover((model, place): (Model, Place), expected: &Expect) {
    let hover = hover(&model, place).map(|hover| {
        format!("at {}\n{}\n", show(&model, Location::new(place.file, hover.range)), hover.markdown)
    });
    expected.assert_eq(&hover.unwrap_or_default());
}

fn check_targets((model, place): (Model, Place), find: fn(&Model, Place) -> Vec<Target>, expected: &Expect) {
    let targets = find(&model, place);
    expected.assert_eq(&shown(&model, targets.into_iter().map(|target| target.focus)));
}

fn check_references((model, place): (Model, Place), expected: &Expect) {
    expected.assert_eq(&shown(&model, references(&model, place, true)));
}

#[test]
fn hover_on_a_router() {
    check_hover(
        at("dynamic.yml", "api:", 0),
        &expect![[r#"
            at dynamic.yml:3 api
            **Router** `api@file`

            Listens for **https** on `websecure` (`:443`).

            Priority **44** (the rule's length in bytes); higher ones are tried first.

            `strip@file` _stripPrefix_ → service `users@file` → `http://localhost:8080`

            | public path | effective path | handler |
            |---|---|---|
            | `POST /v1/users` | `/users` | `main.create` |
            | `GET /v1/users/:id` | `/users/:id` | `main.show` |

            Try `curl -X POST https://api.example.com/v1/users`
        "#]],
    );
}

#[test]
fn hover_on_a_matcher() {
    check_hover(
        at("dynamic.yml", "PathPrefix", 0),
        &expect![[r#"
            at dynamic.yml:4 PathPrefix(`/v1`)
            **Matcher** `PathPrefix(prefix)`

            The request's path starts with these characters, case included.

            - ``PathPrefix(`/api`)`` matches `GET http://a.example/api/users`

            - ``PathPrefix(`/api`)`` matches `GET http://a.example/apix`: Segments do not matter, only characters: ``Path(`/api`) || PathPrefix(`/api/`)`` is what most mean.

            ---

            **Router** `api@file`

            Listens for **https** on `websecure` (`:443`).

            Priority **44** (the rule's length in bytes); higher ones are tried first.

            `strip@file` _stripPrefix_ → service `users@file` → `http://localhost:8080`

            | public path | effective path | handler |
            |---|---|---|
            | `POST /v1/users` | `/users` | `main.create` |
            | `GET /v1/users/:id` | `/users/:id` | `main.show` |

            Try `curl -X POST https://api.example.com/v1/users`
        "#]],
    );
}

#[test]
fn hover_on_a_middleware_and_its_reference() {
    check_hover(
        at("dynamic.yml", "strip:", 0),
        &expect![[r#"
            at dynamic.yml:13 strip
            **Middleware** `strip@file` _stripPrefix_

            - `api@file`: `POST /v1/users` → `/users`
        "#]],
    );
    check_hover(
        at("dynamic.yml", "edge", 0),
        &expect![[r#"
            at dynamic.yml:7 edge
            **Middleware** `edge@file` _chain_ of `strip@file`

            - `api@file`: `POST /v1/users` → `/users`
        "#]],
    );
}

#[test]
fn hover_on_service_and_entry_point() {
    check_hover(
        at("dynamic.yml", "users", 0),
        &expect![[r#"
            at dynamic.yml:8 users
            **Service** `users@file`

            - `http://localhost:8080` is probably the gin program `users`: `users` listens on port 8080. It listens on `:8080`

            Reached by `api@file`.
        "#]],
    );
    check_hover(
        at("dynamic.yml", "websecure", 0),
        &expect![[r#"
        at dynamic.yml:5 websecure
        **Entry point** `websecure` on `:443`

        Routers here are TLS, also without `tls` of their own.

        Routers without `entryPoints` listen here.

        Tried for https, in this order:

        1. `api@file` ``Host(`api.example.com`) && PathPrefix(`/v1`)`` (44)
    "#]],
    );
    check_hover(
        at("traefik.yml", "web:", 0),
        &expect![[r#"
        at traefik.yml:2 web
        **Entry point** `web` on `:80`

        Routers without `entryPoints` listen here.

        Redirects to `websecure` what no router of a higher priority takes.

        Tried for http, in this order:

        1. `web-to-websecure@internal` ``HostRegexp(`^.+$`)`` (9223372036854775806)
    "#]],
    );
}

#[test]
fn hover_in_go() {
    check_hover(
        at("main.go", "GET", 0),
        &expect![[r#"
        at main.go:8 GET("/:id", show)
        **`GET /users/:id`** in gin `users`, handled by `main.show`

        Public URLs:

        - `GET https://api.example.com/v1/users/1` through `api@file`
    "#]],
    );
    check_hover(
        at("main.go", "create(c", 0),
        &expect![[r#"
        at main.go:15 create
        **`POST /users`** in gin `users`, handled by `main.create`

        Public URLs:

        - `POST https://api.example.com/v1/users` through `api@file`
    "#]],
    );
    check_hover(at("main.go", "package", 0), &expect![[""]]);
}

#[test]
fn definitions() {
    check_targets(
        at("dynamic.yml", "websecure", 0),
        definition,
        &expect![[r#"
        traefik.yml:8 websecure
    "#]],
    );
    check_targets(
        at("dynamic.yml", "edge", 0),
        definition,
        &expect![[r#"
        dynamic.yml:10 edge
    "#]],
    );
    check_targets(
        at("dynamic.yml", "strip", 0),
        definition,
        &expect![[r#"
        dynamic.yml:13 strip
    "#]],
    );
    check_targets(
        at("dynamic.yml", "users", 0),
        definition,
        &expect![[r#"
        dynamic.yml:17 users
    "#]],
    );
    check_targets(
        at("traefik.yml", "websecure", 0),
        definition,
        &expect![[r#"
        traefik.yml:8 websecure
    "#]],
    );
    // From a declaration to the handlers behind it.
    check_targets(
        at("dynamic.yml", "api:", 0),
        definition,
        &expect![[r#"
        main.go:13 show
        main.go:15 create
    "#]],
    );
    check_targets(
        at("main.go", "\"/:id\"", 0),
        definition,
        &expect![[r#"
        main.go:13 show
    "#]],
    );
}

#[test]
fn implementations() {
    check_targets(
        at("dynamic.yml", "users", 0),
        implementation,
        &expect![[r#"
        main.go:13 show
        main.go:15 create
    "#]],
    );
    check_targets(
        at("dynamic.yml", "Host", 0),
        implementation,
        &expect![[r#"
        main.go:13 show
        main.go:15 create
    "#]],
    );
}

#[test]
fn references_of_names_and_handlers() {
    check_references(
        at("dynamic.yml", "strip:", 0),
        &expect![[r#"
        dynamic.yml:12 strip
        dynamic.yml:13 strip
    "#]],
    );
    check_references(
        at("traefik.yml", "websecure:", 0),
        &expect![[r#"
        traefik.yml:7 websecure
        traefik.yml:8 websecure
        dynamic.yml:5 websecure
    "#]],
    );
    check_references(
        at("main.go", "show(c", 0),
        &expect![[r#"
        dynamic.yml:3 api
        main.go:8 GET("/:id", show)
    "#]],
    );
    check_references(
        at("main.go", "POST", 0),
        &expect![[r#"
        dynamic.yml:3 api
        main.go:9 POST("", create)
    "#]],
    );
}

#[test]
fn outlines() {
    let (model, place) = at("dynamic.yml", "http", 0);
    let outline = |file| {
        document_symbols(&model, file).iter().fold(String::new(), |mut text, symbol| {
            let _ = writeln!(text, "{:?} {} ({})", symbol.kind, symbol.name, symbol.detail);
            text
        })
    };
    expect![[r#"
        Router api (Host(`api.example.com`) && PathPrefix(`/v1`))
        Middleware edge (chain)
        Middleware strip (stripPrefix)
        Service users (http://localhost:8080)
    "#]]
    .assert_eq(&outline(place.file));
    expect![[r#"
        Route GET /users/:id (main.show)
        Route POST /users (main.create)
    "#]]
    .assert_eq(&outline(FileId(3)));
}

#[test]
fn workspace_search() {
    let (model, _) = at("dynamic.yml", "http", 0);
    let found = |query| {
        workspace_symbols(&model, query).iter().fold(String::new(), |mut text, symbol| {
            let _ = writeln!(text, "{:?} {} in {}", symbol.kind, symbol.name, symbol.container);
            text
        })
    };
    expect![[r#"
        Service users@file in dynamic.yml
        Route POST /users in users
        Route GET /users/:id in users
    "#]]
    .assert_eq(&found("users"));
    expect![[r#"
        Route POST /users in users
    "#]]
    .assert_eq(&found("post"));
}
