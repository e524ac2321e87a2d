//! What Gin was seen to answer, replayed; `tests/conformance/frameworks` records it.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use syntax::{FileId, Location, TextRange};

use crate::frameworks::replay::{self, Reply};
use crate::frameworks::{Answer, Request, Server, conflicts, default_settings, example_path};
use crate::program::{App, Engine, Framework, Handler, Registration, Route, Target};

fn location() -> Location {
    Location::new(FileId(0), TextRange::empty(0.into()))
}

/// An app with `routes` (`GET /users`) in this order.
fn app(routes: &[&str], flags: &[&str]) -> App {
    let split = |route: &str| -> (String, String) {
        let (method, pattern) = route.split_once(' ').unwrap();
        (method.to_owned(), pattern.to_owned())
    };
    let line = |(order, route): (usize, &&str)| {
        let (method, pattern) = split(route);
        Registration {
            method,
            host: None,
            known: !pattern.contains('⟨'),
            pattern,
            prefix: false,
            conditions: Vec::new(),
            steps: Vec::new(),
            conditional: false,
            target: Target::Routes(vec![order]),
            path: location(),
        }
    };
    let registrations = routes.iter().enumerate().map(line).collect();
    let routes = routes.iter().zip(0..).map(|(route, order)| {
        let (method, pattern) = split(route);
        Route {
            method,
            host: None,
            known: !pattern.contains('⟨'),
            pattern,
            framework: Framework::Gin,
            prefix: false,
            conditions: Vec::new(),
            handler: Handler { symbol: "h".to_owned(), declaration: None, argument: location() },
            registration: location(),
            path: location(),
            conditional: false,
            groups: Vec::new(),
            order,
        }
    });
    let has = |flag: &str| flags.contains(&flag);
    let fallback = has("NoRoute").then(location);
    let mut settings = default_settings(Framework::Gin);
    for flag in flags {
        // The only one that is on by itself.
        settings.set(flag, Some(*flag != "RedirectTrailingSlash"));
    }
    App {
        name: "app".to_owned(),
        framework: Framework::Gin,
        version: None,
        main: None,
        engine: location(),
        listen: Vec::new(),
        routes: routes.collect(),
        engines: vec![Engine {
            framework: Framework::Gin,
            version: None,
            settings,
            registrations,
            fallback,
            part: false,
        }],
        fallback,
        unseen: Vec::new(),
    }
}

/// A request as the recorder writes it.
fn request<'r>(method: &'r str, path: &'r str, raw_path: &'r str, prefix: Option<&'r str>) -> Request<'r> {
    Request { raw_path, prefix, ..Request::new(method, path) }
}

/// What `answer` is in a vector.
fn shown(app: &App, answer: &Answer) -> String {
    match answer {
        Answer::Route(route) => format!("{} {}", app.routes[*route].method, app.routes[*route].pattern),
        Answer::Redirect { status, location } => format!("{status} {location}"),
        Answer::NotFound => "404".to_owned(),
        Answer::MethodNotAllowed => "405".to_owned(),
        Answer::Status(status) => status.to_string(),
        Answer::Unknown(words) => format!("unknown: {words}"),
    }
}

#[test]
fn gin_answers_what_it_was_seen_to_answer() {
    let build = |table: &replay::Table| {
        let routes: Vec<&str> = table.lines.iter().map(|line| line.call.as_str()).collect();
        let flags: Vec<&str> = table.flags.iter().map(String::as_str).collect();
        let app = app(&routes, &flags);
        match conflicts(&app).into_iter().next() {
            Some(conflict) => Err(replay::Refusal { line: conflict.registration, message: conflict.message }),
            None => Ok(app),
        }
    };
    replay::replay("gin", build, |app, request| {
        let prefix = request.prefix.as_deref();
        let asked = self::request(&request.method, &request.path, &request.raw_path, prefix);
        match Server::new(app).serve(&asked) {
            Answer::Route(route) => Reply::route(route),
            Answer::Redirect { status, location } => Reply { location, ..Reply::status(status) },
            Answer::NotFound => Reply::status(404),
            Answer::MethodNotAllowed => Reply::status(405),
            Answer::Status(status) => Reply::status(status),
            Answer::Unknown(words) => panic!("{words}"),
        }
    });
}

/// Asks each request (`GET /path`, behind a prefix with ` < /prefix`) of an app with `routes` and `flags`.
fn check(routes: &[&str], flags: &[&str], requests: &[&str], expect: &Expect) {
    let app = app(routes, flags);
    let server = Server::new(&app);
    let mut out = String::new();
    for conflict in conflicts(&app) {
        writeln!(out, "{} panics: {}", app.routes[conflict.registration].pattern, conflict.message).unwrap();
    }
    for asked in requests {
        let (target, prefix) = match asked.split_once(" < ") {
            Some((target, prefix)) => (target, Some(prefix)),
            None => (*asked, None),
        };
        let (method, path) = target.split_once(' ').unwrap();
        let answer = server.serve(&request(method, path, "", prefix));
        writeln!(out, "{asked}: {}", shown(&app, &answer)).unwrap();
    }
    expect.assert_eq(&out);
}

#[test]
fn requests_of_the_summary() {
    check(
        &["GET /foo", "POST /foo", "GET /bar/", "GET /u/:id"],
        &[],
        &[
            "GET /foo",
            "GET /foo/",
            "POST /foo/",
            "GET /bar",
            "GET /FOO",
            "GET //foo",
            "GET /foo//",
            "GET /a/../foo",
            "GET /u/1/",
            "GET /u/1/2/3",
            "GET /u/",
            "GET /u/a/b",
            "GET /u/a b",
            "HEAD /foo",
            "OPTIONS /foo",
            "DELETE /foo",
            "PROPFIND /foo",
            "GET /bar < /api",
            "GET /bar < /my_app.v1",
        ],
        &expect![[r#"
            GET /foo: GET /foo
            GET /foo/: 301 /foo
            POST /foo/: 307 /foo
            GET /bar: 301 /bar/
            GET /FOO: 404
            GET //foo: 404
            GET /foo//: 404
            GET /a/../foo: 404
            GET /u/1/: 301 /u/1
            GET /u/1/2/3: 404
            GET /u/: 404
            GET /u/a/b: 404
            GET /u/a b: GET /u/:id
            HEAD /foo: 404
            OPTIONS /foo: 404
            DELETE /foo: 404
            PROPFIND /foo: 404
            GET /bar < /api: 301 /api/bar/
            GET /bar < /my_app.v1: 301 /myappv1/bar/
        "#]],
    );
}

#[test]
fn hints_can_be_wrong_and_walks_go_back() {
    check(
        &["GET /a/:id/b", "GET /a/x/c", "GET /n/new", "GET /n/:id/y", "GET /c/*any"],
        &[],
        &["GET /a/x/", "GET /a/x", "GET /n/new/y", "GET /n/new", "GET /c/", "GET /c", "GET /c/x/y"],
        &expect![[r#"
            GET /a/x/: 301 /a/x
            GET /a/x: 404
            GET /n/new/y: GET /n/:id/y
            GET /n/new: GET /n/new
            GET /c/: GET /c/*any
            GET /c: 301 /c/
            GET /c/x/y: GET /c/*any
        "#]],
    );
}

#[test]
fn settings_change_the_answer() {
    let routes = ["GET /foo", "POST /bar", "GET /x/:id"];
    let requests = ["GET /FOO", "GET //foo", "GET /x/../foo", "GET /foo/", "DELETE /foo", "GET /x//1"];
    check(
        &routes,
        &["RedirectFixedPath"],
        &requests,
        &expect![[r#"
            GET /FOO: 301 /foo
            GET //foo: 301 /foo
            GET /x/../foo: 301 /foo
            GET /foo/: 301 /foo
            DELETE /foo: 404
            GET /x//1: 301 /x/1
        "#]],
    );
    check(
        &routes,
        &["HandleMethodNotAllowed", "RedirectTrailingSlash"],
        &requests,
        &expect![[r#"
            GET /FOO: 404
            GET //foo: 404
            GET /x/../foo: 404
            GET /foo/: 404
            DELETE /foo: 405
            GET /x//1: 404
        "#]],
    );
    check(
        &routes,
        &["RemoveExtraSlash"],
        &requests,
        &expect![[r#"
            GET /FOO: 404
            GET //foo: GET /foo
            GET /x/../foo: GET /foo
            GET /foo/: 301 /foo
            DELETE /foo: 404
            GET /x//1: GET /x/:id
        "#]],
    );
    check(
        &routes,
        &["NoRoute"],
        &requests,
        &expect![[r#"
        GET /FOO: unknown: the fallback handler answers
        GET //foo: unknown: the fallback handler answers
        GET /x/../foo: unknown: the fallback handler answers
        GET /foo/: 301 /foo
        DELETE /foo: unknown: the fallback handler answers
        GET /x//1: unknown: the fallback handler answers
    "#]],
    );
}

#[test]
fn registrations_that_collide() {
    let cases: [&[&str]; 10] = [
        &["GET /user/:id", "GET /user/new"],
        &["GET /user/:id", "GET /user/:name"],
        &["GET /user/:id/a", "GET /user/:uid/b"],
        &["GET /a", "GET /*p"],
        &["GET /src/", "GET /src/*f"],
        &["GET /src", "GET /src/*f", "POST /*f"],
        &["GET /a", "GET /a", "GET /a/"],
        &["GET /swagger/*any", "GET /swagger.json"],
        &["get /x"],
        &["GET /:a:b", "GET /a*b", "GET /:", "GET /a/*b/c", "GET /a\\x"],
    ];
    let mut out = String::new();
    for routes in cases {
        writeln!(out, "{}", routes.join(", ")).unwrap();
        for conflict in conflicts(&app(routes, &[])) {
            let other = conflict.other.map_or("itself", |other| routes[other]);
            writeln!(out, "  {} against {other}: {}", routes[conflict.registration], conflict.message)
                .unwrap();
        }
    }
    expect![[r#"
        GET /user/:id, GET /user/new
        GET /user/:id, GET /user/:name
          GET /user/:name against GET /user/:id: ':name' in new path '/user/:name' conflicts with existing wildcard ':id' in existing prefix '/user/:id'
        GET /user/:id/a, GET /user/:uid/b
          GET /user/:uid/b against GET /user/:id/a: ':uid' in new path '/user/:uid/b' conflicts with existing wildcard ':id' in existing prefix '/user/:id'
        GET /a, GET /*p
          GET /*p against GET /a: catch-all wildcard '*p' in new path '/*p' conflicts with existing path segment 'a' in existing prefix '/a'
        GET /src/, GET /src/*f
          GET /src/*f against GET /src/: catch-all wildcard '*f' in new path '/src/*f' conflicts with existing path segment '' in existing prefix '/src/'
        GET /src, GET /src/*f, POST /*f
        GET /a, GET /a, GET /a/
          GET /a against GET /a: handlers are already registered for path '/a'
        GET /swagger/*any, GET /swagger.json
        get /x
          get /x against itself: http method get is not valid
        GET /:a:b, GET /a*b, GET /:, GET /a/*b/c, GET /a\x
          GET /:a:b against itself: only one wildcard per path segment is allowed, has: ':a:b' in path '/:a:b'
          GET /a*b against itself: no / before catch-all in path '/a*b'
          GET /: against itself: wildcards must be named with a non-empty name in path '/:'
          GET /a/*b/c against itself: catch-all routes are only allowed at the end of the path in path '/a/*b/c'
          GET /a\x against itself: invalid escape string in path '/a\x'
    "#]].assert_eq(&out);
}

#[test]
fn what_is_not_known_may_answer() {
    check(
        &["GET ⟨cfg.Prefix⟩/users", "GET /health", "GET /users/:id", "POST /api/⟨name⟩/items"],
        &[],
        &[
            "GET /health",
            "GET /users",
            "GET /v1/users",
            "GET /users/1",
            "GET /users/users",
            "GET /orders",
            "POST /api/a/items",
            "POST /api/a/b/items/",
            "POST /api/a",
        ],
        &expect![[r#"
            GET /health: GET /health
            GET /users: unknown: GET ⟨cfg.Prefix⟩/users may answer
            GET /v1/users: unknown: GET ⟨cfg.Prefix⟩/users may answer
            GET /users/1: GET /users/:id
            GET /users/users: unknown: GET ⟨cfg.Prefix⟩/users may answer
            GET /orders: 404
            POST /api/a/items: unknown: POST /api/⟨name⟩/items may answer
            POST /api/a/b/items/: unknown: POST /api/⟨name⟩/items may answer
            POST /api/a: 404
        "#]],
    );
}

#[test]
fn examples_lead_to_their_route() {
    let app = app(
        &[
            "GET /users/:id",
            "GET /users/1",
            "GET /files/*path",
            "GET /",
            "POST /x:y",
            "GET /lit\\:eral",
            "GET /⟨p⟩/x",
            "GET /d/:a/:b/",
        ],
        &[],
    );
    let mut out = String::new();
    for route in &app.routes {
        let example = example_path(&app, route).unwrap_or("none".to_owned());
        writeln!(out, "{} {example}", route.pattern).unwrap();
    }
    expect![[r#"
        /users/:id /users/a
        /users/1 /users/1
        /files/*path /files/a
        / /
        /x:y /x1
        /lit\:eral /lit:eral
        /⟨p⟩/x none
        /d/:a/:b/ /d/1/1/
    "#]]
    .assert_eq(&out);
}
