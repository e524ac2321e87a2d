package main

import (
	"programs/gin/several-mains/shared"

	"github.com/gin-gonic/gin"
)

func main() {
	r := gin.New()
	shared.Health(r)
	r.GET("/api", func(c *gin.Context) {})
	go func() {
		m := gin.New()
		m.GET("/metrics", shared.Metrics)
		m.Run(":9090")
	}()
	r.Run(":8080")
}
