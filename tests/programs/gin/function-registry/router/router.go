package router

import "github.com/gin-gonic/gin"

var (
	public  = make([]func(*gin.RouterGroup), 0)
	private []func(v1 *gin.RouterGroup, check gin.HandlerFunc)
	byName  = map[string]func(gin.IRouter){}
)

func Init(r *gin.Engine) {
	v1 := r.Group("/api/v1")
	for _, f := range public {
		f(v1)
	}
	for _, f := range private {
		f(v1, func(c *gin.Context) {})
	}
	for name, f := range byName {
		f(r.Group("/" + name))
	}
}

func add(name string, f func(gin.IRouter)) { byName[name] = f }
