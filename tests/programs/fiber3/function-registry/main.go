package main

import (
	"programs/fiber3/function-registry/router"

	"github.com/gofiber/fiber/v3"
)

func main() {
	r := fiber.New()
	router.Init(r)
	r.Listen(":8080")
}
