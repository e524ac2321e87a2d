package router

import "github.com/gofiber/fiber/v2"

var (
	public  = make([]func(fiber.Router), 0)
	private []func(v1 fiber.Router, check fiber.Handler)
	byName  = map[string]func(fiber.Router){}
)

func Init(r *fiber.App) {
	v1 := r.Group("/api/v1")
	for _, f := range public {
		f(v1)
	}
	for _, f := range private {
		f(v1, func(c *fiber.Ctx) error { return nil })
	}
	for name, f := range byName {
		f(r.Group("/" + name))
	}
}

func add(name string, f func(fiber.Router)) { byName[name] = f }
