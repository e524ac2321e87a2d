use expect_test::expect;

use super::check;

#[test]
fn several_programs_and_a_library() {
    check(
        r#"
//- go.mod
module example.com/shop

go 1.26

require github.com/gin-gonic/gin v1.11.0
//- cmd/api/main.go
package main

import "example.com/shop/internal/server"

func main() { server.New("/api").Run(":8080") }
//- cmd/admin/main.go
package main

import (
	"example.com/shop/internal/server"

	"github.com/gin-gonic/gin"
)

func main() {
	admin := server.New("/admin")
	health := gin.New()
	health.GET("/healthz", func(c *gin.Context) {})
	go health.Run(":8082")
	admin.Run(":8081")
}
//- internal/server/server.go
package server

import "github.com/gin-gonic/gin"

func New(prefix string) *gin.Engine {
	r := gin.New()
	r.GET(prefix+"/ping", ping)
	return r
}

func ping(c *gin.Context) {}
//- pkg/kit/kit.go
package kit

import "github.com/gin-gonic/gin"

type Kit struct{ r *gin.Engine }

func NewKit(name string) *Kit {
	k := &Kit{r: newEngine()}
	k.r.GET("/kit", k.kit)
	return k
}

func newEngine() *gin.Engine { return gin.New() }

func (k *Kit) kit(c *gin.Context) {}
//- pkg/kit/kit_test.go
package kit

import "github.com/gin-gonic/gin"

func TestKit() { gin.New().GET("/test", nil) }
"#,
        &expect![[r#"
            cmd/admin (gin, main "cmd/admin")
              listens :8082 = 8082 < cmd/admin/main.go:13
              GET /healthz main.main.func cmd/admin/main.go:12 < cmd/admin/main.go:12
            cmd/admin#2 (gin, main "cmd/admin")
              listens :8081 = 8081 < cmd/admin/main.go:14
              GET /admin/ping internal/server.ping internal/server/server.go:11 < internal/server/server.go:7
            cmd/api (gin, main "cmd/api")
              listens :8080 = 8080 < cmd/api/main.go:5
              GET /api/ping internal/server.ping internal/server/server.go:11 < internal/server/server.go:7
            pkg/kit (gin, library)
              GET /kit pkg/kit.(*Kit).kit pkg/kit/kit.go:15 < pkg/kit/kit.go:9
        "#]],
    );
}

#[test]
fn modules_that_replace_each_other() {
    check(
        r#"
//- api/go.mod
module example.com/shop/api

require (
	github.com/gin-gonic/gin v1.12.0
	example.com/shop/lib v0.0.0
)

replace example.com/shop/lib => ../lib
//- api/main.go
package main

import (
	"example.com/shop/lib/routes"

	"github.com/gin-gonic/gin"
)

func main() {
	r := gin.New()
	routes.Add(r)
	r.Run(":1")
}
//- lib/go.mod
module example.com/renamed/lib
//- lib/routes/routes.go
package routes

import "github.com/gin-gonic/gin"

func Add(r gin.IRouter) { r.GET("/lib", lib) }

func lib(c *gin.Context) {}
"#,
        &expect![[r#"
            api (gin, main "api")
              listens :1 = 1 < api/main.go:12
              GET /lib routes.lib lib/routes/routes.go:7 < lib/routes/routes.go:5
        "#]],
    );
}

#[test]
fn commands_and_functions_given_away() {
    check(
        r#"
package main

import (
	"sync"

	"github.com/gin-gonic/gin"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"
)

var root = &cobra.Command{Use: "shop"}

var serve = &cobra.Command{
	Use: "serve",
	RunE: func(cmd *cobra.Command, args []string) error {
		return run()
	},
}

var once sync.Once

var engine *gin.Engine

func init() { root.AddCommand(serve) }

func Engine() *gin.Engine {
	once.Do(func() {
		engine = gin.New()
		engine.GET("/once", func(c *gin.Context) {})
	})
	return engine
}

func run() error {
	var g errgroup.Group
	g.Go(func() error { return Engine().Run(":8080") })
	return g.Wait()
}

func main() {
	if err := root.Execute(); err != nil {
		panic(err)
	}
}
"#,
        &expect![[r#"
            shop (gin, main "")
              listens :8080 = 8080 < main.go:36
              GET /once main.Engine.func main.go:29 < main.go:29
        "#]],
    );
}

#[test]
fn build_constraints() {
    check(
        r#"
//- main.go
package main

import "github.com/gin-gonic/gin"

func h(c *gin.Context) {}

func main() {
	r := gin.New()
	swagger(r)
}
//- swagger_enable.go
//go:build swagger

package main

import "github.com/gin-gonic/gin"

func swagger(r *gin.Engine) { r.GET("/swagger/*any", h) }
//- swagger_disable.go
//go:build !swagger

package main

import "github.com/gin-gonic/gin"

func swagger(r *gin.Engine) {}
//- other_windows.go
package main

func swagger(r *gin.Engine) { r.GET("/windows", h) }
//- tool.go
//go:build ignore

package main

func swagger(r *gin.Engine) { r.GET("/ignored", h) }
"#,
        &expect![[r#"
            shop (gin, main "")
              GET /swagger/*any main.h main.go:5 < swagger_enable.go:7 if
        "#]],
    );
}

#[test]
fn injected_dependencies() {
    check(
        r#"
package main

import (
	"context"

	"github.com/gin-gonic/gin"
	"go.uber.org/fx"
)

type UserRouter struct{ name string }

func NewUserRouter() *UserRouter { return &UserRouter{name: "/users"} }

func NewEngine() *gin.Engine { return gin.New() }

func NewGroup(e *gin.Engine) *gin.RouterGroup { return e.Group("/api") }

func (u *UserRouter) Register(g *gin.RouterGroup) { g.GET(u.name, u.list) }

func (u *UserRouter) list(c *gin.Context) {}

func main() {
	fx.New(
		fx.Invoke(func(g *gin.RouterGroup, u *UserRouter) { u.Register(g) }),
		fx.Provide(NewGroup, NewUserRouter, NewEngine),
		fx.Invoke(start),
	).Run()
}

func start(lc fx.Lifecycle, e *gin.Engine) {
	lc.Append(fx.Hook{OnStart: func(ctx context.Context) error { go e.Run(":8080"); return nil }})
}
"#,
        &expect![[r#"
            shop (gin, main "")
              listens :8080 = 8080 < main.go:31
              GET /api/users main.(*UserRouter).list main.go:20 < main.go:18
        "#]],
    );
}

#[test]
fn a_registry_outside_keeps_the_engine() {
    check(
        r#"
package main

import (
	"github.com/gin-gonic/gin"
	"github.com/go-admin-team/go-admin-core/sdk"
)

var routers = make([]func(), 0)

func init() { routers = append(routers, register) }

func main() {
	var r *gin.Engine
	h := sdk.Runtime.GetEngine()
	if h == nil {
		h = gin.New()
		sdk.Runtime.SetEngine(h)
	}
	switch h.(type) {
	case *gin.Engine:
		r = h.(*gin.Engine)
	}
	r.GET("/main", func(c *gin.Context) {})
	for _, f := range routers {
		f()
	}
	plugins := []func(*gin.Engine){register2}
	others := make([]func(*gin.Engine), len(plugins))
	copy(others, plugins)
	for i := 0; i < len(others); i++ {
		others[i](r)
	}
}

func register() {
	h := sdk.Runtime.GetEngine()
	if h == nil {
		h = gin.New()
	}
	r := h.(*gin.Engine)
	r.Group("/api").GET("/x", func(c *gin.Context) {})
}

func register2(r *gin.Engine) { r.GET("/plugin", func(c *gin.Context) {}) }
"#,
        &expect![[r#"
            shop (gin, main "")
              GET /api/x main.register.func main.go:41 < main.go:41
              GET /main main.main.func main.go:23 < main.go:23
              GET /plugin main.register2.func main.go:44 < main.go:44
        "#]],
    );
}
