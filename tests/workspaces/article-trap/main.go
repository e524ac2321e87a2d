// The article's service with its trap: Traefik takes /api off, and the program waits for it.
package main

import (
	"log"
	"net/http"

	"github.com/gin-gonic/gin"
)

func main() {
	r := gin.Default()
	api := r.Group("/api")
	api.GET("/users", listUsers)
	api.GET("/users/:id", showUser)

	if err := r.Run(":8080"); err != nil {
		log.Fatal(err)
	}
}

func listUsers(c *gin.Context) {
	c.JSON(http.StatusOK, gin.H{"users": []string{"ada", "grace"}})
}

func showUser(c *gin.Context) {
	c.JSON(http.StatusOK, gin.H{"user": c.Param("id")})
}
