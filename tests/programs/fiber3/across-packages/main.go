package main

import (
	"programs/fiber3/across-packages/api"

	"github.com/gofiber/fiber/v3"
)

func main() {
	r := fiber.New()
	api.Register(r)
	r.Listen(":8080")
}
