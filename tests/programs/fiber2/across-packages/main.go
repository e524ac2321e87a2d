package main

import (
	"programs/fiber2/across-packages/api"

	"github.com/gofiber/fiber/v2"
)

func main() {
	r := fiber.New()
	api.Register(r)
	r.Listen(":8080")
}
