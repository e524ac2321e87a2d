// The catalog: what can be bought. Listens on $PORT, 8080 where none is set.
package main

import (
	"log"
	"net/http"

	"github.com/gin-gonic/gin"

	"shop/catalog/books"
)

func main() {
	router := gin.Default()
	router.GET("/health", func(c *gin.Context) { c.Status(http.StatusNoContent) })
	books.Register(router.Group("/books"), books.NewShelf())

	if err := router.Run(); err != nil {
		log.Fatal(err)
	}
}
