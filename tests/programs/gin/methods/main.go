package main

import (
	"net/http"
	"programs/gin/methods/static"

	"github.com/gin-gonic/gin"
)

func h(c *gin.Context) {}

var methods = []string{http.MethodGet, "REPORT"}

func main() {
	r := gin.New()
	r.Any("/any", h)
	r.Match([]string{"GET", "POST"}, "/match", h)
	r.Match(methods, "/var", h)
	r.Handle("PROPFIND", "/dav", h)
	r.HEAD("/head", h)
	r.OPTIONS("/options", h)
	r.PATCH("/patch", h)
	g := r.Group("/files")
	g.Static("/assets", "./assets")                      // → github.com/gin-gonic/gin.Static
	g.StaticFS("more/", http.Dir("x"))                   // → github.com/gin-gonic/gin.StaticFS
	g.StaticFile("/favicon.ico", "f")                    // → github.com/gin-gonic/gin.StaticFile
	g.StaticFileFS("/logo.png", "f", http.FS(static.FS)) // → github.com/gin-gonic/gin.StaticFileFS
	r.NoRoute(h)
	r.NoMethod(h)
	r.Run()
}
