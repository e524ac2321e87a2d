package router

import "github.com/gin-gonic/gin"

func init() {
	public = append(public, regUser)
	private = append(private, regRole, regMenu)
}

func init() {
	add("named", func(r gin.IRouter) { r.GET("/x", h) })
}

func regUser(g *gin.RouterGroup) { g.GET("/users", h) }

func regRole(v1 *gin.RouterGroup, check gin.HandlerFunc) {
	r := v1.Group("/role").Use(check)
	{
		r.GET("", h)
	}
}

func regMenu(v1 *gin.RouterGroup, check gin.HandlerFunc) { v1.GET("/menu", check, h) }

func h(c *gin.Context) {}
