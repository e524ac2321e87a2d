package main

import (
	"programs/fiber2/several-mains/shared"

	"github.com/gofiber/fiber/v2"
)

func main() {
	r := fiber.New()
	shared.Health(r)
	r.Get("/api", func(c *fiber.Ctx) error { return nil })
	go func() {
		m := fiber.New()
		m.Get("/metrics", shared.Metrics)
		m.Listen(":9090")
	}()
	r.Listen(":8080")
}
