package orders

import "github.com/gin-gonic/gin"

func Register(g gin.IRouter) {
	g.Use(gin.Logger()).DELETE("/:id", cancel)
}
