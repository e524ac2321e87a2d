//! chi's routers.

use expect_test::expect;

use super::{answers, check};

const SHOP: &str = r#"
//- go.mod
module example.com/shop
go 1.26
require github.com/go-chi/chi/v5 v5.5.0
//- main.go
package main

import (
	"net/http"

	"example.com/shop/orders"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

func health(w http.ResponseWriter, r *http.Request) {}
func show(w http.ResponseWriter, r *http.Request)   {}
func admin(next http.Handler) http.Handler          { return next }

func adminRouter() http.Handler {
	r := chi.NewRouter()
	r.Use(admin)
	r.Get("/", show)
	r.Post("/users/{id:[0-9]+}", show)
	return r
}

func main() {
	r := chi.NewRouter()
	r.Use(middleware.Logger, middleware.StripSlashes)
	r.Get("/health", health)
	r.Method(http.MethodPut, "/things/{id}", http.HandlerFunc(show))
	r.HandleFunc("DELETE /things/{id}", show)
	r.Route("/api", func(r chi.Router) {
		r.Mount("/orders", orders.Router{}.Routes())
		r.Group(func(r chi.Router) {
			r.Use(admin)
			r.With(admin).Get("/me", show)
			r.Handle("/any", http.HandlerFunc(show))
		})
	})
	r.Mount("/admin", adminRouter())
	r.Mount("/debug", middleware.Profiler())
	r.Mount("/old", http.StripPrefix("/old", adminRouter()))
	http.ListenAndServe(":3000", r)
}
//- orders/orders.go
package orders

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

type Router struct{}

func (rs Router) Routes() chi.Router {
	r := chi.NewRouter()
	r.Get("/", rs.List)
	r.Route("/{id}", func(r chi.Router) {
		r.Get("/", rs.Get)
		r.Delete("/", rs.Get)
		r.Get("/files/*", rs.Get)
	})
	return r
}

func (rs Router) List(w http.ResponseWriter, r *http.Request) {}
func (rs Router) Get(w http.ResponseWriter, r *http.Request)  {}
"#;

#[test]
fn routers_are_mounted() {
    check(
        SHOP,
        &expect![[r#"
        shop (chi, main "")
          listens :3000 = 3000 < main.go:40
          GET /admin/ main.show main.go:12 < main.go:18
          POST /admin/users/{id:[0-9]+} main.show main.go:12 < main.go:19
          * /api/any main.show main.go:12 < main.go:34
          GET /api/me main.show main.go:12 < main.go:33
          GET /api/orders/ orders.Router.List orders/orders.go:22 < orders/orders.go:13
          DELETE /api/orders/{id}/ orders.Router.Get orders/orders.go:23 < orders/orders.go:16
          GET /api/orders/{id}/ orders.Router.Get orders/orders.go:23 < orders/orders.go:15
          GET /api/orders/{id}/files/* orders.Router.Get orders/orders.go:23 < orders/orders.go:17
          * /debug… github.com/go-chi/chi/v5/middleware.Profiler outside < main.go:38
          GET /health main.health main.go:11 < main.go:26
          GET /old/ main.show main.go:12 < main.go:18
          POST /old/users/{id:[0-9]+} main.show main.go:12 < main.go:19
          DELETE /things/{id} main.show main.go:12 < main.go:28
          PUT /things/{id} main.show main.go:12 < main.go:27
    "#]],
    );
}

#[test]
fn requests_are_answered() {
    answers(
        SHOP,
        &[
            "GET /health",
            "GET /health/",
            "HEAD /health",
            "DELETE /things/1",
            "POST /things/1",
            "GET /api/orders",
            "GET /api/orders/",
            "GET /api/orders/7",
            "GET /api/orders/7/files/a/b",
            "GET /api/me",
            "TRACE /api/any",
            "GET /admin",
            "POST /admin/users/12",
            "POST /admin/users/x",
            "GET /old/",
            "GET /debug/pprof",
            "GET /nowhere",
        ],
        &expect![[r#"
            GET /health: GET /health
            GET /health/: GET /health
            HEAD /health: 405 allow GET
            DELETE /things/1: DELETE /things/{id} id=1
            POST /things/1: 405 allow DELETE, PUT
            GET /api/orders: GET /api/orders/ *=
            GET /api/orders/: GET /api/orders/ *=
            GET /api/orders/7: GET /api/orders/{id}/ *= *= id=7
            GET /api/orders/7/files/a/b: GET /api/orders/{id}/files/* *= *= id=7 *= *=a/b
            GET /api/me: GET /api/me *=
            TRACE /api/any: * /api/any *=
            GET /admin: GET /admin/
            POST /admin/users/12: POST /admin/users/{id:[0-9]+} *= id=12
            POST /admin/users/x: 404
            GET /old/: GET /old/
            GET /debug/pprof: * /debug *=
            GET /nowhere: 404
        "#]],
    );
}

const OTHER: &str = r#"
package main

import (
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

func show(w http.ResponseWriter, r *http.Request) {}

func main() {
	chi.RegisterMethod("LINK")
	r := chi.NewRouter()
	r.Use(middleware.Heartbeat("/ping"), middleware.RedirectSlashes)
	r.MethodFunc("LINK", "/link", show)
	r.Get("/a/{x}-{y}", show)
	r.NotFound(show)
	r.Route("/sub", func(r chi.Router) {
		r.MethodNotAllowed(show)
		r.Get("/{name:[a-z]+}.json", show)
	})
	http.ListenAndServe(":8080", r)
}
"#;

#[test]
fn what_answers_beside_routes() {
    answers(
        OTHER,
        &[
            "GET /ping",
            "LINK /link",
            "GET /link",
            "GET /a/1-2-3",
            "GET /a/1-2/",
            "GET /sub/a.json",
            "POST /sub/a.json",
            "GET /sub/1.json",
            "GET /a/\u{FFFD}-x",
        ],
        &expect![[r#"
            GET /ping: 200
            LINK /link: unknown: whether chi knows the method LINK
            GET /link: unknown: a fallback handler answers
            GET /a/1-2-3: GET /a/{x}-{y} x=1 y=2-3
            GET /a/1-2/: 301 /a/1-2
            GET /sub/a.json: GET /sub/{name:[a-z]+}.json *= name=a
            POST /sub/a.json: unknown: a fallback handler answers
            GET /sub/1.json: unknown: a fallback handler answers
            GET /a/�-x: unknown: which bytes the path has
        "#]],
    );
}
