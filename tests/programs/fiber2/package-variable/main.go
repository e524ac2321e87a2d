package main

import (
	"programs/fiber2/package-variable/routes"

	"github.com/gofiber/fiber/v2"
)

var (
	engine = fiber.New()
	V1     fiber.Router
)

func init() {
	V1 = engine.Group("/api/v1")
}

func main() {
	status(V1)
	routes.Root = engine.Group("/other")
	routes.Setup()
	engine.Listen(":8080")
}

func status(router fiber.Router) {
	router.Get("/status", func(c *fiber.Ctx) error { return nil })
}
