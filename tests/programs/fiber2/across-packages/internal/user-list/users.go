package userlist

import "github.com/gofiber/fiber/v2"

func Register(g fiber.Router) {
	users := g.Group("/users")
	users.Get("", List)
	users.Get("/:id", show)
}

func List(c *fiber.Ctx) error { return nil }

func show(c *fiber.Ctx) error { return nil }
