package main

import "github.com/gofiber/fiber/v2"

func ping(c *fiber.Ctx) error { return nil }

func main() {
	r := fiber.New()
	r.Get("/ping", ping)
	r.Listen(":8080")
}
