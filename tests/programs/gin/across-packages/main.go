package main

import (
	"programs/gin/across-packages/api"

	"github.com/gin-gonic/gin"
)

func main() {
	r := gin.New()
	api.Register(r)
	r.Run()
}
