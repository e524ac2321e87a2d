package main

import (
	"programs/fiber3/constants/consts"

	"github.com/gofiber/fiber/v3"
)

func h(c fiber.Ctx) error { return nil }

const P = "/api"

const (
	version = "/v" + "2"
	users   = P + version + `/users`
)

type Path string

const Typed Path = "/typed"

var prefix = consts.Prefix

type names struct{ One, Two string }

var paths = names{One: "/one", Two: "/two"}

func main() {
	r := fiber.New()
	r.Get(P+"/x", h)
	r.Get(users, h)
	r.Get(consts.Prefix+"/y", h)
	r.Group(prefix).Get(consts.Routes.List, h)
	r.Get(string(Typed), h)
	r.Get(paths.One, h)
	r.Get(paths.Two+consts.Suffix(), h)
	name := "z"
	name += "/deep"
	r.Get("/"+name, h)
	r.Get(("/parens"), h)
	r.Get(table["first"], h)
	r.Get(list[1], h)
	r.Listen(":8080")
}

var table = map[string]string{"first": "/from/map"}

var list = [...]string{"/zero", "/from/list"}
