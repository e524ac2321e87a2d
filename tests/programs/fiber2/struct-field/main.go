package main

import "github.com/gofiber/fiber/v2"

type API struct {
	rg   fiber.Router
	name string
}

func NewAPI(rg fiber.Router) *API {
	api := new(API)
	api.rg = rg
	api.name = "keys"
	return api
}

func (a *API) Init() {
	g := a.rg.Group("/oidc")
	g.Get("/"+a.name, a.keys)
}

func (a *API) keys(c *fiber.Ctx) error { return nil }

type Server struct {
	engine *fiber.App
	groups struct{ admin, public fiber.Router }
	apis   map[string]*API
}

func newServer() (*Server, error) {
	s := &Server{engine: fiber.New(), apis: map[string]*API{}}
	s.groups.admin = s.engine.Group("/admin")
	s.groups.public = s.engine
	s.apis["first"] = NewAPI(s.engine.Group("/api"))
	return s, nil
}

func main() {
	s, err := newServer()
	if err != nil {
		panic(err)
	}
	for _, api := range s.apis {
		api.Init()
	}
	s.groups.admin.Get("/stats", func(c *fiber.Ctx) error { return nil })
	s.groups.public.Post("/login", func(c *fiber.Ctx) error { return nil })
	s.engine.Listen(":8080")
}
