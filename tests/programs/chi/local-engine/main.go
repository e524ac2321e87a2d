package main

import (
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

func list(w http.ResponseWriter, r *http.Request) {}

type counter struct{}

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {}

func main() {
	r := chi.NewRouter()
	r.Use(middleware.Logger)
	r.Use(middleware.StripSlashes, middleware.Heartbeat("/ping"))
	r.Get("/", list)
	r.Post("/items", list)
	r.Put("/items/{id}", list)
	r.Patch("/items/{id:[0-9]+}", list)
	r.Delete("/items/{id}", list)
	r.Head("/items", list)
	r.Options("/items", list)
	r.Connect("/tunnel", list)
	r.Trace("/trace", list)
	r.Query("/search", list)
	r.Method(http.MethodGet, "/counter", &counter{})
	r.MethodFunc("post", "/lower", list)
	r.Handle("/any", &counter{})
	r.HandleFunc("/func", list)
	r.HandleFunc("GET /pattern/{x}", list)
	r.Handle("DELETE  /spaces", &counter{})
	r.Get("/literal", func(w http.ResponseWriter, r *http.Request) {})
	r.NotFound(list)
	r.MethodNotAllowed(list)
	http.ListenAndServe(":3000", r)
}
