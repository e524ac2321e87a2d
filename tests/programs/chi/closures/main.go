package main

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

func list(w http.ResponseWriter, r *http.Request) {}

func auth(next http.Handler) http.Handler { return next }

func main() {
	r := chi.NewRouter()
	r.Route("/api", func(r chi.Router) {
		r.Use(auth)
		r.Get("/", list)
		r.Route("/{tenant}", func(r chi.Router) {
			r.Get("/users", list)
			r.With(auth).Post("/users", list)
		})
		r.Group(func(r chi.Router) {
			r.Use(auth)
			r.Get("/inner", list)
			r.Group(func(inner chi.Router) {
				inner.Get("/innermost", list)
			})
		})
	})
	admin := r.With(auth)
	admin.Get("/admin", list)
	admin.Route("/admins", func(r chi.Router) { r.Get("/{id}", list) })
	group := r.Group(nil)
	group.Get("/group", list)
	http.ListenAndServe(":3000", r)
}
