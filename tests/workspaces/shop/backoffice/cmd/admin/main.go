// The admin pages, for staff only: Traefik asks for a password.
package main

import (
	"log"

	"github.com/gin-gonic/gin"

	"shop/backoffice/internal/admin"
	"shop/backoffice/internal/config"
)

func main() {
	r := gin.Default()
	admin.Routes(r)

	if err := r.Run(":" + config.AdminPort); err != nil {
		log.Fatal(err)
	}
}
