package main

import (
	"log"
	"net/http"

	"programs/nethttp/default-mux/hooks"
)

func list(w http.ResponseWriter, r *http.Request) {}

func init() { http.HandleFunc("/early", list) }

func main() {
	hooks.Register()
	http.HandleFunc("GET /users", list)
	http.Handle("/users/{id}", http.HandlerFunc(list))
	http.DefaultServeMux.HandleFunc("/default", list)
	log.Fatal(http.ListenAndServe(":8080", nil))
}
