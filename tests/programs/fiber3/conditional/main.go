package main

import (
	"os"

	"github.com/gofiber/fiber/v3"
)

func d(c fiber.Ctx) error { return nil }

func enabled() bool { return len(os.Args) > 0 }

func main() {
	r := fiber.New()
	dev := enabled()
	if dev {
		r.Get("/debug", d)
	}
	if !dev {
		panic("unreachable at run time")
	} else {
		r.Get("/else", d)
	}
	switch len(os.Args) {
	case 0:
		return
	default:
		r.Get("/default", d)
	}
	if err := setup(r); err != nil {
		return
	}
	const off = false
	if off {
		r.Get("/off", d)
	}
	swagger(r)
	r.Get("/always", d)
	r.Listen(":8080")
}

func setup(r *fiber.App) error {
	r.Get("/setup", d)
	return nil
}
