package main

import (
	"net/http"

	"github.com/gofiber/fiber/v2"
)

type Route struct {
	Name        string
	Method      string
	Pattern     string
	HandlerFunc fiber.Handler
}

type API struct{ groups []fiber.Handler }

func (a *API) List(c *fiber.Ctx) error { return nil }

func (a *API) Show(c *fiber.Ctx) error { return nil }

func a(c *fiber.Ctx) error { return nil }

func b(c *fiber.Ctx) error { return nil }

func getRoutes(api *API) []Route {
	return []Route{
		{"List", http.MethodGet, "/pets", api.List},
		{Name: "Show", Method: http.MethodGet, Pattern: "/pets/:id", HandlerFunc: api.Show},
	}
}

var byPath = map[string]fiber.Handler{"/map/a": a, "/map/b": b}

func main() {
	r := fiber.New()
	tbl := []struct {
		M, P string
		H    fiber.Handler
	}{{"GET", "/a", a}, {"POST", "/b", b}}
	for _, t := range tbl {
		r.Add(t.M, t.P, t.H)
	}
	for _, route := range getRoutes(&API{}) {
		switch route.Method {
		case http.MethodGet:
			r.Get(route.Pattern, route.HandlerFunc)
		case http.MethodPost:
			r.Post(route.Pattern, route.HandlerFunc)
		}
	}
	for path, handler := range byPath {
		r.Put(path, handler)
	}
	for i := 0; i < len(tbl); i++ {
		r.Delete(tbl[i].P, tbl[i].H)
	}
	r.Listen(":8080")
}
