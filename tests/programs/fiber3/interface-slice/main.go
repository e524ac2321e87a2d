package main

import "github.com/gofiber/fiber/v3"

type Controller interface{ Register(g fiber.Router) }

type users struct{}

func (u *users) Register(g fiber.Router) { g.Get("/users", u.list) }

func (u *users) list(c fiber.Ctx) error { return nil }

type orders struct{ path string }

func (o orders) Register(g fiber.Router) { g.Get(o.path, o.list) }

func (o orders) list(c fiber.Ctx) error { return nil }

type registerFunc func(fiber.Router)

func (f registerFunc) Register(g fiber.Router) { f(g) }

func main() {
	r := fiber.New()
	for _, c := range []Controller{&users{}, orders{path: "/orders"}, registerFunc(third)} {
		c.Register(r.Group("/api"))
	}
	register(r.Group("/v2"), &users{}, orders{"/orders"})
	var one Controller = orders{"/one"}
	one.Register(r.Group("/v3"))
	r.Listen(":8080")
}

func third(g fiber.Router) { g.Get("/third", func(c fiber.Ctx) error { return nil }) }

func register(g fiber.Router, all ...Controller) {
	for _, c := range all {
		c.Register(g)
	}
}
