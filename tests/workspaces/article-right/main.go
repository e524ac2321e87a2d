// The article's service: Traefik takes /api off, the program never sees it.
package main

import (
	"log"
	"net/http"

	"github.com/gin-gonic/gin"
)

func main() {
	r := gin.Default()
	r.GET("/users", listUsers)
	r.GET("/users/:id", showUser)

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
