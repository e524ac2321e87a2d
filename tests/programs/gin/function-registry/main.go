package main

import (
	"programs/gin/function-registry/router"

	"github.com/gin-gonic/gin"
)

func main() {
	r := gin.New()
	router.Init(r)
	r.Run()
}
