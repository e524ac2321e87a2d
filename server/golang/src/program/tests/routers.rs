use expect_test::expect;

use super::check;

#[test]
fn same_package_function_called_twice() {
    check(
        r#"
package main

import "github.com/gin-gonic/gin"

func main() {
	r := gin.New()
	user(r.Group("/user"))
	user(r.Group("/admin"))
	never(r)
}

func user(g *gin.RouterGroup) { g.GET("/me", me) }
func never(g *gin.Engine)     {}
func unreached(g *gin.RouterGroup) { g.GET("/unreached", me) }
func me(c *gin.Context)       {}
"#,
        &expect![[r#"
            shop (gin, main "")
              GET /admin/me main.me main.go:15 < main.go:12
              GET /user/me main.me main.go:15 < main.go:12
        "#]],
    );
}

#[test]
fn across_packages() {
    check(
        r#"
//- go.mod
module example.com/shop

require github.com/gin-gonic/gin v1.12.0
//- cmd/api/main.go
package main

import (
	"example.com/shop/internal/orders"
	u "example.com/shop/internal/users"

	"github.com/gin-gonic/gin"
)

func main() {
	r := gin.Default()
	api := r.Group("/api")
	u.Register(api)
	orders.New(orders.Store{}).Mount(api)
	_ = r.Run(":8080")
}
//- internal/users/users.go
package users

import "github.com/gin-gonic/gin"

// Register adds the users.
func Register(rg *gin.RouterGroup) {
	g := rg.Group("/users")
	g.GET("/:id", show)
}

func show(c *gin.Context) {}
//- internal/orders/orders.go
package orders

import "github.com/gin-gonic/gin"

type Store struct{}

type Handler struct{ store Store }

func New(store Store) *Handler { return &Handler{store: store} }

func (h *Handler) Mount(r gin.IRouter) {
	r.GET("/orders", h.list)
	r.POST("/orders", h.create)
}

func (h *Handler) list(c *gin.Context) {}
//- internal/orders/create.go
package orders

import "github.com/gin-gonic/gin"

func (h Handler) create(c *gin.Context) {}
"#,
        &expect![[r#"
            cmd/api (gin, main "cmd/api")
              listens :8080 = 8080 < cmd/api/main.go:15
              GET /api/orders internal/orders.(*Handler).list internal/orders/orders.go:16 < internal/orders/orders.go:12
              POST /api/orders internal/orders.Handler.create internal/orders/create.go:5 < internal/orders/orders.go:13
              GET /api/users/:id internal/users.show internal/users/users.go:11 < internal/users/users.go:8
        "#]],
    );
}

#[test]
fn struct_fields_set_by_constructors_and_assignment() {
    check(
        r#"
package main

import "github.com/gin-gonic/gin"

type API struct {
	rg   *gin.RouterGroup
	deep struct{ engine *gin.Engine }
}

func NewAPI(rg *gin.RouterGroup) *API { return &API{rg: rg} }

func (a *API) Init() {
	g := a.rg.Group("/oidc")
	g.GET("/keys", a.keys)
	a.deep.engine.GET("/deep", a.keys)
}

func (a *API) keys(c *gin.Context) {}

func main() {
	engine := gin.New()
	api := NewAPI(engine.Group("/api"))
	api.deep.engine = engine
	api.Init()
}
"#,
        &expect![[r#"
            shop (gin, main "")
              GET /api/oidc/keys main.(*API).keys main.go:18 < main.go:14
              GET /deep main.(*API).keys main.go:18 < main.go:15
        "#]],
    );
}

#[test]
fn package_variables_and_registries() {
    check(
        r#"
//- go.mod
module example.com/shop
//- main.go
package main

import (
	"example.com/shop/routes"

	"github.com/gin-gonic/gin"
)

func main() {
	routes.Init(gin.New())
}
//- routes/routes.go
package routes

import "github.com/gin-gonic/gin"

var V1 *gin.RouterGroup

var registered []func(*gin.RouterGroup)

func Init(r *gin.Engine) {
	V1 = r.Group("/v1")
	status()
	for _, register := range registered {
		register(V1)
	}
}

func status() { V1.GET("/status", ok) }

func ok(c *gin.Context) {}
//- routes/user.go
package routes

import "github.com/gin-gonic/gin"

func init() { registered = append(registered, user) }

func user(g *gin.RouterGroup) { g.GET("/user", ok) }
//- routes/zoo.go
package routes

import "github.com/gin-gonic/gin"

func init() {
	registered = append(registered, func(g *gin.RouterGroup) { g.GET("/zoo", ok) })
}
"#,
        &expect![[r#"
            shop (gin, main "")
              GET /v1/status routes.ok routes/routes.go:19 < routes/routes.go:17
              GET /v1/user routes.ok routes/routes.go:19 < routes/user.go:7
              GET /v1/zoo routes.ok routes/routes.go:19 < routes/zoo.go:6
        "#]],
    );
}

#[test]
fn results_also_of_several_functions() {
    check(
        r#"
package main

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

func build() (*gin.Engine, error) {
	r := gin.New()
	api, admin := groups(r)
	api.GET("/a", h)
	admin.GET("/b", h)
	return r, nil
}

func groups(r *gin.Engine) (api, admin *gin.RouterGroup) {
	api = r.Group("/api")
	admin = api.Group("/admin")
	return
}

func h(c *gin.Context) {}

func main() {
	r, err := build()
	if err != nil {
		panic(err)
	}
	r.GET("/c", h)
	http.ListenAndServe(":9000", r)
}
"#,
        &expect![[r#"
            shop (gin, main "")
              listens :9000 = 9000 < main.go:31
              GET /api/a main.h main.go:23 < main.go:12
              GET /api/admin/b main.h main.go:23 < main.go:13
              GET /c main.h main.go:23 < main.go:30
        "#]],
    );
}

#[test]
fn blocks_shadow() {
    check(
        r#"
package main

import "github.com/gin-gonic/gin"

func main() {
	r := gin.New()
	repo := r.Group("/repo")
	{
		repo := repo.Group("/:id")
		repo.GET("/log", h)
		{
			repo := repo.Group("")
			repo.POST("/log", h)
		}
	}
	repo.GET("/all", h)
	if repo := r.Group("/if"); repo != nil {
		repo.GET("/x", h)
	}
	repo = r.Group("/other")
	repo.GET("/y", h)
}

func h(c *gin.Context) {}
"#,
        &expect![[r#"
            shop (gin, main "")
              GET /if/x main.h main.go:24 < main.go:18
              GET /other/y main.h main.go:24 < main.go:21
              GET /repo/:id/log main.h main.go:24 < main.go:10
              POST /repo/:id/log main.h main.go:24 < main.go:13
              GET /repo/all main.h main.go:24 < main.go:16
        "#]],
    );
}

#[test]
fn interfaces() {
    check(
        r#"
package main

import (
	"sync"

	"github.com/gin-gonic/gin"
)

type Controller interface{ Register(g *gin.RouterGroup) }

type Service interface {
	Handler() gin.HandlerFunc
	Show(c *gin.Context)
}

type user struct{}

func (user) Register(g *gin.RouterGroup) { g.GET("/user", nothing) }

type order struct{ base string }

func (o *order) Register(g *gin.RouterGroup) { g.GET(o.base, nothing) }

type service struct{}

func (s *service) Handler() gin.HandlerFunc { return nothing }
func (s *service) Show(c *gin.Context)      {}

type mockService struct{}

func (s *mockService) Handler() gin.HandlerFunc { return nil }
func (s *mockService) Show(c *gin.Context)      {}

type Registrar interface{ RegisterAll(r gin.IRouter) }

type everything struct{}

func (everything) RegisterAll(r gin.IRouter) { r.GET("/everything", nothing) }

func nothing(c *gin.Context) {}

var container sync.Map

func find(name string) any {
	found, _ := container.Load(name)
	return found
}

func main() {
	container.Store("service", &service{})
	container.Store("one", everything{})
	container.Store("many", user{})
	r := gin.New()
	g := r.Group("/v1")
	for _, c := range []Controller{user{}, &order{base: "/order"}} {
		c.Register(g)
	}
	s := find("service").(Service)
	g.GET("/show", s.Show)
	var one Registrar = find("one").(Registrar)
	one.RegisterAll(g)
	many := find("many").(Controller)
	many.Register(g.Group("/many"))
}
"#,
        &expect![[r#"
            shop (gin, main "")
              unseen many.Register(g.Group("/many"))
              GET /v1/everything main.nothing main.go:40 < main.go:38
              GET /v1/order main.nothing main.go:40 < main.go:22
              GET /v1/show main.(*service).Show main.go:27 < main.go:59
              GET /v1/user main.nothing main.go:40 < main.go:18
        "#]],
    );
}
