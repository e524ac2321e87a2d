package main

import (
	"net/http"
	"sync"

	"github.com/gin-gonic/gin"
)

type cache struct{ m sync.Map }

func (c *cache) GET(path string, h gin.HandlerFunc) {}

func (c *cache) Group(prefix string) *cache { return c }

type db struct{}

func (db) Delete(path string, h gin.HandlerFunc) *db { return nil }

func h(c *gin.Context) {
	c.Get("key")
	c.Set("/x", h)
}

func main() {
	r := gin.New()
	c := &cache{}
	c.GET("/cache", h)
	c.Group("/c").GET("/group", h)
	db{}.Delete("/db", h)
	if false {
		http.Get("http://example.com/x")
	}
	header := http.Header{}
	header.Get("/header")
	r.GET("/real", h)
	r.Run()
}
