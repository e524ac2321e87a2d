package main

import "github.com/gin-gonic/gin"

type Controller interface{ Register(g *gin.RouterGroup) }

type users struct{}

func (u *users) Register(g *gin.RouterGroup) { g.GET("/users", u.list) }

func (u *users) list(c *gin.Context) {}

type orders struct{ path string }

func (o orders) Register(g *gin.RouterGroup) { g.GET(o.path, o.list) }

func (o orders) list(c *gin.Context) {}

type registerFunc func(*gin.RouterGroup)

func (f registerFunc) Register(g *gin.RouterGroup) { f(g) }

func main() {
	r := gin.New()
	for _, c := range []Controller{&users{}, orders{path: "/orders"}, registerFunc(third)} {
		c.Register(r.Group("/api"))
	}
	register(r.Group("/v2"), &users{}, orders{"/orders"})
	var one Controller = orders{"/one"}
	one.Register(r.Group("/v3"))
	r.Run()
}

func third(g *gin.RouterGroup) { g.GET("/third", func(c *gin.Context) {}) }

func register(g *gin.RouterGroup, all ...Controller) {
	for _, c := range all {
		c.Register(g)
	}
}
