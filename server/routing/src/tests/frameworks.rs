//! The net/http family behind a router: which public URLs lead to which pattern.

use expect_test::expect;

use super::{SERVICE, check_reach, check_trace};

/// A static file, `dynamic`, and a program with `requires` as its go.mod and `main` for all but its first line.
fn with_go(dynamic: &str, requires: &str, main: &str) -> String {
    format!(
        "//- traefik.yml\nentryPoints:\n  web:\n    address: :80\nproviders:\n  file:\n    filename: dynamic.yml\n\
         //- dynamic.yml\n{}\n//- go.mod\nmodule example.com/app\n\ngo 1.26\n\n{requires}\n\
         //- main.go\npackage main\n{main}",
        dynamic.trim(),
    )
}

fn stripped() -> String {
    format!(
        "
http:
  routers:
    app: {{rule: Host(`app.example`) && PathPrefix(`/shop`), middlewares: [strip], service: app}}
  middlewares:
    strip: {{stripPrefix: {{prefixes: [/shop]}}}}{SERVICE}"
    )
}

#[test]
fn muxes_in_muxes() {
    let main = r#"
import "net/http"

func list(w http.ResponseWriter, r *http.Request) {}

func main() {
	api := http.NewServeMux()
	api.HandleFunc("GET /users/{id}", list)
	api.HandleFunc("POST /users", list)
	api.HandleFunc("/files/{path...}", list)
	root := http.NewServeMux()
	root.Handle("/api/", http.StripPrefix("/api", api))
	root.HandleFunc("GET /{$}", list)
	root.HandleFunc("admin.example/", list)
	http.ListenAndServe(":8080", root)
}
"#;
    let text = with_go(&stripped(), "", main);
    check_reach(
        &text,
        &expect![[r#"
            app@file (all)
              * /shop/api/files/{path...} -> /api/files/{path...}, http://app.example/shop/api/files/a
              POST /shop/api/users -> /api/users, http://app.example/shop/api/users
              GET /shop/api/users/{id} -> /api/users/{id}, http://app.example/shop/api/users/1
              GET /shop/{$} -> /{$}, http://app.example/shop/
        "#]],
    );
    check_trace(
        &text,
        "http://app.example/shop/api/users/7",
        &expect![[r#"
        app@file 42 true -
        strip@file: /shop/api/users/7 -> /api/users/7
        GET /api/users/7
        None by app, certain: false
        unknown: whether `app` is what answers there (seen: `app` listens on port 8080)
        `app@file` takes it; `app` gets GET /api/users/7 and `main.list` answers.
    "#]],
    );
    check_trace(
        &text,
        "http://app.example/shop/api/users",
        &expect![[r#"
        app@file 42 true -
        strip@file: /shop/api/users -> /api/users
        GET /api/users
        Some(405) by app, certain: false
        unknown: whether `app` is what answers there (seen: `app` listens on port 8080)
        `app@file` takes it, but `app` gets GET /api/users and has that path for other methods only: 405.
    "#]],
    );
    check_trace(
        &text,
        "http://app.example/shop/api",
        &expect![[r#"
        app@file 42 true -
        strip@file: /shop/api -> /api
        GET /api
        Some(307) by app, certain: false
        unknown: whether `app` is what answers there (seen: `app` listens on port 8080)
        `app@file` takes it; `app` gets GET /api and redirects to /api/ (307).
    "#]],
    );
}

#[test]
fn chi_with_routers_below() {
    let main = r#"
import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

func list(w http.ResponseWriter, r *http.Request) {}

func main() {
	r := chi.NewRouter()
	r.Get("/", list)
	r.Route("/orders", func(r chi.Router) {
		r.Get("/", list)
		r.Get("/{id:[0-9]+}", list)
		r.Handle("/files/*", http.HandlerFunc(list))
	})
	http.ListenAndServe(":8080", r)
}
"#;
    let text = with_go(&stripped(), "require github.com/go-chi/chi/v5 v5.5.0", main);
    check_reach(
        &text,
        &expect![[r#"
        app@file (all)
          GET /shop/ -> /, http://app.example/shop/
          GET /shop/orders/ -> /orders/, http://app.example/shop/orders/
          * /shop/orders/files/* -> /orders/files/*, http://app.example/shop/orders/files/a
          GET /shop/orders/{id:[0-9]+} -> /orders/{id:[0-9]+}, http://app.example/shop/orders/1
    "#]],
    );
    check_trace(
        &text,
        "http://app.example/shop/orders/12",
        &expect![[r#"
        app@file 42 true -
        strip@file: /shop/orders/12 -> /orders/12
        GET /orders/12
        None by app, certain: false
        unknown: whether `app` is what answers there (seen: `app` listens on port 8080)
        `app@file` takes it; `app` gets GET /orders/12 and `main.list` answers.
    "#]],
    );
    check_trace(
        &text,
        "http://app.example/shop/orders/x",
        &expect![[r#"
        app@file 42 true -
        strip@file: /shop/orders/x -> /orders/x
        GET /orders/x
        Some(404) by app, certain: false
        unknown: whether `app` is what answers there (seen: `app` listens on port 8080)
        `app@file` takes it, but `app` gets GET /orders/x and has no such route: 404.
    "#]],
    );
}

#[test]
fn gorilla_with_subrouters() {
    let main = r#"
import (
	"net/http"

	"github.com/gorilla/mux"
)

func list(w http.ResponseWriter, r *http.Request) {}

func main() {
	r := mux.NewRouter()
	api := r.PathPrefix("/api").Subrouter()
	api.HandleFunc("/orders/{id:[0-9]+}", list).Methods("GET", "PUT")
	api.HandleFunc("/search", list).Queries("q", "{q}")
	r.PathPrefix("/static/").Handler(http.FileServer(http.Dir(".")))
	r.Host("other.example").Path("/tenant").HandlerFunc(list)
	http.ListenAndServe(":8080", r)
}
"#;
    let text = with_go(&stripped(), "require github.com/gorilla/mux v1.8.1", main);
    check_reach(
        &text,
        &expect![[r#"
            app@file (some)
              GET /shop/api/orders/{id:[0-9]+} -> /api/orders/{id:[0-9]+}, http://app.example/shop/api/orders/1
              PUT /shop/api/orders/{id:[0-9]+} -> /api/orders/{id:[0-9]+}, http://app.example/shop/api/orders/1
              * /shop/static/ -> /static/, http://app.example/shop/static/a
        "#]],
    );
    check_trace(
        &text,
        "http://app.example/shop/api/orders/12",
        &expect![[r#"
        app@file 42 true -
        strip@file: /shop/api/orders/12 -> /api/orders/12
        GET /api/orders/12
        None by app, certain: false
        unknown: whether `app` is what answers there (seen: `app` listens on port 8080)
        `app@file` takes it; `app` gets GET /api/orders/12 and `main.list` answers.
    "#]],
    );
    check_trace(
        &text,
        "http://app.example/shop/api/search?q=a",
        &expect![[r#"
        app@file 42 true -
        strip@file: /shop/api/search -> /api/search
        GET /api/search?q=a
        None by app, certain: false
        unknown: whether `app` is what answers there (seen: `app` listens on port 8080)
        `app@file` takes it; `app` gets GET /api/search?q=a and `main.list` answers.
    "#]],
    );
    check_trace(
        &text,
        "http://app.example/shop/api//orders/1",
        &expect![[r#"
        app@file 42 true -
        strip@file: /shop/api/orders/1 -> /api/orders/1
        GET /api/orders/1
        None by app, certain: false
        unknown: whether `app` is what answers there (seen: `app` listens on port 8080)
        `app@file` takes it; `app` gets GET /api/orders/1 and `main.list` answers.
    "#]],
    );
}
