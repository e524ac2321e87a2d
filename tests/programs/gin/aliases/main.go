package main

import (
	g "github.com/gin-gonic/gin"
	. "programs/gin/aliases/dot"
)

type Router = g.IRouter

type Ctx = g.Context

type Ctl[T any] struct{ item T }

func (c *Ctl[T]) List(ctx *g.Context) {}

func (c *Ctl[T]) Register(r Router, path string) { r.DELETE(path, c.List) } // → main.(*Ctl).List

func crud[T any](r *g.RouterGroup, name string, c *Ctl[T]) { r.GET("/"+name, c.List) } // → main.(*Ctl).List

func register[R g.IRoutes](r R, path string) { r.PUT(path, Dotted) }

func h(c *Ctx) {}

func main() {
	r := g.New()
	v1 := r.Group("/v1")
	crud(v1, "users", &Ctl[int]{})
	crud[string](v1, "orders", &Ctl[string]{})
	register(v1, "/inferred")
	register[*g.Engine](r, "/explicit")
	(&Ctl[bool]{}).Register(r, "/generic")
	alias(r)
	r.GET(Dot, Dotted)
	Setup(r)
	r.Run()
}

func alias(r Router) { r.POST("/alias", h) }
