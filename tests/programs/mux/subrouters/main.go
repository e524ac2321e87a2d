package main

import (
	"net/http"

	"github.com/gorilla/mux"

	"programs/mux/subrouters/orders"
)

func list(w http.ResponseWriter, r *http.Request) {}

type server struct {
	router *mux.Router
}

func newServer() *server {
	s := &server{router: mux.NewRouter()}
	s.routes()
	return s
}

func (s *server) routes() {
	api := s.router.PathPrefix("/api").Subrouter()
	api.HandleFunc("", s.index).Methods("GET")
	v1 := api.PathPrefix("/v1/").Subrouter()
	v1.HandleFunc("/users", s.index)
	orders.Register(v1.PathPrefix("/orders").Subrouter())
	{
		admin := s.router.PathPrefix("/admin").Subrouter()
		admin.HandleFunc("/users", list)
	}
	methods := s.router.Methods("PUT").Subrouter()
	methods.HandleFunc("/put", list)
	hosted := s.router.Host("api.example.com").Subrouter()
	hosted.HandleFunc("/hosted", list)
}

func (s *server) index(w http.ResponseWriter, r *http.Request) {}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.router.ServeHTTP(w, r) }

func main() {
	srv := &http.Server{Addr: ":8080", Handler: newServer()}
	srv.ListenAndServe()
}
