package main

import "github.com/gofiber/fiber/v3"

func main() {
	r := fiber.New()
	user(r.Group("/user"))
	user(r.Group("/admin").Group("me"))
	all(r, r.Group("/both"))
	r.Listen(":8080")
}

func user(g fiber.Router) { g.Get("/me", me) }

func all(routers ...fiber.Router) {
	for i, router := range routers {
		if i > 0 {
			router.Post("/all", me)
		}
	}
}

func never(g fiber.Router) { g.Get("/never", me) }

func me(c fiber.Ctx) error { return nil }
