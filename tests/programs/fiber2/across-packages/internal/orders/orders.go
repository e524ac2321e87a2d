package orders

import "github.com/gofiber/fiber/v2"

func Register(g fiber.Router) {
	g.Use(func(c *fiber.Ctx) error { return c.Next() }).Delete("/:id", cancel)
}
