package main

import (
	"programs/fiber2/several-mains/shared"

	"github.com/gofiber/fiber/v2"
)

func main() {
	r := fiber.New()
	shared.Health(r.Group("/admin"))
	r.Listen(":8081")
}
