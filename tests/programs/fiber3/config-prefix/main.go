package main

import (
	"cmp"
	"flag"
	"os"

	"github.com/gofiber/fiber/v3"
)

type config struct {
	Prefix string `env:"PREFIX" default:"/app"`
}

func h(c fiber.Ctx) error { return nil }

func main() {
	var base = flag.String("base", "/base", "where")
	flag.Parse()
	r := fiber.New()
	prefix := os.Getenv("API_PREFIX")
	if prefix == "" {
		prefix = "/api"
	}
	r.Group(prefix).Get("/users", h)
	r.Group(cmp.Or(os.Getenv("OTHER"), "/other")).Get("/things", h)
	r.Get(*base+"/flag", h)
	cfg := load()
	r.Group(cfg.Prefix).Get("/cfg", h)
	r.Listen(":8080")
}

func load() (c config) {
	c.Prefix = os.Args[0][:0] + "/loaded"
	return c
}
