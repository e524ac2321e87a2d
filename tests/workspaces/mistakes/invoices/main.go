// The invoices service: its routes begin with /api, which Traefik takes off.
package main

import (
	"log"
	"net/http"

	"github.com/gin-gonic/gin"
)

func main() {
	r := gin.Default()
	api := r.Group("/api")
	api.GET("/invoices", list)
	api.GET("/invoices/:number", show)

	if err := r.Run(":8080"); err != nil {
		log.Fatal(err)
	}
}

func list(c *gin.Context) {
	c.JSON(http.StatusOK, []string{"2026-001", "2026-002"})
}

func show(c *gin.Context) {
	c.JSON(http.StatusOK, gin.H{"number": c.Param("number")})
}
