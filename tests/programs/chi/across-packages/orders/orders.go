package orders

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

type Handler struct{}

func (h *Handler) List(w http.ResponseWriter, r *http.Request) {}

func cancel(w http.ResponseWriter, r *http.Request) {}

func Register(r chi.Router, h *Handler) {
	r.Get("/orders", h.List)
	r.Delete("/orders/"+"{id}", cancel)
}

func Router() http.Handler {
	r := chi.NewMux()
	Register(r, &Handler{})
	return r
}
