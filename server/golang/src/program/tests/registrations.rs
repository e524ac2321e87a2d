use expect_test::expect;

use super::check;

#[test]
fn chaining() {
    check(
        r#"
package main

import "github.com/gin-gonic/gin"

func mw(c *gin.Context) {}
func h(c *gin.Context)  {}

func main() {
	r := gin.New()
	r.Group("/a").Use(mw).POST("", h)
	dept := r.Group("/dept").Use(mw).Use(mw)
	dept.GET("/list", h).POST("/list", h)
	r.Group("/x").Group("/y", mw).GET("/z", mw, mw, h)
	get := r.GET
	get("/value", h)
	for path, register := range map[string]func(string, ...gin.HandlerFunc) gin.IRoutes{"/m": r.PUT} {
		register(path, h)
	}
}
"#,
        &expect![[r#"
            shop (gin, main "")
              POST /a main.h main.go:6 < main.go:10
              GET /dept/list main.h main.go:6 < main.go:12
              POST /dept/list main.h main.go:6 < main.go:12
              PUT /m main.h main.go:6 < main.go:17
              GET /value main.h main.go:6 < main.go:15
              GET /x/y/z main.h main.go:6 < main.go:13
        "#]],
    );
}

#[test]
fn every_registration() {
    check(
        r#"
package main

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

const method = "PROPFIND"

func h(c *gin.Context) {}

func main() {
	r := gin.New()
	r.Any("/any", h)
	r.Handle(http.MethodGet, "/handle", h)
	r.Handle(method, "/handle", h)
	r.Match([]string{http.MethodGet, "POST"}, "/match", h)
	r.HEAD("/verbs", h)
	r.OPTIONS("/verbs", h)
	r.PATCH("/verbs", h)
	r.DELETE("/verbs", h)
	g := r.Group("/files")
	g.Static("/assets/", "./assets")
	g.StaticFS("more", http.Dir("."))
	g.StaticFile("/favicon.ico", "./favicon.ico")
	g.StaticFileFS("logo.png", "logo.png", http.Dir("."))
	r.NoRoute(h)
	r.RedirectTrailingSlash = false
	r.HandleMethodNotAllowed = true
}
"#,
        &expect![[r#"
            shop (gin, main "")
              fallback < main.go:28
              RedirectTrailingSlash false
              HandleMethodNotAllowed true
              CONNECT /any main.h main.go:11 < main.go:15
              DELETE /any main.h main.go:11 < main.go:15
              GET /any main.h main.go:11 < main.go:15
              HEAD /any main.h main.go:11 < main.go:15
              OPTIONS /any main.h main.go:11 < main.go:15
              PATCH /any main.h main.go:11 < main.go:15
              POST /any main.h main.go:11 < main.go:15
              PUT /any main.h main.go:11 < main.go:15
              TRACE /any main.h main.go:11 < main.go:15
              GET /files/assets/*filepath github.com/gin-gonic/gin.Static outside < main.go:24
              HEAD /files/assets/*filepath github.com/gin-gonic/gin.Static outside < main.go:24
              GET /files/favicon.ico github.com/gin-gonic/gin.StaticFile outside < main.go:26
              HEAD /files/favicon.ico github.com/gin-gonic/gin.StaticFile outside < main.go:26
              GET /files/logo.png github.com/gin-gonic/gin.StaticFileFS outside < main.go:27
              HEAD /files/logo.png github.com/gin-gonic/gin.StaticFileFS outside < main.go:27
              GET /files/more/*filepath github.com/gin-gonic/gin.StaticFS outside < main.go:25
              HEAD /files/more/*filepath github.com/gin-gonic/gin.StaticFS outside < main.go:25
              GET /handle main.h main.go:11 < main.go:16
              PROPFIND /handle main.h main.go:11 < main.go:17
              GET /match main.h main.go:11 < main.go:18
              POST /match main.h main.go:11 < main.go:18
              DELETE /verbs main.h main.go:11 < main.go:22
              HEAD /verbs main.h main.go:11 < main.go:19
              OPTIONS /verbs main.h main.go:11 < main.go:20
              PATCH /verbs main.h main.go:11 < main.go:21
        "#]],
    );
}

#[test]
fn embedded_engine() {
    check(
        r#"
package main

import "github.com/gin-gonic/gin"

type Server struct {
	*gin.Engine
	name string
}

func (s *Server) up(c *gin.Context) {}

type Base struct{}

func (Base) Ping(c *gin.Context) {}

type Handler struct {
	Base
	*deep
}

type deep struct{ inner }

type inner struct{}

func (i *inner) Deep(c *gin.Context) {}

func main() {
	s := &Server{Engine: gin.New()}
	s.GET("/up", s.up)
	s.Group("/g").GET("", s.up)
	s.UseRawPath = true
	h := Handler{deep: &deep{}}
	s.Engine.GET("/ping", h.Ping)
	s.RouterGroup.GET("/deep", h.Deep)
	register(&s.RouterGroup)
	s.Run(":8081")
}

func register(g *gin.RouterGroup) { g.GET("/group", func(c *gin.Context) {}) }
"#,
        &expect![[r#"
            shop (gin, main "")
              listens :8081 = 8081 < main.go:36
              UseRawPath true
              GET /deep main.(*inner).Deep main.go:25 < main.go:34
              GET /g main.(*Server).up main.go:10 < main.go:30
              GET /group main.register.func main.go:39 < main.go:39
              GET /ping main.Base.Ping main.go:14 < main.go:33
              GET /up main.(*Server).up main.go:10 < main.go:29
        "#]],
    );
}

#[test]
fn aliases_and_generics() {
    check(
        r#"
package main

import (
	. "net/http"

	g "github.com/gin-gonic/gin"
)

type Router = g.RouterGroup

type Ctl[T any] struct{ items []T }

func (c *Ctl[T]) List(ctx *g.Context) {}

type user struct{}
type order struct{}

func crud[T any](r *Router, name string, c *Ctl[T]) {
	r.GET("/"+name, c.List)
	r.Handle(MethodDelete, "/"+name, c.List)
}

func main() {
	r := g.New()
	v1 := r.Group("/v1")
	crud(v1, "users", &Ctl[user]{})
	crud[order](v1, "orders", &Ctl[order]{})
}
"#,
        &expect![[r#"
            shop (gin, main "")
              DELETE /v1/orders main.(*Ctl).List main.go:13 < main.go:20
              GET /v1/orders main.(*Ctl).List main.go:13 < main.go:19
              DELETE /v1/users main.(*Ctl).List main.go:13 < main.go:20
              GET /v1/users main.(*Ctl).List main.go:13 < main.go:19
        "#]],
    );
}

#[test]
fn loops_over_tables() {
    check(
        r#"
package main

import "github.com/gin-gonic/gin"

type Route struct {
	Method  string
	Path    string
	Handler gin.HandlerFunc
}

var table = []Route{
	{"GET", "/a", a},
	{Method: "POST", Path: "/b", Handler: b},
}

func a(c *gin.Context) {}
func b(c *gin.Context) {}

func main() {
	r := gin.New()
	for _, t := range table {
		r.Handle(t.Method, t.Path, t.Handler)
	}
	local := []struct {
		path string
		h    gin.HandlerFunc
	}{{"/c", a}, {"/d", b}}
	for i := range local {
		r.GET(local[i].path, local[i].h)
	}
	for path, h := range map[string]gin.HandlerFunc{"/e": a} {
		r.GET(path, h)
	}
	type inner struct{ p string }
	for _, i := range []inner{{"/f"}} {
		r.GET(i.p, a)
	}
}
"#,
        &expect![[r#"
            shop (gin, main "")
              GET /a main.a main.go:16 < main.go:22
              POST /b main.b main.go:17 < main.go:22
              GET /c main.a main.go:16 < main.go:29
              GET /d main.b main.go:17 < main.go:29
              GET /e main.a main.go:16 < main.go:32
              GET /f main.a main.go:16 < main.go:36
        "#]],
    );
}

#[test]
fn engine_by_condition_is_one() {
    check(
        r#"
package main

import (
	"os"

	"github.com/gin-gonic/gin"
)

func main() {
	var r *gin.Engine
	if os.Getenv("DEBUG") != "" {
		r = gin.Default()
	} else {
		gin.SetMode(gin.ReleaseMode)
		r = gin.New()
	}
	r.GET("/ping", h)
	if os.Getenv("SWAGGER") != "" {
		r.GET("/swagger", h)
	}
	switch os.Getenv("MODE") {
	case "a":
		r.GET("/mode", h)
	}
	for i := 0; i < min(1, len(os.Args)); i++ {
		r.GET("/arg", h)
	}
	if len(os.Args) > 9 {
		return
	}
	r.GET("/late", h)
}

func h(c *gin.Context) {}
"#,
        &expect![[r#"
            shop (gin, main "")
              GET /arg main.h main.go:34 < main.go:26 if
              GET /late main.h main.go:34 < main.go:31 if
              GET /mode main.h main.go:34 < main.go:23 if
              GET /ping main.h main.go:34 < main.go:17
              GET /swagger main.h main.go:34 < main.go:19 if
        "#]],
    );
}

#[test]
fn options() {
    check(
        r#"
package main

import "github.com/gin-gonic/gin"

func strict(e *gin.Engine) { e.RedirectTrailingSlash = false }

func withRoutes(prefix string) gin.OptionFunc {
	return func(e *gin.Engine) { e.GET(prefix+"/option", func(c *gin.Context) {}) }
}

type Option func(*server)

type server struct {
	engine *gin.Engine
	prefix string
}

func WithPrefix(p string) Option { return func(s *server) { s.prefix = p } }

func New(options ...Option) *server {
	s := &server{engine: gin.New(strict, withRoutes("/o"))}
	for _, o := range options {
		o(s)
	}
	s.engine.Group(s.prefix).GET("/x", s.x)
	return s
}

func (s *server) x(c *gin.Context) {}

func main() {
	New(WithPrefix("/api"))
}
"#,
        &expect![[r#"
            shop (gin, main "")
              RedirectTrailingSlash false
              GET /api/x main.(*server).x main.go:29 < main.go:25
              GET /o/option main.withRoutes.func main.go:8 < main.go:8
        "#]],
    );
}

#[test]
fn recursion_ends() {
    check(
        r#"
package main

import "github.com/gin-gonic/gin"

type node struct {
	name     string
	children []node
}

func (n node) mount(g *gin.RouterGroup) {
	g = g.Group(n.name)
	g.GET("/self", func(c *gin.Context) {})
	for _, child := range n.children {
		child.mount(g)
	}
}

func forever(g *gin.RouterGroup) { forever(g.Group("/again")) }

func main() {
	r := gin.New()
	tree := node{name: "/root", children: []node{{name: "/leaf"}}}
	tree.mount(r.Group("/"))
	forever(r.Group("/"))
}
"#,
        &expect![[r#"
            shop (gin, main "")
              unseen forever(g.Group("/again"))
              GET /root/leaf/self main.node.mount.func main.go:12 < main.go:12
              GET /root/self main.node.mount.func main.go:12 < main.go:12
        "#]],
    );
}

#[test]
fn routers_that_leave_the_workspace() {
    check(
        r#"
package main

import (
	"github.com/gin-contrib/pprof"
	"github.com/gin-gonic/gin"
	"github.com/rs/cors"
	"net/http"
)

func main() {
	r := gin.New()
	r.GET("/a", func(c *gin.Context) {})
	pprof.Register(r)
	handler := cors.Default().Handler(r)
	http.ListenAndServe(":8080", handler)
}
"#,
        &expect![[r#"
            shop (gin, main "")
              listens :8080 = 8080 < main.go:15
              unseen pprof.Register(r)
              GET /a main.main.func main.go:12 < main.go:12
        "#]],
    );
}
