package main

import (
	"fmt"
	"net/http"
	"path"

	router "github.com/go-chi/chi/v5"
)

func list(w http.ResponseWriter, r *http.Request) {}

// Embedded.
type app struct {
	router.Router
}

func (a *app) users() { a.Get("/embedded/users", list) }

// A struct field that a constructor sets.
type controller struct{ r router.Router }

func newController(r router.Router) *controller { return &controller{r: r} }

func (c *controller) init() { c.r.Get("/field", list) }

// A registry.
var registry []func(router.Router)

func init() {
	registry = append(registry, func(r router.Router) { r.Get("/registry/one", list) })
	registry = append(registry, two)
}

func two(r router.Router) { r.Get("/registry/two", list) }

// Interfaces.
type registers interface{ Register(r router.Router) }

type cats struct{}

func (cats) Register(r router.Router) { r.Get("/cats", list) }

type dogs struct{}

func (*dogs) Register(r router.Router) { r.Get("/dogs", list) }

// Generic.
func crud[T any](r router.Router, name string, handle func(T) http.HandlerFunc, value T) {
	r.Get("/"+name, handle(value))
}

func made(n int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {}
}

// A table.
var table = []struct {
	method, path string
	handler      http.HandlerFunc
}{
	{"GET", "/table/a", list},
	{http.MethodPost, "/table/b", list},
}

var global = router.NewRouter()

func main() {
	a := &app{router.NewRouter()}
	a.users()
	newController(a).init()
	for _, register := range registry {
		register(a)
	}
	for _, each := range []registers{cats{}, &dogs{}} {
		each.Register(a)
	}
	crud(a, "one", made, 1)
	crud(a, "two", made, 2)
	for _, route := range table {
		a.MethodFunc(route.method, route.path, route.handler)
	}
	for _, name := range []string{"x", "y"} {
		a.Get(fmt.Sprintf("/loop/%s", name), list)
		a.Get(path.Join("/join", name), list)
	}
	global.Get("/global", list)
	a.Mount("/g", global)
	server := http.Server{Addr: ":3000", Handler: a}
	server.ListenAndServe()
}
