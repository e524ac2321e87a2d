package main

import "github.com/gin-gonic/gin"

func h(c *gin.Context) {}

func main() {
	r := gin.New()
	api := r.Group("/api")
	admin := api.Group("", gin.Logger())
	admin.GET("users", h)
	slash := api.Group("/")
	slash.GET("x", h)
	slash.GET("", h)
	user := r.Group("user/")
	user.POST("login", h)
	user.GET("", h)
	user.GET("/trailing/", h)
	orgs := r.Group("orgs")
	orgs.GET("", h)
	orgs.GET("/../up", h)
	orgs.GET("//double", h)
	r.GET("", h)
	r.GET("/v1\\:publish", h)
	r.GET("/files/*filepath", h)
	r.GET("/a/:b/c", h)
	r.Run()
}
