package main

import (
	"net/http"

	"github.com/gorilla/mux"
)

func list(w http.ResponseWriter, r *http.Request) {}

type counter struct{}

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {}

func logged(next http.Handler) http.Handler { return next }

func main() {
	r := mux.NewRouter().StrictSlash(true)
	r.Use(logged)
	r.HandleFunc("/", list)
	r.HandleFunc("/items", list).Methods("GET")
	r.HandleFunc("/items", list).Methods(http.MethodPost, "put").Name("create")
	r.Handle("/counter", &counter{}).Methods("GET")
	r.Path("/path/{id:[0-9]+}").HandlerFunc(list)
	r.Methods("DELETE").Path("/path/{id}").Handler(http.HandlerFunc(list))
	r.PathPrefix("/static/").Handler(http.StripPrefix("/static/", http.FileServer(http.Dir(".")))) // → net/http.FileServer
	r.NewRoute().Path("/new").HandlerFunc(list)
	r.Name("named").Path("/named").HandlerFunc(list)
	r.Host("{sub}.example.com").Path("/host").HandlerFunc(list)
	r.HandleFunc("/query", list).Queries("q", "{q}").Methods("GET")
	r.HandleFunc("/literal", func(w http.ResponseWriter, r *http.Request) {})
	r.NotFoundHandler = http.HandlerFunc(list)
	http.Handle("/", r)
	http.ListenAndServe(":8080", nil)
}
