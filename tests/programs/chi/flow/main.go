package main

import (
	"net/http"

	"programs/chi/flow/users"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

func h(w http.ResponseWriter, r *http.Request) {}

func with(next http.Handler) http.Handler { return next }

type API struct{ router chi.Router }

func (a *API) Mount() http.Handler {
	r := chi.NewRouter()
	r.Get("/keys", a.keys)
	return r
}

func (a *API) keys(w http.ResponseWriter, r *http.Request) {}

type Server struct {
	chi.Router
	api *API
}

func newServer() *Server {
	s := &Server{Router: chi.NewRouter(), api: &API{}}
	s.routes()
	return s
}

func (s *Server) routes() {
	s.Use(middleware.Logger)
	s.Get("/", h)
	s.Route("/v1", func(r chi.Router) {
		r.With(with).Post("/login", h)
		r.Group(func(r chi.Router) {
			r.Use(with)
			r.Get("/inside", func(w http.ResponseWriter, r *http.Request) {})
			users.Register(r)
		})
		r.Route("/deep/{id}", func(r chi.Router) {
			r.Put("/", h)
		})
	})
	s.Mount("/oidc", s.api.Mount())
	for _, path := range []string{"/a", "/b"} {
		s.Delete(path, h)
	}
	s.Method(http.MethodPatch, "/method", http.HandlerFunc(h))
	s.MethodFunc("OPTIONS", "/method", h)
	s.Handle("/any", http.HandlerFunc(h))
	s.HandleFunc("GET /pattern", h)
}

func main() {
	http.ListenAndServe(":8080", newServer())
}
