package api

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"programs/chi/across-packages/orders"
)

const Prefix = "/api/v1"

type Server struct {
	Router *chi.Mux
}

func NewServer() *Server {
	s := &Server{Router: chi.NewRouter()}
	s.mount()
	return s
}

func (s *Server) mount() {
	s.Router.Get("/healthz", s.health)
	s.Router.Route(Prefix, func(r chi.Router) {
		orders.Register(r, &orders.Handler{})
		r.Mount("/more", orders.Router())
	})
}

func (s *Server) health(w http.ResponseWriter, r *http.Request) {}
