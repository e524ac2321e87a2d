package main

import (
	"programs/fiber3/several-mains/shared"

	"github.com/gofiber/fiber/v3"
)

func main() {
	r := fiber.New()
	shared.Health(r.Group("/admin"))
	r.Listen(":8081")
}
