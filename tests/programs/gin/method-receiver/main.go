package main

import "github.com/gin-gonic/gin"

type Orders struct{ table string }

func (h *Orders) Mount(r gin.IRouter) {
	r.GET("/orders/:id", h.one)
	r.PUT("/orders/:id", Orders.change(*h))
}

func (h *Orders) one(c *gin.Context) {}

func (h Orders) change() gin.HandlerFunc { return h.save }

func (h Orders) save(c *gin.Context) {}

type base struct{}

func (base) Ping(c *gin.Context) {}

type Health struct{ base }

func main() {
	r := gin.New()
	orders := Orders{"orders"}
	orders.Mount(r.Group("/v2"))
	(&Orders{}).Mount(r.Group("/v3"))
	health := &Health{}
	r.GET("/ping", health.Ping)
	mount := orders.Mount
	mount(r.Group("/v4"))
	r.Run()
}
