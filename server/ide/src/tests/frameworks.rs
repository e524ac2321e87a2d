//! Go files of the net/http family: what is shown at a registration and at a handler.

use expect_test::expect;

use super::{at_in, check_hover, check_references, check_targets};
use crate::definition::definition;

/// Files around a program.
fn files(requires: &str, main: &str) -> String {
    format!(
        "//- traefik.yml\nentryPoints:\n  web:\n    address: :80\nproviders:\n  file:\n    filename: dynamic.yml\n\
         //- dynamic.yml\nhttp:\n  routers:\n    app:\n      rule: Host(`app.example`)\n      service: app\n  services:\n    \
         app:\n      loadBalancer:\n        servers:\n          - url: http://localhost:8080\n\
         //- go.mod\nmodule example.com/app\n\ngo 1.26\n\n{requires}\n\
         //- main.go\npackage main\n{main}"
    )
}

const NET_HTTP: &str = r#"
import "net/http"

func show(w http.ResponseWriter, r *http.Request) {}

func main() {
	api := http.NewServeMux()
	api.HandleFunc("GET /users/{id}", show)
	root := http.NewServeMux()
	root.Handle("/api/", http.StripPrefix("/api", api))
	http.ListenAndServe(":8080", root)
}
"#;

const CHI: &str = r#"
import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

func show(w http.ResponseWriter, r *http.Request) {}

func main() {
	r := chi.NewRouter()
	r.Route("/orders", func(r chi.Router) {
		r.Get("/{id:[0-9]+}", show)
	})
	http.ListenAndServe(":8080", r)
}
"#;

const GORILLA: &str = r#"
import (
	"net/http"

	"github.com/gorilla/mux"
)

func show(w http.ResponseWriter, r *http.Request) {}

func main() {
	r := mux.NewRouter()
	api := r.PathPrefix("/api").Subrouter()
	api.HandleFunc("/orders/{id}", show).Methods("GET")
	http.ListenAndServe(":8080", r)
}
"#;

#[test]
fn net_http() {
    let text = files("", NET_HTTP);
    check_hover(
        at_in(&text, "main.go", "HandleFunc", 0),
        &expect![[r#"
        at main.go:9 HandleFunc("GET /users/{id}", show)
        **`GET /api/users/{id}`** in net/http `app`, handled by `main.show`

        Public URLs:

        - `GET http://app.example/api/users/1` through `app@file`
    "#]],
    );
    check_hover(
        at_in(&text, "main.go", "show", 0),
        &expect![[r#"
        at main.go:5 show
        **`GET /api/users/{id}`** in net/http `app`, handled by `main.show`

        Public URLs:

        - `GET http://app.example/api/users/1` through `app@file`
    "#]],
    );
    check_targets(
        at_in(&text, "main.go", "users/{id}", 0),
        definition,
        &expect![[r#"
        main.go:5 show
    "#]],
    );
    check_references(
        at_in(&text, "main.go", "show", 0),
        &expect![[r#"
        dynamic.yml:3 app
        main.go:9 HandleFunc("GET /users/{id}", show)
    "#]],
    );
}

#[test]
fn chi() {
    let text = files("require github.com/go-chi/chi/v5 v5.5.0", CHI);
    check_hover(
        at_in(&text, "main.go", "Get", 0),
        &expect![[r#"
        at main.go:14 Get("/{id:[0-9]+}", show)
        **`GET /orders/{id:[0-9]+}`** in chi `app`, handled by `main.show`

        Public URLs:

        - `GET http://app.example/orders/1` through `app@file`
    "#]],
    );
    check_targets(
        at_in(&text, "main.go", "{id:", 0),
        definition,
        &expect![[r#"
        main.go:9 show
    "#]],
    );
    check_references(
        at_in(&text, "main.go", "show", 0),
        &expect![[r#"
        dynamic.yml:3 app
        main.go:14 Get("/{id:[0-9]+}", show)
    "#]],
    );
}

#[test]
fn gorilla_mux() {
    let text = files("require github.com/gorilla/mux v1.8.1", GORILLA);
    check_hover(
        at_in(&text, "main.go", "HandleFunc", 0),
        &expect![[r#"
        at main.go:14 HandleFunc("/orders/{id}", show)
        **`GET /api/orders/{id}`** in gorilla/mux `app`, handled by `main.show`

        Public URLs:

        - `GET http://app.example/api/orders/1` through `app@file`
    "#]],
    );
    check_targets(
        at_in(&text, "main.go", "orders", 0),
        definition,
        &expect![[r#"
        main.go:9 show
    "#]],
    );
    check_references(
        at_in(&text, "main.go", "show", 0),
        &expect![[r#"
        dynamic.yml:3 app
        main.go:14 HandleFunc("/orders/{id}", show)
    "#]],
    );
}
