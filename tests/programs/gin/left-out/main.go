package main

import "github.com/gin-gonic/gin"

func h(c *gin.Context) {}

func main() {
	r := gin.New()
	r.GET("/in", h)
	platform(r)
	r.Run()
}
