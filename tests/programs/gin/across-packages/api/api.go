// Package api has the routes.
package api

import (
	"programs/gin/across-packages/internal/orders"
	users "programs/gin/across-packages/internal/user-list"

	"github.com/gin-gonic/gin"
)

type router interface {
	gin.IRoutes
	Group(string, ...gin.HandlerFunc) *gin.RouterGroup
}

// Register registers all of them.
func Register(r router) {
	v1 := r.Group("/api/v1")
	users.Register(v1)
	orders.Register(v1.Group("/orders"))
	r.GET("/healthz", func(c *gin.Context) {})
}
