package main

import "github.com/gin-gonic/gin"

func ping(c *gin.Context) {}

func main() {
	r := gin.Default()
	r.GET("/ping", ping)
	r.Run()
}
