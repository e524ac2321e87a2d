package userlist

import "github.com/gin-gonic/gin"

func Register(g *gin.RouterGroup) {
	users := g.Group("/users")
	users.GET("", List)
	users.GET("/:id", show)
}

func List(c *gin.Context) {}

func show(c *gin.Context) {}
