package main

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"programs/chi/generated/api"
)

type pets struct{}

func (p *pets) FindPets(w http.ResponseWriter, r *http.Request) {}

func (p *pets) DeletePet(w http.ResponseWriter, r *http.Request, id string) {}

func main() {
	r := chi.NewRouter()
	api.HandlerWithOptions(&pets{}, api.ChiServerOptions{BaseURL: "/v1", BaseRouter: r})
	http.ListenAndServe(":3000", r)
}
