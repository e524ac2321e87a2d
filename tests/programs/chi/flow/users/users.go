package users

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

const prefix = "/users"

func Register(r chi.Router) {
	r.Get(prefix, list)
	r.Get(prefix+"/{id:[0-9]+}", Show{}.ServeHTTP)
}

func list(w http.ResponseWriter, r *http.Request) {}

type Show struct{}

func (Show) ServeHTTP(w http.ResponseWriter, r *http.Request) {}
