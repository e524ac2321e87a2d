package main

import (
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

func list(w http.ResponseWriter, r *http.Request) {}

type usersResource struct{}

func (rs usersResource) Routes() chi.Router {
	r := chi.NewRouter()
	r.Get("/", rs.List)
	r.Route("/{id}", func(r chi.Router) {
		r.Get("/", rs.List)
		r.Delete("/", rs.List)
	})
	return r
}

func (rs usersResource) List(w http.ResponseWriter, r *http.Request) {}

func admin() http.Handler {
	r := chi.NewRouter()
	r.Get("/accounts", list)
	return r
}

type service struct{ http.Handler }

func newService() *service {
	s := &service{}
	s.Handler = s.routes()
	return s
}

func (s *service) routes() http.Handler {
	r := chi.NewRouter()
	r.Get("/status", list)
	return r
}

func main() {
	r := chi.NewRouter()
	r.Mount("/users", usersResource{}.Routes())
	r.Mount("/admin/", admin())
	r.Mount("/service", newService())
	r.Mount("/strip", http.StripPrefix("/strip", admin()))
	r.Mount("/files", http.FileServer(http.Dir("."))) // → net/http.FileServer
	std := http.NewServeMux()
	std.HandleFunc("GET /std/x", list)
	r.Mount("/std", std)
	r.Handle("/plain/*", middleware.NoCache(std))
	http.ListenAndServe(":3000", r)
}
