package router

import "github.com/gofiber/fiber/v3"

func init() {
	public = append(public, regUser)
	private = append(private, regRole, regMenu)
}

func init() {
	add("named", func(r fiber.Router) { r.Get("/x", h) })
}

func regUser(g fiber.Router) { g.Get("/users", h) }

func regRole(v1 fiber.Router, check fiber.Handler) {
	r := v1.Group("/role").Use(check)
	{
		r.Get("", h)
	}
}

func regMenu(v1 fiber.Router, check fiber.Handler) { v1.Get("/menu", check, h) }

func h(c fiber.Ctx) error { return nil }
