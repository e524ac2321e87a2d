package routes

import "github.com/gofiber/fiber/v3"

var Root fiber.Router

var handler = func(c fiber.Ctx) error { return nil }

var alias = list

func list(c fiber.Ctx) error { return nil }

func Setup() {
	Root.Get("/variable", handler) // → fiber3/package-variable/routes.handler.func
	Root.Get("/list", alias)
}
