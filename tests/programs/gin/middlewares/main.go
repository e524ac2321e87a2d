package main

import "github.com/gin-gonic/gin"

func auth(c *gin.Context) {}

func h(c *gin.Context) {}

func log() gin.HandlerFunc { return func(c *gin.Context) {} }

func main() {
	r := gin.New()
	r.Use(gin.Recovery(), auth)
	r.GET("/x", auth, log(), h)
	chain := []gin.HandlerFunc{auth, h}
	r.POST("/chain", chain...)
	g := r.Group("/g", auth)
	g.PUT("/y", append([]gin.HandlerFunc{auth}, h)...)
	g.DELETE("/z", with(h)...)
	r.Run()
}

func with(h gin.HandlerFunc) gin.HandlersChain { return gin.HandlersChain{auth, h} }
