// Package api has the routes.
package api

import (
	"programs/fiber2/across-packages/internal/orders"
	users "programs/fiber2/across-packages/internal/user-list"

	"github.com/gofiber/fiber/v2"
)

type router interface {
	fiber.Router
}

// Register registers all of them.
func Register(r router) {
	v1 := r.Group("/api/v1")
	users.Register(v1)
	orders.Register(v1.Group("/orders"))
	r.Get("/healthz", func(c *fiber.Ctx) error { return nil })
}
