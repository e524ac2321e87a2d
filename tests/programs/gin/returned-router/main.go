package main

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

type options struct{ debug bool }

func build(o options) *gin.Engine {
	r := gin.New()
	if o.debug {
		r.Use(gin.Logger())
	}
	r.GET("/built", h)
	return r
}

func groups(r *gin.Engine) (public, private *gin.RouterGroup) {
	public = r.Group("/public")
	private = r.Group("/private")
	return
}

func handler() http.Handler {
	r := build(options{debug: true})
	public, private := groups(r)
	public.GET("/a", h)
	private.GET("/b", h)
	return r
}

func h(c *gin.Context) {}

func main() {
	http.ListenAndServe(":8080", handler())
}
