// Package books serves the shelf.
package books

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// Book is one title.
type Book struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// Shelf holds all books.
type Shelf struct {
	books []Book
}

// NewShelf returns the shelf of the shop.
func NewShelf() *Shelf {
	return &Shelf{books: []Book{
		{ID: "1", Title: "A Pattern Language"},
		{ID: "2", Title: "The Mythical Man-Month"},
	}}
}

// Register puts the routes of the shelf on a group.
func Register(group *gin.RouterGroup, shelf *Shelf) {
	group.GET("", shelf.list)
	group.GET("/:id", shelf.show)
	group.GET("/:id/cover", cover)
}

func (s *Shelf) list(c *gin.Context) {
	c.JSON(http.StatusOK, s.books)
}

func (s *Shelf) show(c *gin.Context) {
	for _, book := range s.books {
		if book.ID == c.Param("id") {
			c.JSON(http.StatusOK, book)
			return
		}
	}
	c.Status(http.StatusNotFound)
}

func cover(c *gin.Context) {
	c.Data(http.StatusOK, "image/svg+xml", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`))
}
