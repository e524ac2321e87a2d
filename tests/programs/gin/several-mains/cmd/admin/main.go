package main

import (
	"programs/gin/several-mains/shared"

	"github.com/gin-gonic/gin"
)

func main() {
	r := gin.New()
	shared.Health(r.Group("/admin"))
	r.Run(":8081")
}
