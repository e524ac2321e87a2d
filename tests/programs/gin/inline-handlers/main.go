package main

import "github.com/gin-gonic/gin"

func GetStatus(router *gin.RouterGroup) {
	router.GET("/status", func(c *gin.Context) { c.String(200, "ok") })
}

type U struct{}

func (u *U) Register(r *gin.Engine) {
	handler := func(c *gin.Context) {}
	r.GET("/variable", handler)
	r.POST("/inline", func(c *gin.Context) {
		func() {}()
	})
}

func main() {
	r := gin.New()
	r.GET("/x", func(c *gin.Context) {})
	GetStatus(r.Group("/api"))
	(&U{}).Register(r)
	r.Run()
}
