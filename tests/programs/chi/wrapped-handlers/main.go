package main

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

type store struct{}

func (s *store) list(w http.ResponseWriter, r *http.Request) {}

func (s *store) show() http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {}
}

func wrap(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { next(w, r) }
}

type failing func(w http.ResponseWriter, r *http.Request) error

func (f failing) ServeHTTP(w http.ResponseWriter, r *http.Request) { _ = f(w, r) }

func fails(w http.ResponseWriter, r *http.Request) error { return nil }

func main() {
	s := &store{}
	r := chi.NewRouter()
	r.Get("/list", s.list)
	r.Get("/show", s.show())
	r.Get("/wrapped", wrap(s.list)) // → main.(*store).list
	r.Method("GET", "/converted", http.HandlerFunc(s.list))
	r.Method("GET", "/failing", failing(fails)) // → main.fails
	http.ListenAndServe(":3000", r)
}
