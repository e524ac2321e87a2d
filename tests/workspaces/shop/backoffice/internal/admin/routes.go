// Package admin serves the pages that staff see.
package admin

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// Routes registers every page.
func Routes(r gin.IRouter) {
	r.GET("/", page("Welcome"))

	reports := r.Group("/reports")
	reports.GET("/daily", page("Daily report"))
	reports.Match([]string{http.MethodGet, http.MethodPost}, "/search", search)
}

func page(title string) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Data(http.StatusOK, "text/html; charset=utf-8", []byte("<h1>"+title+"</h1>"))
	}
}

func search(c *gin.Context) {
	c.JSON(http.StatusOK, gin.H{"query": c.Query("q")})
}
