package main

import "github.com/gin-gonic/gin"

func h(c *gin.Context) {}

func route(r gin.IRouter, prefix string, fill func(gin.IRouter)) {
	fill(r.Group(prefix))
}

func adder(r *gin.Engine) func(string) {
	return func(path string) { r.GET("/added"+path, h) }
}

func main() {
	r := gin.New()
	route(r, "/v1", func(r gin.IRouter) {
		r.GET("/x", h)
		route(r, "/deep", func(inner gin.IRouter) {
			inner.GET("/y", func(c *gin.Context) {})
			r.GET("/z", h)
		})
	})
	get := r.GET
	get("/method-value", h)
	add := adder(r)
	add("/1")
	add("/2")
	setup := map[string]func(){"s": func() { r.POST("/from-map", h) }}
	setup["s"]()
	func() { r.PUT("/called", h) }()
	defer r.Run()
	r.DELETE("/last", h)
}
