package main

import "github.com/gin-gonic/gin"

func h(c *gin.Context) {}

func auth() gin.HandlerFunc { return func(c *gin.Context) {} }

func main() {
	r := gin.New()
	r.Group("/a").Use(auth()).POST("", h)
	x := r.Group("/v1").Group("/dept").Use(auth()).Use(auth())
	x.GET("/list", h)
	r.Group("/c").GET("/1", h).POST("/2", h).
		PUT("/3", h).
		Any("/4", h)
	r.
		Group("/lines").
		GET(
			"/5",
			h,
		)
	r.Run()
}
