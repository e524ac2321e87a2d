package main

import (
	"programs/gin/package-variable/routes"

	"github.com/gin-gonic/gin"
)

var (
	engine = gin.New()
	V1     *gin.RouterGroup
)

func init() {
	V1 = engine.Group("/api/v1")
}

func main() {
	status(V1)
	routes.Root = engine.Group("/other")
	routes.Setup()
	engine.Run()
}

func status(router *gin.RouterGroup) {
	router.GET("/status", func(c *gin.Context) {})
}
