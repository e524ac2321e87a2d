package main

import (
	"programs/gin/generated/api"
	"programs/gin/generated/impl"

	"github.com/gin-gonic/gin"
)

func main() {
	r := gin.New()
	api.RegisterHandlersWithOptions(r, impl.New(), api.GinServerOptions{BaseURL: "/v1"})
	api.RegisterHandlers(r.Group("/plain"), &impl.Impl{})
	r.Run()
}
