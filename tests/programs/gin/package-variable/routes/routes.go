package routes

import "github.com/gin-gonic/gin"

var Root *gin.RouterGroup

var handler = func(c *gin.Context) {}

var alias = list

func list(c *gin.Context) {}

func Setup() {
	Root.GET("/variable", handler) // → gin/package-variable/routes.handler.func
	Root.GET("/list", alias)
}
