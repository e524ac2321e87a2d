//! Fiber's apps.

use expect_test::expect;

use super::{answers, check};

const TWO: &str = r#"
//- go.mod
module example.com/shop
go 1.26
require github.com/gofiber/fiber/v2 v2.52.15
//- main.go
package main

import (
	"example.com/shop/orders"
	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/logger"
)

func health(c *fiber.Ctx) error { return c.SendString("ok") }
func auth(c *fiber.Ctx) error   { return c.Next() }
func show(c *fiber.Ctx) error   { return nil }

func main() {
	app := fiber.New(fiber.Config{CaseSensitive: true})
	app.Use(logger.New())
	app.Get("/health", health)
	api := app.Group("/api", auth)
	api.Add("put", "things/:id", auth, show)
	api.Get("/things/:from-:to?", show)
	api.Route("/v1", func(r fiber.Router) {
		r.Post("/users/:id<int>", show)
		orders.Register(r.Group("/orders"))
	})
	admin := fiber.New()
	admin.Get("/", show)
	app.Mount("/admin", admin)
	app.Static("/files", "./public")
	app.All(`/lit\:eral/*`, show)
	app.Use(func(c *fiber.Ctx) error { return c.SendStatus(fiber.StatusNotFound) })
	app.Listen(":3000")
}
//- orders/orders.go
package orders

import "github.com/gofiber/fiber/v2"

func list(c *fiber.Ctx) error { return nil }

func Register(r fiber.Router) {
	r.Get("", list).Delete("/:id", list)
}
"#;

#[test]
fn apps_of_version_2() {
    check(
        TWO,
        &expect![[r#"
        shop (fiber, main "")
          listens :3000 = 3000 < main.go:30
          CaseSensitive true
          * /… main.main.func main.go:29 < main.go:29
          GET /admin/ main.show main.go:11 < main.go:25
          HEAD /admin/ main.show main.go:11 < main.go:25
          GET /api/things/:from-:to? main.show main.go:11 < main.go:19
          HEAD /api/things/:from-:to? main.show main.go:11 < main.go:19
          PUT /api/things/:id main.show main.go:11 < main.go:18
          GET /api/v1/orders orders.list orders/orders.go:5 < orders/orders.go:8
          HEAD /api/v1/orders orders.list orders/orders.go:5 < orders/orders.go:8
          DELETE /api/v1/orders/:id orders.list orders/orders.go:5 < orders/orders.go:8
          POST /api/v1/users/:id<int> main.show main.go:11 < main.go:21
          GET /files… github.com/gofiber/fiber/v2.Static outside < main.go:27
          HEAD /files… github.com/gofiber/fiber/v2.Static outside < main.go:27
          GET /health main.health main.go:9 < main.go:16
          HEAD /health main.health main.go:9 < main.go:16
          CONNECT /lit\:eral/* main.show main.go:11 < main.go:28
          DELETE /lit\:eral/* main.show main.go:11 < main.go:28
          GET /lit\:eral/* main.show main.go:11 < main.go:28
          HEAD /lit\:eral/* main.show main.go:11 < main.go:28
          OPTIONS /lit\:eral/* main.show main.go:11 < main.go:28
          PATCH /lit\:eral/* main.show main.go:11 < main.go:28
          POST /lit\:eral/* main.show main.go:11 < main.go:28
          PUT /lit\:eral/* main.show main.go:11 < main.go:28
          TRACE /lit\:eral/* main.show main.go:11 < main.go:28
    "#]],
    );
    answers(
        TWO,
        &[
            "GET /health",
            "HEAD /health/",
            "GET /HEALTH",
            "POST /health",
            "PUT /api/things/1",
            "GET /api/things/a-b",
            "POST /api/v1/users/1",
            "POST /api/v1/users/x",
            "GET /api/v1/orders",
            "DELETE /api/v1/orders/7",
            "GET /admin",
            "GET /files/x.css",
            "PATCH /lit:eral/a/b",
            "PROPFIND /health",
        ],
        &expect![[r#"
            GET /health: GET /health
            HEAD /health/: HEAD /health
            GET /HEALTH: * /
            POST /health: * /
            PUT /api/things/1: PUT /api/things/:id id=1
            GET /api/things/a-b: GET /api/things/:from-:to? from=a to=b
            POST /api/v1/users/1: POST /api/v1/users/:id<int> id=1
            POST /api/v1/users/x: * /
            GET /api/v1/orders: GET /api/v1/orders
            DELETE /api/v1/orders/7: DELETE /api/v1/orders/:id id=7
            GET /admin: GET /admin/
            GET /files/x.css: GET /files
            PATCH /lit:eral/a/b: PATCH /lit\:eral/* *1=a/b
            PROPFIND /health: 400
        "#]],
    );
}

const THREE: &str = r#"
//- go.mod
module example.com/shop
go 1.26
require github.com/gofiber/fiber/v3 v3.5.0
//- main.go
package main

import (
	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/static"
)

func auth(c fiber.Ctx) error { return c.Next() }
func show(c fiber.Ctx) error { return nil }

func main() {
	app := fiber.New()
	app.Use("/api", auth)
	app.Get("/api/users/:id<min(3)>", auth, show)
	app.Add([]string{fiber.MethodPut, "PATCH"}, "/api/users/:id", show)
	app.RouteChain("/books").Get(show).Post(show).RouteChain("/+").Delete(show)
	app.Domain(":tenant.example.com").Get("/home", show)
	sub := fiber.New()
	sub.Get("/status", show)
	app.Use("/Sub/", sub)
	app.Use("/", static.New("./public"))
	app.Listen(":8080", fiber.ListenConfig{})
}
"#;

#[test]
fn apps_of_version_3() {
    check(
        THREE,
        &expect![[r#"
        shop (fiber, main "")
          listens :8080 = 8080 < main.go:22
          PATCH /api/users/:id main.show main.go:9 < main.go:15
          PUT /api/users/:id main.show main.go:9 < main.go:15
          GET /api/users/:id<min(3)> main.show main.go:9 < main.go:14
          GET /books main.show main.go:9 < main.go:16
          POST /books main.show main.go:9 < main.go:16
          DELETE /books/+ main.show main.go:9 < main.go:16
          GET :tenant.example.com/home main.show main.go:9 < main.go:17
          GET /sub/status main.show main.go:9 < main.go:19
    "#]],
    );
    answers(
        THREE,
        &[
            "GET /api/users/3",
            "HEAD /api/users/3",
            "GET /api/users/2",
            "PATCH /api/users/2",
            "GET /books/",
            "DELETE /books/a/b",
            "DELETE /books",
            "GET a.example.com/home",
            "GET example.com/home",
            "GET /sub/status",
            "POST /sub/status",
        ],
        &expect![[r#"
            GET /api/users/3: GET /api/users/:id<min(3)> id=3
            HEAD /api/users/3: GET /api/users/:id<min(3)> id=3
            GET /api/users/2: unknown: what * / answers
            PATCH /api/users/2: PATCH /api/users/:id id=2
            GET /books/: GET /books
            DELETE /books/a/b: DELETE /books/+ +1=a/b
            DELETE /books: unknown: what * / answers
            GET a.example.com/home: GET /home
            GET example.com/home: 404
            GET /sub/status: GET /sub/status
            POST /sub/status: unknown: what * / answers
        "#]],
    );
}
