package main

import "github.com/gofiber/fiber/v2"

func h(c *fiber.Ctx) error { return nil }

func route(r fiber.Router, prefix string, fill func(fiber.Router)) {
	fill(r.Group(prefix))
}

func adder(r *fiber.App) func(string) {
	return func(path string) { r.Get("/added"+path, h) }
}

func main() {
	r := fiber.New()
	route(r, "/v1", func(r fiber.Router) {
		r.Get("/x", h)
		route(r, "/deep", func(inner fiber.Router) {
			inner.Get("/y", func(c *fiber.Ctx) error { return nil })
			r.Get("/z", h)
		})
	})
	get := r.Get
	get("/method-value", h)
	add := adder(r)
	add("/1")
	add("/2")
	setup := map[string]func(){"s": func() { r.Post("/from-map", h) }}
	setup["s"]()
	func() { r.Put("/called", h) }()
	defer r.Listen(":8080")
	r.Delete("/last", h)
}
