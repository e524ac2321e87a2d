//! Routers of gorilla/mux.

use expect_test::expect;

use super::{answers, check};

const SHOP: &str = r#"
//- go.mod
module example.com/shop
go 1.26
require github.com/gorilla/mux v1.8.1
//- main.go
package main

import (
	"net/http"

	"github.com/gorilla/mux"
)

func show(w http.ResponseWriter, r *http.Request) {}
func list(w http.ResponseWriter, r *http.Request) {}

func register(r *mux.Router) {
	r.HandleFunc("", list).Methods("GET")
	r.HandleFunc("/{id:[0-9]+}", show).Methods(http.MethodGet, http.MethodPut).Name("order")
	r.Methods("DELETE").Path("/{id}").HandlerFunc(show)
	r.HandleFunc("relative", show)
}

func main() {
	r := mux.NewRouter().StrictSlash(true)
	r.HandleFunc("/", list)
	api := r.PathPrefix("/api/v1").Subrouter()
	register(api.PathPrefix("/orders").Subrouter())
	api.HandleFunc("/search", list).Queries("q", "{q}")
	r.Host("{tenant}.example.com").Path("/tenant").HandlerFunc(show)
	r.PathPrefix("/static/").Handler(http.StripPrefix("/static/", http.FileServer(http.Dir("."))))
	admin := mux.NewRouter()
	admin.HandleFunc("/admin/users", list)
	r.PathPrefix("/admin").Handler(admin)
	http.Handle("/", r)
	http.ListenAndServe(":8080", nil)
}
"#;

#[test]
fn subrouters_have_the_whole_path() {
    check(
        SHOP,
        &expect![[r#"
            shop (net/http, main "")
              listens :8080 = 8080 < main.go:31
              StrictSlash true
              StrictSlash true
              StrictSlash true
              * / main.list main.go:10 < main.go:21
              * /admin/users main.list main.go:10 < main.go:28
              GET /api/v1/orders main.list main.go:10 < main.go:13
              GET /api/v1/orders/{id:[0-9]+} main.show main.go:9 < main.go:14
              PUT /api/v1/orders/{id:[0-9]+} main.show main.go:9 < main.go:14
              DELETE /api/v1/orders/{id} main.show main.go:9 < main.go:15
              * /api/v1/ordersrelative main.show main.go:9 < main.go:16
              * /api/v1/search main.list main.go:10 < main.go:24
              * /static/… net/http.FileServer outside < main.go:26
              * {tenant}.example.com/tenant main.show main.go:9 < main.go:25
        "#]],
    );
}

#[test]
fn requests_are_answered() {
    answers(
        SHOP,
        &[
            "GET /",
            "GET /api/v1/orders",
            "GET /api/v1/orders/",
            "PUT /api/v1/orders/1",
            "POST /api/v1/orders/1",
            "DELETE /api/v1/orders/x",
            "GET /api/v1/search",
            "GET /api/v1/search?q=shoes",
            "GET /tenant",
            "GET a.example.com/tenant",
            "GET /static/a.css",
            "GET /admin/users",
            "GET /admin/nothing",
            "GET /a//b",
            "GET /nowhere",
        ],
        &expect![[r#"
            GET /: * /
            GET /api/v1/orders: GET /api/v1/orders
            GET /api/v1/orders/: 301 /api/v1/orders
            PUT /api/v1/orders/1: PUT /api/v1/orders/{id:[0-9]+} id=1
            POST /api/v1/orders/1: 404
            DELETE /api/v1/orders/x: DELETE /api/v1/orders/{id} id=x
            GET /api/v1/search: 404
            GET /api/v1/search?q=shoes: * /api/v1/search q=shoes
            GET /tenant: 404
            GET a.example.com/tenant: * /tenant tenant=a
            GET /static/a.css: * /static/
            GET /admin/users: * /admin/users
            GET /admin/nothing: 404
            GET /a//b: 307 /a/b
            GET /nowhere: 404
        "#]],
    );
}

const OTHER: &str = r#"
//- go.mod
module example.com/shop
go 1.26
require github.com/gorilla/mux v1.8.0
//- main.go
package main

import (
	"net/http"

	"github.com/gorilla/mux"
)

func list(w http.ResponseWriter, r *http.Request) {}

func main() {
	r := mux.NewRouter().SkipClean(true)
	r.HandleFunc("/early", list).Methods("POST")
	r.StrictSlash(true)
	r.HandleFunc("/late", list)
	r.HandleFunc("/accepts", list).Headers("Accept", "text/html")
	r.HandleFunc("/only", list).MatcherFunc(func(r *http.Request, m *mux.RouteMatch) bool { return true })
	r.HandleFunc("/groups/{id:(a|b)}", list)
	r.NotFoundHandler = http.HandlerFunc(list)
	http.ListenAndServe(":8080", r)
}
"#;

#[test]
fn what_is_not_known_stays_open() {
    answers(
        OTHER,
        &[
            "POST /early",
            "GET /early",
            "POST /early/",
            "GET /late",
            "GET /late/",
            "GET /accepts",
            "GET /only",
            "GET /nowhere",
        ],
        &expect![[r#"
            POST /early: POST /early
            GET /early: 405
            POST /early/: unknown: what NotFoundHandler, StrictSlash is set to
            GET /late: * /late
            GET /late/: unknown: what NotFoundHandler, StrictSlash is set to
            GET /accepts: unknown: whether the request has the scheme or the headers that a route asks for
            GET /only: unknown: whether the request has what MatcherFunc asks for
            GET /nowhere: unknown: what NotFoundHandler, StrictSlash is set to
        "#]],
    );
}
