//! Engines in engines, and net/http's own.

use expect_test::expect;

use super::check;

#[test]
fn a_mux_has_routes() {
    check(
        r#"
package main

import "net/http"

type health struct{}

func (h *health) ServeHTTP(w http.ResponseWriter, r *http.Request) {}

func list(w http.ResponseWriter, r *http.Request) {}

const base = "/api"

func main() {
	var admin http.ServeMux
	admin.HandleFunc("/", list)
	http.HandleFunc("/users", list)
	http.Handle("GET /healthz", &health{})
	mux := http.NewServeMux()
	mux.HandleFunc("POST example.com"+base+"/users", list)
	mux.HandleFunc("/files/{path...}", func(w http.ResponseWriter, r *http.Request) {})
	mux.HandleFunc(method()+" /x", list)
	go http.ListenAndServe(":8081", nil)
	go http.ListenAndServe(":8082", &admin)
	server := &http.Server{Addr: ":8080", Handler: mux}
	server.ListenAndServe()
}
"#,
        &expect![[r#"
            shop (net/http, main "")
              listens :8082 = 8082 < main.go:23
              * / main.list main.go:9 < main.go:15
            shop#2 (net/http, main "")
              listens :8081 = 8081 < main.go:22
              GET /healthz main.(*health).ServeHTTP main.go:7 < main.go:17
              * /users main.list main.go:9 < main.go:16
            shop#3 (net/http, main "")
              listens :8080 = 8080 < main.go:24
              unseen mux.HandleFunc(method() + " /x", list)
              POST example.com/api/users main.list main.go:9 < main.go:19
              * /files/{path...} main.main.func main.go:20 < main.go:20
        "#]],
    );
}

#[test]
fn engines_are_mounted_behind_prefixes() {
    check(
        r#"
package main

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

func list(w http.ResponseWriter, r *http.Request) {}
func show(c *gin.Context) {}

func main() {
	api := http.NewServeMux()
	api.HandleFunc("GET /u/{id}", list)
	r := gin.New()
	r.GET("/v2/things/:id", show)
	r.GET("/elsewhere", show)
	r.Any("/v3/*rest", gin.WrapH(http.StripPrefix("/v3", api)))
	root := http.NewServeMux()
	root.Handle("/v1/", http.StripPrefix("/v1", api))
	root.Handle("/v2/", r)
	root.Handle("/gin/", http.StripPrefix("/gin", r))
	root.HandleFunc("/closure/", func(w http.ResponseWriter, req *http.Request) { api.ServeHTTP(w, req) })
	http.ListenAndServe(":80", root)
}
"#,
        &expect![[r#"
            shop (net/http, main "")
              listens :80 = 80 < main.go:24
              GET /gin/elsewhere main.show main.go:10 < main.go:17
              GET /gin/v2/things/:id main.show main.go:10 < main.go:16
              GET /gin/v3/u/{id} main.list main.go:9 < main.go:14
              GET /v1/u/{id} main.list main.go:9 < main.go:14
              GET /v2/things/:id main.show main.go:10 < main.go:16
        "#]],
    );
}

#[test]
fn imports_register_on_the_default_mux() {
    check(
        r#"
package main

import (
	"net/http"
	_ "net/http/pprof"

	"github.com/gin-gonic/gin"
)

func main() {
	go http.ListenAndServe(":6060", nil)
	r := gin.New()
	r.GET("/x", func(c *gin.Context) {})
	r.Run(":8080")
}
"#,
        &expect![[r#"
            shop (gin, main "")
              listens :8080 = 8080 < main.go:14
              GET /x main.main.func main.go:13 < main.go:13
            shop#2 (net/http, main "")
              listens :6060 = 6060 < main.go:11
              unseen net/http/pprof
        "#]],
    );
}
