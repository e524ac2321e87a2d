package main

import (
	"programs/fiber2/function-registry/router"

	"github.com/gofiber/fiber/v2"
)

func main() {
	r := fiber.New()
	router.Init(r)
	r.Listen(":8080")
}
