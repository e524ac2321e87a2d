package main

import "github.com/gofiber/fiber/v3"

type Orders struct{ table string }

func (h *Orders) Mount(r fiber.Router) {
	r.Get("/orders/:id", h.one)
	r.Put("/orders/:id", Orders.change(*h))
}

func (h *Orders) one(c fiber.Ctx) error { return nil }

func (h Orders) change() fiber.Handler { return h.save }

func (h Orders) save(c fiber.Ctx) error { return nil }

type base struct{}

func (base) Ping(c fiber.Ctx) error { return nil }

type Health struct{ base }

func main() {
	r := fiber.New()
	orders := Orders{"orders"}
	orders.Mount(r.Group("/v2"))
	(&Orders{}).Mount(r.Group("/v3"))
	health := &Health{}
	r.Get("/ping", health.Ping)
	mount := orders.Mount
	mount(r.Group("/v4"))
	r.Listen(":8080")
}
