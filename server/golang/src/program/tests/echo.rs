//! Echo's routers.

use expect_test::expect;

use super::{answers, check};

const FOUR: &str = r#"
//- go.mod
module example.com/shop
go 1.26
require github.com/labstack/echo/v4 v4.16.0
//- main.go
package main

import (
	"net/http"

	"example.com/shop/orders"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

func auth(next echo.HandlerFunc) echo.HandlerFunc { return next }
func show(c echo.Context) error                   { return nil }

func main() {
	e := echo.New()
	e.Use(middleware.Logger())
	e.GET("/health", show, auth)
	e.GET("/users/:id", show)
	e.Match([]string{http.MethodPut, "PATCH"}, "/things/:id", show)
	api := e.Group("/api", auth)
	api.POST("s", show)
	orders.Register(api.Group("/orders"))
	e.Static("/files", "public")
	e.Logger.Fatal(e.Start(":1323"))
}
//- orders/orders.go
package orders

import "github.com/labstack/echo/v4"

func list(c echo.Context) error { return nil }

func Register(g *echo.Group) {
	g.GET("", list)
	g.DELETE("/:id", list)
}
"#;

#[test]
fn echo_4_in_a_program() {
    check(
        FOUR,
        &expect![[r#"
        shop (echo, main "")
          listens :1323 = 1323 < main.go:24
          GET /api/orders orders.list orders/orders.go:5 < orders/orders.go:8
          DELETE /api/orders/:id orders.list orders/orders.go:5 < orders/orders.go:9
          POST /apis main.show main.go:12 < main.go:21
          GET /files* github.com/labstack/echo/v4.Static outside < main.go:23
          GET /health main.show main.go:12 < main.go:17
          PATCH /things/:id main.show main.go:12 < main.go:19
          PUT /things/:id main.show main.go:12 < main.go:19
          GET /users/:id main.show main.go:12 < main.go:18
    "#]],
    );
    answers(
        FOUR,
        &[
            "GET /health",
            "GET /health/",
            "POST /health",
            "OPTIONS /health",
            "GET /users/1/2",
            "PATCH /things/1",
            "POST /apis",
            "GET /api/orders",
            "POST /api/orders",
            "DELETE /api/orders/7",
            "GET /files/x.css",
            "GET /filesx",
        ],
        &expect![[r#"
            GET /health: GET /health
            GET /health/: 404
            POST /health: 405 allow GET, OPTIONS
            OPTIONS /health: 204 allow GET, OPTIONS
            GET /users/1/2: GET /users/:id id=1/2
            PATCH /things/1: PATCH /things/:id id=1
            POST /apis: POST /apis
            GET /api/orders: GET /api/orders
            POST /api/orders: 404
            DELETE /api/orders/7: DELETE /api/orders/:id id=7
            GET /files/x.css: GET /files* *=/x.css
            GET /filesx: GET /files* *=x
        "#]],
    );
}

const FIVE: &str = r#"
//- go.mod
module example.com/shop
go 1.26
require github.com/labstack/echo/v5 v5.4.4
//- main.go
package main

import (
	"context"

	"github.com/labstack/echo/v5"
)

func show(c *echo.Context) error { return nil }

func main() {
	e := echo.New()
	e.Any("/all/*", show)
	e.QUERY("/find", show)
	g := e.Group("/v1")
	g.GET("/books/:id", show)
	config := echo.StartConfig{Address: ":9000"}
	config.Start(context.Background(), e)
}
"#;

#[test]
fn echo_5_in_a_program() {
    check(
        FIVE,
        &expect![[r#"
        shop (echo, main "")
          listens :9000 = 9000 < main.go:17
          * /all/* main.show main.go:9 < main.go:13
          QUERY /find main.show main.go:9 < main.go:14
          GET /v1/books/:id main.show main.go:9 < main.go:16
    "#]],
    );
    answers(
        FIVE,
        &["LOCK /all/x/y", "GET /all", "QUERY /find", "GET /find", "GET /v1/books/1", "HEAD /v1/books/1"],
        &expect![[r#"
            LOCK /all/x/y: * /all/* *=x/y
            GET /all: 404
            QUERY /find: QUERY /find
            GET /find: 405 allow OPTIONS, QUERY
            GET /v1/books/1: GET /v1/books/:id id=1
            HEAD /v1/books/1: 405 allow GET, OPTIONS
        "#]],
    );
}
