package main

import "github.com/gin-gonic/gin"

func main() {
	r := gin.New()
	user(r.Group("/user"))
	user(r.Group("/admin").Group("me"))
	all(r, r.Group("/both"))
	r.Run(":8080")
}

func user(g *gin.RouterGroup) { g.GET("/me", me) }

func all(routers ...gin.IRouter) {
	for i, router := range routers {
		if i > 0 {
			router.POST("/all", me)
		}
	}
}

func never(g *gin.RouterGroup) { g.GET("/never", me) }

func me(c *gin.Context) {}
